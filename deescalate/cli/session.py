"""The advisor a command works with, made late so that help and wrong usage stay quick."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from deescalate.advisor import Advisor


def advisor_for(banks: Sequence[Path] = (), apology: str = "regret") -> Advisor:
    """Make the advisor on the shipped bank, those of the user and of this folder, and the given ones."""
    from deescalate.advisor import Advisor

    return Advisor(banks, apology=apology, discover=True)
