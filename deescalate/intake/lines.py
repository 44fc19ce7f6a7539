"""A text in, its lines that are not blank out, as offsets into the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from deescalate.types import SetAside, Span

_RUN = re.compile(r"[^\r\n\u2028\u2029]+")


class Line(NamedTuple):
    """A line without the space around it; `gap` tells whether a blank line stands before it."""

    start: int
    end: int
    gap: bool = False


def split(text: str) -> list[Line]:
    """Return the lines of a text that are not blank."""
    found: list[Line] = []
    before = 0
    for run in _RUN.finditer(text):
        body = run.group()
        left = body.lstrip()
        if not left:
            continue
        start = run.end() - len(left)
        end = start + len(left.rstrip())
        found.append(Line(start, end, bool(found) and _blank_between(text, before, start)))
        before = end
    return found


def _blank_between(text: str, start: int, end: int) -> bool:
    between = text[start:end]
    return between.count("\n") > 1 or ("\n" not in between and between.count("\r") > 1)


def edges(text: str, start: int, end: int) -> Span:
    """Return the span without the space at its ends."""
    body = text[start:end]
    left = body.lstrip()
    start = end - len(left)
    return start, start + len(left.rstrip())


def joined(text: str, lines: Iterable[Line]) -> tuple[Span, ...]:
    """Return the spans that the lines make up: neighbours with only space between them are one."""
    spans: list[Span] = []
    for line in lines:
        if line.start >= line.end:
            continue
        if spans and _adjacent(text, spans[-1][1], line.start):
            spans[-1] = (spans[-1][0], line.end)
        else:
            spans.append((line.start, line.end))
    return tuple(spans)


def merged(text: str, aside: Iterable[SetAside]) -> tuple[SetAside, ...]:
    """Return what was set aside in order, neighbours with the same reason as one."""
    found: list[SetAside] = []
    for item in sorted(aside, key=lambda item: (item.start, item.end)):
        start, end = edges(text, item.start, item.end)
        item = SetAside(item.why, start, end)
        last = found[-1] if found else None
        if last and last.why == item.why and _adjacent(text, last.end, item.start):
            found[-1] = SetAside(last.why, last.start, max(last.end, item.end))
        else:
            found.append(item)
    return tuple(found)


def wording(text: str, spans: Sequence[Span]) -> str:
    """Return the words of the spans, a line break between them."""
    return "\n".join(text[start:end] for start, end in spans)


def _adjacent(text: str, end: int, start: int) -> bool:
    return end >= start or text[end:start].isspace()
