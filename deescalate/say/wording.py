"""A phrase of the bank in, a wording out: compiled on first use, with what the choice needs to know of it.

A template without logic becomes a row of pieces; any other is run in Jinja2's immutable sandbox.
Values only ever fill slots: they are never compiled.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from zlib import crc32

from jinja2 import StrictUndefined, Template, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from deescalate.say.compare import capitalised, content, first_words, sentences
from deescalate.types import Condition, Phrase, SlotKind

_LONGER_WORD = re.compile(r"[a-z']{5,}")
_MARKS = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_ENVIRONMENT = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)

# Moves that want an answer, however they are put.
ASKING = frozenset(
    {"greet", "ask_name", "ask_callback", "gather_info", "confirm_understanding", "ask_more_concerns"}
    | {"prioritize", "ask_impact", "check_closure"}
)
RESTATE = "restate"

# Slots that only name a thing: they may come again after a sentence that has told about it.
LIGHT = frozenset({"concern_noun", "topic", "product", "request_do", "company"})

# How much it makes of a reply to name a slot of the customer's.
_WORTH = {
    "concern_that": 3.2,
    "concern_np": 2.3,
    "impact_that": 3.0,
    "topic": 0.6,
    "name": 0.2,
    "company": 0.2,
}
_WORTH_LIGHT, _WORTH_FACT = 1.2, 2.2

# How much each test of a condition says about the situation of the customer.
_DETAIL = {"tag": 1.6, "asks": 1.6, "notice": 1.6, "policy": 1.4, "asked": 1.2, "promised": 1.2, "main": 1.0}
_DETAIL |= {"last": 1.2, "told": 1.2}
_MOST_DETAIL = 2.6

Piece = tuple[str, str | None, bool]  # literal text, the slot behind it, whether that slot begins a sentence


@dataclass(frozen=True, slots=True)
class Wording:
    """A phrase ready to be chosen.

    covers: the moves it carries out. least: those that must be due for it; restating may come on top.
    single: whether it is one. needs: slots that must have a value. fills: slots of the agent, in order.
    asks: whether it wants an answer. gist: the words that carry its fixed text; longer: all its words of
    five letters and more, as often as they come. start: its first two
    words, last: those of its last sentence; words of slots are not known yet. light: whether it only
    names a thing. salt: a number of its own, to vary choices by; start_salt: one of its beginning.
    worth: how much it says about this customer.
    """

    phrase: Phrase
    covers: frozenset[str]
    least: frozenset[str]
    single: bool
    needs: frozenset[str]
    fills: tuple[str, ...]
    uses: frozenset[str]
    asks: bool
    gist: frozenset[str]
    longer: tuple[str, ...]
    start: str
    last: str
    begins_with_slot: bool
    light: bool
    salt: int
    start_salt: int
    worth: float
    _compiled: list[tuple[Piece, ...] | Template] = field(default_factory=list)

    def fill(self, values: Mapping[str, str]) -> str:
        """Say the phrase with these values of its slots; those it can do without may be left out."""
        if not self._compiled:
            self._compiled.append(compiled(self.phrase.text))
        made = self._compiled[0]
        if isinstance(made, Template):
            return made.render({slot: values.get(slot, "") for slot in self.phrase.slots}).strip()
        return _joined(made, values)


def prepare(phrase: Phrase, slots: Mapping[str, SlotKind], glue: Container[str]) -> Wording:
    """Make the wording of a phrase; slots of origin "agent" may stand open, all others are needed."""
    fixed = _MARKS.sub(" ", phrase.text)
    optional = frozenset(getattr(phrase, "optional_slots", ()))
    required = [slot for slot in phrase.slots if slot not in optional]
    covers = frozenset((phrase.move, *phrase.also))
    needs = frozenset(slot for slot in required if slots[slot].origin != "agent")
    return Wording(
        phrase=phrase,
        covers=covers,
        least=covers - {RESTATE} if phrase.move != RESTATE else covers,
        single=len(covers) == 1,
        needs=needs,
        fills=tuple(slot for slot in required if slots[slot].origin == "agent"),
        uses=frozenset(phrase.slots),
        asks="?" in fixed or phrase.move in ASKING,
        gist=content(fixed, glue),
        longer=tuple(_LONGER_WORD.findall(fixed.lower())),
        start=first_words(phrase.text),
        last=first_words(sentences(phrase.text)[-1]) if phrase.text.strip() else "",
        begins_with_slot=phrase.text.lstrip().startswith("{{"),
        light=not LIGHT.isdisjoint(phrase.slots),
        salt=crc32(phrase.id.encode()),
        start_salt=crc32(first_words(phrase.text).encode()),
        worth=_detail(phrase.when) + sum(map(_worth, needs)),
    )


def compiled(text: str) -> tuple[Piece, ...] | Template:
    """Compile a template: to pieces when it has no logic, else to a template of the sandbox."""
    pieces: list[Piece] = []
    literal = ""
    for node in _output(_ENVIRONMENT.parse(text)):
        if isinstance(node, nodes.TemplateData):
            literal += node.data
        elif isinstance(node, nodes.Name):
            begins = not literal.strip() if not pieces else literal.rstrip().endswith((".", "!", "?"))
            pieces.append((literal, node.name, begins and bool(pieces)))
            literal = ""
        else:
            return _ENVIRONMENT.from_string(text)
    pieces.append((literal, None, False))
    return tuple(pieces)


def _output(tree: nodes.Template) -> list[nodes.Node]:
    found: list[nodes.Node] = []
    for node in tree.body:
        found.extend(node.nodes if isinstance(node, nodes.Output) else [node])
    return found


def _joined(pieces: tuple[Piece, ...], values: Mapping[str, str]) -> str:
    text = ""
    for literal, slot, begins in pieces:
        # A value that ends in a full stop ("5 p.m.") takes the place of the sentence's own.
        text += literal[1:] if literal[:1] == "." and text[-1:] in (".", "…") else literal
        if slot is not None:
            value = values[slot]
            text += capitalised(value) if begins else value
    return text.strip()


def _worth(slot: str) -> float:
    return _WORTH.get(slot, _WORTH_LIGHT if slot in LIGHT else _WORTH_FACT)


def _detail(when: Condition) -> float:
    """Rate how much a condition says about the customer's situation; exclusions say nothing."""
    if when.test == "all":
        return min(_MOST_DETAIL, sum(map(_detail, when.parts)))
    if when.test == "any":
        return min(map(_detail, when.parts), default=0.0)
    return 0.0 if when.test == "not" else _DETAIL.get(when.test, 0.2)
