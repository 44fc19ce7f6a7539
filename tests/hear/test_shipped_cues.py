"""Every cue of the shipped bank hears its `hits` and does not hear its `misses`."""

from __future__ import annotations

import pytest

from deescalate.bank import load
from deescalate.hear import Hearer

CUES = load().cues


def heard(hearer: Hearer, text: str) -> set[str]:
    kinds = {kind for said in hearer.said(text) for kind in (*said.moves, "when" if said.time else "")}
    moves = {cue.id for cue in CUES.values() if cue.label == "move" and cue.kind in kinds}
    return moves.union(*hearer.features(text)[1])


@pytest.mark.parametrize(("cue", "text"), [(cue.id, text) for cue in CUES.values() for text in cue.hits])
def test_cue_hears(hearer: Hearer, cue: str, text: str) -> None:
    assert cue in heard(hearer, text)


@pytest.mark.parametrize(("cue", "text"), [(cue.id, text) for cue in CUES.values() for text in cue.misses])
def test_cue_does_not_hear(hearer: Hearer, cue: str, text: str) -> None:
    assert cue not in heard(hearer, text)
