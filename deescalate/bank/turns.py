"""Read the conversation of a golden case: its turns, or the one text that stands for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from deescalate.bank.page import Node, Page
from deescalate.bank.values import any_text, entries, text, whole_number
from deescalate.types import Turn

_PARTS = ("customer", "agent", "at", "contact")


def turn(page: Page, node: Node) -> Turn | None:
    """Read one turn: `customer` or `agent` with the text, and `at` and `contact` where they matter."""
    parts = {}
    for name, key, value in entries(page, node):
        if name in _PARTS:
            parts[name] = value
        else:
            page.unknown(key, "field", name, _PARTS, 0)
    roles = [role for role in ("customer", "agent") if role in parts]
    if len(roles) != 1:
        page.report(node, "a turn is customer: TEXT or agent: TEXT")
        return None
    said = any_text(page, parts[roles[0]])
    at = text(page, parts["at"]) if "at" in parts else None
    contact = whole_number(1, 10_000)(page, parts["contact"]) if "contact" in parts else 1
    make = Turn.customer if roles == ["customer"] else Turn.agent
    return make(said or "", at, contact or 1)


def slot_values(page: Page, node: Node) -> dict[str, str]:
    """Read values for slots."""
    found = {}
    for name, key, value in entries(page, node):
        if name not in page.words["slot"]:
            page.unknown(key, "slot", name, page.words["slot"], 0)
        found[name] = text(page, value) or ""
    return found


def conversation(page: Page, values: dict[str, Any], at: Mapping[str, Node]) -> None:
    """Make one customer turn of a case's `text`; a case has either that or `turns`."""
    said = values.pop("text")
    if ("text" in at) == ("turns" in at):
        page.report(at["id"], "a case has either a text or turns")
    elif said is not None:
        values["turns"] = (Turn.customer(said),)
