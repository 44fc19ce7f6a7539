"""Read the items of a page: nodes in; entries with their finished values, and ids to drop, out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from deescalate.bank.page import Node, Page, Reference, Table, blank
from deescalate.bank.sections import SECTIONS, Section
from deescalate.bank.values import entries, nodes, text

DROP = "drop"


@dataclass(frozen=True, slots=True)
class Entry:
    """An item of a layer: its value (None when it is broken) and the names of other items in it."""

    section: str
    id: str
    value: Any
    page: Page
    node: Node
    references: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class Drop:
    """An item of an earlier layer that a layer does without."""

    section: str
    id: str
    page: Page
    node: Node


@dataclass(slots=True)
class Contents:
    """What the files of one layer hold, in order."""

    entries: list[Entry] = field(default_factory=list)
    drops: list[Drop] = field(default_factory=list)


def read_items(page: Page, root: Node | None, contents: Contents) -> None:
    """Add the items and drops of a page to the contents of its layer."""
    for name, key, value in entries(page, root):
        if name == DROP:
            contents.drops.extend(_drops(page, value))
        elif name not in SECTIONS:
            page.unknown(key, "section", name, (*SECTIONS, DROP), 0)
        elif not blank(value):
            found = (_entry(page, name, node) for node in nodes(page, value))
            contents.entries.extend(entry for entry in found if entry is not None)


def _entry(page: Page, name: str, node: Node) -> Entry | None:
    noted = len(page.problems.found)
    page.references.clear()
    section = SECTIONS[name]
    at: dict[str, Node] = {}
    values = _values(page, name, section, node, at)
    if isinstance(node, Table) and _complete(page, name, section, node, at) and values["id"]:
        section.finish(page, values, at)
    if len(page.problems.found) == noted:
        made = section.make(**values, place=page.place(node))
        return Entry(name, made.id, made, page, at["id"], tuple(page.references))
    # The id of a broken item is kept, so that what names it is not called wrong as well.
    return Entry(name, values["id"], None, page, at["id"], ()) if values.get("id") else None


def _values(page: Page, name: str, section: Section, node: Node, at: dict[str, Node]) -> dict[str, Any]:
    """Read the fields of an item; `at` takes the node of each."""
    values: dict[str, Any] = dict(section.optional)
    for field_name, key, value in entries(page, node):
        read = text if field_name == "id" else section.fields.get(field_name)
        if read is None:
            page.unknown(key, f"field of {name}", field_name, ("id", *section.fields), 0)
        else:
            at[field_name] = value
            values[field_name] = read(page, value)
    return values


def _complete(page: Page, name: str, section: Section, node: Node, at: dict[str, Node]) -> bool:
    missing = [part for part in ("id", *section.fields) if part not in at and part not in section.optional]
    if missing:
        page.report(node, f"this item of {name} lacks {', '.join(missing)}")
    return not missing


def _drops(page: Page, node: Node) -> list[Drop]:
    found = []
    for part in nodes(page, node):
        name = text(page, part)
        section, slash, item = (name or "").partition("/")
        if name and not (slash and item):
            page.report(part, "a drop names the section and the id: section/id")
        elif name and section not in SECTIONS:
            page.unknown(part, "section", section, tuple(SECTIONS), 0)
        elif name:
            found.append(Drop(section, item, page, part))
    return found
