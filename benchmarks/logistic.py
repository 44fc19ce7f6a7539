"""Features and wanted answers in, weights out: labels by noisy-or over clauses, anger by ordered cuts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from gold import Floats, Rows
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped,unused-ignore]
from scipy.sparse import csr_matrix  # type: ignore[import-untyped,unused-ignore]

FEW = 60  # examples
PLATEAU = 0.01  # F1 that thresholds may differ by and still count as equally good
CLAUSE_SHARE = 0.5  # how much a clause's own label counts beside its message's


@dataclass
class Problem:
    """The clauses of many messages as a matrix, and which message each belongs to."""

    matrix: csr_matrix
    owner: Rows
    size: int


@dataclass
class Fit:
    """A fitted target."""

    weights: Floats
    bias: float


def sigmoid(x: Floats) -> Floats:
    """Return the logistic function."""
    return np.asarray(0.5 * (1 + np.tanh(0.5 * x)))


def noisy_or(p: Floats, owner: Rows, size: int) -> Floats:
    """Return how sure it is that at least one clause of each message is positive."""
    return 1 - np.exp(np.bincount(owner, np.log1p(-np.minimum(p, 1 - 1e-12)), size))


def fit_label(problem: Problem, wanted: Floats, clause_wanted: Floats, prior: Floats, penalty: Floats) -> Fit:
    """Fit one label: messages by noisy-or, clauses by their own labels (below 0: not known)."""
    told = clause_wanted >= 0
    x, owner, size = problem.matrix, problem.owner, problem.size

    def loss(theta: Floats) -> tuple[float, Floats]:
        weights, bias = theta[:-1], theta[-1]
        p = np.clip(sigmoid(x @ weights + bias), 1e-9, 1 - 1e-9)
        whole = np.clip(noisy_or(p, owner, size), 1e-9, 1 - 1e-9)
        value = -np.sum(wanted * np.log(whole) + (1 - wanted) * np.log1p(-whole))
        outer = ((1 - wanted) / (1 - whole) - wanted / whole)[owner] * (1 - whole)[owner]
        slope = outer * p
        likely = clause_wanted * np.log(p) + (1 - clause_wanted) * np.log1p(-p)
        value -= CLAUSE_SHARE * np.sum(likely[told])
        slope += CLAUSE_SHARE * told * (p - clause_wanted)
        away = weights - prior
        value += 0.5 * penalty @ away**2
        return float(value), np.append(x.T @ slope + penalty * away, slope.sum())

    start = np.append(prior, -2.0)
    best = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 300})
    return Fit(best.x[:-1], float(best.x[-1]))


def fit_anger(matrix: csr_matrix, levels: Rows, prior: Floats, penalty: Floats) -> tuple[Fit, Floats]:
    """Fit the anger score: one sum, three cuts (proportional odds)."""
    wanted = np.stack([(levels >= cut).astype(float) for cut in (1, 2, 3)])

    def loss(theta: Floats) -> tuple[float, Floats]:
        weights, cuts = theta[:-3], theta[-3:]
        p = np.clip(sigmoid((matrix @ weights)[None, :] - cuts[:, None]), 1e-9, 1 - 1e-9)
        value = -np.sum(wanted * np.log(p) + (1 - wanted) * np.log1p(-p))
        slope = p - wanted
        away = weights - prior
        value += 0.5 * penalty @ away**2
        return float(value), np.concatenate([matrix.T @ slope.sum(0) + penalty * away, -slope.sum(1)])

    start = np.concatenate([prior, [1.0, 3.0, 5.0]])
    best = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 300})
    return Fit(best.x[:-3], -float(best.x[-3])), best.x[-3:]


def best_threshold(scores: Floats, wanted: Floats) -> tuple[float, float]:
    """Return the middle of the thresholds with nearly the best F1, smoothed over neighbours, and its F1.

    With few examples the curve is flat and says little: there the lowest of them, which misses least.
    """
    grid = np.linspace(0.05, 0.95, 91)
    f1 = np.array([f_one(scores >= cut, wanted) for cut in grid])
    smooth = np.convolve(np.pad(f1, 3, mode="edge"), np.ones(7) / 7, mode="valid")
    equal = np.flatnonzero(smooth >= smooth.max() - PLATEAU)
    at = int(np.median(equal) if wanted.sum() >= FEW else equal.min())
    return float(round(grid[at], 2)), float(f1[at])


def f_one(got: NDArray[np.bool_], wanted: Floats) -> float:
    """Return the F1 of a decision."""
    hits = float(np.sum(got * wanted))
    total = float(got.sum() + wanted.sum())
    return 2 * hits / total if total else 0.0
