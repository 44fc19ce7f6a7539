"""From a Reading and a State to a Plan: the rules of the bank choose, the policies have the last word."""

from __future__ import annotations

from collections.abc import Iterable

from deescalate.decide import policies
from deescalate.decide.govern import Governor, makes, policy_move
from deescalate.decide.rulebook import Ready, Rulebook, Way
from deescalate.decide.situation import situate
from deescalate.types import Bank, Plan, PlannedMove, Reading, Situation, State

WAYS = 3
NO_WAY: tuple[Way, ...] = ((),)


class Decider:
    """Chooses the moves of a reply; immutable after construction.

    `apology` is the company's level: "regret", "responsibility" or "none". `name_uses` is the budget
    of name uses in a conversation.
    """

    def __init__(self, bank: Bank, *, apology: str = "regret", name_uses: int = 2) -> None:
        self._rulebook = Rulebook(bank)
        self._apology = apology
        self._name_uses = name_uses
        self._meanings = {id: kind.meaning for id, kind in bank.vocabulary.moves.items()}

    def decide(
        self,
        reading: Reading,
        state: State,
        *,
        slots: frozenset[str] = frozenset(),
        notice: str | None = None,
        channel: str = "chat",
    ) -> Plan:
        """Plan up to three ways to answer the newest message.

        `slots` are the slots that have a value; `notice` is what intake or hear found odd about the
        message ("empty", "foreign", "spam", "log", "greeting", "no_customer").
        """
        situation = situate(
            reading, state, slots=slots, notice=notice, channel=channel, apology=self._apology
        )
        whole = policies.forced(situation, reading)
        if whole is not None:
            return self._dictated(whole, situation)
        return self._chosen(situation, state, channel)

    def _chosen(self, situation: Situation, state: State, channel: str) -> Plan:
        """Plan what the rules choose, governed by the policies."""
        chosen, adjusting = self._rulebook.consult(situation)
        governor = Governor(situation, state, channel, self._meanings)
        ways = [governor.govern(_adjusted(way, adjusting)) for way in (chosen.ways if chosen else NO_WAY)]
        rules = [chosen.rule] if chosen else []
        rules += [ready.rule for ready in adjusting]
        first, *others = _different(ways)
        return Plan(
            moves=first,
            alternatives=tuple(others[: WAYS - 1]),
            policies=(*governor.notes, *self._name_notes(situation, state)),
            stop=next((rule.stop for rule in rules if rule.stop), None),
            situation=situation,
        )

    def _dictated(self, whole: policies.Forced, situation: Situation) -> Plan:
        """Plan what a policy dictates, with the reason of the bank's own rule where it has one."""
        chosen, _ = self._rulebook.consult(situation)
        ruled = {planned.move: planned for way in (chosen.ways if chosen else NO_WAY) for planned in way}
        moves = tuple(
            ruled.get(move) or policy_move(move, whole.note, self._meanings) for move in whole.moves
        )
        return Plan(moves, policies=(whole.note,), stop=whole.stop, situation=situation)

    def _name_notes(self, situation: Situation, state: State) -> tuple[str, ...]:
        slots = situation["slot"]
        if isinstance(slots, int) or "name" not in slots:
            return ()
        if state.name_just_used:
            return ("name: it was used in the last reply, so not in this one",)
        if state.name_uses >= self._name_uses:
            return ("name: it was used often enough in this conversation",)
        return ()


def _adjusted(way: Way, adjusting: Iterable[Ready]) -> list[PlannedMove]:
    """Apply the adjusting rules to one way; a move stands in it once."""
    moves = list({planned.move: planned for planned in reversed(way)}.values())[::-1]
    for ready in adjusting:
        if ready.rule.drop:
            moves = [planned for planned in moves if planned.move not in ready.rule.drop]
        for insertion, planned in zip(ready.rule.add, ready.added, strict=True):
            if not makes(moves, (planned.move,)):
                _insert(moves, planned, insertion.where, insertion.anchor)
    return moves


def _insert(moves: list[PlannedMove], planned: PlannedMove, where: str, anchor: str | None) -> None:
    """Put a move in its place; one whose anchor is missing stays out."""
    if where == "start":
        moves.insert(0, planned)
    elif where == "end":
        moves.append(planned)
    else:
        at = next((i for i, other in enumerate(moves) if other.move == anchor), None)
        if at is not None:
            moves.insert(at + (where == "after"), planned)


def _different(ways: Iterable[Way]) -> list[Way]:
    """Keep the ways that differ from those before in their moves or in how they begin."""
    kept: dict[tuple[frozenset[str], str], Way] = {}
    for way in ways:
        shape = (frozenset([planned.move for planned in way]), way[0].move if way else "")
        kept.setdefault(shape, way)
    return list(kept.values()) or [()]
