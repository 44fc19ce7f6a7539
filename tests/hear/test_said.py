"""An agent's turn, sentence by sentence: what each did, and the time it named."""

from __future__ import annotations

import pytest

from deescalate.hear import Hearer
from deescalate.hear.said import parted, said


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("I see. Which order is it?", ["I see.", "Which order is it?"]),
        ("Back by 5 p.m. today.\nThanks!", ["Back by 5 p.m. today.", "Thanks!"]),
        ("Version 2.4 is out… Try it", ["Version 2.4 is out…", "Try it"]),
        ("  \n ", []),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert [text[low:high].strip() for low, high in parted(text)] == sentences


def test_a_cue_counts_for_the_sentence_it_begins_in() -> None:
    text = "So sorry. Which order is it?"
    found = said(text, [("apologize", 3, 8), ("ask_order", 10, 21)])
    assert [(one.text, one.moves) for one in found] == [
        ("So sorry.", {"apologize"}),
        ("Which order is it?", {"ask_order"}),
    ]


@pytest.mark.parametrize(
    ("text", "asks"),
    [("The blue one, then?", True), ("Thanks, the blue one?", True), ("The blue one.", False)],
)
def test_a_question_mark_asks_for_details(hearer: Hearer, text: str, asks: bool) -> None:
    assert any("gather_info" in one.moves for one in hearer.said(text)) == asks


@pytest.mark.parametrize("text", ["How can I help you today?", "Could you try a restart?"])
def test_an_offer_or_a_step_is_no_question_for_details(hearer: Hearer, text: str) -> None:
    assert not any("gather_info" in one.moves for one in hearer.said(text))


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("I'll call tomorrow, by 5 pm.", "tomorrow, by 5 pm"),
        ("By noon, or else within 2 hours of the call.", "within 2 hours"),
        ("I'm sorry about this.", ""),
    ],
)
def test_times_that_stand_side_by_side_are_one(hearer: Hearer, text: str, time: str) -> None:
    assert [one.time for one in hearer.said(text)] == [time]


def test_an_apology_says_what_it_is_for(hearer: Hearer) -> None:
    assert [one.about for one in hearer.said("I'm sorry your parcel never came. Thanks.")] == [
        ("delivery",),
        (),
    ]
