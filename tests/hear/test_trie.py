"""The trie finds what a plain search for each pattern finds."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deescalate.hear.trie import CLAUSE_END, INSIDE, MESSAGE_END, Lattice, TokenKind, Trie

WORDS = 4  # symbols 0 to 3; a token of 9 is a comma, which no gap crosses
COMMA = 9

elements = st.one_of(st.integers(0, WORDS - 1), st.sampled_from(["~1", "~2", "_"]))


def _sound(sequence: list[int | str]) -> bool:
    """Patterns neither begin nor end with a gap, and have no two gaps in a row."""
    gaps = [str(symbol).startswith("~") for symbol in sequence]
    return not gaps[0] and not gaps[-1] and not any(a and b for a, b in itertools.pairwise(gaps))


sequences = st.lists(elements, min_size=1, max_size=5).filter(_sound)
tokens = st.lists(st.sampled_from([0, 1, 2, 3, COMMA]), max_size=12)


def lattice_of(words: list[int]) -> Lattice:
    size = len(words)
    last = max((at + 1 for at in range(size) if words[at] != COMMA), default=0)
    inside = [CLAUSE_END if word == COMMA else INSIDE for word in words[:last]]
    return Lattice(
        keys=list(words),
        kinds=[
            TokenKind(frozenset({number}), number != COMMA, number == COMMA) for number in range(COMMA + 1)
        ],
        starts=[at == 0 or words[at - 1] == COMMA for at in range(size)],
        ends=inside + [MESSAGE_END] * (size + 1 - last),
        first=0,
        last=last,
    )


def ends_of(sequence: list[int | str], words: list[int], at: int) -> set[int]:
    """Search for a sequence from a token, the plain way."""
    if not sequence:
        return {at}
    head, rest = sequence[0], sequence[1:]
    if isinstance(head, str) and head.startswith("~"):
        found = ends_of(rest, words, at)
        for step in range(1, int(head[1:]) + 1):
            if at + step > len(words) or words[at + step - 1] == COMMA:
                break
            found |= ends_of(rest, words, at + step)
        return found
    if at >= len(words) or (words[at] == COMMA if head == "_" else words[at] != head):
        return set()
    return ends_of(rest, words, at + 1)


@settings(max_examples=300, deadline=None)
@given(st.lists(sequences, min_size=1, max_size=6), tokens)
def test_it_finds_the_longest_match_from_every_token(
    patterns: list[list[int | str]], words: list[int]
) -> None:
    trie = Trie(enumerate(patterns))
    wanted = {
        (item, at, max(ends))
        for item, pattern in enumerate(patterns)
        for at in range(len(words))
        if (ends := ends_of(pattern, words, at))
    }
    assert set(trie.find(lattice_of(words))) == wanted


@settings(max_examples=100, deadline=None)
@given(sequences, tokens)
def test_what_it_remembers_changes_nothing(pattern: list[int | str], words: list[int]) -> None:
    trie = Trie([(0, pattern)])
    first = trie.find(lattice_of(words))
    trie.find(lattice_of(words[::-1]))
    assert trie.find(lattice_of(words)) == first


def test_nothing_may_follow_the_end_of_a_clause() -> None:
    with pytest.raises(ValueError, match="end of a pattern"):
        Trie([(0, [1, "$", 2])])


def test_a_span_leads_past_the_tokens_it_covers() -> None:
    trie = Trie([(0, [7, 3]), (1, [1, "~1", 3]), (2, [7, "$"])])
    lattice = lattice_of([1, 2, 3])
    lattice.kinds = [*lattice.kinds, TokenKind(frozenset({1}), True, False, spans=((7, 2),))]
    lattice.keys[0] = len(lattice.kinds) - 1
    assert set(trie.find(lattice)) == {(0, 0, 3), (1, 0, 3)}


def test_anchors_hold_a_pattern_to_the_ends_of_clause_and_message() -> None:
    trie = Trie([(0, ["^", 1]), (1, [1, "$"]), (2, ["^^", 1]), (3, [1, "$$"])])
    found = set(trie.find(lattice_of([1, 0, COMMA, 1, COMMA, 0, 1])))
    assert found == {(0, 0, 1), (0, 3, 4), (1, 3, 4), (1, 6, 7), (2, 0, 1), (3, 6, 7)}
