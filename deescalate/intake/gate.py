"""The words to be judged in, a notice when they are nothing to answer as a complaint out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from deescalate.intake.dumps import Dumps
from deescalate.intake.languages import Languages
from deescalate.intake.lines import split as split_lines
from deescalate.intake.lines import wording
from deescalate.intake.spam import Spam
from deescalate.intake.words import words
from deescalate.types import Span, WordClass

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_HANDLE = re.compile(r"[@#]\w+")
_GREETING = 6  # words a greeting has at most
_LOOK = 20_000  # characters that are looked at


class Gate:
    """Knows what is empty, in another language, spam, a log, or only a greeting."""

    def __init__(self, classes: Mapping[str, WordClass], dumps: Dumps) -> None:
        self._dumps = dumps
        self._languages = Languages(classes)
        self._spam = Spam(classes)
        greetings = words(classes, "intake_greeting")
        self._greetings = frozenset(phrase for phrase in greetings)
        self._greeting_words = frozenset(part for phrase in greetings for part in phrase.split())
        self._tail = words(classes, "intake_greeting_tail")

    def notice(self, text: str, judged: Sequence[Span]) -> str | None:
        """Return "empty", "no_customer", "log", "foreign", "greeting", "spam" or None."""
        if not judged:
            return "no_customer" if any(map(str.isalnum, text)) else "empty"
        said = wording(text, judged)[:_LOOK]
        found = _WORD.findall(said)
        if not found:
            return None if any(map(str.isdigit, said)) else "empty"
        if self._logged(said):
            return "log"
        low = [word.lower() for word in found]
        if len(low) <= _GREETING and self._greets(said, low):
            return "greeting"
        if self._languages.foreign(said, found, low):
            return "foreign"
        return "spam" if self._spam.found(said, low) else None

    def _logged(self, said: str) -> bool:
        if "\n" not in said and said[0] not in '{[<"' and len(said) < 400:
            return False
        return self._dumps.share(said, split_lines(said)) > 0.6

    def _greets(self, said: str, low: list[str]) -> bool:
        if any(map(str.isdigit, said)):
            return False
        if "@" in said or "#" in said:
            low = [word.lower() for word in _WORD.findall(_HANDLE.sub(" ", said))]
        if not low or low[0] not in self._greeting_words:
            return False
        if " ".join(low) in self._greetings:
            return True
        opening = " ".join(low[:2]) in self._greetings or low[0] in self._greetings
        return opening and self._only_names(said, low)

    def _only_names(self, said: str, low: list[str]) -> bool:
        """Tell whether what follows a greeting is whom it greets: known words, or one name."""
        rest = [word for word in low[1:] if word not in self._tail and word not in self._greeting_words]
        if not rest:
            return True
        name = rest[0].capitalize() in said or rest[0].upper() in said
        return len(rest) == 1 and name and len(low) <= 4 and "?" not in said
