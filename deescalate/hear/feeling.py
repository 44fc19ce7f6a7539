"""A complaint led by a feeling or a verdict in ("so annoyed that my order is late"), what it is about out."""

from __future__ import annotations

from deescalate.hear.grammar import Grammar
from deescalate.hear.kinds import DETERMINER, IT, MY, NOT, PREPOSITION, PRONOUN, STRONG, THIS, Words

_LONGEST_LEAD = 8  # words


class Feelings:
    """Skips what customers say they feel: an agent never says it back."""

    def __init__(self, grammar: Grammar) -> None:
        self._feelings = frozenset(grammar.classes["feeling"])
        self._denied = frozenset(grammar.classes["feeling_denied"])
        self._links = frozenset(grammar.classes["feeling_link"])
        self._about = frozenset(grammar.classes["feeling_about"])

    def named(self, words: Words) -> bool:
        """Tell whether the words themselves say what the customer feels ("I am disappointed")."""
        return any(norm in self._feelings for norm in words.norms[:_LONGEST_LEAD])

    def about(self, words: Words) -> Words | None:
        """Return what follows the feeling; None when none leads, or what follows is no clause or thing."""
        denied = False
        for at, norm in enumerate(words.norms[:_LONGEST_LEAD]):
            if words.bits[at] & STRONG:
                return None
            denied = denied or bool(words.bits[at] & NOT)
            if norm in self._feelings or (denied and norm in self._denied):
                start = self._start(words, at + 1)
                if start is not None:
                    return words.part(start, len(words.norms))
        return None

    def _start(self, words: Words, at: int) -> int | None:
        if at >= len(words.norms):
            return None
        here = words.bits[at]
        if words.norms[at] in self._links and words.at(at + 1) & (PRONOUN | DETERMINER | MY | THIS):
            return at + 1
        if words.norms[at] in self._about and here & PREPOSITION:
            return at + 1
        return at if here & (PRONOUN | MY | IT | DETERMINER) else None
