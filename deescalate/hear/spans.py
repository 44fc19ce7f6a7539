"""A label heard in a clause in, the tokens that show it out."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from deescalate.hear.scan import Clause, Scan
from deescalate.hear.trie import Hit
from deescalate.hear.weigh import Heard
from deescalate.hear.words import COMMA, HANDLE, JOINER, MARK, SUBJECT
from deescalate.types import Cue

_ALL = 1_000
# How many words after its cues go with a label.
_FURTHER = {"concern": _ALL, "request": 6, "gratitude": 6, "threat": 6, "blame": 4, "repeat": 2, "impact": 2}
# Where a label begins when its cues stand later: with their part of the clause, or with its subject.
_FROM_PART = frozenset({"concern"})
_FROM_SUBJECT = frozenset({"request", "blame", "gratitude", "threat", "impact"})


class Spans:
    """Finds the stretch a person would underline as the evidence of a label."""

    def __init__(self, cues: Sequence[Cue]) -> None:
        self._labels = [(cue.label, cue.kind) for cue in cues]

    def of(self, scan: Scan, heard: Heard) -> tuple[int, int] | None:
        """Return the tokens (first, after last) that show a label, or None when there are none.

        The cues of the label mark the place; it is widened to the words that go with them, but not
        past a comma or a joiner. Without such cues the whole clause shows the label.
        """
        clause = scan.clauses[heard.clause]
        own = self._own(scan, clause, heard)
        if not own:
            return _trimmed(scan, clause.start, min(clause.end, len(scan.words)))
        first, last = min(start for start, _ in own), max(end for _, end in own)
        start = _widened(scan, clause, first, heard.label)
        return _trimmed(scan, start, _part_end(scan, clause, last, _FURTHER.get(heard.label, 0)))

    def _own(self, scan: Scan, clause: Clause, heard: Heard) -> list[tuple[int, int]]:
        """Return where cues of the label and kind stand in a clause, or else of the label alone."""
        first = bisect_left(scan.hits, clause.start, key=_start)
        after = bisect_left(scan.hits, clause.end, lo=first, key=_start)
        own = [hit for hit in scan.hits[first:after] if self._labels[hit[0]][0] == heard.label]
        of_kind = [hit for hit in own if self._labels[hit[0]][1] == heard.kind]
        return [(start, end) for _, start, end in of_kind or own]


def _start(hit: Hit) -> int:
    return hit[1]


def _widened(scan: Scan, clause: Clause, first: int, label: str) -> int:
    if label in _FROM_PART:
        return _part_start(scan, clause, first, COMMA | JOINER)
    if label in _FROM_SUBJECT:
        part = _part_start(scan, clause, first, COMMA | JOINER | MARK)
        return next((at for at in range(first, part - 1, -1) if scan.words[at].flags & SUBJECT), first)
    return first


def _part_start(scan: Scan, clause: Clause, first: int, parting: int) -> int:
    at = first
    while at > clause.start and not scan.words[at - 1].flags & parting:
        at -= 1
    return at


def _part_end(scan: Scan, clause: Clause, last: int, further: int) -> int:
    at, bound = last, min(clause.end, len(scan.words), last + further)
    while at < bound and not scan.words[at].flags & (COMMA | JOINER):
        at += 1
    return at


def _trimmed(scan: Scan, start: int, end: int) -> tuple[int, int] | None:
    while start < end and scan.words[start].flags & (MARK | HANDLE):
        start += 1
    while end > start and scan.words[end - 1].flags & (MARK | HANDLE):
        end -= 1
    return (start, end) if start < end else None
