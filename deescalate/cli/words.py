"""Text that others wrote, made safe and fit to show: no control codes, known widths, short excerpts."""

from __future__ import annotations

import sys
import unicodedata

# Characters a terminal would obey: shown as a sign of their own, one for one, so that offsets stay.
_CONTROLS = {code: 0x2400 + code for code in range(0x20) if code not in (0x09, 0x0A)}
_CONTROLS |= {0x7F: 0x2421, **dict.fromkeys(range(0x80, 0xA0), 0xFFFD)}
_CONTROLS |= dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)), 0xFFFD)
_CONTROLS |= dict.fromkeys(range(0xD800, 0xE000), 0xFFFD)
_CONTROLS |= {0x09: 0x20}


def visible(text: str) -> str:
    """Replace control codes, direction overrides and lone surrogates by signs, one for one."""
    return text if text.isprintable() else text.translate(_CONTROLS)


def cells(text: str) -> int:
    """Count the terminal cells that a text takes."""
    return len(text) if text.isascii() else sum(map(_cell, text))


def _cell(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in ("Cf", "Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def excerpt(text: str, length: int = 60) -> str:
    """Put a text on one line, shortened in the middle when it is longer than `length` characters."""
    line = (
        " ".join(visible(text[: 4 * length]).split())
        if len(text) > 8 * length
        else " ".join(visible(text).split())
    )
    if len(line) <= length:
        return line
    half = (length - 3) // 2
    return f"{line[: length - half - 3]} … {line[-half:]}"


def hint_on_paste() -> None:
    """Tell a person at a terminal how to end what they paste."""
    if sys.stdin.isatty():
        sys.stderr.write("Paste the customer's message, then press Ctrl-D (Ctrl-Z and Enter on Windows).\n")
