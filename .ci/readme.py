#!/usr/bin/env python3
"""Put the real output under each `$ deescalate …` of README.md; with --check, tell whether it is there."""

from __future__ import annotations

import re
import subprocess
import sys
import textwrap
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"(?<=```console\n)(\$ (deescalate [^\n]*)\n)(.*?)(?=```)", re.DOTALL)
WIDTH = 100


def output(command: str) -> str:
    """Run a command of this environment and wrap what it prints as a terminal would."""
    name, rest = command.split(" ", 1)
    done = subprocess.run(
        f"{Path(sys.executable).parent / name} {rest}", shell=True, capture_output=True, text=True, check=True
    )
    return "".join(wrapped(line) + "\n" for line in done.stdout.rstrip().split("\n"))


def wrapped(line: str) -> str:
    columns = re.match(r" *(?:\S+ {2,})?", line)
    indent = " " * (columns.end() if columns else 0)
    return textwrap.fill(line, WIDTH, subsequent_indent=indent, drop_whitespace=True) if line.strip() else ""


def main() -> int:
    page = ROOT / "README.md"
    old = page.read_text(encoding="utf-8")
    new = BLOCK.sub(lambda block: block[1] + output(block[2]), old)
    if "--check" not in sys.argv:
        page.write_text(new, encoding="utf-8")
    elif new != old:
        print("README.md does not show what the command prints now: run `.venv/bin/python .ci/readme.py`")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
