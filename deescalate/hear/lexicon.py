"""The word classes, verbs and patterns of a bank in, symbols and tries out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from deescalate.errors import BankError, Problem
from deescalate.hear.pattern import GROUP, SYMBOLS, PatternError, Sequence_, expand, members
from deescalate.hear.trie import Lattice, Trie
from deescalate.types import Bank, Place, WordClass

Split = Callable[[str], tuple[str, ...]]
Symbols = frozenset[int]
Patterns = Iterable[tuple[int, Sequence[str], Place]]


class Lexicon:
    """What every word of a bank stands for, as numbered symbols.

    Args:
        bank: the bank whose classes, verbs and respellings are compiled.
        split: turns a word as written in a pattern into the normalised words it is read as.
    """

    def __init__(self, bank: Bank, split: Split) -> None:
        self._split = split
        self._classes = bank.classes
        self._numbers: dict[str, int] = {}
        self._spelled: list[str | None] = []
        self._problems: list[Problem] = []
        self._above: dict[int, set[int]] = defaultdict(set)  # class -> the classes it is part of
        self._closed = True
        self._members = Trie()
        self.words: dict[str, set[int]] = defaultdict(set)
        self.verb_forms = _verb_forms(bank)
        for lemma, forms in self.verb_forms.items():
            for form in forms:
                self.words[form].add(self.number(f"v:{lemma}"))

    def number(self, symbol: str) -> int:
        """Return the number of a symbol, giving it one when it is new.

        A class is compiled when it is first asked for: many serve other stages only.
        """
        number = self._numbers.get(symbol)
        if number is None:
            number = self._numbers[symbol] = len(self._numbers)
            word_class = self._classes.get(symbol[2:]) if symbol.startswith("c:") else None
            if word_class is not None:
                self._add_class(number, word_class)
        return number

    @staticmethod
    def symbol(written: str) -> str:
        """Return the symbol of a word, a {class} or a <verb> as weights write them."""
        kind = {"{": "c:", "<": "v:"}.get(written[0], "")
        return kind + written[1:-1] if kind else f"w:{written}"

    def spelled(self, number: int) -> str | None:
        """Return a class or verb as weights write it; None for any other symbol."""
        if len(self._spelled) != len(self._numbers):
            named = {"c:": "{%s}", "v:": "<%s>"}
            self._spelled = [
                named[symbol[:2]] % symbol[2:] if symbol[:2] in named else None for symbol in self._numbers
            ]
        return self._spelled[number]

    def compile(self, patterns: Patterns) -> list[tuple[int, Sequence[int | str]]]:
        """Expand many patterns, items by number, into the sequences of numbered symbols they stand for.

        Raises:
            BankError: with every pattern that cannot be read.
        """
        expanded = [(item, s) for item, texts, place in patterns for s in self.sequences(texts, place)]
        if self._problems:
            raise BankError(tuple(self._problems))
        return expanded

    def sequences(self, texts: Sequence[str], place: Place) -> Iterator[Sequence[int | str]]:
        """Yield every sequence that some patterns stand for, with numbers for symbols."""
        for text in texts:
            for sequence in self._expand(text, place):
                self._note_words(sequence)
                yield tuple(self._resolved(symbol) for symbol in sequence)

    def symbols(self, word: str, shapes: Sequence[str]) -> Symbols:
        """Return the symbols of one normalised word with these shapes, classes of classes included."""
        if not self._closed:
            self._close()
        numbers = {
            self._numbers[s] for s in (f"w:{word}", *(f"#:{shape}" for shape in shapes)) if s in self._numbers
        }
        numbers |= self.words.get(word, set())
        for number in tuple(numbers):
            numbers |= self._above.get(number, set())
        return frozenset(numbers)

    def holding(self, sequences: Iterable[Sequence[int | str]]) -> Symbols:
        """Return the symbols of the single words among sequences, and of the classes that hold one."""
        alone = {sequence[0] for sequence in sequences if len(sequence) == 1}
        holding = {symbol for symbol in alone if isinstance(symbol, int)}
        for word, classes in self.words.items():
            if self._numbers.get(f"w:{word}") in alone or classes & alone:
                holding |= classes | {self.number(f"w:{word}")}
        return frozenset(holding)

    def spans(self, lattice: Lattice) -> dict[int, list[tuple[int, int]]]:
        """Find the classes that several tokens together are members of.

        Returns (class, number of tokens) by the token they begin with.
        """
        spans: dict[int, list[tuple[int, int]]] = {}
        for number, start, end in self._members.find(lattice):
            for symbol in (number, *self._above.get(number, ())):
                spans.setdefault(start, []).append((symbol, end - start))
        return spans

    def knows(self, word: str) -> bool:
        """Tell whether any pattern, class or verb uses the word."""
        return word in self.words or f"w:{word}" in self._numbers

    def vocabulary(self) -> frozenset[str]:
        """Return every single word the bank knows."""
        literal = (symbol[2:] for symbol in self._numbers if symbol.startswith("w:"))
        return frozenset(literal) | frozenset(self.words)

    def _add_class(self, own: int, word_class: WordClass) -> None:
        for member in word_class.words:
            for sequence in self._expand(member, word_class.place):
                if len(sequence) > 1:
                    self._note_words(sequence)
                    self._members.add([self._resolved(symbol) for symbol in sequence], own)
                else:
                    self._join(sequence[0], own)

    def _close(self) -> None:
        self._closed = True
        for symbol in list(self._above):
            self._above[symbol] = self._closure(symbol)

    def _closure(self, symbol: int) -> set[int]:
        seen: set[int] = set()
        waiting = list(self._above.get(symbol, ()))
        while waiting:
            above = waiting.pop()
            if above not in seen:
                seen.add(above)
                waiting += self._above.get(above, ())
        return seen

    def _expand(self, text: str, place: Place) -> tuple[Sequence_, ...]:
        try:
            return expand(text, self._split)
        except PatternError as error:
            self._problems.append(Problem(place.path, place.line, place.column, f"pattern '{text}': {error}"))
            return ()

    def _note_words(self, sequence: Sequence_) -> None:
        for symbol in sequence:
            if symbol.startswith("w:"):
                self.number(symbol)

    def _join(self, symbol: str, above: int) -> None:
        """Make a symbol, or every member of a group, part of a class."""
        self._closed = False
        for part in members(symbol) if symbol.startswith(GROUP) else (symbol,):
            if part.startswith("w:"):
                self.words[part[2:]].add(above)
            else:
                self._above[self.number(part)].add(above)

    def _resolved(self, symbol: str) -> int | str:
        if symbol[:2] not in SYMBOLS:
            return symbol
        new = symbol not in self._numbers
        number = self.number(symbol)
        if new and symbol.startswith(GROUP):
            self._join(symbol, number)
        return number


def _verb_forms(bank: Bank) -> Mapping[str, frozenset[str]]:
    return {v.id: frozenset((v.id, v.third, v.past, v.participle, v.gerund)) for v in bank.verbs.values()}
