"""What holds for every reply, whatever the customer wrote and whatever the slots hold."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deescalate.say import Speaker
from deescalate.say.slots import LONGEST_GIVEN, clean
from deescalate.say.wording import compiled, prepare
from deescalate.types import Concern, Phrase, Place, Restatement, State, Suggestion

from .builders import BANK, SPEAKER, plan, reading, say

MOVES = sorted(BANK.vocabulary.moves)
CHANNELS = BANK.vocabulary.channels
KINDS = BANK.vocabulary.labels["concern"]
HOSTILE = (
    "{{ 7*7 }}",
    "{% for x in ().__class__.__bases__ %}{% endfor %}",
    "<script>alert(1)</script>",
    "@channel",
    "{{ name }}",
    "[time]",
    "%s {0} \\n",
    "a\nb",
    "..",
)
VALUES = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=200))
SLOTS = st.dictionaries(st.sampled_from(sorted(BANK.vocabulary.slots)), VALUES, max_size=12)


def phrase(text: str, *slots: str) -> Phrase:
    place = Place("test.yaml", 1, 1)
    return Phrase(
        "test/1",
        "greet",
        text,
        (),
        plan("").situation and BANK.phrases["greet/8"].when,
        (),
        slots,
        "t#1",
        place,
    )


@st.composite
def replies(draw: st.DrawFn) -> tuple[dict[str, str], tuple[Suggestion, ...], str]:
    """Draw any plan in any situation with any values, and word it."""
    ways = draw(st.lists(st.lists(st.sampled_from(MOVES), min_size=1, max_size=6), min_size=1, max_size=3))
    kind = draw(st.sampled_from(KINDS))
    given = {
        "main": [kind],
        "open": [kind],
        "tag": draw(st.lists(st.sampled_from(sorted(BANK.vocabulary.labels)), max_size=4)),
        "asks": draw(st.lists(st.sampled_from(BANK.vocabulary.labels["request"]), max_size=2)),
        **{name: draw(st.integers(0, 3)) for name in ("anger", "concerns", "turn", "clear", "warned")},
    }
    slots = draw(SLOTS)
    channel = draw(st.sampled_from(CHANNELS))
    concern = Concern(
        kind, "x", 0, 1, 0.9, Restatement(that=draw(VALUES), np=draw(VALUES), noun=draw(VALUES))
    )
    state = State(seed=draw(st.text(max_size=5)))
    heard = reading(concern, anger=0)
    values = SPEAKER.slot_values(heard, state, slots)
    planned = plan(*(" ".join(way) for way in ways), **given)
    return values, SPEAKER.say(planned, heard, state, values, channel), channel


@settings(max_examples=150, deadline=None)
@given(replies())
def test_no_template_comes_out_but_what_the_values_hold(drawn: object) -> None:
    values, made, _ = drawn  # type: ignore[misc]
    held = " ".join(values.values()) + " " + " ".join(value.capitalize() for value in values.values())
    for reply in made:
        for mark in re.findall(r"\{\{|\}\}|\{%|%\}|Undefined", reply.text):
            assert mark in held


@settings(max_examples=150, deadline=None)
@given(replies())
def test_missing_names_just_the_slots_that_stand_open(drawn: object) -> None:
    values, made, _ = drawn  # type: ignore[misc]
    held = " ".join(values.values())
    agent = {slot for slot, kind in BANK.vocabulary.slots.items() if kind.origin == "agent"}
    for reply in made:
        shown = {
            slot for slot in re.findall(r"\[(\w+)\]", reply.text) if slot in agent and f"[{slot}]" not in held
        }
        assert shown <= set(reply.missing)
        assert all(f"[{slot}]" in reply.text for slot in reply.missing)
        assert len(set(reply.missing)) == len(reply.missing)


@settings(max_examples=100, deadline=None)
@given(replies())
def test_scores_moves_and_length(drawn: object) -> None:
    _, made, channel = drawn  # type: ignore[misc]
    assert len(made) <= 3
    for reply in made:
        assert 0 <= reply.score <= 1
        assert len(set(reply.moves)) == len(reply.moves)
        assert len(set(reply.phrases)) == len(reply.phrases)
        assert reply.text == reply.text.strip()
        if channel == "chat":
            assert "\n" not in reply.text
    scores = [reply.score for reply in made]
    assert not made or scores[0] > 0


@settings(max_examples=60, deadline=None)
@given(SLOTS, st.text(max_size=5), st.sampled_from(CHANNELS))
def test_the_same_input_gives_the_same_replies(slots: dict[str, str], seed: str, channel: str) -> None:
    planned = plan(
        "restate apologize own find_out time_frame", "cushion gather_info", main=["defect"], anger=2
    )
    once = say(planned, reading(), State(seed=seed), channel, **slots)
    again = say(planned, reading(), State(seed=seed), channel, speaker=OTHER, **slots)
    assert once == again


OTHER = Speaker(BANK)


@settings(max_examples=200, deadline=None)
@given(VALUES)
def test_a_value_comes_out_as_the_literal_text(value: str) -> None:
    shown = clean(value, LONGEST_GIVEN)
    reply = say(plan("time_frame"), reading(), time=value, count=1)[0]
    assert (shown in reply.text) if shown else reply.missing == ("time",)


@settings(max_examples=200, deadline=None)
@given(VALUES)
def test_clean_is_one_line_and_stable(value: str) -> None:
    line = clean(value, 120)
    assert len(line) <= 121
    assert line.split() == line.split(" ") or not line
    assert clean(line, 121) == line


class TestTemplates:
    def test_logic_runs_in_the_sandbox(self) -> None:
        wording = prepare(
            phrase("{% if name %}Hi {{ name }}{% else %}Hi{% endif %}.", "name"),
            BANK.vocabulary.slots,
            frozenset(),
        )
        assert wording.fill({"name": "{{ 7*7 }}"}) == "Hi {{ 7*7 }}."

    def test_a_template_without_logic_is_pieces(self) -> None:
        assert compiled("By {{ time }}.") == (("By ", "time", False), (".", None, False))

    def test_pieces_and_the_sandbox_say_the_same(self) -> None:
        from jinja2.sandbox import ImmutableSandboxedEnvironment

        examples = {id: kind.example for id, kind in BANK.vocabulary.slots.items()}
        for one in BANK.phrases.values():
            plain = ImmutableSandboxedEnvironment().from_string(one.text).render(examples)
            text = prepare(one, BANK.vocabulary.slots, frozenset()).fill(examples)
            assert text.lower() == plain.lower()

    @pytest.mark.parametrize("text", ["{{ name.__class__ }}", "{{ name.__class__.__mro__ }}"])
    def test_the_sandbox_keeps_templates_from_the_inside_of_values(self, text: str) -> None:
        from jinja2.exceptions import SecurityError, UndefinedError

        wording = prepare(phrase(text, "name"), BANK.vocabulary.slots, frozenset())
        with pytest.raises((SecurityError, UndefinedError)):
            wording.fill({"name": "Sam"})
