"""The weaker public sets: which of their labels can be held against which of ours, and how it is measured.

Nothing is fitted or tuned on them. Messages that stand in the labelled set as well are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from answers import Answer
from figures import Figure, alarms, present, recalled, spearman

Row = Mapping[str, Any]
Said = Callable[[Answer], bool]
ASKING = {
    *("request_info", "how_much", "how", "why", "when", "how_long", "change", "cancel_close_leave_freeze"),
    *("make_open_apply_setup_get_activate", "transfer_payment_deposit", "handoff", "refund"),
}
SMALL_TALK = {"affirm", "deny", "greet", "thank", "acknowledge", "dont_know", "end_call"}


@dataclass(frozen=True, slots=True)
class Example:
    """A text of a set and what its label says: yes or no, a number, or a span."""

    text: str
    wanted: Any


@dataclass(frozen=True, slots=True)
class Check:
    """One label of a set held against answers.

    file: the set, without ending.  title: the row of the table.
    examples: what the rows of the file give.  given: what is read off an answer.
    how: "f1", "recall", "alarms" (nothing should be heard) or "rank" (Spearman).
    needs: the names a system must cover to be measured; empty when only spans or none will do.
    """

    file: str
    title: str
    examples: Callable[[Row], Iterator[Example]]
    given: Callable[[Answer], Any]
    how: str
    needs: tuple[str, ...]

    def figure(self, examples: list[Example], answers: list[Answer]) -> Figure:
        """Measure the answers to the examples."""
        given = [self.given(answer) for answer in answers]
        wanted = [example.wanted for example in examples]
        if self.how == "rank":
            return spearman(np.array(wanted, float), np.array(given, float))
        if self.how == "alarms":
            return alarms(given).figure()
        if self.how == "span":
            found = [want in spans for want, spans in zip(wanted, given, strict=True)]
            return recalled([want is not None for want in wanted], found).figure()
        return present(wanted, given).figure()


def any_of(*names: str) -> Said:
    """Tell whether an answer carries one of the names."""
    return lambda answer: not answer.names.isdisjoint(names)


def labelled(test: Callable[[Row], bool | None]) -> Callable[[Row], Iterator[Example]]:
    """Make one example of a row by a test of its labels; None leaves the row out."""

    def examples(row: Row) -> Iterator[Example]:
        wanted = test(row["labels"])
        if wanted is not None:
            yield Example(row["text"], wanted)

    return examples


def asks(labels: Row) -> bool | None:
    """Tell whether the intents of a bank or hotel message ask for something; None when they leave it open."""
    intents = set(labels["intents"] or ())
    if intents & ASKING:
        return True
    return None if intents - SMALL_TALK else False


def rated_turns(row: Row) -> Iterator[Example]:
    """Yield the customer's turns that raters judged."""
    return (Example(turn["text"], turn["frustration"]) for turn in row["turns"] if "frustration" in turn)


def calm_turns(row: Row) -> Iterator[Example]:
    """Yield every turn of a calm chat."""
    return (Example(turn["text"], False) for turn in row["turns"])


def calm(row: Row) -> Iterator[Example]:
    """Yield the text of a calm message."""
    yield Example(row["text"], False)


def named(row: Row) -> Iterator[Example]:
    """Yield whether the customer gives a name."""
    yield Example(row["text"], bool(row["names"]))


def name_place(row: Row) -> Iterator[Example]:
    """Yield where the name stands, from the first part to the last, where the parts stand together."""
    places = [name["span"] for name in row["names"]]
    if places:
        low, high = min(start for start, _ in places), max(end for _, end in places)
        if sum(end - start for start, end in places) + len(places) - 1 == high - low:
            yield Example(row["text"], (low, high))


COMPLAINT = ("concern", "blame", "anger>=1")
complains = labelled(lambda labels: bool(labels["complaint"]))
accuses = labelled(lambda labels: labels["severity"] >= 3)
irritated = labelled(lambda labels: not {"anger", "annoyance"}.isdisjoint(labels["emotions"]))
grateful = labelled(lambda labels: "gratitude" in labels["emotions"])


def yes(label: str) -> Callable[[Row], Iterator[Example]]:
    """Make one example of a row by a label of 0 or 1."""
    return labelled(lambda labels: bool(labels[label]))


def heard(file: str, title: str, examples: Callable[[Row], Iterator[Example]], *names: str) -> Check:
    """Make a check of the F1 of a yes or no against names of ours."""
    return Check(file, title, examples, any_of(*names), "f1", names)


def false_alarms(file: str, title: str, examples: Callable[[Row], Iterator[Example]], *names: str) -> Check:
    """Make a check of messages that carry none of the names."""
    return Check(file, title, examples, any_of(*names), "alarms", names)


CHECKS = (
    heard("complaints-dev", "complaint: concern, blame or anger", complains, *COMPLAINT),
    heard("complaints-dev", "accusation or blame: blame", accuses, "blame"),
    heard("complaints-dev", "accusation or blame: anger≥1", accuses, "anger>=1"),
    heard("reviews-dev", "complaint: concern, blame or anger", complains, *COMPLAINT),
    heard("reviews-dev", "accusation or blame: blame", accuses, "blame"),
    heard("reviews-dev", "accusation or blame: anger≥1", accuses, "anger>=1"),
    Check(
        "frustration-dev", "frustration: anger score (Spearman)", rated_turns, lambda a: a.score, "rank", ()
    ),
    heard("goemotions-dev", "anger or annoyance: anger≥1", irritated, "anger>=1"),
    heard("goemotions-dev", "gratitude", grateful, "gratitude"),
    heard("abuse-dev", "abuse", yes("abusive_majority"), "abuse"),
    heard("churn-dev", "churn: threat of leaving", yes("churn_any"), "threat:churn"),
    heard("requests-banking-hotel-dev", "asking intents: request", labelled(asks), "request"),
    false_alarms("requests-banking-hotel-dev", "false anger (share)", calm, "anger>=1"),
    false_alarms("requests-banking-hotel-dev", "false blame (share)", calm, "blame"),
    heard("requests-email-dev", "request or intent: request", yes("request_or_intent"), "request"),
    false_alarms("service-chats-dev", "false anger (share)", calm_turns, "anger>=1"),
    false_alarms("service-chats-dev", "false blame (share)", calm_turns, "blame"),
    heard("names-dev", "gives a name: name", named, "name"),
    Check(
        "names-dev",
        "name at its exact place (recall)",
        name_place,
        lambda a: a.spans.get("name", ()),
        "span",
        ("name",),
    ),
)
