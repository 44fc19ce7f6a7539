"""Words of the customer in, the same words in the agent's mouth out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from deescalate.hear.grammar import Grammar
from deescalate.hear.kinds import (
    ADJECTIVE,
    ADVERB,
    AND,
    BASE,
    BE,
    BEEN,
    FINITE,
    GERUND,
    HAVE,
    IT,
    PARTICIPLE,
    PAST,
    SELF,
    STRONG,
    THING,
    VERB,
    YOU,
    YOUR,
    D,
    Words,
)

# What no phrase may hold: numbers of accounts and sentences run together; half words and words said twice.
RUN_TOGETHER = r"\d{5}|[a-z]\.[a-z]"
BROKEN = r"|\w- |\b(\w+) \1\b"
_LONGEST_SHORT = 3  # words that one short form stands for
_CUSTOMERS = ("turn_i", "turn_my", "turn_mine", "turn_self", "turn_selves")
_COMPANYS = ("turn_company", "turn_companys", "turn_companys_own", "turn_company_object")


class Voice:
    """Turns pronouns, repairs what hangs on them, and joins words into a phrase."""

    def __init__(self, grammar: Grammar) -> None:
        classes = grammar.classes
        self._bits = grammar.bits
        self._turned = grammar.standing("turn_")
        self._were = grammar.standing("plural_")
        self._short = {tuple(long.split()): short for long, short in grammar.standing("short_").items()}
        self._you = classes["turn_i"][0]
        self._we, _, _, self._us = (classes[name][0] for name in _COMPANYS)
        customers = {word for name in _CUSTOMERS for word in classes[name][1:]}
        self._faults = frozenset(classes["fault_noun"])
        self._own = frozenset(customers - {classes[name][0] for name in _COMPANYS})
        ones = (grammar.pair(name)[0] for name in ("agree_is", "agree_was"))
        self._wrong_be = frozenset((*ones, classes["turn_am"][1]))

    def turn(self, words: Words, start: int, end: int) -> list[str] | None:
        """Write out words start to end as the agent would; None when it is not clear who is meant."""
        turned = []
        ours = bool(words.at(start) & SELF)
        after_i = False
        for at in range(start, end):
            here, norm = words.bits[at], words.norms[at]
            if here & YOUR and words.at(at + 1) & GERUND and not words.at(at + 1) & (THING | ADJECTIVE):
                return None  # "your trying": a slip for "you're"
            if here & YOUR and at + 1 < end and words.norms[at + 1] in self._faults:
                return None  # "your errors" would be an admission
            if here & YOU:
                said = self._company(words.bits[at + 1] if at + 1 < end else STRONG)
                if said is None:
                    return None
            elif after_i and here & BE:
                said = self._were.get(norm) or self._turned.get(norm, norm)
            else:
                said = self._turned.get(norm) or words.outs[at]
            turned.append(said)
            after_i = bool(here & SELF or (ours and here & AND) or (after_i and here & ADVERB))
        return turned

    def _company(self, after: int) -> str | None:
        """Turn "you": we before what we did, us as an object; None before what we are or can."""
        if after & HAVE or (after & PAST and not after & BASE):
            return self._we
        return None if after & (VERB | FINITE | D) else self._us

    def join(self, words: Sequence[str]) -> str:
        """Join words into a phrase, with short forms."""
        parts = [part for word in words for part in word.split()]
        out: list[str] = []
        at = 0
        while at < len(parts):
            size, said = self._shortened(parts, at)
            if said.startswith("'") and out:
                out[-1] += said
            else:
                out.append(said)
            at += size
        return " ".join(out)

    def _shortened(self, parts: list[str], at: int) -> tuple[int, str]:
        for size in range(_LONGEST_SHORT, 1, -1):
            short = self._short.get(tuple(parts[at : at + size]))
            if short is not None and self._may_shorten(parts, at, at + size):
                return size, short
        return 1, parts[at]

    def _may_shorten(self, parts: list[str], at: int, after: int) -> bool:
        """Not at the end ("where you are"), and "have" only before a participle ("you've been")."""
        if not self._bits.get(parts[at], 0) & (YOU | IT):
            return True
        if after >= len(parts):
            return False
        if not self._bits.get(parts[after - 1], 0) & HAVE:
            return True
        return bool(self._bits.get(parts[after], 0) & (PARTICIPLE | BEEN | ADVERB))

    def is_of_customer(self, clause: str) -> bool:
        """Tell whether the clause has "you" as its subject."""
        return clause.replace("'", " ").split(" ", 1)[0] == self._you

    def is_clean(self, phrase: str) -> bool:
        """Tell whether no word of the customer's own voice is left, and you goes with no is, am or was."""
        words = phrase.lower().replace("'", " ").split()
        if not self._own.isdisjoint(words):
            return False
        return not any(a == self._you and b in self._wrong_be for a, b in pairwise(words))
