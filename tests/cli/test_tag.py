"""`deescalate tag`: the message with its tags marked, as a page and as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Run

MESSAGE = "Third time I call. You people lost my parcel and nobody calls me back!"


def test_the_message_is_shown_with_its_tags_marked(run: Run) -> None:
    ran = run("tag", MESSAGE)
    assert ran.code == 0
    assert ran.out.startswith(MESSAGE)
    assert "~~~" in ran.out
    for tag in json.loads(run("tag", MESSAGE, "--json").out)["reading"]["tags"]:
        assert tag["label"] in ran.out
        assert tag["because"] in ran.out


def test_json_has_the_reading_only(run: Run) -> None:
    answer = json.loads(run("tag", MESSAGE, "--json").out)
    assert list(answer) == ["format", "id", "reading"]
    assert {tag["label"] for tag in answer["reading"]["tags"]} >= {"blame", "concern", "repeat"}


def test_a_stream_leaves_unknown_keys_alone(run: Run) -> None:
    rows = [
        {"id": "x#1", "text": MESSAGE, "anger": 2, "tags": []},
        {"id": "x#2", "text": "Thanks, all good."},
    ]
    ran = run("tag", "--lines", stdin="\ufeff" + "\r\n".join(map(json.dumps, rows)) + "\r\n")
    answers = [json.loads(line) for line in ran.out.splitlines()]
    assert ran.code == 0
    assert [answer["id"] for answer in answers] == ["x#1", "x#2"]
    assert all("reading" in answer for answer in answers)


def test_what_was_set_aside_is_said(run: Run) -> None:
    mail = "My parcel never came.\n\nOn Mon, 3 Mar 2025 at 10:00, Shop <a@b.example> wrote:\n> We sent it.\n"
    out = run("tag", stdin=mail).out
    assert "Set aside" in out
    assert "quoted" in out


def test_requests_are_shown_as_the_agent_would_say_them(run: Run) -> None:
    shown = run("tag", "Where is my parcel? Please cancel my order.").out
    assert "you'd like to know where your parcel is" in shown
    assert "you'd like us to cancel your order" in shown
