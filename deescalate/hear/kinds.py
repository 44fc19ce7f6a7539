"""What a word can be in a sentence, as bits, and the words of a clause that carry them."""

from __future__ import annotations

from dataclasses import dataclass, field

# Each name is that of a word class of the bank, without "restate_".
_WHO = ["i", "we", "me", "my", "you", "your", "they", "it", "this", "many", "anyone", "there", "mine"]
_THINGS = ["person", "persons", "noun", "nouns", "det", "one", "no", "number", "spell", "its", "s", "d"]
_VERBS = ["be", "have", "do", "modal", "not", "infinitive", "been", "being", "to", "adverb", "time", "front"]
_LINKS = ["preposition", "joiner", "and", "when", "because", "unless", "which", "question", "reason"]
_TONES = ["opener", "closer", "letout", "swear", "kept_after_not", "so", "hostile", "poor", "praise"]
KINDS = (*_WHO, *_THINGS, *_VERBS, *_LINKS, *_TONES, "adjective", "bad")
BIT = {name: 1 << place for place, name in enumerate(KINDS)}

SELF, WE, ME, MY, YOU, YOUR, THEY, IT, THIS, MANY, ANYONE, THERE, MINE = map(BIT.__getitem__, _WHO)
PERSON, PERSONS, NOUN, NOUNS, DET, ONE, NO, NUMBER, SPELL, ITS, S, D = map(BIT.__getitem__, _THINGS)
BE, HAVE, DO, MODAL, NOT, INFINITIVE, BEEN, BEING, TO, ADVERB, TIME, FRONT = map(BIT.__getitem__, _VERBS)
PREPOSITION, JOINER, AND, WHEN, BECAUSE, UNLESS, WHICH, QUESTION, REASON = map(BIT.__getitem__, _LINKS)
OPENER, CLOSER, LETOUT, SWEAR, KEPT_AFTER_NOT, SO, HOSTILE, POOR, PRAISE = map(BIT.__getitem__, _TONES)
ADJECTIVE, BAD = BIT["adjective"], BIT["bad"]

# What the verbs of the bank tell, and what the looks of a word tell.
BASE, THIRD, PAST, PARTICIPLE, GERUND, SAYING = (1 << len(KINDS) << place for place in range(6))
SOFT, STRONG, QUOTE, DROPPED, NAME, DIGITS, HANDLE = (1 << len(KINDS) << place for place in range(6, 13))

THING = NOUN | NOUNS | PERSON | PERSONS
DETERMINER = MY | YOUR | DET | NO | THIS
PRONOUN = SELF | YOU | THEY | IT | ANYONE | THERE
VERB = BASE | THIRD | PAST | PARTICIPLE | GERUND
FINITE = BE | HAVE | DO | MODAL
AUXILIARY = FINITE | S | D


@dataclass(slots=True)
class Words:
    """A clause as restating sees it: how each word is read, how it is written out, and what it can be."""

    norms: list[str] = field(default_factory=list)
    outs: list[str] = field(default_factory=list)
    bits: list[int] = field(default_factory=list)

    def add(self, norm: str, out: str, bits: int) -> None:
        """Append a word."""
        self.norms.append(norm)
        self.outs.append(out)
        self.bits.append(bits)

    def pop(self) -> None:
        """Take the last word off again."""
        self.norms.pop()
        self.outs.pop()
        self.bits.pop()

    def at(self, place: int) -> int:
        """Return the bits of a word; past the end stands a full stop."""
        return self.bits[place] if 0 <= place < len(self.bits) else STRONG

    def part(self, start: int, end: int) -> Words:
        """Return the words start to end (excluded)."""
        return Words(self.norms[start:end], self.outs[start:end], self.bits[start:end])

    def replace(self, place: int, norm: str) -> None:
        """Put another form of a word in its place."""
        self.norms[place] = self.outs[place] = norm
