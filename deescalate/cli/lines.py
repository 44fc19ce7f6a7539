"""JSON objects a line in, one JSON result a line out; a bad line is answered, and the stream goes on."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable

from deescalate import wire
from deescalate.errors import InputError

BOM = b"\xef\xbb\xbf"


def answer_lines(lines: Iterable[bytes], answer: Callable[[wire.Json], wire.Json]) -> bool:
    """Answer every line that is not blank and tell whether all of them were good."""
    good = True
    for at, line in enumerate(lines):
        line = line.removeprefix(BOM) if at == 0 else line
        if line.strip():
            result = _answered(line, answer)
            emit(wire.dumps(result))
            good = good and "error" not in result
    return good


def emit(text: str) -> None:
    """Print a line as UTF-8, at once, whatever the terminal's encoding."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode() + b"\n")
    sys.stdout.buffer.flush()


def _answered(line: bytes, answer: Callable[[wire.Json], wire.Json]) -> wire.Json:
    id: wire.Scalar = None
    try:
        row = wire.parse_object(_decoded(line))
        id = wire.id_of(row)
        return answer(row)
    except InputError as error:
        return wire.error_to_json(error, id)


def _decoded(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(
            f"no UTF-8: byte {line[error.start]:#04x} at byte {error.start} of the line"
        ) from error
