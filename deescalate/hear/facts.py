"""A scanned message in, the facts the customer gave out: names, numbers, amounts, dates, counts."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from deescalate.hear.lexicon import Lexicon
from deescalate.hear.scan import Scan
from deescalate.hear.words import ALPHABETIC, BORDER, HANDLE, KNOWN, MARK, Word
from deescalate.types import Bank, Cue, Fact

_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_PHONE = re.compile(r"(?<![\w-])\+?\d[\d ().-]{7,17}\d(?![\w-])")
_PHONE_DIGITS = 9
_NAME_WORDS = 3
_SURE_LEAD = 0.9  # strength of a lead after which a name may stand in small letters
_NUMBER_REACH = 4  # tokens between "order" and its number
_WORDS_BETWEEN = 1  # of them, words: more and the number belongs to something else
_SHORTEST_ID = 3
_SIGNED_FROM = 5  # words a message has before a name alone at its end is a signature
_COUNT_CLASS = "count_"


class Facts:
    """Finds the facts of a message by the `lead` and `fact` cues of a bank."""

    def __init__(self, bank: Bank, cues: Sequence[Cue], lexicon: Lexicon) -> None:
        self._leads = {at: cue.kind for at, cue in enumerate(cues) if cue.label == "lead" and cue.kind}
        self._sure = frozenset(at for at, cue in enumerate(cues) if cue.strength >= _SURE_LEAD)
        self._wholes = {at: cue.kind for at, cue in enumerate(cues) if cue.label == "fact" and cue.kind}
        self._counts = {
            lexicon.number(f"c:{name}"): item.words[0]
            for name, item in bank.classes.items()
            if name.startswith(_COUNT_CLASS)
        }
        self._not_names = lexicon.number("c:not_a_name")
        self._names = {lexicon.number("c:given_name"), lexicon.number("c:family_name")}
        self._closing = lexicon.number("c:closing_formula")

    def find(self, text: str, scan: Scan) -> tuple[Fact, ...]:
        """Return the facts in the order of the text, no two of one slot overlapping."""
        found = [*self._from_cues(text, scan), *self._signed(text, scan), *_patterns(scan)]
        kept: list[Fact] = []
        last: dict[str, int] = {}
        for fact in sorted(found, key=_by_place):
            if fact.start >= last.get(fact.slot, 0):
                kept.append(fact)
                last[fact.slot] = fact.end
        return tuple(kept)

    def _from_cues(self, text: str, scan: Scan) -> Iterator[Fact]:
        for item, start, end in scan.hits:
            if item in self._leads:
                slot = self._leads[item]
                if slot in ("name", "person"):
                    place = self._name(scan, text, end, item in self._sure)
                else:
                    place = _identifier(scan, text, end)
                if place is not None:
                    yield _fact(slot, text, scan, place)
            elif self._wholes.get(item) == "contacts":
                yield from self._count(text, scan, start, end)
            elif item in self._wholes:
                yield _fact(self._wholes[item], text, scan, (start, end))

    def _count(self, text: str, scan: Scan, start: int, end: int) -> Iterator[Fact]:
        for word in scan.words[start:end]:
            for symbol in word.symbols:
                if symbol in self._counts:
                    low, high = scan.span(start, end)
                    yield Fact("contacts", self._counts[symbol], low, high)
                    return

    def _name(self, scan: Scan, text: str, at: int, sure: bool) -> tuple[int, int] | None:
        """Return the tokens of a name that begins at a token: capitalised; unknown too after a sure lead."""
        end = at
        while end < len(scan.words) and end - at < _NAME_WORDS:
            if not self._may_be_name(scan, text, end, unknown=sure and end == at):
                break
            end += 1
        return (at, end) if end > at else None

    def _may_be_name(self, scan: Scan, text: str, at: int, unknown: bool = False) -> bool:
        word, written = scan.words[at], text[scan.starts[at] : scan.ends[at]]
        if not word.flags & ALPHABETIC or self._not_names in word.symbols or not _letters(written):
            return False
        capital = written[0].isupper() and not written.isupper()
        return len(written) > 1 and (capital or (unknown and not self._is_common(word)))

    def _is_common(self, word: Word) -> bool:
        """Tell whether a word is one of the language, not only known as a name."""
        return bool(word.flags & KNOWN) and self._names.isdisjoint(word.symbols)

    def _signed(self, text: str, scan: Scan) -> Iterator[Fact]:
        """A name alone at the end, or after a closing formula ("Regards, Priya")."""
        stop = scan.lattice.last
        start = stop
        while start > 0 and stop - start <= _NAME_WORDS and not scan.words[start - 1].flags & MARK:
            start -= 1
        if (
            0 < stop - start <= _NAME_WORDS
            and start >= _SIGNED_FROM
            and self._sign_off(text, scan, start, stop)
        ):
            yield _fact("name", text, scan, (start, stop))

    def _sign_off(self, text: str, scan: Scan, start: int, stop: int) -> bool:
        before = scan.words[start - 1]
        closing = start >= 2 and any(
            self._closing in word.symbols for word in scan.words[max(0, start - 4) : start]
        )
        if not (before.flags & BORDER or before.norm in ("-", "–", "—") or closing):
            return False
        marked = closing or "\n" in before.norm or before.norm in ("-", "–", "—")
        return all(
            self._may_be_name(scan, text, at)
            and not scan.words[at].flags & HANDLE
            and (marked or not self._is_common(scan.words[at]))
            for at in range(start, stop)
        )


def _identifier(scan: Scan, text: str, at: int) -> tuple[int, int] | None:
    """Return the token with digits that follows, a few tokens on at the most."""
    between = 0
    for place in range(at, min(at + _NUMBER_REACH, len(scan.words))):
        written = text[scan.starts[place] : scan.ends[place]]
        if scan.words[place].flags & BORDER and written != ":":
            return None
        if len(written) >= _SHORTEST_ID and any(c.isdigit() for c in written) and _ID.match(written):
            end = place + 1
            while end + 1 < len(scan.words) and text[scan.starts[end] : scan.ends[end]] == "-":
                end += 2
            return place, min(end, len(scan.words))
        between += written.isalpha()
        if between > _WORDS_BETWEEN:
            return None
    return None


_ID = re.compile(r"#?[A-Za-z]{0,6}[-/]?\d[\w/-]*$")


def _patterns(scan: Scan) -> Iterator[Fact]:
    """Amounts, e-mail addresses and phone numbers, which their form alone tells."""
    text = scan.text
    for at, word in enumerate(scan.words[:-1]):
        if text[scan.starts[at]] in "$£€₹¥" and scan.words[at + 1].norm[:1].isdigit() and word.flags & MARK:
            yield _fact("amount", text, scan, (at, at + 2))
    if "@" in text:
        for match in _EMAIL.finditer(text):
            yield Fact("email", match.group(), match.start(), match.end())
    for match in _PHONE.finditer(text):
        if sum(c.isdigit() for c in match.group()) >= _PHONE_DIGITS:
            yield Fact("phone", match.group(), match.start(), match.end())


def _letters(written: str) -> bool:
    """Tell whether a token is written like a name: letters only, no capital inside ("AcmeHelps")."""
    camel = any(a.islower() and b.isupper() for a, b in itertools.pairwise(written))
    return not camel and all(c.isalpha() or c in "-'’." for c in written)


def _fact(slot: str, text: str, scan: Scan, place: tuple[int, int]) -> Fact:
    low, high = scan.span(*place)
    return Fact(slot, text[low:high], low, high)


def _by_place(fact: Fact) -> tuple[int, int, str]:
    return fact.start, -fact.end, fact.slot
