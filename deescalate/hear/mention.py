"""The words of a sentence in, the one thing in it that a reply may name ("your seat assignment") out."""

from __future__ import annotations

from collections.abc import Iterator

from deescalate.hear.grammar import Grammar
from deescalate.hear.kinds import (
    DET,
    DIGITS,
    HOSTILE,
    MY,
    NAME,
    NOUN,
    NOUNS,
    NUMBER,
    PERSON,
    PERSONS,
    POOR,
    PRAISE,
    SPELL,
    SWEAR,
    THIS,
    Words,
)
from deescalate.hear.naming import Naming
from deescalate.hear.phrase import Phrase, noun_phrase
from deescalate.hear.voice import Voice

_MOST_WORDS = 4
_UNNAMED = HOSTILE | SWEAR | POOR | PRAISE | SPELL | PERSON | PERSONS | DIGITS


class Mentions:
    """Finds things to name: what is the customer's own first, then what they point at."""

    def __init__(self, grammar: Grammar, voice: Voice, naming: Naming) -> None:
        self._voice, self._naming = voice, naming
        self._vague = frozenset(grammar.classes["vague_thing"])
        self._the = grammar.classes["the"][0]

    def find(self, words: Words, only_own: bool = False) -> str | None:
        """Name the thing a sentence is most likely about; None when none can surely be named.

        `only_own` asks for a thing of the customer's: what else stands in a complaint is seldom its cause.
        """
        phrases = list(self._things(words))
        own = (phrase for phrase in phrases if words.bits[phrase.start] & MY)
        best = next(own, phrases[0] if phrases and not only_own else None)
        named = self._naming.name(words, best) if best is not None else None
        if best is None or named is None:
            return None
        if words.bits[best.start] & THIS:
            named = [self._the, *named[1:]]
        said = self._voice.join(named)
        return said if self._voice.is_clean(said) else None

    def _things(self, words: Words) -> Iterator[Phrase]:
        at = 0
        while at < len(words.bits):
            phrase = noun_phrase(words, at) if self._may_begin(words, at) else None
            if phrase is not None and self._is_thing(words, phrase):
                yield phrase
            at = phrase.end if phrase is not None else at + 1

    def _may_begin(self, words: Words, at: int) -> bool:
        pointed = words.bits[at] & THIS and not words.at(at + 1) & (DET | THIS | MY)
        return bool(words.bits[at] & MY or pointed or words.norms[at] == self._the)

    def _is_thing(self, words: Words, phrase: Phrase) -> bool:
        head = words.bits[phrase.head]
        within = range(phrase.start + 1, phrase.end)
        if not head & (NOUN | NOUNS) or words.norms[phrase.head] in self._vague or not within:
            return False
        if phrase.end - phrase.start > _MOST_WORDS or any(words.bits[at] & _UNNAMED for at in within):
            return False
        return all(words.bits[at] and (not words.bits[at] & NUMBER or words.bits[at] & NAME) for at in within)
