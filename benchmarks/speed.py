"""Time deescalate against spaCy's bare tokenizer and VADER, all in one run.

    python benchmarks/speed.py [--rounds N]

Messages are the bank's own golden cases of 15 to 25 words. Figures are medians over the rounds, in
microseconds a message; the ratios are what to compare between machines.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence

from deescalate import Advisor
from deescalate.bank import load
from deescalate.hear import blank_english


def messages() -> list[str]:
    """Return the customer turns of the golden cases that have 15 to 25 words."""
    turns = (turn for case in load().cases.values() for turn in case.turns if turn.role == "customer")
    return [turn.text for turn in turns if 15 <= len(turn.text.split()) <= 25]


def per_message(run: Callable[[str], object], texts: Sequence[str], rounds: int) -> float:
    """Return the median time of one message in microseconds, after a warm-up round."""
    times = []
    for _ in range(rounds + 1):
        start = time.perf_counter()
        for text in texts:
            run(text)
        times.append((time.perf_counter() - start) / len(texts) * 1e6)
    return statistics.median(times[1:])


def command_time(*words: str, runs: int = 5) -> float:
    """Return the median wall time of a command in seconds."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-m", "deescalate", *words], check=True, capture_output=True)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=30)
    rounds = parser.parse_args().rounds
    texts = messages()
    advisor, nlp = Advisor(), blank_english()
    tokenizer = per_message(nlp, texts, rounds)
    print(f"{len(texts)} messages of 15 to 25 words, {rounds} rounds\n")
    print(f"{'':28s}{'µs a message':>14s}{'× tokenizer':>13s}")
    rows: list[tuple[str, Callable[[str], object]]] = [("read", advisor.read), ("advise", advisor.advise)]
    try:
        from vaderSentiment.vaderSentiment import (  # type: ignore[import-untyped,unused-ignore]
            SentimentIntensityAnalyzer,
        )

        rows.append(("VADER", SentimentIntensityAnalyzer().polarity_scores))
    except ImportError:
        print("VADER is not installed: pip install '.[bench]'")
    print(f"{'spacy.blank(en)':28s}{tokenizer:14.0f}{1:13.1f}")
    for name, run in rows:
        took = per_message(run, texts, rounds)
        print(f"{name:28s}{took:14.0f}{took / tokenizer:13.1f}")
    helped, suggested = command_time("--help"), command_time("suggest", texts[0])
    print(
        f"\ncommand start: --help {helped:.2f} s, suggest {suggested:.2f} s, ratio {helped / suggested:.2f}"
    )


if __name__ == "__main__":
    main()
