"""From one way to answer, as the rules have it, to the way as the policies allow it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from deescalate.decide import policies
from deescalate.decide.rulebook import Way
from deescalate.types import PlannedMove, Situation, State

BOUNDARY = "abuse: help stays offered, with a boundary"
LISTEN = "listening: the point is taken before anything else"
NEXT_STEP = "next step: every answer says what happens next"
POLICY_SOURCE = "deescalate#policies"


class Governor:
    """Applies the policies to the ways of one plan; `notes` tell which of them changed something.

    `meanings` are the moves of the vocabulary with what they do.
    """

    def __init__(self, situation: Situation, state: State, channel: str, meanings: Mapping[str, str]) -> None:
        self.notes: dict[str, None] = {}
        self._situation = situation
        self._meanings = meanings
        self._banned = policies.bans(situation, state)
        self._bounded = policies.needs_boundary(situation)
        self._stepped = policies.needs_step(situation)
        self._upset = policies.is_upset(situation)
        self._length = policies.LENGTH.get(channel, max(policies.LENGTH.values()))

    def govern(self, way: Collection[PlannedMove]) -> Way:
        """Return the way with banned moves out, needed moves in, and no longer than its channel wants."""
        kept = []
        for planned in way:
            if planned.move in self._banned:
                self.notes[self._banned[planned.move]] = None
            else:
                kept.append(planned)
        if self._upset and not makes(kept, policies.LISTENING):
            self._listen(way, kept)
        if self._bounded and not makes(kept, ("set_boundary",)):
            self._bound(kept)
        if not kept or (self._stepped and not makes(kept, policies.NEXT_STEPS)):
            self._step(kept)
        return tuple(self._shortened(kept) if len(kept) > self._length else kept)

    def _listen(self, way: Iterable[PlannedMove], kept: list[PlannedMove]) -> None:
        """Put a cushion where all the listening of a way was taken out."""
        if makes(way, policies.LISTENING) and "cushion" not in self._banned:
            kept.insert(0, policy_move("cushion", LISTEN, self._meanings))
            self.notes[LISTEN] = None

    def _bound(self, way: list[PlannedMove]) -> None:
        """Name the limit after the listening and before the help."""
        at = next((i for i, planned in enumerate(way) if planned.move not in policies.LISTENING), len(way))
        way.insert(at, policy_move("set_boundary", BOUNDARY, self._meanings))
        self.notes[BOUNDARY] = None

    def _step(self, way: list[PlannedMove]) -> None:
        steps = ("find_out", "time_frame") if self._situation["clear"] else ("gather_info",)
        way.extend(policy_move(move, NEXT_STEP, self._meanings) for move in steps if not makes(way, (move,)))
        self.notes[NEXT_STEP] = None

    def _shortened(self, way: list[PlannedMove]) -> list[PlannedMove]:
        """Leave out the most dispensable moves until the way fits."""
        for spare in policies.SPARE:
            if len(way) <= self._length:
                break
            shorter = [planned for planned in way if planned.move != spare]
            if len(shorter) < len(way):
                self.notes[f"length: {spare} left out, the channel wants it short"] = None
            way = shorter
        return way


def makes(way: Iterable[PlannedMove], moves: Collection[str]) -> bool:
    """Tell whether a way makes one of the moves."""
    return any(planned.move in moves for planned in way)


def policy_move(move: str, note: str, meanings: Mapping[str, str]) -> PlannedMove:
    """Plan a move for the reason that a policy's note gives."""
    name, _, why = note.partition(": ")
    meaning = meanings.get(move, move)
    because = f"{meaning[:1].upper()}{meaning[1:]}: {why}"
    return PlannedMove(move, f"policy/{name}", because, POLICY_SOURCE)
