"""The sections of a bank: which fields the items of each have, and what an item is made of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from deescalate.bank import agreement
from deescalate.bank.agreement import Finish
from deescalate.bank.conditions import condition
from deescalate.bank.fields import cue_weights, features, insertion, named_texts, one_word, word_weights
from deescalate.bank.patterns import class_word, pattern
from deescalate.bank.turns import conversation, slot_values, turn
from deescalate.bank.values import (
    Read,
    any_text,
    list_of,
    number,
    number_range,
    one_of,
    source,
    text,
    whole_number,
)
from deescalate.types import (
    ALWAYS,
    Avoid,
    Case,
    Cue,
    Phrase,
    Respelling,
    RestatementRow,
    Rule,
    Verb,
    Weights,
    WordClass,
)


@dataclass(frozen=True, slots=True)
class Section:
    """A section: the class of its items, a reader for each field, and the fields that may be left out.

    A field that is not in `optional` must be there; `finish` looks at all of them together.
    """

    make: Callable[..., Any]
    fields: Mapping[str, Read]
    optional: Mapping[str, Any] = field(default_factory=dict)
    finish: Finish = agreement.as_read


_examples = list_of(any_text)
_some_examples = list_of(any_text, 1)
_some_patterns = list_of(pattern, 1)
_moves = list_of(one_of("move"))
_some_moves = list_of(one_of("move"), 1)
_tags = list_of(one_of("tag"))

SECTIONS: Mapping[str, Section] = {
    "classes": Section(WordClass, {"words": list_of(class_word)}, {}, agreement.word_class),
    "verbs": Section(
        Verb,
        {"forms": list_of(text, 4, 4), "takes": one_of("takes")},
        {"takes": "both"},
        agreement.verb,
    ),
    "respellings": Section(Respelling, {"words": list_of(one_word, 1)}),
    "cues": Section(
        Cue,
        {
            "label": one_of("label"),
            "kind": text,
            "strength": number(0, 1),
            "patterns": _some_patterns,
            "unless": list_of(one_of("context")),
            "because": text,
            "source": source,
            "hits": _some_examples,
            "misses": _some_examples,
        },
        {"kind": None, "strength": 0.7, "unless": ("negated", "hypothetical", "other_people", "idiom")},
        agreement.cue,
    ),
    "weights": Section(
        Weights,
        {
            "bias": number(-1000, 1000),
            "thresholds": list_of(number(0, 1), 1),
            "cues": cue_weights,
            "words": word_weights,
        },
        {"words": {}},
        agreement.weights,
    ),
    "restatements": Section(
        RestatementRow,
        {
            "when": features,
            "that": text,
            "np": text,
            "noun": text,
            "source": source,
            "hits": list_of(named_texts, 1),
            "misses": _examples,
        },
        {"that": None, "np": None, "noun": None, "misses": ()},
    ),
    "rules": Section(
        Rule,
        {
            "when": condition,
            "priority": whole_number(-1000, 1000),
            "ways": list_of(_some_moves, 1, 3),
            "add": list_of(insertion, 1),
            "drop": _some_moves,
            "stop": one_of("stop"),
            "because": text,
            "source": source,
            "hits": _examples,
            "misses": _examples,
        },
        {"when": ALWAYS, "priority": 50, "stop": None}
        | dict.fromkeys(("ways", "add", "drop", "hits", "misses"), ()),
        agreement.rule,
    ),
    "phrases": Section(
        Phrase,
        {
            "move": one_of("move"),
            "text": text,
            "also": _moves,
            "when": condition,
            "channels": list_of(one_of("channel"), 1),
            "source": source,
        },
        {"also": (), "when": ALWAYS, "channels": None},
        agreement.phrase,
    ),
    "avoid": Section(
        Avoid,
        {
            "finding": one_of("finding"),
            "patterns": _some_patterns,
            "message": text,
            "instead": text,
            "level": one_of("level"),
            "source": source,
            "hits": _some_examples,
            "misses": _some_examples,
        },
        {"level": "warning"},
    ),
    "cases": Section(
        Case,
        {
            "text": any_text,
            "turns": list_of(turn, 1),
            "slots": slot_values,
            "channel": one_of("channel"),
            "tags": _tags,
            "not_tags": _tags,
            "anger": number_range,
            "moves": _moves,
            "not_moves": _moves,
            "stop": one_of("stop"),
            "says": list_of(text),
            "never_says": list_of(text),
        },
        {"text": None, "turns": (), "slots": {}, "channel": "chat", "anger": None, "stop": None}
        | dict.fromkeys(("tags", "not_tags", "moves", "not_moves", "says", "never_says"), ()),
        conversation,
    ),
}
