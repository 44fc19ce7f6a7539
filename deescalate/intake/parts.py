"""The lines and labels of a conversation in, what each speaker said in one go out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from deescalate.intake.clock import Clock, Numbers, Stamp, day_first
from deescalate.intake.labels import Label
from deescalate.intake.lines import Line, edges
from deescalate.intake.names import Speaker
from deescalate.intake.system import SystemLines
from deescalate.types import SetAside

_MARKS = " -–—*_[(])|•·✓✔\u200e\u200f"
_SHORT = 40


@dataclass(slots=True)
class Part:
    """What one speaker said in one go; no speaker: the words before the first label."""

    speaker: Speaker | None
    at: str | None = None
    lines: list[Line] = field(default_factory=list)


class PartSorter:
    """Goes through one conversation line by line and gives every line to the part it belongs to."""

    def __init__(self, text: str, labels: Sequence[Label], clock: Clock, system: SystemLines) -> None:
        self._text = text
        self._labels = {label.row: label for label in labels}
        self._clock = clock
        self._system = system
        self._order = day_first(label.stamp for label in labels if label.stamp)
        self._timed = any(label.shape == "dated" for label in labels)
        self._day: Numbers | None = None
        self._parts = [Part(None)]
        self._current = self._parts[0]
        self.set_aside: list[SetAside] = []

    def parts(self, lines: Sequence[Line]) -> list[Part]:
        """Return the parts in order; what is no speaker's stands in `set_aside`."""
        label_ends = -1
        for row, line in enumerate(lines):
            label = self._labels.get(row)
            if label is not None:
                label_ends = row + label.rows - 1
                self._open(label, line, lines[label_ends])
            elif row > label_ends:
                self._go_on(line)
        return self._parts if self._parts[0].lines else self._parts[1:]

    def _open(self, label: Label, line: Line, last: Line) -> None:
        """Start a part at a label, or go on with the part of the same speaker."""
        if self._system.event(self._text, line.start, line.end):
            self._aside("system", line.start, line.end)
            return
        self._aside("label", label.start, label.end)
        at = label.stamp.iso(self._order, self._day) if label.stamp else None
        self._current = self._parts[-1]
        if label.speaker.role == "system":
            self._current = Part(label.speaker, at)
        elif self._current.speaker is None or self._current.speaker.key != label.speaker.key:
            self._current = Part(label.speaker, at)
            self._parts.append(self._current)
        start, end = edges(self._text, label.end, last.end)
        if start < end:
            self._give(Line(start, end), self._system.event(self._text, start, end))

    def _go_on(self, line: Line) -> None:
        """Take a line without a label to the part it stands in."""
        tool = self._dated(line) or self._system.line(self._text, line)
        self._give(line, tool)

    def _give(self, line: Line, tool: bool) -> None:
        speaker = self._current.speaker
        if tool or (speaker is not None and speaker.role == "system"):
            self._aside("system", line.start, line.end)
        else:
            self._current.lines.append(line)

    def _dated(self, line: Line) -> bool:
        """Tell whether a line is the tool's: only a date or time, or a time where a speaker should follow."""
        head = self._text[line.start : min(line.end, line.start + _SHORT)]
        stamp = self._clock.find(head) if any(map(str.isdigit, head)) else None
        if stamp is None or head[: stamp.start].strip(_MARKS):
            return False
        alone = line.end - line.start <= _SHORT and not head[stamp.end :].strip(_MARKS)
        if not alone:
            return self._timed and stamp.time is not None and (stamp.dated or stamp.start > 0)
        if self._current.speaker is not None and self._answers(line, stamp):
            return False
        if stamp.date and stamp.date[0] and not stamp.unsure:
            self._day = stamp.date
        return True

    def _answers(self, line: Line, stamp: Stamp) -> bool:
        """Tell whether a bare date is what the speaker said."""
        return not self._current.lines or not (line.gap or self._timed or stamp.time)

    def _aside(self, why: str, start: int, end: int) -> None:
        self.set_aside.append(SetAside(why, *edges(self._text, start, end)))
