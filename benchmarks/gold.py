"""Labelled messages: lines of JSON in, messages with gold tags, features and their part of the split out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from deescalate.hear import Hearer
from deescalate.types import Bank, Case

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]  # numbers of messages
Span = tuple[int, int]
FOLDS = 5
HOSTILE = ("anger", "blame", "abuse", "threat")  # what calm chats do not carry
NOTHING: dict[str, Any] = {"anger": 0, "blame": [], "request": [], "tags": []}


@dataclass
class Message:
    """A labelled message: gold tags by label, and of each clause the features and the plain wordings."""

    row: dict[str, Any]
    spans: list[Span]
    features: list[set[str]]
    wordings: list[set[str]]

    def tells(self, label: str) -> bool:
        """Tell whether it is known of the message whether it carries a label."""
        return label in self.row.get("known", (label,))

    def is_placed(self, label: str) -> bool:
        """Tell whether it is known which clauses carry a label."""
        return len(self.features) == 1 or all(span for gold, _, span in self.tags() if gold == label)

    def tags(self) -> Iterator[tuple[str, str | None, str]]:
        """Yield label, kind and span of every gold tag."""
        yield from gold_tags(self.row)

    def clauses_with(self, label: str, kind: str | None = None) -> set[int]:
        """Return the clauses that the gold spans of a label (and kind) lie in."""
        found: set[int] = set()
        for gold, gold_kind, span in self.tags():
            if gold != label or kind not in (None, gold_kind):
                continue
            start = self.row["text"].find(span) if span else 0
            end = start + len(span) if span else len(self.row["text"])
            for number, (low, high) in enumerate(self.spans):
                shared = min(high, end) - max(low, start)
                if shared > 0.5 * min(high - low, end - start):
                    found.add(number)
        return found


def gold_tags(row: dict[str, Any]) -> Iterator[tuple[str, str | None, str]]:
    """Yield label, kind and span of every gold tag of a row, anger left out."""
    yield from (("blame", tag["target"], tag.get("span", "")) for tag in row["blame"])
    yield from (("request", tag["kind"], tag.get("span", "")) for tag in row["request"])
    yield from ((tag["label"], tag.get("kind"), tag.get("span", "")) for tag in row["tags"])


def read_rows(path: Path) -> list[dict[str, Any]]:
    """Read a file of JSON objects, one a line."""
    lines = path.read_text(encoding="utf-8").split("\n")
    return [json.loads(line) for line in lines if line.strip()]


def read_messages(rows: Iterable[dict[str, Any]], hearer: Hearer) -> list[Message]:
    """Take labelled messages apart."""
    return [message(row, hearer) for row in rows]


def message(row: dict[str, Any], hearer: Hearer) -> Message:
    scan, features = hearer.features(row["text"])
    spans = [scan.span(c.start, c.end) if c.end > c.start else (0, 0) for c in scan.clauses]
    return Message(row, spans, features, hearer.wordings(scan))


def read_calm(paths: Sequence[Path], hearer: Hearer, known: Collection[str]) -> list[Message]:
    """Read calm messages or chats without labels: every second one, so that the others can still test.

    known: texts that are labelled, and so are left out.
    """
    rows = (row for path in paths for row in read_rows(path) if _half(row["id"]) == 0)
    texts = ((row["id"], turn["text"]) for row in rows for turn in row.get("turns", [row]))
    calm = {**NOTHING, "known": HOSTILE}
    return [message({"id": name, "text": text, **calm}, hearer) for name, text in texts if text not in known]


def read_cases(bank: Bank, hearer: Hearer) -> list[Message]:
    """Read what the golden cases of one turn want: they tell of some labels only, and not where."""
    rows = [_case_row(case) for case in bank.cases.values() if len(case.turns) == 1]
    return [message(row, hearer) for row in rows if row["known"]]


def _case_row(case: Case) -> dict[str, Any]:
    pairs = [tag.partition(":") for tag in case.tags]
    tags = [{"label": label, "kind": kind or None} for label, _, kind in pairs if label != "anger"]
    known = {label for label, _, _ in pairs} | {tag for tag in case.not_tags if ":" not in tag}
    known = known - {"anger"} | ({"anger"} if case.anger else set())
    row = {"id": case.id, "text": case.turns[0].text, **NOTHING, "known": known, "tags": tags}
    return {**row, "anger": min(case.anger[0], 3)} if case.anger else row


def was_read(row: Mapping[str, Any]) -> bool:
    """Tell by a hash of its id whether a message was read while cues were written, or is only scored.

    Of gold-dev one half was read, of our own labels two thirds.
    """
    if row.get("ours"):
        return int(hashlib.md5(("x" + row["id"]).encode()).hexdigest(), 16) % 3 != 0
    return _half(row["id"]) == 0


def _half(name: str) -> int:
    return int(hashlib.md5(name.encode()).hexdigest(), 16) % 2


def folds(messages: Sequence[Message]) -> Rows:
    """Put every message into a fold by a hash of its id."""
    return np.array([int(hashlib.sha1(m.row["id"].encode()).hexdigest(), 16) % FOLDS for m in messages])
