"""From a Situation to the rules of the bank that hold in it, without trying every rule.

Each rule is filed under the facts of which it needs at least one (its guard); only rules whose guard
is met are tested.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from deescalate.types import Bank, Condition, PlannedMove, Rule, Situation

Guard = frozenset[tuple[str, str | int]]
Way = tuple[PlannedMove, ...]

GUARD_SETS = ("tag", "notice", "stage", "asks", "channel", "done", "main", "open", "trend")
GUARD_LEVELS = range(4)  # levels of anger


@dataclass(frozen=True, slots=True)
class Ready:
    """A rule with its moves made ready: the ways of a situation rule, the additions of another."""

    rule: Rule
    ways: tuple[Way, ...]
    added: tuple[PlannedMove, ...]


class Rulebook:
    """The rules of a bank, in the order they are tried."""

    def __init__(self, bank: Bank) -> None:
        ranked = sorted(bank.rules.values(), key=lambda rule: (-rule.priority, -rule.when.tests(), rule.id))
        self._rules = tuple(_ready(rule, bank) for rule in ranked)
        self._situations = _bits(i for i, ready in enumerate(self._rules) if ready.ways)
        self._always = 0
        self._filed: dict[str, dict[str | int, int]] = {}
        self._file()

    def consult(self, situation: Situation) -> tuple[Ready | None, list[Ready]]:
        """Return the situation rule that counts, and the adjusting rules that hold, by priority.

        Of the situation rules that hold it is the one of highest priority, then the most particular.
        """
        candidates = self._candidates(situation)
        chosen = next(self._holding(situation, candidates & self._situations), None)
        return chosen, list(self._holding(situation, candidates & ~self._situations))

    def _file(self) -> None:
        filed: dict[str, dict[str | int, int]] = defaultdict(lambda: defaultdict(int))
        for index, ready in enumerate(self._rules):
            guard = _guard(ready.rule.when)
            if guard is None:
                self._always |= 1 << index
                continue
            for test, word in guard:
                filed[test][word] |= 1 << index
        self._filed = {test: dict(words) for test, words in filed.items()}

    def _candidates(self, situation: Situation) -> int:
        found = self._always
        for test, words in self._filed.items():
            value = situation[test]
            for word in (value,) if isinstance(value, int) else value:
                found |= words.get(word, 0)
        return found

    def _holding(self, situation: Situation, candidates: int) -> Iterator[Ready]:
        while candidates:
            lowest = candidates & -candidates
            ready = self._rules[lowest.bit_length() - 1]
            if ready.rule.when.holds(situation):
                yield ready
            candidates ^= lowest


def planned(rule: Rule, move: str, bank: Bank) -> PlannedMove:
    """Make a planned move of a rule: what the move does, why here, and where the technique is from."""
    kind = bank.vocabulary.moves.get(move)
    if kind is None:
        return PlannedMove(move, rule.id, rule.because, rule.source)
    meaning = kind.meaning[:1].upper() + kind.meaning[1:]
    return PlannedMove(move, rule.id, f"{meaning}: {rule.because}", (*kind.sources, rule.source)[0])


def _ready(rule: Rule, bank: Bank) -> Ready:
    ways = tuple(tuple(planned(rule, move, bank) for move in way) for way in rule.ways)
    return Ready(rule, ways, tuple(planned(rule, insertion.move, bank) for insertion in rule.add))


def _bits(indexes: Iterable[int]) -> int:
    return sum(1 << index for index in indexes)


def _guard(condition: Condition) -> Guard | None:
    """Return facts of which the condition needs at least one, the fewest there are; None if unknown."""
    if condition.test == "all":
        guards = [guard for part in condition.parts if (guard := _guard(part)) is not None]
        return min(guards, key=_worth, default=None)
    if condition.test == "any":
        guards = [guard for part in condition.parts if (guard := _guard(part)) is not None]
        return frozenset().union(*guards) if len(guards) == len(condition.parts) else None
    if condition.test == "anger":
        levels = [level for level in GUARD_LEVELS if condition.low <= level <= condition.high]
        return frozenset(("anger", level) for level in levels)
    if condition.test in GUARD_SETS:
        return frozenset((condition.test, word) for word in condition.words)
    return None


def _worth(guard: Guard) -> tuple[int, int]:
    """Rank guards, the most telling first: by tags and notices, then by how few facts."""
    kinds = min((GUARD_SETS.index(test) if test in GUARD_SETS else 2 for test, _ in guard), default=0)
    return (kinds > 1, len(guard))
