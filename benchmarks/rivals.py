"""Labelled messages in, rival models out: sentiment lexicons with tuned thresholds, and a bag of words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from answers import Answer, Model
from gold import Floats, Rows
from logistic import f_one
from numpy.typing import NDArray
from scipy.sparse import hstack  # type: ignore[import-untyped,unused-ignore]
from sklearn.feature_extraction.text import TfidfVectorizer  # type: ignore[import-untyped,unused-ignore]
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped,unused-ignore]

POSITIVE = ("gratitude",)  # what good words speak for
NEGATIVE = ("anger>=1", "anger>=2", "anger>=3", "blame", "concern", "repeat", "threat", "abuse", "impact")
TOLD = (*NEGATIVE, *POSITIVE, "request", "urgency", "name")  # labels that are measured
ENOUGH = 10  # examples; what has fewer the bag of words never says
HELD_OUT = 3  # every third message tells the threshold
Polarity = Callable[[str], float]


class Lexicon:
    """A sentiment score; what it takes for a label is tuned to the F1 on the messages it is fitted to."""

    covers = (*NEGATIVE, *POSITIVE)

    def __init__(self, polarity: Polarity) -> None:
        self._polarity = lru_cache(maxsize=None)(polarity)

    def fit(self, texts: Sequence[str], right: Sequence[Answer]) -> Model:
        """Tune a threshold for each label it can tell."""
        scores = np.array([self._polarity(text) for text in texts])
        cuts = {}
        for name in self.covers:
            wanted = np.array([name in answer.names for answer in right], float)
            cuts[name] = best_cut(scores * self._sign(name), wanted)

        def answer(text: str) -> Answer:
            score = self._polarity(text)
            names = (name for name, cut in cuts.items() if score * self._sign(name) >= cut)
            return Answer(frozenset(names), -score)

        return lambda texts: [answer(text) for text in texts]

    @staticmethod
    def _sign(name: str) -> int:
        return 1 if name in POSITIVE else -1


def vader() -> Lexicon:
    """Make the rival VADER."""
    from vaderSentiment.vaderSentiment import (  # type: ignore[import-untyped,unused-ignore]
        SentimentIntensityAnalyzer,
    )

    analyzer = SentimentIntensityAnalyzer()
    return Lexicon(lambda text: float(analyzer.polarity_scores(text)["compound"]))


def textblob() -> Lexicon:
    """Make the rival TextBlob (its pattern lexicon, which needs no download)."""
    from textblob import TextBlob  # type: ignore[import-untyped,unused-ignore]

    return Lexicon(lambda text: float(TextBlob(text).sentiment.polarity))


class BagOfWords:
    """A balanced logistic regression a label over TF-IDF of words (1-2) and characters (2-5)."""

    def fit(self, texts: Sequence[str], right: Sequence[Answer]) -> Model:
        """Train a classifier for each label and kind with enough examples; tune its threshold inside."""
        makers = [
            TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True),
            TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=3, sublinear_tf=True),
        ]
        matrix = hstack([maker.fit_transform(texts) for maker in makers]).tocsr()
        counts = Counter(name for answer in right for name in answer.names if name.partition(":")[0] in TOLD)
        learned = {}
        for name in sorted(name for name, count in counts.items() if count >= ENOUGH):
            wanted = np.array([name in answer.names for answer in right])
            learned[name] = _learn(matrix, wanted)

        def answers(texts: Sequence[str]) -> list[Answer]:
            matrix = hstack([maker.transform(texts) for maker in makers]).tocsr()
            tables = {name: (_chance(model, matrix), cut) for name, (model, cut) in learned.items()}
            said = [
                frozenset(n for n, (p, cut) in tables.items() if p[at] >= cut) for at in range(len(texts))
            ]
            anger = tables["anger>=1"][0]
            return [Answer(names, float(score)) for names, score in zip(said, anger, strict=True)]

        return answers


def _learn(matrix: Any, wanted: NDArray[np.bool_]) -> tuple[Any, float]:
    """Train one classifier; its threshold is the best over messages that a first one was not trained on."""
    held: Rows = np.arange(len(wanted)) % HELD_OUT == 0
    cut = 0.5
    if wanted[~held].any() and wanted[held].any():
        scores = _chance(_logistic(matrix[~held], wanted[~held]), matrix[held])
        cut = best_cut(scores, wanted[held].astype(float))
    return _logistic(matrix, wanted), cut


def _logistic(matrix: Any, wanted: NDArray[np.bool_]) -> Any:
    return LogisticRegression(solver="liblinear", class_weight="balanced", tol=1e-3).fit(matrix, wanted)


def _chance(model: Any, matrix: Any) -> Floats:
    return np.asarray(model.predict_proba(matrix)[:, 1])


def best_cut(scores: Floats, wanted: Floats) -> float:
    """Return the threshold of the best F1 over a hundred quantiles of the scores."""
    cuts = np.unique(np.quantile(scores, np.linspace(0.01, 0.995, 100)))
    return float(cuts[int(np.argmax([f_one(scores >= cut, wanted) for cut in cuts]))])
