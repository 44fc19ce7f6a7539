"""Read vocabulary.yaml, the page of names that banks are checked against, into a Vocabulary."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import Any

from deescalate.bank.page import Node, Page, Scalar, Table
from deescalate.bank.values import entries, list_of, text
from deescalate.types import MoveKind, SlotKind, Vocabulary

ORIGINS = ("customer", "concern", "agent", "company")
TESTS = ("set", "number")
ADDABLE = ("slots", "sources")


def read_vocabulary(page: Page, root: Node | None) -> Vocabulary | None:
    """Read a whole vocabulary; None when it is broken (the problems are noted)."""
    before = len(page.problems.found)
    found = _sections(page, root)
    missing = [name for name in _SECTIONS if name not in found]
    if missing:
        page.report_at(0, 0, f"the vocabulary lacks {', '.join(missing)}")
    return Vocabulary(**found) if len(page.problems.found) == before else None


def extend_vocabulary(vocabulary: Vocabulary, page: Page, root: Node | None) -> Vocabulary:
    """Add the slots and sources of a layer's own vocabulary page; it may change nothing else."""
    if isinstance(root, Table):
        for key, _ in root.pairs():
            if isinstance(key, Scalar) and key.text in _SECTIONS and key.text not in ADDABLE:
                page.report(key, f"a bank may add {' and '.join(ADDABLE)} to the vocabulary, not {key.text}")
    found = _sections(page, root)
    return replace(
        vocabulary,
        slots={**vocabulary.slots, **found.get("slots", {})},
        sources={**vocabulary.sources, **found.get("sources", {})},
    )


def is_whole(root: Node | None) -> bool:
    """Tell whether this is a vocabulary of its own, not an addition to the shipped one."""
    return isinstance(root, Table) and any(
        isinstance(key, Scalar) and key.text == "labels" for key, _ in root.pairs()
    )


def _sections(page: Page, root: Node | None) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, key, value in entries(page, root):
        read = _SECTIONS.get(name)
        if read:
            found[name] = read(page, value)
        else:
            page.unknown(key, "section", name, tuple(_SECTIONS), 0)
    return found


def _families(page: Page, node: Node) -> Mapping[str, tuple[str, ...]]:
    return {name: _words(page, value) for name, _, value in entries(page, node)}


def _titles(page: Page, node: Node) -> Mapping[str, str | None]:
    return {name: text(page, value) for name, _, value in entries(page, node)}


def _tests(page: Page, node: Node) -> Mapping[str, str | None]:
    return {name: _known(page, "kind of test", value, TESTS) for name, _, value in entries(page, node)}


def _known(page: Page, what: str, node: Node, words: tuple[str, ...]) -> str | None:
    word = text(page, node)
    if word and word not in words:
        page.unknown(node, what, word, words, 0)
    return word


def _parts(page: Page, key: Node, node: Node, names: tuple[str, ...]) -> dict[str, Node] | None:
    """Give the value of each of these names; None when one is missing."""
    found = entries(page, node)
    for name, at, _ in found:
        if name not in names:
            page.unknown(at, "field", name, names, 0)
    parts = {name: value for name, _, value in found}
    missing = [name for name in names if name not in parts]
    if missing:
        page.report(key, f"this lacks {', '.join(missing)}")
    return None if missing else parts


def _moves(page: Page, node: Node) -> Mapping[str, MoveKind]:
    found = {}
    for name, key, value in entries(page, node):
        parts = _parts(page, key, value, ("meaning", "sources"))
        if parts:
            found[name] = MoveKind(name, text(page, parts["meaning"]) or "", _words(page, parts["sources"]))
    return found


def _slots(page: Page, node: Node) -> Mapping[str, SlotKind]:
    found = {}
    for name, key, value in entries(page, node):
        if not name.isidentifier():
            page.report(key, f"templates cannot name the slot '{name}': write letters, digits and _")
        parts = _parts(page, key, value, ("meaning", "origin", "example"))
        if parts:
            origin = _known(page, "origin", parts["origin"], ORIGINS) or ""
            meaning, example = text(page, parts["meaning"]) or "", text(page, parts["example"]) or ""
            found[name] = SlotKind(name, meaning, origin, example)
    return found


_words = list_of(text)
_READERS: dict[str, Callable[[Page, Node], Any]] = {
    "labels": _families,
    "signals": _families,
    "moves": _moves,
    "slots": _slots,
    "tests": _tests,
    "sources": _titles,
}
_SECTIONS = {part.name: _READERS.get(part.name, _words) for part in fields(Vocabulary)}
