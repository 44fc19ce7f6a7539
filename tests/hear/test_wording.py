"""Plain words as evidence: which wordings a clause holds, and which the shipped weights may name."""

from __future__ import annotations

import pytest

from deescalate.hear import Hearer
from deescalate.hear.wording import Wording, no_evidence
from deescalate.types import Bank


def named(hearer: Hearer, text: str) -> set[str]:
    """Give the words and pairs of words of a text, without classes and verbs."""
    scan, _ = hearer.features(text)
    return {name for clause in hearer.wordings(scan) for name in clause if name[0] not in "{<"}


@pytest.mark.parametrize(
    ("text", "there", "absent"),
    [
        ("Still waiting here", {"still", "^ still", "still waiting", "waiting here"}, {"^ waiting"}),
        ("it works, not again", {"works", "not again"}, {"works not", "^ not"}),
        ("it won't work", {"not work"}, {"won't"}),
        ("why is Zorbatron late", {"^ why", "why is", "late"}, {"zorbatron", "is zorbatron", "is late"}),
        ("2 weeks late", {"weeks late"}, {"2", "2 weeks"}),
    ],
)
def test_words_of_a_clause_are_named(hearer: Hearer, text: str, there: set[str], absent: set[str]) -> None:
    found = named(hearer, text)
    assert there <= found
    assert not absent & found


@pytest.mark.parametrize("text", ["I am still waiting for a refund", "Why does it not work? Not again!"])
def test_what_is_weighed_is_what_is_named(hearer: Hearer, bank: Bank, text: str) -> None:
    weighed = {name for weights in bank.weights.values() for name in weights.words}
    wording = Wording(weighed, hearer._scanner.lexicon, 1_000_000)
    scan, _ = hearer.features(text)
    wording.add(scan.words, scan.clauses)
    for clause, names in zip(scan.clauses, hearer.wordings(scan), strict=True):
        told = {number for name, number in wording.numbers.items() if name in names & weighed}
        assert clause.features & set(wording.numbers.values()) == told


def test_no_weight_names_a_brand_a_person_or_a_date(bank: Bank) -> None:
    never = no_evidence(bank)
    assert {"amazon", "girl", "october"} <= never
    for weights in bank.weights.values():
        assert not [name for name in weights.words if not never.isdisjoint(name.split())]
