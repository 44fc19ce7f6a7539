"""What all replies to one message share: the values, what was said, and which wordings are open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from zlib import crc32

from deescalate.say.compare import content, normalised
from deescalate.say.wording import LIGHT, Wording
from deescalate.types import Plan, SlotKind, State

RESTATING = frozenset({"concern_that", "concern_np", "concern_quote"})
_TELLING = RESTATING | {"impact_that", "contacts", "duration", "asked_what", "wish_to"}
PERSONAL = frozenset(
    {"order", "ticket", "invoice", "tracking", "flight", "amount", "phone", "email", "person", "date"}
)

TOLD = RESTATING | {"asked_what", "wish_to"}
_WORTH_GIVEN, _COST_OPEN = 5.0, 3.0
_COST_STALE = 6.0  # for telling again what an earlier reply told
_OURS = frozenset({"topic", "request_do"})  # slots of the customer's whose words are the bank's
_ALWAYS_OPEN = frozenset({"time", "channel_private", "answer"})  # a reply that needs one cannot do without

Offer = tuple[Wording, float]


@dataclass(slots=True)
class Scene:
    """One message to answer.

    values: every slot's value, open ones of the agent as `[slot]`. known: slots with a value.
    open_slots: slots of the agent without one. clash: for each slot, the slots that would say it twice.
    said: normalised sentences the agent has used. openings: how the last reply began. leads: what may
    stand before the first sentence of a reply. stale: slots whose value an earlier reply has told.
    """

    plan: Plan
    channel: str
    values: dict[str, str]
    known: frozenset[str]
    open_slots: frozenset[str]
    said: frozenset[str]
    openings: frozenset[str]
    leads: tuple[str, ...]
    stale: frozenset[str]
    seed: int
    clash: Mapping[str, frozenset[str]]
    glue: frozenset[str]
    _fit: dict[str, bool] = field(default_factory=dict)

    def offers(self, wordings: Sequence[Wording]) -> list[Offer]:
        """List the wordings whose slots have values here, each with its worth, the worthiest first."""
        known = self.known
        found = [
            (wording, self._worth(wording) if wording.fills or self.stale else wording.worth)
            for wording in wordings
            if wording.needs <= known
        ]
        found.sort(key=_worth_of, reverse=True)
        return found

    def fits(self, wording: Wording) -> bool:
        """Tell whether the wording's condition holds, and it says nothing twice by itself."""
        fit = self._fit.get(wording.phrase.id)
        if fit is None:
            fit = wording.phrase.when.holds(self.plan.situation) and not self._doubles(wording)
            self._fit[wording.phrase.id] = fit
        return fit

    def words(self, slot: str) -> frozenset[str]:
        """Return the words that carry the value of a slot of the customer's."""
        if slot in self.open_slots:
            return frozenset()
        return content(self.values.get(slot, ""), self.glue)

    def ours(self, wording: Wording) -> Counter[str]:
        """Count the longer words that a wording says without quoting the customer."""
        counts = Counter(wording.longer)
        for slot in wording.uses & _OURS:
            counts.update(self.words(slot))
        return counts

    def _doubles(self, wording: Wording) -> bool:
        return any(slot in self.clash and self.clash[slot] & wording.uses for slot in wording.uses)

    def _worth(self, wording: Wording) -> float:
        worth = wording.worth
        if not self.stale.isdisjoint(wording.needs):
            worth -= _COST_STALE
        for slot in wording.fills:
            if slot not in self.open_slots:
                worth += _WORTH_GIVEN
            elif slot not in _ALWAYS_OPEN:
                worth -= _COST_OPEN
        return worth


def _worth_of(offer: Offer) -> float:
    return offer[1]


def make_scene(
    plan: Plan,
    state: State,
    given: Mapping[str, str],
    channel: str,
    slots: Mapping[str, SlotKind],
    name: str | None,
    greetings: Sequence[str],
    glue: frozenset[str],
) -> Scene:
    """Set the scene: what may be said in this channel, with placeholders where the agent must fill in."""
    values = {
        slot: value for slot, value in given.items() if slot in slots and _speakable(slot, value, channel)
    }
    values.pop("name", None)
    if name:
        values["name"] = name
    known = frozenset(values)
    before = ("", *greetings) if channel == "email" else ("",)
    open_slots = frozenset(
        slot for slot, kind in slots.items() if kind.origin == "agent" and slot not in values
    )
    for slot in open_slots:
        values[slot] = f"[{slot}]"
    return Scene(
        plan=plan,
        channel=channel,
        values=values,
        known=known,
        open_slots=open_slots,
        said=_said(state, given.get("name")),
        openings=frozenset(state.openings[-1:]),
        leads=tuple(f"{lead} {who}".strip() for lead in before for who in {"", given.get("name", "")}),
        seed=crc32(f"{state.seed}|{state.turn}".encode()),
        stale=_stale(values, known, state.said),
        clash=_clashes(values, frozenset(slot for slot in known if slots[slot].origin != "agent"), glue),
        glue=glue,
    )


def _speakable(slot: str, value: str, channel: str) -> bool:
    if channel == "social":
        return slot not in PERSONAL and not any(letter.isdigit() for letter in value)
    return channel != "phone" or "://" not in value


def _clashes(
    values: Mapping[str, str], known: frozenset[str], glue: frozenset[str]
) -> dict[str, frozenset[str]]:
    """Find for each slot the others that say the same: forms of one concern, values within values."""
    found: dict[str, set[str]] = {slot: set() for slot in known}
    lowered = {slot: values[slot].lower() for slot in known}
    for one, other in combinations(sorted(known), 2):
        alike = {one, other} <= TOLD and _overlap(values[one], values[other], glue)
        if alike or _same(one, other, lowered[one], lowered[other]):
            found[one].add(other)
            found[other].add(one)
    return {slot: frozenset(others) for slot, others in found.items() if others}


def _same(one: str, other: str, first: str, second: str) -> bool:
    if one in RESTATING and other in RESTATING:
        return True
    if first == second:
        return True
    if (one in LIGHT) != (other in LIGHT):
        return False
    return first in second or second in first


def _overlap(one: str, other: str, glue: frozenset[str]) -> bool:
    """Tell whether two clauses have most of their words in common: a concern, and why it is so."""
    first, second = content(one, glue), content(other, glue)
    return bool(first) and 2 * len(first & second) > min(len(first), len(second))


def _said(state: State, name: str | None) -> frozenset[str]:
    """Return what was said, also without the name that may have stood before it."""
    lead = normalised(name) + " " if name else ""
    if not lead:
        return state.said
    return state.said | {said.removeprefix(lead) for said in state.said if said.startswith(lead)}


def _stale(values: Mapping[str, str], known: frozenset[str], said: frozenset[str]) -> frozenset[str]:
    """Find the restatements that an earlier reply has made; if one form was said, all forms are stale."""
    told = {slot for slot in known & _TELLING if _within(normalised(values[slot]), said)}
    return frozenset(told | RESTATING) if told & RESTATING else frozenset(told)


def _within(value: str, said: frozenset[str]) -> bool:
    return any(value in sentence for sentence in said)
