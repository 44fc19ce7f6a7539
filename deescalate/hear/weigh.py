"""The features of a message's clauses in, the strength of every label and kind out.

Each target (a label, or `label:kind`) is a sum of log-odds over the features of a clause; a message
carries a label as surely as at least one of its clauses does (noisy-or). Cues that no weight was
fitted for count with their own strength, so that a cue added by hand works at once. Anger is judged
over the whole message. Kinds are weighed only in the clauses that carry their label.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import exp

from deescalate.hear.scan import Clause
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
_UNTOLD = 1e-6  # probability below which no kind can be told
_NEVER = -7.0  # log-odds below which a label is as good as ruled out


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
    """What is weighed: a label or a kind, the threshold from which it counts, and its weights by feature.

    `hand` are the strengths of the cues that no weight was fitted for.
    """

    name: str
    bias: float
    thresholds: tuple[float, ...]
    fitted: Mapping[int, float]
    hand: Mapping[int, float]

    def weigh(self, features: Collection[int]) -> float:
        """Return the probability of the target in a clause."""
        total, absent = self.bias, 1.0
        for feature in features:
            total += self.fitted.get(feature, 0.0)
            if feature in self.hand:
                absent *= 1 - self.hand[feature]
        return 1 - (1 - _sigmoid(total)) * absent

    @property
    def kind(self) -> str | None:
        """The kind, when the target is one."""
        return self.name.partition(":")[2] or None

    def voice(self, feature: int) -> float:
        """Tell how loudly a feature speaks for the target."""
        return self.fitted.get(feature, 0.0) + 3 * self.hand.get(feature, 0.0)


class _Table:
    """Several targets weighed together, in one pass over the features of a clause."""

    def __init__(self, targets: Sequence[_Target]) -> None:
        self.targets = tuple(targets)
        self._biases = [target.bias for target in targets]
        self._fitted = _by_feature([target.fitted for target in targets])
        self._hand = _by_feature([target.hand for target in targets])

    def weigh(self, features: Collection[int]) -> list[float]:
        """Return the probability of every target in a clause."""
        sums = self._biases.copy()
        absent: dict[int, float] = {}
        for feature in features:
            if feature in self._fitted:
                for at, weight in self._fitted[feature]:
                    sums[at] += weight
            if feature in self._hand:
                for at, strength in self._hand[feature]:
                    absent[at] = absent.get(at, 1.0) * (1 - strength)
        table = [1 / (1 + exp(-total)) if total > _NEVER else 0.0 for total in sums]
        for at, chance in absent.items():
            table[at] = 1 - (1 - table[at]) * chance
        return table


class Weigher:
    """Weighs features by the weights of a bank."""

    def __init__(self, bank: Bank, cues: Sequence[Cue], shapes: Mapping[str, int]) -> None:
        numbers = {f"shape/{name}": number for name, number in shapes.items()}
        numbers |= {cue.id: number for number, cue in enumerate(cues)}
        self._cue_count = len(cues)
        labels = bank.vocabulary.labels
        self._anger = _target("anger", bank, cues, numbers, DEFAULT_ANGER)
        self._strong = _target(STRONG_ANGER, bank, cues, numbers) if STRONG_ANGER in bank.weights else None
        self._shows_anger = showing_anger(cues, shapes)
        self._labels = _Table([_target(label, bank, cues, numbers) for label in labels if label != "anger"])
        self._kinds = {
            label: _Table([_target(f"{label}:{kind}", bank, cues, numbers) for kind in kinds])
            for label, kinds in labels.items()
            if kinds
        }

    @property
    def anger_thresholds(self) -> tuple[float, ...]:
        """The scores from which anger is of level 1, 2 and 3."""
        return self._anger.thresholds

    def anger(self, clauses: Sequence[Clause]) -> tuple[float, list[int]]:
        """Return the anger score of a message (0 to 1) and its features, the loudest first.

        A message in which nothing shows displeasure is calm, whatever else is in it. From the first
        threshold on the score tells how strong the anger is, by weights of its own if there are any.
        """
        features = set().union(*(clause.features for clause in clauses))
        if self._shows_anger.isdisjoint(features):
            return 0.0, []
        score, irritated = self._anger.weigh(features), self._anger.thresholds[0]
        if score < irritated:
            return score, []
        if self._strong is not None:
            score = irritated + (1 - irritated) * self._strong.weigh(features)
        voices = ((-self._anger.voice(feature), feature) for feature in features)
        return score, [feature for voice, feature in sorted(voices) if voice < 0]

    def labels(self, clauses: Sequence[Clause]) -> list[Heard]:
        """Return every label heard, by clause, with its kinds."""
        tables = [self._labels.weigh(clause.features) for clause in clauses]
        heard: list[Heard] = []
        for target, weights in zip(self._labels.targets, zip(*tables, strict=True), strict=True):
            absent = 1.0
            for weight in weights:
                absent *= 1 - weight
            if 1 - absent >= target.thresholds[0]:
                heard += self._heard(target, weights, clauses)
        return heard

    def _heard(self, target: _Target, weights: Sequence[float], clauses: Sequence[Clause]) -> Iterator[Heard]:
        bar = min(target.thresholds[0], max(weights))
        for number, weight in enumerate(weights):
            if weight >= bar:
                features = clauses[number].features
                for kind in self._kinds_in(target.name, features):
                    yield Heard(target.name, kind, number, weight, self._loudest(target, features))

    def _kinds_in(self, label: str, features: Collection[int]) -> list[str | None]:
        if label not in self._kinds:
            return [None]
        table = self._kinds[label]
        strengths = table.weigh(features)
        best = max(strengths)
        if best < _UNTOLD:
            names = [target.kind for target in table.targets]
            return ["other" if "other" in names else names[0]]
        return [
            target.kind
            for target, strength in zip(table.targets, strengths, strict=True)
            if strength == best or strength >= target.thresholds[0]
        ]

    def _loudest(self, target: _Target, features: Collection[int]) -> int:
        """Return the cue that speaks loudest for a target, or -1 when there is no cue at all."""
        cues = [feature for feature in features if feature < self._cue_count]
        return max(cues, key=lambda feature: (target.voice(feature), -feature), default=-1)


def showing_anger(cues: Sequence[Cue], shapes: Mapping[str, int]) -> frozenset[int]:
    """Return the features that show displeasure; without any of them no message is angry."""
    shown = (at for at, cue in enumerate(cues) if cue.label in SHOWS_ANGER or cue.kind == "rhetorical")
    return frozenset((*shown, *(shapes[name] for name in SHAPES_OF_ANGER if name in shapes)))


def _target(
    name: str,
    bank: Bank,
    cues: Sequence[Cue],
    numbers: Mapping[str, int],
    thresholds: tuple[float, ...] = DEFAULT_THRESHOLDS,
) -> _Target:
    label, _, kind = name.partition(":")
    weights = bank.weights.get(name)
    known = weights.cues if weights else {}
    hand = {
        number: cue.strength
        for number, cue in enumerate(cues)
        if cue.label == label and cue.id not in known and (not kind or cue.kind == kind)
    }
    return _Target(
        name=name,
        bias=weights.bias if weights else _NO_BIAS,
        thresholds=weights.thresholds if weights else thresholds,
        fitted={numbers[cue]: weight for cue, weight in known.items() if weight},
        hand=hand,
    )


def _by_feature(targets: Sequence[Mapping[int, float]]) -> dict[int, list[tuple[int, float]]]:
    """Turn the weights of each target into the targets of each feature."""
    found: dict[int, list[tuple[int, float]]] = {}
    for at, weights in enumerate(targets):
        for feature, weight in weights.items():
            found.setdefault(feature, []).append((at, weight))
    return found


def _sigmoid(x: float) -> float:
    return 1 / (1 + exp(-x)) if x > -700 else 0.0
