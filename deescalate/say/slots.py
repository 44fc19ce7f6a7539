"""A reading, the state and the given values in, the value of every slot that has one out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from deescalate.types import Bank, Concern, Reading, SlotKind, State

LONGEST_VALUE = 120  # characters of a fact
LONGEST_GIVEN = 400  # characters of what the agent fills in
LONGEST_FORM = 110  # characters of a restatement: a longer one makes no readable sentence
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_TOPIC, _REQUEST = "say_topic_", "say_request_"
_FORMS = (
    ("concern_that", "that"),
    ("concern_np", "np"),
    ("concern_noun", "noun"),
    ("concern_quote", "quote"),
)


@dataclass(frozen=True, slots=True)
class Names:
    """The plain nouns of a bank for kinds of concerns and requests, and words that lead a noun."""

    topics: Mapping[str, str]
    requests: Mapping[str, str]
    leads: frozenset[str]
    slots: Mapping[str, SlotKind]

    @classmethod
    def of(cls, bank: Bank) -> Names:
        """Read the names from the classes of a bank."""
        leads = bank.classes.get("say_lead")
        return cls(
            topics=_table(bank, _TOPIC),
            requests=_table(bank, _REQUEST),
            leads=frozenset(leads.words if leads else ()),
            slots=bank.vocabulary.slots,
        )


def _table(bank: Bank, prefix: str) -> dict[str, str]:
    found = (
        (item.id.removeprefix(prefix), item.words)
        for item in bank.classes.values()
        if item.id.startswith(prefix)
    )
    return {kind: words[0] for kind, words in found if words}


def clean(value: str, longest: int) -> str:
    """Make one short line of a value: blanks collapsed, controls and end punctuation gone, capped."""
    line = " ".join(_CONTROL.sub("", value[: 4 * longest]).split())
    line = line.rstrip(" ,;:!?")
    if line.endswith(".") and "." not in line[:-1].rpartition(" ")[2]:
        line = line.rstrip(".")
    if len(line) <= longest:
        return line
    cut = line[:longest].rpartition(" ")[0] or line[:longest]
    return cut.rstrip(" ,;:.") + "…"


def slot_values(reading: Reading, state: State, given: Mapping[str, str], names: Names) -> dict[str, str]:
    """Collect facts, restatements of the concerns, and given values; what was given wins."""
    values = _facts(reading, state, names)
    values.update(_concern_forms(reading, state, names))
    request = _request(reading, state)
    if request in names.requests:
        values["request_do"] = names.requests[request]
    for slot, value in given.items():
        kind = names.slots.get(slot)
        line = clean(str(value), LONGEST_GIVEN if kind and kind.origin == "agent" else LONGEST_VALUE)
        if line:
            values[slot] = line
    return values


def _facts(reading: Reading, state: State, names: Names) -> dict[str, str]:
    values: dict[str, str] = {}
    for fact in state.facts:
        values[fact.slot] = fact.value
    newest: dict[str, str] = {}
    for fact in reading.facts:
        newest.setdefault(fact.slot, fact.value)
    values.update(newest)
    cleaned = {slot: clean(value, LONGEST_VALUE) for slot, value in values.items()}
    if "product" in cleaned:
        cleaned["product"] = _bare(cleaned["product"], names.leads)
    if "name" in cleaned:
        cleaned["name"] = _name_case(cleaned["name"])
    return {slot: value for slot, value in cleaned.items() if value}


def _bare(value: str, leads: frozenset[str]) -> str:
    """Take the article or possessive from the front of a noun: templates bring their own."""
    first, _, rest = value.partition(" ")
    return rest if rest and first.lower() in leads else value


def _name_case(name: str) -> str:
    return name.title() if name.islower() or (name.isupper() and len(name) > 2) else name


def _concern_forms(reading: Reading, state: State, names: Names) -> dict[str, str]:
    concerns = _by_priority(reading.concerns) or _by_priority(state.open_concerns)
    if not concerns:
        return {}
    main, *others = concerns
    values = {slot: getattr(main.restatement, form) for slot, form in _FORMS}
    values["topic"] = names.topics.get(main.kind)
    values["impact_that"] = next((concern.impact for concern in concerns if concern.impact), None)
    values["second_np"] = next((form for form in (_second(one) for one in others) if form), None)
    cleaned = {slot: clean(value, LONGEST_GIVEN) for slot, value in values.items() if value}
    return {slot: value for slot, value in cleaned.items() if value and len(value) <= LONGEST_FORM}


def _by_priority(concerns: Iterable[Concern]) -> list[Concern]:
    """Order concerns as decide does: those with an impact first, then the more certain ones."""
    return sorted(concerns, key=lambda concern: (concern.impact is None, -concern.weight))


def _second(concern: Concern) -> str | None:
    return concern.restatement.np or concern.restatement.noun


def _request(reading: Reading, state: State) -> str:
    asked = [tag for tag in reading.tags if tag.label == "request" and tag.kind]
    if asked:
        return max(asked, key=lambda tag: tag.weight).kind or ""
    return state.open_requests[0].rpartition(":")[2] if state.open_requests else ""
