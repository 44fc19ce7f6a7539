"""A text in, the speakers' labels out when it is a conversation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from deescalate.intake.labels import NOBODY, Label, LabelReader
from deescalate.intake.lines import Line
from deescalate.intake.names import Names
from deescalate.intake.roles import Talk

Rows = set[int]
_NAME = 40  # characters of a name on a line of its own
_SPEAKERS = 6  # with more names than this, labels without times are a list


@dataclass(frozen=True, slots=True)
class _Page:
    """A text, its lines, and all that looks like a label in it."""

    text: str
    lines: Sequence[Line]
    found: Sequence[Label]

    def said(self, label: Label) -> str:
        """Return what stands behind a label in its line."""
        return self.text[label.end : self.lines[label.row].end]

    def shaped(self, *shapes: str) -> list[Label]:
        return [x for x in self.found if x.shape in shapes and x.speaker is not NOBODY]

    def plain(self) -> list[Label]:
        """Return the labels that are only a name."""
        return [x for x in self.found if x.shape == "colon" and not x.speaker.role and x.speaker.proper]


class Threads:
    """Decides whether a text is a conversation: a label counts when its shape is repeated or certain."""

    def __init__(self, reader: LabelReader, names: Names, talk: Talk) -> None:
        self._reader = reader
        self._names = names
        self._talk = talk

    def labels(self, text: str, lines: Sequence[Line]) -> list[Label]:
        """Return the speakers' labels in order; none when the text is no conversation."""
        found = [label for row, line in enumerate(lines) if (label := self._reader.read(text, row, line))]
        if not found:
            return []
        bubbles = self._bubbles(text, lines, found)
        if bubbles:
            return bubbles
        page = _Page(text, lines, self._two_rows(text, lines, found))
        taken = self._timed(page)
        taken |= self._roles(page, taken)
        taken |= self._plain(page, taken)
        return [label for label in page.found if label.row in taken]

    def _two_rows(self, text: str, lines: Sequence[Line], found: Sequence[Label]) -> list[Label]:
        """Join a name on one line with the time on the next."""
        times = {label.row for label in found if label.shape == "time"}
        named: list[Label] = []
        for label in found:
            above = label.row - 1
            speaker = None
            if label.shape == "time" and above >= 0 and above not in times:
                name = text[lines[above].start : lines[above].end]
                speaker = self._names.speaker(name) if len(name) <= _NAME else None
            if speaker is None:
                named.append(label)
                continue
            if named and named[-1].row == above:
                named.pop()
            named.append(Label(above, lines[above].start, label.end, speaker, "head", label.stamp, rows=2))
        return named

    def _bubbles(self, text: str, lines: Sequence[Line], found: Sequence[Label]) -> list[Label]:
        """Find messages with the name on the line above and the time on the line below."""
        times = [label for label in found if label.shape == "time"]
        if len(times) < 2 or times[-1].row != len(lines) - 1 or times[0].row < 2:
            return []
        labels: list[Label] = []
        first = 0
        for time in times:
            line = lines[first]
            body = text[line.start : min(line.end, line.start + 60)]
            speaker = None if ":" in body else self._names.speaker(body)
            if speaker is not None and time.row - first > 1:
                labels.append(Label(first, line.start, line.end, speaker, "alone", time.stamp))
            first = time.row + 1
        named = labels and labels[0].row == 0 and 2 * len(labels) >= len(times)
        return labels if named and (_repeated(labels) or len(labels) == len(times)) else []

    def _timed(self, page: _Page) -> Rows:
        """Take the labels with a time: several of one shape, or one that is certain."""
        groups = (page.shaped(shape) for shape in ("dated", "stamped", "head"))
        return {label.row for group in groups if self._believed(page, group) for label in group}

    def _believed(self, page: _Page, group: Sequence[Label]) -> bool:
        if not group:
            return False
        shape = group[0].shape
        if any(label.speaker.role for label in group):
            return True
        if len(group) == 1 or shape == "dated":
            return shape == "dated" and (len(group) > 1 or group[0].row == 0)
        if shape == "head":
            followed = {*range(len(page.lines))} - {label.row for label in group}
            return 2 * sum(label.row + label.rows in followed for label in group) >= len(group)
        return _repeated(group) or any(
            self._names.from_company(label.speaker.key) or self._agent_like(page, label) for label in group
        )

    def _roles(self, page: _Page, taken: Rows) -> Rows:
        """Take the labels that name a role; a word such as "support" needs more around it than "agent"."""
        group = [x for x in page.shaped("colon", "alone") if x.speaker.role and x.row not in taken]
        sure = [x for x in group if x.speaker.sure]
        if taken or not group:
            return {x.row for x in sure}
        if len(group) == 1:
            return self._one_role(page, group[0])
        sides = {x.speaker.role for x in group} - {"system"}
        if sides == {"self"}:
            believed = self._selves(page, group)
        else:
            believed = len(sides) > 1 or (len(sure) > 1 and not _form(page, sure))
            believed = believed or bool(page.plain() and (sure or _repeated(group)))
            believed = believed or (_one_speaker(group) and group[0].row == 0)
        return {x.row for x in group} if believed else set()

    def _one_role(self, page: _Page, label: Label) -> Rows:
        plain = page.plain()
        first = label.row == 0 or (bool(plain) and plain[0].row == 0)
        beside_names = len(plain) > 1 and _repeated(plain)
        if label.speaker.role == "self":
            certain = beside_names or self._selves(page, [label])
        else:
            certain = beside_names or (
                label.speaker.sure and label.shape == "colon" and label.row == 0 and not _form(page, [label])
            )
        return {label.row} if first and certain else set()

    def _selves(self, page: _Page, group: Sequence[Label]) -> bool:
        """Tell whether "Me:" takes turns with "You:" or with a name."""
        both = [*group, *page.plain()]
        if len({x.speaker.key for x in both}) < 2 or min(x.row for x in both) > 1:
            return False
        return _repeated(both) or any(self._agent_like(page, x) for x in both)

    def _plain(self, page: _Page, taken: Rows) -> Rows:
        """Take the labels that are only a name."""
        group = page.plain()
        if group and taken:
            others = [x for x in page.found if x.row in taken]
            sides = {x.speaker.role for x in others} - {"system"}
            believed = len(sides) == 1 and all(x.shape == "colon" for x in others)
        else:
            believed = bool(group) and self._take_turns(page, group)
        return {x.row for x in group} if believed else set()

    def _take_turns(self, page: _Page, group: Sequence[Label]) -> bool:
        names = {x.speaker.key for x in group}
        if len(names) == 1:
            return len(group) > 1 and len(group) == len(page.lines)
        if len(group) == 2:
            return group[0].row == 0 and self._talks(page, group[0], group[1])
        return len(names) <= _SPEAKERS and _repeated(group) and group[0].row <= 1

    def _talks(self, page: _Page, one: Label, other: Label) -> bool:
        """Tell whether one of two answers the other: by name, or as an agent does."""
        if self._agent_like(page, one) != self._agent_like(page, other):
            return True
        return one.speaker.key in page.said(other).lower() or other.speaker.key in page.said(one).lower()

    def _agent_like(self, page: _Page, label: Label) -> bool:
        return self._talk.score(page.said(label)) > 0


def _form(page: _Page, roles: Sequence[Label]) -> bool:
    """Tell whether the labels are fields of a form: other names and short values stand beside them."""
    taken = {label.row for label in roles}
    names = set()
    for row, line in enumerate(page.lines[:60]):
        name, colon, value = page.text[line.start : min(line.end, line.start + 100)].partition(":")
        if colon and row not in taken and len(name) <= 26 and len(value.split()) <= 5:
            names.add(name.lower())
    return len(names) > len(roles)


def _repeated(group: Sequence[Label]) -> bool:
    return max(Counter(x.speaker.key for x in group).values()) > 1


def _one_speaker(group: Sequence[Label]) -> bool:
    return len(group) > 1 and len({x.speaker.key for x in group}) == 1
