"""The tokens of a clause in; the same without the company's name or handle in front, or behind, out.

Exports of messages often lose the "@" of a handle, so that "AcmeHelp my order is late" reads as if
AcmeHelp were a word of the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from deescalate.hear.kinds import (
    ADVERB,
    ANYONE,
    CLOSER,
    DETERMINER,
    FINITE,
    IT,
    NAME,
    NO,
    NOT,
    OPENER,
    QUESTION,
    SELF,
    STRONG,
    THERE,
    THEY,
    THING,
    VERB,
    WHEN,
)

Piece = tuple[str, str]  # as written, as read
Kinds = Callable[[str, str], int]  # what a word, as read and as written, can be

_CAMEL = re.compile(r"[a-z][A-Z]|[A-Z]{2,}[a-z]{2,}|^\d{5,}$|\w_\w")
_BEGINS = SELF | THEY | THERE | QUESTION | ANYONE
_BEGINS_AFTER_NAME = _BEGINS | IT | DETERMINER | NO | NOT | WHEN | OPENER
_CAPITAL_BEGINS = VERB | FINITE | ADVERB
_SHORTEST = 3  # letters of a handle before "help" or "care"


class Addressees:
    """Finds who a message is addressed to, by how handles look and the names of brands."""

    def __init__(
        self,
        kinds: Kinds,
        known: frozenset[str],
        brands: frozenset[str],
        brand_parts: frozenset[str],
        ends: tuple[str, ...],
    ) -> None:
        self._kinds = kinds
        self._known = known
        self._brands = brands
        self._brand_parts = brand_parts
        self._ends = ends

    def without(self, pieces: list[Piece]) -> list[Piece]:
        """Leave the addressee out; a name that is the subject of the sentence stays."""
        while len(pieces) > 1 and self._is_addressed(pieces[0], pieces[1]):
            pieces = pieces[1:]
        while len(pieces) > 1 and (self.is_handle(pieces[-1]) or self._is_camel(pieces[-1])):
            if self._kinds(pieces[-2][1], pieces[-2][0]) & ~(STRONG | CLOSER | NAME | THING):
                break
            pieces = pieces[:-1]
        return pieces

    def is_handle(self, piece: Piece) -> bool:
        """Tell whether a word can be nothing but a handle of a company's service ("AcmeHelp")."""
        norm = piece[1]
        return norm not in self._known and any(
            norm.endswith(end) and len(norm) >= len(end) + _SHORTEST for end in self._ends
        )

    def _is_camel(self, piece: Piece) -> bool:
        return piece[1] not in self._known and _CAMEL.search(piece[0]) is not None

    def _is_addressed(self, first: Piece, second: Piece) -> bool:
        if self.is_handle(first) or self._is_camel(first):
            return not second[1].startswith("'")
        branded = first[1] in self._brands
        if not branded and (first[1] in self._known or not first[1].isalpha()):
            return False
        after = self._kinds(second[1], second[0])
        if second[0].istitle() and after & _CAPITAL_BEGINS and not after & THING:
            return True
        if branded and second[0].istitle() and after & THING:
            return second[1] not in self._brand_parts  # "Acme Flight delayed", not "Acme Music stopped"
        return bool(after & (_BEGINS_AFTER_NAME if branded or first[0].istitle() else _BEGINS))
