"""An agent's turn and the move cues in it in, its sentences out: what each did and the time it named."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from deescalate.types import Said, Span

WHEN = "when"  # the kind of move cue whose span is a time, not an act
ASKING = "gather_info"  # what a sentence with a question mark does when nothing else is heard in it
BESIDE_ASKING = frozenset({"thank", "apologize", "find_out"})  # moves that a question may make on the way

_END = re.compile(r"(?<![ap]\.m\.)(?<=[.!?…])[\"'”’)]*\s+|\n+", re.IGNORECASE)


def parted(text: str) -> list[Span]:
    """Part a text into the spans of its sentences and lines, none of them blank."""
    spans, start = [], 0
    for low, high in (*(end.span() for end in _END.finditer(text)), (len(text), len(text))):
        if text[start:low].strip():
            spans.append((start, low))
        start = high
    return spans


def said(text: str, hits: Iterable[tuple[str, int, int]]) -> tuple[Said, ...]:
    """Give each sentence of an agent's turn the moves in it and the time it names.

    `hits` are the kinds of the move cues found in the text, with their places; a cue counts for the
    sentence that it begins in.
    """
    sentences = parted(text)
    starts = [start for start, _ in sentences]
    moves: list[set[str]] = [set() for _ in sentences]
    times: list[list[Span]] = [[] for _ in sentences]
    for kind, low, high in hits:
        at = bisect_right(starts, low) - 1
        if at < 0:
            continue
        if kind == WHEN:
            times[at].append((low, min(high, sentences[at][1])))
        else:
            moves[at].add(kind)
    return tuple(
        Said(words, _acts(words, moves[at]), _time(text, times[at]))
        for at, words in enumerate(" ".join(text[low:high].split()) for low, high in sentences)
    )


def _acts(words: str, moves: set[str]) -> frozenset[str]:
    asks = words.endswith("?") and moves <= BESIDE_ASKING
    return frozenset((*moves, ASKING) if asks else moves)


def _time(text: str, spans: list[Span]) -> str:
    """Return the longest stretch of times that stand side by side ("tomorrow" "by 5 pm")."""
    found = [" ".join(text[low:high].split()) for low, high in _side_by_side(text, sorted(spans))]
    return max(found, key=len, default="")


def _side_by_side(text: str, spans: list[Span]) -> Iterator[Span]:
    low, high = spans[0] if spans else (0, 0)
    for start, end in spans[1:]:
        if text[high:start].strip(" ,"):
            yield low, high
            low, high = start, end
        else:
            high = max(high, end)
    if high:
        yield low, high
