"""The lines of one message in, the person's own words and what stands around them out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from deescalate.intake.dumps import Dumps
from deescalate.intake.lines import Line
from deescalate.intake.words import either, starts, words
from deescalate.types import SetAside, WordClass

Marks = list[str | None]

_TAIL = 14  # lines at the end in which a signature may stand
_DELIMITER = re.compile(r"(?:--|—|–|_{2,}|={3,}|\*{3,}|-{3,})")
_QUOTED = re.compile(r">+(?![:;=]?-?[()\[|/.<_]|_)")
_PHONE = re.compile(r"\+?[\d(][\d\s().-]{6,24}(?:\s?(?:x|ext)\.?\s?\d{1,6})?")
_LINK = re.compile(
    r"(?:https?://|www\.)\S+|[\w.+-]{1,64}@[\w.-]{1,80}|@\w{2,30}|[\w-]{2,60}\.(?:com|org|net|io|co\.uk|de|eu)"
)
_RESTORE = ("quoted", "log", "code", "disclaimer", "signature", "footer", "system")


class Trimmer:
    """Finds quotes, logs, code, signatures, disclaimers and footers of one message."""

    def __init__(self, classes: Mapping[str, WordClass], dumps: Dumps) -> None:
        closing = either(words(classes, "intake_closing"))
        thanks = either(words(classes, "intake_closing_thanks"))
        self._closing = re.compile(rf"(?:{closing})\W{{0,3}}", re.IGNORECASE)
        self._thanks = re.compile(rf"(?:{thanks})\W{{0,3}}", re.IGNORECASE)
        self._signed = re.compile(
            rf"(?:{closing}|{thanks})\s?[,–—-]+\s?[A-Z][\w.'’-]*(?:\s[A-Z][\w.'’-]*){{0,3}}\.?", re.IGNORECASE
        )
        self._footer = starts(words(classes, "intake_footer"))
        self._footers = sorted(words(classes, "intake_footer"))
        self._disclaimer = re.compile(
            rf"\W{{0,4}}(?:{either(words(classes, 'intake_disclaimer'))})", re.IGNORECASE
        )
        self._contact = re.compile(
            rf"(?:{either(words(classes, 'intake_contact_key'))})\W{{1,3}}\S.{{0,60}}", re.IGNORECASE
        )
        self._job = words(classes, "intake_job")
        self._no_name = words(classes, "intake_not_name")
        self._no_single = words(classes, "intake_stop_en", "intake_not_speaker")
        self._particles = words(classes, "intake_name_particle")
        self._dumps = dumps

    def mark(self, text: str, lines: Sequence[Line], letter: bool) -> Marks:
        """Return for every line why it is set aside, or None.

        letter: it is a mail or a pasted message, so that signatures and disclaimers are looked for.
        """
        marks = self._dumps.mark(text, lines)
        for i, line in enumerate(lines):
            if text[line.start] == ">" and _QUOTED.match(text, line.start, line.end):
                marks[i] = "quoted"
        self._footers_at_end(text, lines, marks)
        if letter and len(lines) > 1:
            self._disclaimers(text, lines, marks)
            self._signature(text, lines, marks)
        return marks

    def inline_footer(self, text: str, start: int, end: int) -> int:
        """Return where a mobile footer starts at the end of a single line; `end` when there is none."""
        tail = text[max(start, end - 60) : end]
        low = tail.lower()
        if len(low) != len(tail):
            return end
        for footer in self._footers:
            at = low.rfind(footer)
            if at > 0 and tail[:at].rstrip()[-1:] in ".!?)…" and len(low[at:].split()) <= 8:
                return end - len(tail) + at
        return end

    def _footers_at_end(self, text: str, lines: Sequence[Line], marks: Marks) -> None:
        for i in range(len(lines) - 1, -1, -1):
            line = lines[i]
            if marks[i] is not None:
                continue
            if line.end - line.start > 90 or not self._is_footer(text, line):
                return
            marks[i] = "footer"

    def _is_footer(self, text: str, line: Line) -> bool:
        return (
            self._footer.match(text, line.start, line.end) is not None
            and len(text[line.start : line.end].split()) <= 9
        )

    def _disclaimers(self, text: str, lines: Sequence[Line], marks: Marks) -> None:
        """Set aside from the first words of a disclaimer to the end of its paragraph."""
        inside = False
        for i, line in enumerate(lines):
            if line.gap:
                inside = False
            inside = inside or self._disclaimer.match(text, line.start, line.end) is not None
            if inside and marks[i] is None:
                marks[i] = "disclaimer"

    def _signature(self, text: str, lines: Sequence[Line], marks: Marks) -> None:
        own = [i for i, mark in enumerate(marks) if mark is None]
        if not own:
            return
        first = self._signature_start(text, lines, own)
        if first is None:
            return
        for i in own:
            if i >= first:
                marks[i] = "signature"
        before = [i for i in own if i < first]
        for i in reversed(before):
            if not self._is_footer(text, lines[i]):
                break
            marks[i] = "footer"

    def _signature_start(self, text: str, lines: Sequence[Line], own: Sequence[int]) -> int | None:
        tail = own[-_TAIL:]
        for place, i in enumerate(tail):
            after = tail[place + 1 :]
            body = text[lines[i].start : lines[i].end]
            if len(body) > 80:
                continue
            if _DELIMITER.fullmatch(body) and after and all(self._short(text, lines[k]) for k in after):
                return i
            if self._closes(text, lines, body, after):
                return i
        return self._contact_block(text, lines, tail)

    def _closes(self, text: str, lines: Sequence[Line], body: str, after: Sequence[int]) -> bool:
        """Tell whether a line is a closing formula and all that follows is a name and how to reach it."""
        if self._closing.fullmatch(body):
            return all(self._signs(text, lines[k]) for k in after)
        if self._thanks.fullmatch(body):
            return bool(after) and all(self._signs(text, lines[k]) for k in after)
        return self._signed.fullmatch(body) is not None and all(self._signs(text, lines[k]) for k in after)

    def _contact_block(self, text: str, lines: Sequence[Line], tail: Sequence[int]) -> int | None:
        """Find a block of name, title and numbers at the end that no formula opens."""
        first, contacts = None, 0
        for i in reversed(tail):
            body = text[lines[i].start : lines[i].end]
            if self._reaches(body):
                contacts += 1
            elif not (contacts and len(body) <= 40 and body[:1].isupper() and self._named(body)):
                break
            first = i
            if lines[i].gap:
                break
        if not first or not contacts:
            return None
        return first if self._named(text[lines[first].start : lines[first].end]) else None

    def _signs(self, text: str, line: Line) -> bool:
        body = text[line.start : line.end]
        return len(body) <= 80 and (
            self._named(body)
            or _DELIMITER.fullmatch(body) is not None
            or self._reaches(body)
            or self._is_footer(text, line)
            or self._closing.fullmatch(body) is not None
        )

    def _named(self, body: str) -> bool:
        """Tell whether a line is a name or of an address: few words, each with a capital or a number."""
        parts = body.strip("-–—~,. ").split()
        lows = [part.lower().strip(".,") for part in parts]
        if not 0 < len(parts) <= 5 or not any(map(str.isalpha, body)):
            return False
        if any(low in self._no_name and low not in self._particles for low in lows):
            return False
        if len(parts) == 1:
            return body[-1] not in "!?:" and lows[0] not in self._no_single
        return all(
            part[0].isupper() or part[0].isdigit() or part == "&" or low in self._particles
            for part, low in zip(parts, lows, strict=True)
        )

    def _reaches(self, body: str) -> bool:
        """Tell whether a line is a number, an address, a link or a title."""
        if len(body) > 90:
            return False
        if _PHONE.fullmatch(body) or _LINK.fullmatch(body) or self._contact.fullmatch(body):
            return not body.isdigit() or len(body) > 9
        parts = body.lower().replace(",", " ").replace("|", " ").split()
        titled = not self._job.isdisjoint(parts) and len(parts) <= 7 and body[-1] not in ".!?"
        return (titled and body[:1].isupper()) or (body.count("|") > 0 and len(parts) <= 14)

    def _short(self, text: str, line: Line) -> bool:
        return line.end - line.start <= 90


def restored(marks: Sequence[str | None]) -> Marks:
    """Give one kind of lines back when all of a message was set aside: a message is never left empty."""
    for why in _RESTORE:
        if why in marks:
            return [None if mark == why else mark for mark in marks]
    return list(marks)


def blank(text: str, lines: Sequence[Line], marks: Sequence[str | None]) -> bool:
    """Tell whether nothing that could be words is left."""
    return not any(
        mark is None and any(map(str.isalnum, text[line.start : line.end]))
        for line, mark in zip(lines, marks, strict=True)
    )


def aside(lines: Sequence[Line], marks: Sequence[str | None]) -> list[SetAside]:
    """Return the marked lines as set aside."""
    return [
        SetAside(mark, line.start, line.end)
        for line, mark in zip(lines, marks, strict=True)
        if mark is not None
    ]


def kept(lines: Sequence[Line], marks: Sequence[str | None]) -> list[Line]:
    """Return the lines that are not marked."""
    return [line for line, mark in zip(lines, marks, strict=True) if mark is None]
