"""Lines in, the same lines cut before every label of a conversation that was pasted into one line out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from deescalate.intake.lines import Line, edges
from deescalate.intake.words import either, words
from deescalate.types import WordClass

_MANY = 3  # with more lines than this, labels stand at the start of lines
_LONGEST = 50_000  # nobody pastes more than this as one line


class InlineLabels:
    """Finds "Customer: … Agent: … Customer: …" within a line."""

    def __init__(self, classes: Mapping[str, WordClass]) -> None:
        self._customer = words(classes, "intake_customer_sure", "intake_customer_weak")
        agent = words(classes, "intake_agent_sure", "intake_agent_weak")
        role = either(self._customer | agent)
        self._label = re.compile(
            rf"(?:^|(?<=[.!?…)\"'”’|/\s])\s)(?P<label>(?P<role>{role})(?:\s(?:\d{{1,6}}|\(\w{{1,20}}\)))?\s?:\s)",
            re.IGNORECASE,
        )

    def split(self, text: str, lines: list[Line]) -> list[Line]:
        """Cut the lines before their labels when the text opens with one and both sides speak."""
        if (
            not 0 < len(lines) <= _MANY
            or len(text) > _LONGEST
            or ":" not in text[lines[0].start : lines[0].start + 60]
        ):
            return lines
        found: list[Line] = []
        for line in lines:
            found.extend(self._cut(text, line))
        return found

    def _cut(self, text: str, line: Line) -> Sequence[Line]:
        matches = list(self._label.finditer(text[line.start : line.end]))
        places = [match for match in matches if match.start("label") == 0 or match["label"][0].isupper()]
        if len(places) < 2 or places[0].start("label") != 0:
            return (line,)
        sides = {match["role"].lower() in self._customer for match in places}
        if len(sides) < 2:
            return (line,)
        cuts = [line.start + match.start("label") for match in places]
        ends = [edges(text, line.start, cut)[1] for cut in cuts[1:]] + [line.end]
        return [Line(cut, end, line.gap and cut == line.start) for cut, end in zip(cuts, ends, strict=True)]
