"""What a customer raised, turn by turn, in; the course of every concern or request out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from deescalate.types import Matter


class Matters:
    """The concerns, or the requests, of one conversation by their kind."""

    def __init__(self) -> None:
        self._all: dict[str, Matter] = {}
        self._last: dict[str, int] = {}

    def raised(self, kind: str, text: str, turn: int) -> None:
        """Note that the customer brought something up; what was closed is open again."""
        old = self._all.get(kind)
        if old is None:
            self._all[kind] = Matter(kind, text, turn)
        else:
            again = self._last[kind] != turn
            self._all[kind] = replace(old, times=old.times + again, closed=0)
        self._last[kind] = turn

    def closed(self, kinds: Iterable[str], turn: int) -> None:
        """Note that these were settled or answered; what is not open stays as it is."""
        for kind in kinds:
            matter = self._all.get(kind)
            if matter is not None and not matter.closed:
                self._all[kind] = replace(matter, closed=turn)

    def times(self, kind: str) -> int:
        """Tell in how many turns of the customer it came up."""
        return self._all[kind].times if kind in self._all else 0

    def listed(self, first: Iterable[str] = ()) -> tuple[Matter, ...]:
        """List the open ones, those of `first` in its order, then the closed ones."""
        rank = {kind: at for at, kind in enumerate(first)}
        return tuple(
            sorted(self._all.values(), key=lambda one: (one.closed > 0, rank.get(one.kind, len(rank))))
        )
