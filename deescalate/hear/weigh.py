"""The features of a message's clauses in, the strength of every label and kind out.

Each target (a label, or `label:kind`) is a sum of log-odds over the features of a clause; a message
carries a label as surely as at least one of its clauses does (noisy-or). Cues that no weight was
fitted for count with their own strength, so that a cue added by hand works at once. Anger is judged
over the whole message. Kinds are told only in the clauses that carry their label, with an ear for the
message around.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from deescalate.hear.scan import Clause
from deescalate.hear.wording import PREFIX
from deescalate.types import STRONG_ANGER, Bank, Cue

DEFAULT_THRESHOLDS = (0.5,)
DEFAULT_ANGER = (0.5, 0.75, 0.95)
_NO_BIAS = -20.0  # log-odds of a label that nothing was fitted for
SHOWS_ANGER = frozenset({"anger", "blame", "abuse", "threat", "repeat", "distress"})  # labels of cues
SHAPES_OF_ANGER = (
    "exclaimed",
    "shouting",
    "emphasis",
    "angry_emoji",
    "sad_emoji",
    "hashtag",
    "stretched",
    "censored",
)
AROUND = 0.3  # how much the whole message counts beside its clause when a kind is told
_UNTOLD = 1e-6  # probability below which no kind can be told
_HAND = 3  # log-odds of a cue of strength 1 when it is asked which cue speaks loudest

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Heard:
    """A label heard in a clause: kind, probability, and the feature that spoke loudest for it."""

    label: str
    kind: str | None
    clause: int
    weight: float
    feature: int


@dataclass(frozen=True, slots=True)
class _Target:
    """What is weighed: a label or a kind, the thresholds from which it counts, and its weights by feature.

    `hand` are the strengths of the cues that no weight was fitted for.
    """

    name: str
    bias: float
    thresholds: tuple[float, ...]
    fitted: Mapping[int, float]
    hand: Mapping[int, float]

    def voice(self, feature: int) -> float:
        """Tell how loudly a feature speaks for the target."""
        return self.fitted.get(feature, 0.0) + _HAND * self.hand.get(feature, 0.0)


class Weigher:
    """Weighs features by the weights of a bank.

    Args:
        bank: the bank whose weights and labels count.
        cues: the cues by number.
        shapes: the numbers of the shapes, which follow the cues.
        words: the numbers of the plain wordings, which follow the shapes.
    """

    def __init__(
        self, bank: Bank, cues: Sequence[Cue], shapes: Mapping[str, int], words: Mapping[str, int]
    ) -> None:
        numbers = {cue.id: number for number, cue in enumerate(cues)}
        numbers |= {f"shape/{name}": number for name, number in shapes.items()}
        numbers |= {PREFIX + name: number for name, number in words.items()}
        self._cue_count = len(cues)
        self._reasons = len(cues) + len(shapes)  # features from here on are words: no reason to show
        self._shows_anger = showing_anger(cues, shapes)
        kinds = {label: kinds for label, kinds in bank.vocabulary.labels.items() if label != "anger"}
        names = [
            *kinds,
            "anger",
            STRONG_ANGER,
            *(f"{label}:{kind}" for label in kinds for kind in kinds[label]),
        ]
        self._targets = [_target(name, bank, cues, numbers) for name in names]
        self._labels = slice(0, len(kinds))
        self._anger, self._strong = names.index("anger"), names.index(STRONG_ANGER)
        self._is_strong_fitted = STRONG_ANGER in bank.weights
        self._told = slice(self._strong + 1, len(names))  # the kinds
        self._kinds = {
            label: (
                kinds[label],
                slice(first := names.index(f"{label}:{kinds[label][0]}"), first + len(kinds[label])),
            )
            for label in kinds
            if kinds[label]
        }
        self._bars = np.array([target.thresholds[0] for target in self._targets])
        self._biases = np.array([target.bias for target in self._targets])
        self._nothing = len(numbers)  # a feature that says nothing
        self._weights, self._hand = _tables(self._targets, self._nothing + 1)

    @property
    def anger_thresholds(self) -> tuple[float, ...]:
        """The scores from which anger is of level 1, 2 and 3."""
        return self._targets[self._anger].thresholds

    def weigh(self, clauses: Sequence[Clause]) -> tuple[list[Heard], float, list[int]]:
        """Return every label heard, by clause, with its kinds; the anger score; what speaks for anger.

        The score is 0 to 1. What speaks for anger are features, the loudest first.
        """
        parts = [clause.features for clause in clauses]
        parts.append(set().union(*parts))
        sums = self._sums(parts)
        chances = _sigmoid(sums)
        self._add_by_hand(chances, parts)
        score, loud = self._angry(chances[-1], parts[-1])
        return list(self._heard(chances, parts)), score, loud

    def _sums(self, parts: Sequence[set[int]]) -> Floats:
        """Add up the log-odds of every target in every part; the last part is the whole message."""
        rows: list[int] = []
        starts = []
        for features in parts:
            starts.append(len(rows))
            rows += features
            rows.append(self._nothing)  # no part is empty
        sums: Floats = np.add.reduceat(self._weights[rows], starts, axis=0) + self._biases
        sums[:-1, self._told] += AROUND * (sums[-1, self._told] - self._biases[self._told])
        return sums

    def _add_by_hand(self, chances: Floats, parts: Sequence[set[int]]) -> None:
        """Let the cues that no weight was fitted for count with their own strength."""
        hand = self._hand
        for at, features in enumerate(parts):
            for feature in features & hand.keys():
                for column, strength in hand[feature]:
                    chances[at, column] = 1 - (1 - chances[at, column]) * (1 - strength)

    def _angry(self, chances: Floats, whole: set[int]) -> tuple[float, list[int]]:
        """Return the anger score and what speaks for it.

        A message in which nothing shows displeasure is calm, whatever else is in it. From the first
        threshold on the score tells how strong the anger is, by weights of its own if there are any.
        """
        if self._shows_anger.isdisjoint(whole):
            return 0.0, []
        anger = self._targets[self._anger]
        score, irritated = float(chances[self._anger]), anger.thresholds[0]
        if score < irritated:
            return score, []
        if self._is_strong_fitted:
            score = irritated + (1 - irritated) * float(chances[self._strong])
        voices = ((-anger.voice(feature), feature) for feature in whole if feature < self._reasons)
        return score, [feature for voice, feature in sorted(voices) if voice < 0]

    def _heard(self, chances: Floats, parts: Sequence[set[int]]) -> Iterator[Heard]:
        """Yield the labels that the message carries, in the clauses that carry them."""
        own = chances[:-1, self._labels]
        heard = 1 - np.prod(1 - own, axis=0) >= self._bars[self._labels]
        for column in np.flatnonzero(heard).tolist():
            target = self._targets[column]
            weights: list[float] = own[:, column].tolist()
            bar = min(target.thresholds[0], max(weights))
            for number, weight in enumerate(weights):
                if weight >= bar:
                    loudest = self._loudest(target, parts[number])
                    for kind in self._kinds_in(target.name, chances[number]):
                        yield Heard(target.name, kind, number, weight, loudest)

    def _kinds_in(self, label: str, chances: Floats) -> Sequence[str | None]:
        """Tell the kinds of a label in a clause: the likeliest, and all that are likely."""
        if label not in self._kinds:
            return [None]
        names, columns = self._kinds[label]
        likely: list[float] = chances[columns].tolist()
        best = max(likely)
        if best < _UNTOLD:
            return ["other" if "other" in names else names[0]]
        bars = self._bars[columns].tolist()
        return [
            name
            for name, chance, bar in zip(names, likely, bars, strict=True)
            if chance == best or chance >= bar
        ]

    def _loudest(self, target: _Target, features: Collection[int]) -> int:
        """Return the cue that speaks loudest for a target, or -1 when there is no cue at all."""
        cues = [feature for feature in features if feature < self._cue_count]
        return max(cues, key=lambda feature: (target.voice(feature), -feature), default=-1)


def showing_anger(cues: Sequence[Cue], shapes: Mapping[str, int]) -> frozenset[int]:
    """Return the features that show displeasure; without any of them no message is angry."""
    shown = (at for at, cue in enumerate(cues) if cue.label in SHOWS_ANGER or cue.kind == "rhetorical")
    return frozenset((*shown, *(shapes[name] for name in SHAPES_OF_ANGER if name in shapes)))


def _target(name: str, bank: Bank, cues: Sequence[Cue], numbers: Mapping[str, int]) -> _Target:
    label, _, kind = name.partition(":")
    weights = bank.weights.get(name)
    known = weights.cues if weights else {}
    words = weights.words if weights else {}
    hand = {
        number: cue.strength
        for number, cue in enumerate(cues)
        if cue.label == label and cue.id not in known and (not kind or cue.kind == kind)
    }
    return _Target(
        name=name,
        bias=weights.bias if weights else _NO_BIAS,
        thresholds=weights.thresholds
        if weights
        else DEFAULT_ANGER
        if name == "anger"
        else DEFAULT_THRESHOLDS,
        fitted={numbers[cue]: weight for cue, weight in known.items() if weight}
        | {numbers[PREFIX + name]: weight for name, weight in words.items()},
        hand=hand,
    )


def _tables(targets: Sequence[_Target], features: int) -> tuple[Floats, dict[int, list[tuple[int, float]]]]:
    """Put the weights of all targets in one table, and their strengths by hand by feature."""
    weights = np.zeros((features, len(targets)))
    hand: dict[int, list[tuple[int, float]]] = {}
    for column, target in enumerate(targets):
        for feature, weight in target.fitted.items():
            weights[feature, column] = weight
        for feature, strength in target.hand.items():
            hand.setdefault(feature, []).append((column, strength))
    return weights, hand


def _sigmoid(x: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-x)))
