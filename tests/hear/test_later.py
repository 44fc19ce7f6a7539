"""A restatement worked out later is the same as one worked out at once."""

from __future__ import annotations

import pickle

from deescalate.hear.later import LaterRestatement
from deescalate.types import Restatement

PLAIN = Restatement(that="your parcel was lost", np="your parcel being lost", subject="thing")


def test_it_is_worked_out_once_and_only_when_looked_at() -> None:
    made: list[Restatement] = []
    later = LaterRestatement(lambda: made.append(PLAIN) or PLAIN)
    assert made == []
    assert (later.that, later.np, later.best) == (PLAIN.that, PLAIN.np, PLAIN.best)
    assert made == [PLAIN]


def test_it_equals_and_pickles_as_the_plain_one() -> None:
    later = LaterRestatement(lambda: PLAIN)
    assert later == PLAIN
    assert later == PLAIN
    assert hash(later) == hash(LaterRestatement(lambda: PLAIN))
    copy = pickle.loads(pickle.dumps(later))
    assert type(copy) is Restatement
    assert copy == PLAIN
