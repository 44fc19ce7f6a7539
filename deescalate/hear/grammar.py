"""The word classes and verbs of a bank in; what every word can be in a sentence, as bits, out."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence

from deescalate.hear.address import Addressees, Piece
from deescalate.hear.kinds import (
    ADJECTIVE,
    ADVERB,
    BASE,
    BEEN,
    BIT,
    DET,
    DIGITS,
    DROPPED,
    GERUND,
    HANDLE,
    HOSTILE,
    ITS,
    KINDS,
    ME,
    MODAL,
    MY,
    NAME,
    NOT,
    NOUN,
    NOUNS,
    NUMBER,
    PARTICIPLE,
    PAST,
    PREPOSITION,
    QUOTE,
    SAYING,
    SELF,
    SOFT,
    SPELL,
    STRONG,
    THING,
    THIRD,
    VERB,
    Words,
)
from deescalate.types import Bank

PREFIX = "restate_"
_CURLY = str.maketrans("’‘ʼ´`“”", "'''''\"\"")
_SHORTEST_GUESSED = 6  # letters
_LONG_NUMBER = re.compile(r"\d{5,}")  # of an account or order, never said
_TAGS = re.compile(r"#\w+(?:-\w+)*")  # and every token in them
_BINDERS = frozenset("-/+–&")
_QUOTES = frozenset("\"'«»()[]{}<>*")
_FORMS = (BASE, THIRD, PAST, PARTICIPLE, GERUND)
_SHOWS_VERB = NOT | BEEN | ADVERB | PREPOSITION | DET | MY | GERUND


class Grammar:
    """What words can be, from the `restate_` classes and the verbs of a bank.

    `bits` and `lemmas` are by word; `classes` holds the words of each `restate_` class, by its name
    without the prefix.
    """

    def __init__(self, bank: Bank) -> None:
        self.classes: dict[str, tuple[str, ...]] = {
            key[len(PREFIX) :]: value.words for key, value in bank.classes.items() if key.startswith(PREFIX)
        }
        self.verbs = bank.verbs
        self.lemmas: dict[str, str] = {}
        self._joined: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        self._written = {word.lower(): word for word in self.classes["written"]}
        self._respelled = {word: item.id for item in bank.respellings.values() for word in item.words}
        self._brands = frozenset(self.classes["brand"])
        self._products = self._brands | frozenset(self.classes["product"])
        self._states, self._letter = (word.upper() for word in self.classes["lettered"])
        self._clitics = self.standing("clitic_")
        self._plain = self._products | frozenset(self.classes["plain"])
        ends = (
            ("noun_end", NOUN),
            ("nouns_end", NOUNS),
            ("gerund_end", GERUND),
            ("past_end", PAST | PARTICIPLE),
            ("adverb_end", ADVERB),
        )
        self._endings = tuple((self.classes[name], bits) for name, bits in ends)
        self._links = frozenset(self.classes["link"])
        self.bits: Mapping[str, int] = self._all_bits()
        self._addressees = Addressees(
            self._bits,
            frozenset(self.bits) | frozenset(self._written) | frozenset(self._respelled),
            self._brands,
            frozenset(self.classes["brand_part"]),
            self.classes["handle_end"],
        )
        self._it, self._s = ((w := self.classes[n][0], w, self.bits[w]) for n in ("it", "s"))

    def standing(self, prefix: str) -> dict[str, str]:
        """Map the words of the classes so named to the first word of their class."""
        found = (words for name, words in self.classes.items() if name.startswith(prefix))
        return {word: words[0] for words in found for word in words[1:]}

    def knows(self, words: Words, start: int, end: int) -> bool:
        """Tell whether all the words start to end are known, or names: neither typos nor text-speak."""
        pairs = zip(words.norms[start:end], words.bits[start:end], strict=True)
        return all(bits or norm in self._plain for norm, bits in pairs)

    def pair(self, name: str) -> tuple[str, str]:
        """Return the form for one and the form for many."""
        one, many = self.classes[name]
        return one, many

    def words(self, text: str, surfaces: Sequence[str], norms: Sequence[str]) -> Words:
        """Take the tokens of a clause, glue what was cut, and leave out what is never restated."""
        pieces = self._addressees.without(self._glued(text, surfaces, norms))
        loud = sum(len(written) > 1 and written.isupper() for written, _ in pieces) * 2 > len(pieces)
        found = Words()
        at = 0
        while at < len(pieces):
            size, norm = self._join(pieces, at)
            written = pieces[at][0] if size == 1 else " ".join(piece[0] for piece in pieces[at : at + size])
            bits = self._bits(norm, written)
            if not loud and bits & (ME | DET) and self._is_name(written, found):
                norm, bits = written.lower() + ".", NAME  # "a US card", "the A button"
            if self._addressees.is_handle((written, norm)):
                bits = HANDLE | NAME
            at += size
            if bits & ITS and at < len(pieces) and self._is_contracted(pieces, at):
                found.add(*self._it)
                found.add(*self._s)
            elif bits & HANDLE and found.bits:
                self._leave_out_handle(found, pieces[at] if at < len(pieces) else (",", ","))
            elif _LONG_NUMBER.fullmatch(norm) and found.bits and found.bits[-1] & THING:
                continue
            elif not bits & DROPPED:
                found.add(norm, self._out(norm, written, bits, loud, found), bits)
        return found

    def _is_name(self, written: str, before: Words) -> bool:
        """Tell "US" and "A" after an article or preposition from "us" and "a"."""
        last = before.bits[-1] if before.bits else STRONG
        if written == self._states:
            return bool(last & (DET | PREPOSITION))
        return written == self._letter and bool(last & DET)

    # --- what a word can be --------------------------------------------------------------------

    def _all_bits(self) -> dict[str, int]:
        found: dict[str, int] = defaultdict(int)
        for name in KINDS:
            for word in self.classes[name]:
                found[word] |= BIT[name]
                self._note_joined(tuple(word.split()))
        self._add_verbs(found)
        for other, word in self.standing("same_").items():
            found[other] |= found[word]
            self.lemmas.setdefault(other, self.lemmas.get(word, other))
        for options in self._joined.values():
            options.sort(key=len, reverse=True)
        return dict(found)

    def _note_joined(self, parts: tuple[str, ...]) -> None:
        if len(parts) > 1 and parts not in self._joined[parts[0]]:
            self._joined[parts[0]].append(parts)

    def _add_verbs(self, found: dict[str, int]) -> None:
        saying = frozenset(self.classes["say"])
        for verb in self.verbs.values():
            forms = (verb.id, verb.third, verb.past, verb.participle, verb.gerund)
            for form, bit in zip(forms, _FORMS, strict=True):
                found[form] |= bit | (SAYING if verb.id in saying else 0)
                self.lemmas.setdefault(form, verb.id)

    def _bits(self, norm: str, written: str) -> int:
        bits = self.bits.get(norm)
        if bits is not None:
            return bits | NAME if norm in self._written and not bits & (THING | VERB) else bits
        if norm in self._written:
            return NAME
        if "*" in norm.strip("*"):
            return HOSTILE  # censored
        if "://" in norm:
            return DROPPED
        if norm[0] == "@" or norm[:2] == ".@":
            return HANDLE | (NAME if norm.strip(".@").isalpha() else STRONG)
        if any(c.isdigit() for c in norm):
            return NUMBER | DIGITS
        if any(c.isalpha() for c in norm):
            if norm[0] in _BINDERS or norm[-1] == "*":
                return STRONG
            return self._by_ending(norm) if written.islower() else NAME if written[:1].isupper() else 0
        return _mark_bits(norm)

    def _by_ending(self, norm: str) -> int:
        """Guess what an unknown word can be ("unwrapped", "refreshments")."""
        if len(norm) < _SHORTEST_GUESSED or not norm.isalpha():
            return 0
        return next((bits for ends, bits in self._endings if norm.endswith(ends)), 0)

    def _join(self, pieces: list[Piece], at: int) -> tuple[int, str]:
        norm = self._respelled.get(pieces[at][1], pieces[at][1])
        for option in self._joined.get(norm, ()):
            if option == tuple(read for _, read in pieces[at : at + len(option)]):
                return len(option), " ".join(option)
        return 1, norm

    def _is_contracted(self, pieces: list[Piece], at: int) -> bool:
        """Tell whether "its" before this word stands for "it is"."""
        here = self.bits.get(pieces[at][1], 0)
        after = self.bits.get(pieces[at + 1][1], 0) if at + 1 < len(pieces) else STRONG
        if here & (THING | NUMBER) or not here:
            return bool(here & NUMBER and after & SPELL)
        if here & (ADJECTIVE | PARTICIPLE):
            return not after & THING and bool(after)
        return bool(here & _SHOWS_VERB)

    def _leave_out_handle(self, before: Words, after: Piece) -> None:
        """A handle inside a clause goes with its preposition ("from @acme"); else it parts two clauses."""
        last = before.bits[-1]
        names_more = not self._bits(after[1], after[0]) & ~(NAME | NOUN | NOUNS)
        if last & PREPOSITION and not last & (ADVERB | VERB) and not names_more:
            before.pop()
            if (
                before.bits
                and before.bits[-1] & THING
                and self._bits(after[1], after[0]) & (THING | ADJECTIVE | DET)
            ):
                before.add(",", ",", SOFT)
        elif not last & (MY | DET | PREPOSITION | HANDLE):
            before.add(",", ",", SOFT)

    # --- how it is written out -----------------------------------------------------------------

    def _out(self, norm: str, written: str, bits: int, loud: bool, before: Words) -> str:
        if bits & DIGITS or norm == written.lower() + ".":
            return written
        if bits & HANDLE:
            return written.lstrip(".@")
        if written.lower().translate(_CURLY) != norm:
            return self._written.get(norm, norm)
        if norm in self._written:
            return self._written[norm]
        if norm in self._brands and not bits & ~NAME:
            return written if not written.islower() else written.title()
        if norm in self._products and written.istitle() and not loud and before.bits:
            return written
        if written.istitle() and not loud and self._keeps_capital(bits, before):
            return written
        known = bits & ~NAME or (loud and written.isupper()) or written.islower()
        return norm if known else written

    @staticmethod
    def _keeps_capital(bits: int, before: Words) -> bool:
        """A capital stays after a name ("Google Play"), and on the month of May."""
        return bool(before.bits) and (
            bits & MODAL > 0 or (before.bits[-1] & (NAME | HANDLE) == NAME and not before.bits[-1] & SELF)
        )

    def _norm(self, surface: str, read: str) -> str:
        """Trust a respelling and a stretched or turned letter; a word that was taken for another stays."""
        lower = surface.lower().translate(_CURLY)
        if lower in self._written:
            return lower
        if lower == read or lower in self._respelled or "*" in lower or sorted(lower) == sorted(read):
            return read
        stretched = any(a == b == c for a, b, c in zip(lower, lower[1:], lower[2:], strict=False))
        return read if stretched else lower

    def _glued(self, text: str, surfaces: Sequence[str], norms: Sequence[str]) -> list[Piece]:
        """Pair surfaces with norms; put together what only a hyphen, slash, currency sign or unit parts.

        What follows a "#" and what stands for a link is left out.
        """
        pieces: list[Piece] = []
        hidden = {place for found in _TAGS.finditer(text) for place in range(*found.span())}
        at, tag, bound = 0, "", False
        for surface, read in zip(surfaces, norms, strict=False):
            norm = self._norm(surface, read)
            if not norm or (tag and surface == tag):
                continue
            start = text.find(surface, at)
            touching = start == at and at > 0
            at = start + len(surface) if start >= 0 else at
            if start in hidden:
                bound = False
                continue
            before = pieces[-1][1] if pieces else ""
            if touching and (before == "#" or (before == "<" and norm in self._links)):
                pieces.pop()
                tag = surface if before == "#" else ">"
            elif touching and before and _binds(before, norm, bound):
                glued = pieces[-1][0] + surface
                pieces[-1] = (glued, glued.lower())
                bound = norm in _BINDERS
            elif "'" in norm[1:] and norm not in self._joined and (end := self._clitic_in(norm)):
                pieces += [(surface[:end], norm[:end]), (surface[end:], norm[end:])]
            else:
                pieces.append((surface, self._clitics.get(norm, norm) if touching else norm))
                bound = unicodedata.category(norm[0]) == "Sc"
        return pieces

    def _clitic_in(self, norm: str) -> int:
        """Find where "n't" or "'ve" begins in a word that was not cut there ("ISN'T")."""
        for at in (norm.index("'", 1) - 1, norm.index("'", 1)):
            if at > 0 and (norm[at:] in self._respelled or norm[at:] in self.bits):
                return at
        return 0


def _binds(before: str, norm: str, bound: bool) -> bool:
    if bound:
        return norm[:1].isalnum()
    if not before[-1:].isalnum():
        return False
    return norm in _BINDERS or norm == "%" or (before[-1:].isdigit() and norm.isalpha())


def _mark_bits(norm: str) -> int:
    if norm == ",":
        return SOFT
    if _QUOTES.issuperset(norm):
        return QUOTE | STRONG
    strange = all(unicodedata.category(c)[0] in "SMC" for c in norm)
    return DROPPED if strange or (not norm.strip() and "\n" not in norm) else STRONG
