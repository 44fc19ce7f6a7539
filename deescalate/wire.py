"""The values of the library as JSON of format 1, and JSON objects as what the library takes."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from math import isfinite
from typing import Any, cast

from deescalate.errors import InputError, UnknownName
from deescalate.types import (
    Advice,
    Apology,
    Asked,
    Concern,
    Fact,
    Finding,
    Matter,
    Plan,
    PlannedMove,
    Promise,
    Reading,
    Request,
    Role,
    SetAside,
    SlotKind,
    State,
    Suggestion,
    Tag,
    Turn,
)

FORMAT = 1
ROLES = ("customer", "agent")
_ISO_TIME = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d([.,]\d{1,9})?)?( ?(Z|[+-]\d\d:?\d\d))?)?")

Json = dict[str, Any]
Scalar = str | int | float | bool | None


# --- values to JSON ----------------------------------------------------------------------------


def dumps(value: object, *, indent: int | None = None) -> str:
    """Write a value as JSON that can always be encoded; what UTF-8 cannot hold is escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value, indent=indent, allow_nan=False)
    return text


def advice_to_json(advice: Advice, id: Scalar = None) -> Json:
    """Lay out an advice: what `suggest --json` prints."""
    return {
        "format": FORMAT,
        "id": id,
        "reading": _reading(advice.reading),
        "state": _state(advice.state),
        "plan": _plan(advice.plan),
        "suggestions": [_suggestion(suggestion, advice.unknowns) for suggestion in advice.suggestions],
    }


def reading_to_json(reading: Reading, id: Scalar = None) -> Json:
    """Lay out a reading: what `tag --json` prints."""
    return {"format": FORMAT, "id": id, "reading": _reading(reading)}


def findings_to_json(findings: Sequence[Finding], id: Scalar = None) -> Json:
    """Lay out the findings on a draft: what `check --json` prints."""
    return {"format": FORMAT, "id": id, "findings": [_finding(finding) for finding in findings]}


def error_to_json(error: object, id: Scalar = None) -> Json:
    """Lay out the answer to an input object that cannot be used."""
    return {"id": id, "error": str(error)}


def _reading(reading: Reading) -> Json:
    anger = reading.anger
    return {
        "text": reading.text,
        "language": reading.language,
        "anger": {"level": anger.level, "score": _round(anger.score), "because": list(anger.because)},
        "tags": [_tag(tag) for tag in reading.tags],
        "facts": [_fact(fact) for fact in reading.facts],
        "concerns": [_concern(concern) for concern in reading.concerns],
        "requests": [_request(request) for request in reading.requests],
        "set_aside": [_set_aside(aside) for aside in reading.set_aside],
        "notes": list(reading.notes),
    }


def _tag(tag: Tag) -> Json:
    return {
        "label": tag.label,
        "kind": tag.kind,
        "start": tag.start,
        "end": tag.end,
        "text": tag.text,
        "weight": _round(tag.weight),
        "cue": tag.cue,
        "because": tag.because,
    }


def _fact(fact: Fact) -> Json:
    return {"slot": fact.slot, "value": fact.value, "start": fact.start, "end": fact.end}


def _concern(concern: Concern) -> Json:
    forms = concern.restatement
    return {
        "kind": concern.kind,
        "text": concern.text,
        "restated": concern.restated,
        "start": concern.start,
        "end": concern.end,
        "weight": _round(concern.weight),
        "impact": concern.impact,
        "forms": {"that": forms.that, "np": forms.np, "noun": forms.noun, "quote": forms.quote},
        "subject": forms.subject,
    }


def _request(request: Request) -> Json:
    forms = request.forms
    return {
        "kind": request.kind,
        "text": request.text,
        "restated": request.restated,
        "start": request.start,
        "end": request.end,
        "weight": _round(request.weight),
        "forms": {"question": forms.question, "wish": forms.wish, "about": forms.about},
    }


def _set_aside(aside: SetAside) -> Json:
    return {"why": aside.why, "start": aside.start, "end": aside.end}


def _state(state: State) -> Json:
    return {item.name: _plain(getattr(state, item.name)) for item in fields(state)}


def _plain(value: object) -> object:
    """Lay out a value of the state: concerns, entries of the ledger, collections of them or of words."""
    if isinstance(value, Concern):
        return _concern(value)
    if isinstance(value, Fact | Matter | Asked | Promise | Apology):
        return {item.name: getattr(value, item.name) for item in fields(value)}
    if isinstance(value, frozenset):
        return sorted(value)
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def _plan(plan: Plan) -> Json:
    return {
        "moves": [_move(move) for move in plan.moves],
        "stop": plan.stop,
        "policies": list(plan.policies),
        "alternatives": [[_move(move) for move in way] for way in plan.alternatives],
    }


def _move(move: PlannedMove) -> Json:
    return {"move": move.move, "rule": move.rule, "because": move.because, "source": move.source}


def _suggestion(suggestion: Suggestion, unknowns: Mapping[str, SlotKind]) -> Json:
    return {
        "text": suggestion.text,
        "moves": list(suggestion.moves),
        "phrases": list(suggestion.phrases),
        "score": _round(suggestion.score),
        "because": list(suggestion.because),
        "missing": list(suggestion.missing),
        "missing_meaning": {slot: unknowns[slot].meaning for slot in suggestion.missing if slot in unknowns},
    }


def _finding(finding: Finding) -> Json:
    return {
        "kind": finding.kind,
        "start": finding.start,
        "end": finding.end,
        "text": finding.text,
        "message": finding.message,
        "instead": finding.instead,
        "level": finding.level,
    }


def _round(number: float) -> float:
    return round(number, 4)


# --- JSON to values ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Message:
    """An input object of `tag`: a text to read."""

    id: Scalar
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """An input object of `suggest`: the text or turns to answer, and how."""

    id: Scalar
    message: str | tuple[Turn, ...]
    slots: Mapping[str, str] = field(default_factory=dict)
    channel: str | None = None


def parse_object(line: str) -> Json:
    """Read one JSON object.

    Raises InputError when the line is no JSON or another kind of value.
    """
    try:
        value = json.loads(line, parse_constant=_no_constant)
    except RecursionError as error:
        raise InputError("no JSON that can be read: nested too deeply") from error
    except ValueError as error:
        raise InputError(f"no JSON: {error}") from error
    if not isinstance(value, dict):
        raise InputError(f'a JSON object is needed, such as {{"text": "…"}}, not {_kind(value)}')
    return value


def id_of(row: Json) -> Scalar:
    """Return the id that passes through: any JSON scalar, null when there is none.

    Raises InputError when it is a list, an object or a number beyond what JSON can write back.
    """
    value = row.get("id")
    if isinstance(value, list | dict):
        raise InputError(f"id: a text or a number is needed, not {_kind(value)}")
    if isinstance(value, float) and not isfinite(value):
        raise InputError("id: the number is too large to pass through; write it as a text")
    return cast(Scalar, value)


def message_in(row: Json) -> Message:
    """Take the message to tag: `{"id", "text"}`. Other keys are left alone."""
    return Message(id_of(row), _text(row, "text"))


def question_in(row: Json) -> Question:
    """Take a message or conversation to answer: `{"id", "text" or "turns", "slots", "channel"}`."""
    id = id_of(row)
    if "turns" in row and "text" in row:
        raise InputError("text and turns are both given: leave one out")
    message = turns_in(row["turns"]) if "turns" in row else _text(row, "text", "text or turns")
    return Question(id, message, _slots(row.get("slots")), _optional_text(row, "channel"))


def turns_in(rows: object) -> tuple[Turn, ...]:
    """Take the turns of a conversation: `[{"role", "text", "at"?, "contact"?}]`.

    Raises InputError that names the turn and the key.
    """
    if not isinstance(rows, list):
        raise InputError(f"turns: a list is needed, not {_kind(rows)}")
    return tuple(_turn(row, f"turns[{at}]") for at, row in enumerate(rows))


def _turn(row: object, where: str) -> Turn:
    if not isinstance(row, dict):
        raise InputError(f"{where}: an object with role and text is needed, not {_kind(row)}")
    role = _text(row, "role", f"{where}.role")
    if role not in ROLES:
        raise UnknownName.of(f"role in {where}", role, ROLES)
    text = _text(row, "text", f"{where}.text")
    return Turn(
        cast(Role, role), text, _time(row.get("at"), f"{where}.at"), _contact(row, f"{where}.contact")
    )


def _text(row: Json, key: str, where: str | None = None) -> str:
    if key not in row:
        raise InputError(f"{where or key}: is missing")
    value = row[key]
    if not isinstance(value, str):
        raise InputError(f"{where or key}: a text is needed, not {_kind(value)}")
    return value


def _optional_text(row: Json, key: str) -> str | None:
    return _text(row, key) if row.get(key) is not None else None


def _slots(value: object) -> dict[str, str]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise InputError(f"slots: an object is needed, not {_kind(value)}")
    return {name: _text(value, name, f"slots.{name}") for name in value}


def _time(value: object, where: str) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str) or not _ISO_TIME.fullmatch(value) or not _is_day(value[:10]):
        raise InputError(
            f"{where}: an ISO 8601 time such as 2026-03-01T10:32:00Z is needed, not {value!r:.60}"
        )
    return value


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _contact(row: Json, where: str) -> int:
    value = row.get("contact")
    if value is None:
        return 1
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise InputError(f"{where}: a whole number from 1 is needed, not {value!r:.60}")
    return value


def _no_constant(name: str) -> object:
    raise ValueError(f"{name} is no JSON value")


def _kind(value: object) -> str:
    """Name the JSON kind of a value."""
    if value is None:
        return "null"
    kinds: dict[type, str] = {bool: "true or false", str: "a text", list: "a list", dict: "an object"}
    return kinds.get(type(value), "a number")
