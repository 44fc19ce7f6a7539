"""Every rule of the shipped bank holds for its `hits` and not for its `misses`, as they are really read."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from deescalate.advisor import CHANNELS, Advisor
from deescalate.bank import load
from deescalate.types import Rule, Situation, Turn

BANK = load()
GIVEN = {id: slot.example for id, slot in BANK.vocabulary.slots.items() if slot.origin == "agent"}
SPOKEN = re.compile(r"(Customer|Agent): (.*)")


def examples(field: str) -> pytest.MarkDecorator:
    """Run a test for each example of each rule."""
    pairs = [(rule, text) for rule in BANK.rules.values() for text in getattr(rule, field)]
    return pytest.mark.parametrize(("rule", "text"), pairs, ids=[f"{r.id}-{t[:40]!a}" for r, t in pairs])


def conversation(text: str, contact: int) -> tuple[Turn, ...]:
    """Make turns of an example: a thread with speakers, or one message."""
    lines = [SPOKEN.fullmatch(line) for line in text.split("\n")]
    said = [line.groups() for line in lines if line]
    if len(said) < len(lines):
        return (Turn.customer(text, contact=contact),)
    return tuple(
        Turn("customer" if who == "Customer" else "agent", words, None, contact) for who, words in said
    )


def situations(advisor: Advisor, text: str) -> Iterator[Situation]:
    """Yield what the example comes to in any channel, contact 1 or 2, with or without what agents fill in."""
    yield advisor.advise(text, count=1).plan.situation
    for contact in (1, 2):
        turns = conversation(text, contact)
        if all(turn.role == "agent" for turn in turns):
            continue
        for channel in CHANNELS:
            for slots in ({}, GIVEN):
                yield advisor.advise(turns, slots=slots, channel=channel, count=1).plan.situation


@examples("hits")
def test_rule_holds(advisor: Advisor, rule: Rule, text: str) -> None:
    assert any(rule.when.holds(situation) for situation in situations(advisor, text))


@examples("misses")
def test_rule_does_not_hold(advisor: Advisor, rule: Rule, text: str) -> None:
    assert not rule.when.holds(advisor.advise(text, count=1).plan.situation)
