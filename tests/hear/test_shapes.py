"""The form of a message: which shapes a text has, and which not."""

from __future__ import annotations

import pytest

from deescalate.hear import Hearer

LONG = "word " * 40


@pytest.mark.parametrize(
    ("text", "shape", "has"),
    [
        ("Really??", "asked_twice", True),
        ("Why today? ?", "asked_twice", True),
        ("Where is it? When will it come?", "asked_twice", False),
        ("@AcmeHelp my phone is dead", "addressed", True),
        ("my phone is dead @AcmeHelp", "addressed", False),
        ("Too late.", "short", True),
        ("It came much too late for the party", "brief", True),
        ("It came much too late for the party", "short", False),
        (LONG, "long", True),
        (LONG * 2, "very_long", True),
        ("Good:\nlight\nsmall\nCons: price", "lines", True),
        ("Good:\nlight", "lines", False),
        ("It is light (and small).", "brackets", True),
    ],
)
def test_shapes(hearer: Hearer, text: str, shape: str, has: bool) -> None:
    _, clauses = hearer.features(text)
    assert (f"shape/{shape}" in set().union(*clauses)) is has
