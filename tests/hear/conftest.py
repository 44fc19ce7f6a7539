"""One reader for all tests of hearing: it is immutable."""

from __future__ import annotations

import pytest

from deescalate.bank import load
from deescalate.hear import Hearer
from deescalate.types import Bank


@pytest.fixture(scope="session")
def bank() -> Bank:
    return load()


@pytest.fixture(scope="session")
def hearer(bank: Bank) -> Hearer:
    return Hearer(bank)
