"""What holds for every plan, whatever is read, whatever was said before, whatever the rules are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from deescalate.bank import load
from deescalate.decide import Decider
from deescalate.types import Anger, Bank, Condition, Place, Plan, Reading, Rule, State

from .builders import concern, tag

BANK = load()
WORDS = BANK.vocabulary
TAGS = sorted(f"{label}:{kind}" for label, kinds in WORDS.labels.items() for kind in kinds) + sorted(
    label for label, kinds in WORDS.labels.items() if not kinds and label not in ("name", "anger")
)
CONCERNS = sorted(WORDS.labels["concern"])
MOVES = sorted(WORDS.moves)
NOTICES = [None, None, None, *WORDS.notices]


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    names = draw(st.lists(st.sampled_from(TAGS), max_size=6, unique=True))
    kinds = [name.partition(":")[2] for name in names if name.startswith("concern:")]
    text = draw(st.sampled_from(["", "ok", "some words of a customer", "x " * 60]))
    return Reading(
        text,
        "en",
        Anger(draw(st.integers(0, 3)), 0.5),
        tuple(tag(name) for name in names),
        concerns=tuple(concern(kind) for kind in kinds),
    )


@st.composite
def states(draw: st.DrawFn) -> State:
    turn = draw(st.integers(1, 5))
    warnings = draw(st.integers(0, 3))
    return State(
        stage=draw(st.sampled_from(WORDS.stages)),
        trend=draw(st.sampled_from(WORDS.trends)),
        turn=turn,
        contact=draw(st.integers(1, 3)),
        open_concerns=tuple(concern(kind) for kind in draw(st.sets(st.sampled_from(CONCERNS), max_size=3))),
        open_requests=tuple(draw(st.sets(st.sampled_from(sorted(WORDS.labels["request"])), max_size=2))),
        asked=tuple(draw(st.sets(st.sampled_from(MOVES), max_size=4))),
        done=tuple(draw(st.sets(st.sampled_from(MOVES), max_size=6))),
        apologised=draw(st.integers(0, 3)),
        abuse_turns=draw(st.integers(0, 3)),
        warned=warnings > 0,
        warnings=warnings,
        fresh=tuple(draw(st.sets(st.sampled_from(CONCERNS), max_size=1))),
        openings=("i m sorry",) if turn > 1 else (),
    )


def wild_bank() -> Bank:
    """A bank whose one rule makes every move there is, always."""
    rule = Rule(
        "wild",
        Condition("all"),
        1000,
        (tuple(MOVES), tuple(MOVES[::-1]), tuple(MOVES * 2)),
        (),
        (),
        None,
        "it may",
        "deescalate#wild",
        (),
        (),
        Place("wild.yaml", 1, 1),
    )
    return replace(BANK, rules={"wild": rule})


DECIDERS = [Decider(BANK), Decider(wild_bank()), Decider(replace(BANK, rules={}))]
SILENT = Decider(BANK, apology="none")
SLOTS = st.frozensets(st.sampled_from(sorted(WORDS.slots)), max_size=4)
CHANNELS = st.sampled_from(WORDS.channels)
EACH = settings(max_examples=200, deadline=None)


def ways(plan: Plan) -> list[tuple[str, ...]]:
    return [tuple(planned.move for planned in way) for way in (plan.moves, *plan.alternatives)]


def made(plan: Plan) -> set[str]:
    return {move for way in ways(plan) for move in way}


@EACH
@given(st.sampled_from(DECIDERS), readings(), states(), SLOTS, st.sampled_from(NOTICES), CHANNELS)
def test_the_shape_of_every_plan(
    decider: Decider, reading: Reading, state: State, slots: frozenset[str], notice: str | None, channel: str
) -> None:
    plan = decider.decide(reading, state, slots=slots, notice=notice, channel=channel)
    found = ways(plan)
    assert 1 <= len(found) <= 3
    assert len({(frozenset(way), way[:1]) for way in found}) == len(found)
    for way in found:
        assert len(way) == len(set(way))
        assert set(way) <= set(MOVES)
        assert way or plan.stop
    assert plan == decider.decide(reading, state, slots=slots, notice=notice, channel=channel)


@EACH
@given(st.sampled_from(DECIDERS), readings(), states(), CHANNELS)
def test_safety_stops_all(decider: Decider, reading: Reading, state: State, channel: str) -> None:
    plan = decider.decide(replace(reading, tags=(*reading.tags, tag("safety"))), state, channel=channel)
    assert (ways(plan), plan.stop) == ([("safety_route",)], "safety")


@EACH
@given(st.sampled_from(DECIDERS), readings(), states())
def test_without_danger_there_is_no_safety_route(decider: Decider, reading: Reading, state: State) -> None:
    calm = replace(reading, tags=tuple(t for t in reading.tags if t.label != "safety"))
    assert "safety_route" not in made(decider.decide(calm, state))


@EACH
@given(st.sampled_from(DECIDERS), readings(), states())
def test_apologies(decider: Decider, reading: Reading, state: State) -> None:
    plan = decider.decide(reading, state)
    wrong = reading.concerns or state.open_concerns or reading.has("blame") or reading.anger.level
    new = state.fresh or state.contact > 1 or reading.has("request", "apology")
    if not wrong or state.apologised >= 2 or plan.stop == "praise" or (state.apologised and not new):
        assert "apologize" not in made(plan)
    silent = SILENT.decide(reading, state)
    assert "apologize" not in made(silent)


@EACH
@given(
    st.sampled_from(DECIDERS),
    readings(),
    states(),
    SLOTS,
    st.sampled_from(["abuse", "threat:churn", "threat:legal"]),
)
def test_offers_never_rise_with_abuse_or_threats(
    decider: Decider, reading: Reading, state: State, slots: frozenset[str], bad: str
) -> None:
    worse = replace(reading, tags=(*reading.tags, tag(bad)))
    assert "offer_alternative" not in made(decider.decide(worse, state, slots=slots))


@EACH
@given(st.sampled_from(DECIDERS), readings(), states())
def test_the_ladder_of_abuse(decider: Decider, reading: Reading, state: State) -> None:
    plan = decider.decide(reading, state)
    if reading.has("safety"):
        return
    if not reading.has("abuse"):
        assert "end_contact" not in made(plan)
        assert plan.stop != "abuse"
        assert "set_boundary" not in made(plan) or reading.has("threat", "violence")
    elif state.warnings < 2:
        assert all("set_boundary" in way and len(way) > 1 for way in ways(plan))
    else:
        assert (ways(plan), plan.stop) == ([("end_contact",)], "abuse")


@EACH
@given(st.sampled_from(DECIDERS), readings(), states())
def test_what_was_asked_is_not_asked_again(decider: Decider, reading: Reading, state: State) -> None:
    once = {"ask_name", "ask_impact", "prioritize", "ask_more_concerns", "confirm_understanding"}
    assert not made(decider.decide(reading, state)) & once & {*state.asked, *state.done}


@EACH
@given(st.sampled_from(DECIDERS), readings(), states(), CHANNELS)
def test_a_complaint_always_gets_a_next_step(
    decider: Decider, reading: Reading, state: State, channel: str
) -> None:
    talk = {
        "cushion",
        "restate",
        "apologize",
        "acknowledge_impact",
        "reframe",
        "own",
        "thank",
        "set_boundary",
    }
    if reading.anger.level or reading.concerns:
        assert not any(set(way) <= talk for way in ways(decider.decide(reading, state, channel=channel)))


def test_the_bank_can_not_lift_a_policy() -> None:
    wild = DECIDERS[1].decide(Reading("great, thanks", "en", Anger(0, 0.0), (tag("gratitude"),)), State())
    assert (ways(wild), wild.stop) == ([("thank",)], "praise")


def test_shipped_rules_lie_where_a_user_expects_them() -> None:
    assert BANK.rules
    assert all("rules" in Path(rule.place.path).parts for rule in BANK.rules.values())
