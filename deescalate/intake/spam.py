"""The words of a message in, whether it advertises something out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from deescalate.intake.words import words
from deescalate.types import WordClass

_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"]{1,400}", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_ENOUGH = 4


class Spam:
    """Weighs what advertisers write against what customers write."""

    def __init__(self, classes: Mapping[str, WordClass]) -> None:
        self._sure = _by_word(words(classes, "intake_spam_sure"))
        self._weak = _by_word(words(classes, "intake_spam_weak"))
        self._not = words(classes, "intake_spam_not")

    def found(self, said: str, low: Sequence[str]) -> bool:
        """Tell whether the text is advertising, a money scheme or a farm of links."""
        links = _LINK.findall(said) if "://" in said or "www." in said.lower() else []
        if len(links) > 3 and 2 * sum(map(len, links)) > len(said):
            return True
        parts = {part for word in low for part in _WORD.findall(word)}
        sure = self._count(self._sure, parts, said)
        weak = self._count(self._weak, parts, said)
        if not sure and len(links) < 2 and weak < _ENOUGH:
            return False
        against = sum(phrase in said.lower() for phrase in self._not)
        return 3 * sure + weak + min(len(links), 3) - 3 * against >= _ENOUGH and sure + weak > 1

    def _count(self, phrases: Mapping[str, tuple[re.Pattern[str], ...]], parts: set[str], said: str) -> int:
        return sum(
            pattern.search(said) is not None for word in parts & phrases.keys() for pattern in phrases[word]
        )


def _by_word(phrases: Iterable[str]) -> dict[str, tuple[re.Pattern[str], ...]]:
    """Sort phrases under their longest word, so that few are looked for."""
    found: dict[str, list[re.Pattern[str]]] = {}
    for phrase in sorted(phrases):
        parts = _WORD.findall(phrase)
        if parts:
            pattern = r"\s+".join(map(re.escape, phrase.split()))
            found.setdefault(max(parts, key=len), []).append(
                re.compile(rf"(?<!\w){pattern}(?!\w)", re.IGNORECASE)
            )
    return {word: tuple(patterns) for word, patterns in found.items()}
