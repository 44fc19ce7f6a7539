"""Wrong usage gets a clear answer and exit code 2, a broken bank 3; help is there."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from deescalate import __version__

if TYPE_CHECKING:
    from conftest import Run

COMMAND = [sys.executable, "-c", "import sys; from deescalate.cli import main; sys.exit(main())"]


def test_version_and_help(run: Run) -> None:
    assert run("--version").out.strip() == f"deescalate, version {__version__}"
    out = run("--help").out
    assert all(command in out for command in ("suggest", "tag", "chat"))
    for command in ("suggest", "tag", "chat"):
        assert run(command, "--help").code == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("sugest", "hi"), "did you mean 'suggest'?"),
        (("suggest", "hi", "--channel", "emial"), "did you mean 'email'?"),
        (("suggest", "hi", "--slot", "tme=5 pm"), "did you mean 'time'?"),
        (("suggest", "hi", "--slot", "time"), "is not NAME=VALUE"),
        (("suggest", "hi", "--chanel", "chat"), "--channel"),
        (("suggest", "hi", "--count", "4"), "4"),
        (("suggest", "hi", "--apology", "sorry"), "regret"),
        (("suggest", "hi", "there"), "unexpected extra argument"),
        (("suggest", "hi", "--file", "nowhere.txt"), "nowhere.txt"),
        (("suggest", "hi", "--lines"), "leave TEXT out"),
        (("suggest", "hi", "--bank", "nowhere"), "no phrase bank at nowhere"),
        (("tag", "--bank"), "--bank"),
    ],
)
def test_wrong_usage_says_what_to_do(run: Run, arguments: tuple[str, ...], says: str) -> None:
    ran = run(*arguments)
    assert ran.code == 2
    assert ran.out == ""
    assert says in ran.err
    assert "Traceback" not in ran.err


def test_text_and_file_at_once_are_refused(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "message.txt"
    file.write_text("hi", encoding="utf-8")
    ran = run("suggest", "hi", "--file", str(file))
    assert ran.code == 2
    assert "leave one out" in ran.err


@pytest.mark.parametrize("data", [b"My parcel\xff is late", b"My parcel\x00 is late"])
def test_bytes_that_are_no_text_are_refused_with_their_position(run: Run, data: bytes) -> None:
    ran = run("tag", stdin=data)
    assert ran.code == 2
    assert "byte 9" in ran.err


def test_a_text_over_the_limit_is_refused(run: Run) -> None:
    ran = run("tag", stdin="late " * 500_000)
    assert ran.code == 2
    assert "2,000,000" in ran.err


def test_a_broken_bank_shows_all_its_problems(run: Run, tmp_path: Path) -> None:
    bank = tmp_path / "mine.yaml"
    bank.write_text(
        "phrases:\n  - {id: a, move: apologise, text: Sorry.}\n  - {id: b, mov: own}\n", encoding="utf-8"
    )
    ran = run("suggest", "hi", "--bank", str(bank))
    assert ran.code == 3
    assert ran.out == ""
    assert "mine.yaml:2:" in ran.err
    assert "mine.yaml:3:" in ran.err
    assert "apologize" in ran.err


def test_a_bank_of_ones_own_counts(run: Run, tmp_path: Path) -> None:
    bank = tmp_path / "mine.yaml"
    bank.write_text("drop: [phrases/none-such]\n", encoding="utf-8")
    assert run("suggest", "hi", "--bank", str(bank)).code == 3


def test_a_closed_pipe_is_left_quietly() -> None:
    row = b'{"text": "My parcel is late."}\n'
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    with subprocess.Popen([*COMMAND, "tag", "--lines"], **pipes) as process:  # type: ignore[call-overload]
        process.stdin.write(row)
        process.stdin.flush()
        assert process.stdout.readline().startswith(b'{"format": 1')
        process.stdout.close()
        with suppress(BrokenPipeError):
            process.stdin.write(row * 100)
            process.stdin.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


def on_a_terminal(*arguments: str, typed: bytes = b"", **environment: str) -> str:
    """Run the command on a pseudo-terminal, type whenever it asks, and return what it wrote."""
    main, side = pty.openpty()
    settings = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "80", **environment}
    with subprocess.Popen([*COMMAND, *arguments], stdin=side, stdout=side, stderr=side, env=settings):
        os.close(side)
        chunks = []
        while chunk := _read(main):
            chunks.append(chunk)
            if typed and b"".join(chunks).rstrip().endswith(b":"):
                os.write(main, typed)
    os.close(main)
    return b"".join(chunks).decode()


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 65536)
    except OSError:  # the other end is closed
        return b""


def test_a_terminal_gets_colours_unless_it_wants_none() -> None:
    message = "You people lost my parcel!"
    assert "\x1b[" in on_a_terminal("tag", message, NO_COLOR="")
    plain = on_a_terminal("tag", message, NO_COLOR="1")
    assert "\x1b[" not in plain
    assert "~~~" in plain


@pytest.mark.parametrize(
    ("typed", "first"),
    [(b"noon\n", "by noon you'll"), (b"\n", "by [time] you'll"), (b"\x04", "by [time] you'll")],
)
def test_fill_asks_for_what_the_first_reply_misses(typed: bytes, first: str) -> None:
    message = "Third time I call. You people lost my parcel!"
    out = on_a_terminal("suggest", message, "--fill", "--count", "1", typed=typed, NO_COLOR="1")
    asked, _, filled = out.partition("\r\n1.\r\n")
    assert asked.count("[time]: by when you will be back") == 1
    assert first in " ".join(filled.split())


def test_completion_is_there() -> None:
    environment = {**os.environ, "_DEESCALATE_COMPLETE": "bash_source"}
    done = subprocess.run(COMMAND, env=environment, capture_output=True, text=True, check=False)
    assert "complete -o" in done.stdout


@pytest.mark.parametrize("arguments", [("suggest",), ("tag",), ("tag", "--lines")])
def test_a_closed_standard_input_is_told(arguments: tuple[str, ...]) -> None:
    done = subprocess.run(
        ["sh", "-c", '"$@" <&-', "sh", *COMMAND, *arguments], capture_output=True, text=True, check=False
    )
    assert "Traceback" not in done.stderr
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("deescalate: standard input is closed")
