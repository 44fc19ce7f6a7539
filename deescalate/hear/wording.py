"""The words of clauses in, features of plain wording out: words, classes and verbs, and words in a row.

Cues are families with a meaning and come first. Words alone are thin evidence beside them, for what no
family covers. Only words that the bank itself knows count; those it lists as no evidence are never fitted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from deescalate.hear.lexicon import Lexicon
from deescalate.hear.words import ALPHABETIC, KNOWN, Word
from deescalate.types import Bank

PREFIX = "word/"
NAME_CLASSES = ("given_name", "family_name")
NO_EVIDENCE = "no_evidence"  # the class of words that no weight may name: brands, people, dates
_OPENING = "^"
_BREAK = "."  # stands for what parts two words


class _Clause(Protocol):
    start: int
    end: int
    features: set[int]


def no_evidence(bank: Bank) -> frozenset[str]:
    """Return the words that are never evidence by themselves, and the classes they are of."""
    found = {f"{{{name}}}" for name in NAME_CLASSES}
    waiting = [NO_EVIDENCE] if NO_EVIDENCE in bank.classes else []
    while waiting:
        for word in bank.classes[waiting.pop()].words:
            found.add(word)
            if word.startswith("{"):
                waiting.append(word[1:-1])
    return frozenset(found)


class Wording:
    """Numbers the wordings that the weights of a bank name, and finds them.

    Args:
        named: the wordings, as the weights name them.
        lexicon: the lexicon that knows their words, classes and verbs.
        first: the number of the first.
    """

    def __init__(self, named: Iterable[str], lexicon: Lexicon, first: int) -> None:
        self._lexicon = lexicon
        self.numbers = {name: first + at for at, name in enumerate(sorted(set(named)))}
        self._pairs: dict[tuple[str, str], int] = {}
        self._opening: dict[str, int] = {}
        self._alone: dict[int, int] = {}
        for name, number in self.numbers.items():
            before, _, last = name.rpartition(" ")
            if before == _OPENING:
                self._opening[last] = number
            elif before:
                self._pairs[before, last] = number
            else:
                self._alone[lexicon.number(lexicon.symbol(last))] = number
        self._of_key: dict[int, tuple[int, ...]] = {}
        self._names = {lexicon.number(f"c:{name}") for name in NAME_CLASSES}

    def add(self, words: Sequence[Word], clauses: Iterable[_Clause]) -> None:
        """Add the wordings of each clause to its features."""
        for clause in clauses:
            features, before = clause.features, None
            for word in words[clause.start : clause.end]:
                norm = word.norm
                if not word.flags & ALPHABETIC:
                    before = _BREAK if before else None
                    continue
                features.update(self._of(word))
                number = self._pairs.get((before, norm)) if before else self._opening.get(norm)
                if number is not None:
                    features.add(number)
                before = norm

    def _of(self, word: Word) -> tuple[int, ...]:
        found = self._of_key.get(word.key)
        if found is None:
            alone = self._alone
            found = self._of_key[word.key] = tuple(alone[s] for s in word.symbols if s in alone)
        return found

    def names(self, words: Sequence[Word], clause: _Clause) -> set[str]:
        """Return all wordings that weights could name in a clause, whether they do or not."""
        found: set[str] = set()
        before = _OPENING
        for word in words[clause.start : clause.end]:
            if not word.flags & ALPHABETIC:
                before = _OPENING if before == _OPENING else _BREAK
                continue
            found |= {spelled for symbol in word.symbols if (spelled := self._lexicon.spelled(symbol))}
            counts = word.flags & KNOWN and not word.symbols <= self._names
            if counts:
                found.add(word.norm)
                if before != _BREAK:
                    found.add(f"{before} {word.norm}")
            before = word.norm if counts else _BREAK
        return found
