"""A text with speakers' labels in, its turns out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from deescalate.intake.clock import Clock
from deescalate.intake.guard import check_turns
from deescalate.intake.lines import Line, joined, merged, wording
from deescalate.intake.names import Names, Speaker
from deescalate.intake.parts import Part, PartSorter
from deescalate.intake.roles import UNKNOWN, Talk, cast
from deescalate.intake.system import SystemLines
from deescalate.intake.threads import Threads
from deescalate.intake.trim import Trimmer, aside, blank, kept, restored
from deescalate.intake.words import either, words
from deescalate.types import Pasted, Role, SetAside, Span, Turn, WordClass

LAST_IS_AGENT = "the last turn is the agent's; the customer's turn before it was judged"
_OPENING = 12  # words before the first label: with fewer they may be a title
_TITLE = Speaker("", "system", True, False)

Trimmed = list[tuple[Part, list[Line]]]


class Conversations:
    """Takes a pasted conversation apart."""

    def __init__(
        self,
        classes: Mapping[str, WordClass],
        clock: Clock,
        names: Names,
        threads: Threads,
        talk: Talk,
        trimmer: Trimmer,
        system: SystemLines,
    ) -> None:
        self._clock = clock
        self._names = names
        self._threads = threads
        self._talk = talk
        self._trimmer = trimmer
        self._system = system
        transcript = either(words(classes, "intake_transcript"))
        self._transcript = re.compile(rf"(?<!\w)(?:{transcript})", re.IGNORECASE)

    def read(self, text: str, lines: Sequence[Line]) -> Pasted | None:
        """Return the conversation, or None when the text is none."""
        labels = self._threads.labels(text, lines)
        if not labels:
            return None
        sorter = PartSorter(text, labels, self._clock, self._system)
        parts = sorter.parts(lines)
        check_turns(len(parts))
        trimmed = [(part, self._trim(text, part, sorter.set_aside)) for part in parts]
        said = self._in_order(text, [(part, body) for part, body in trimmed if body])
        roles, note = self._roles(text, said)
        if note == UNKNOWN:
            said, roles = [(Part(None), [line for _, body in said for line in body])], ["customer"]
        return _pasted(text, said, roles, sorter.set_aside, note)

    def _trim(self, text: str, part: Part, set_aside: list[SetAside]) -> list[Line]:
        marks = self._trimmer.mark(text, part.lines, letter=len(part.lines) > 2)
        if blank(text, part.lines, marks):
            marks = restored(marks)
        set_aside.extend(aside(part.lines, marks))
        return kept(part.lines, marks)

    def _in_order(self, text: str, said: Trimmed) -> Trimmed:
        """Place the words before the first label: newest when they point at what follows, else oldest."""
        if len(said) < 2 or said[0][0].speaker is not None:
            return said
        body, after = said[0][1], said[1][0].speaker
        opening = text[body[0].start : body[-1].end]
        long = len(opening.split()) >= _OPENING
        if long and self._transcript.search(opening):
            return [*said[1:], said[0]]
        if not long and after and after.role == "customer" and opening[-1] not in ".!?":
            return [(Part(_TITLE), body), *said[1:]]
        return said

    def _roles(self, text: str, said: Trimmed) -> tuple[list[Role], str | None]:
        """Return the role of every part, and a note when roles were guessed."""
        speakers: dict[str, Speaker] = {}
        turns: dict[str, list[str]] = {}
        for part, body in said:
            if part.speaker is not None and part.speaker.role != "system":
                speakers.setdefault(part.speaker.key, part.speaker)
                turns.setdefault(part.speaker.key, []).append(text[body[0].start : body[-1].end])
        found = cast(speakers, turns, self._talk, self._names)
        return [
            found.roles.get(part.speaker.key, "customer") if part.speaker else "customer" for part, _ in said
        ], found.note


def _pasted(
    text: str, said: Trimmed, roles: Sequence[Role], set_aside: list[SetAside], note: str | None
) -> Pasted:
    turns: list[Turn] = []
    judged: tuple[Span, ...] = ()
    for (part, body), role in zip(said, roles, strict=True):
        spans = joined(text, body)
        if part.speaker is _TITLE:
            set_aside.extend(SetAside("system", start, end) for start, end in spans)
            continue
        turns.append(Turn(role, wording(text, spans), part.at))
        judged = spans if role == "customer" else judged
    notes = [note] if note else []
    if judged and turns[-1].role == "agent":
        notes.append(LAST_IS_AGENT)
    return Pasted(text, tuple(turns), judged, merged(text, set_aside), tuple(notes))
