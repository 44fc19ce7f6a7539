"""The errors deescalate raises: each says what, where, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


class DeescalateError(Exception):
    """Any error this library raises on purpose."""


class InputError(DeescalateError):
    """Text, turns or options that cannot be read; the message says where and what to do."""


class UnknownName(InputError):
    """A name (slot, move, channel, option) that the vocabulary does not know."""

    @classmethod
    def of(cls, what: str, word: str, valid: Iterable[str]) -> UnknownName:
        """Make the error for a word that is none of the valid ones, naming the nearest of them."""
        words = sorted(valid)
        near = get_close_matches(word.lower(), words, n=1, cutoff=0.5)
        hint = f"did you mean '{near[0]}'?" if near else f"use one of {', '.join(words)}"
        return cls(f"unknown {what} '{word[:60]}': {hint}")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a phrase bank: where, what, and the nearest valid word if there is one."""

    path: str
    line: int
    column: int
    message: str
    suggestion: str | None = None
    excerpt: str = ""

    def __str__(self) -> str:
        hint = f" (did you mean '{self.suggestion}'?)" if self.suggestion else ""
        line = f"\n    {self.excerpt}" if self.excerpt else ""
        return f"{self.path}:{self.line}:{self.column}: {self.message}{hint}{line}"


class BankError(DeescalateError):
    """A broken phrase bank, with every problem found in it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        count = f"{len(problems)} problem{'s' if len(problems) != 1 else ''} in the phrase bank"
        super().__init__("\n".join([count, *map(str, problems)]))
