"""Right and given answers in, figures with bootstrap intervals out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from answers import Answer
from gold import Floats, Rows, Span

RESAMPLES = 1000
SEED = 20240501
KINDED = ("blame", "request", "concern")
SPANNED = (*KINDED, "repeat", "threat", "abuse", "gratitude", "impact", "urgency")
NAMES = ("anger>=1", "anger>=2", *SPANNED)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure, its 95 % interval, and on how many positive messages it rests."""

    value: float
    low: float
    high: float
    count: int

    def __str__(self) -> str:
        return f"{self.value:.3f} [{self.low:.2f}, {self.high:.2f}]" if np.isfinite(self.value) else "–"


@dataclass(frozen=True, slots=True)
class Measure:
    """Counts for each message (messages × columns), and the figure that sums of them make."""

    counts: Floats
    of: Callable[[Floats], Floats]
    positives: Floats

    def figure(self, rows: Rows | None = None) -> Figure:
        """Return the figure over some of the messages (all by default)."""
        counts = self.counts if rows is None else self.counts[rows]
        count = int((self.positives if rows is None else self.positives[rows]).sum())
        if not len(counts):
            return Figure(float("nan"), float("nan"), float("nan"), 0)
        drawn = self.of(_resampling(len(counts)) @ counts.astype(np.float32))
        low, high = _interval(drawn)
        return Figure(float(self.of(counts.sum(0, keepdims=True))[0]), low, high, count)


def _interval(drawn: Floats) -> tuple[float, float]:
    """Return where the middle 95 % of the figures lie that could be told."""
    told = drawn[np.isfinite(drawn)]
    return (
        (float(np.percentile(told, 2.5)), float(np.percentile(told, 97.5))) if len(told) else (np.nan, np.nan)
    )


@lru_cache(maxsize=2)
def _resampling(size: int) -> Floats:
    """Return how often each of the messages is drawn in each resample."""
    drawn = np.random.default_rng(SEED).multinomial(size, np.full(size, 1 / size), size=RESAMPLES)
    return np.asarray(drawn.astype(np.float32))


def f1(sums: Floats) -> Floats:
    """Return F1 from true positives, wanted and given."""
    hits, wanted, given = np.moveaxis(sums, -1, 0)
    return np.asarray(2 * hits / np.maximum(wanted + given, 1e-9))


def share(sums: Floats) -> Floats:
    """Return the first column as a share of the second."""
    hits, total = np.moveaxis(sums, -1, 0)
    return np.asarray(np.where(total > 0, hits / np.maximum(total, 1e-9), np.nan))


def kappa(sums: Floats) -> Floats:
    """Return the quadratic-weighted agreement on four levels from the flat 4 × 4 table."""
    table = sums.reshape(-1, 4, 4)
    far = (np.arange(4)[:, None] - np.arange(4)[None, :]) ** 2
    chance = table.sum(2)[:, :, None] * table.sum(1)[:, None, :] / table.sum((1, 2))[:, None, None]
    expected = (far * chance).sum((1, 2))
    return np.asarray(1 - (far * table).sum((1, 2)) / np.maximum(expected, 1e-9))


def present(wanted: Sequence[bool], given: Sequence[bool]) -> Measure:
    """Measure the F1 of a yes or no."""
    want, got = np.array(wanted, float), np.array(given, float)
    return Measure(np.stack([want * got, want, got], 1), f1, want)


def recalled(wanted: Sequence[bool], given: Sequence[bool]) -> Measure:
    """Measure the recall of a yes or no."""
    want, got = np.array(wanted, float), np.array(given, float)
    return Measure(np.stack([want * got, want], 1), share, want)


def alarms(given: Sequence[bool]) -> Measure:
    """Measure in what share of messages something was heard that is in none of them."""
    got = np.array(given, float)
    return Measure(np.stack([got, np.ones(len(got))], 1), share, np.ones(len(got)))


def gold_measures(right: Sequence[Answer], given: Sequence[Answer]) -> dict[str, Measure]:
    """Measure answers against the labelled set, by the names of the rows of its table."""
    found = {}
    for name in NAMES:
        found[name] = present([name in r.names for r in right], [name in g.names for g in given])
        if name == "anger>=2":
            found["anger kappa"] = _levels(right, given)
        if name in KINDED:
            found[f"{name} kinds"] = _kinds(name, right, given)
    in_danger = ["safety" in g.names for g in given]
    found["safety (recall)"] = recalled(["safety" in r.names for r in right], in_danger)
    found["spans"] = _spans(right, given)
    return found


def _levels(right: Sequence[Answer], given: Sequence[Answer]) -> Measure:
    cells = np.eye(16)[[4 * r.level + g.level for r, g in zip(right, given, strict=True)]]
    return Measure(cells, kappa, np.array([float(r.level > 0) for r in right]))


def _kinds(label: str, right: Sequence[Answer], given: Sequence[Answer]) -> Measure:
    """Measure the micro F1 over all pairs of a label and its kinds."""

    def of(answer: Answer) -> set[str]:
        return {name for name in answer.names if name.startswith(f"{label}:")}

    pairs = [(of(r), of(g)) for r, g in zip(right, given, strict=True)]
    counts = np.array([[len(want & got), len(want), len(got)] for want, got in pairs], float)
    return Measure(counts, f1, counts[:, 1])


def _spans(right: Sequence[Answer], given: Sequence[Answer]) -> Measure:
    """Measure in what share of the labels heard rightly a span meets the reader's by half or more."""
    counts = []
    for r, g in zip(right, given, strict=True):
        both = [label for label in SPANNED if label in r.spans and label in g.spans]
        counts.append([sum(_meet(r.spans[label], g.spans[label]) for label in both), len(both)])
    table = np.array(counts, float)
    return Measure(table, share, table[:, 1])


def _meet(some: Iterable[Span], others: Iterable[Span]) -> bool:
    spans = list(others)
    return any(overlap(a, b) >= 0.5 for a in some for b in spans)


def overlap(a: Span, b: Span) -> float:
    """Return the shared part of two spans as a share of their union."""
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return max(0, shared) / max(1, max(a[1], b[1]) - min(a[0], b[0]))


def spearman(wanted: Floats, given: Floats) -> Figure:
    """Return the rank correlation of two scores, with its interval."""
    value = _correlate(wanted, given)
    rng = np.random.default_rng(SEED)
    picks = rng.integers(0, len(wanted), (RESAMPLES, len(wanted)))
    low, high = _interval(np.array([_correlate(wanted[p], given[p]) for p in picks]))
    return Figure(value, low, high, len(wanted))


def _correlate(a: Floats, b: Floats) -> float:
    return float(np.corrcoef(_ranks(a), _ranks(b))[0, 1]) if np.ptp(a) and np.ptp(b) else float("nan")


def _ranks(values: Floats) -> Floats:
    """Rank values; ties share the mean of their ranks."""
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    return np.asarray((np.cumsum(count) - (count - 1) / 2)[place])
