"""Fit the weights of the cues to labelled messages and write them into the bank.

    python benchmarks/fit_weights.py CORPORA/gold-dev.jsonl [--write] [--half even|odd]

Every label is a logistic model over the cues and shapes of a clause; a message carries the label as
surely as one of its clauses does (noisy-or). The weights are drawn towards what the bank's own
`strength` says, so that rare labels lean on the hand-written rules. Thresholds and the figures that
are printed come from cross-validation over the messages, never from the fitted rows themselves.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, vstack

from deescalate.bank import load, shipped_path
from deescalate.hear import Hearer
from deescalate.hear.weigh import showing_anger

Floats = NDArray[np.float64]
FOLDS = 5
PENALTY = {"anger": 5.0, "label": 2.0, "kind": 2.0}
CLAUSE_SHARE = 0.5  # how much a clause's own label counts beside its message's
SMALLEST = 0.12  # log-odds; weaker weights are left out
ENOUGH = {"label": 30, "kind": 12}  # examples; what has fewer keeps to the strengths of its cues
NO_EVIDENCE = ("move", "lead", "fact")  # labels of cues that only say what an agent did or where a value stands
KINDS_FITTED = ("blame", "request", "concern", "repeat")
PRIOR = {"anger": 1.6, "blame": 1.6, "request": 1.6, "concern": 1.6}  # log-odds that a cue of strength 1
RARE_PRIOR = 4.8  # is believed to be worth before any message is seen; more where there are few to learn from


@dataclass
class Problem:
    """The clauses of many messages as a matrix, and which message each belongs to."""

    matrix: csr_matrix
    owner: NDArray[np.int64]
    size: int


@dataclass
class Fit:
    """A fitted target."""

    weights: Floats
    bias: float


def sigmoid(x: Floats) -> Floats:
    """Return the logistic function."""
    return np.asarray(0.5 * (1 + np.tanh(0.5 * x)))


def noisy_or(p: Floats, owner: NDArray[np.int64], size: int) -> Floats:
    """Return how sure it is that at least one clause of each message is positive."""
    return 1 - np.exp(np.bincount(owner, np.log1p(-np.minimum(p, 1 - 1e-12)), size))


def fit_label(problem: Problem, wanted: Floats, clause_wanted: Floats, prior: Floats, penalty: float) -> Fit:
    """Fit one label: messages by noisy-or, clauses by their own labels."""
    x, owner, size = problem.matrix, problem.owner, problem.size

    def loss(theta: Floats) -> tuple[float, Floats]:
        weights, bias = theta[:-1], theta[-1]
        p = np.clip(sigmoid(x @ weights + bias), 1e-9, 1 - 1e-9)
        whole = np.clip(noisy_or(p, owner, size), 1e-9, 1 - 1e-9)
        value = -np.sum(wanted * np.log(whole) + (1 - wanted) * np.log1p(-whole))
        outer = ((1 - wanted) / (1 - whole) - wanted / whole)[owner] * (1 - whole)[owner]
        slope = outer * p
        value -= CLAUSE_SHARE * np.sum(clause_wanted * np.log(p) + (1 - clause_wanted) * np.log1p(-p))
        slope += CLAUSE_SHARE * (p - clause_wanted)
        away = weights - prior
        value += 0.5 * penalty * away @ away
        return float(value), np.append(x.T @ slope + penalty * away, slope.sum())

    start = np.append(prior, -2.0)
    best = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 300})
    return Fit(best.x[:-1], float(best.x[-1]))


def fit_anger(matrix: csr_matrix, levels: NDArray[np.int64], prior: Floats, penalty: float) -> tuple[Fit, Floats]:
    """Fit the anger score: one sum, three cuts (proportional odds)."""
    wanted = np.stack([(levels >= cut).astype(float) for cut in (1, 2, 3)])

    def loss(theta: Floats) -> tuple[float, Floats]:
        weights, cuts = theta[:-3], theta[-3:]
        p = np.clip(sigmoid((matrix @ weights)[None, :] - cuts[:, None]), 1e-9, 1 - 1e-9)
        value = -np.sum(wanted * np.log(p) + (1 - wanted) * np.log1p(-p))
        slope = p - wanted
        away = weights - prior
        value += 0.5 * penalty * away @ away
        return float(value), np.concatenate([matrix.T @ slope.sum(0) + penalty * away, -slope.sum(1)])

    start = np.concatenate([prior, [1.0, 3.0, 5.0]])
    best = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 300})
    return Fit(best.x[:-3], -float(best.x[-3])), best.x[-3:]


def best_threshold(scores: Floats, wanted: Floats) -> tuple[float, float]:
    """Return the threshold of the best F1, smoothed over its neighbours, and that F1."""
    grid = np.linspace(0.05, 0.95, 91)
    f1 = np.array([f_one(scores >= cut, wanted) for cut in grid])
    smooth = np.convolve(np.pad(f1, 3, mode="edge"), np.ones(7) / 7, mode="valid")
    at = int(smooth.argmax())
    return float(round(grid[at], 2)), float(f1[at])


def f_one(got: NDArray[np.bool_], wanted: Floats) -> float:
    """Return the F1 of a decision."""
    hits = float(np.sum(got * wanted))
    total = float(got.sum() + wanted.sum())
    return 2 * hits / total if total else 0.0


class Fitter:
    """Fits every target of a bank to labelled messages."""

    def __init__(self, messages: list[Message]) -> None:
        bank = load()
        self.bank = bank
        self.messages = messages
        cues = [cue.id for cue in bank.cues.values() if cue.label not in NO_EVIDENCE]
        self.names = [*cues, *(f"shape/{shape}" for shape in bank.vocabulary.shapes)]
        number = {name: at for at, name in enumerate(self.names)}
        self.clauses = [_one_row([number[f] for f in c if f in number], len(number)) for m in messages for c in m.features]
        self.matrix = vstack(self.clauses).tocsr()
        self.owner = np.array([at for at, m in enumerate(messages) for _ in m.features])
        self.first = np.concatenate([[0], np.cumsum([len(m.features) for m in messages])])
        whole = [sorted({number[f] for c in m.features for f in c if f in number}) for m in messages]
        shapes = {f"shape/{shape}": at for at, shape in enumerate(bank.vocabulary.shapes, len(bank.cues))}
        order = [*bank.cues, *shapes]
        shown = showing_anger(tuple(bank.cues.values()), {name[6:]: at for name, at in shapes.items()})
        showing = {order[at] for at in shown}
        self.shown = np.array([float(any(not showing.isdisjoint(c) for c in m.features)) for m in messages])
        self.whole = vstack([_one_row(row, len(number)) for row in whole]).tocsr()

    def prior(self, label: str, kind: str | None = None) -> Floats:
        """Return the log-odds that the bank's own strengths suggest."""
        prior = np.zeros(len(self.names))
        for at, name in enumerate(self.names):
            cue = self.bank.cues.get(name)
            if cue is not None and cue.label == label and kind in (None, cue.kind):
                prior[at] = PRIOR.get(label, RARE_PRIOR) * cue.strength
        return prior

    def problem(self, rows: NDArray[np.int64]) -> tuple[Problem, NDArray[np.int64]]:
        """Select the clauses of some messages."""
        clauses = np.concatenate([np.arange(self.first[r], self.first[r + 1]) for r in rows])
        owner = np.repeat(np.arange(len(rows)), self.first[rows + 1] - self.first[rows])
        return Problem(self.matrix[clauses], owner, len(rows)), clauses

    def gold(self, label: str, kind: str | None = None) -> tuple[Floats, Floats]:
        """Return the wanted answers, by message and by clause."""
        by_message = np.array([any(t == label and kind in (None, k) for t, k, _ in m.tags()) for m in self.messages])
        by_clause = np.concatenate(
            [[float(c in with_it) for c in range(len(m.features))] for m in self.messages for with_it in [m.clauses_with(label, kind)]]
        )
        return by_message.astype(float), by_clause

    def label(self, label: str, rows: NDArray[np.int64]) -> Fit:
        """Fit one label to some messages."""
        wanted, clause_wanted = self.gold(label)
        problem, clauses = self.problem(rows)
        return fit_label(problem, wanted[rows], clause_wanted[clauses], self.prior(label), PENALTY["label"])

    def kind(self, label: str, kind: str, rows: NDArray[np.int64]) -> Fit:
        """Fit one kind of a label to the clauses that carry the label."""
        wanted, clause_wanted = self.gold(label, kind)
        _, any_kind = self.gold(label)
        _, clauses = self.problem(rows)
        clauses = clauses[any_kind[clauses] > 0]
        problem = Problem(self.matrix[clauses], np.arange(len(clauses)), len(clauses))
        answer = clause_wanted[clauses]
        return fit_label(problem, answer, answer, self.prior(label, kind), PENALTY["kind"])

    def scores(self, fit: Fit, rows: NDArray[np.int64]) -> Floats:
        """Score messages with a fitted label."""
        problem, _ = self.problem(rows)
        p = sigmoid(problem.matrix @ fit.weights + fit.bias)
        return noisy_or(p, problem.owner, problem.size)

    def anger(self, rows: NDArray[np.int64]) -> tuple[Fit, Floats]:
        """Fit anger to some messages."""
        levels = np.array([self.messages[r].row["anger"] for r in rows])
        return fit_anger(self.whole[rows], levels, self.prior("anger"), PENALTY["anger"])

    def anger_scores(self, fit: Fit, rows: NDArray[np.int64]) -> Floats:
        """Score the anger of messages as the reader does: none where nothing shows displeasure."""
        return sigmoid(self.whole[rows] @ fit.weights + fit.bias) * self.shown[rows]

    def crossed(self, rows: NDArray[np.int64], train: Callable[[NDArray[np.int64]], Callable[[NDArray[np.int64]], Floats]]) -> Floats:
        """Score every message with a model that was fitted without its fold."""
        fold = folds(self.messages)[rows]
        scores = np.zeros(len(rows))
        for number in range(FOLDS):
            scores[fold == number] = train(rows[fold != number])(rows[fold == number])
        return scores


def _one_row(columns: list[int], width: int) -> csr_matrix:
    columns = sorted(set(columns))
    return csr_matrix((np.ones(len(columns)), ([0] * len(columns), columns)), shape=(1, width))


def fit_all(fitter: Fitter, rows: NDArray[np.int64]) -> dict[str, tuple[Fit, tuple[float, ...]]]:
    """Fit every target with enough examples; print what cross-validation says of each label."""
    fitted: dict[str, tuple[Fit, tuple[float, ...]]] = {}
    levels = np.array([fitter.messages[r].row["anger"] for r in rows])

    def train_anger(part: NDArray[np.int64]) -> Callable[[NDArray[np.int64]], Floats]:
        fit, _ = fitter.anger(part)
        return lambda test: fitter.anger_scores(fit, test)

    scores = fitter.crossed(rows, train_anger)
    fit, cuts = fitter.anger(rows)
    one, f_first = best_threshold(scores, (levels >= 1).astype(float))
    two, f_second = best_threshold(scores, (levels >= 2).astype(float))
    three = round(max(two + 0.02, float(sigmoid(np.array(cuts[2] - cuts[0])))), 3)
    print(f"{'anger>=1':24s} {f_first:.3f}\n{'anger>=2':24s} {f_second:.3f}")
    fitted["anger"] = (fit, (one, max(two, one + 0.01), min(three, 0.999)))
    for label, kinds in fitter.bank.vocabulary.labels.items():
        wanted, _ = fitter.gold(label)
        if label in ("anger", "safety") or wanted[rows].sum() < ENOUGH["label"]:
            continue
        fit_one(fitter, label, rows, wanted, fitted)
        for kind in kinds if label in KINDS_FITTED else ():
            if fitter.gold(label, kind)[0][rows].sum() >= ENOUGH["kind"]:
                fitted[f"{label}:{kind}"] = (fitter.kind(label, kind, rows), (0.5,))
    return fitted


def fit_one(fitter: Fitter, label: str, rows: NDArray[np.int64], wanted: Floats, fitted: dict[str, tuple[Fit, tuple[float, ...]]]) -> None:
    """Fit one label and find its threshold."""

    def train(part: NDArray[np.int64]) -> Callable[[NDArray[np.int64]], Floats]:
        fit = fitter.label(label, part)
        return lambda test: fitter.scores(fit, test)

    threshold, f1 = best_threshold(fitter.crossed(rows, train), wanted[rows])
    print(f"{label:24s} {f1:.3f}  at {threshold}  ({int(wanted[rows].sum())} messages)")
    fitted[label] = (fitter.label(label, rows), (threshold,))


def write(fitter: Fitter, fitted: dict[str, tuple[Fit, tuple[float, ...]]], path: Path) -> None:
    """Write the weights as a page of the bank, most telling first."""
    lines = ["# Log-odds of every cue for every label, written by benchmarks/fit_weights.py.", "# A person may edit any of them.", "weights:"]
    for target, (fit, thresholds) in fitted.items():
        label, _, kind = target.partition(":")
        lines += [f'  - id: "{target}"', f"    bias: {fit.bias:.2f}", f"    thresholds: [{', '.join(map(str, thresholds))}]", "    cues:"]
        own = {c.id for c in fitter.bank.cues.values() if c.label == label and (not kind or c.kind == kind)}
        pairs = [(name, round(float(w), 2)) for name, w in zip(fitter.names, fit.weights, strict=True)]
        kept = [(name, w) for name, w in pairs if abs(w) >= SMALLEST or name in own]
        lines += [f"      {name}: {w}" for name, w in sorted(kept, key=lambda pair: (-pair[1], pair[0]))]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Fit, print the cross-validated figures, and write the weights when told to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--write", action="store_true", help="write phrasebanks/en/weights.yaml")
    parser.add_argument("--half", choices=["even", "odd"], help="fit to one half of the messages only")
    options = parser.parse_args()
    messages = read_messages(options.gold, Hearer(load()))
    fitter = Fitter(messages)
    rows = np.arange(len(messages))
    if options.half:
        rows = rows[halves(messages) == (options.half == "odd")]
    fitted = fit_all(fitter, rows)
    if options.write:
        write(fitter, fitted, shipped_path() / "en" / "weights.yaml")


if __name__ == "__main__":
    main()
