"""A way to restate in, a `Restatement` or `RequestForms` out that is worked out when it is first looked at.

Restating costs as much as half of a reading, and most readings are only tagged.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple, fields

from deescalate.types import RequestForms, Restatement

Forms = tuple[str | None, ...]


class LaterRestatement(Restatement):
    """A restatement like any other: equal to, pickled and shown as the plain one it stands for."""

    __slots__ = ("_make",)
    _make: Callable[[], Restatement]

    def __init__(self, make: Callable[[], Restatement]) -> None:
        object.__setattr__(self, "_make", make)

    def __getattr__(self, name: str) -> str | None:
        return _work_out(self, Restatement, name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Restatement) and astuple(self) == astuple(other)

    def __hash__(self) -> int:
        return hash(astuple(self))

    def __reduce__(self) -> tuple[type[Restatement], Forms]:
        return Restatement, astuple(self)


class LaterRequestForms(RequestForms):
    """A request in the agent's voice like any other: equal to, pickled and shown as the plain one."""

    __slots__ = ("_make",)
    _make: Callable[[], RequestForms]

    def __init__(self, make: Callable[[], RequestForms]) -> None:
        object.__setattr__(self, "_make", make)

    def __getattr__(self, name: str) -> str | None:
        return _work_out(self, RequestForms, name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RequestForms) and astuple(self) == astuple(other)

    def __hash__(self) -> int:
        return hash(astuple(self))

    def __reduce__(self) -> tuple[type[RequestForms], Forms]:
        return RequestForms, astuple(self)


def _work_out(
    later: LaterRestatement | LaterRequestForms, plain: type[Restatement | RequestForms], name: str
) -> str | None:
    """Work the forms out: Python asks for a slot only where it is not filled yet."""
    forms = tuple(field.name for field in fields(plain))
    if name not in forms:
        raise AttributeError(name)
    made = later._make()
    for form in forms:
        object.__setattr__(later, form, getattr(made, form))
    value: str | None = getattr(made, name)
    return value
