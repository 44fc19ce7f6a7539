"""A way to restate a concern in, a `Restatement` out that is worked out when it is first looked at.

Restating costs as much as half of a reading, and most readings are only tagged.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple, fields

from deescalate.types import Restatement

_FORMS = tuple(field.name for field in fields(Restatement))


class LaterRestatement(Restatement):
    """A restatement like any other: equal to, pickled and shown as the plain one it stands for."""

    __slots__ = ("_make",)
    _make: Callable[[], Restatement]

    def __init__(self, make: Callable[[], Restatement]) -> None:
        object.__setattr__(self, "_make", make)

    def __getattr__(self, name: str) -> str | None:
        """Work the forms out: Python asks here for a slot that is not filled yet."""
        if name not in _FORMS:
            raise AttributeError(name)
        made = self._make()
        for form in _FORMS:
            object.__setattr__(self, form, getattr(made, form))
        value: str | None = getattr(made, name)
        return value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Restatement) and astuple(self) == astuple(other)

    def __hash__(self) -> int:
        return hash(astuple(self))

    def __reduce__(self) -> tuple[type[Restatement], tuple[str | None, ...]]:
        return Restatement, astuple(self)
