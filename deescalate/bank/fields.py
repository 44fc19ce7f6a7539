"""Read the fields that only one section has: respellings, features, weights of cues, additions of moves."""

from __future__ import annotations

from typing import Any

from deescalate.bank.page import Node, Page, Reference, Scalar, Table
from deescalate.bank.patterns import wordings
from deescalate.bank.values import any_text, entries, list_of, number, one_of, text
from deescalate.types import Insertion

_SHAPE = "shape/"
_PLACES = ("after", "before", "at")
_ADDITION = ("move", *_PLACES)

_texts = list_of(text)
_weight = number(-1000, 1000)
_move = one_of("move")
_end = one_of("end")


def one_word(page: Page, node: Node) -> str | None:
    """Read a text without blanks inside."""
    value = text(page, node)
    if value and len(value.split()) > 1:
        page.report(node, f"a respelling is one word, '{value}' is several")
    return value


def features(page: Page, node: Node) -> dict[str, tuple[str, ...]]:
    """Read the features a restatement asks for, each with one value or a list of them."""
    found = {}
    for name, _, value in entries(page, node):
        parts = (text(page, value),) if isinstance(value, Scalar) else _texts(page, value)
        found[name] = tuple(part for part in parts if part)
    return found


def named_texts(page: Page, node: Node) -> dict[str, str]:
    """Read a mapping of texts."""
    return {name: any_text(page, value) or "" for name, _, value in entries(page, node)}


def cue_weights(page: Page, node: Node) -> dict[str, float]:
    """Read the weights of cues (`cue-id`, `cue-id@context`) and of shapes (`shape/name`)."""
    found = {}
    for name, key, value in entries(page, node):
        _check_weighed(page, name, key)
        found[name] = _weight(page, value) or 0.0
    return found


def word_weights(page: Page, node: Node) -> dict[str, float]:
    """Read the weights of plain words: under each weight the words that have it, parted by commas."""
    found: dict[str, float] = {}
    for _, key, value in entries(page, node):
        weight = _weight(page, key)
        if weight is None:
            continue
        for name in wordings(page, value):
            if name in found:
                page.report(value, f"'{name}' has a weight already")
            found[name] = weight
    return found


def _check_weighed(page: Page, name: str, key: Node) -> None:
    cue, mark, context = name.partition("@")
    if mark and context not in page.words["context"]:
        page.unknown(key, "context", context, page.words["context"], len(cue) + 1)
    shape = cue.removeprefix(_SHAPE)
    if shape == cue:
        page.references.append(Reference("cues", cue, key))
    elif shape not in page.words["shape"]:
        page.unknown(key, "shape", shape, page.words["shape"], len(_SHAPE))


def insertion(page: Page, node: Node) -> Insertion | None:
    """Read a move to add: `{move: M, after: M}`, `{move: M, before: M}` or `{move: M, at: end}`."""
    parts: dict[str, Node] = {}
    for name, key, value in entries(page, node):
        if name in _ADDITION:
            parts[name] = value
        else:
            page.unknown(key, "field", name, _ADDITION, 0)
    places = [place for place in _PLACES if place in parts]
    if isinstance(node, Table) and ("move" not in parts or len(places) != 1):
        page.report(node, "an addition has a move, and one of after: MOVE, before: MOVE, at: start or end")
    elif isinstance(node, Table):
        return _insertion(page, parts["move"], places[0], parts[places[0]])
    return None


def _insertion(page: Page, move_node: Node, place: Any, anchor_node: Node) -> Insertion | None:
    move = _move(page, move_node)
    anchor: Any = (_end if place == "at" else _move)(page, anchor_node)
    if not move or not anchor:
        return None
    return Insertion(move, anchor) if place == "at" else Insertion(move, place, anchor)
