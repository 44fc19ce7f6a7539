"""Lines of a message in, which of them are code, logs, traces or markup out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from deescalate.intake.lines import Line
from deescalate.intake.words import either, words
from deescalate.types import WordClass

_HEAD = 300
_FENCE = re.compile(r"`{3,}|~{3,}")
_FRAME = re.compile(
    r"at\s+[\w.$<>/\[\]@]+\s?\([^()]{0,200}\)$|at\s(?:https?|file|node:|/)\S+:\d+"
    r"|File \"[^\"]{1,200}\", line \d+"
    r"|\.{3} \d+ more$|#\d+\s+0x[0-9a-fA-F]+|#\d+\s+\S+\(\d+\): |0x[0-9a-fA-F]{6,}\b.{0,200}$"
)
_RAISED = re.compile(r"(?:[\w$]+\.){0,12}\w{0,80}(?:Error|Exception|Fault|Interrupt)(?::\s|$|\s\()")
_STAMPED = re.compile(
    r"\[?\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d(?::\d\d)?|\w{3}\s{1,2}\d{1,2} \d\d:\d\d:\d\d \S+ \S+(?:\[\d+\])?:"
    r"|\d{1,3}(?:\.\d{1,3}){3} \S+ \S+ \["
)
_JSON = re.compile(r"[\[{]\s*(?:[\"\]}\[{]|$)|\"[^\"]{1,120}\"\s*:\s|[\]}]+[,;]?$|\"[^\"]{0,200}\",?$")
_JSON_SURE = re.compile(r"[\[{]\s*\"[^\"]{1,120}\"\s*:|\"[^\"]{1,120}\"\s*:\s")
_MARKUP = re.compile(r"<(?:!doctype|/?[a-z][a-z0-9-]{0,20})(?:\s[^<>]{0,400})?/?>|<\?xml|<!--", re.IGNORECASE)
_CODE = re.compile(
    r"(?:def|class|function|import|from|return|const|let|var|public|private|static|SELECT|INSERT|UPDATE)\s"
    r".{0,200}[;{:()]$|[\w.$]+\s?=\s?.{1,200};$|}\)?;?$|#include\s?<"
)


class Dumps:
    """Finds what a machine wrote within what a person wrote."""

    def __init__(self, classes: Mapping[str, WordClass]) -> None:
        level = either(words(classes, "intake_log_level"))
        self._level = re.compile(rf"[\[(<]?(?:{level})[\])>]?(?:[:\s]|$)", re.IGNORECASE)
        self._levels = re.compile(rf"(?<!\w)(?:{level.upper()}|{level})(?!\w)")
        self._trace = re.compile(either(words(classes, "intake_trace")), re.IGNORECASE)

    def mark(self, text: str, lines: Sequence[Line]) -> list[str | None]:
        """Return for every line "code", "log" or None."""
        marks: list[str | None] = [None] * len(lines)
        kinds = [self._kind(text[line.start : min(line.end, line.start + _HEAD)]) for line in lines]
        if not any(kinds):
            return marks
        _fences(kinds, marks)
        _traces(text, lines, kinds, marks)
        _runs(kinds, marks)
        return marks

    def share(self, text: str, lines: Sequence[Line]) -> float:
        """Return how much of the text, from 0 to 1, is code or log."""
        marks = self.mark(text, lines)
        total = sum(line.end - line.start for line in lines)
        found = sum(line.end - line.start for line, mark in zip(lines, marks, strict=True) if mark)
        return found / total if total else 0.0

    def _kind(self, head: str) -> str | None:
        """Return what a line looks like; a capital letter says that one line is enough."""
        first = head[0]
        if first in "`~" and _FENCE.match(head):
            return "FENCE"
        if first in '[{}]"' and _JSON.match(head):
            return "JSON" if _JSON_SURE.match(head) and head[-1] in '}],{["' else "json"
        if first == "<" and _MARKUP.match(head):
            return "MARKUP" if len(_MARKUP.findall(head)) > 2 else "markup"
        if _FRAME.match(head):
            return "FRAME"
        if self._trace.match(head):
            return "TRACE"
        return self._line_kind(head)

    def _line_kind(self, head: str) -> str | None:
        if _RAISED.match(head):
            return "raised"
        if head[0] in "[0123456789" or head[:3].isalpha():
            if _STAMPED.match(head):
                return "LOG" if self._levels.search(head) else "log"
            if self._level.match(head) and (head[0] in "[(<" or head[:4].isupper()):
                return "log"
        if len(head) > 80 and " " not in head[:80] and "://" not in head and _mixed(head):
            return "LOG"
        return "code" if head[-1] in ";{}():>" and _CODE.match(head) else None


def _fences(kinds: list[str | None], marks: list[str | None]) -> None:
    fences = [i for i, kind in enumerate(kinds) if kind == "FENCE"]
    for first, last in zip(fences[::2], fences[1::2], strict=False):
        marks[first : last + 1] = ["code"] * (last + 1 - first)


def _traces(text: str, lines: Sequence[Line], kinds: Sequence[str | None], marks: list[str | None]) -> None:
    """Mark a trace: its opening, its frames, the source lines between them, what was raised."""
    open_until = -1
    for i, kind in enumerate(kinds):
        if kind in ("FRAME", "TRACE"):
            marks[i] = "log"
            open_until = i + 2
            if i and kinds[i - 1] == "raised":
                marks[i - 1] = "log"
        elif i <= open_until and (kind == "raised" or _source(text, lines, kinds, i)):
            marks[i] = "log"


def _source(text: str, lines: Sequence[Line], kinds: Sequence[str | None], i: int) -> bool:
    """Tell whether an indented line stands between a frame and the next, or what was raised."""
    line = lines[i]
    indented = line.start > 0 and text[line.start - 1] in " \t" and not line.gap
    return indented and i + 1 < len(kinds) and kinds[i + 1] in ("FRAME", "raised", "TRACE")


def _runs(kinds: Sequence[str | None], marks: list[str | None]) -> None:
    """Mark what looks machine-made when it is certain, or when two such lines follow each other."""
    for i, kind in enumerate(kinds):
        if kind is None or marks[i] is not None or kind == "FENCE":
            continue
        beside = (i and _same(kinds[i - 1], kind)) or (i + 1 < len(kinds) and _same(kinds[i + 1], kind))
        if kind.isupper() or beside:
            marks[i] = "code" if kind == "code" else "log"


def _same(other: str | None, kind: str) -> bool:
    return other is not None and other.lower() == kind.lower()


def _mixed(head: str) -> bool:
    """Tell whether a long run without a space holds letters and digits, as keys and hashes do."""
    return any(map(str.isdigit, head)) and any(map(str.isalpha, head))
