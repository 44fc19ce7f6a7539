"""JSON of format 1: its shape, and clear answers to objects that cannot be used."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deescalate import wire
from deescalate.advisor import Advisor
from deescalate.errors import InputError
from deescalate.types import Finding, State, Turn

MESSAGE = "Third time I call about order 88213. You people lost my parcel! Where is it?"


@pytest.fixture(scope="module")
def answer(advisor: Advisor) -> dict[str, Any]:
    return wire.advice_to_json(advisor.advise(MESSAGE), "a-1")


def test_an_advice_has_the_keys_of_format_1(answer: dict[str, Any]) -> None:
    assert list(answer) == ["format", "id", "reading", "state", "plan", "suggestions"]
    assert answer["format"] == 1
    assert answer["id"] == "a-1"
    assert {"text", "language", "anger", "tags", "facts", "concerns", "set_aside"} <= set(answer["reading"])
    assert {"level", "score"} <= set(answer["reading"]["anger"])
    assert {"stage", "trend"} <= set(answer["state"])
    assert {"moves", "stop"} <= set(answer["plan"])


def test_the_ledger_is_written(advisor: Advisor) -> None:
    said = [
        Turn.customer(MESSAGE),
        Turn.agent("So sorry! Your name? I'll call by 5 pm."),
        Turn.customer("Sam"),
    ]
    state = wire.advice_to_json(advisor.advise(said))["state"]
    for part, keys in {
        "concerns": {"kind", "text", "raised", "times", "closed"},
        "requests": {"kind", "text", "raised", "times", "closed"},
        "questions": {"about", "text", "turn", "times", "answered", "answer"},
        "promises": {"text", "time", "turn", "status"},
        "apologies": {"text", "turn", "about"},
    }.items():
        assert state[part]
        assert all(set(row) == keys for row in state[part])


def test_the_whole_state_is_written(answer: dict[str, Any]) -> None:
    assert set(answer["state"]) == {field.name for field in fields(State)}


@pytest.mark.parametrize(
    ("path", "keys"),
    [
        (("reading", "tags"), {"label", "kind", "start", "end", "text", "weight", "cue", "because"}),
        (("reading", "facts"), {"slot", "value", "start", "end"}),
        (("reading", "concerns"), {"kind", "text", "restated", "start", "end"}),
        (("reading", "requests"), {"kind", "text", "restated", "start", "end"}),
        (("plan", "moves"), {"move", "rule", "because", "source"}),
        (("suggestions",), {"text", "moves", "phrases", "score", "because", "missing"}),
    ],
)
def test_every_list_holds_objects_of_its_kind(
    answer: dict[str, Any], path: tuple[str, ...], keys: set[str]
) -> None:
    rows: Any = answer
    for key in path:
        rows = rows[key]
    assert rows
    assert all(keys <= set(row) for row in rows)


def test_offsets_point_into_the_text(answer: dict[str, Any]) -> None:
    reading = answer["reading"]
    assert all(reading["text"][tag["start"] : tag["end"]] == tag["text"] for tag in reading["tags"])


def test_a_reading_and_findings_have_their_own_envelope(advisor: Advisor) -> None:
    assert list(wire.reading_to_json(advisor.read(MESSAGE), 7)) == ["format", "id", "reading"]
    finding = Finding("dismissing", 0, 9, "Calm down", "it dismisses", "I hear you", "error")
    found = wire.findings_to_json([finding])
    assert list(found) == ["format", "id", "findings"]
    assert found["findings"][0] == {
        "kind": "dismissing",
        "start": 0,
        "end": 9,
        "text": "Calm down",
        "message": "it dismisses",
        "instead": "I hear you",
        "level": "error",
    }


@given(st.recursive(st.text() | st.integers() | st.none(), lambda inner: st.dictionaries(st.text(), inner)))
def test_whatever_is_written_is_utf8_and_reads_back(value: object) -> None:
    assert json.loads(wire.dumps(value).encode()) == value


def test_a_lone_surrogate_is_escaped() -> None:
    assert wire.dumps({"text": "a\ud800"}) == '{"text": "a\\ud800"}'


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{not json", "no JSON"),
        ("[1]", "not a list"),
        ('"text"', "not a text"),
        ("NaN", "no JSON value"),
        ('{"id": NaN, "text": "x"}', "no JSON value"),
        ("[" * 100_000, "no JSON"),
        ('{"id": [1], "text": "x"}', "id: a text or a number"),
        ("{}", "text or turns: is missing"),
        ('{"text": null}', "a text is needed, not null"),
        ('{"text": 5}', "a text is needed, not a number"),
        ('{"text": "x", "turns": []}', "leave one out"),
        ('{"turns": {}}', "turns: a list is needed, not an object"),
        ('{"turns": ["x"]}', r"turns\[0\]: an object"),
        ('{"turns": [{"text": "x"}]}', r"turns\[0\].role: is missing"),
        ('{"turns": [{"role": "custmer", "text": "x"}]}', "did you mean 'customer'"),
        ('{"turns": [{"role": "agent"}]}', r"turns\[0\].text: is missing"),
        ('{"turns": [{"role": "agent", "text": "x", "at": "noon"}]}', r"turns\[0\].at: an ISO 8601 time"),
        ('{"turns": [{"role": "agent", "text": "x", "at": "2026-02-31T10:00"}]}', "an ISO 8601 time"),
        ('{"turns": [{"role": "agent", "text": "x", "contact": 0}]}', r"turns\[0\].contact: a whole number"),
        ('{"turns": [{"role": "agent", "text": "x", "contact": true}]}', "a whole number"),
        ('{"text": "x", "slots": ["time"]}', "slots: an object is needed"),
        ('{"text": "x", "slots": {"time": 5}}', "slots.time: a text is needed, not a number"),
        ('{"text": "x", "channel": 1}', "channel: a text is needed"),
    ],
)
def test_an_object_that_cannot_be_used_is_told_where_and_why(line: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        wire.question_in(wire.parse_object(line))


def test_turns_are_taken_with_time_and_contact() -> None:
    row = {
        "turns": [{"role": "customer", "text": "x", "at": "2026-03-01T10:32:00Z", "contact": 2, "more": 1}]
    }
    assert wire.question_in(row).message == (Turn.customer("x", "2026-03-01T10:32:00Z", 2),)


@pytest.mark.parametrize("number", ["1e999", "-1e999"])
def test_an_id_that_no_json_can_write_back_is_refused(number: str) -> None:
    with pytest.raises(InputError, match="id: the number is too large"):
        wire.message_in(wire.parse_object(f'{{"id": {number}, "text": "x"}}'))


@pytest.mark.parametrize("id", ["a", "", 0, -1.5, True, None])
def test_any_scalar_passes_through_as_id(id: wire.Scalar) -> None:
    assert wire.message_in({"id": id, "text": "x", "anger": 2}).id == id
