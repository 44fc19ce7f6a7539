"""Raw hits in, the hits that count out: negation, hypothesis, report, idiom and the like cancel cues."""

from __future__ import annotations

from collections.abc import Sequence

from deescalate.hear.trie import Hit
from deescalate.hear.words import BORDER, COMMA, Word
from deescalate.types import Cue

NEGATION_REACH = 5  # tokens
SENTENCE_REACH = 60  # tokens; texts without marks are no single sentence

_TO_SENTENCE_END = frozenset({"hypothetical", "reported", "other_people", "past", "rhetorical"})
_MASKS = frozenset({"idiom", "politeness"})


class Contexts:
    """The contexts of a bank: which cue marks which, and which cue gives way to which.

    Raw hits are numbered twice the cue, plus one where the pattern speaks of a negation itself: the
    others are cancelled by one inside them too ("I am not angry").
    """

    def __init__(self, cues: Sequence[Cue], contexts: Sequence[str]) -> None:
        self._bits = {name: 1 << at for at, name in enumerate(contexts)}
        self._negated = self._bits["negated"]
        self._kinds = [cue.kind if cue.label == "context" else None for cue in cues]
        self._unless = [sum(self._bits[name] for name in cue.unless) for cue in cues]

    def bit(self, name: str) -> int:
        """Return the bit of a context."""
        return self._bits[name]

    def apply(self, found: list[Hit], words: Sequence[Word]) -> tuple[list[int], list[Hit]]:
        """Mark every token with its contexts; return the marks and the hits that they do not cancel.

        Context cues themselves stay among the hits, as evidence, unless an idiom masks them.
        """
        marks = [0] * len(words)
        self._mark_questions(words, marks)
        masked: list[tuple[int, int, int]] = []
        kinds = self._kinds
        special = [(kinds[item >> 1], start, end) for item, start, end in found if kinds[item >> 1]]
        spared = {at for kind, start, end in special if kind == "false_negator" for at in range(start, end)}
        for kind, start, end in special:
            if kind == "negator" and start not in spared:
                self._mark(marks, "negated", end, _until(words, end, NEGATION_REACH, BORDER | COMMA))
            elif kind in _TO_SENTENCE_END:
                self._mark(marks, str(kind), start, _until(words, end, SENTENCE_REACH, BORDER))
            elif kind in _MASKS:
                masked.append((start, end, self._bits[str(kind)]))
        heard = {(hit[0] >> 1, *hit[1:]): None for hit in found if not self._cancelled(hit, marks, masked)}
        return marks, list(heard)

    def _cancelled(self, hit: Hit, marks: list[int], masked: list[tuple[int, int, int]]) -> bool:
        item, start, end = hit
        cue = item >> 1
        unless = self._unless[cue]
        if not unless:
            return False
        if marks[start] & unless or (not item & 1 and marks[end - 1] & unless & self._negated):
            return True
        if not masked or self._kinds[cue] is not None:
            return False
        return any(low <= start and end <= high and bit & unless for low, high, bit in masked)

    def _mark(self, marks: list[int], kind: str, start: int, end: int) -> None:
        bit = self._bits[kind]
        for at in range(start, end):
            marks[at] |= bit

    def _mark_questions(self, words: Sequence[Word], marks: list[int]) -> None:
        start = 0
        for at, word in enumerate(words):
            if word.flags & BORDER:
                if "?" in word.norm:
                    self._mark(marks, "question", start, at)
                start = at + 1


def _until(words: Sequence[Word], at: int, reach: int, stops: int) -> int:
    """Return the next token with one of the flags that stop, at most `reach` tokens on."""
    last = min(len(words), at + reach)
    while at < last and not words[at].flags & stops:
        at += 1
    return at
