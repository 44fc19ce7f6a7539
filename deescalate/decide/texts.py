"""Texts in, forms in which they can be held against each other out."""

from __future__ import annotations

import re

SENTENCE_END = re.compile(r"[.!?…]+(?=\s|$)|\n+")
CONTENT = 4  # letters from which a word carries what a text is about


def normalise(text: str) -> str:
    """Lower the case and leave only letters and digits, in words parted by single blanks."""
    return " ".join("".join(c if c.isalnum() else " " for c in text.lower()).split())


def sentences(text: str) -> list[str]:
    """Part a text into its normalised sentences, empty ones left out."""
    return [said for part in SENTENCE_END.split(text) if (said := normalise(part))]


def content(text: str) -> frozenset[str]:
    """Collect the words that carry a text."""
    return frozenset(word for word in normalise(text).split() if len(word) >= CONTENT)


def shortened(text: str, length: int) -> str:
    """Put a text on one line of at most `length` characters."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"
