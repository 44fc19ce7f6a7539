"""Marked text for a page without colours: every tag underlined and named, nothing of the text lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deescalate.cli.marks import underlined
from deescalate.cli.words import cells, excerpt, visible


def test_a_mark_stands_under_its_words() -> None:
    assert underlined("You lost it", [(4, 8, "blame")], 40) == ["You lost it", "    ~~~~ blame"]


def test_tags_of_one_stretch_share_a_line() -> None:
    marks = [(0, 3, "blame"), (0, 3, "concern")]
    assert underlined("You lost it", marks, 40) == ["You lost it", "~~~ blame, concern"]


def test_marks_that_would_touch_go_on_further_lines() -> None:
    lines = underlined("You lost it", [(0, 11, "concern"), (4, 8, "blame")], 40)
    assert lines == ["You lost it", "~~~~~~~~~~~ concern", "    ~~~~ blame"]


def test_a_mark_over_two_lines_is_named_where_it_ends() -> None:
    lines = underlined("one two three", [(4, 13, "tag")], 7)
    assert lines == ["one two", "    ~~~", "three", "~~~~~ tag"]


def test_a_mark_that_ends_with_a_line_is_named() -> None:
    assert underlined("ab\n", [(0, 3, "tag")], 40) == ["ab", "~~ tag", ""]


def test_wide_signs_take_two_cells() -> None:
    assert underlined("日本 lost", [(3, 7, "tag")], 40)[1] == "     ~~~~ tag"


@given(st.text(max_size=200), st.integers(5, 40), st.data())
def test_no_word_is_lost_and_every_mark_is_named(text: str, width: int, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    lines = underlined(text, [(start, end, "LABEL")], width)
    kept = "".join("".join(lines).split())
    assert all(char in kept for char in "".join(text.split()))
    if text[start:end].strip():
        assert any("LABEL" in line for line in lines)


@given(st.text())
def test_what_is_shown_has_no_controls_and_the_same_length(text: str) -> None:
    shown = visible(text)
    assert len(shown) == len(text)
    assert not any(ord(char) < 32 and char != "\n" for char in shown)
    assert "\x9b" not in shown
    shown.encode()


def test_an_escape_sequence_is_shown_and_not_obeyed() -> None:
    assert visible("\x1b[31mred\u202e") == "␛[31mred\ufffd"


@given(st.text(max_size=2000), st.integers(20, 80))
def test_an_excerpt_is_one_short_line(text: str, length: int) -> None:
    short = excerpt(text, length)
    assert len(short) <= length
    assert "\n" not in short


@pytest.mark.parametrize(("text", "width"), [("abc", 3), ("日本", 4), ("e\u0301", 1), ("", 0)])
def test_cells_are_counted(text: str, width: int) -> None:
    assert cells(text) == width
