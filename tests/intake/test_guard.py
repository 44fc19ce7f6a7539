"""Bytes and texts from outside: what is read, what is replaced, what is refused."""

from __future__ import annotations

import pytest

from deescalate.errors import InputError
from deescalate.intake import MAX_CHARS, MAX_TURNS, Intake, check, check_turns, decode


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        (b"lamp", "lamp"),
        ("Zoë 😡".encode(), "Zoë 😡"),
        (b"\xef\xbb\xbflamp", "lamp"),
        ("\ufefflamp é".encode("utf-16-le"), "lamp é"),
        ("\ufefflamp é".encode("utf-16-be"), "lamp é"),
    ],
)
def test_text_is_decoded_with_and_without_a_mark(data: bytes, text: str) -> None:
    assert decode(data) == text


@pytest.mark.parametrize(
    ("data", "position"),
    [
        (b"lamp \xff", "byte 5"),
        (b"\xef\xbb\xbfla\xe9mp", "byte 5"),
        (b"la\0mp", "byte 2"),
        ("\ufeffé\0".encode("utf-16-le"), "byte 4"),
        (b"\xff\xfela\x00", "byte 4"),
    ],
)
def test_what_is_no_text_is_refused_with_its_position(data: bytes, position: str) -> None:
    with pytest.raises(InputError, match=position):
        decode(data)


@pytest.mark.parametrize("bad", ["\ud800", "\0", "\x07", "\x7f", "\x9b"])
def test_unsafe_characters_are_replaced_one_for_one(bad: str) -> None:
    assert check(f"a{bad}b{bad}") == "a\ufffdb\ufffd"


def test_tabs_line_ends_and_emoji_stay() -> None:
    text = "a\tb\r\nc\u2028d 👩‍🚀 e\u200ef\x85"
    assert check(text) == text


def test_a_text_at_the_limit_is_read_and_a_longer_one_refused() -> None:
    assert len(check("a" * MAX_CHARS)) == MAX_CHARS == 2_000_000
    with pytest.raises(InputError, match="2,000,001"):
        check("a" * (MAX_CHARS + 1))


def test_too_many_turns_are_refused(intake: Intake) -> None:
    check_turns(MAX_TURNS)
    with pytest.raises(InputError, match="20,002"):
        intake.read("Customer: a\nAgent: b\n" * 10_001)


def test_offsets_stay_true_behind_replaced_characters(intake: Intake) -> None:
    text = "Customer: \ud83d it hums\nAgent: \x00 ok\nCustomer: still\x07 hums"
    pasted = intake.read(text)
    assert len(pasted.text) == len(text)
    ((start, end),) = pasted.judged
    assert text[start:end] == "still\x07 hums"
