"""Check what the fields of one item say together, and make of them what the item is built from."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from deescalate.bank.page import Node, Page, Scalar
from deescalate.bank.templates import template_slots
from deescalate.types import ALWAYS, STRONG_ANGER

Fields = dict[str, Any]
Nodes = Mapping[str, Node]
Finish = Callable[[Page, Fields, Nodes], None]

_UNNAMEABLE = re.compile(r"[{}<>()|#\s]")


def as_read(page: Page, values: Fields, at: Nodes) -> None:
    """Leave the fields as they are."""


def word_class(page: Page, values: Fields, at: Nodes) -> None:
    """Check that patterns can name a class."""
    odd = _UNNAMEABLE.search(values["id"])
    if odd:
        page.report(at["id"], f"'{odd[0]}' cannot stand in the id of a word class", None, odd.span())


def verb(page: Page, values: Fields, at: Nodes) -> None:
    """Name the four forms of a verb."""
    forms = values.pop("forms")
    if len(forms) == 4:
        values["third"], values["past"], values["participle"], values["gerund"] = forms


def cue(page: Page, values: Fields, at: Nodes) -> None:
    """Check that weights can name a cue, and that its kind is one of its label."""
    if "@" in values["id"]:
        page.report(at["id"], "'@' cannot stand in the id of a cue: weights put a context behind it")
    label, kind = values["label"], values["kind"]
    if label is None:
        return
    kinds = page.words[f"kind of {label}"]
    if kind is None and label in page.words["label that needs a kind"]:
        page.report(at["label"], f"a cue for '{label}' needs a kind: {', '.join(kinds)}")
    elif kind is not None and not kinds:
        page.report(at["kind"], f"'{label}' has no kinds")
    elif kind is not None and kind not in kinds:
        page.unknown(at["kind"], f"kind of {label}", kind, kinds, 0)


def weights(page: Page, values: Fields, at: Nodes) -> None:
    """Check that weights are for a tag, with a threshold, or three for the levels of anger."""
    target = values["id"]
    if target not in page.words["tag"] and target != STRONG_ANGER:
        page.unknown(at["id"], "target", target, page.words["tag"], 0)
    due = 3 if target == "anger" else 1
    thresholds = values["thresholds"] or ()
    if len(thresholds) != due:
        page.report(at["thresholds"], f"'{target}' has {due} threshold{'s' if due > 1 else ''}")
    elif list(thresholds) != sorted(thresholds):
        page.report(at["thresholds"], "the thresholds must rise")


def rule(page: Page, values: Fields, at: Nodes) -> None:
    """Check that a rule either gives moves or adjusts them, and shows when it holds and when not."""
    adjusts = [name for name in ("add", "drop") if name in at]
    if "ways" in at and adjusts:
        page.report(at[adjusts[0]], f"a rule has ways, or it adjusts: no '{adjusts[0]}' beside ways")
    if not adjusts and "ways" not in at and "stop" not in at:
        page.report(at["id"], "a rule does something: ways, add, drop or stop")
    if not values["hits"]:
        page.report(at.get("hits", at["id"]), "'hits' is missing: a message the rule holds for")
    if not values["misses"] and values["when"] != ALWAYS:
        page.report(at.get("misses", at["id"]), "'misses' is missing: a message it does not hold for")


def phrase(page: Page, values: Fields, at: Nodes) -> None:
    """Find the slots of a phrase; without channels it is for all of them."""
    if values["channels"] is None:
        values["channels"] = tuple(page.words["channel"])
    if isinstance(at["text"], Scalar):
        values["slots"], values["optional_slots"] = template_slots(page, at["text"])
