"""Where the rest of a clause may safely be cut, and whether it can be said at all."""

from __future__ import annotations

from dataclasses import dataclass

from deescalate.hear.kinds import (
    ADJECTIVE,
    ADVERB,
    AND,
    ANYONE,
    BASE,
    BE,
    BECAUSE,
    BEING,
    DET,
    DIGITS,
    FINITE,
    FRONT,
    GERUND,
    HOSTILE,
    IT,
    JOINER,
    ME,
    MY,
    NAME,
    NO,
    NOT,
    NUMBER,
    ONE,
    PAST,
    PREPOSITION,
    QUESTION,
    QUOTE,
    SAYING,
    SELF,
    SO,
    SOFT,
    STRONG,
    THERE,
    THEY,
    THING,
    THIRD,
    THIS,
    TO,
    UNLESS,
    VERB,
    WHEN,
    WHICH,
    YOU,
    YOUR,
    D,
    S,
    Words,
)

_DANGLING = AND | TO | MY | YOUR | DET | WHEN | BECAUSE | WHICH | JOINER | NO
_BORDER = STRONG | SOFT | BECAUSE
_OPENS = UNLESS | WHEN | WHICH | QUESTION
_SUBJECT = SELF | THEY | THERE | YOU | IT
_NEW_CLAUSE = _SUBJECT | ANYONE | FINITE | NOT | NO | BECAUSE | UNLESS | WHEN | SOFT | STRONG | QUESTION
_NO_VERB = THING | ADJECTIVE | PREPOSITION
_LOOKED_AHEAD = 6  # words after "and" among which a finite verb shows a clause
_STOP, _GO, _REFUSE = range(3)


@dataclass(frozen=True, slots=True)
class Extent:
    """How far a clause can be said: up to `end`; `plain` when no other clause stands in it."""

    end: int
    plain: bool


def extent(words: Words, start: int, at: int, opened: bool, wide: bool = False) -> Extent | None:
    """Find how far a clause from `start`, its verb group ending before `at`, can be said; None: not at all.

    `opened` tells that the verb takes a clause without "that" ("told me it would"); `wide` that the
    point may come after "and" only ("I restarted and it still fails").
    """
    walk = _Walk(words, at, opened, wide)
    end = at
    while end < len(words.bits):
        step = walk.step(end)
        if step == _REFUSE:
            return None
        if step == _STOP:
            break
        end += 1
    return _closed(words, start, at, end, walk.plain)


class _Walk:
    """A walk over the words after a verb group. `room` counts the further clauses that may begin."""

    def __init__(self, words: Words, first: int, opened: bool, wide: bool) -> None:
        self._words = words
        self._first = first
        self._wide = wide
        self._room = 1 if opened else 0
        self.plain = True

    def step(self, at: int) -> int:
        """Tell whether to go on over this word, to stop before it, or to say nothing at all."""
        here = self._words.bits[at]
        if here & (QUOTE | HOSTILE):
            return _REFUSE
        if here & _BORDER and not here & PREPOSITION:
            return _REFUSE if self._words.at(at + 1) & (UNLESS | QUOTE) else _STOP
        if here & JOINER:
            return self._join(here, at)
        if (step := self._runs_on(here, at)) != _GO:
            return step
        if here & _OPENS or (here & SAYING and here & VERB):
            self._room += 1
        elif _is_subject(self._words, at):
            return self._begin(here, at)
        elif here & FINITE or (here & S and _is_verbal(self._words, at)):
            return self._finish(at)
        elif here & NOT:
            self.plain = False
        return _GO

    def _runs_on(self, here: int, at: int) -> int:
        """Stop or refuse where two sentences were written as one."""
        before, after = self._words.at(at - 1), self._words.at(at + 1)
        if _is_no_english(self._words, at):
            return _REFUSE
        if here & BEING and before & ADVERB:
            return _STOP  # "isn't getting anywhere being ignored"
        if here & FINITE and _asks(self._words, at) and before & (THING | ADVERB | VERB | ME):
            return _STOP  # "a card I bought is there someone"
        if here & NO and before & (THING | ADVERB | ME) and not before & (PREPOSITION | VERB):
            return _STOP
        if here & FRONT and after & GERUND and before & THING:
            return _STOP  # "by email today now showing"
        if here & ANYONE and before & THING and not here & DET:
            return _STOP  # "to my wifi someone help"
        if here & UNLESS and before & (WHICH | SAYING):
            return _REFUSE  # "they said that even if"
        return _GO if self._room else self._adds(here, at)

    def _adds(self, here: int, at: int) -> int:
        """Stop or refuse where a clause stands that nothing announced."""
        before, after = self._words.at(at - 1), self._words.at(at + 1)
        if here & SAYING and here & PAST and before & (ME | THING):
            return _REFUSE  # "they emailed me said"
        if before & (THING | NUMBER | ADJECTIVE) and _is_second_verb(here, after):
            return _REFUSE
        if here & THIS and after & (BE | S) and not before & THING:
            return _STOP  # "it isn't working that is the problem"
        return _GO

    def _join(self, here: int, at: int) -> int:
        after = self._words.at(at + 1)
        if not here & AND:
            if not here & SO or not after & (ADJECTIVE | ADVERB):
                return _STOP
        elif _shares_subject(after):
            self.plain = False
        elif _begins_clause(self._words, at + 1) and not (self._wide and not after & _OPENS):
            return _STOP
        self._room += 1
        return _GO

    def _begin(self, here: int, at: int) -> int:
        """A subject: of a clause that was announced, or of one about a noun ("the item I ordered")."""
        if not self._room:
            if at - 1 <= self._first or not self._words.bits[at - 1] & THING or here & IT:
                return _STOP
            if _has_object(self._words, at + 1):
                return _STOP
            self._room += 1
        self.plain = False
        return _GO

    def _finish(self, at: int) -> int:
        """A finite verb: one was announced, or the words run on."""
        if not self._room and _asks(self._words, at):
            return _STOP
        self.plain = False
        before = self._words.bits[at - 1]
        if before & FINITE or (before & NOT and self._words.at(at - 2) & FINITE):
            return _GO  # one group: "couldn't do"
        if not self._room:
            return _REFUSE
        if not self._words.bits[at - 1] & (FINITE | NOT):
            self._room -= 1
        return _GO


def _is_no_english(words: Words, at: int) -> bool:
    """ "Charged 1.2 5secs", "needs 2 make", "it's to late", "is poor found damaged item"."""
    here, before, after = words.bits[at], words.at(at - 1), words.at(at + 1)
    if here & NUMBER:
        spelt = after & BASE and not after & (THING | ADJECTIVE | ADVERB)
        return bool(here & before & DIGITS and before & NUMBER) or bool(spelt)
    if before & TO and here & ADJECTIVE and not here & (THING | VERB):
        return True
    if before & ADJECTIVE and here & PAST and not here & ADJECTIVE and after & (ADJECTIVE | DET | MY):
        return True
    asks = here & QUESTION and not here & (WHICH | DET) and after & FINITE
    return bool(asks and words.at(at + 2) & (SELF | YOU | THEY | IT | MY | YOUR | NAME | WHEN))


def _asks(words: Words, at: int) -> bool:
    """Tell whether an auxiliary begins a question ("can someone help", "is there a fault")."""
    return bool(words.at(at + 1) & (SELF | YOU | THEY | THERE | ANYONE))


def _is_second_verb(here: int, after: int) -> bool:
    """Tell whether a second verb stands there unannounced ("the seat looks …", "… times started fading")."""
    if here & (THING | ADJECTIVE | PREPOSITION | ADVERB | FINITE):
        return False
    return bool(here & THIRD or (here & PAST and after & GERUND and not after & THING))


def _has_object(words: Words, at: int) -> bool:
    """Tell whether the verb of a clause has its object: then the clause is not about the noun before it."""
    while words.at(at) & (FINITE | NOT | ADVERB) and not words.at(at) & STRONG:
        at += 1
    return bool(
        words.at(at) & VERB and words.at(at + 1) & (MY | YOUR | DET | ME) and not words.at(at + 1) & WHICH
    )


def _is_verbal(words: Words, at: int) -> bool:
    return bool(words.bits[at - 1] & (IT | THEY | THERE | THIS | ANYONE | QUESTION))


def _is_subject(words: Words, at: int) -> bool:
    """Tell whether a pronoun here begins a clause of its own."""
    here, after = words.bits[at], words.at(at + 1)
    if not here & _SUBJECT or (here & THERE and not after & (BE | S)):
        return False
    if here & SELF:
        return True
    if here & IT and after & ADVERB and words.at(at + 2) & (PAST | THIRD) and not words.at(at + 2) & THING:
        return True  # "it suddenly turned off"
    if here & (IT | YOU) and words.at(at - 1) & (VERB | PREPOSITION) and not after & (FINITE | THIRD):
        return False  # "get it replaced"
    acts = after & (PAST | THIRD | BASE) and not after & (THING | ADVERB | PREPOSITION)
    return bool(after & (FINITE | S | D | NOT) or acts)


def _begins_clause(words: Words, at: int) -> bool:
    """Tell whether a second clause follows a joiner; phrases that share the verb do not count."""
    while words.at(at) & ADVERB and not words.at(at) & THING:
        at += 1
    here, after = words.at(at), words.at(at + 1)
    if here & SELF and not after & (FINITE | VERB | ADVERB | S | D | STRONG):
        return False  # "my husband and I"
    if here & _NEW_CLAUSE and not here & DET:
        return True
    if here & VERB and not here & (THING | ADJECTIVE):
        return True
    ahead = words.bits[at : at + _LOOKED_AHEAD]
    return any(b & FINITE or (b & (PAST | THIRD) and not b & _NO_VERB) for b in ahead)


def _shares_subject(bits: int) -> bool:
    """Tell whether a second verb follows "and" ("freezes and restarts"), but no command."""
    return bool(bits & (THIRD | PAST | GERUND)) and not bits & (THING | FINITE | ADJECTIVE)


def _closed(words: Words, start: int, at: int, end: int, plain: bool) -> Extent | None:
    bits = words.bits
    cut = end < len(bits)
    while end > at and cut and bits[end - 1] & (AND | JOINER):
        end -= 1
    if (
        end <= start
        or _breaks_off(bits, at, end)
        or (end > at and _hangs(bits[end - 1], words.at(end - 2), cut))
    ):
        return None
    return Extent(end, plain)


def _breaks_off(bits: list[int], at: int, end: int) -> bool:
    """Tell "I don't know why" from "where the code is"."""
    last = bits[end - 1]
    if not last & (BE | QUESTION) or last & (THING | ADVERB | DET | PREPOSITION):
        return False
    return end - 1 <= at or not any(here & QUESTION for here in bits[at : end - 1])


def _hangs(last: int, before: int, cut: bool) -> bool:
    """Tell whether a clause cannot end with such a word; `cut` tells that more words followed."""
    if last & _DANGLING and not last & (THING | ADVERB) and (cut or not last & WHEN):
        return True
    if before & AND and last & (FRONT | ANYONE) and not last & THING:
        return True  # "I press the button and nothing"
    if before & ONE and last & ADJECTIVE and not last & (THING | VERB):
        return True  # "sends out a loud"
    lone = last & (DET | THIS) and not last & THING
    if before & DET and last & PREPOSITION and cut:
        return True  # "slammed the over"
    if cut and (lone or last & (FINITE | QUESTION) or (last & ADJECTIVE and before & DET)):
        return True
    return bool(last & PREPOSITION) and not last & (ADVERB if cut else ADVERB | WHEN)
