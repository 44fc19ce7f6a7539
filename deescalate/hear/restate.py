"""A concern in the customer's words in, the same in the agent's voice, where that is certainly right, out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from deescalate.hear.feeling import Feelings
from deescalate.hear.forms import Forms, Pieces, pieces
from deescalate.hear.grammar import Grammar
from deescalate.hear.kinds import (
    ADJECTIVE,
    ADVERB,
    AND,
    ANYONE,
    BAD,
    BECAUSE,
    FINITE,
    HANDLE,
    HOSTILE,
    IT,
    JOINER,
    MY,
    NO,
    NOT,
    POOR,
    PRAISE,
    QUESTION,
    QUOTE,
    SOFT,
    STRONG,
    SWEAR,
    THERE,
    THEY,
    THING,
    UNLESS,
    YOU,
    YOUR,
    Words,
)
from deescalate.hear.naming import Naming
from deescalate.hear.parse import Clause, Parser
from deescalate.hear.phrase import noun_phrase
from deescalate.hear.trim import trimmed
from deescalate.hear.unask import Unasker
from deescalate.hear.voice import RUN_TOGETHER, Voice
from deescalate.hear.worth import Worth
from deescalate.types import Bank, Restatement, RestatementRow

LONGEST_QUOTE = 10  # words
_BORDER = STRONG | SOFT | JOINER | BECAUSE
_OTHERS = THEY | IT | ANYONE | THERE  # after "and" surely a clause of its own
_UNQUOTED = frozenset('"“”?/*@#<>\n')
_TAG, _MOST_TAGS = "#", 2  # more of them stand for words of the sentence
_ASIDES = "()"
_STOPS = (".", "!", ",")
_NEVER_QUOTED = frozenset({"question", "other", "base"})
_NEVER_LAST = AND | JOINER | BECAUSE  # a quote that breaks off
_GARBLED = re.compile(RUN_TOGETHER + r"|\w[?!]\w")
_WHOLE = frozenset({"clause", "lack"})
_ROLES = {
    "customer": "customer",
    "company": "company",
    "staff": "company",
    "person": "person",
    "anyone": "person",
}

Heard = tuple[Clause, dict[str, str]]  # a clause taken apart, and its forms
Check = tuple[str, frozenset[str], bool]  # a feature, words, and whether it must or must not be one of them


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the bank, ready to be tested and filled."""

    id: str
    checks: tuple[Check, ...]
    forms: Mapping[str, Pieces]

    def holds(self, features: Mapping[str, str]) -> bool:
        """Tell whether a clause has the features the row asks for."""
        return all((features.get(feature) in words) is wanted for feature, words, wanted in self.checks)


class Restater:
    """Restates concerns and impacts in the agent's voice, by the rows and word classes of a bank."""

    def __init__(self, bank: Bank, grammar: Grammar) -> None:
        self._grammar = grammar
        self._parser = Parser(self._grammar)
        self._voice = Voice(self._grammar)
        self._naming = Naming(self._grammar, self._voice)
        self._unasker = Unasker(self._grammar)
        self._feelings = Feelings(self._grammar)
        self._as = frozenset(self._grammar.classes["as"])
        self._worth = Worth(self._grammar)
        self._poor = self._grammar.classes["poor"][0]
        self._owned = frozenset(self._grammar.classes[name][0] for name in ("turn_my", "turn_companys"))
        self._but = frozenset(self._grammar.classes["but"])
        self._rows: dict[str, list[Row]] = {}
        for item in bank.restatements.values():
            for shape in item.when.get("shape", ()):
                self._rows.setdefault(shape, []).append(self._row(item))
        for rows in self._rows.values():
            rows.sort(key=lambda row: -len(row.checks))  # the most particular row first

    def restate(self, text: str, surfaces: Sequence[str], norms: Sequence[str], kind: str) -> Restatement:
        """Restate a clause.

        Args:
            text: the clause as the customer wrote it.
            surfaces: its tokens.
            norms: its tokens as they are read, one for each surface.
            kind: the kind of the concern, a word of the taxonomy.
        """
        raw = self._grammar.words(text, surfaces, norms)
        words = trimmed(raw, self._poor)
        if not words.norms or text.count(_TAG) > _MOST_TAGS:
            return Restatement()
        clause, said = heard = self._understood(words, kind)
        if said.keys() == {"noun"} and said["noun"].split()[0] not in self._owned:
            said.clear()  # "the money": what of it?
        if said.get("np") == said.get("noun") and not self._says_what(said.get("np", "")):
            said.pop("np", None)  # a thing, not what is wrong with it
        quote = self._quote(text, raw, words, heard)
        that = said.get("that")
        role = _ROLES.get(clause.features["subject"], "thing")
        if that is not None and role == "thing" and self._voice.is_of_customer(that):
            role = "customer"
        return Restatement(that, said.get("np"), said.get("noun"), quote, role if said or quote else None)

    def _says_what(self, named: str) -> bool:
        """Tell whether a named thing tells what is wrong with it ("the broken lamp")."""
        return any(self._grammar.bits.get(word.lower(), 0) & (BAD | ADJECTIVE) for word in named.split())

    def impact(self, text: str, surfaces: Sequence[str], norms: Sequence[str]) -> str | None:
        """Restate what the problem does to the customer as a clause ("you're losing clients"), or None."""
        for part in self._parts(self._grammar.words(text, surfaces, norms)):
            clause, said = self._heard(part, "impact")
            theirs = clause.features["subject"] in ("customer", "none") or part.at(clause.start) & MY
            if theirs and "that" in said:
                return said["that"]
        return None

    def rows(
        self, text: str, surfaces: Sequence[str], norms: Sequence[str], kind: str = "other"
    ) -> tuple[str, ...]:
        """List the ids of the rows that hold for a clause, the most particular first: why it is said so."""
        words = trimmed(self._grammar.words(text, surfaces, norms), self._poor)
        if not words.norms:
            return ()
        clause, _ = self._understood(words, kind)
        rows = self._rows.get(clause.features["shape"], ())
        return tuple(row.id for row in rows if row.holds(clause.features))

    # --- rows ----------------------------------------------------------------------------------

    def _row(self, item: RestatementRow) -> Row:
        templates = {"that": item.that, "np": item.np, "noun": item.noun}
        checks = tuple(self._check(key, words) for key, words in item.when.items() if key != "shape")
        return Row(item.id, checks, {name: pieces(text) for name, text in templates.items() if text})

    def _check(self, feature: str, words: tuple[str, ...]) -> Check:
        """Read what a row asks of a feature: words, `@class` for those of a class, `!` for none of them."""
        members: set[str] = set()
        for word in words:
            name = word.lstrip("!")
            members.update(self._grammar.classes.get(name[1:], ()) if name.startswith("@") else (name,))
        return feature, frozenset(members), not words[0].startswith("!")

    def _heard(self, words: Words, kind: str) -> Heard:
        """Take a clause apart and make its forms, each by the first row that can give it."""
        clause = self._parser.parse(words)
        clause.features.update(kind=kind, praise=_praise(words))
        forms = Forms(self._grammar, self._voice, self._naming, clause)
        said: dict[str, str] = {}
        if kind != "impact" and not self._worth.complains(clause):
            clause.features["shape"] = "other"
            return clause, said
        for row in self._rows.get(clause.features["shape"], ()):
            if row.forms.keys() - said.keys() and row.holds(clause.features):
                for name, template in row.forms.items():
                    if name not in said and (filled := forms.fill(template)) is not None:
                        said[name] = filled
        return clause, said

    def _understood(self, words: Words, kind: str) -> Heard:
        """Restate what follows "why" or "but", for it is the point; else the whole; else a part of it."""
        stated = self._unasker.stated(words)
        if stated is not None and "that" in (heard := self._heard(trimmed(stated, self._poor), kind))[1]:
            return heard
        about = self._feelings.about(words)
        if about is not None and (heard := self._heard(trimmed(about, self._poor), kind))[1]:
            return heard
        buts = (at for at, norm in enumerate(words.norms) if at and norm in self._but)
        heard = self._after(words, next(buts, None), kind) or self._heard(words, kind)
        if heard[1] or heard[0].features["shape"] == "question":
            return self._missed(words, heard)
        ands = (at for at, bits in enumerate(words.bits) if at and bits & AND and words.at(at + 1) & _OTHERS)
        return (
            self._after(words, next(ands, None), kind)
            or self._part_of(words, kind)
            or self._missed(words, heard)
        )

    def _missed(self, words: Words, heard: Heard) -> Heard:
        """Name what a customer asks after ("where is my parcel", "when will my order arrive")."""
        clause, said = heard
        if words.at(0) & QUESTION and words.at(1) & FINITE and words.at(2) & MY:
            phrase = noun_phrase(words, 2)
            named = self._naming.thing(words, phrase) if phrase is not None else None
            if named:
                return clause, {"noun": self._voice.join(named)}
        return clause, said

    def _part_of(self, words: Words, kind: str) -> Heard | None:
        """Restate the first stretch between commas and dashes that is a clause of its own, or a lack."""
        if (
            any(
                bits & UNLESS or (bits & QUOTE and norm not in _ASIDES)
                for bits, norm in zip(words.bits, words.norms, strict=True)
            )
            or _praise(words) == "yes"
        ):
            return None
        for part in reversed(list(self._parts(words, self._as))):
            heard = self._heard(part, kind)
            if "that" in heard[1] and heard[0].features["shape"] in _WHOLE:
                return heard
        return None

    def _after(self, words: Words, joiner: int | None, kind: str) -> Heard | None:
        if joiner is None:
            return None
        part = trimmed(words.part(joiner + 1, len(words.norms)), self._poor)
        heard = self._heard(part, kind) if part.norms else None
        return heard if heard and "that" in heard[1] else None

    def _parts(self, words: Words, more: frozenset[str] = frozenset()) -> Iterator[Words]:
        """Give the stretches between borders (or words of `more`), the last first."""
        end = len(words.bits)
        for at in range(end - 1, -2, -1):
            if at < 0 or words.bits[at] & _BORDER or (words.norms[at] in more and words.at(at - 1) & THING):
                part = trimmed(words.part(at + 1, end), self._poor)
                if part.norms:
                    yield part
                end = at

    @staticmethod
    def _quote(text: str, raw: Words, words: Words, heard: Heard) -> str | None:
        """The customer's own words, when they are few, understood, whole, and hurt nobody."""
        clause, forms = heard
        said = text.strip(" \t.,!-;:…")
        if not 2 <= len(raw.norms) <= LONGEST_QUOTE or clause.features["shape"] in _NEVER_QUOTED:
            return None
        if (
            forms.keys() <= {"noun"}
            or clause.words.norms != words.norms
            or not set(raw.norms) <= {*words.norms, *_STOPS}
        ):
            return None
        if not said.lower().startswith(raw.norms[0][:2]):
            return None  # an addressee stands in front
        if (raw.bits[-1] & _NEVER_LAST and not raw.bits[-1] & ADVERB) or _GARBLED.search(said):
            return None
        if said.isupper() or not _UNQUOTED.isdisjoint(said) or not said.replace(" ", "")[:1].isalnum():
            return None
        if any(bits & (YOU | YOUR | STRONG) or not bits for bits in words.bits):
            return None
        return None if any(bits & (HANDLE | HOSTILE | SWEAR | POOR) for bits in raw.bits) else said


def _praise(words: Words) -> str:
    """Tell whether good words stand in a clause that denies nothing: no concern when meant, else sarcasm."""
    denied = any(bits & (NOT | NO | HOSTILE) for bits in words.bits)
    return "yes" if not denied and any(bits & PRAISE for bits in words.bits) else "no"
