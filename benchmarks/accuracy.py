"""Measure the reader on folders of labelled messages, beside VADER, TextBlob and a bag of words.

    python benchmarks/accuracy.py [CORPORA] [--page docs/accuracy.md]

CORPORA is a folder of the sets that docs/accuracy.md describes; by default DEESCALATE_CORPORA names
it. Files that are not there are skipped. The shipped weights are fitted to gold-dev.jsonl and to our
own labels, so what counts there is the cross-validated figure: every message is read with weights (and
every rival with what it learned) from the other folds. All figures come with a bootstrap interval of 95 %.
With --page, the tables also replace those between the marks of a page.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from answers import Answer, Model, labelled, product
from figures import Figure, gold_measures
from fit_weights import Fitter, fit_all, read_corpora, weights_of
from gold import FOLDS, Rows, folds, read_rows, was_read
from rivals import NEGATIVE, POSITIVE, BagOfWords, textblob, vader
from weaker import CHECKS, Check, Example

from deescalate.bank import load
from deescalate.hear import Hearer

Fit = Callable[[Rows], Model]  # fits a system to some of the labelled messages
MARKS = re.compile(r"(?<=<!-- figures -->\n).*?(?=<!-- /figures -->)", re.DOTALL)
SENTIMENT = frozenset((*NEGATIVE, *POSITIVE))
UNTOLD = "–"


class Gold:
    """The labelled messages, and what each system makes of them."""

    def __init__(self, corpora: Path) -> None:
        bank = load()
        messages, lessons = read_corpora(corpora, Hearer(bank))
        self.rows = [message.row for message in messages]
        self.texts = [row["text"] for row in self.rows]
        self.right = [labelled(row) for row in self.rows]
        self.fold = folds(messages)
        self.ours = np.array([bool(row.get("ours")) for row in self.rows])
        self.read = np.array([was_read(row) for row in self.rows])
        self.shipped = product(bank)
        fitter = Fitter(messages, lessons)
        lexicons = {"VADER": vader(), "TextBlob": textblob()}

        def refitted(rows: Rows) -> Model:
            weights = weights_of(fitter, fit_all(fitter, rows, tell=lambda _: None))
            return product(replace(bank, weights=weights))

        def rival(fit: Callable[[Sequence[str], Sequence[Answer]], Model]) -> Fit:
            return lambda rows: fit([self.texts[r] for r in rows], [self.right[r] for r in rows])

        self.rivals = {"TF-IDF": rival(BagOfWords().fit)}
        self.rivals |= {name: rival(lexicon.fit) for name, lexicon in lexicons.items()}
        self.systems: dict[str, Fit] = {"deescalate": refitted, **self.rivals}

    def parts(self) -> dict[str, Rows]:
        """Return the messages of gold-dev and of our own labels, those read and those only scored."""
        return {
            f"{name}, {what}": np.flatnonzero(of & (self.read == read))
            for name, of in (("gold-dev", ~self.ours), ("ours", self.ours))
            for what, read in (("read", True), ("only scored", False))
        }

    def crossed(self, fit: Fit) -> list[Answer]:
        """Return what a system says of every message when it was fitted without its fold."""
        found: dict[int, Answer] = {}
        for number in range(FOLDS):
            test = np.flatnonzero(self.fold == number)
            model = fit(np.flatnonzero(self.fold != number))
            found |= zip(test.tolist(), model([self.texts[row] for row in test]), strict=True)
        return [found[row] for row in range(len(self.texts))]

    def measured(self, answers: Sequence[Answer], rows: Rows) -> dict[str, Figure]:
        """Measure the answers to some messages."""
        right, given = [self.right[row] for row in rows], [answers[row] for row in rows]
        return {name: measure.figure() for name, measure in gold_measures(right, given).items()}


def gold_tables(gold: Gold) -> Iterator[str]:
    """Yield the tables of the labelled sets: against the rivals, and how far the parts differ."""
    crossed = {name: gold.crossed(fit) for name, fit in gold.systems.items()}
    labelled_elsewhere = np.flatnonzero(~gold.ours)
    whole = {name: gold.measured(answers, labelled_elsewhere) for name, answers in crossed.items()}
    yield f"### gold-dev: {len(labelled_elsewhere)} messages, cross-validated in {FOLDS} folds\n"
    yield from _table(["", "messages", *whole], _against(whole))
    parts = gold.parts()
    yield "\n### By parts: what was read while cues were written, and what was only scored\n"
    heads = [f"{name} ({len(rows)})" for name, rows in parts.items()]
    figures = [gold.measured(crossed["deescalate"], rows) for rows in parts.values()]
    unread = parts["gold-dev, only scored"]
    figures.append(gold.measured(crossed["TF-IDF"], unread))
    figures.append(gold.measured(gold.shipped(gold.texts), labelled_elsewhere))
    last = len(figures) - 2
    rows = (
        [name, *(_plain(part[name], name, at == last) for at, part in enumerate(figures))]
        for name in figures[0]
    )
    rivals = ["TF-IDF: gold-dev, only scored", "in sample: shipped weights on gold-dev"]
    yield from _table(["", *heads, *rivals], rows)


def _against(whole: dict[str, dict[str, Figure]]) -> Iterator[list[str]]:
    """Yield the rows of the table that holds every system against the labelled set."""
    for name, figure in whole["deescalate"].items():
        row = [name, str(figure.count), f"**{figure}**"]
        for rival in list(whole)[1:]:
            told = covers(rival, name)
            row.append(str(whole[rival][name]) if told else UNTOLD)
        yield row


def covers(system: str, name: str) -> bool:
    """Tell whether a system can say anything of a row of the tables."""
    if system == "deescalate":
        return True
    if system == "TF-IDF":
        return name not in ("spans", "name", "safety (recall)")
    return name in SENTIMENT or name == "anger kappa"


def _plain(figure: Figure, name: str, rival: bool) -> str:
    return UNTOLD if rival and not covers("TF-IDF", name) else f"{figure.value:.3f}"


def weaker_table(folder: Path, gold: Gold) -> Iterator[str]:
    """Yield the table of the weaker sets: the shipped weights, and rivals fitted to all that is labelled."""
    everything = np.arange(len(gold.texts))
    models = {"deescalate": gold.shipped} | {name: fit(everything) for name, fit in gold.rivals.items()}
    known = set(gold.texts)
    yield "\n### The weaker sets\n"
    rows = [
        row
        for file in dict.fromkeys(check.file for check in CHECKS)
        for row in _set(folder, file, models, known)
    ]
    yield from _table(["set", "label: what is held against it", "messages", *models], rows)


def _set(folder: Path, file: str, models: dict[str, Model], known: set[str]) -> Iterator[list[str]]:
    """Yield the rows of one set."""
    path = folder / f"{file}.jsonl"
    if not path.exists():
        print(f"{path.name} is not there: skipped", file=sys.stderr)
        return
    rows = read_rows(path)
    said: dict[tuple[str, str], Answer] = {}  # each text is read once by each system
    for check in (check for check in CHECKS if check.file == file):
        examples = [e for row in rows for e in check.examples(row) if e.text not in known]
        cells = [_cell(check, name, model, examples, said) for name, model in models.items()]
        yield [file, check.title, str(len(examples)), *cells]


def _cell(
    check: Check, system: str, model: Model, examples: list[Example], said: dict[tuple[str, str], Answer]
) -> str:
    if not all(covers(system, name) for name in check.needs):
        return UNTOLD
    new = list(dict.fromkeys(e.text for e in examples if (system, e.text) not in said))
    if new:
        said.update(zip(((system, text) for text in new), model(new), strict=True))
    figure = check.figure(examples, [said[system, e.text] for e in examples])
    return f"**{figure}**" if system == "deescalate" else str(figure)


def _table(head: Sequence[str], rows: Iterator[list[str]] | list[list[str]]) -> Iterator[str]:
    """Yield a table in Markdown."""
    for row in [list(head), ["---"] * len(head), *rows]:
        yield f"| {' | '.join(row)} |"


def main() -> None:
    """Print the tables, and put them into a page when one is named."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpora", type=Path, nargs="?", default=os.environ.get("DEESCALATE_CORPORA"))
    parser.add_argument("--page", type=Path, help="a page with <!-- figures --> … <!-- /figures --> to fill")
    options = parser.parse_args()
    if options.corpora is None:
        parser.error("name the folder of the sets, or set DEESCALATE_CORPORA")
    path = Path(options.corpora) / "gold-dev.jsonl"
    if not path.exists():
        parser.error(f"{path} is not there: every system is fitted to it")
    gold = Gold(Path(options.corpora))
    lines = []
    for part in (gold_tables(gold), weaker_table(Path(options.corpora), gold)):
        for line in part:
            print(line, flush=True)
            lines.append(line)
    if options.page:
        page = options.page.read_text(encoding="utf-8")
        tables = "\n".join(["", *lines, "", ""])
        options.page.write_text(MARKS.sub(lambda _: tables, page), encoding="utf-8")


if __name__ == "__main__":
    main()
