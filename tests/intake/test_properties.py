"""What holds for whatever is pasted."""

from __future__ import annotations

import functools
import itertools
import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deescalate.bank import load
from deescalate.intake import Intake
from deescalate.types import Pasted, Vocabulary


@functools.cache
def shipped() -> Intake:
    return Intake(load().classes)


@functools.cache
def vocabulary() -> Vocabulary:
    return load().vocabulary


PIECES = [
    "Customer: ",
    "Agent: ",
    "Maria: ",
    "Jo (Agent): ",
    "[10:32] ",
    "12/03/2024, 10:32 - ",
    "10:32 AM",
    "Maria  10:32 AM",
    "Me: ",
    "You: ",
    "Note: ",
    "> ",
    ">> ",
    "\n",
    "\n",
    "\n\n",
    "\r\n",
    "\u2028",
    " ",
    "\t",
    "-- ",
    "Thanks,",
    "Maria Lopez",
    "Best regards",
    "Sent from my iPhone",
    "-----Original Message-----",
    "From: a@example.org",
    "Subject: x",
    "Sent: Monday",
    "On Mar 5, 2024, Jo <jo@example.org> wrote:",
    "________________",
    "```",
    "Traceback (most recent call last):",
    "{",
    '"a": 1',
    "<p>",
    "Chat started",
    "Maria is typing",
    "March 3, 2024",
    "This email and any attachments",
    "it hums",
    "where is my lamp?",
    "how can I help",
    "😡",
    "\ud800",
    "\x00",
    "İ",
    ":",
    "(",
    "[",
    "see the transcript below " * 3,
    "System: ",
    "Slack\n10:32",
]

pasted_texts = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from(PIECES), max_size=40).map("".join),
    st.lists(st.sampled_from(PIECES), max_size=25).map("\n".join),
)


def covered(pasted: Pasted) -> set[int]:
    """Return the places that are judged, set aside, or stand in a turn."""
    places = {i for start, end in pasted.judged for i in range(start, end)}
    places |= {i for item in pasted.set_aside for i in range(item.start, item.end)}
    said = {line for turn in pasted.turns for line in turn.text.splitlines() if line}
    return places.union(*(occurrences(pasted.text, line) for line in said))


def occurrences(text: str, line: str) -> set[int]:
    """Return all places where the line stands."""
    found: set[int] = set()
    at = text.find(line)
    assert at >= 0
    while at >= 0:
        found |= set(range(at, at + len(line)))
        at = text.find(line, at + 1)
    return found


@given(pasted_texts)
@settings(max_examples=400, deadline=None)
def test_spans_lie_in_the_text_in_order_and_apart(text: str) -> None:
    pasted = shipped().read(text)
    assert len(pasted.text) == len(text)
    spans = sorted([*pasted.judged, *((item.start, item.end) for item in pasted.set_aside)])
    assert list(pasted.judged) == sorted(pasted.judged)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(spans))


@given(pasted_texts)
@settings(max_examples=400, deadline=None)
def test_every_character_is_judged_said_or_set_aside(text: str) -> None:
    pasted = shipped().read(text)
    places = covered(pasted)
    lost = [c for i, c in enumerate(pasted.text) if i not in places and not c.isspace()]
    assert lost == []


@given(pasted_texts)
@settings(max_examples=300, deadline=None)
def test_the_judged_words_are_the_last_customer_turn(text: str) -> None:
    pasted = shipped().read(text)
    words = "\n".join(pasted.text[start:end] for start, end in pasted.judged)
    mine = [turn.text for turn in pasted.turns if turn.role == "customer"]
    assert words == (mine[-1] if mine else "")


@given(pasted_texts)
@settings(max_examples=300, deadline=None)
def test_a_reason_and_a_notice_are_words_of_the_vocabulary(text: str) -> None:
    pasted = shipped().read(text)
    assert {item.why for item in pasted.set_aside} <= {*vocabulary().set_aside}
    assert shipped().notice(pasted) in (None, *vocabulary().notices)


@given(st.text(alphabet="abcdefgh ijklm.!?", min_size=1, max_size=120))
@settings(max_examples=200, deadline=None)
def test_a_plain_line_is_judged_whole(text: str) -> None:
    pasted = shipped().read(text)
    words = text.strip()
    assert [turn.text for turn in pasted.turns] == ([words] if words else [])
    assert pasted.set_aside == ()


@given(pasted_texts)
@settings(max_examples=100, deadline=None)
def test_the_same_text_gives_the_same(text: str) -> None:
    assert shipped().read(text) == shipped().read(text)


HOSTILE: dict[str, Callable[[int], str]] = {
    "quotes": lambda n: ">" * n,
    "quoted lines": lambda n: "> x\n" * (n // 4),
    "colons": lambda n: ":" * n,
    "times": lambda n: "[10:32]" * (n // 7),
    "lines of times": lambda n: "[10:32]\n" * (n // 8),
    "newlines": lambda n: "\n" * n,
    "spaces": lambda n: " " * n,
    "spaces and an end": lambda n: " " * n + "x",
    "headers": lambda n: "From: a\n" * (n // 8),
    "attributions": lambda n: "On x\n" * (n // 5),
    "brackets": lambda n: "([" * (n // 2),
    "braces": lambda n: "{\n" * (n // 2),
    "dashes": lambda n: "-\n" * (n // 2),
    "sign-offs": lambda n: "Thanks,\n" * (n // 8),
    "dots": lambda n: "a." * (n // 2),
    "labels in one line": lambda n: "Customer: a. Agent: b. " * (n // 23),
    "one word": lambda n: "a" * n,
    "links": lambda n: "www." * (n // 4),
    "dates": lambda n: "Mar 3, " * (n // 7),
    "numbers": lambda n: "1." * (n // 2),
    "combining": lambda n: "e\u0301" * (n // 2),
    "tags": lambda n: "<a " * (n // 3),
}


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_texts_are_answered_in_time(intake: Intake, make: Callable[[int], str]) -> None:
    text = make(100_000)
    began = time.perf_counter()
    pasted = intake.read(text)
    intake.notice(pasted)
    assert time.perf_counter() - began < 2.5
    assert len(pasted.text) == len(text)


def test_a_megabyte_of_prose_and_ten_thousand_turns_take_under_three_seconds(intake: Intake) -> None:
    line = "I have been waiting for my lamp since Monday and nobody calls me back.\n"
    prose = line * (1_000_000 // len(line))
    turns = "".join(f"{'Customer' if i % 2 == 0 else 'Agent'}: {line}" for i in range(10_000))
    for text, count in ((prose, 1), (turns, 10_000)):
        began = time.perf_counter()
        pasted = intake.read(text)
        assert time.perf_counter() - began < 3
        assert len(pasted.turns) == count


def test_an_intake_without_words_still_answers() -> None:
    pasted = Intake({}).read("Customer: it hums\nAgent: ok")
    assert pasted.judged == ((0, len(pasted.text)),)
