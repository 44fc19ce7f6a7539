"""Plans, readings and situations made by hand, so that say is tested without hear and decide."""

from __future__ import annotations

from collections.abc import Sequence

from deescalate.bank import load
from deescalate.say import Speaker
from deescalate.types import (
    Anger,
    Bank,
    Concern,
    Fact,
    Plan,
    PlannedMove,
    Reading,
    Restatement,
    Situation,
    State,
    Suggestion,
    Tag,
)

BANK: Bank = load()
SPEAKER = Speaker(BANK)

PARCEL = Concern(
    "delivery",
    "my parcel still isn't here",
    0,
    1,
    0.9,
    Restatement(that="your parcel still hasn't arrived", np="your parcel not arriving", noun="your parcel"),
)
CHARGE = Concern(
    "billing",
    "you charged me twice",
    0,
    1,
    0.7,
    Restatement(that="you were charged twice", np="the second charge on your card", noun="the charge"),
)


def situation(**given: object) -> Situation:
    """Give every test of the vocabulary a value: empty or 0 unless given; a list becomes a set."""
    empty: dict[str, frozenset[str] | int] = {
        test: frozenset() if kind == "set" else 0 for test, kind in BANK.vocabulary.tests.items()
    }
    empty |= {"turn": 1, "contact": 1, "clear": 1, "words": 20, "policy": frozenset({"apology:regret"})}
    for test, value in given.items():
        empty[test] = value if isinstance(value, int) else frozenset(value)  # type: ignore[call-overload]
    return empty


def plan(moves: str, *others: str, policies: Sequence[str] = (), **given: object) -> Plan:
    """Make a plan of moves written in one line; `given` are values of the situation."""
    first, *rest = [
        tuple(PlannedMove(move, "rule/test", f"because of {move}", "test#1") for move in way.split())
        for way in (moves, *others)
    ]
    return Plan(first, tuple(rest), tuple(policies), situation=situation(**given))


def reading(*concerns: Concern, anger: int = 1, requests: str = "", **facts: str) -> Reading:
    tags = tuple(Tag("request", kind, 0, 1, "x", 0.8, "request/x", "x") for kind in requests.split())
    found = tuple(Fact(slot, value, 0, 1) for slot, value in facts.items())
    return Reading("x", "en", Anger(anger, anger / 3), tags, found, concerns)


def say(
    planned: Plan,
    heard: Reading,
    state: State | None = None,
    channel: str = "chat",
    count: int = 3,
    speaker: Speaker = SPEAKER,
    **given: str,
) -> tuple[Suggestion, ...]:
    state = state or State(seed="test")
    return speaker.say(planned, heard, state, speaker.slot_values(heard, state, given), channel, count)
