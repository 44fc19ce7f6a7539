"""`deescalate suggest`: replies first, then why; JSON; streams of JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Run

MESSAGE = "Third time I call. You people lost my parcel and nobody calls me back! Where is it?"


def test_the_replies_come_first_and_then_why(run: Run) -> None:
    ran = run("suggest", MESSAGE)
    assert ran.code == 0
    assert ran.err == ""
    lines = ran.out.splitlines()
    assert lines[0] == "1."
    assert lines.index("Why") > max(at for at, line in enumerate(lines) if line in ("1.", "2.", "3."))


def test_open_slots_are_listed_and_given_ones_are_filled(run: Run) -> None:
    open_slots = run("suggest", MESSAGE).out
    assert "[time]" in open_slots
    assert "fill in [time]: by when you will be back, such as “5 pm today”" in open_slots
    filled = run("suggest", MESSAGE, "--slot", "time=5 pm today", "--name", "Priya").out
    assert "5 pm today" in filled
    assert "Priya" in filled
    assert "[time]" not in filled


def test_a_pipe_gets_no_colours_and_whole_lines(run: Run) -> None:
    out = run("suggest", MESSAGE).out
    assert "\x1b" not in out
    replies = [line for line in out.splitlines() if line.startswith("   ") and "fill in [" not in line]
    advice = json.loads(run("suggest", MESSAGE, "--json").out)
    assert [f"   {reply['text']}" for reply in advice["suggestions"]] == replies[: len(advice["suggestions"])]


def test_json_is_of_format_1(run: Run) -> None:
    advice = json.loads(run("suggest", MESSAGE, "--json").out)
    assert advice["format"] == 1
    assert 1 <= len(advice["suggestions"]) <= 3
    assert advice["reading"]["text"] == MESSAGE


def test_explain_names_rules_sources_and_phrases(run: Run) -> None:
    advice = json.loads(run("suggest", MESSAGE, "--json").out)
    out = run("suggest", MESSAGE, "--explain").out
    for move in advice["plan"]["moves"]:
        assert move["rule"] in out
        assert move["source"] in out
    for phrase in advice["suggestions"][0]["phrases"]:
        assert phrase in out
    assert "Tags" in out


def test_explain_shows_the_ledger(run: Run) -> None:
    thread = (
        "Customer: You people lost my parcel! Where is it?\n"
        "Agent: I'm sorry about your parcel, Sam. What's your order no? I'll call you back by 5 pm today.\n"
        "Customer: 88213. Nobody called me back!\n"
    )
    out = run("suggest", thread, "--name", "Sam", "--explain").out
    ledger = out[out.index("Conversation\n") :].split("\n\n")[0]
    for words in (
        "step 2 of 7",
        "turn 2, contact 1",
        "delivery “You people lost my parcel” (turn 1)",
        "(turn 1): open",
        "order “What's your order no?” (turn 1) → “88213”",
        "“I'll call you back by 5 pm today.” (turn 1): by 5 pm today, the customer came back to it",
        "“I'm sorry about your parcel, Sam.” (turn 1, for delivery)",
        "used once, in the last reply too",
    ):
        assert words in " ".join(ledger.split())


def test_json_says_what_every_open_slot_means(run: Run) -> None:
    for reply in json.loads(run("suggest", MESSAGE, "--json").out)["suggestions"]:
        assert list(reply["missing_meaning"]) == reply["missing"]
        assert all(reply["missing_meaning"].values())


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--json",), "give values with --slot"),
        (("--lines",), "give values with --slot"),
        ((), "--fill asks at a terminal"),
    ],
)
def test_fill_is_refused_where_nobody_can_be_asked(run: Run, options: tuple[str, ...], says: str) -> None:
    ran = run("suggest", MESSAGE, "--fill", *options)
    assert (ran.code, ran.out) == (2, "")
    assert says in " ".join(ran.err.split())


@pytest.mark.parametrize("count", ["1", "2"])
def test_count_limits_the_suggestions(run: Run, count: str) -> None:
    assert len(json.loads(run("suggest", MESSAGE, "--count", count, "--json").out)["suggestions"]) <= int(
        count
    )


def test_argument_file_and_standard_input_give_the_same(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "message.txt"
    file.write_text(MESSAGE, encoding="utf-8")
    by_argument = run("suggest", MESSAGE, "--json").out
    assert run("suggest", "--file", str(file), "--json").out == by_argument
    assert run("suggest", "--json", stdin=MESSAGE).out == by_argument
    assert run("suggest", "-", "--json", stdin=MESSAGE).out == by_argument


@pytest.mark.parametrize("text", ["", "   \n ", "!!!", "😡😡"])
def test_text_without_words_is_answered(run: Run, text: str) -> None:
    ran = run("suggest", "--json", stdin=text)
    assert ran.code == 0
    advice = json.loads(ran.out)
    assert advice["reading"]["concerns"] == []
    assert run("suggest", stdin=text).code == 0


def test_a_french_message_gets_no_english_rules(run: Run) -> None:
    text = "Bonjour, je n'ai toujours pas reçu mon colis et personne ne répond à mes messages."
    ran = run("suggest", "--json", stdin=text)
    advice = json.loads(ran.out)
    assert ran.code == 0
    assert advice["reading"]["tags"] == []
    assert advice["plan"]["stop"] == "foreign"
    assert advice["reading"]["set_aside"]
    assert "not in English" in run("suggest", stdin=text).out


def test_templates_and_markup_in_the_text_stay_text(run: Run) -> None:
    ran = run(
        "suggest", "My order {{ 7*7 }} [bold]never[/bold] came <script> \x1b[31m", "--name", "{{ 7*7 }}"
    )
    assert ran.code == 0
    assert "49" not in ran.out
    assert "\x1b" not in ran.out


def test_a_stream_is_answered_line_by_line(run: Run) -> None:
    rows = [
        {"id": "a", "text": MESSAGE},
        {"id": 2, "turns": [{"role": "customer", "text": MESSAGE}], "slots": {"time": "noon"}},
        {"id": None, "text": "Where is my order?", "channel": "email"},
    ]
    ran = run("suggest", "--lines", stdin="\n".join(map(json.dumps, rows)))
    answers = [json.loads(line) for line in ran.out.splitlines()]
    assert ran.code == 0
    assert [answer["id"] for answer in answers] == ["a", 2, None]
    assert all(answer["suggestions"] for answer in answers)
    assert "noon" in answers[1]["suggestions"][0]["text"]


def test_a_bad_line_is_answered_and_the_stream_goes_on(run: Run) -> None:
    lines = [
        b'{"id": 1, "text": "My parcel is late."}',
        b"{oops",
        b'{"id": 3}',
        b'{"id": 4, "text": "x", "slots": {"tme": "noon"}}',
        b'{"id": 5, "text": "x", "channel": "fax"}',
        b'{"id": 6, "text": "\xff"}',
        b'{"id": 7, "turns": []}',
        b"",
        b'{"id": 8, "text": "\\ud800 My parcel is late."}',
    ]
    ran = run("suggest", "--lines", stdin=b"\n".join(lines))
    answers = [json.loads(line) for line in ran.out.splitlines()]
    assert ran.code == 2
    assert [answer["id"] for answer in answers] == [1, None, 3, 4, 5, None, 7, 8]
    assert ["error" in answer for answer in answers] == [False, True, True, True, True, True, True, False]
    assert "did you mean 'time'?" in answers[3]["error"]
    assert "0xff at byte 19" in answers[5]["error"]
    assert all(set(answer) == {"id", "error"} for answer in answers if "error" in answer)
