"""What the agent promised and what came after it in; every promise, its time and what became of it out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from deescalate.decide.questions import QUESTIONS
from deescalate.types import Promise, Reading, Said

TIME = "time_frame"
REMINDING = (
    ("repeat", None),
    ("request", "status"),
    ("request", "contact"),
    ("concern", "wait"),
    ("concern", "service"),
)


def _promises(sentence: Said) -> bool:
    """Tell whether a sentence says what will happen; one that asks for something only names a time."""
    if sentence.text.endswith("?"):
        return False
    return "promise" in sentence.moves or (TIME in sentence.moves and not sentence.moves & QUESTIONS)


class Promises:
    """The promises of one conversation, in the order in which they were made."""

    def __init__(self) -> None:
        self._all: list[Promise] = []
        self._made = 0  # how many there were before the agent's last turn
        self._kept = 0  # how many of the first ones are kept
        self._reminded = 0  # how many of the first ones the customer came back to
        self._contact = 1

    def make(self, said: Sequence[Said], turn: int, contact: int) -> None:
        """Take in an agent's turn. A time alone goes with the promise it stands beside."""
        self._made, self._contact = len(self._all), contact
        for sentence in said:
            if not _promises(sentence):
                continue
            before = self._all[-1] if len(self._all) > self._made else None
            if before and not before.time and sentence.time and "promise" not in sentence.moves:
                self._all[-1] = replace(before, text=f"{before.text} {sentence.text}", time=sentence.time)
            else:
                self._all.append(Promise(sentence.text, sentence.time, turn))

    def keep(self, *, earlier: bool) -> None:
        """Note that things were put right: the promises are kept, or only those before the last turn."""
        upto = self._made if earlier else len(self._all)
        for at in range(self._kept, upto):
            self._all[at] = replace(self._all[at], status="kept")
        self._kept = max(self._kept, upto)

    def remind(self, reading: Reading, contact: int) -> None:
        """Note that the customer came back to what was promised."""
        asks = any(reading.has(label, kind) for label, kind in REMINDING)
        if not (asks or contact > self._contact):
            return
        for at in range(max(self._kept, self._reminded), len(self._all)):
            self._all[at] = replace(self._all[at], status="reminded")
        self._reminded, self._contact = len(self._all), contact

    def listed(self) -> tuple[Promise, ...]:
        """List the promises in the order in which they were made."""
        return tuple(self._all)
