"""A wish of the customer in, the same as a phrase that follows "you'd like" out, where it is surely right.

"I want my money back" is said as "your money back", "please cancel my order" as "us to cancel your order".
"""

from __future__ import annotations

from deescalate.hear.asking import Said, lacks_article, led, runs_on
from deescalate.hear.extent import extent
from deescalate.hear.grammar import Grammar
from deescalate.hear.kinds import (
    ANYONE,
    AUXILIARY,
    BASE,
    DET,
    DETERMINER,
    INFINITIVE,
    JOINER,
    ME,
    MODAL,
    MY,
    NAME,
    NO,
    NOT,
    NOUN,
    NUMBER,
    PREPOSITION,
    PRONOUN,
    SELF,
    STRONG,
    THEY,
    THING,
    TO,
    YOU,
    D,
    Words,
)
from deescalate.hear.naming import Naming
from deescalate.hear.phrase import noun_phrase
from deescalate.hear.voice import Voice

_NO_VERB = DETERMINER | PRONOUN | PREPOSITION | NAME | NUMBER | STRONG
_SOMEBODY = ANYONE | THEY


class Wishing:
    """Turns wishes and commands into phrases."""

    def __init__(self, grammar: Grammar, voice: Voice, naming: Naming) -> None:
        classes = grammar.classes
        self._voice, self._naming = voice, naming
        self._wants, self._would_want = frozenset(classes["wants"]), frozenset(classes["would_want"])
        self._would = frozenset(classes["would"])
        self._no_favour = frozenset(classes["no_favour"])
        self._service = frozenset(classes["service"])
        self._gets = frozenset(classes["gets"])
        self._learns = frozenset(classes["learns"])
        self._mass = frozenset(classes["stands_bare"])
        self._vague = frozenset(classes["no_wish"])
        self._may, self._informs = frozenset(classes["may"]), frozenset(classes["informs"])
        self._between = frozenset(classes["between"])
        self._to_know = classes["to_know"][0].split()
        self._us_to = classes["us_to"][0].split()
        self._to = classes["to"][0]

    def wish(self, words: Words, at: int, inside: bool) -> Said | None:
        """Say the wish that begins at a place; None when none does, or not certainly.

        `inside` tells that the place is inside a clause, where no wish begins.
        """
        if inside:
            return None
        return self._wanted(words, at) or self._asked_of_us(words, at) or self._allowed(words, at)

    def _wanted(self, words: Words, at: int) -> Said | None:
        """Read "I want my money back", "I'd like to move", "need someone to call me"."""
        here = at + 1 if words.at(at) & SELF else at
        would = False
        while words.at(here) & (D | MODAL) or (here < len(words.norms) and words.norms[here] in self._would):
            would, here = True, here + 1
        if here >= len(words.norms) or words.norms[here] not in self._wants:
            return None
        if words.norms[here] in self._would_want and not would:
            return None
        return self._object_of(words, here + 1)

    def _object_of(self, words: Words, at: int) -> Said | None:
        """Say what is wanted: a thing, to do something, us or somebody to do it."""
        bits = words.at(at)
        if bits & TO and not words.at(at + 1) & _NO_VERB:
            return None if words.norms[at + 1] in self._learns else self._from(words, at, at + 2)
        if bits & YOU and words.at(at + 1) & TO and words.at(at + 2) & (BASE | INFINITIVE):
            return led(self._us_to, self._from(words, at + 2, at + 3))
        if bits & _SOMEBODY and words.at(at + 1) & TO:
            return self._from(words, at, at + 3)
        if bits & (NO | NOT | AUXILIARY) or (bits & BASE and words.norms[at] not in self._mass):
            return None
        phrase = noun_phrase(words, at)
        if (
            phrase is None
            or not words.bits[phrase.head] & (THING | NAME)
            or self._naming.name(words, phrase) is None
        ):
            return None
        return self._from(words, at, phrase.end)

    def _asked_of_us(self, words: Words, at: int) -> Said | None:
        """Read "can you cancel my order", "please cancel my order"."""
        here = at + 2 if words.at(at) & MODAL and words.at(at + 1) & (YOU | ANYONE) else at
        if here == at and words.at(at - 1) & JOINER and at:
            return None
        if not words.at(here) & BASE:
            return None
        if words.norms[here] in self._informs and (said := self._told(words, here + 1)) is not None:
            return said
        favour = here > at and any(bits & (MY | ME) for bits in words.bits[here:])
        if words.norms[here] not in self._service and (not favour or words.norms[here] in self._no_favour):
            return None
        if here + 1 >= len(words.norms) or words.norms[here + 1] in self._vague:
            return None
        if words.bits[here] & NOUN and words.bits[here + 1] & PREPOSITION:
            return None  # "refund for my lamp"
        said = led(self._us_to, self._from(words, here, here + 1))
        about = words.bits[here + 1 : here + len(said) - 1] if said else []
        return said if any(bits & (THING | ME) for bits in about) else None

    def _told(self, words: Words, at: int) -> Said | None:
        """Read what stands after "can you tell me": "the status of my order"."""
        while at < len(words.norms) and words.norms[at] in self._between:
            at += 1
        if not words.at(at) & (DET | MY) or (phrase := noun_phrase(words, at)) is None:
            return None
        return led(self._to_know, self._from(words, at, phrase.end))

    def _allowed(self, words: Words, at: int) -> Said | None:
        """Read "can I have a refund", "could I change my booking"."""
        may = at < len(words.norms) and words.norms[at] in self._may
        if not (may and words.at(at + 1) & SELF) or not words.at(at + 2) & (BASE | INFINITIVE):
            return None
        if words.norms[at + 2] in self._gets and noun_phrase(words, at + 3) is not None:
            return self._object_of(words, at + 3)
        if words.norms[at + 2] in self._learns:
            return None
        return led([self._to], self._from(words, at + 2, at + 3))

    def _from(self, words: Words, at: int, verb: int) -> Said | None:
        """Say words as far as one clause goes; `verb` is the place after its verb or noun."""
        if verb > len(words.bits):
            return None
        if lacks_article(words, verb if words.at(at) & (BASE | TO) else at, self._mass):
            return None
        reach = extent(words, at, verb, False)
        if reach is None or reach.end <= at or runs_on(words, verb, reach.end):
            return None
        return self._voice.turn(words, at, reach.end)
