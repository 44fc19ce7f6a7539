"""Texts in, what they share out: how sentences are told apart and replies held against each other."""

from __future__ import annotations

import re
from collections.abc import Container

_WORD = re.compile(r"[^\W_]+")
_END = re.compile(r"(?<=[.!?…])\s+|\n+")
_OPENING_WORDS = 3
_SHORTEST_CONTENT = 4  # letters


def normalised(text: str) -> str:
    """Reduce a text to its letters and digits, lower-case, with single blanks."""
    return " ".join(_WORD.findall(text.lower()))


def sentences(text: str) -> list[str]:
    """Split a text into sentences and lines, none of them empty."""
    return [part for part in _END.split(text) if part.strip()]


def opening(text: str) -> str:
    """Return how a text begins: its first three words, normalised."""
    words = _WORD.findall(text[:120].lower())
    return " ".join(words[:_OPENING_WORDS])


def first_words(text: str) -> str:
    """Return the first two words of a sentence or template, lower-case."""
    return " ".join(word.strip(".,:;!?") for word in text[:80].lower().split(maxsplit=2)[:2])


def content(text: str, glue: Container[str] = ()) -> frozenset[str]:
    """Collect the words that carry a text: four letters or more, and not in `glue`."""
    words = _WORD.findall(text.lower())
    return frozenset(word for word in words if len(word) >= _SHORTEST_CONTENT and word not in glue)


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """Measure the Jaccard overlap of two sets of words, from 0 (nothing shared) to 1."""
    union = len(one | other)
    return len(one & other) / union if union else 1.0


def capitalised(text: str) -> str:
    """Begin a sentence with a capital, unless its first word keeps its own spelling ("iPhone")."""
    return text if text[1:2].isupper() else text[:1].upper() + text[1:]
