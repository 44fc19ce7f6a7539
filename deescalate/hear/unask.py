"""A question that holds a complaint in ("why isn't my card accepted"), the statement in it out."""

from __future__ import annotations

from deescalate.hear.grammar import Grammar
from deescalate.hear.kinds import (
    ADVERB,
    BASE,
    DO,
    FINITE,
    IT,
    NOT,
    PREPOSITION,
    PRONOUN,
    THIS,
    VERB,
    Words,
)
from deescalate.hear.phrase import noun_phrase

_LONGEST_LEAD = 7  # words: "I would really like to know why"


class Unasker:
    """Puts subject and verb of a "why" question back into the order of a statement."""

    def __init__(self, grammar: Grammar) -> None:
        self._verbs, self._lemmas, self._bits = grammar.verbs, grammar.lemmas, grammar.bits
        self._why = frozenset(grammar.classes["why"])
        self._asking = frozenset(grammar.classes["asking"])
        self._outright = frozenset(grammar.classes["asked_outright"])
        self._do, self._does, self._did = grammar.classes["asked_do"]

    def stated(self, words: Words) -> Words | None:
        """Return the statement; None when no "why" question stands here, or nothing certain is stated."""
        at = next((at for at, norm in enumerate(words.norms[:_LONGEST_LEAD]) if norm in self._why), None)
        if at is None or (at and words.norms[at - 1] not in self._asking):
            return None
        asked = words.part(at + 1, len(words.norms))
        if not asked.norms or asked.norms[0] in self._outright:
            return None
        if not asked.bits[0] & FINITE:
            return asked
        if self._is_cleft(asked):
            return asked.part(2, len(asked.norms))
        return self._turned(asked)

    @staticmethod
    def _is_cleft(asked: Words) -> bool:
        """Tell "is it (that) my order …" by the second subject."""
        return bool(asked.at(1) & IT and (asked.at(2) & (PRONOUN | THIS) or noun_phrase(asked, 2)))

    def _turned(self, asked: Words) -> Words | None:
        denied = bool(asked.at(1) & NOT)
        start = 2 if denied else 1
        end = _subject_end(asked, start)
        if end is None or end >= len(asked.norms):
            return None
        stated = Words()
        _copy(stated, asked, range(start, end))
        if asked.bits[0] & DO and not denied:
            return self._inflected(stated, asked, end)
        stated.add(asked.norms[0], asked.norms[0], asked.bits[0])
        _copy(stated, asked, (1,) if denied else ())
        again = asked.norms[1] if denied else ""  # "why isn't it not working": denied once
        _copy(stated, asked, tuple(at for at in range(end, len(asked.norms)) if asked.norms[at] != again))
        return stated

    def _inflected(self, stated: Words, asked: Words, end: int) -> Words | None:
        """Give the main verb the form that "does" and "did" took from it."""
        auxiliary, at = asked.norms[0], end
        while asked.at(at) & ADVERB and not asked.at(at) & VERB:
            at += 1
        if asked.at(at) & NOT or at >= len(asked.norms):
            return None
        verb = self._verbs.get(self._lemmas.get(asked.norms[at], ""))
        if not asked.bits[at] & (BASE | FINITE) or (verb is None and auxiliary != self._do):
            return None
        _copy(stated, asked, range(end, len(asked.norms)))
        if verb is not None and auxiliary != self._do:
            form = verb.third if auxiliary == self._does else verb.past
            place = len(stated.norms) - len(asked.norms) + at
            stated.replace(place, form)
            stated.bits[place] = self._bits[form]
        return stated


def _copy(into: Words, words: Words, places: range | tuple[int, ...]) -> None:
    for at in places:
        into.add(words.norms[at], words.outs[at], words.bits[at])


def _subject_end(asked: Words, start: int) -> int | None:
    """Find where the subject that follows the auxiliary ends."""
    bits = asked.at(start)
    if bits & PRONOUN:
        return start + 1
    phrase = noun_phrase(asked, start)
    if phrase is None:
        return start + 1 if bits & THIS else None
    end = phrase.end
    if asked.at(end) & PREPOSITION and not asked.at(end) & ADVERB:
        more = noun_phrase(asked, end + 1)
        if more is not None and more.end < len(asked.norms):
            end = more.end
    return end
