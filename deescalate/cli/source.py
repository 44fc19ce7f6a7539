"""Where a command's text comes from: an argument, a file or standard input, as text."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import click

from deescalate.cli.words import hint_on_paste
from deescalate.errors import InputError


def text_from(argument: str | None, file: Path | None) -> str:
    """Read the text a command works on.

    Raises InputError when the bytes are no text, and a usage error when two sources are given.
    """
    from deescalate.advisor import decode

    if argument is not None and file is not None:
        raise click.UsageError("TEXT and --file are both given: leave one out")
    if argument is not None and argument != "-":
        return decode(os.fsencode(argument))
    return decode(_bytes_of(file))


def lines_from(argument: str | None, file: Path | None) -> Iterator[bytes]:
    """Stream the lines of a file or of standard input, as they come."""
    if argument not in (None, "-"):
        raise click.UsageError("--lines reads standard input or --file: leave TEXT out")
    if file is None or str(file) == "-":
        yield from _standard_input()
        return
    with _opened(file) as stream:
        yield from stream


def _bytes_of(file: Path | None) -> bytes:
    if file is None or str(file) == "-":
        stream = _standard_input()
        hint_on_paste()
        return stream.read()
    with _opened(file) as stream:
        return stream.read()


def _standard_input() -> BinaryIO:
    if sys.stdin is None:  # closed by whoever started the command
        raise InputError("standard input is closed: give the text as an argument or with --file")
    return sys.stdin.buffer


def _opened(file: Path) -> BinaryIO:
    try:
        return file.open("rb")
    except OSError as error:
        raise InputError(f"{file} cannot be read: {error.strerror}") from error
