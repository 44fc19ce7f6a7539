"""A label heard in a clause in, the tokens that show it out."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from deescalate.hear.scan import Clause, Hit, Scan
from deescalate.hear.weigh import Heard
from deescalate.hear.words import HANDLE, MARK
from deescalate.types import Cue

_BY_CLAUSE = frozenset({"concern", "blame", "request"})  # the others are shown by their cues alone


class Spans:
    """Finds the stretch a person would underline as the evidence of a label."""

    def __init__(self, cues: Sequence[Cue]) -> None:
        self._labels = [cue.label for cue in cues]

    def of(self, scan: Scan, heard: Heard) -> tuple[int, int] | None:
        """Return the tokens (first, after last) that show a label, or None when there are none."""
        clause = scan.clauses[heard.clause]
        first = bisect_left(scan.hits, clause.start, key=_start)
        after = bisect_left(scan.hits, clause.end, lo=first, key=_start)
        own = [
            (start, end) for item, start, end in scan.hits[first:after] if self._labels[item] == heard.label
        ]
        if own and heard.label not in _BY_CLAUSE:
            return min(start for start, _ in own), max(end for _, end in own)
        return _trimmed(scan, clause)


def _start(hit: Hit) -> int:
    return hit[1]


def _trimmed(scan: Scan, clause: Clause) -> tuple[int, int] | None:
    start, end = clause.start, min(clause.end, len(scan.words))
    while start < end and scan.words[start].flags & (MARK | HANDLE):
        start += 1
    while end > start and scan.words[end - 1].flags & (MARK | HANDLE):
        end -= 1
    return (start, end) if start < end else None
