"""What a customer asks for in, the same in the agent's voice out: as a question, as a wish, or not at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from deescalate.hear.asking import Asking, Said
from deescalate.hear.grammar import Grammar
from deescalate.hear.kinds import ANYONE, BASE, JOINER, MODAL, NAME, OPENER, SELF, SOFT, TO, YOU, Words
from deescalate.hear.mention import Mentions
from deescalate.hear.naming import Naming
from deescalate.hear.trim import trimmed
from deescalate.hear.voice import BROKEN, RUN_TOGETHER, Voice
from deescalate.hear.wishing import Wishing
from deescalate.types import RequestForms

_SHORTEST, _LONGEST = 2, 16  # words of a form
_GARBLED = re.compile(RUN_TOGETHER + BROKEN + r"|[^\w\s.,'%&$£€/+-]")  # also strange signs
_BEFORE = SOFT | JOINER | OPENER
_BEFORE_PLEASE = YOU | SELF | ANYONE | MODAL | TO | _BEFORE
_HASHTAG = "#"
_QUESTIONS = frozenset({"information", "status"})

Reader = Callable[[Words, int, bool], Said | None]


class RequestRestater:
    """Restates requests in the agent's voice with a grammar."""

    def __init__(self, grammar: Grammar) -> None:
        self._grammar = grammar
        self._voice = Voice(self._grammar)
        self._asking = Asking(self._grammar, self._voice)
        naming = Naming(self._grammar, self._voice)
        self._wishing = Wishing(self._grammar, self._voice, naming)
        self._mentions = Mentions(self._grammar, self._voice, naming)
        self._hostile = frozenset(self._grammar.classes["hostile"])
        self._polite = frozenset(self._grammar.classes["polite"])
        self._emphasis = frozenset(self._grammar.classes["asks_emphasis"])
        self._poor = self._grammar.classes["poor"][0]

    def restate(self, text: str, surfaces: Sequence[str], norms: Sequence[str], kind: str) -> RequestForms:
        """Restate the request of one sentence.

        Args:
            text: the sentence as the customer wrote it.
            surfaces: its tokens.
            norms: its tokens as they are read, one for each surface.
            kind: the kind of the request, a word of the taxonomy.
        """
        if _HASHTAG in surfaces[1:]:
            after = surfaces.index(_HASHTAG, 1)
            surfaces, norms = surfaces[:after], norms[:after]
        first = self._first_request(self._grammar.words(text, surfaces, norms))
        words = self._plain(trimmed(first, self._poor))
        question = self._first(self._asking.question, words)
        wish = None if kind in _QUESTIONS and question else self._first(self._wishing.wish, words)
        return RequestForms(question, wish, self._mentions.find(words))

    def thing(self, text: str, surfaces: Sequence[str], norms: Sequence[str]) -> str | None:
        """Name the one thing in a clause that a reply may safely speak of; None when there is none."""
        words = trimmed(self._grammar.words(text, surfaces, norms), self._poor)
        return self._mentions.find(words, only_own=True)

    def _first_request(self, words: Words) -> Words:
        """End a sentence where "please" and a command follow what is said: "what do I do please help"."""
        for at in range(1, len(words.norms)):
            begins = words.norms[at] in self._polite and words.at(at + 1) & BASE
            if begins and not words.bits[at - 1] & _BEFORE_PLEASE:
                return words.part(0, at)
        return words

    def _plain(self, words: Words) -> Words:
        """Leave out what only presses: "when will you ever answer"."""
        kept = Words()
        for norm, out, bits in zip(words.norms, words.outs, words.bits, strict=True):
            if norm not in self._emphasis:
                kept.add(norm, out, bits)
        return kept

    def _first(self, read: Reader, words: Words) -> str | None:
        for at in range(len(words.bits)):
            said = read(words, at, not _may_start(words, at))
            if said is not None and (form := self._checked(said)):
                return form
        return None

    def _checked(self, said: Said) -> str | None:
        form = self._voice.join(said)
        if not _SHORTEST <= form.count(" ") + 1 <= _LONGEST or _GARBLED.search(form):
            return None
        insults = not self._hostile.isdisjoint(form.lower().split())
        return form if self._voice.is_clean(form) and not insults else None


def _may_start(words: Words, at: int) -> bool:
    """Tell whether a clause may begin here: first, after a border, after who is addressed."""
    before = words.bits[at - 1]
    return not at or before & _BEFORE > 0 or (at == 1 and before in (0, NAME))
