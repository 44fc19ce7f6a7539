"""Fit the weights of the cues to labelled messages and write them into the bank.

    python benchmarks/fit_weights.py CORPORA [--write]

Every label is a logistic model over the cues, shapes and plain words of a clause; a message carries the
label as surely as one of its clauses does (noisy-or). The weights of cues are drawn towards what the
bank's own `strength` says, so that rare labels lean on the hand-written rules; those of words are drawn
to nothing. It learns from gold-dev and from our own labels; thresholds and the figures that are printed
come from cross-validation over the messages, never from the fitted rows themselves. Calm chats teach
what is no anger and no blame; they are never scored.
"""

from __future__ import annotations

import argparse
import itertools
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
from gold import Floats, Message, Rows, folds, read_calm, read_cases, read_messages, read_rows
from logistic import Fit, Problem, best_threshold, fit_anger, fit_label, noisy_or, sigmoid
from ours import read_ours
from scipy.sparse import csr_matrix, vstack  # type: ignore[import-untyped,unused-ignore]

from deescalate.bank import load, shipped_path
from deescalate.hear import Hearer
from deescalate.hear.weigh import AROUND, showing_anger
from deescalate.hear.wording import PREFIX, no_evidence
from deescalate.types import STRONG_ANGER, Bank, Place, Weights

PENALTY = {"anger": 5.0, "strong": 3.0, "label": 2.0, "kind": 2.0}
RAGE = 0.3  # how far above level 2 the score of an attack must be for level 3; too rare to fit
WORD_PENALTY = {"label": 10.0, "kind": 5.5}  # plain words are thin evidence: drawn to nothing
FREQUENT = 8  # messages that must hold a wording before it is weighed
SMALLEST = 0.12  # log-odds; weaker weights of cues are left out
STEP = 0.05  # log-odds; the weights of words are rounded to it
WORD_SMALLEST = {"label": 0.075, "kind": 0.15}  # log-odds; weaker weights of words are left out
ENOUGH = {"label": 30, "kind": 12}  # examples; what has fewer keeps to the strengths of its cues
NO_EVIDENCE = ("move", "lead", "fact")  # what an agent did, where a value stands: no evidence of a label
KINDS_FITTED = ("blame", "request", "concern", "repeat", "impact")
PRIOR = {"anger": 2.6, "blame": 2.6, "request": 2.6, "concern": 2.6}  # log-odds that a cue of strength 1
KIND_PRIOR = 4.8  # the kinds of requests are rare too
RARE_PRIOR = 4.8  # is believed to be worth before any message is seen; more where there are few to learn from


OWN = Path(__file__).parent.parent / "tests" / "gold" / "messages.jsonl"
CASES_COUNT = 2  # how many messages a golden case counts for: it is wanted, not found
CALM = ("service-chats-dev.jsonl", "requests-banking-hotel-dev.jsonl")

Trained = Callable[[Rows], Floats]  # scores messages
Fitted = dict[str, tuple[Fit, tuple[float, ...]]]  # target -> its fit and thresholds


class Fitter:
    """Fits every target of a bank to labelled messages."""

    def __init__(self, messages: list[Message], lessons: Sequence[Message] = ()) -> None:
        bank = load()
        self.bank = bank
        self.lessons = np.arange(len(messages), len(messages) + len(lessons))
        messages = [*messages, *lessons]
        self.messages = messages
        self._gold: dict[tuple[str, str | None], tuple[Floats, Floats]] = {}
        cues = [cue.id for cue in bank.cues.values() if cue.label not in NO_EVIDENCE]
        shapes = [f"shape/{shape}" for shape in bank.vocabulary.shapes]
        never = no_evidence(bank)
        labelled = messages[: len(messages) - len(lessons)]
        self.names = [*cues, *shapes, *(PREFIX + name for name in _frequent(labelled, never))]
        self.is_word = np.array([name.startswith(PREFIX) for name in self.names])
        number = {name: at for at, name in enumerate(self.names)}
        clauses = [_names(m, at) for m in messages for at in range(len(m.features))]
        every = [[number[f] for f in clause if f in number] for clause in clauses]
        self.named = vstack([_one_row(row, len(number)) for row in every]).tocsr()
        names = {number[cue.id] for cue in bank.cues.values() if cue.label == "name"}
        every = [[f for f in row if f not in names] for row in every]  # a name says nothing but itself
        self.matrix = vstack([_one_row(row, len(number)) for row in every]).tocsr()
        self.owner = np.array([at for at, m in enumerate(messages) for _ in m.features])
        self.first = np.concatenate([[0], np.cumsum([len(m.features) for m in messages])])
        showing = _showing_anger(bank)
        self.shown = np.array([float(any(not showing.isdisjoint(c) for c in m.features)) for m in messages])
        whole = [sorted({f for row in every[a:b] for f in row}) for a, b in itertools.pairwise(self.first)]
        self.whole = vstack([_one_row(row, len(number)) for row in whole]).tocsr()
        self.around = (self.matrix + AROUND * self.whole[self.owner]).tocsr()

    def prior(self, label: str, kind: str | None = None) -> Floats:
        """Return the log-odds that the bank's own strengths suggest."""
        prior = np.zeros(len(self.names))
        for at, name in enumerate(self.names):
            cue = self.bank.cues.get(name)
            if cue is not None and cue.label == label and kind in (None, cue.kind):
                scale = KIND_PRIOR if label == "request" and kind else PRIOR.get(label, RARE_PRIOR)
                prior[at] = scale * cue.strength
        return prior

    def penalty(self, what: str) -> Floats:
        """Return how strongly each weight is drawn to its prior: words more than cues."""
        return np.where(self.is_word, WORD_PENALTY["kind" if what == "kind" else "label"], PENALTY[what])

    def problem(self, rows: Rows, label: str = "") -> tuple[Problem, Rows]:
        """Select the clauses of some messages, to weigh a label."""
        clauses = np.concatenate([np.arange(self.first[r], self.first[r + 1]) for r in rows])
        owner = np.repeat(np.arange(len(rows)), self.first[rows + 1] - self.first[rows])
        matrix = self.named if label == "name" else self.matrix
        return Problem(matrix[clauses], owner, len(rows)), clauses

    def gold(self, label: str, kind: str | None = None) -> tuple[Floats, Floats]:
        """Return the wanted answers, by message and by clause."""
        if (label, kind) not in self._gold:
            by_message = [
                any(t == label and kind in (None, k) for t, k, _ in m.tags()) for m in self.messages
            ]
            within = [(m.clauses_with(label, kind), len(m.features)) for m in self.messages]
            by_clause = [float(clause in found) for found, size in within for clause in range(size)]
            placed = [m.is_placed(label) for m in self.messages for _ in m.features]
            self._gold[label, kind] = np.array(by_message).astype(float), np.where(placed, by_clause, -1.0)
        return self._gold[label, kind]

    def taught(self, label: str, rows: Rows) -> Rows:
        """Add to some messages the lessons that say something of a label."""
        return np.concatenate([rows, [at for at in self.lessons if self.messages[at].tells(label)]]).astype(
            int
        )

    def label(self, label: str, rows: Rows) -> Fit:
        """Fit one label to some messages."""
        wanted, clause_wanted = self.gold(label)
        rows = self.taught(label, rows)
        problem, clauses = self.problem(rows, label)
        return fit_label(
            problem, wanted[rows], clause_wanted[clauses], self.prior(label), self.penalty("label")
        )

    def kind(self, label: str, kind: str, rows: Rows) -> Fit:
        """Fit one kind of a label to the clauses that carry the label."""
        _, clause_wanted = self.gold(label, kind)
        _, any_kind = self.gold(label)
        _, clauses = self.problem(self.taught(label, rows))
        clauses = clauses[any_kind[clauses] > 0]
        problem = Problem(self.around[clauses], np.arange(len(clauses)), len(clauses))
        answer = clause_wanted[clauses]
        return fit_label(problem, answer, answer, self.prior(label, kind), self.penalty("kind"))

    def scores(self, fit: Fit, label: str, rows: Rows) -> Floats:
        """Score messages with a fitted label."""
        problem, _ = self.problem(rows, label)
        p = sigmoid(problem.matrix @ fit.weights + fit.bias)
        return noisy_or(p, problem.owner, problem.size)

    def anger(self, rows: Rows) -> tuple[Fit, Floats]:
        """Fit anger to some messages."""
        rows = self.taught("anger", rows)
        levels = np.array([self.messages[r].row["anger"] for r in rows])
        return fit_anger(self.whole[rows], levels, self.prior("anger"), self.penalty("anger"))

    def strong_anger(self, rows: Rows) -> Fit:
        """Fit how strong anger is: the weights of anger, moved as far as the angry messages say."""
        prior = self.anger(rows)[0].weights
        rows = self.taught("anger", rows)
        wanted = np.array([float(self.messages[r].row["anger"] >= 2) for r in rows])
        problem = Problem(self.whole[rows], np.arange(len(rows)), len(rows))
        return fit_label(problem, wanted, wanted, prior, self.penalty("strong"))

    def anger_scores(self, fit: Fit, rows: Rows) -> Floats:
        """Score the anger of messages as the reader does: none where nothing shows displeasure."""
        return np.asarray(sigmoid(self.whole[rows] @ fit.weights + fit.bias) * self.shown[rows])

    def crossed(self, rows: Rows, train: Callable[[Rows], Trained]) -> Floats:
        """Score every message with a model that was fitted without its fold."""
        fold = folds(self.messages)[rows]
        scores = np.zeros(len(rows))
        for number in np.unique(fold):
            scores[fold == number] = train(rows[fold != number])(rows[fold == number])
        return scores


def _names(message: Message, clause: int) -> set[str]:
    """Name every feature of a clause, plain wordings among them."""
    return message.features[clause] | {PREFIX + name for name in message.wordings[clause]}


def _frequent(messages: Sequence[Message], never: frozenset[str]) -> list[str]:
    """List the wordings that enough labelled messages hold for a weight of their own."""
    counts = Counter(name for m in messages for name in set().union(*m.wordings))
    often = (name for name, count in counts.items() if count >= FREQUENT)
    return sorted(name for name in often if never.isdisjoint(name.split()))


def _showing_anger(bank: Bank) -> set[str]:
    """Return the names of the features that show displeasure."""
    names = [*bank.cues, *(f"shape/{shape}" for shape in bank.vocabulary.shapes)]
    shapes = {shape: at for at, shape in enumerate(bank.vocabulary.shapes, len(bank.cues))}
    return {names[at] for at in showing_anger(tuple(bank.cues.values()), shapes)}


def _one_row(columns: list[int], width: int) -> csr_matrix:
    columns = sorted(set(columns))
    return csr_matrix((np.ones(len(columns)), ([0] * len(columns), columns)), shape=(1, width))


def fit_all(fitter: Fitter, rows: Rows, tell: Callable[[str], None] = print) -> Fitted:
    """Fit every target with enough examples; tell what cross-validation says of each label."""
    fitted: Fitted = _fit_anger(fitter, rows, tell)
    for label, kinds in fitter.bank.vocabulary.labels.items():
        wanted, _ = fitter.gold(label)
        if label in ("anger", "safety") or wanted[rows].sum() < ENOUGH["label"]:
            continue
        fitted[label] = _fit_label(fitter, label, rows, tell)
        for kind in kinds if label in KINDS_FITTED else ():
            if fitter.gold(label, kind)[0][rows].sum() >= ENOUGH["kind"]:
                fitted[f"{label}:{kind}"] = (fitter.kind(label, kind, rows), (0.5,))
    return fitted


def _fit_anger(fitter: Fitter, rows: Rows, tell: Callable[[str], None]) -> Fitted:
    """Fit whether there is anger and how strong it is, and find the thresholds of its levels."""
    levels = np.array([fitter.messages[r].row["anger"] for r in rows])

    def train(part: Rows) -> Trained:
        fit, _ = fitter.anger(part)
        return lambda test: fitter.anger_scores(fit, test)

    scores = fitter.crossed(rows, train)
    one, f_first = best_threshold(scores, (levels >= 1).astype(float))

    def train_strong(part: Rows) -> Trained:
        fit = fitter.strong_anger(part)
        return lambda test: fitter.anger_scores(fit, test)

    strength = np.where(scores >= one, fitter.crossed(rows, train_strong), 0.0)
    two, f_second = best_threshold(strength, (levels >= 2).astype(float))
    tell(f"{'anger>=1':24s} {f_first:.3f}\n{'anger>=2':24s} {f_second:.3f}")
    higher = [round(one + (1 - one) * cut, 3) for cut in (two, two + (1 - two) * RAGE)]
    return {
        "anger": (fitter.anger(rows)[0], (one, *higher)),
        STRONG_ANGER: (fitter.strong_anger(rows), (two,)),
    }


def _fit_label(
    fitter: Fitter, label: str, rows: Rows, tell: Callable[[str], None]
) -> tuple[Fit, tuple[float, ...]]:
    """Fit one label and find its threshold."""

    def train(part: Rows) -> Trained:
        fit = fitter.label(label, part)
        return lambda test: fitter.scores(fit, label, test)

    wanted = fitter.gold(label)[0][rows]
    threshold, f1 = best_threshold(fitter.crossed(rows, train), wanted)
    tell(f"{label:24s} {f1:.3f}  at {threshold}  ({int(wanted.sum())} messages)")
    return fitter.label(label, rows), (threshold,)


def weights_of(fitter: Fitter, fitted: Fitted) -> dict[str, Weights]:
    """Round what was fitted and leave out what hardly counts: the weights as a bank holds them."""
    weights = {}
    for target, (fit, thresholds) in fitted.items():
        label, _, kind = target.partition(":")
        own = {c.id for c in fitter.bank.cues.values() if c.label == label and (not kind or c.kind == kind)}
        pairs = sorted(
            zip(fitter.names, fit.weights.tolist(), strict=True), key=lambda pair: (-pair[1], pair[0])
        )
        cues = {
            name: round(w, 2)
            for name, w in pairs
            if not name.startswith(PREFIX) and (abs(w) >= SMALLEST or name in own)
        }
        least = WORD_SMALLEST["kind" if kind else "label"]
        words = {
            name.removeprefix(PREFIX): round(round(w / STEP) * STEP, 2)
            for name, w in pairs
            if name.startswith(PREFIX) and abs(w) >= least
        }
        place = Place(target, 1, 1)
        weights[target] = Weights(target, round(fit.bias, 2), thresholds, cues, words, place)
    return weights


def write(weights: Mapping[str, Weights], path: Path) -> None:
    """Write the weights as a page of the bank, most telling first."""
    lines = ["# Log-odds of every cue for every label, written by benchmarks/fit_weights.py."]
    lines += ["# A person may edit any of them.", "weights:"]
    for item in weights.values():
        lines += [f'  - id: "{item.id}"', f"    bias: {item.bias:.2f}"]
        lines += [f"    thresholds: [{', '.join(map(str, item.thresholds))}]", "    cues:"]
        lines += [f"      {name}: {weight}" for name, weight in item.cues.items()]
        steps = [(w, list(names)) for w, names in itertools.groupby(item.words, key=item.words.__getitem__)]
        lines += ["    words:"] if steps else []
        lines += [f"      {w:+.2f}: {json.dumps(', '.join(sorted(names)))}" for w, names in steps]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def read_corpora(corpora: Path, hearer: Hearer) -> tuple[list[Message], list[Message]]:
    """Read what there is to learn from: labelled messages (gold-dev first), and lessons.

    Lessons are learned from and never scored: calm chats, and the project's own messages and cases.
    """
    rows = [*read_rows(corpora / "gold-dev.jsonl"), *read_ours(corpora)]
    known = {row["text"] for row in rows}
    lessons = read_calm([corpora / name for name in CALM if (corpora / name).exists()], hearer, known)
    lessons += read_messages(read_rows(OWN), hearer)
    lessons += CASES_COUNT * read_cases(load(), hearer)
    return read_messages(rows, hearer), lessons


def main() -> None:
    """Fit, print the cross-validated figures, and write the weights when told to."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpora", type=Path, help="the folder of the sets that docs/accuracy.md describes")
    parser.add_argument("--write", action="store_true", help="write phrasebanks/en/weights.yaml")
    options = parser.parse_args()
    messages, lessons = read_corpora(options.corpora, Hearer(load()))
    fitter = Fitter(messages, lessons)
    fitted = fit_all(fitter, np.arange(len(messages)))
    if options.write:
        write(weights_of(fitter, fitted), shipped_path() / "en" / "weights.yaml")


if __name__ == "__main__":
    main()
