"""Turn a vocabulary into the closed lists of words that each kind of place in a bank may hold."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from deescalate.types import Vocabulary

LEVELS = ("suggestion", "warning", "error")
ENDS = ("start", "end")
TAKES = ("object", "none", "both")

# Which words each test of a condition takes; a test that is not here takes any word.
TEST_WORDS = {
    "tag": "tag",
    "open": "concern",
    "main": "concern",
    "fact": "slot",
    "slot": "slot",
    "asks": "request",
    "stage": "stage",
    "trend": "trend",
    "channel": "channel",
    "asked": "question",
    "done": "move",
    "last": "question",
    "told": "slot",
    "notice": "notice",
    "policy": "policy",
}


def names_of(vocabulary: Vocabulary) -> Mapping[str, Collection[str]]:
    """List the words for each kind of place, in the order of the vocabulary."""
    labels = {**vocabulary.labels, **vocabulary.signals}
    asked = vocabulary.signals.get("move", ())
    lists: dict[str, Iterable[str]] = {
        "label": labels,
        "label that needs a kind": [label for label, kinds in vocabulary.signals.items() if kinds],
        "tag": _with_kinds(vocabulary.labels),
        "concern": vocabulary.labels.get("concern", ()),
        "request": vocabulary.labels.get("request", ()),
        "context": vocabulary.contexts,
        "shape": vocabulary.shapes,
        "move": vocabulary.moves,
        "slot": vocabulary.slots,
        "stage": vocabulary.stages,
        "trend": vocabulary.trends,
        "channel": vocabulary.channels,
        "test": ("all", "any", "not", *vocabulary.tests),
        "set test": [test for test, kind in vocabulary.tests.items() if kind == "set"],
        "number test": [test for test, kind in vocabulary.tests.items() if kind == "number"],
        "finding": vocabulary.findings,
        "stop": vocabulary.stops,
        "notice": vocabulary.notices,
        "policy": [f"apology:{level}" for level in vocabulary.apology_levels],
        "question": [*vocabulary.moves, *vocabulary.slots, *asked],
        "source document": vocabulary.sources,
        "level": LEVELS,
        "takes": TAKES,
        "end": ENDS,
    }
    lists.update({f"kind of {label}": kinds for label, kinds in labels.items()})
    # Dicts keep the order and find a word at once.
    return {name: dict.fromkeys(words) for name, words in lists.items()}


def _with_kinds(labels: Mapping[str, tuple[str, ...]]) -> list[str]:
    kinds = [f"{label}:{kind}" for label, found in labels.items() for kind in found]
    return [*labels, *kinds]
