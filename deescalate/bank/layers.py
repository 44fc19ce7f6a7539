"""Lay banks over each other: the contents of the layers in, one Bank with every name checked out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from deescalate.bank.items import Contents, Entry
from deescalate.bank.page import Reference
from deescalate.bank.sections import SECTIONS
from deescalate.types import Bank, Vocabulary, Weights

WHAT = {"classes": "word class", "verbs": "verb", "cues": "cue"}


@dataclass(slots=True)
class Stack:
    """The layers so far: the entries that count, and all ids there ever were, by section."""

    current: dict[str, dict[str, Entry]] = field(default_factory=lambda: {name: {} for name in SECTIONS})
    known: dict[str, set[str]] = field(default_factory=lambda: {name: set() for name in SECTIONS})

    def lay(self, contents: Contents) -> None:
        """Lay one layer over the others: first what it drops, then what it adds or replaces."""
        for drop in contents.drops:
            below = self.current[drop.section]
            if below.pop(drop.id, None) is None and drop.id not in self.known[drop.section]:
                at = len(drop.section) + 1
                drop.page.unknown(drop.node, f"item of {drop.section}", drop.id, below, at)
        own: dict[tuple[str, str], Entry] = {}
        for entry in contents.entries:
            first = own.setdefault((entry.section, entry.id), entry)
            if first is not entry:
                where = first.page.place(first.node)
                entry.page.report(entry.node, f"'{entry.id}' stands in {entry.section} already, at {where}")
            self.current[entry.section][entry.id] = entry
            self.known[entry.section].add(entry.id)

    def entries(self) -> Iterator[Entry]:
        """Give every entry that counts."""
        for section in self.current.values():
            yield from section.values()

    def check(self) -> None:
        """Note every name of another item that no item bears, and classes that hold themselves."""
        for entry in self.entries():
            for reference in entry.references:
                if not self._found(reference):
                    words = self.current[reference.section]
                    what = WHAT[reference.section]
                    entry.page.unknown(reference.node, what, reference.name, words, reference.offset)
        _check_circles(self.current["classes"])

    def _found(self, reference: Reference) -> bool:
        # A cue that a later layer dropped is no mistake in the weights of an earlier one.
        known = self.known if reference.section == "cues" else self.current
        return reference.name in known[reference.section]

    def bank(self, vocabulary: Vocabulary, layers: Sequence[str]) -> Bank:
        """Make the bank of what is there."""
        items: dict[str, dict[str, Any]] = {
            name: {id: entry.value for id, entry in section.items()} for name, section in self.current.items()
        }
        cues = items["cues"]
        items["weights"] = {id: _without_dropped(row, cues) for id, row in items["weights"].items()}
        return Bank(vocabulary=vocabulary, layers=tuple(layers), **items)


def _without_dropped(row: Weights, cues: Mapping[str, Any]) -> Weights:
    kept = {
        name: weight
        for name, weight in row.cues.items()
        if name.startswith("shape/") or name.partition("@")[0] in cues
    }
    return row if len(kept) == len(row.cues) else replace(row, cues=kept)


def _check_circles(classes: Mapping[str, Entry]) -> None:
    """Note every word class that, by way of others, holds itself."""
    finished: set[str] = set()
    for start in classes:
        path: dict[str, Iterator[Reference]] = {}
        name: str | None = None if start in finished else start
        while name is not None:
            if name not in path:
                path[name] = iter(classes[name].references)
            step = next((part for part in path[name] if part.section == "classes"), None)
            name = _next(classes, path, name, step, finished)


def _next(
    classes: Mapping[str, Entry],
    path: dict[str, Iterator[Reference]],
    name: str,
    step: Reference | None,
    finished: set[str],
) -> str | None:
    if step is None:
        finished.add(name)
        del path[name]
        return next(reversed(path), None)
    if step.name in path:
        names = [*path, step.name]
        circle = " > ".join(names[names.index(step.name) :])
        where = (step.offset, step.offset + len(step.name))
        classes[name].page.report(step.node, f"a word class holds itself: {circle}", None, where)
    elif step.name in classes and step.name not in finished:
        return step.name
    return name
