"""A reading, the state and the given values in, the value of every slot that has one out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from deescalate.types import SURE, Bank, Concern, Reading, SlotKind, State, by_priority

LONGEST_VALUE = 120  # characters of a fact
LONGEST_ABBREVIATION = 3  # letters: "IT", "HR"
LONGEST_GIVEN = 400  # characters of what the agent fills in
LONGEST_FORM = 110  # characters of a restatement: a longer one makes no readable sentence
LONGEST_QUOTE = 60  # characters of the customer's own words: more is a speech, and seldom a clean one
PASSING = frozenset({"duration", "department", "date"})  # facts of one message, out of place in the next
WISHES = frozenset(
    {"refund", "replacement", "cancel", "compensation", "account", "delivery", "order", "stop"}
)
_BROKEN = re.compile(  # no clause of a sentence
    r"[.!?]\s|\s[.,;:!?]|\.[a-z]+\s|\b(\w+) \1\b|\b(?:the|a|an|your|my) (?:the|a|an|your|my)\b"
)
_CLAUSES = frozenset(
    {"concern_that", "concern_np", "concern_noun", "concern_quote", "impact_that", "second_np", "topic"}
    | {"asked_what", "wish_to"}
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_TOPIC, _TOPIC_OF, _REQUEST = "say_topic_", "say_topic_of_", "say_request_"
_FORMS = (
    ("concern_that", "that"),
    ("concern_np", "np"),
    ("concern_noun", "noun"),
    ("concern_quote", "quote"),
)
_NAMING = (("concern_noun", "noun"),)


@dataclass(frozen=True, slots=True)
class Names:
    """The plain nouns of a bank for kinds of concerns and requests, and words that lead a noun."""

    topics: Mapping[str, str]
    requests: Mapping[str, str]
    topics_of: Mapping[str, str]
    leads: frozenset[str]
    no_length: frozenset[str]
    one: frozenset[str]
    own_teams: frozenset[str]
    no_clause: frozenset[str]
    calendar: frozenset[str]
    no_end: tuple[str, ...]
    unsaid: tuple[str, ...]
    slots: Mapping[str, SlotKind]

    @classmethod
    def of(cls, bank: Bank) -> Names:
        """Read the names from the classes of a bank."""
        return cls(
            topics=_table(bank, _TOPIC),
            topics_of=_table(bank, _TOPIC_OF),
            requests=_table(bank, _REQUEST),
            leads=_words(bank, "say_lead"),
            no_length=_words(bank, "say_no_length"),
            one=_words(bank, "say_one"),
            own_teams=_words(bank, "say_own_team"),
            no_clause=_words(bank, "say_no_clause"),
            calendar=_words(bank, "day_name") | _words(bank, "month_name"),
            no_end=tuple(f" {words}" for words in sorted(_words(bank, "say_no_end"))),
            unsaid=tuple(sorted(_words(bank, "say_unsaid"))),
            slots=bank.vocabulary.slots,
        )


def _table(bank: Bank, prefix: str) -> dict[str, str]:
    found = (
        (item.id.removeprefix(prefix), item.words)
        for item in bank.classes.values()
        if item.id.startswith(prefix)
    )
    return {kind: words[0] for kind, words in found if words}


def _words(bank: Bank, name: str) -> frozenset[str]:
    found = bank.classes.get(name)
    return frozenset(found.words if found else ())


def clean(value: str, longest: int) -> str:
    """Make one short line of a value: blanks collapsed, controls and end punctuation gone, capped."""
    line = " ".join(_CONTROL.sub("", value[: 4 * longest]).split())
    line = line.rstrip(" ,;:!?")
    if line.endswith(".") and "." not in line[:-1].rpartition(" ")[2]:
        line = line.rstrip(".").rstrip(" ,;:!?")
    if len(line) <= longest:
        return line
    cut = line[:longest].rpartition(" ")[0] or line[:longest]
    return cut.rstrip(" ,;:.") + "…"


def slot_values(reading: Reading, state: State, given: Mapping[str, str], names: Names) -> dict[str, str]:
    """Collect facts, restatements of the concerns, and given values; what was given wins."""
    values = _facts(reading, state, names)
    values.update(_concern_forms(reading, state, names))
    values.update(_request_forms(reading, names))
    request = _request(reading, state)
    about = next(
        (one.forms.about for one in reading.requests if one.weight >= SURE and one.forms.about), None
    )
    if request not in WISHES and about:
        values["request_do"] = about
    elif request in names.requests:
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
        if fact.slot not in PASSING:
            values[fact.slot] = fact.value
    newest: dict[str, str] = {}
    for fact in reading.facts:
        newest.setdefault(fact.slot, fact.value)
    values.update(newest)
    cleaned = {slot: clean(value, LONGEST_VALUE) for slot, value in values.items()}
    for slot in ("product", "department"):
        if slot in cleaned:
            cleaned[slot] = _bare(cleaned[slot], names.leads)
    if "name" in cleaned:
        cleaned["name"] = _name_case(cleaned["name"])
    for slot in PASSING & cleaned.keys():
        cleaned[slot] = _in_sentence(cleaned[slot], names)
    if not _is_length(cleaned.get("duration", ""), names):
        cleaned.pop("duration", None)
    if cleaned.get("department", "").lower() in names.own_teams:
        del cleaned["department"]
    return {slot: value for slot, value in cleaned.items() if value}


def _in_sentence(value: str, names: Names) -> str:
    """Write a time or department as inside a sentence: "today", "on Monday", but "IT"."""
    words = (
        word if word.isupper() and len(word) <= LONGEST_ABBREVIATION else word.lower()
        for word in value.split()
    )
    return " ".join(word.capitalize() if word.lower() in names.calendar else word for word in words)


def _is_length(value: str, names: Names) -> bool:
    """Tell whether a duration can stand in a sentence: "two days", "an hour", not "all day" or "16 month"."""
    words = value.lower().split()
    if len(words) < 2 or words[0] in names.no_length:
        return False
    return words[-1].endswith("s") or not names.one.isdisjoint(words[:-1])


def _bare(value: str, leads: frozenset[str]) -> str:
    """Take the article or possessive from the front of a noun: templates bring their own."""
    first, _, rest = value.partition(" ")
    return rest if rest and first.lower() in leads else value


def _name_case(name: str) -> str:
    return name.title() if name.islower() or (name.isupper() and len(name) > 2) else name


def _concern_forms(reading: Reading, state: State, names: Names) -> dict[str, str]:
    """Take the forms of the main concern; of an earlier or doubtful one only the thing is named."""
    main = reading.main_concern(state.open_concerns)
    if main is None:
        return {}
    concerns = by_priority(reading.concerns) or state.open_concerns
    others = [one for one in concerns if one is not main]
    in_place = bool(reading.concerns) or state.turn <= 1 or state.contact > 1
    forms = _FORMS if in_place and main.weight >= reading.sure else _NAMING
    values = {slot: getattr(main.restatement, form) for slot, form in forms}
    values["topic"] = _topic(main, names) if main.weight >= reading.sure else None
    values["impact_that"] = next((concern.impact for concern in concerns if concern.impact), None)
    sure = (one for one in others if in_place and one.weight >= SURE)
    values["second_np"] = next((form for form in map(_second, sure) if form), None)
    cleaned = {slot: clean(value, LONGEST_GIVEN) for slot, value in values.items() if value}
    return {slot: value for slot, value in cleaned.items() if value and _readable(slot, value, names)}


def _request_forms(reading: Reading, names: Names) -> dict[str, str]:
    """Take the customer's first sure question and wish, in the agent's voice."""
    sure = sorted(
        (one for one in reading.requests if one.weight >= SURE), key=lambda one: one.kind not in WISHES
    )
    forms = {
        "asked_what": next((one.forms.question for one in sure if one.forms.question), None),
        "wish_to": next((one.forms.wish for one in sure if one.forms.wish), None),
    }
    cleaned = {slot: clean(form, LONGEST_GIVEN) for slot, form in forms.items() if form}
    return {slot: form for slot, form in cleaned.items() if form and _readable(slot, form, names)}


def _readable(slot: str, value: str, names: Names) -> bool:
    """Tell whether a form makes a sentence that a reader takes in at once."""
    if slot == "concern_that" and value.split()[0].lower() in names.no_clause:
        return False
    lowered = value.lower()
    if slot in _CLAUSES and (_BROKEN.search(value) or lowered.endswith(names.no_end)):
        return False
    if any(words in lowered for words in names.unsaid):
        return False
    return len(value) <= (LONGEST_QUOTE if slot == "concern_quote" else LONGEST_FORM)


def _topic(main: Concern, names: Names) -> str | None:
    """Name the matter: by its thing where that reads better, else by its kind."""
    lead, noun = names.topics_of.get(main.kind), main.restatement.noun
    return f"{lead} {noun}" if lead and noun else names.topics.get(main.kind)


def _second(concern: Concern) -> str | None:
    return concern.restatement.np or concern.restatement.noun


def _request(reading: Reading, state: State) -> str:
    """Pick the wish that phrases speak of; none where another wish, still open, could be taken for it."""
    asked = [tag for tag in reading.tags if tag.label == "request" and tag.kind and tag.weight >= SURE]
    still = [kind.rpartition(":")[2] for kind in state.open_requests]
    if not asked:
        return still[0] if len(still) == 1 or (still and still[0] in WISHES) else ""
    best = max(asked, key=lambda tag: (tag.kind in WISHES, tag.weight)).kind or ""
    return best if best in WISHES or WISHES.isdisjoint(still) else ""
