"""A conversation folded into its State."""

from __future__ import annotations

import pytest

from deescalate.decide import fold
from deescalate.decide.ledger import trend_of
from deescalate.decide.texts import normalise, sentences
from deescalate.types import Reading, Said, State, Turn

from .builders import concern, reading

Step = tuple[str, object]


def folded(*steps: object, name: str | None = None, contact: int = 1) -> State:
    """Fold readings (customer turns) and (text, moves...) tuples (agent turns)."""
    turns: list[Turn] = []
    readings: list[Reading | None] = []
    said: list[tuple[Said, ...]] = []
    for step in steps:
        if isinstance(step, Reading):
            turns.append(Turn.customer(step.text, contact=contact))
            readings.append(step)
            said.append(())
        else:
            text, *made = step  # type: ignore[misc]
            turns.append(Turn.agent(text, contact=contact))
            readings.append(None)
            said.append((Said(text, frozenset(made)),))
    newest = max((i for i, turn in enumerate(turns) if turn.role == "customer"), default=0)
    return fold(turns, readings, said, newest, name=name)


LATE = reading("concern:delivery", text="My parcel is late.")
CHARGED = reading("concern:billing", text="And you charged me twice.", anger=1)

TWO = reading("concern:delivery", "concern:billing")


def test_a_first_message_with_a_concern_is_to_be_listened_to() -> None:
    found = folded(LATE)
    assert (found.stage, found.turn, found.anger, found.fresh) == ("listen", 1, (0,), ("delivery",))
    assert [c.kind for c in found.open_concerns] == ["delivery"]


@pytest.mark.parametrize(
    ("steps", "stage"),
    [
        ([reading()], "identify"),
        ([reading("request:status")], "respond"),
        ([LATE], "listen"),
        ([LATE, ("Let me check.", "find_out"), reading("request:status")], "respond"),
        ([LATE, ("Let me check.", "find_out"), CHARGED], "listen"),
        ([LATE, ("I see.",), reading("impact:work")], "impact"),
        ([LATE, ("How does it affect you?", "ask_impact"), reading(text="Why do you ask?")], "impact"),
        ([LATE, ("How does it affect you?", "ask_impact"), reading(text="Not much.")], "respond"),
        ([reading(anger=2)], "listen"),
        ([reading(anger=2), ("I hear you.",), reading(anger=2)], "respond"),
        ([reading(anger=3), ("I hear you.",), reading(anger=3)], "listen"),
        ([reading(anger=3), ("I hear you.",), reading(anger=3), ("I do.",), reading(anger=3)], "respond"),
        ([reading(anger=1), ("I hear you.",), reading(anger=2)], "listen"),
        ([TWO, ("I hear you.",), reading()], "prioritize"),
        ([TWO, ("I'm checking.", "find_out"), reading()], "respond"),
        ([TWO, ("Which first?", "prioritize"), reading()], "respond"),
        ([reading("concern:delivery", "concern:billing", "concern:defect")], "prioritize"),
        ([LATE, ("It is on the van now.",), reading("calming")], "close"),
        ([LATE, ("It is on the van now.",), reading("gratitude")], "close"),
        ([reading("request:information"), ("We open at 9.",), reading("gratitude")], "close"),
    ],
)
def test_stages(steps: list[object], stage: str) -> None:
    assert folded(*steps).stage == stage


def test_a_later_contact_starts_by_keeping_contact() -> None:
    assert folded(LATE, contact=2).stage == "keep_contact"
    assert folded(LATE, ("Let me check.", "find_out"), reading(), contact=2).stage != "keep_contact"


def test_calming_settles_what_was_open_but_not_what_is_new() -> None:
    found = folded(LATE, ("It comes today.",), reading("calming", "concern:billing"))
    assert [c.kind for c in found.open_concerns] == ["billing"]
    assert [c.kind for c in found.settled_concerns] == ["delivery"]


def test_thanks_and_calm_together_settle_even_what_is_named() -> None:
    found = folded(LATE, ("It comes today.",), reading("calming", "gratitude", "concern:delivery"))
    assert (found.open_concerns, found.fresh, found.stage) == ((), (), "close")


def test_thanks_for_an_answer_still_to_come_settle_nothing() -> None:
    found = folded(LATE, ("Let me check.", "find_out"), reading("gratitude"))
    assert [c.kind for c in found.open_concerns] == ["delivery"]


def test_thanks_with_blame_settle_nothing() -> None:
    found = folded(LATE, ("It comes today.",), reading("gratitude", "blame:company"))
    assert [c.kind for c in found.open_concerns] == ["delivery"]


def test_rage_settles_nothing() -> None:
    found = folded(LATE, ("It comes today.",), reading("calming", anger=3))
    assert [c.kind for c in found.open_concerns] == ["delivery"]


def test_a_concern_of_a_kind_is_listed_once_and_a_settled_one_can_return() -> None:
    assert len(folded(LATE, ("Let me check.",), LATE).open_concerns) == 1
    again = folded(LATE, ("Done.",), reading("calming"), LATE)
    assert (len(again.open_concerns), again.settled_concerns, again.fresh) == (1, (), ("delivery",))


def test_concerns_with_an_impact_come_first() -> None:
    both = Reading(
        "x", "en", LATE.anger, concerns=(concern("delivery", 0.9), concern("access", 0.5, "you can't work"))
    )
    assert [c.kind for c in folded(both).open_concerns] == ["access", "delivery"]


@pytest.mark.parametrize(
    ("wish", "answer", "still_open"),
    [
        ("request:status", ("It is in Leeds.",), ()),
        ("request:status", ("Let me check.", "find_out"), ("status",)),
        ("request:refund", ("I hear you.",), ("refund",)),
        ("request:refund", ("We only exchange.", "explain_policy"), ()),
        ("request:escalation", ("I'll bring in Ana.", "hand_over"), ()),
        ("request:apology", ("I'm sorry.", "apologize"), ()),
    ],
)
def test_when_a_request_is_answered(wish: str, answer: tuple[str, ...], still_open: tuple[str, ...]) -> None:
    assert folded(reading(wish), answer).open_requests == still_open


def test_the_ledger_of_what_the_agent_did() -> None:
    found = folded(
        LATE,
        ("Sorry it is late. Which order is it?", "apologize", "ask_order"),
        reading(facts={"order": "88213"}),
        ("Please keep it civil. I'll write by 5 pm.", "set_boundary", "time_frame"),
        reading(facts={"order": "88214"}),
    )
    assert (found.apologised, found.warned, found.warnings, found.turn) == (1, True, 1, 3)
    assert {"ask_order", "order", "gather_info"} <= set(found.asked)
    assert {"apologize", "gather_info", "set_boundary"} <= set(found.done)
    assert found.promised == ("Please keep it civil. I'll write by 5 pm.",)
    assert found.said == {
        "sorry it is late",
        "which order is it",
        "please keep it civil",
        "i ll write by 5 pm",
    }
    assert found.openings == ("sorry it is", "please keep it")
    assert [fact.value for fact in found.facts] == ["88214"]


def test_what_the_agent_did_last_is_what_the_newest_message_answers() -> None:
    hold, ask, later = (
        ("Let me check.", "find_out"),
        ("Which one is it?", "gather_info"),
        ("Thanks.", "thank"),
    )
    assert folded(LATE, hold, LATE, ask, later, reading()).latest == {"gather_info", "thank"}
    assert folded(LATE, ask, reading(), later).latest == {"gather_info"}
    assert folded(LATE, reading()).latest == frozenset()


def test_agent_turns_after_the_newest_customer_turn_count_as_said() -> None:
    found = folded(LATE, ("So sorry about that.", "apologize"))
    assert (found.apologised, found.turn) == (1, 1)


@pytest.mark.parametrize(
    ("said", "uses", "just"),
    [
        (["Hi Sam."], 1, True),
        (["Hi Sam.", "It is on its way."], 1, False),
        (["Same here."], 0, False),
        (["Sam, yes. Thanks, Sam!"], 2, True),
        (["SAM: noted"], 1, True),
    ],
)
def test_name_uses(said: list[str], uses: int, just: bool) -> None:
    found = folded(LATE, *[(text,) for text in said], name="Sam Lee")
    assert (found.name_uses, found.name_just_used) == (uses, just)


def test_a_name_the_customer_gave_is_counted_too() -> None:
    assert folded(reading(facts={"name": "Priya"}), ("Thanks, Priya.",)).name_uses == 1


def test_messages_in_a_row_are_one_turn() -> None:
    assert folded(LATE, CHARGED, reading()).turn == 1


def test_abuse_is_counted_by_turn() -> None:
    assert (
        folded(reading("abuse"), ("Please stay polite.",), reading("abuse"), ("I see.",), LATE).abuse_turns
        == 2
    )


@pytest.mark.parametrize(
    ("levels", "trend"),
    [([], "steady"), ([2], "steady"), ([0, 2], "rising"), ([2, 1], "falling"), ([1, 1], "steady")],
)
def test_trend(levels: list[int], trend: str) -> None:
    assert trend_of(levels) == trend


def test_the_seed_is_stable_and_differs_between_conversations() -> None:
    assert folded(LATE).seed == folded(LATE).seed
    assert folded(LATE).seed != folded(CHARGED).seed
    assert folded(LATE).seed != folded(LATE, ("Hm.",)).seed


def test_lone_surrogates_do_not_break_the_seed() -> None:
    assert folded(reading(text="\ud800 hello")).seed


def test_no_turns_give_the_empty_state() -> None:
    assert fold([], [], [], 0).stage == "identify"


def test_normalised_sentences() -> None:
    assert normalise("  I'm  SORRY—really! ") == "i m sorry really"
    assert sentences("Sorry. It's 5.30 pm!\nOk?") == ["sorry", "it s 5 30 pm", "ok"]


def test_the_course_of_a_concern() -> None:
    found = folded(LATE, ("I see.",), LATE, ("It comes today.",), reading("calming"), ("Good.",), CHARGED)
    assert [(one.kind, one.raised, one.times, one.closed) for one in found.concerns] == [
        ("billing", 4, 1, 0),
        ("delivery", 1, 2, 3),
    ]


def test_what_comes_with_more_anger_or_comes_again_goes_first() -> None:
    assert [one.kind for one in folded(LATE, ("I see.",), CHARGED).concerns] == ["billing", "delivery"]
    again = folded(reading("concern:wait"), ("I see.",), LATE, ("I see.",), LATE)
    assert [one.kind for one in again.concerns] == ["delivery", "wait"]


def test_a_request_that_comes_again_is_open_again() -> None:
    asks = reading("request:status")
    found = folded(asks, ("It is in Leeds.",), asks)
    assert [(one.kind, one.times, one.closed) for one in found.requests] == [("status", 2, 0)]


@pytest.mark.parametrize(
    "courtesy",
    [("Thanks for writing to us.", "thank"), ("Hello there, Sam!", "greet"), ("So sorry.", "apologize")],
)
def test_a_courtesy_answers_no_question(courtesy: tuple[str, ...]) -> None:
    assert folded(reading("request:status"), courtesy).open_requests == ("status",)


def test_a_question_asked_again_is_listed_once() -> None:
    asked = ("Which order?", "ask_order")
    found = folded(LATE, asked, reading(text="Why do you ask?"), asked, reading(facts={"order": "88213"}))
    assert [(one.about, one.turn, one.times, one.answer) for one in found.questions] == [
        ("order", 1, 2, "88213")
    ]


def test_what_the_customer_has_said_answers_a_later_question() -> None:
    found = folded(reading(facts={"order": "88213"}), ("Which order?", "ask_order"))
    assert [(one.answered, one.answer) for one in found.questions] == [(True, "88213")]


def test_a_promise_is_kept_when_the_customer_is_content_with_a_later_answer() -> None:
    promise = ("I'll write by 5 pm.", "promise")
    assert [one.status for one in folded(LATE, promise, reading("calming")).promises] == ["open"]
    later = folded(LATE, promise, reading(), ("It is at your door.",), reading("gratitude"))
    assert [one.status for one in later.promises] == ["kept"]


def test_thanks_beside_a_concern_settle_nothing() -> None:
    found = folded(LATE, ("It comes today.",), reading("gratitude", "concern:billing"))
    assert [one.kind for one in found.open_concerns] == ["delivery", "billing"]


def test_a_question_before_another_message_of_the_agent_is_answered_too() -> None:
    asked = ("Is the light on?", "gather_info")
    found = folded(LATE, asked, ("I'm checking.", "find_out"), reading(text="It is off."))
    assert [one.answer for one in found.questions] == ["It is off."]
