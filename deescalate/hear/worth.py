"""A clause taken apart in; whether something went wrong in it, so that it is worth saying back, out."""

from __future__ import annotations

import re

from deescalate.hear.extent import extent
from deescalate.hear.grammar import Grammar
from deescalate.hear.kinds import (
    ADJECTIVE,
    BAD,
    FINITE,
    HOSTILE,
    IT,
    MY,
    NAME,
    NO,
    NOT,
    NOUN,
    NUMBER,
    PARTICIPLE,
    PAST,
    PERSONS,
    POOR,
    PREPOSITION,
    PRONOUN,
    QUESTION,
    SAYING,
    THIRD,
    WHICH,
    Words,
)
from deescalate.hear.parse import Clause

_AGO = 3  # words from a number to "ago"
_YEAR = re.compile(r"(?:19|20)\d\d")
_TROUBLE = NOT | NO | BAD | POOR | HOSTILE
_HEARD_OF = ("clause", "done", "doing", "auxiliary", "been")


class Worth:
    """Tells complaints from good news, from what a customer did themselves, and from turns of phrase."""

    def __init__(self, grammar: Grammar) -> None:
        classes = grammar.classes
        self._mishaps = frozenset(classes["mishap"])
        self._troubles = frozenset(classes["trouble"])
        self._own_acts = frozenset(classes["own_act"])
        self._only_acts = frozenset(classes["only_act"])
        self._above_one = frozenset(classes["above_one"])
        self._kind_acts = frozenset(classes["kind_act"])
        self._too_much = frozenset(classes["too_much"])
        self._idioms = frozenset(classes["idiom_cannot"])
        self._points = frozenset(classes["pointing"])
        self._fine_bad = frozenset(classes["bad_but_wanted"])
        self._poor = frozenset(classes["poor"][:1])
        self._can = frozenset(classes["may_well"])
        self._feelings = frozenset(classes["feeling"])
        self._needless = frozenset(classes["needless"])
        self._struggles = frozenset(classes["struggle"])
        self._still = frozenset(classes["kept_front"])
        self._ago = frozenset(classes["ago"])
        self._gone = list(classes["ago"][:1])
        self._bad_nouns = frozenset((*classes["bad_noun"], *classes["trouble"]))
        self._intent = frozenset(classes["intent"])
        self._felt_things = frozenset(classes["felt_thing"])
        self._own_states = frozenset(classes["own_state"])
        self._neutral = frozenset(classes["neutral_state"])
        self._enough = frozenset(classes["enough"])
        self._changes = frozenset(classes["change_for_better"])

    def complains(self, clause: Clause) -> bool:
        """Tell whether something is wrong in the clause."""
        features = clause.features
        if features["shape"] == "lack" and features.get("front") in self._still:
            return True
        if features["shape"] == "lack":
            return features.get("head") not in self._troubles
        if features["shape"] not in _HEARD_OF or clause.group is None:
            return True
        if clause.object is not None and features.get("object") == "no" and self._is_relief(clause):
            return False
        if self._is_of_oneself(clause) or self._is_plain_fact(clause):
            return False
        if features["negated"] != "no":
            if features["verb"] == "be" and clause.object is not None and features["subject"] == "it":
                ended = not clause.words.at(clause.object.end) & (PRONOUN | WHICH) or (
                    clause.object.end >= len(clause.words.norms)
                )
                if ended and clause.words.bits[clause.start] & IT and features["object"] in ("my", "plain"):
                    return False  # "it's not my internet"
            return not self._is_relief(clause) and not self._is_idiom(clause)
        return not self._is_own_act(clause) and not self._points_only(clause)

    def _is_of_oneself(self, clause: Clause) -> bool:
        """ "I'm not sure", "my patience is gone": what customers are, think and feel is theirs to say."""
        words, features, group = clause.words, clause.features, clause.group
        assert group is not None
        if clause.subject is not None and words.norms[clause.subject.head] in self._felt_things:
            return True
        if features["subject"] not in ("customer", "none"):
            return False
        if features.get("modal") in self._intent and features["negated"] == "no":
            return features["verb"] != "have"
        if features["verb"] != "be":
            return False
        after = words.at(group.end)
        if (
            features.get("object") == "bare"
            and after & NOUN
            and not after & (ADJECTIVE | PARTICIPLE | NUMBER)
        ):
            return True  # "I'm inconvenience"
        return not self._own_states.isdisjoint(words.norms[group.end : group.end + 1])

    def _is_plain_fact(self, clause: Clause) -> bool:
        """ "The train is here", "the shop is open": nothing is said to be wrong."""
        words, features, group = clause.words, clause.features, clause.group
        assert group is not None
        if features["subject"] not in ("thing", "it") or features["verb"] != "be":
            return False
        if features["negated"] != "no" or features["aspect"] != "simple" or features["voice"] != "active":
            return False
        if (
            features["subject"] == "it"
            and clause.object is not None
            and features["object"] in ("plain", "number")
        ):
            named = words.norms[clause.object.head] not in self._bad_nouns
            return named and not self._has_trouble(words, clause.start, group.end)
        if features["subject"] == "it" and words.at(group.end) & NUMBER:
            return not self._has_trouble(words, clause.start, group.end + 1)
        plain = group.end < len(words.norms) and (
            words.norms[group.end] in self._neutral
            or (words.bits[group.end] & PREPOSITION and not words.bits[group.end] & (BAD | POOR | ADJECTIVE))
        )
        return bool(plain) and not self._has_trouble(words, clause.start, group.end)

    def _is_relief(self, clause: Clause) -> bool:
        """ "It hasn't crashed", "there's no problem", "it isn't broken"."""
        words, features, group = clause.words, clause.features, clause.group
        assert group is not None
        if features["verb"] in self._mishaps and features.get("modal") in ("none", "do", "will"):
            return True
        if clause.object is not None and words.norms[clause.object.head] in self._troubles:
            return features["verb"] in ("have", "be", "see", "notice", "find")
        word = words.norms[group.end] if group.end < len(words.norms) else ""
        if word in self._needless:
            return True  # "it won't be necessary"
        bad = words.at(group.end) & BAD and features["verb"] == "be"
        return bool(bad) and word not in self._fine_bad

    def _is_idiom(self, clause: Clause) -> bool:
        """ "I can't believe", "I couldn't agree more", "I can't wait"."""
        features = clause.features
        ours = features["subject"] in ("customer", "none")
        return (
            ours and features.get("modal") in ("can", "cannot", "could") and features["verb"] in self._idioms
        )

    def _is_own_act(self, clause: Clause) -> bool:
        """What customers, or helpful people, did, with nothing said to be wrong."""
        words, features, group = clause.words, clause.features, clause.group
        assert group is not None
        if features["verb"] in self._struggles and features.get("tense") == "perfect":
            return False  # "I've been trying to log in"
        if features.get("voice") == "passive":
            return features["verb"] in self._kind_acts and not self._has_trouble(
                words, clause.start, group.end
            )
        others = features["subject"] in ("person", "staff", "it")
        acts = self._kind_acts if others else self._own_acts
        if features.get("modal") in self._can and features["subject"] != "company":
            return not self._has_trouble(words, clause.start, group.end)
        if features["subject"] in ("company", "anyone", "there", "thing") or features.get("modal") != "none":
            return False
        if features["verb"] == "have" and features.get("object") == "to":
            return False
        if features["verb"] in self._only_acts and acts is self._own_acts:
            return True
        return features["verb"] in acts and not self._has_trouble(words, clause.start, group.end)

    def _has_trouble(self, words: Words, start: int, end: int) -> bool:
        reach = extent(words, start, end, words.at(end - 1) & SAYING > 0, True)
        last = reach.end if reach is not None else len(words.norms)
        return any(
            (words.bits[at] & _TROUBLE and not words.at(at - 1) & MY)
            or (words.norms[at] in self._too_much and words.norms[at + 1 : at + 2] != self._gone)
            or (self._is_count(words, at) and not words.at(at + 1) & FINITE)
            for at in range(start, last)
        )

    def _is_count(self, words: Words, at: int) -> bool:
        norm = words.norms[at]
        if (
            words.at(at + 1) == NAME
            or not self._ago.isdisjoint(words.norms[at : at + _AGO])
            or _YEAR.fullmatch(norm)
        ):
            return False
        return bool(words.bits[at] & NUMBER) and (norm[:1].isdigit() or norm in self._above_one)

    def _points_only(self, clause: Clause) -> bool:
        """ "That's why", "my question is", "you had enough of": no statement of its own."""
        words, features, group = clause.words, clause.features, clause.group
        assert group is not None
        subject = clause.subject
        felt = not self._feelings.isdisjoint(words.norms[group.end : group.end + 2])
        if felt and features["subject"] in ("customer", "none") and features["verb"] in ("be", "get"):
            return True  # a feeling is never said back
        people = subject is not None and words.bits[subject.head] & PERSONS
        if people and features["verb"] == "be" and not self._poor.isdisjoint(words.norms):
            return True  # "your people are pathetic"
        if subject is not None and words.norms[subject.head] in self._points and features["verb"] == "be":
            return True
        after = words.at(group.end)
        if features["verb"] == "be" and after & QUESTION and not after & (THIRD | PAST):
            return True
        if (
            features["verb"] == "have"
            and group.end < len(words.norms)
            and words.norms[group.end] in self._enough
        ):
            return True
        return features["verb"] in self._changes and features["subject"] in ("thing", "it")
