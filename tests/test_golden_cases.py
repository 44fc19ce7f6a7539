"""Every golden case of the shipped bank comes out as a careful reader would want it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from deescalate.advisor import Advisor
from deescalate.bank import load
from deescalate.types import Advice, Case, Suggestion

BANK = load()
CASES = tuple(BANK.cases.values())
MOST = 3
TOO_ALIKE = 0.75  # of the words of two replies, those they share
PLACEHOLDER = re.compile(r"\[([a-z_]+)\]")
SENTENCE_END = re.compile(r"[.!?…]+(?=\s|$)|\n+")
# Words of granting, by the kind of request that may bring them up; no reply says them unasked.
GRANTS = {
    "refund": ("refund", "money back", "reimburse"),
    "compensation": ("compensat", "voucher", "discount", "goodwill", "free of charge"),
    "": ("guarantee",),
}
# What no reply may say it does, unless the agent gave it.
PROMISES = re.compile(
    r"\b(?:i|we)(?:'ll| will| can| shall)? (?:refund|compensate|guarantee|promise|reimburse|waive|credit)\b"
    r"|\byou'll (?:get|have|receive) (?:a|your|the) (?:refund|money|credit|voucher)\b"
    r"|\bnever happen again\b"
)

Advised = Callable[[Case], Advice]


def each(needs: Callable[[Case], object] = lambda case: True) -> pytest.MarkDecorator:
    """Run a test for each case that `needs` says something about."""
    found = [case for case in CASES if needs(case)]
    return pytest.mark.parametrize("case", found, ids=[case.id for case in found])


@pytest.fixture(scope="session")
def advised(advisor: Advisor) -> Advised:
    known: dict[str, Advice] = {}

    def advise(case: Case) -> Advice:
        if case.id not in known:
            known[case.id] = advisor.advise(case.turns, slots=case.slots, channel=case.channel)
        return known[case.id]

    return advise


def first(advice: Advice) -> Suggestion:
    assert advice.suggestions, "a reply is wanted"
    return advice.suggestions[0]


def tags_of(advice: Advice) -> set[str]:
    reading = advice.reading
    tags = {tag.label for tag in reading.tags} | {f"{tag.label}:{tag.kind}" for tag in reading.tags}
    return tags | {"anger"} if reading.anger.level else tags


def plain(text: str) -> str:
    return text.lower().replace("’", "'")


def words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z']+", plain(text)))


def sentences(text: str) -> set[str]:
    parts = (" ".join(re.findall(r"\w+", part.lower())) for part in SENTENCE_END.split(text))
    return {part for part in parts if part}


def customer_words(case: Case) -> str:
    return plain(" ".join(turn.text for turn in case.turns if turn.role == "customer"))


# --- what each case expects ---------------------------------------------------------------------


@each(lambda case: case.tags)
def test_the_tags_are_there(advised: Advised, case: Case) -> None:
    assert set(case.tags) - tags_of(advised(case)) == set()


@each(lambda case: case.not_tags)
def test_the_other_tags_are_not(advised: Advised, case: Case) -> None:
    assert set(case.not_tags) & tags_of(advised(case)) == set()


@each(lambda case: case.anger)
def test_the_anger_is_read(advised: Advised, case: Case) -> None:
    assert case.anger is not None
    low, high = case.anger
    assert low <= advised(case).reading.anger.level <= high


@each(lambda case: case.moves)
def test_the_first_reply_makes_the_moves(advised: Advised, case: Case) -> None:
    assert set(case.moves) - set(first(advised(case)).moves) == set()


@each(lambda case: case.not_moves)
def test_the_first_reply_makes_none_of_the_other_moves(advised: Advised, case: Case) -> None:
    assert set(case.not_moves) & set(first(advised(case)).moves) == set()


@each()
def test_the_stop_is_as_wanted(advised: Advised, case: Case) -> None:
    assert advised(case).plan.stop == case.stop


@each(lambda case: case.says)
def test_the_first_reply_says_it(advised: Advised, case: Case) -> None:
    text = plain(first(advised(case)).text)
    assert [said for said in case.says if plain(said) not in text] == []


@each(lambda case: case.never_says)
def test_no_reply_says_what_it_must_not(advised: Advised, case: Case) -> None:
    texts = plain("\n".join(one.text for one in advised(case).suggestions))
    assert [said for said in case.never_says if plain(said) in texts] == []


# --- what holds for every reply -----------------------------------------------------------------


@each()
def test_there_are_replies_just_where_they_are_wanted(advised: Advised, case: Case) -> None:
    silent = case.stop in ("foreign", "spam", "no_customer")
    replies = advised(case).suggestions
    assert len(replies) == 0 if silent else 1 <= len(replies) <= MOST


@each()
def test_the_replies_differ(advised: Advised, case: Case) -> None:
    said = [words(one.text) for one in advised(case).suggestions]
    for at, one in enumerate(said):
        for other in said[:at]:
            assert len(one & other) / len(one | other) < TOO_ALIKE


@each(lambda case: "{" not in customer_words(case))
def test_no_template_shows(advised: Advised, case: Case) -> None:
    for one in advised(case).suggestions:
        assert re.search(r"\{\{|\}\}|\{%|%\}|\bNone\b|  |\s[,.;?!]", one.text) is None


@each(lambda case: any(turn.role == "agent" for turn in case.turns))
def test_nothing_is_said_twice_in_a_conversation(advised: Advised, case: Case) -> None:
    before = set().union(*(sentences(turn.text) for turn in case.turns if turn.role == "agent"))
    for one in advised(case).suggestions:
        assert sentences(one.text) & before == set()


@each()
def test_what_is_missing_is_what_stands_open(advised: Advised, case: Case) -> None:
    for one in advised(case).suggestions:
        assert sorted(one.missing) == sorted(set(PLACEHOLDER.findall(one.text)))


@each()
def test_no_reply_trips_the_draft_checker(advisor: Advisor, advised: Advised, case: Case) -> None:
    for one in advised(case).suggestions:
        found = [
            (finding.kind, finding.text)
            for finding in advisor.review(one.text)
            if finding.level != "suggestion" and not PLACEHOLDER.fullmatch(finding.text)
        ]
        assert found == []


@each()
def test_the_name_stands_at_most_once_in_a_reply(advised: Advised, case: Case) -> None:
    advice = advised(case)
    facts = [fact.value for fact in (*advice.state.facts, *advice.reading.facts) if fact.slot == "name"]
    for name in {*facts, *filter(None, [case.slots.get("name")])}:
        for one in advice.suggestions:
            assert len(re.findall(rf"\b{re.escape(name.split()[0])}\b", one.text)) <= 1


@each()
def test_nothing_is_promised_that_was_not_given(advised: Advised, case: Case) -> None:
    advice = advised(case)
    given = plain(" ".join(case.slots.values()))
    asked = {tag.kind for tag in advice.reading.tags if tag.label == "request"} | {
        *advice.state.open_requests
    }
    theirs = given + customer_words(case)
    grants = [word for kind, granted in GRANTS.items() if kind not in asked for word in granted]
    for one in advice.suggestions:
        text = plain(one.text)
        assert [word for word in grants if word in text and word not in theirs] == []
        assert PROMISES.search(text.replace(given, "") if given else text) is None


@each()
def test_no_apology_where_nothing_went_wrong(advised: Advised, case: Case) -> None:
    advice = advised(case)
    if advice.plan.stop == "praise":
        assert not any("sorry" in plain(one.text) for one in advice.suggestions)
    for one in advice.suggestions:
        assert plain(one.text).count("sorry") <= 1


# --- the cases as a whole -----------------------------------------------------------------------


def test_every_label_and_kind_is_wanted_by_some_case() -> None:
    wanted = {tag for case in CASES for tag in case.tags}
    labels = BANK.vocabulary.labels
    kinds = {f"{label}:{kind}" for label in labels for kind in labels[label]}
    bare = {label for label in labels if not labels[label]}
    assert (kinds | bare) - wanted == set()


def test_every_stop_and_channel_stands_in_some_case() -> None:
    assert set(BANK.vocabulary.stops) <= {case.stop for case in CASES}
    assert set(BANK.vocabulary.channels) == {case.channel for case in CASES}
