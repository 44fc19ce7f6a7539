"""A noun phrase of the customer in, the same in the agent's voice, with the article it needs, out."""

from __future__ import annotations

import re

from deescalate.hear.grammar import Grammar
from deescalate.hear.kinds import (
    ADJECTIVE,
    AUXILIARY,
    BASE,
    DETERMINER,
    HOSTILE,
    ME,
    MY,
    NAME,
    NO,
    NOT,
    NOUN,
    NOUNS,
    NUMBER,
    PERSON,
    PERSONS,
    PREPOSITION,
    SELF,
    SPELL,
    THING,
    THIRD,
    VERB,
    YOU,
    YOUR,
    Words,
)
from deescalate.hear.phrase import Phrase, noun_phrase
from deescalate.hear.voice import Voice

_ORDINAL = re.compile(r"\d+[a-z]{2}")  # "2nd"
_LONGEST_HEADLINE = 6  # words without a preposition
_LONGEST_THING = 4  # words
_NO_ARTICLE = DETERMINER | NUMBER | NAME | SELF | YOU | ME
_PRONOUNS = frozenset({"customer", "company", "it", "anyone", "there"})


class Naming:
    """Names things as the agent would."""

    def __init__(self, grammar: Grammar, voice: Voice) -> None:
        self._voice = voice
        self._the = grammar.classes["the"][0]
        self._names = frozenset(
            word.lower() for word in (*grammar.classes["written"], *grammar.classes["brand"])
        )
        self._grammar = grammar
        self._unnamed = frozenset((*grammar.classes["pointing"], *grammar.classes["unnamed"]))
        self._awaited = frozenset(grammar.classes["awaited"])

    def name(self, words: Words, phrase: Phrase) -> list[str] | None:
        """Name a noun phrase; None when it is an insult, or cannot be told from a name."""
        first, head = words.bits[phrase.start], words.bits[phrase.head]
        if phrase.end - phrase.start > _LONGEST_HEADLINE and not any(
            bits & (PREPOSITION | SELF | YOU) for bits in words.bits[phrase.start : phrase.end]
        ):
            return None
        if words.bits[phrase.start] == NAME and words.at(phrase.start + 1) & ADJECTIVE:
            return None
        if words.at(phrase.start) & NUMBER and words.at(phrase.start + 1) & NUMBER:
            return None  # "2 12 hour delay"
        if self._is_verb_alone(words, phrase) or self._is_name_or_not(words, phrase):
            return None
        if any(bits & HOSTILE for bits in words.bits[phrase.start : phrase.end]):
            return None
        if not first and not head & THING and phrase.kind in ("bare", "thing", "staff"):
            return None
        if _lacks_mark(words, phrase):
            return None
        said = self._voice.turn(words, phrase.start, phrase.end)
        return said if said is None or not self._needs_article(words, phrase) else [self._the, *said]

    def _is_verb_alone(self, words: Words, phrase: Phrase) -> bool:
        """ "Sounds like …": no thing called sounds."""
        first = words.bits[phrase.start]
        alone = phrase.end - phrase.start == 1 and phrase.kind in ("bare", "thing")
        return bool(
            alone and phrase.start == 0 and first & THIRD and not words.at(1) & (AUXILIARY | NOT | VERB)
        )

    def _is_name_or_not(self, words: Words, phrase: Phrase) -> bool:
        """An unknown word at the start has a capital anyway: a name or a thing?"""
        if phrase.start or phrase.end - phrase.start > 1 or words.bits[0] != NAME:
            return False
        return words.outs[0].lower() == words.norms[0] and words.norms[0] not in self._names

    def thing(self, words: Words, phrase: Phrase) -> list[str] | None:
        """Name the bare thing of a noun phrase ("your parcel"); None when it is no certain thing."""
        first, head = words.bits[phrase.start], words.bits[phrase.head]
        end = phrase.head + 1
        if _lacks_mark(words, phrase):
            return None
        if words.norms[phrase.head] in self._unnamed or words.at(phrase.start) & SPELL:
            return None
        if not self._grammar.knows(words, phrase.start, end) or _is_cut(words, phrase, end):
            return None
        if phrase.kind in _PRONOUNS or first & (NUMBER | NO) or not head & (NOUN | NOUNS):
            return None
        definite = not first & DETERMINER or words.norms[phrase.start] == self._the
        if not (first & (MY | YOUR) or definite) or end - phrase.start > _LONGEST_THING:
            return None
        return self.name(words, Phrase(phrase.start, end, phrase.kind, phrase.many, phrase.head))

    def awaited(self, words: Words, start: int) -> list[str] | None:
        """Name what somebody waits for ("for your refund"), no time and no number."""
        for at in range(start, len(words.bits)):
            if words.norms[at] in self._awaited:
                phrase = noun_phrase(words, at + 1) if at + 1 < len(words.bits) else None
                if phrase is None or phrase.kind == "your":
                    return None
                if words.bits[phrase.start] & NUMBER or words.bits[phrase.head] & SPELL:
                    return None
                known = self._grammar.knows(words, phrase.start, phrase.end)
                named = self.name(words, phrase) if known else None
                return None if named is None else [words.norms[at], *named]
        return None

    def _needs_article(self, words: Words, phrase: Phrase) -> bool:
        first = words.bits[phrase.start]
        if first & NUMBER and _ORDINAL.fullmatch(words.norms[phrase.start]):
            return True
        if first == NAME and phrase.head > phrase.start and phrase.kind == "thing":
            head = words.bits[phrase.head]
            return bool(head & NOUN and not head & NAME and words.outs[phrase.head].islower())
        if first & _NO_ARTICLE or phrase.kind in _PRONOUNS or phrase.kind == "person":
            return False
        return not (first & (PERSON | PERSONS) and " " in words.norms[phrase.start])


def _is_cut(words: Words, phrase: Phrase, end: int) -> bool:
    """Tell whether the name of a thing goes on ("the log in screen", "the front of the box")."""
    after, head = words.at(end), words.bits[phrase.head]
    return bool(after & PREPOSITION and head & BASE and words.at(end + 1) & THING)


def _lacks_mark(words: Words, phrase: Phrase) -> bool:
    """Tell whether a possessive lost its mark ("my sisters account")."""
    return any(
        words.bits[at] & PERSONS and words.bits[at + 1] & (NOUN | NOUNS) and not words.bits[at + 1] & VERB
        for at in range(phrase.start, phrase.head)
    )
