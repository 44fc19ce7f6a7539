"""A page with colours on a terminal, drawn by rich; imported only when there is one."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from deescalate.cli.marks import Mark
from deescalate.cli.page import Piece
from deescalate.cli.words import visible

STYLES = {
    "dim": "dim",
    "strong": "bold",
    "open": "black on yellow",
    "anger": "bold red",
    "abuse": "bold white on red",
    "safety": "bold white on red",
    "threat": "bold magenta",
    "blame": "bold dark_orange",
    "concern": "bold cyan",
    "impact": "cyan",
    "request": "bold blue",
    "urgency": "bold yellow",
    "repeat": "yellow",
    "distress": "magenta",
    "confusion": "magenta",
    "gratitude": "bold green",
    "calming": "green",
    "unreasonable": "dark_orange",
    "name": "bold green",
}


class RichPage:
    """A page on a terminal of the given width."""

    def __init__(self, width: int) -> None:
        self._console = Console(width=width, highlight=False, markup=False, emoji=False)

    def heading(self, words: str) -> None:
        self._console.print(Text(words, style="bold underline"))

    def line(self, pieces: Sequence[Piece], indent: int = 0) -> None:
        self._console.print(Padding(_text(pieces), (0, 0, 0, indent)))

    def table(self, rows: Sequence[Sequence[Piece]]) -> None:
        table = Table.grid(padding=(0, 2, 0, 0))
        for at, _ in enumerate(rows[0]):
            table.add_column(no_wrap=at == 0, overflow="fold")
        for row in rows:
            table.add_row(*(_text([piece]) for piece in row))
        self._console.print(Padding(table, (0, 0, 0, 2)))

    def marked(self, text: str, marks: Sequence[Mark], pale: Sequence[tuple[int, int]]) -> None:
        shown = Text(visible(text))
        for start, end in pale:
            shown.stylize("dim", start, end)
        for start, end, name in sorted(marks, key=lambda mark: mark[0] - mark[1]):
            shown.stylize(f"{_style(name.partition(':')[0])} underline", start, end)
        self._console.print(shown)

    def gap(self) -> None:
        self._console.print()


def _text(pieces: Sequence[Piece]) -> Text:
    text = Text(overflow="fold")
    for words, style in pieces:
        text.append(visible(words), style=_style(style))
    return text


def _style(name: str) -> str:
    return STYLES.get(name, "")
