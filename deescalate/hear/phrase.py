"""The words of a clause and a place in, the noun phrase that stands there out."""

from __future__ import annotations

from dataclasses import dataclass

from deescalate.hear.kinds import (
    ADJECTIVE,
    AND,
    ANYONE,
    AUXILIARY,
    DET,
    DETERMINER,
    DIGITS,
    GERUND,
    IT,
    MANY,
    MY,
    NAME,
    NO,
    NOUN,
    NOUNS,
    NUMBER,
    ONE,
    PARTICIPLE,
    PERSON,
    PERSONS,
    POOR,
    PREPOSITION,
    SELF,
    SPELL,
    THERE,
    THEY,
    THING,
    THIS,
    YOU,
    YOUR,
    S,
    Words,
)

_PRONOUNS = (
    (SELF, "customer"),
    (YOU, "company"),
    (THEY, "person"),
    (IT, "it"),
    (ANYONE, "anyone"),
    (THERE, "there"),
)
_DETERMINERS = ((MY, "my"), (YOUR, "your"), (NO, "no"), (DET | THIS, "plain"), (NUMBER, "number"))
_DESCRIBES = ADJECTIVE | NUMBER | PARTICIPLE | GERUND | POOR
_LONGEST = 8  # words
_MOST_DETERMINERS = 3  # "all my three"


@dataclass(slots=True)
class Phrase:
    """A noun phrase: words start to end (excluded), its kind, and whether it is many (None: not known).

    kind: whose a subject is ("customer", "company", "staff", "person", "thing", "it", "anyone",
    "there"), or how an object begins ("my", "your", "no", "plain", "number", "bare").
    """

    start: int
    end: int
    kind: str
    many: bool | None
    head: int

    @property
    def said_many(self) -> str:
        """Whether it is many, as rows ask for it: yes, no or unknown."""
        return "unknown" if self.many is None else "yes" if self.many else "no"


def noun_phrase(words: Words, start: int) -> Phrase | None:
    """Read a short noun phrase (determiner, describing words, nouns) that starts here."""
    at = start
    while words.at(at) & (DETERMINER | NUMBER) and at - start < _MOST_DETERMINERS:
        at += 1
    head = -1
    while at < len(words.bits) and at - start < _LONGEST:
        here = words.bits[at]
        if head >= 0 and here & NUMBER and not _is_model(words, at):
            break
        if here & THING or here in (0, NAME):
            head = at
        elif not here & _DESCRIBES or here & (PREPOSITION | AUXILIARY):
            break
        at += 1
    if head < 0:
        return None
    kind = next((kind for bit, kind in _DETERMINERS if words.bits[start] & bit), "bare")
    return Phrase(start, head + 1, kind, is_many(words, start, head, head + 1), head)


def _is_model(words: Words, at: int) -> bool:
    """Tell the number of a model ("iPhone 7") from a new stretch of time ("my order 6 days ago")."""
    return bool(words.bits[at] & DIGITS and not words.at(at + 1) & SPELL) and at + 1 < len(words.bits)


def described(words: Words, start: int, end: int) -> Phrase:
    """Describe the noun phrase that words start to end are."""
    head = _head(words, start, end)
    kind = "thing"
    if words.bits[head] & (PERSON | PERSONS):
        kind = "person" if words.bits[start] & MY else "staff"
    return Phrase(start, end, kind, is_many(words, start, head, end), head)


def _head(words: Words, start: int, end: int) -> int:
    """The head stands before the first preposition, relative clause or coordination, after any "'s"."""
    at = start + 1
    while at < end and not words.bits[at] & (PREPOSITION | SELF | YOU | AND | S):
        at += 1
    return end - 1 if at < end and words.bits[at] & S else at - 1


def is_many(words: Words, start: int, head: int, end: int) -> bool | None:
    """Tell whether a noun phrase is many; None when that is not known."""
    bits = words.bits[head]
    if any(here & AND for here in words.bits[head:end]):
        return True if bits & THING else None
    if words.bits[start] & ONE and head > start:
        return False
    if bits & (NOUNS | PERSONS):
        return None if bits & (NOUN | PERSON) else True
    if bits & PERSON or not bits & NOUN:
        return None
    return None if words.bits[start] & MANY else False


def pronoun_kind(bits: int) -> str:
    """Return whose a pronoun is, empty when it is no personal pronoun."""
    return next((kind for bit, kind in _PRONOUNS if bits & bit), "")
