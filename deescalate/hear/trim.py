"""The words of a clause in; the same without openers, closers, intensifiers, swearing and stray marks out."""

from __future__ import annotations

from deescalate.hear.kinds import (
    ADJECTIVE,
    ADVERB,
    BAD,
    BASE,
    BE,
    BEEN,
    CLOSER,
    DET,
    HANDLE,
    IT,
    JOINER,
    KEPT_AFTER_NOT,
    LETOUT,
    MY,
    NAME,
    NO,
    NOT,
    ONE,
    OPENER,
    POOR,
    PREPOSITION,
    REASON,
    SELF,
    SO,
    SOFT,
    STRONG,
    SWEAR,
    THEY,
    THING,
    THIS,
    VERB,
    WHEN,
    WHICH,
    YOU,
    YOUR,
    S,
    Words,
)

_SUBJECT = SELF | YOU | THEY | IT
_ANY_SUBJECT = _SUBJECT | THIS | MY | DET | YOUR
_ENDS_CLAUSE = THING | ADJECTIVE | ADVERB | VERB
_AFTER_VERDICT = STRONG | SOFT | PREPOSITION | JOINER | WHEN | WHICH


def trimmed(words: Words, poor: str) -> Words:
    """Leave out what a restatement never repeats; `poor` stands for harsher verdicts."""
    first, last = _edges(words)
    found = Words()
    for at in range(first, last):
        bits = words.bits[at]
        before = found.bits[-1] if found.bits else STRONG
        after = words.bits[at + 1] if at + 1 < last else STRONG
        if bits & POOR and _is_verdict(found, before, after):
            found.add(poor, poor, ADJECTIVE | BAD)
        elif bits & LETOUT and bits & OPENER and bits & CLOSER and before & _ENDS_CLAUSE and after & BASE:
            found.add(",", ",", SOFT)  # "wasn't helpful please call me"
        elif not _is_left_out(bits, before, after):
            found.add(words.norms[at], words.outs[at], bits)
    return found


def _is_left_out(bits: int, before: int, after: int) -> bool:
    if bits & SWEAR:
        return True
    if bits & LETOUT and after == NAME:
        return False  # "Super Mario"
    if bits & LETOUT:  # but "a very old", not "a old"
        return not before & ONE and not (bits & KEPT_AFTER_NOT and before & NOT)
    return bool(bits & SO and after & ADJECTIVE and before & (BE | ADVERB))


def _is_verdict(found: Words, before: int, after: int) -> bool:
    """A harsh word is a verdict after "is", or before a noun."""
    if after & THING:
        return True
    if before & THING and after & (STRONG | SOFT):
        return True  # "packaging terrible"
    at = len(found.bits) - 1
    while at > 0 and found.bits[at] & (ADVERB | NOT | LETOUT):
        at -= 1
    return bool(found.at(at) & (BE | S | BEEN) and after & _AFTER_VERDICT)


def _edges(words: Words) -> tuple[int, int]:
    first, last = 0, len(words.bits)
    while first < last and _opens(words, first, last):
        first += 1
    while last > first and _closes(words.bits[last - 1], words.at(last - 2)):
        last -= 1
    return first, last


def _opens(words: Words, first: int, last: int) -> bool:
    bits = words.bits[first]
    after = words.bits[first + 1] if first + 1 < last else STRONG
    if bits & (STRONG | SOFT | HANDLE):
        return True
    if bits & NO:
        return bool(after & (SOFT | STRONG | SELF | THEY | IT | MY))
    if bits & REASON:  # "since": a reason before a subject, else a time
        return bool(after & _SUBJECT) and not any(here & SOFT for here in words.bits[first:last])
    if bits & THIS and bits & WHICH:  # "that my order …"
        return bool(after & (_SUBJECT | MY))
    if bits & OPENER:
        return not (bits & VERB and after & _ANY_SUBJECT and not bits & ADVERB)
    return bool(bits & SWEAR)


def _closes(bits: int, before: int) -> bool:
    if bits & (STRONG | SOFT | HANDLE):
        return True
    return bool(bits & CLOSER) and not (bits & ADJECTIVE and before & BE)
