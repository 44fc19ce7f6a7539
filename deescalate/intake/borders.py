"""The lines of a mail in, where an older message begins and who wrote it out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from deescalate.intake.clock import Clock, Stamp
from deescalate.intake.lines import Line
from deescalate.intake.words import either, words
from deescalate.types import WordClass

_LONGEST = 400  # characters of an attribution, over at most three lines
_RULE = re.compile(r"[_\-=*]{8,}")
_STRIP = " \t-_=*<>—–:|"


class Border(NamedTuple):
    """The lines from `first` to before `after` open an older message of `sender`.

    kind: "attribution" ("On … wrote:"), "headers" (From, Sent, Subject) or "separator".
    """

    first: int
    after: int
    kind: str
    sender: str
    stamp: Stamp | None


class Borders:
    """Finds attributions, header blocks and separators of mails."""

    def __init__(self, classes: Mapping[str, WordClass], clock: Clock) -> None:
        self._clock = clock
        on, wrote = either(words(classes, "intake_wrote_on")), either(words(classes, "intake_wrote"))
        self._on = re.compile(rf"(?:{on})(?!\w)", re.IGNORECASE)
        self._wrote = re.compile(rf"(?<!\w)(?:{wrote})(?!\w)", re.IGNORECASE)
        self._original = re.compile(rf"(?:{either(words(classes, 'intake_original'))})", re.IGNORECASE)
        self._from = words(classes, "intake_header_from")
        self._marks = words(classes, "intake_header_mark")
        self._keys = self._from | self._marks | words(classes, "intake_header_other")

    def at(self, text: str, lines: Sequence[Line], i: int, blocks: Mapping[int, Border]) -> Border | None:
        """Return the border that begins at line i, or None; `blocks` are those that `headers` found."""
        if i in blocks:
            return blocks[i]
        line = lines[i]
        head = text[line.start : min(line.end, line.start + 80)]
        if head[0] in "-_=*<" or self._original.match(head):
            border = self._separator(line, i, head, blocks)
            if border is not None:
                return border
        return self._attribution(text, lines, i, head)

    def headers(self, text: str, lines: Sequence[Line]) -> dict[int, Border]:
        """Return the blocks of mail headers by the line they begin at."""
        blocks: dict[int, Border] = {}
        keys: dict[str, str] = {}
        first = 0
        for i, line in enumerate(lines):
            key, value = self._key(text, line)
            if keys and (line.gap or key in keys or (not key and not _continued(text, line))):
                self._close(text, lines, first, i, keys, blocks)
                keys = {}
            if key:
                first = first if keys else i
                keys[key] = value
        if keys:
            self._close(text, lines, first, len(lines), keys, blocks)
        return blocks

    def _close(
        self,
        text: str,
        lines: Sequence[Line],
        first: int,
        after: int,
        keys: Mapping[str, str],
        blocks: dict[int, Border],
    ) -> None:
        if self._believed([*keys], text[lines[first].start : lines[after - 1].end]):
            sender = next((value for key, value in keys.items() if key in self._from), "")
            stamps = (self._clock.find(value[:100]) for value in keys.values())
            stamp = next((stamp for stamp in stamps if stamp and stamp.dated), None)
            blocks[first] = Border(first, after, "headers", sender, stamp)

    def _believed(self, keys: Sequence[str], block: str) -> bool:
        """Tell headers from "From: Berlin, To: Rome": a subject, a time of sending or an address is there."""
        certain = not self._marks.isdisjoint(keys) or "@" in block
        return certain and (len({*keys}) > 1)

    def _key(self, text: str, line: Line) -> tuple[str, str]:
        """Return the key and the value of a header line, or two empty strings."""
        colon = text.find(":", line.start, min(line.end, line.start + 26))
        if colon < 0:
            return "", ""
        key = text[line.start : colon].strip(" *").lower()
        spaced = colon + 1 >= line.end or text[colon + 1] in " \t*\xa0"
        return (key, text[colon + 1 : line.end].strip(" *")) if spaced and key in self._keys else ("", "")

    def _separator(self, line: Line, i: int, head: str, blocks: Mapping[int, Border]) -> Border | None:
        if line.end - line.start > 80:
            return None
        named = self._original.fullmatch(head.strip(_STRIP))
        if named is None and not _RULE.fullmatch(head):
            return None
        block = blocks.get(i + 1)
        if block is not None:
            return block._replace(first=i)
        return Border(i, i + 1, "separator", "", None) if named else None

    def _attribution(self, text: str, lines: Sequence[Line], i: int, head: str) -> Border | None:
        opens = self._on.match(head) is not None
        if not opens and text[lines[i].end - 1] not in ":：":
            return None
        dated = head[0].isdigit()
        for k in range(i, min(i + 3, len(lines))):
            line = lines[k]
            if (k > i and (line.gap or not opens)) or line.end - lines[i].start > _LONGEST:
                return None
            if text[line.end - 1] not in ":：":
                continue
            body = " ".join(text[lines[i].start : line.end].split())
            return (
                Border(i, k + 1, "attribution", *self._who(body)) if self._says(body, opens, dated) else None
            )
        return None

    def _says(self, body: str, opens: bool, dated: bool) -> bool:
        wrote = self._wrote.search(body) is not None
        address = "@" in body
        number = any(map(str.isdigit, body))
        return (wrote and (address or (opens and number))) or (dated and address and "<" in body)

    def _who(self, body: str) -> tuple[str, Stamp | None]:
        stamp = self._clock.find(body[:100])
        rest = body if stamp is None else body[: stamp.start] + " " + body[stamp.end :]
        rest = self._wrote.sub(" ", self._on.sub(" ", rest, count=1) if self._on.match(rest) else rest)
        return " ".join(rest.strip(" :,").split()), stamp


def _continued(text: str, line: Line) -> bool:
    """Tell whether a line goes on with the header above it: it is indented."""
    return line.start > 0 and text[line.start - 1] in " \t"
