"""The pattern language: what each element stands for."""

from __future__ import annotations

import pytest

from deescalate.hear.pattern import PatternError, expand


def words(text: str) -> tuple[str, ...]:
    return {"don't": ("do", "not")}.get(text, (text,))


@pytest.mark.parametrize(
    ("pattern", "variants"),
    [
        ("lost", {("w:lost",)}),
        ("don't work", {("w:do", "w:not", "w:work")}),
        ("{you} <lose> my", {("c:you", "v:lose", "w:my")}),
        ("very? bad", {("w:very", "w:bad"), ("w:bad",)}),
        ("bad (so bad|day)?", {("w:bad",), ("w:bad", "w:so", "w:bad"), ("w:bad", "w:day")}),
        ("(bad|awful) day", {("g:w:awful|w:bad", "w:day")}),
        ("(bad|{worse}) day", {("g:c:worse|w:bad", "w:day")}),
        ("a ~ b", {("w:a", "~3", "w:b")}),
        ("a ~1 b", {("w:a", "~1", "w:b")}),
        ("~2 b ~", {("w:b",)}),
        ("^ _ now $", {("^", "_", "w:now", "$")}),
        ("{#number} times", {("#:number", "w:times")}),
        ("why ?", {("w:why", "w:?")}),
    ],
)
def test_a_pattern_stands_for_its_variants(pattern: str, variants: set[tuple[str, ...]]) -> None:
    assert set(expand(pattern, words)) == variants


@pytest.mark.parametrize(
    "pattern", ["(a|b", "a)", "a?", "~ ~", "a ^ b", "a $ b", "(a|b $$)? c", "(a b|c d|e f|g h) " * 6]
)
def test_a_pattern_that_cannot_be_read_says_so(pattern: str) -> None:
    with pytest.raises(PatternError):
        expand(pattern, words)
