"""Read the value of one field from its node: text, lists, numbers, words of a closed list, sources.

Every reader takes a page and a node; it gives the value, or notes a problem and gives None or
what can be saved.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from deescalate.bank.page import Node, Page, Scalar, Sequence, Table

Read = Callable[[Page, Node], Any]

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?")
_RANGE = re.compile(r"(\d{1,9})(?:(\+)|\s*-\s*(\d{1,9}))?")
NO_LIMIT = 10**9


def entries(page: Page, node: Node | None) -> list[tuple[str, Node, Node]]:
    """List the keys of a mapping with their nodes; a key that is no word or stands twice is a problem."""
    if node is None:
        return []
    if not isinstance(node, Table):
        page.report(node, "expected a mapping, such as key: value")
        return []
    found: dict[str, tuple[str, Node, Node]] = {}
    for key, value in node.pairs():
        if not isinstance(key, Scalar):
            page.report(key, "a key is one word")
        elif key.text in found:
            page.report(key, f"'{key.text}' stands twice in the same mapping")
        else:
            found[key.text] = (key.text, key, value)
    return list(found.values())


def text(page: Page, node: Node) -> str | None:
    """Read a text that is not blank, without the blanks around it."""
    value = any_text(page, node)
    if value is None:
        return None
    value = value.strip()
    if not value:
        page.report(node, "the text is missing")
    return value


def any_text(page: Page, node: Node) -> str | None:
    """Read a text just as it stands."""
    if isinstance(node, Scalar):
        return node.text
    page.report(node, f"expected a text, not a {'list' if isinstance(node, Sequence) else 'mapping'}")
    return None


def nodes(page: Page, node: Node) -> list[Node]:
    """Read a list; a text or a mapping in its place is a problem."""
    if isinstance(node, Sequence):
        return node.items
    shown = f", such as [{node.text}]" if isinstance(node, Scalar) and node.text else ""
    page.report(node, f"expected a list{shown}")
    return []


def list_of(read: Read, least: int = 0, most: int | None = None) -> Read:
    """Read a list whose parts `read` reads, with at least and at most so many of them."""
    count = f"{least}" if least == most else f"at least {least}" if most is None else f"{least} to {most}"

    def read_list(page: Page, node: Node) -> tuple[Any, ...]:
        parts = nodes(page, node)
        if isinstance(node, Sequence) and (len(parts) < least or (most is not None and len(parts) > most)):
            page.report(node, f"{len(parts)} here, {count} expected")
        return tuple(value for value in [read(page, part) for part in parts] if value is not None)

    return read_list


def one_of(what: str) -> Read:
    """Read one word of a closed list (see names.py)."""

    def read_word(page: Page, node: Node) -> str | None:
        value = text(page, node)
        if value and value not in page.words[what]:
            page.unknown(node, what, value, page.words[what], 0)
            return None
        return value

    return read_word


def number(low: float, high: float) -> Read:
    """Read a number between `low` and `high`, both included."""

    def read_number(page: Page, node: Node) -> float | None:
        value = text(page, node)
        if not value:
            return None
        if not _NUMBER.fullmatch(value):
            page.report(node, f"expected a number, not '{value}'")
            return None
        if not low <= float(value) <= high:
            page.report(node, f"{value} is not between {low:g} and {high:g}")
            return None
        return float(value)

    return read_number


def whole_number(low: int, high: int) -> Read:
    """Read a whole number between `low` and `high`, both included."""
    read = number(low, high)

    def read_whole(page: Page, node: Node) -> int | None:
        value = read(page, node)
        if value is None:
            return None
        if value != int(value):
            page.report(node, f"expected a whole number, not {value:g}")
        return int(value)

    return read_whole


def number_range(page: Page, node: Node) -> tuple[int, int] | None:
    """Read a range of whole numbers: "2", "2+" or "1-2"."""
    value = text(page, node)
    if not value:
        return None
    found = _RANGE.fullmatch(value)
    if not found:
        page.report(node, f"expected a range (2, 2+ or 1-2), not '{value}'")
        return None
    low = int(found[1])
    high = NO_LIMIT if found[2] else int(found[3] or low)
    if high < low:
        page.report(node, f"the range {value} is empty: write the smaller number first")
    return low, high


def source(page: Page, node: Node) -> str | None:
    """Read where an item comes from: `document#place`."""
    value = text(page, node)
    if not value:
        return None
    document, mark, place = value.partition("#")
    if document not in page.words["source document"]:
        page.unknown(node, "source document", document, page.words["source document"], 0)
    elif not mark or not place.strip():
        page.report(node, f"the place in the document is missing: write {document}#place")
    return value
