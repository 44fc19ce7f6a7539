"""A line in, the speaker's label at its start out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from deescalate.intake.clock import Clock, Stamp
from deescalate.intake.lines import Line
from deescalate.intake.names import Names, Speaker
from deescalate.types import WordClass

HEAD = 100
Found = tuple[int, Speaker, str]  # where the label ends in the head, who, and its shape
_SIGN = re.compile(r"[:：\d)\]*]")
_DIGIT = re.compile(r"\d")
_OPEN = re.compile(r"[\s\[(<*_\u200e\u200f\u202a\u2068\ufeff]*")
_CLOSE = re.compile(r"[\s\])>*_✓✔|•·,–—-]*")
_COLON = re.compile(r"[*_\s]*[:：][*_]*(?!//)")
_AFTER = re.compile(r"[\s\])>*_]*")
_JOINTS = " \t[(<,|•·@–—-"
_ANGLE = re.compile(r"<([^<>]{1,40})>\s")
_BRACKET = re.compile(r"\s*[(\[][^)\]]{1,40}[)\]]")


class Label(NamedTuple):
    """A label of a line: where its words end, who speaks, when, and the shape it is written in.

    shape: "colon" (Name: text), "stamped" ([10:32] Name: text), "dated" (the same with a bracket or a
    date), "head" (name and time on a line of their own), "alone" (a name or role on its own), or
    "time" (only a time).
    """

    row: int
    start: int
    end: int
    speaker: Speaker
    shape: str
    stamp: Stamp | None
    rows: int = 1


NOBODY = Speaker("", None, False, False)


class LabelReader:
    """Reads labels in the usual shapes of chats, tickets and messengers."""

    def __init__(self, classes: Mapping[str, WordClass], names: Names, clock: Clock) -> None:
        self._names = names
        self._clock = clock

    def read(self, text: str, row: int, line: Line) -> Label | None:
        """Return the label the line starts with, or None; looks at the first 100 characters only."""
        whole = line.end - line.start <= HEAD
        head = text[line.start : line.end if whole else line.start + HEAD]
        sign = _SIGN.search(head)
        if sign is None and not (len(head) <= 40 and self._names.role_word(head)):
            return None
        if _DIGIT.search(head, sign.start() if sign else 0):
            stamp = self._clock.find(head)
            if stamp is not None:
                found = self._stamped(head, stamp, whole)
                if found is not None:
                    return self._label(row, line, *found, stamp)
        found = self._colon(head) or (self._alone(head) if whole else None)
        return None if found is None else self._label(row, line, *found, None)

    def _label(
        self, row: int, line: Line, end: int, speaker: Speaker, shape: str, stamp: Stamp | None
    ) -> Label:
        return Label(row, line.start, line.start + end, speaker, shape, stamp)

    def _colon(self, head: str) -> Found | None:
        at = _first_colon(head)
        if not 0 < at[0] <= 60:
            return None
        speaker = self._names.speaker(head[: at[0]])
        return None if speaker is None else (at[1], speaker, "colon")

    def _alone(self, head: str) -> Found | None:
        if len(head) > 40:
            return None
        if not (head.endswith((")", "]")) or self._names.role_word(head.strip("*_ "))):
            return None
        speaker = self._names.speaker(head)
        return (len(head), speaker, "alone") if speaker and speaker.role else None

    def _stamped(self, head: str, stamp: Stamp, whole: bool) -> Found | None:
        opened = _OPEN.match(head)
        if opened is not None and opened.end() >= stamp.start:
            return self._stamp_first(head, stamp, whole, bracketed=bool(head[: stamp.start].strip()))
        return self._name_first(head, stamp, whole)

    def _stamp_first(self, head: str, stamp: Stamp, whole: bool, bracketed: bool) -> Found | None:
        closed = _CLOSE.match(head, stamp.end)
        at = closed.end() if closed else stamp.end
        if at == len(head):
            return (at, NOBODY, "time") if whole else None
        strong = bracketed or (stamp.dated and stamp.time is not None)
        shape = "dated" if strong else "stamped"
        angle = _ANGLE.match(head, at - 1) if head[at - 1] == "<" else _ANGLE.match(head, at)
        if angle is not None:
            speaker = self._names.speaker(angle[1], loose=True)
            return (angle.end(), speaker, shape) if speaker else None
        rest = head[at:]
        colon = _first_colon(rest)
        if colon[0] > 0:
            speaker = self._names.speaker(rest[: colon[0]], loose=strong and stamp.time is not None)
            return (at + colon[1], speaker, shape) if speaker else None
        speaker = self._names.speaker(rest) if whole and len(rest) <= 40 else None
        return (len(head), speaker, "head") if speaker and stamp.time else None

    def _name_first(self, head: str, stamp: Stamp, whole: bool) -> Found | None:
        name = head[: stamp.start].rstrip(_JOINTS)
        if not name or len(name) > 60 or ":" in name:
            return None
        after = _AFTER.match(head, stamp.end)
        at = after.end() if after else stamp.end
        bracket = _BRACKET.match(head, at)
        if bracket is not None:
            name, at = f"{name} {bracket[0]}", bracket.end()
        speaker = self._names.speaker(name)
        if speaker is None:
            return None
        colon = _COLON.match(head, at)
        if colon is not None:
            return (colon.end(), speaker, "stamped")
        if at >= len(head):
            return (at, speaker, "head") if whole else None
        return (at, speaker, "stamped") if speaker.sure and stamp.time else None


def _first_colon(head: str) -> tuple[int, int]:
    """Return where the first colon that could end a label starts and ends, or (-1, -1)."""
    colon = _COLON.search(head)
    return (colon.start(), colon.end()) if colon else (-1, -1)
