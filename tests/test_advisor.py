"""The advisor: stages composed, arguments checked, the same answer every time."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter
from typing import Any

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from deescalate import Advisor, InputError, Turn, UnknownName

MESSAGE = "Third time I call. You people lost my parcel and nobody calls me back! Where is it?"


@pytest.mark.parametrize(
    ("call", "error", "says"),
    [
        (lambda a: a.advise(MESSAGE, slots={"tme": "noon"}), UnknownName, "did you mean 'time'"),
        (lambda a: a.advise(MESSAGE, slots={"time": 5}), InputError, "slot 'time' is a text, not int"),
        (lambda a: a.advise(MESSAGE, slots=["time"]), InputError, "slots is a mapping"),
        (lambda a: a.advise(MESSAGE, slots={"time": "x" * 1001}), InputError, "too long"),
        (lambda a: a.advise(MESSAGE, channel="mail"), UnknownName, "did you mean 'email'"),
        (lambda a: a.advise(MESSAGE, count=0), InputError, "count is 1 to 3"),
        (lambda a: a.advise(MESSAGE, count=4), InputError, "count is 1 to 3"),
        (lambda a: a.advise(MESSAGE, count=True), InputError, "count is 1 to 3"),
        (lambda a: a.advise([]), InputError, "no turns"),
        (lambda a: a.advise([MESSAGE]), InputError, r"turns\[0\] is a Turn, not str"),
        (lambda a: a.advise([Turn("client", MESSAGE)]), UnknownName, r"role in turns\[0\]"),
        (lambda a: a.advise([Turn.customer(None)]), InputError, "the text is a str"),
        (lambda a: a.advise([Turn.customer("x", contact=0)]), InputError, "contact is a whole number"),
        (lambda a: a.advise([Turn.agent("Hello, how can I help?")]), InputError, "no turn of the customer"),
        (lambda a: a.advise([Turn.customer("x")] * 20_001), InputError, "turns"),
        (lambda a: a.advise(b"bytes"), InputError, "is a Turn, not int"),
        (lambda a: a.read(None), InputError, "not NoneType"),
        (lambda a: a.read("late " * 500_000), InputError, "2,000,000"),
        (lambda a: Advisor(banks="mine.yaml"), InputError, r"banks=\['mine.yaml'\]"),
        (lambda a: Advisor(banks=["nowhere"]), InputError, "no phrase bank at nowhere"),
        (lambda a: Advisor(apology="regrets"), UnknownName, "did you mean 'regret'"),
        (lambda a: Advisor(language="fr"), UnknownName, "use one of en"),
        (lambda a: Advisor(name_uses=-1), InputError, "name_uses"),
    ],
)
def test_a_wrong_argument_is_named(
    advisor: Advisor, call: Callable[[Any], object], error: type[Exception], says: str
) -> None:
    with pytest.raises(error, match=says):
        call(advisor)


def test_a_text_and_its_single_turn_get_the_same_advice(advisor: Advisor) -> None:
    assert advisor.advise(MESSAGE) == advisor.advise([Turn.customer(MESSAGE)])


def test_a_pasted_thread_and_its_turns_get_the_same_replies(advisor: Advisor) -> None:
    pasted = advisor.advise(
        "Customer: My router is dead since Monday.\nAgent: Could you give me your order number?\n"
        "Customer: It is order 88213 and I am still waiting!"
    )
    given = advisor.advise(
        [
            Turn.customer("My router is dead since Monday."),
            Turn.agent("Could you give me your order number?"),
            Turn.customer("It is order 88213 and I am still waiting!"),
        ]
    )
    assert [s.text for s in pasted.suggestions] == [s.text for s in given.suggestions]
    assert pasted.state.turn == given.state.turn == 2


def test_a_signature_in_a_turn_is_set_aside(advisor: Advisor) -> None:
    mail = "My order 88213 never came.\n\nOn Mon, 3 Mar 2025 at 10:00, Shop <a@b.example> wrote:\n> Sorry!\n"
    advice = advisor.advise([Turn.agent("Hello"), Turn.customer(mail)])
    assert [aside.why for aside in advice.reading.set_aside] == ["quoted"]


def test_the_reading_is_of_the_newest_customer_turn_alone(advisor: Advisor) -> None:
    turns = [
        Turn.customer("You people are useless thieves!"),
        Turn.agent("Hello."),
        Turn.customer("OK, thanks."),
    ]
    advice = advisor.advise(turns)
    assert advice.reading.text == "OK, thanks."
    assert advice.reading.anger.level == 0
    assert advice.state.anger[0] >= 2


def test_a_given_slot_is_said_and_no_longer_missing(advisor: Advisor) -> None:
    without = advisor.advise(MESSAGE).suggestions[0]
    assert "time" in without.missing
    with_time = advisor.advise(MESSAGE, slots={"time": "5 pm today"}).suggestions[0]
    assert "time" not in with_time.missing
    assert "5 pm today" in with_time.text
    assert advisor.advise(MESSAGE, slots={"time": "  "}).suggestions[0] == without


def test_the_name_is_used_when_it_is_given_and_only_then(advisor: Advisor) -> None:
    named = advisor.advise(MESSAGE, slots={"name": "Priya"})
    assert any("Priya" in suggestion.text for suggestion in named.suggestions)
    assert all(suggestion.text.count("Priya") <= 1 for suggestion in named.suggestions)
    assert not any("[name]" in suggestion.text for suggestion in advisor.advise(MESSAGE).suggestions)


def test_advisors_made_alike_advise_alike(advisor: Advisor) -> None:
    assert Advisor().advise(MESSAGE) == advisor.advise(MESSAGE) == advisor.advise(MESSAGE)


def test_threads_get_what_one_thread_gets(advisor: Advisor) -> None:
    messages = [f"{MESSAGE} It is order {number}." for number in range(24)]
    alone = [advisor.advise(message) for message in messages]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(advisor.advise, messages)) == alone


def test_reading_many_is_reading_each(advisor: Advisor) -> None:
    texts = (MESSAGE, "Thanks!", "")
    readings = advisor.read_many(iter(texts))
    assert next(readings) == advisor.read(MESSAGE)
    assert list(readings) == [advisor.read("Thanks!"), advisor.read("")]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from([*MESSAGE.split(), "Agent:", "\n", "> ", "{{ 7*7 }}", "\u202e", "😡", "\ud800"])
        | st.text()
    )
)
def test_any_text_is_read_and_every_offset_points_into_it(advisor: Advisor, words: list[str]) -> None:
    text = " ".join(words)
    advice = advisor.advise(text)
    reading = advice.reading
    assert len(reading.text) == len(text)
    for tag in reading.tags:
        assert reading.text[tag.start : tag.end] == tag.text != ""
    spans = [(item.start, item.end) for item in (*reading.facts, *reading.concerns, *reading.set_aside)]
    assert all(0 <= start <= end <= len(text) for start, end in spans)
    assert len(advice.suggestions) <= 3


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["customer", "agent"]), st.text(max_size=40) | st.just(MESSAGE)), max_size=5
    ),
    st.sampled_from(["chat", "email", "phone", "social"]),
)
def test_any_conversation_is_answered_without_blanks(
    advisor: Advisor, rows: list[tuple[Any, str]], channel: str
) -> None:
    turns = [Turn(role, text) for role, text in rows]
    advice = advisor.advise([*turns, Turn.customer(MESSAGE)], channel=channel)
    assert advice.suggestions
    for suggestion in advice.suggestions:
        assert suggestion.text.strip()
        assert "{{" not in suggestion.text
        assert "None" not in suggestion.text
        assert all(f"[{slot}]" in suggestion.text for slot in suggestion.missing)


def test_a_megabyte_is_read(advisor: Advisor) -> None:
    assert advisor.read(f"{MESSAGE}\n" * (1_000_000 // len(MESSAGE))).anger.level >= 1


def test_a_pipeline_that_reads_less_says_so() -> None:
    with pytest.raises(InputError, match=r"nlp\.max_length"):
        Advisor(nlp=spacy.blank("en")).read("late " * 300_000)


def test_time_grows_with_the_text_and_no_faster(advisor: Advisor) -> None:
    def seconds(messages: int) -> float:
        start = perf_counter()
        advisor.advise(f"{MESSAGE}\n" * messages)
        return perf_counter() - start

    short = min(seconds(300) for _ in range(3))
    assert min(seconds(2400) for _ in range(2)) < 20 * short  # eight times the text; squared it would be 64
