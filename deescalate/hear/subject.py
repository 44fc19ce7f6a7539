"""The words of a clause in; its subject, with the finite verb group that follows it, out."""

from __future__ import annotations

from deescalate.hear.grammar import Grammar
from deescalate.hear.kinds import (
    ADJECTIVE,
    ADVERB,
    AND,
    AUXILIARY,
    BASE,
    BECAUSE,
    DET,
    DETERMINER,
    FINITE,
    GERUND,
    HAVE,
    INFINITIVE,
    IT,
    ITS,
    JOINER,
    MANY,
    ME,
    MINE,
    MODAL,
    MY,
    NAME,
    NO,
    NOT,
    NOUN,
    NOUNS,
    NUMBER,
    PARTICIPLE,
    PAST,
    POOR,
    PREPOSITION,
    PRONOUN,
    QUESTION,
    SELF,
    SOFT,
    SPELL,
    STRONG,
    THERE,
    THEY,
    THING,
    THIRD,
    THIS,
    TIME,
    TO,
    UNLESS,
    VERB,
    WHEN,
    WHICH,
    YOU,
    YOUR,
    D,
    Words,
)
from deescalate.hear.phrase import Phrase, described, pronoun_kind
from deescalate.hear.verbgroup import Group, Groups

Found = tuple[Phrase, Group]

_LONGEST = 14  # words
_LONGEST_RELATIVE = 4  # words after its verb
_BEGINS = THING | ADJECTIVE | DETERMINER | NUMBER | POOR
_NEVER_BEGINS = VERB | ADVERB | NOT | PREPOSITION | AUXILIARY | TO | QUESTION
_ENDS = PRONOUN | MODAL | STRONG | SOFT | NOT
_IN_RELATIVE = PREPOSITION | ADVERB | THING | DETERMINER | TIME | NAME | NUMBER


class Subjects:
    """Finds the subject of a clause with a grammar."""

    def __init__(self, grammar: Grammar, groups: Groups) -> None:
        self._groups = groups
        self._above_one = frozenset(grammar.classes["above_one"])

    def find(self, words: Words, start: int) -> Found | None:
        """Find the subject that begins here; None when no finite verb group follows it."""
        bits = words.at(start)
        kind = pronoun_kind(bits)
        if bits & NO and words.at(start + 1) & (PREPOSITION | WHEN | PRONOUN | AUXILIARY):
            return None  # "no, as that …"
        if kind:
            many = None if bits & (YOU | SELF | THERE) else bool(bits & MANY)
            return self._with_group(words, Phrase(start, start + 1, kind, many, start), bits)
        if (
            bits & ADJECTIVE
            and not bits & (THING | NUMBER)
            and words.at(start + 1) & (PREPOSITION | DET | WHEN)
        ):
            return None  # "disappointed as a customer"
        if bits & MINE:
            return None
        if bits & THIS and _stands_alone(words.at(start + 1)):
            return self._with_group(words, Phrase(start, start + 1, "it", bool(bits & MANY), start), bits)
        may_begin = bits & _BEGINS or bits in (0, NAME) or not bits & _NEVER_BEGINS
        return self._long(words, start) if may_begin and not bits & STRONG else None

    def _with_group(self, words: Words, phrase: Phrase, pronoun: int) -> Found | None:
        group = self._groups.read(words, phrase.end, phrase, pronoun)
        return (phrase, group) if group else None

    def _long(self, words: Words, start: int) -> Found | None:
        """Read a noun phrase up to the first place where a finite verb may begin."""
        first: Found | None = None
        for at in range(start, min(len(words.bits), start + _LONGEST)):
            here = words.bits[at]
            after_head = at > start and _is_head(words, at - 1)
            if after_head and here & (VERB | AUXILIARY | NOT | ADVERB):
                found = self._ended(words, start, at)
                if found is not None and _is_sure(words, found[1], at):
                    return found
                first = first or found
            if after_head and here & (SELF | YOU | THEY | IT):
                sure = first is not None and not words.bits[first[1].main] & THING
                return first if sure else self._with_relative(words, start, at)
            if not _may_continue(words, at) or (after_head and here & DETERMINER and not here & ADVERB):
                break
        return first

    def _ended(self, words: Words, start: int, at: int) -> Found | None:
        last, before = words.bits[at - 1], words.at(at - 2)
        if (
            last & NUMBER
            and not last & THING
            and words.bits[at] & (THING | THIRD)
            and not words.bits[at] & AUXILIARY
        ):
            return None  # "my last two runs"
        if last & NAME and at - 1 > start and before & THING and not before & NAME:
            return None  # "the offer Acme made me"
        if any(bits & FINITE and not bits & THING for bits in words.bits[start:at]):
            return None
        phrase = described(words, start, at)
        head = words.bits[phrase.head]
        first = words.bits[start]
        if first & NUMBER and head & NOUN and not head & NOUNS and self._is_above_one(words.norms[start]):
            return None
        if head & SPELL or (head & NUMBER and not head & THING and not first & (DETERMINER | NAME)):
            return None
        return self._with_group(words, phrase, 0)

    def _is_above_one(self, number: str) -> bool:
        return number in self._above_one or (number.isdigit() and number != "1")

    def _with_relative(self, words: Words, start: int, at: int) -> Found | None:
        """Read "the link you sent", "the food I got": a noun, its clause, then the finite verb."""
        verb = at + 1
        while words.at(verb) & (HAVE | D | ADVERB):
            verb += 1
        if not words.at(verb) & (PAST | PARTICIPLE | BASE):
            return None
        for end in range(verb + 1, verb + 1 + _LONGEST_RELATIVE):
            if words.at(end) & (AUXILIARY | NOT):
                return self._with_group(words, described(words, start, end), 0)
            if not words.at(end) & _IN_RELATIVE:
                return None
        return None


def _stands_alone(after: int) -> bool:
    """Tell whether "this" is the whole subject, by the word after it."""
    return bool(after & (AUXILIARY | NOT) or (after & (THIRD | PAST) and not after & (THING | ADJECTIVE)))


def _may_continue(words: Words, at: int) -> bool:
    """Tell whether a word may stand inside a subject."""
    here, after = words.bits[at], words.at(at + 1)
    if here & SELF and words.at(at - 1) & AND:
        return True  # "my wife and I"
    if here & (IT | ME) and words.at(at - 1) & PREPOSITION:
        return True  # "the front of it"
    if here & _ENDS and not here & DETERMINER:
        return False
    if here & AND:
        return bool(after & (THING | MY | DET | YOUR | SELF) or not after)
    if here & JOINER or (here & WHICH and after & (DET | MY)):
        return False
    return not here & (WHEN | BECAUSE | UNLESS | ME) or bool(here & PREPOSITION)


def _is_head(words: Words, at: int) -> bool:
    """Tell whether a noun phrase may end with this word."""
    here, before = words.bits[at], words.at(at - 1)
    if here & (THING | NUMBER) or here in (0, NAME):
        return True
    if here & SELF:
        return bool(before & AND) and at > 1
    if here & (IT | ME):
        return bool(before & PREPOSITION) and at > 1
    named = here & (GERUND | PARTICIPLE | BASE) and not here & (ADJECTIVE | ADVERB | AUXILIARY)
    described = before & ADJECTIVE and here & GERUND and words.at(at - 2) & DETERMINER
    return bool(named and (before & DETERMINER or described))


def _is_sure(words: Words, group: Group, at: int) -> bool:
    """Tell whether a verb group can be nothing else: an auxiliary, or a form that is no noun."""
    main = words.bits[group.main] if group.main >= 0 else 0
    if words.bits[at] & AUXILIARY and not words.bits[at] & ITS:
        return True
    after = words.at(group.end)
    if main & (THING | ADJECTIVE) or (after & AUXILIARY and not after & INFINITIVE):
        return False
    return not main & PARTICIPLE or not after & (PREPOSITION | ADVERB)
