"""Lines, tables and marked text in, a readable page out: plain, or with colours on a terminal."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from collections.abc import Sequence
from typing import Protocol

import click

from deescalate.cli.marks import Mark, underlined
from deescalate.cli.words import cells, visible

Piece = tuple[str, str]  # words and their style: "", "dim", "strong", "open", or a label of the taxonomy

WIDEST = 100


class Page(Protocol):
    """Where a command writes to."""

    def heading(self, words: str) -> None:
        """Write a heading."""

    def line(self, pieces: Sequence[Piece], indent: int = 0) -> None:
        """Write a paragraph, wrapped where there is a terminal."""

    def table(self, rows: Sequence[Sequence[Piece]]) -> None:
        """Write rows with aligned columns; the last column may wrap."""

    def marked(self, text: str, marks: Sequence[Mark], pale: Sequence[tuple[int, int]]) -> None:
        """Write a text with its tags marked and the stretches that were set aside pale."""

    def gap(self) -> None:
        """Write an empty line."""


def open_page() -> Page:
    """Open a page on standard output: colours only on a terminal that wants them."""
    if not sys.stdout.isatty():
        return PlainPage(None)
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return PlainPage(terminal_width())
    from deescalate.cli.rich_page import RichPage

    return RichPage(terminal_width())


def terminal_width() -> int:
    """Return the width to wrap at: that of the terminal, at most 100."""
    return max(30, min(WIDEST, shutil.get_terminal_size().columns))


class PlainPage:
    """A page without colours; `width` is None where nothing is wrapped (a pipe or a file)."""

    def __init__(self, width: int | None) -> None:
        self._width = width

    def heading(self, words: str) -> None:
        click.echo(words)

    def line(self, pieces: Sequence[Piece], indent: int = 0) -> None:
        words = visible("".join(piece for piece, _ in pieces))
        for paragraph in words.split("\n"):
            click.echo(self._filled(paragraph, indent))

    def table(self, rows: Sequence[Sequence[Piece]]) -> None:
        cellules = [[visible(words) for words, _ in row] for row in rows]
        widths = [max(map(cells, column)) for column in zip(*cellules, strict=True)][:-1]
        for row in cellules:
            head = "".join(
                f"  {words}{' ' * (width - cells(words))}" for words, width in zip(row, widths, strict=False)
            )
            click.echo(self._filled(row[-1], cells(head) + 2, head + "  ").rstrip())

    def marked(self, text: str, marks: Sequence[Mark], pale: Sequence[tuple[int, int]]) -> None:
        for line in underlined(visible(text), marks, self._width or WIDEST):
            click.echo(line)

    def gap(self) -> None:
        click.echo()

    def _filled(self, words: str, indent: int, first: str | None = None) -> str:
        space = " " * indent
        first = space if first is None else first
        if self._width is None or self._width - indent < 20:
            return first + words if words else first.rstrip()
        return (
            textwrap.fill(
                words, self._width, initial_indent=first, subsequent_indent=space, break_on_hyphens=False
            )
            or first.rstrip()
        )
