"""What the README shows works: its Python, its bank, its commands."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from deescalate import Advisor

if TYPE_CHECKING:
    from conftest import Run

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


@pytest.mark.parametrize("code", blocks("python"))
def test_python_runs(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(code, "README.md", "exec"), {})  # noqa: S102 - our own page
    assert len(capsys.readouterr().out.strip()) > 10


@pytest.mark.parametrize("bank", blocks("yaml"))
def test_a_bank_loads(bank: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(bank, encoding="utf-8")
    assert "acme/sorry-1" in Advisor(banks=[file]).bank.phrases


@pytest.mark.parametrize("line", re.findall(r"echo '(.*)' \| deescalate (\w+) --lines", README))
def test_a_stream_is_answered(line: tuple[str, str], run: Run) -> None:
    row, command = line
    ran = run(command, "--lines", stdin=row)
    assert ran.code == 0
    assert '"reading"' in ran.out


def test_there_is_something_of_each_kind() -> None:
    assert all(blocks(language) for language in ("sh", "console", "python", "yaml"))
