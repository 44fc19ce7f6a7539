"""Word classes of the bank in, the sets and patterns that intake looks words up in out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from deescalate.types import WordClass

NEVER = r"(?!)"
_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_CAMEL = re.compile(r"(?<=[a-zß-ÿ])(?=[A-Z])")


def words(classes: Mapping[str, WordClass], *ids: str) -> frozenset[str]:
    """Return the words of the named classes in lower case; a class that is missing has none."""
    return frozenset(w.lower() for name in ids if name in classes for w in classes[name].words)


def either(options: Iterable[str]) -> str:
    """Return the source of a pattern for any of the phrases, the longest first."""
    found = sorted(options, key=lambda option: (-len(option), option))
    return "|".join(r"\s+".join(map(re.escape, option.split())) for option in found) or NEVER


def starts(options: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that any of the phrases matches as whole words, in any case."""
    return re.compile(rf"(?:{either(options)})(?!\w)", re.IGNORECASE)


def tokens(name: str) -> list[str]:
    """Split a name into words in lower case; "AcmeSupport" gives two.

    >>> tokens("AcmeSupport (Jo)")
    ['acme', 'support', 'jo']
    """
    return [word.lower() for word in _WORD.findall(_CAMEL.sub(" ", name))]
