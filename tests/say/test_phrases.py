"""The shipped phrases: enough of them, each reads well by itself, none says what a reply never says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

import pytest

from deescalate.say.compare import sentences
from deescalate.say.wording import prepare
from deescalate.types import Phrase

from .builders import BANK

EXAMPLES = {id: kind.example for id, kind in BANK.vocabulary.slots.items()}
MANY = ("apologize", "cushion", "own", "restate", "find_out")
# What customers have read a thousand times, or what nobody can keep.
NEVER = (
    r"inconvenien",
    r"unfortunately",
    r"understand (your|how|the|that you)",
    r"how you feel",
    r"\bfeel(s|ing)?\b",
    r"frustrat|\bangry\b|\banger\b|\bupset\b|annoy|furious",
    r"calm down|relax",
    r"our policy|policy (says|states)|per our",
    r"rest assured|assure you",
    r"valued customer|value your|important to us",
    r"patience",
    r"guarantee|promise|definitely|never happen again|won't happen again",
    r"\bbut\b|\bhowever\b",
    r"sorry (if|for any|you feel|but)",
    r"you should have|you failed|your fault|you must",
    r"as (i|we) (already|said|told)|like i said",
    r"can't help|unable to|not my|nothing i can",
    r"honestly|obviously|to be honest|sir\b|madam",
    r"full refund|refund you|refund it|compensate you|free of charge",
    r"at your earliest|please be advised|kindly|do the needful|reach out to us",
)


def rendered(phrase: Phrase) -> str:
    text = prepare(phrase, BANK.vocabulary.slots, frozenset()).fill(EXAMPLES)
    return text[:1].upper() + text[1:]


TEXTS = {phrase.id: rendered(phrase) for phrase in BANK.phrases.values()}


def fixed(phrase: Phrase) -> str:
    return re.sub(r"\{\{.*?\}\}|\{%.*?%\}", " ", phrase.text).lower()


def test_every_move_has_enough_phrasings() -> None:
    own = Counter(phrase.move for phrase in BANK.phrases.values())
    short = {move: own[move] for move in BANK.vocabulary.moves if own[move] < (14 if move in MANY else 6)}
    assert not short


def test_every_move_can_be_made_when_nothing_is_known() -> None:
    """No move depends on facts, so that a plan is never left without words."""
    origins = BANK.vocabulary.slots
    plain = {p.move for p in BANK.phrases.values() if all(origins[s].origin == "agent" for s in p.slots)}
    assert set(BANK.vocabulary.moves) <= plain


def wrong(rule: Callable[[Phrase], object]) -> list[str]:
    """List the phrases that break a rule, as they read."""
    return [f"{phrase.id}: {TEXTS[phrase.id]}" for phrase in BANK.phrases.values() if not rule(phrase)]


def test_a_phrase_renders_to_whole_sentences() -> None:
    def whole(phrase: Phrase) -> bool:
        text = TEXTS[phrase.id]
        odd = re.search(r"[{}%]|\s\s|\.\.|\s[.,;:?!]|\?\.|\.\?", text)
        starts = all(sentence[0].isupper() or sentence[0] in "“£" for sentence in sentences(text))
        return text[-1] in ".?!" and not odd and starts

    assert not wrong(whole)


def test_no_sentence_is_long() -> None:
    assert not wrong(lambda phrase: all(len(one.split()) <= 25 for one in sentences(TEXTS[phrase.id])))


@pytest.mark.parametrize("words", NEVER)
def test_nothing_canned_and_nothing_nobody_can_keep(words: str) -> None:
    assert not wrong(lambda phrase: not re.search(words, fixed(phrase)))


def test_only_apologies_say_sorry_and_all_of_them_do() -> None:
    def right(phrase: Phrase) -> bool:
        sorry = bool(re.search(r"\bsorry\b|apolog", fixed(phrase)))
        return sorry == ("apologize" in (phrase.move, *phrase.also))

    assert not wrong(right)


def test_fault_is_owned_only_where_the_company_allows_it() -> None:
    owning = r"our (mistake|fault)|that's on us|is on us|we got this|we let|fault is ours|we didn't"

    def allowed(phrase: Phrase) -> bool:
        tests = [phrase.when, *phrase.when.parts]
        free = any(test.test == "policy" and test.words == {"apology:responsibility"} for test in tests)
        return free or not re.search(owning, fixed(phrase))

    assert not wrong(allowed)


def test_a_time_is_never_made_up() -> None:
    made_up = r"\b(tomorrow|within|in (a few )?(minutes|hours)|tonight|shortly|soon|asap|immediately)\b"
    assert not wrong(lambda phrase: not re.search(made_up, fixed(phrase)))
    assert not wrong(lambda phrase: "time" in phrase.slots or "time_frame" not in (phrase.move, *phrase.also))


def test_in_public_details_are_asked_for_in_private_only() -> None:
    def private(phrase: Phrase) -> bool:
        asks = phrase.move in ("gather_info", "ask_name", "ask_callback")
        return not asks or "social" not in phrase.channels or "channel_private" in phrase.slots

    assert not wrong(private)


def test_no_two_phrases_are_alike() -> None:
    texts = Counter(re.sub(r"\W+", " ", phrase.text.lower()) for phrase in BANK.phrases.values())
    assert not [text for text, times in texts.items() if times > 1]


@pytest.mark.parametrize("word", ["right away", "look into", "bottom of", "straight answer", "i hear you"])
def test_no_turn_of_phrase_is_worn_out(word: str) -> None:
    assert sum(word in text.lower() for text in TEXTS.values()) <= 8
