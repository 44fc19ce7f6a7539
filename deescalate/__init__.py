"""Reads what an upset customer wrote and hands the agent the next words to say, with reasons.

The names below load on first use, so that `import deescalate` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from deescalate.advisor import Advisor as Advisor
    from deescalate.errors import BankError as BankError
    from deescalate.errors import DeescalateError as DeescalateError
    from deescalate.errors import InputError as InputError
    from deescalate.errors import Problem as Problem
    from deescalate.errors import UnknownName as UnknownName
    from deescalate.types import Advice as Advice
    from deescalate.types import Anger as Anger
    from deescalate.types import Concern as Concern
    from deescalate.types import Fact as Fact
    from deescalate.types import Finding as Finding
    from deescalate.types import Plan as Plan
    from deescalate.types import PlannedMove as PlannedMove
    from deescalate.types import Reading as Reading
    from deescalate.types import Restatement as Restatement
    from deescalate.types import SetAside as SetAside
    from deescalate.types import State as State
    from deescalate.types import Suggestion as Suggestion
    from deescalate.types import Tag as Tag
    from deescalate.types import Turn as Turn

__version__ = "0.1.0"

_HOMES = {
    "deescalate.advisor": ("Advisor",),
    "deescalate.errors": ("BankError", "DeescalateError", "InputError", "Problem", "UnknownName"),
    "deescalate.types": (
        *("Advice", "Anger", "Concern", "Fact", "Finding", "Plan", "PlannedMove", "Reading"),
        *("Restatement", "SetAside", "State", "Suggestion", "Tag", "Turn"),
    ),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [*_HOME_OF, "__version__"]


def __getattr__(name: str) -> object:
    if name not in _HOME_OF:
        raise AttributeError(f"module 'deescalate' has no attribute '{name}'")
    value = getattr(import_module(_HOME_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
