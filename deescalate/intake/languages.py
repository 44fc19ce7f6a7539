"""The words of a message in, whether they are in another language than English out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from deescalate.intake.words import words
from deescalate.types import WordClass

_PREFIX = "intake_stop_"
_HOME = "intake_stop_en"


class Languages:
    """Tells English from other languages by script and by common words; in doubt it is English."""

    def __init__(self, classes: Mapping[str, WordClass]) -> None:
        self._english = words(classes, _HOME)
        others = [name for name in classes if name.startswith(_PREFIX) and name != _HOME]
        profiles = {name: words(classes, name) for name in others}
        self._profiles = tuple(profiles.values())
        self._particles = words(classes, "intake_name_particle")
        self._loans = words(classes, "intake_loanword")

    def foreign(self, said: str, found: Sequence[str], low: Sequence[str]) -> bool:
        """Tell whether the words are in another language.

        said: the text; found: its words as written; low: the same in lower case.
        """
        if not said.isascii() and _other_script(found):
            return True
        if len(low) < 3:
            return False
        parts = {part for word in low for part in word.replace("’", "'").split("'")}
        english = parts & self._english
        if 2 * len(english) >= len(parts):
            return False
        accents = 0 if said.isascii() else self._accents(found, low)
        return any(self._reads(profile, parts, english, accents) for profile in self._profiles)

    def _reads(self, profile: frozenset[str], parts: set[str], english: set[str], accents: int) -> bool:
        """Tell whether the words read as the language of the profile rather than as English."""
        hits = parts & profile
        own = hits - english
        strong = sum(len(hit) > 1 for hit in own - self._particles)
        against = len(english - hits)
        if not against and strong and 2 * len(hits) >= len(parts) and len(hits) > 2:
            return True
        count = len(own) + min(accents, 2)
        enough = strong >= (1 if accents else 2) and count >= 2
        return enough and count > 2 * len(english) and 10 * count >= 3 * len(parts)

    def _accents(self, found: Sequence[str], low: Sequence[str]) -> int:
        """Count words, no names among them, with letters that English does not have."""
        return sum(
            not word.isascii() and not word[0].isupper() and lower not in self._loans and not _plain(word)
            for word, lower in zip(found, low, strict=True)
        )


def _other_script(found: Sequence[str]) -> bool:
    """Tell whether most letters are of a script other than Latin."""
    letters = "".join(found)
    other = sum(not _latin(ord(letter)) for letter in letters)
    return other >= 2 and 2 * other > len(letters)


def _latin(code: int) -> bool:
    """Tell whether a letter is Latin, or a styled or phonetic form of a Latin letter."""
    return (
        code < 0x0370
        or 0x1D00 <= code <= 0x1EFF
        or 0x2070 <= code <= 0x218F
        or 0x2460 <= code <= 0x24FF
        or 0x2C60 <= code <= 0x2C7F
        or 0xA720 <= code <= 0xA7FF
        or 0xAB30 <= code <= 0xAB6F
        or 0xFF00 <= code <= 0xFF60
        or 0x1D400 <= code <= 0x1D7FF
        or 0x1F100 <= code <= 0x1F1FF
    )


def _plain(word: str) -> bool:
    """Tell whether only a curly apostrophe keeps a word from being ASCII."""
    return word.replace("’", "'").isascii()
