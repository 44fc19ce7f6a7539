"""From a Reading and a State to the Situation: the value of every test a condition may ask."""

from __future__ import annotations

from collections.abc import Iterable

from deescalate.types import SURE, Concern, Reading, Situation, SituationValue, State, Tag

# Tags whose wording says something of the customer's life or history, and from which weight it may.
CLAIMS = {"impact": SURE, "distress": SURE, "repeat": SURE, "abuse": SURE}
VAGUE_REQUEST = "other"


def situate(
    reading: Reading,
    state: State,
    *,
    slots: frozenset[str] = frozenset(),
    notice: str | None = None,
    channel: str = "chat",
    apology: str = "regret",
) -> Situation:
    """Give every test of the vocabulary its value for the newest message in its conversation."""
    kinds = [_asked(tag) for tag in reading.tags if tag.label == "request" and tag.kind]
    main = reading.main_concern(state.open_concerns)
    facts = frozenset(fact.slot for fact in (*reading.facts, *state.facts))
    abusive = any(tag.label == "abuse" for tag in reading.tags)
    situation: dict[str, SituationValue] = {
        "tag": _tags(reading),
        "open": _kinds((*reading.concerns, *state.open_concerns)),
        "main": frozenset((_kind(main),)) if main else frozenset(),
        "fact": facts,
        "told": frozenset(fact.slot for fact in reading.facts),
        "slot": slots | facts,
        "asks": frozenset((*kinds, *state.open_requests)),
        "stage": frozenset((state.stage,)),
        "trend": frozenset((state.trend,)),
        "channel": frozenset((channel,)),
        "asked": frozenset(state.asked),
        "done": frozenset(state.done),
        "last": state.latest,
        "notice": frozenset((notice,)) if notice else frozenset(),
        "policy": frozenset((f"apology:{apology}",)),
        "anger": reading.anger.level,
        "peak": max((reading.anger.level, *state.anger)),
        "concerns": len({concern.kind for concern in reading.concerns}),
        "requests": len(kinds),
        "contact": state.contact,
        "turn": state.turn,
        "apologised": state.apologised,
        "promised": len(state.promised),
        "abuse_turns": max(state.abuse_turns, int(abusive)),
        "warned": max(state.warnings, int(state.warned)),
        "words": state.words or len(reading.text.split()),
        "clear": int(bool(kinds or state.open_requests or _says_what(reading, state))),
    }
    return situation


def _kind(concern: Concern) -> str:
    """Name the kind of a concern where it is likely; a reply to a doubtful one stays general."""
    return concern.kind if concern.weight >= SURE else "other"


def _asked(tag: Tag) -> str:
    """Name the kind of a request where it is likely; a reply to a doubtful one names none."""
    return tag.kind if tag.kind and tag.weight >= SURE else VAGUE_REQUEST


def _says_what(reading: Reading, state: State) -> bool:
    """Tell whether some concern is more than a cry: of a known kind, or one that can be restated."""
    raised = (*reading.concerns, *state.open_concerns)
    said = (concern.restatement for concern in raised if concern.kind == "other")
    return any(concern.kind != "other" for concern in raised) or any(r.that or r.np or r.noun for r in said)


def _tags(reading: Reading) -> frozenset[str]:
    """Name the tags a reply may answer: one that claims much only when it is likely."""
    tags = [tag for tag in reading.tags if tag.weight >= CLAIMS.get(tag.label, 0.0)]
    labels = {tag.label for tag in tags}
    for tag in tags:
        if tag.kind:
            labels.add(f"{tag.label}:{_asked(tag) if tag.label == 'request' else tag.kind}")
    if reading.anger.level:
        labels.add("anger")
    return frozenset(labels)


def _kinds(concerns: Iterable[Concern]) -> frozenset[str]:
    return frozenset(concern.kind for concern in concerns)
