"""Words and clauses in, features of form out: questions, shouting, stretched words, emoji."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from deescalate.hear.words import ALPHABETIC, CAPS, CENSORED, HANDLE, KNOWN, MARK, STRETCHED, Word
from deescalate.types import WordClass

_LENGTHS = ((6, "short"), (14, "brief"), (35, ""), (70, "long"))  # words of a message, at most
_LONGEST = "very_long"
_LINES = 3  # line breaks that make a message one of several paragraphs
_SHOUTED_WORDS, _SHOUTED_SHARE = 3, 0.6
_LONG_CAPITALS = 5  # letters; shorter unknown capitals may be acronyms


class _Clause(Protocol):
    start: int
    end: int
    features: set[int]


class Shapes:
    """Numbers the shapes after the cues and adds those of a message to its clauses."""

    def __init__(self, names: Sequence[str], first: int, classes: Mapping[str, WordClass]) -> None:
        self.numbers = {name: first + at for at, name in enumerate(names)}
        self._marks = {
            word: self.numbers[name]
            for name in ("angry_emoji", "sad_emoji", "happy_emoji")
            if name in classes
            for word in classes[name].words
        }

    def add(self, words: Sequence[Word], clauses: Sequence[_Clause], addressed: bool) -> None:
        """Add the shapes of each clause, and of the whole message to all.

        addressed: the message begins with a handle or a name it is addressed to.
        """
        number = self.numbers
        for clause in clauses:
            self._add_to_clause(words, clause)
        clauses[0].features.add(number["first"])
        clauses[-1].features.add(number["last"])
        whole = self._whole(words)
        if addressed:
            whole.add(number["addressed"])
        for clause in clauses:
            clause.features |= whole

    def _add_to_clause(self, words: Sequence[Word], clause: _Clause) -> None:
        number, features = self.numbers, clause.features
        stop = clause.end
        while stop < len(words) and words[stop].flags & MARK:
            stop += 1
        for word in words[clause.start : stop]:
            flags = word.flags
            if flags & MARK:
                self._add_mark(word.norm, features)
            elif flags & STRETCHED:
                features.add(number["stretched"])
            elif flags & CENSORED:
                features.add(number["censored"])
            elif word.norm[0].isdigit():
                features.add(number["has_number"])

    def _add_mark(self, norm: str, features: set[int]) -> None:
        number = self.numbers
        if norm in self._marks:
            features.add(self._marks[norm])
        elif norm[0] == "?":
            if len(norm) > 1 or number["question"] in features:
                features.add(number["asked_twice"])
            features.add(number["question"])
        elif norm[0] == "!":
            features.add(number["exclaimed"])
        elif norm[0] == "#":
            features.add(number["hashtag"])
        elif norm.startswith("..") or norm[0] == "…":
            features.add(number["ellipsis"])

    def _whole(self, words: Sequence[Word]) -> set[int]:
        number = self.numbers
        spoken = [word for word in words if word.flags & ALPHABETIC and not word.flags & HANDLE]
        loud = sum(1 for word in spoken if word.flags & CAPS and _no_acronym(word))
        found = set()
        if loud >= _SHOUTED_WORDS and loud >= _SHOUTED_SHARE * len(spoken):
            found.add(number["shouting"])
        elif loud:
            found.add(number["emphasis"])
        length = next((name for most, name in _LENGTHS if len(spoken) <= most), _LONGEST)
        if length:
            found.add(number[length])
        if sum(word.norm.count("\n") for word in words) >= _LINES:
            found.add(number["lines"])
        if any(word.norm == "(" for word in words):
            found.add(number["brackets"])
        if any(word.norm.startswith("http") for word in words):
            found.add(number["has_link"])
        return found


def _no_acronym(word: Word) -> bool:
    return bool(word.flags & KNOWN) or len(word.norm) >= _LONG_CAPITALS
