"""A line of a conversation in, whether the chat tool wrote it out."""

from __future__ import annotations

import re
from collections.abc import Mapping

from deescalate.intake.lines import Line
from deescalate.intake.words import either, words
from deescalate.types import WordClass

_LONGEST = 160


class SystemLines:
    """Knows the lines that chat tools write: who joined, who is typing, when it started."""

    def __init__(self, classes: Mapping[str, WordClass]) -> None:
        begins = either(words(classes, "intake_system_start"))
        event = either(words(classes, "intake_system_event"))
        alone = either(words(classes, "intake_system_alone"))
        head = r"[\W\d]{0,40}(?:[AaPp][Mm]\W{1,4})?"
        self._event = re.compile(
            rf"{head}(?:(?:{begins})(?!\w)(?=[^.!?]{{0,90}}[\W]*$)|(?:[^\s:]+\s){{1,6}}?(?:{event})(?!\w)[^.!?]{{0,40}}\W*$)",
            re.IGNORECASE,
        )
        self._alone = re.compile(
            rf"[^\w:]{{0,6}}(?:{alone})[^\w:]{{0,6}}(?:\d\d?:\d\d)?[^\w:]{{0,3}}", re.IGNORECASE
        )
        self._rule = re.compile(r"[\W_]{3,}")

    def event(self, text: str, start: int, end: int) -> bool:
        """Tell whether the words from start to end are an event of the chat."""
        return end - start <= _LONGEST and self._event.match(text, start, end) is not None

    def line(self, text: str, line: Line) -> bool:
        """Tell whether a whole line is an event, a marker such as "Seen", or a rule."""
        if line.end - line.start <= 24:
            if self._alone.fullmatch(text, line.start, line.end):
                return True
            body = text[line.start : line.end]
            if self._rule.fullmatch(body) and body.isascii() and len(set(body)) <= 2:
                return body[0] in "-_=*~#+"
        return self.event(text, line.start, line.end)
