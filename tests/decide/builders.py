"""Readings and states made by hand, so that decide is tested without hear."""

from __future__ import annotations

from deescalate.types import Anger, Concern, Fact, Reading, State, Tag


def tag(name: str, weight: float = 0.8) -> Tag:
    label, _, kind = name.partition(":")
    return Tag(label, kind or None, 0, 1, "x", weight, f"{label}/test", "for the test")


def concern(kind: str, weight: float = 0.8, impact: str | None = None) -> Concern:
    return Concern(kind, "x", 0, 1, weight, impact=impact)


def reading(
    *tags: str, anger: int = 0, text: str = "some words of a customer", facts: dict[str, str] | None = None
) -> Reading:
    """Make a reading with these tags; every tag `concern:KIND` is a concern as well."""
    kinds = [name.partition(":")[2] for name in tags if name.startswith("concern:")]
    found = tuple(Fact(slot, value, 0, 1) for slot, value in (facts or {}).items())
    return Reading(
        text=text,
        language="en",
        anger=Anger(anger, anger / 3),
        tags=tuple(tag(name) for name in tags),
        facts=found,
        concerns=tuple(concern(kind) for kind in kinds),
    )


def state(**changes: object) -> State:
    return State(**changes)  # type: ignore[arg-type]
