"""A pasted mail or message in, its newest words and what was quoted out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from deescalate.intake.borders import Border, Borders
from deescalate.intake.clock import Stamp, day_first
from deescalate.intake.guard import check_turns
from deescalate.intake.lines import Line, joined, merged, wording
from deescalate.intake.names import Names
from deescalate.intake.roles import Talk
from deescalate.intake.system import SystemLines
from deescalate.intake.trim import Marks, Trimmer, aside, blank, kept, restored
from deescalate.types import Pasted, Role, SetAside, Span, Turn

NEWER_AGENT = "the newest message is the agent's; the customer's message before it was judged"
_QUOTE = re.compile(r"(?:[ \t]{0,3}>){1,400}(?![:;=]?-?[()\[|/.<_])")
_BLANKS = 4  # blank quoted lines between a border and the first words
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w.-]{1,80}")


@dataclass(slots=True)
class _Letter:
    """One message of a mail, newest first: who sent it, when, and its lines."""

    sender: str
    stamp: Stamp | None
    role: Role | None = None
    lines: list[Line] = field(default_factory=list)
    marks: Marks = field(default_factory=list)


class Mails:
    """Takes a mail apart: headers, quoted history, signature, the words that are new."""

    def __init__(
        self, borders: Borders, names: Names, talk: Talk, trimmer: Trimmer, system: SystemLines
    ) -> None:
        self._borders = borders
        self._names = names
        self._talk = talk
        self._trimmer = trimmer
        self._system = system

    def read(self, text: str, lines: Sequence[Line]) -> Pasted:
        """Return the newest words of the customer, and the older messages that could be told apart."""
        set_aside: list[SetAside] = []
        letters = self._letters(text, lines, set_aside)
        check_turns(len(letters))
        for letter in letters:
            letter.marks = self._trimmer.mark(text, letter.lines, letter=True)
        self._edge_lines(text, letters[0])
        self._cast(text, letters)
        newest = self._newest(text, letters)
        if newest is None and set_aside and not any(letter.role == "agent" for letter in letters):
            return _whole(text, lines)
        return self._pasted(text, letters, newest, set_aside)

    def _letters(self, text: str, lines: Sequence[Line], set_aside: list[SetAside]) -> list[_Letter]:
        """Sort the lines to the messages they belong to; the borders are set aside."""
        quotes = [_unquoted(text, line) for line in lines]
        bare = [line for _, line in quotes]
        blocks = self._borders.headers(text, bare)
        letters = [_Letter("", None)]
        at = [letters[0]]  # the message that is open at each depth of quoting
        i = 0
        if 0 in blocks and quotes[0][0] == 0:
            letters[0].sender, letters[0].stamp, i = blocks[0].sender, blocks[0].stamp, blocks[0].after
            set_aside.append(SetAside("header", lines[0].start, lines[i - 1].end))
        while i < len(lines):
            depth, line = quotes[i]
            border = self._borders.at(text, bare, i, blocks) if line.start < line.end else None
            if border is None:
                self._sort(depth, lines[i], line, at, set_aside)
                i += 1
                continue
            letters.append(self._open(lines, border, depth, _depth_after(quotes, border), at, set_aside))
            i = border.after
        return letters

    def _open(
        self,
        lines: Sequence[Line],
        border: Border,
        depth: int,
        below: int,
        at: list[_Letter],
        set_aside: list[SetAside],
    ) -> _Letter:
        why = "quoted" if border.kind == "attribution" else "header"
        set_aside.append(SetAside(why, lines[border.first].start, lines[border.after - 1].end))
        letter = _Letter(border.sender, border.stamp)
        place = depth + 1 if border.kind == "attribution" and below > depth else depth
        del at[place:]
        while len(at) < place:
            at.append(_Letter("", None))
        at.append(letter)
        return letter

    def _sort(self, depth: int, raw: Line, line: Line, at: list[_Letter], set_aside: list[SetAside]) -> None:
        """Give a line to the message open at its depth; its quotation marks are set aside."""
        if line.start >= line.end or depth >= len(at):
            set_aside.append(SetAside("quoted", raw.start, raw.end))
            return
        if depth:
            set_aside.append(SetAside("quoted", raw.start, line.start))
        del at[depth + 1 :]
        at[depth].lines.append(line)

    def _edge_lines(self, text: str, letter: _Letter) -> None:
        """Set aside lines of the chat tool at the edges of a message without labels."""
        if len(letter.lines) < 2:
            return
        for i in (0, len(letter.lines) - 1):
            line = letter.lines[i]
            if letter.marks[i] is None and line.end - line.start <= 40 and self._system.line(text, line):
                letter.marks[i] = "system"

    def _cast(self, text: str, letters: Sequence[_Letter]) -> None:
        """Tell the agent's messages from the customer's, as far as sender and wording tell."""
        for letter in letters:
            letter.role = "agent" if self._names.sender(letter.sender) else None
        agents = {_home(letter.sender) for letter in letters if letter.role == "agent"} - {""}
        mine = letters[0]
        for letter in letters[1:]:
            if letter.role is None:
                letter.role = self._role(text, letter, mine, agents)
        if mine.role is None and any(letter.role == "agent" for letter in letters):
            for letter in letters[1:]:
                letter.role = letter.role or ("customer" if letter.sender else None)

    def _role(self, text: str, letter: _Letter, mine: _Letter, agents: set[str]) -> Role | None:
        """Return the role of an older message whose sender names no role."""
        name = _person(letter.sender)
        if name and mine.role is None and (name == _person(mine.sender) or name in _signed(text, mine)):
            return "customer"
        if letter.sender and _home(letter.sender) in agents:
            return "agent"
        lines = _signed(text, letter).splitlines()
        if any(self._names.sender(line) for line in lines if len(line) <= 60):
            return "agent"
        body = text[letter.lines[0].start : letter.lines[-1].end] if letter.lines else ""
        return "agent" if self._talk.score(body) > 0 else None

    def _newest(self, text: str, letters: Sequence[_Letter]) -> int | None:
        """Return the first message with words that is not the agent's."""
        ours = [i for i, letter in enumerate(letters) if letter.role != "agent" and letter.lines]
        for i in ours:
            if not blank(text, letters[i].lines, letters[i].marks):
                return i
        for i in ours:
            marks = restored(letters[i].marks)
            if not blank(text, letters[i].lines, marks):
                letters[i].marks = marks
                return i
        return None

    def _pasted(
        self, text: str, letters: Sequence[_Letter], newest: int | None, set_aside: list[SetAside]
    ) -> Pasted:
        order = day_first(letter.stamp for letter in letters if letter.stamp)
        turns: list[Turn] = []
        judged: tuple[Span, ...] = ()
        for i in range(len(letters) - 1, -1, -1):
            letter = letters[i]
            spans = joined(text, kept(letter.lines, letter.marks))
            if i == newest:
                judged = spans
                set_aside.extend(aside(letter.lines, letter.marks))
            elif i or letter.role == "agent":
                set_aside.extend(SetAside("quoted", line.start, line.end) for line in letter.lines)
            else:
                set_aside.extend(aside(letter.lines, letter.marks))
                set_aside.extend(SetAside("quoted", start, end) for start, end in spans)
            role: Role | None = "customer" if i == newest else letter.role
            if role and spans:
                at = letter.stamp.iso(order) if letter.stamp else None
                turns.append(Turn(role, wording(text, spans), at))
        newer = newest is not None and any(
            letter.role == "agent" and letter.lines for letter in letters[:newest]
        )
        return Pasted(text, tuple(turns), judged, merged(text, set_aside), (NEWER_AGENT,) if newer else ())


def _unquoted(text: str, line: Line) -> tuple[int, Line]:
    """Return how deep a line is quoted, and the line without its quotation marks."""
    if text[line.start] != ">":
        return 0, line
    marks = _QUOTE.match(text, line.start, line.end)
    if marks is None:
        return 0, line
    body = text[marks.end() : line.end]
    start = line.end - len(body.lstrip())
    return marks.group().count(">"), Line(start, line.end, line.gap)


def _depth_after(quotes: Sequence[tuple[int, Line]], border: Border) -> int:
    """Return how deep the first line with words behind a border is quoted."""
    for depth, line in quotes[border.after : border.after + _BLANKS]:
        if line.start < line.end:
            return depth
    return 0


def _home(sender: str) -> str:
    """Return the domain of a sender's address, or nothing."""
    address = _ADDRESS.search(sender)
    return address.group().rpartition("@")[2].lower() if address else ""


def _person(sender: str) -> str:
    """Return the name of a sender, or the address when there is no name, in lower case."""
    name = sender.partition("<")[0].strip(" \"'(").lower()
    return name or sender.lower()


def _signed(text: str, letter: _Letter) -> str:
    """Return the signature of a message in lower case."""
    pairs = zip(letter.lines, letter.marks, strict=True)
    return "\n".join(text[line.start : line.end].lower() for line, mark in pairs if mark == "signature")


def _whole(text: str, lines: Sequence[Line]) -> Pasted:
    """Judge everything: nothing would be left otherwise."""
    spans = joined(text, lines)
    return Pasted(text, (Turn("customer", wording(text, spans)),), spans)
