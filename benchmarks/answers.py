"""What was labelled, or what a system says, in; one `Answer` a message out, so that all are scored alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from gold import Span, gold_tags

from deescalate.hear import Hearer
from deescalate.intake import Intake
from deescalate.types import Bank, Reading

LEVELS = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Answer:
    """What one message is said to carry.

    names: labels, `label:kind` and `anger>=N`.
    score: how angry it is; only its order counts.
    spans: the places of each label.
    """

    names: frozenset[str]
    score: float = 0.0
    spans: Mapping[str, Sequence[Span]] = field(default_factory=dict)

    @property
    def level(self) -> int:
        """The level of anger, 0 to 3."""
        return max((level for level in LEVELS if f"anger>={level}" in self.names), default=0)


Model = Callable[[Sequence[str]], list[Answer]]  # reads messages


def anger_names(level: int) -> Iterator[str]:
    """Yield the names of every level up to this one."""
    return (f"anger>={cut}" for cut in LEVELS if cut <= level)


def labelled(row: Mapping[str, Any]) -> Answer:
    """Return what a row of the labelled set says."""
    names, spans = set(anger_names(row["anger"])), dict[str, list[Span]]()
    for label, kind, span in gold_tags(dict(row)):
        names |= {label, f"{label}:{kind}"} if kind else {label}
        start = row["text"].find(span) if span else -1
        if start >= 0:
            spans.setdefault(label, []).append((start, start + len(span)))
    return Answer(frozenset(names), float(row["anger"]), spans)


def heard(reading: Reading) -> Answer:
    """Return what a reading says."""
    names, spans = set(anger_names(reading.anger.level)), dict[str, list[Span]]()
    for tag in reading.tags:
        if tag.label != "anger":
            names |= {tag.label, f"{tag.label}:{tag.kind}"} if tag.kind else {tag.label}
            spans.setdefault(tag.label, []).append((tag.start, tag.end))
    return Answer(frozenset(names), reading.anger.score, spans)


def product(bank: Bank) -> Model:
    """Make a model of the product as it is: intake, then hear, with the weights of a bank."""
    intake, hearer = Intake(bank.classes), Hearer(bank)

    def read(text: str) -> Answer:
        pasted = intake.read(text)
        notice = intake.notice(pasted)
        return heard(hearer.read(pasted.text, pasted.judged, pasted.set_aside, notice))

    return lambda texts: [read(text) for text in texts]
