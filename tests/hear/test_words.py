"""How written words are read: contractions, respellings, stretched, censored and misspelled ones."""

from __future__ import annotations

import pytest

from deescalate.hear import Hearer


def norms(hearer: Hearer, text: str) -> list[str]:
    return [word.norm for word in hearer.features(text)[0].words]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("don't", ["do", "not"]),
        ("dont", ["do", "not"]),
        ("I’m", ["i", "am"]),
        ("youll", ["you", "will"]),
        ("can't", ["can", "not"]),
        ("won't", ["will", "not"]),
        ("pls", ["please"]),
        ("u", ["you"]),
        ("sooooo", ["so"]),
        ("wooorst", ["worst"]),
        ("f***", ["fuck"]),
        ("F***", ["fuck"]),
        ("refnud", ["refund"]),
        ("recieved", ["received"]),
        ("cancelation", ["cancellation"]),
        ("#WorstServiceEver", ["#", "worst", "service", "ever"]),
        ("#nobodyanswers", ["#", "nobody", "answers"]),
    ],
)
def test_a_word_is_read_as(hearer: Hearer, text: str, read: list[str]) -> None:
    assert norms(hearer, text) == read


@pytest.mark.parametrize("text", ["Stephania", "Furius", "Rudey", "Wurst", "Cancello"])
def test_a_name_is_never_read_as_a_cue(hearer: Hearer, text: str) -> None:
    assert norms(hearer, f"I met {text} today")[2] == text.lower()


def test_the_parts_of_a_hashtag_point_at_the_hashtag(hearer: Hearer) -> None:
    text = "Really #SickOfThis now"
    scan, _ = hearer.features(text)
    spans = {text[start:end] for start, end in zip(scan.starts, scan.ends, strict=True)}
    assert spans == {"Really", "#", "SickOfThis", "now"}
