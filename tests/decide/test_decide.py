"""Which moves a reading in a state gets, by the shipped English bank."""

from __future__ import annotations

import pytest

from deescalate.bank import load
from deescalate.decide import Decider
from deescalate.types import Plan, Reading, State

from .builders import concern, reading, state


@pytest.fixture(scope="module")
def decider() -> Decider:
    return Decider(load())


def moves(plan: Plan) -> tuple[str, ...]:
    return tuple(planned.move for planned in plan.moves)


def every(plan: Plan) -> set[str]:
    return {planned.move for way in (plan.moves, *plan.alternatives) for planned in way}


TALKED = {"turn": 2, "openings": ("i m sorry",)}


@pytest.mark.parametrize(
    ("heard", "before", "rule", "has", "lacks"),
    [
        (
            reading("concern:delivery", anger=2),
            state(),
            "first-contact-angry",
            {"restate", "apologize"},
            {"thank"},
        ),
        (reading("concern:delivery", anger=1), state(), "first-contact-irritated", {"apologize"}, {"thank"}),
        (
            reading("concern:defect", anger=3),
            state(),
            "first-contact-furious",
            {"cushion", "restate"},
            {"thank"},
        ),
        (
            reading("concern:defect", "repeat:fault", anger=1),
            state(),
            "second-failure",
            {"apologize"},
            {"thank"},
        ),
        (
            reading("concern:service", "repeat:contact", anger=1, facts={"contacts": "three"}),
            state(),
            "third-failure",
            {"own", "action_plan", "time_frame"},
            {"thank"},
        ),
        (
            reading("concern:delivery", "repeat:contact", "blame:company", anger=2),
            state(),
            "broken-promise",
            {"own", "action_plan"},
            {"thank"},
        ),
        (reading("concern:service", "blame:agent"), state(), "blame-on-colleague", {"own"}, {"thank"}),
        (
            reading("blame:agent", anger=1),
            state(**TALKED, open_concerns=(concern("billing"),)),
            "blame-on-agent",
            {"own"},
            {"greet"},
        ),
        (reading("concern:delivery", "blame:third_party"), state(), "third-party-at-fault", {"own"}, set()),
        (reading("blame:self", "request:order"), state(), "own-mistake", {"can_do"}, {"apologize", "own"}),
        (reading("concern:wait"), state(), "long-wait", {"apologize", "time_frame"}, set()),
        (reading("concern:billing", anger=2), state(), "billing-shock", {"restate", "find_out"}, set()),
        (
            reading("request:cancel", anger=2, text="Cancel it!"),
            state(),
            "cancel-in-anger",
            {"can_do"},
            set(),
        ),
        (reading("request:cancel"), state(), "cancel-calm", {"can_do"}, {"apologize", "offer_alternative"}),
        (
            reading("request:refund", "concern:quality", anger=1),
            state(),
            "refund-in-anger",
            {"find_out"},
            {"offer_alternative"},
        ),
        (
            reading("request:information"),
            state(),
            "plain-question",
            {"find_out", "time_frame"},
            {"apologize", "cushion", "own"},
        ),
        (reading("concern:policy", "blame:company"), state(), "policy-refusal", {"can_do"}, set()),
        (reading("request:escalation", anger=2), state(), "wants-manager", {"hand_over"}, set()),
        (
            reading("threat:publicity", "concern:service", anger=1),
            state(),
            "threat-publicity",
            {"own"},
            set(),
        ),
        (
            reading("threat:churn", "concern:outage"),
            state(),
            "threat-churn",
            {"find_out"},
            {"offer_alternative"},
        ),
        (
            reading("threat:legal", "concern:billing", anger=2),
            state(),
            "threat-legal",
            {"hand_over"},
            {"own"},
        ),
        (
            reading("unreasonable", "request:compensation", anger=1),
            state(),
            "unrealistic-demand",
            {"can_do"},
            {"offer_alternative"},
        ),
        (reading("distress", "concern:access"), state(), "distress", {"cushion", "own"}, {"prioritize"}),
        (reading("concern:outage"), state(), "outage", {"apologize"}, set()),
        (
            reading("concern:outage", "impact:work", anger=2),
            state(),
            "impact-in-anger",
            {"acknowledge_impact"},
            set(),
        ),
        (
            reading("concern:access", "impact:work"),
            state(),
            "impact-calm",
            {"acknowledge_impact"},
            {"cushion"},
        ),
        (
            reading("concern:delivery", "concern:defect", "concern:quality"),
            state(),
            "several-concerns",
            {"prioritize"},
            {"own"},
        ),
        (reading("concern:delivery"), state(), "calm-problem", {"gather_info"}, {"own"}),
        (
            reading("concern:delivery", facts={"order": "1"}),
            state(),
            "problem-with-facts",
            {"find_out"},
            set(),
        ),
        (reading("request:account"), state(), "calm-request", {"find_out", "time_frame"}, {"apologize"}),
        (reading(anger=2), state(), "unclear-in-anger", {"gather_info"}, {"restate"}),
        (reading(), state(), "unclear", {"gather_info"}, {"restate", "apologize"}),
        (
            reading(),
            state(**TALKED, latest=frozenset({"gather_info"}), open_concerns=(concern("defect"),)),
            "answer-to-question",
            {"thank", "find_out"},
            {"apologize", "restate", "gather_info"},
        ),
        (reading("gratitude"), state(**TALKED), "thanks", {"thank"}, {"apologize"}),
        (reading("calming"), state(**TALKED), "solved", {"thank"}, {"apologize"}),
        (
            reading("concern:defect", anger=1),
            state(**TALKED, apologised=1, stage="respond"),
            "still-angry",
            {"action_plan", "time_frame"},
            {"apologize"},
        ),
        (
            reading("concern:defect"),
            state(contact=2, stage="keep_contact"),
            "returning",
            {"review_open"},
            set(),
        ),
    ],
)
def test_situations(
    decider: Decider, heard: Reading, before: State, rule: str, has: set[str], lacks: set[str]
) -> None:
    plan = decider.decide(heard, before)
    assert rule in {planned.rule for planned in plan.moves}
    assert has <= set(moves(plan))
    assert not lacks & every(plan)
    assert plan.stop is None


@pytest.mark.parametrize(
    ("notice", "wanted", "stop"),
    [
        ("empty", ("greet",), "empty"),
        ("greeting", ("greet",), None),
        ("foreign", (), "foreign"),
        ("spam", (), "spam"),
        ("no_customer", (), "no_customer"),
        ("log", ("gather_info",), None),
    ],
)
def test_notices(decider: Decider, notice: str, wanted: tuple[str, ...], stop: str | None) -> None:
    plan = decider.decide(reading(text=""), state(), notice=notice)
    assert (moves(plan), plan.alternatives, plan.stop) == (wanted, (), stop)


def test_safety_comes_before_everything(decider: Decider) -> None:
    plan = decider.decide(
        reading("safety", "abuse", "concern:defect", anger=3), state(warnings=2), notice="spam"
    )
    assert (moves(plan), plan.alternatives, plan.stop) == (("safety_route",), (), "safety")


def test_praise_is_thanked_and_no_more(decider: Decider) -> None:
    plan = decider.decide(reading("gratitude"), state())
    assert (moves(plan), plan.alternatives, plan.stop) == (("thank",), (), "praise")


def test_the_abuse_ladder(decider: Decider) -> None:
    insult = reading("abuse", "concern:billing", anger=2)
    first = decider.decide(insult, state(abuse_turns=1))
    assert {"set_boundary", "find_out"} <= set(moves(first))
    assert first.stop is None
    last = decider.decide(insult, state(**TALKED, abuse_turns=2, warned=True, warnings=1))
    assert moves(last)[0] == "set_boundary"
    assert last.stop is None
    end = decider.decide(insult, state(**TALKED, abuse_turns=3, warned=True, warnings=2))
    assert (moves(end), end.stop) == (("end_contact",), "abuse")


def test_nobody_is_cut_off_without_two_boundaries(decider: Decider) -> None:
    plan = decider.decide(reading("abuse", anger=3), state(**TALKED, abuse_turns=9))
    assert plan.stop is None
    assert "set_boundary" in moves(plan)


def test_anger_alone_meets_no_boundary(decider: Decider) -> None:
    plan = decider.decide(
        reading("concern:billing", "blame:company", anger=3), state(warnings=2, warned=True)
    )
    assert not {"set_boundary", "end_contact"} & every(plan)


def test_a_second_reply_does_not_repeat_the_first(decider: Decider) -> None:
    heard = reading("concern:delivery", anger=2)
    first = decider.decide(heard, state())
    done = tuple(planned.move for planned in first.moves)
    second = decider.decide(heard, state(**TALKED, apologised=1, done=done, open_concerns=heard.concerns))
    assert "apologize" in moves(first)
    assert "apologize" not in every(second)
    assert moves(first) != moves(second)


@pytest.mark.parametrize(
    ("before", "due"),
    [
        (state(), True),
        (state(**TALKED, apologised=1), False),
        (state(**TALKED, apologised=1, fresh=("delivery",)), True),
        (state(**TALKED, apologised=2, fresh=("delivery",)), False),
    ],
)
def test_one_apology_for_each_failure(decider: Decider, before: State, due: bool) -> None:
    heard = reading("concern:delivery", "request:refund", anger=1)
    assert ("apologize" in every(decider.decide(heard, before))) is due


def test_a_company_may_do_without_apologies() -> None:
    silent = Decider(load(), apology="none")
    plan = silent.decide(reading("concern:delivery", anger=2), state())
    assert "apologize" not in every(plan)
    assert any(note.startswith("apology:") for note in plan.policies)


def test_an_offer_that_was_given_is_made_but_not_for_a_threat(decider: Decider) -> None:
    asks = ("request:refund", "concern:defect")
    slots = frozenset({"offer"})
    assert "offer_alternative" in every(decider.decide(reading(*asks), state(), slots=slots))
    for bad in ("abuse", "threat:churn", "unreasonable"):
        assert "offer_alternative" not in every(decider.decide(reading(*asks, bad), state(), slots=slots))


def test_a_known_answer_is_given(decider: Decider) -> None:
    plan = decider.decide(reading("request:information"), state(), slots=frozenset({"answer"}))
    assert moves(plan) == ("can_do",)


def test_public_replies_are_short_and_go_private(decider: Decider) -> None:
    plan = decider.decide(reading("concern:delivery", anger=2), state(), channel="social")
    assert all(len(way) <= 4 for way in (plan.moves, *plan.alternatives))
    assert "gather_info" in moves(plan)


def test_every_move_says_why(decider: Decider) -> None:
    plan = decider.decide(reading("abuse", "concern:delivery", "impact:work", anger=2), state())
    for way in (plan.moves, *plan.alternatives):
        for planned in way:
            assert planned.rule
            assert planned.because
            assert "#" in planned.source


def test_where_the_listening_may_not_be_done_twice_a_cushion_takes_its_place(decider: Decider) -> None:
    before = state(**TALKED, apologised=1, open_concerns=(concern("delivery"),))
    plan = decider.decide(reading("threat:churn", anger=2), before)
    assert moves(plan)[0] == "cushion"
    assert not {"restate", "apologize"} & set(moves(plan))


def test_a_name_just_used_is_noted(decider: Decider) -> None:
    plan = decider.decide(reading("request:status"), state(name_just_used=True), slots=frozenset({"name"}))
    assert any(note.startswith("name:") for note in plan.policies)


def test_the_situation_answers_every_test_of_the_vocabulary(decider: Decider) -> None:
    assert set(decider.decide(reading(), state()).situation) == set(load().vocabulary.tests)
