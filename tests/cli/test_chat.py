"""`deescalate chat`: a conversation turn by turn, typed or piped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Run

FIRST = "My internet has been down since Monday and nobody calls me back. This is ridiculous!"
SECOND = "I told you already, it is the router."


def said(out: str) -> list[str]:
    """Return what the agent answered in a session."""
    return [line.removeprefix("You: ") for line in out.splitlines() if line.startswith("You: ")]


def test_a_suggestion_is_picked_and_the_conversation_goes_on(run: Run) -> None:
    ran = run("chat", "--slot", "time=noon", stdin=f"{FIRST}\n\n1\n{SECOND}\n\nI see, the router.\n\nq\n")
    assert ran.code == 0
    assert len(said(ran.out)) == 2
    assert said(ran.out)[1] == "I see, the router."
    assert "turn" not in ran.err


def test_nothing_is_said_twice_in_a_conversation(run: Run) -> None:
    ran = run("chat", "--slot", "time=noon", stdin=f"{FIRST}\n\n1\n{FIRST}\n\n1\nq\n")
    first, second = said(ran.out)
    assert first != second


def test_an_open_slot_is_asked_for_and_kept_open_until_it_is_filled(run: Run) -> None:
    ran = run("chat", stdin=f"{FIRST}\n\n1\n\n1\nnoon\nnoon\nnoon\nq\n")
    assert "is still open" in ran.out
    assert all("[" not in reply for reply in said(ran.out))


@pytest.mark.parametrize("choice", ["9", "0", "e7"])
def test_a_number_that_is_none_is_asked_again(run: Run, choice: str) -> None:
    ran = run("chat", stdin=f"{FIRST}\n\n{choice}\nMy own words.\n\nq\n")
    assert "There is no suggestion" in ran.out
    assert said(ran.out) == ["My own words."]


def test_a_suggestion_is_edited(run: Run) -> None:
    ran = run("chat", stdin=f"{FIRST}\n\ne1\nBetter words.\n\nq\n")
    assert said(ran.out) == ["Better words."]


def test_a_reply_is_skipped(run: Run) -> None:
    ran = run("chat", stdin=f"{FIRST}\n\ns\n{SECOND}\n\nMy own words.\n\nq\n")
    assert said(ran.out) == ["My own words."]


@pytest.mark.parametrize("typed", ["", "q\n", f"{FIRST}\n", f"{FIRST}\n\n", f"{FIRST}\n\n1", "\n\n\nq\n"])
def test_the_end_of_the_input_ends_the_chat(run: Run, typed: str) -> None:
    assert run("chat", stdin=typed).code == 0


def test_a_turn_that_cannot_be_read_is_said_and_the_chat_goes_on(run: Run) -> None:
    ran = run("chat", stdin=f"{'x' * 2_000_001}\n\n{FIRST}\n\nMy own words.\n\nq\n")
    assert "cannot be used" in ran.out
    assert said(ran.out) == ["My own words."]
