"""The ledger of real conversations: where they stand, what is open, asked, promised and said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deescalate import Advisor, InputError, Turn
from deescalate.advisor import CHANNELS
from deescalate.types import State

LOST = "You people lost my parcel and you charged me twice!"
STILL = "This is still not solved and I can't work! You keep losing things, help me."


def turns(*said: str, contact: int = 1) -> list[Turn]:
    """Make turns that take turns, the customer first."""
    return [Turn("customer" if at % 2 == 0 else "agent", text, None, contact) for at, text in enumerate(said)]


def ledger(advisor: Advisor, *said: str) -> State:
    return advisor.ledger(turns(*said))


@pytest.mark.parametrize(
    ("said", "stage"),
    [
        (("Hello?",), "identify"),
        (("My parcel never came.",), "listen"),
        (("My parcel never came, you charged me twice, and nobody answers the phone!",), "prioritize"),
        (("When do you open on Sunday?",), "respond"),
        (("My parcel never came.", "I'm sorry about that.", "So what now?"), "respond"),
        # A new concern returns to listening.
        (("My parcel never came.", "Let me check.", "And you charged me twice!"), "listen"),
        # Two concerns that were heard: which comes first has to be asked, unless it was.
        ((LOST, "I'm sorry your parcel is lost.", "So what are you going to do now?"), "prioritize"),
        ((LOST, "Sorry! Which of these matters most to you?", "The double charge."), "respond"),
        # The impact is told, or was asked for and is not told yet.
        (
            ("My internet is down.", "I'm sorry. Let me check.", "My kids can't do their homework."),
            "impact",
        ),
        # Anger decides how much listening comes before solving.
        (("You lying bastards lost my parcel!", "I'm sorry.", "You useless idiots, go to hell!"), "listen"),
        # Content closes.
        (("My parcel never came.", "It is at your door now.", "Got it, thank you so much!"), "close"),
        (("My parcel never came.", "It comes at noon.", "Ok, that makes sense, thanks."), "close"),
        # Thanks for an answer still to come do not.
        (("My parcel never came.", "Let me check that for you.", "Thanks."), "respond"),
    ],
)
def test_the_stage(advisor: Advisor, said: tuple[str, ...], stage: str) -> None:
    assert ledger(advisor, *said).stage == stage


def test_a_later_contact_opens_with_what_is_open(advisor: Advisor) -> None:
    earlier = turns("My parcel never came.", "I'll call you back by 5 pm today.")
    state = advisor.ledger([*earlier, Turn.customer("Me again, about the parcel.", contact=2)])
    assert state.stage == "keep_contact"
    assert [promise.status for promise in state.promises] == ["reminded"]
    assert [(matter.kind, matter.raised) for matter in state.concerns if not matter.closed] == [
        ("delivery", 1)
    ]


@pytest.mark.parametrize(
    ("about", "question"),
    [
        ("order", "What's your order no?"),
        ("order", "And which order is this about?"),
        ("order", "pls share the booking ref"),
        ("order", "What is the number of your order?"),
        ("order", "Would you mind giving me the order number?"),
        ("name", "Who am I talking to?"),
        ("name", "Your name, please?"),
        ("name", "Could I take your name?"),
        ("phone", "Which number can I call you back on?"),
        ("phone", "Could you leave your mobile number?"),
        ("product", "What device is this on?"),
        ("product", "Which version of the app is it?"),
        ("date", "Since when has it been down?"),
        ("date", "When exactly did it stop working?"),
        ("email", "What's the email on the account?"),
        ("email", "Could you confirm your username?"),
        ("prioritize", "Which of these should I look at first?"),
        ("prioritize", "What's most urgent for you?"),
        ("ask_impact", "What does this mean for your day?"),
        ("ask_more_concerns", "Anything else?"),
        ("confirm_understanding", "Have I understood you correctly?"),
        ("check_closure", "Does that work for you?"),
    ],
)
def test_a_question_is_known_in_any_words_and_not_asked_again(
    advisor: Advisor, about: str, question: str
) -> None:
    talk = turns(f"{LOST} My router is broken too.", f"I'm sorry about that. {question}", STILL)
    assert about in [asked.about for asked in advisor.ledger(talk).questions]
    for channel in CHANNELS:
        for reply in advisor.advise(talk, channel=channel).suggestions:
            asked = advisor.ledger([*talk, Turn.agent(reply.text)]).questions
            assert [one.times for one in asked if one.about == about] == [1], reply.text


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("I'll call you back by 5 pm.", "name"),
        ("I've passed your order number to the depot.", "order"),
        ("What happened to make you think so?", "product"),
        ("I'm sorry for how your day was affected.", "ask_impact"),
        ("You are the most important part of our day.", "prioritize"),
        ("It is the line which is being repaired.", "gather_info"),
    ],
)
def test_a_statement_is_no_question(advisor: Advisor, text: str, about: str) -> None:
    assert about not in [asked.about for asked in ledger(advisor, LOST, text, "Ok.").questions]


@pytest.mark.parametrize(
    ("question", "reply", "answer"),
    [
        ("What is your order number?", "It's 88213.", "88213"),
        ("What is your order number?", "88213", "88213"),
        ("What is your order number?", "Order 88213, and I am fed up with all of you!", "88213"),
        ("Who am I speaking with?", "This is Priya Shah.", "Priya Shah"),
        ("Is there anything else?", "No, that's all.", "No, that's all."),
        ("Which one matters most to you?", "The double charge.", "The double charge."),
        ("Is the light on?", "No. Why do you ask?", "No."),
        ("What is your order number?", "88213?", "88213"),
        ("What is your order number?", "Why do you need that?", None),
        ("What is your order number?", "I told three of your people already and nobody listens!", None),
        ("Could you give me your name?", "I have been waiting for this parcel for ages now.", None),
    ],
)
def test_whether_a_question_was_answered(
    advisor: Advisor, question: str, reply: str, answer: str | None
) -> None:
    asked = ledger(advisor, LOST, question, reply).questions
    assert [one.answer for one in asked if one.answered] == ([] if answer is None else [answer])
    assert len(asked) == 1


def test_a_number_alone_is_the_order_number_that_was_asked_for(advisor: Advisor) -> None:
    for reply in ("88213", "88213. When will I get it?"):
        facts = ledger(advisor, LOST, "What is your order number?", reply).facts
        assert [fact.value for fact in facts if fact.slot == "order"] == ["88213"]
    assert not any(fact.slot == "order" for fact in ledger(advisor, LOST, "I see.", "88213").facts)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("I'll call you back by 5 pm today.", "by 5 pm today"),
        ("We will be in touch within 24 hours.", "within 24 hours"),
        ("You'll hear from me tomorrow morning.", "tomorrow morning"),
        ("I'll get back to you. Expect it by Friday, 5 pm.", "by Friday, 5 pm"),
        ("It takes 3-5 working days.", "3-5 working days"),
        ("I'll have an answer for you by the end of the day.", "by the end of the day"),
        ("A technician will call you between 9 and 10 am on Monday.", "between 9 and 10 am on Monday"),
        ("We will get back to you as soon as we can.", ""),
    ],
)
def test_a_promise_with_its_time(advisor: Advisor, text: str, time: str) -> None:
    assert [(one.text, one.time, one.status) for one in ledger(advisor, LOST, text).promises] == [
        (text, time, "open")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "You'll need to update your details.",
        "We will not be able to call you.",
        "An update came out today.",
        "Could I call you tomorrow?",
        "Please wait 20 minutes and let me know how it goes.",
        "The site is down until noon.",
    ],
)
def test_what_is_no_promise(advisor: Advisor, text: str) -> None:
    assert ledger(advisor, LOST, text).promises == ()


@pytest.mark.parametrize(
    ("later", "status"),
    [
        (("Ok.",), "open"),
        (("Nobody called me back!",), "reminded"),
        (("Where is my refund?",), "reminded"),
        (("Ok.", "To recap, the charge is reversed and the parcel is at your door."), "kept"),
    ],
)
def test_what_becomes_of_a_promise(advisor: Advisor, later: tuple[str, ...], status: str) -> None:
    state = ledger(advisor, LOST, "I'll call you back by 5 pm today.", *later)
    assert state.promises[0].status == status


def test_rules_know_of_a_promise_when_the_customer_writes_again(advisor: Advisor) -> None:
    talk = turns(LOST, "I'll call you back by 5 pm today.", "Nobody called me back!")
    assert advisor.advise(talk).plan.situation["promised"] == 1


def test_an_apology_is_noted_with_what_it_was_for(advisor: Advisor) -> None:
    state = ledger(advisor, LOST, "I'm sorry your parcel never came.", "And?", "Sorry about all this.")
    assert [(one.turn, one.about) for one in state.apologies] == [(1, "delivery"), (2, "")]


def test_what_the_customer_puts_first_comes_first(advisor: Advisor) -> None:
    asked = "I'm sorry. Which one matters most to you?"
    for first, kind in (("The parcel.", "delivery"), ("The one where you charged me.", "billing")):
        state = ledger(advisor, LOST, asked, first)
        assert [state.concerns[0].kind, state.open_concerns[0].kind] == [kind, kind]


def test_a_request_is_open_until_it_is_answered(advisor: Advisor) -> None:
    said = ("Where is my parcel?", "Let me check.", "Where is my parcel now?", "It is in the depot in Leeds.")
    assert [(one.kind, one.closed) for one in ledger(advisor, *said[:3]).requests] == [("status", 0)]
    assert [(one.kind, one.times, one.closed) for one in ledger(advisor, *said).requests] == [
        ("status", 2, 2)
    ]


def test_a_pasted_thread_has_the_ledger_of_its_turns(advisor: Advisor) -> None:
    said = (LOST, "I'm sorry, Sam. What's your order no?", "88213")
    thread = f"Customer: {said[0]}\nAgent: {said[1]}\nCustomer: {said[2]}"
    pasted = advisor.ledger(thread, name="Sam")
    given = advisor.ledger(turns(*said), name="Sam")
    assert (pasted.stage, pasted.questions, pasted.name_uses) == (given.stage, given.questions, 1)
    assert [one.kind for one in pasted.concerns] == [one.kind for one in given.concerns]


def test_the_ledger_is_the_state_of_an_advice(advisor: Advisor) -> None:
    talk = turns(LOST, "I'm sorry. What's your order no?", STILL)
    assert advisor.ledger(talk) == advisor.advise(talk).state


def test_a_conversation_that_cannot_be_used_is_refused(advisor: Advisor) -> None:
    with pytest.raises(InputError, match="no turn of the customer"):
        advisor.ledger([Turn.agent("Hello?")])
    with pytest.raises(InputError, match="slot 'name' is a text"):
        advisor.ledger(LOST, name=7)  # type: ignore[arg-type]


SAID = st.text(max_size=60) | st.sampled_from(
    [
        LOST,
        STILL,
        "Order no?",
        "88213",
        "I'll call you by 5 p.m.",
        "So sorry!",
        "Got it, thanks!",
        "/// ?",
        "\ud800",
    ]
)


@given(st.lists(st.tuples(st.booleans(), SAID), max_size=8))
def test_the_entries_agree_with_each_other(advisor: Advisor, said: list[tuple[bool, str]]) -> None:
    talk = [Turn("customer" if customer else "agent", text) for customer, text in said]
    state = advisor.ledger([Turn.customer("Hello"), *talk])
    still = [matter.kind for matter in state.concerns if not matter.closed]
    assert still == [concern.kind for concern in state.open_concerns]
    assert {one.kind for one in state.requests if not one.closed} == set(state.open_requests)
    for matter in (*state.concerns, *state.requests):
        assert 1 <= matter.raised <= state.turn
        assert matter.closed == 0 or matter.raised <= matter.closed <= state.turn
    assert state.promised == tuple(promise.text for promise in state.promises)
    assert all(1 <= one.turn <= state.turn for one in (*state.questions, *state.promises, *state.apologies))
    assert all(one.answered == bool(one.answer) for one in state.questions)
