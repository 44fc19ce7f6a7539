"""One file of a bank while it is read: its text, its places, and the problems found in it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from deescalate.errors import Problem
from deescalate.types import Place

# To look for the nearest of thousands of words is slow: a bank that is wrong all over gets this many hints.
MAX_HINTS = 100
_LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")


@dataclass(slots=True)
class Scalar:
    """A piece of text; `quoted` is 1 when it stands in quotation marks, else 0."""

    text: str
    line: int
    column: int
    quoted: int = 0


@dataclass(slots=True)
class Sequence:
    """A list of nodes."""

    line: int
    column: int
    items: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Table:
    """A mapping: its keys and values in turn, in the order written."""

    line: int
    column: int
    items: list[Node] = field(default_factory=list)

    def pairs(self) -> Iterator[tuple[Node, Node]]:
        """Give each key with its value."""
        each = iter(self.items)
        return zip(each, each, strict=True)


Node = Scalar | Sequence | Table


def blank(node: Node) -> bool:
    """Tell whether nothing was written where the node stands."""
    return isinstance(node, Scalar) and not node.text and not node.quoted


@dataclass(frozen=True, slots=True)
class Reference:
    """A name of another item (`section`, `name`) that stands at an offset in the text of a node."""

    section: str
    name: str
    node: Node
    offset: int = 0


class Problems:
    """The problems found so far in all the files of a bank."""

    def __init__(self) -> None:
        self.found: list[Problem] = []
        self._hints = 0

    def nearest(self, word: str, words: Collection[str]) -> str | None:
        """Find the valid word that is most like `word`."""
        if self._hints >= MAX_HINTS:
            return None
        self._hints += 1
        near = get_close_matches(word.lower(), words, n=1, cutoff=0.6)
        return near[0] if near else None


@dataclass(slots=True)
class Page:
    """One file of a bank: its text, the path it is shown by, and where its problems go.

    `words` are the words that may stand in each kind of place (see names.py); `references` those
    the item being read makes to other items, to be checked when all layers are merged.
    """

    path: str
    text: str
    problems: Problems
    words: Mapping[str, Collection[str]] = field(default_factory=dict)
    references: list[Reference] = field(default_factory=list)
    lines: list[str] | None = None

    def place(self, node: Node) -> Place:
        """Say where a node stands."""
        return Place(self.path, node.line + 1, node.column + 1)

    def report(
        self, node: Node, message: str, suggestion: str | None = None, within: tuple[int, int] | None = None
    ) -> None:
        """Note a problem at a node, or at the characters `within` its text."""
        column = node.column
        if within and isinstance(node, Scalar):
            start = column + node.quoted
            # Escapes and folded lines move the text about; then the start of the node has to do.
            if self.line(node.line)[start : start + within[1]] == node.text[: within[1]]:
                column = start + within[0]
        self.report_at(node.line, column, message, suggestion)

    def report_at(self, line: int, column: int, message: str, suggestion: str | None = None) -> None:
        """Note a problem at a line and column, both counted from 0."""
        excerpt = self.line(line).strip()
        excerpt = excerpt if len(excerpt) <= 120 else excerpt[:119] + "…"
        self.problems.found.append(Problem(self.path, line + 1, column + 1, message, suggestion, excerpt))

    def report_index(self, index: int, message: str) -> None:
        """Note a problem at a character of the text, counted from 0."""
        before = _LINE_END.split(self.text[:index])
        self.report_at(len(before) - 1, len(before[-1]), message)

    def unknown(self, node: Node, what: str, word: str, words: Collection[str], at: int) -> None:
        """Note that `word` is no known `what`; `at` is where in the text of the node it stands."""
        hint = self.problems.nearest(word, words)
        message = f"unknown {what} '{word}'"
        if hint is None and 0 < len(words) <= 12:
            message += f": known are {', '.join(words)}"
        self.report(node, message, hint, (at, at + len(word)))

    def line(self, number: int) -> str:
        """Give the text of a line, counted from 0."""
        if self.lines is None:
            self.lines = _LINE_END.split(self.text)
        return self.lines[number] if number < len(self.lines) else ""
