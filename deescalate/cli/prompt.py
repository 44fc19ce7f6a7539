"""What a person types, or a pipe holds, line by line."""

from __future__ import annotations

import sys
from collections.abc import Iterable

import click


def at_terminal() -> bool:
    """Tell whether there is a person to ask: input and output are a terminal."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


class Prompt:
    """Reads answers from standard input; None stands for its end."""

    def __init__(self) -> None:
        self._terminal = at_terminal()
        if self._terminal:
            _edit_lines()

    def line(self, question: str) -> str | None:
        """Ask for one line."""
        if self._terminal:
            try:
                return input(question)
            except EOFError:
                return None
        click.echo(question, nl=False)
        raw = sys.stdin.buffer.readline()
        click.echo()
        return raw.decode("utf-8", "replace").rstrip("\r\n") if raw else None

    def text(self, question: str, quit_words: Iterable[str] = ()) -> str | None:
        """Ask for lines up to an empty one; a first line that is a quit word stands for the end."""
        first = self._first(question)
        if first is None or first.strip().lower() in quit_words:
            return None
        return self.rest(first)

    def rest(self, first: str) -> str:
        """Read on after a first line, up to an empty one."""
        lines = [first]
        while (line := self.line("")) is not None and line.strip():
            lines.append(line)
        return "\n".join(lines)

    def edit(self, text: str) -> str | None:
        """Let the person change a text; None when they left it as it was."""
        if self._terminal:
            changed = click.edit(text)
            return changed.strip() if changed and changed.strip() else None
        return self.text("New text: ")

    def _first(self, question: str) -> str | None:
        line = self.line(question)
        while line is not None and not line.strip():
            line = self.line("")
        return line


def _edit_lines() -> None:
    """Make `input` edit lines and take a pasted text as one, where readline is there."""
    try:
        import readline
    except ImportError:
        return
    readline.parse_and_bind("set enable-bracketed-paste on")
