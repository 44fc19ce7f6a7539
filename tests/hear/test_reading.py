"""What a whole reading says: labels in context, offsets, noise, fairness."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deescalate.bank import load
from deescalate.hear import Hearer

HEARER = Hearer(load())

ANGRY = [
    ("This is ridiculous!! Three weeks and nobody answers. You people are a joke.", 2),
    ("I don't think you understand how angry I am.", 1),
    ("WORST SERVICE EVER. NOBODY PICKS UP THE PHONE.", 2),
    ("Great job losing my parcel again. Thanks for nothing.", 1),
    ("I am so fed up with your app crashing.", 1),
    ("You lying thieves, give me my money back you pieces of shit", 3),
    ("f***ing useless company", 2),
    ("this is unacceptabel, I want an answr now", 1),
    ("Sooooo annoyed with this teribble service", 1),
    ("#CustomerServiceFail #NeverAgain what a disgrace", 1),
]

CALM = [
    "I'm not angry, just asking when the store opens.",
    "I hate to bother you, but could you send me the invoice?",
    "These headphones are killer, mad sound for the price.",
    "THE USB-C ADAPTER FOR MY HP FITS, THANKS",
    "I'm dying to try the new menu!",
    "How do I kill a process that hangs?",
    "My parcel has not arrived yet. Can you check order 88213?",
    "Good morning, I would like to change my delivery address.",
    "You must fix please, I not can open the page.",
    "Could you tell me what documents I need for the claim?",
    "finna order another one, how much is shipping",
    "ok that makes sense, thank you for explaining",
]


@pytest.mark.parametrize(("text", "level"), ANGRY)
def test_anger_is_heard(text: str, level: int) -> None:
    assert HEARER.read(text).anger.level >= level


@pytest.mark.parametrize("text", CALM)
def test_calm_words_are_no_anger(text: str) -> None:
    assert HEARER.read(text).anger.level == 0


@pytest.mark.parametrize(
    ("text", "label", "kind"),
    [
        ("You lost my parcel.", "blame", "company"),
        ("Your driver threw the box over the fence.", "blame", "agent"),
        ("This toaster is absolute garbage.", "blame", "product"),
        ("My mistake, I should have read it.", "blame", "self"),
        ("Please refund me.", "request", "refund"),
        ("Where is my order?", "request", "status"),
        ("I want to speak to a manager.", "request", "escalation"),
        ("Please cancel my subscription.", "request", "cancel"),
        ("The screen is cracked.", "concern", "defect"),
        ("My parcel never arrived.", "concern", "delivery"),
        ("I was charged twice this month.", "concern", "billing"),
        ("I've been on hold for an hour.", "concern", "wait"),
        ("I can't log in to my account.", "concern", "access"),
        ("This is the third time I have called about this.", "repeat", "contact"),
        ("It keeps crashing every time.", "repeat", "fault"),
        ("I'm switching to another provider.", "threat", "churn"),
        ("My lawyer will be in touch.", "threat", "legal"),
        ("You will hear from the ombudsman.", "threat", "authority"),
        ("I'll post about this all over social media.", "threat", "publicity"),
        ("You stupid idiots.", "abuse", None),
        ("Thank you so much, your team was wonderful.", "gratitude", None),
        ("It works now, sorry for snapping earlier.", "calming", None),
        ("I need it before Friday, it is urgent.", "urgency", None),
        ("I can't pay my staff because of this.", "impact", None),
        ("I have no idea what I am supposed to do, I'm so confused.", "confusion", None),
        ("I'm crying, I'm so scared and I don't know where to turn.", "distress", None),
        ("I can smell gas in the kitchen.", "safety", None),
        ("I don't want to live anymore.", "safety", None),
        ("I want a free year of service for that late pizza.", "unreasonable", None),
        ("Hello, my name is Amara Okafor.", "name", None),
    ],
)
def test_every_label_and_kind_can_be_heard(text: str, label: str, kind: str | None) -> None:
    reading = HEARER.read(text)
    assert reading.has(label, kind), reading.tags


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("I'd be furious if you lost my parcel.", "anger"),
        ("My boss is angry about the invoice, could you resend it?", "anger"),
        ("Thanks in advance.", "gratitude"),
        ("How hard can it be?", "request"),
        ("Are you serious?", "request"),
        ("My parcel has not arrived.", "blame"),
        ("Don't buy this, go for the other one.", "request"),
        ("I'm an agent for a small travel firm.", "blame"),
    ],
)
def test_what_is_not_meant_is_not_heard(text: str, label: str) -> None:
    reading = HEARER.read(text)
    assert not (reading.anger.level if label == "anger" else reading.has(label))


@pytest.mark.parametrize(
    "name", ["Emily", "Lakisha", "Mohammed", "Nguyen", "Svetlana", "José", "Rose", "Will"]
)
def test_a_name_changes_neither_anger_nor_tags(name: str) -> None:
    def heard(who: str) -> tuple[int, set[tuple[str, str | None]]]:
        reading = HEARER.read(f"My name is {who}. My parcel is late and nobody answers me!")
        return reading.anger.level, {(tag.label, tag.kind) for tag in reading.tags}

    assert heard(name) == heard("Anna")


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200))
def test_offsets_point_into_the_text_whatever_it_is(text: str) -> None:
    reading = HEARER.read(text)
    for tag in reading.tags:
        assert text[tag.start : tag.end] == tag.text
        assert 0 < tag.weight <= 1
    for concern in reading.concerns:
        assert text[concern.start : concern.end] == concern.text
    assert 0 <= reading.anger.score <= 1


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from([*CALM, *(text for text, _ in ANGRY)]), min_size=1, max_size=4))
def test_reading_is_the_same_every_time(parts: list[str]) -> None:
    text = " ".join(parts)
    assert HEARER.read(text) == HEARER.read(text)


def test_only_the_judged_stretch_is_heard() -> None:
    text = "You are thieves!\nMy parcel is late."
    start = text.index("My")
    reading = HEARER.read(text, judged=[(start, len(text))])
    assert reading.anger.level == 0
    assert [concern.start for concern in reading.concerns] == [start]
