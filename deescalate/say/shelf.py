"""Wordings in, those that can hold in a situation out: sorted once, so that few are looked at each time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from deescalate.say.wording import Wording
from deescalate.types import Condition, Situation

Key = tuple[str, str]  # a test, and a word it wants

_KEYED = ("tag", "asks", "notice")


@dataclass(slots=True)
class Board:
    """The wordings of one move: those for any message, and those that want a word in the situation."""

    always: list[Wording] = field(default_factory=list)
    wanting: dict[Key, list[Wording]] = field(default_factory=dict)

    def add(self, wording: Wording) -> None:
        """Put a wording where it will be found."""
        keys = _wanted(wording.phrase.when)
        if keys is None:
            self.always.append(wording)
        for key in keys or ():
            self.wanting.setdefault(key, []).append(wording)

    def open(self, keys: Iterable[Key]) -> list[Wording]:
        """List the wordings that may hold when these words are in the situation."""
        found = list(self.always)
        for key in keys:
            if key in self.wanting:
                found += self.wanting[key]
        return found


class Shelf:
    """The wordings for one channel and the kinds of one main concern, by the moves they carry out."""

    def __init__(self, wordings: Sequence[Wording], channel: str, main: frozenset[str]) -> None:
        self._boards: dict[str, Board] = {}
        for wording in wordings:
            if channel in wording.phrase.channels and _may_hold(wording.phrase.when, main):
                for move in wording.covers:
                    self._boards.setdefault(move, Board()).add(wording)

    def wordings(self, move: str, keys: Iterable[Key]) -> list[Wording]:
        """List the wordings of a move that may hold when these words are in the situation."""
        board = self._boards.get(move)
        return board.open(keys) if board else []


def keys_of(situation: Situation) -> tuple[Key, ...]:
    """List the words of a situation that wordings are sorted by."""
    found = []
    for test in _KEYED:
        words = situation.get(test)
        if isinstance(words, frozenset):
            found += [(test, word) for word in words]
    return tuple(sorted(found))


def _wanted(when: Condition) -> tuple[Key, ...] | None:
    """List the words one of which a condition wants; None when it may hold without any."""
    if when.test in _KEYED:
        return tuple((when.test, word) for word in sorted(when.words))
    if when.test == "all":
        wanted = (_wanted(part) for part in when.parts)
        return next((keys for keys in wanted if keys is not None), None)
    return None


def _may_hold(when: Condition, main: frozenset[str]) -> bool:
    """Tell whether a condition can hold at all when these are the kinds of the main concern."""
    if when.test == "main":
        return not when.words.isdisjoint(main)
    if when.test == "all":
        return all(_may_hold(part, main) for part in when.parts)
    return when.test != "any" or any(_may_hold(part, main) for part in when.parts)
