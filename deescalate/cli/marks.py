"""A text and its tags in, lines out in which every tag is underlined and named, readable without colours."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from deescalate.cli.words import cells

Mark = tuple[int, int, str]  # start, end, what it is called
_Bar = tuple[int, int, str]  # first cell, last cell, name ("" when the mark goes on in the next line)


def underlined(text: str, marks: Sequence[Mark], width: int) -> list[str]:
    """Lay a text out in lines of at most `width` cells, each followed by its underlined tags."""
    rows = list(_rows(text, width))
    bars: dict[int, list[_Bar]] = {}
    for start, end, name in _merged(marks):
        touched = list(_touched(rows, start, end))
        for at in touched:
            low, high = rows[at]
            first, last = max(start, low), min(end, high)
            bar = (cells(text[low:first]), cells(text[low:last]), name if at == touched[-1] else "")
            bars.setdefault(at, []).append(bar)
    lines = []
    for at, (low, high) in enumerate(rows):
        lines.append(text[low:high].rstrip())
        lines += _packed(bars.get(at, []))
    return lines


def _merged(marks: Sequence[Mark]) -> list[Mark]:
    """Give one mark to all tags of the same stretch, longer stretches first."""
    names: dict[tuple[int, int], list[str]] = {}
    for start, end, name in marks:
        if end > start:
            names.setdefault((start, end), []).append(name)
    places = sorted(names, key=lambda place: (place[0], -place[1]))
    return [(start, end, ", ".join(dict.fromkeys(names[start, end]))) for start, end in places]


def _rows(text: str, width: int) -> Iterator[tuple[int, int]]:
    """Split a text at its line ends, and at blanks where a line is too wide."""
    start = 0
    for line in text.split("\n"):
        yield from _chunks(line, start, width)
        start += len(line) + 1


def _chunks(line: str, start: int, width: int) -> Iterator[tuple[int, int]]:
    at = 0
    while cells(line[at : at + width]) > width or len(line) - at > width:
        stop = at + width
        while cells(line[at:stop]) > width:
            stop -= 1
        blank = line.rfind(" ", at + 1, stop + 1)
        cut = blank if blank > at else max(stop, at + 1)
        yield start + at, start + cut
        at = cut + (blank == cut)
    yield start + at, start + len(line)


def _touched(rows: Sequence[tuple[int, int]], start: int, end: int) -> Iterator[int]:
    """Find the rows that a stretch stands in."""
    at = max(0, bisect_right(rows, (start, len(rows) and rows[-1][1] + 1)) - 1)
    while at < len(rows) and rows[at][0] < end:
        if rows[at][1] > max(start, rows[at][0]):
            yield at
        at += 1


def _packed(bars: Sequence[_Bar]) -> list[str]:
    """Put bars that do not touch on one line, the others on further lines."""
    lines: list[str] = []
    for first, last, name in sorted(bars):
        bar = "~" * max(1, last - first) + (f" {name}" if name else "")
        at = next((i for i, line in enumerate(lines) if len(line) + 1 < first or not line), None)
        if at is None:
            lines.append("")
            at = -1
        lines[at] = lines[at].ljust(first) + bar
    return lines
