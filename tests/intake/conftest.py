"""What the tests of intake share: an intake built from the shipped bank."""

from __future__ import annotations

import pytest

from deescalate.bank import load
from deescalate.intake import Intake


@pytest.fixture(scope="session")
def intake() -> Intake:
    return Intake(load().classes)
