"""The words of a clause in; its subject, verb group, object and rest, in one shallow pass, out."""

from __future__ import annotations

from dataclasses import dataclass

from deescalate.hear.extent import extent
from deescalate.hear.grammar import Grammar
from deescalate.hear.kinds import (
    ADJECTIVE,
    ADVERB,
    AND,
    AUXILIARY,
    BASE,
    BEEN,
    BEING,
    DET,
    DETERMINER,
    FINITE,
    FRONT,
    GERUND,
    HAVE,
    IT,
    ME,
    MODAL,
    MY,
    NO,
    NOT,
    NOUN,
    NOUNS,
    PARTICIPLE,
    PAST,
    PRAISE,
    PREPOSITION,
    PRONOUN,
    QUESTION,
    SOFT,
    SPELL,
    THING,
    THIRD,
    TIME,
    TO,
    VERB,
    WHEN,
    YOUR,
    Words,
)
from deescalate.hear.phrase import Phrase, noun_phrase
from deescalate.hear.subject import Subjects
from deescalate.hear.verbgroup import Group, Groups

_FORMS = ((GERUND, "gerund"), (PAST, "past"), (PARTICIPLE, "participle"), (THIRD, "third"), (BASE, "base"))
_SHAPES = {"gerund": "doing", "past": "done", "participle": "done", "third": "does", "base": "base"}
_OBJECTS = ((ME, "me"), (TO, "to"), (IT, "it"))


@dataclass(slots=True)
class Clause:
    """A clause taken apart; `features` are what rows of the bank may ask for.

    shape: clause (a subject and a finite verb), auxiliary, been, doing, done, does, base (the subject
    is left out), lack ("no signal"), state ("still down"), thing, thing_gerund, thing_adjective,
    thing_participle ("app not working"), spell ("8 days waiting"), question, other.
    subject: customer, company, staff, person, thing, it, anyone, there, none. object: my, your, no,
    plain, number, bare, me, it, to, none. negated: no, yes, never. Further: verb (its lemma), kept,
    form, tense, aspect, voice, modal, auxiliary, tail, head, many, word, next, front, since.
    """

    words: Words
    features: dict[str, str]
    start: int
    front: tuple[int, int]
    subject: Phrase | None = None
    group: Group | None = None
    object: Phrase | None = None


class Parser:
    """Takes clauses apart with a grammar."""

    def __init__(self, grammar: Grammar) -> None:
        self._verbs = grammar.verbs
        self._lemmas = grammar.lemmas
        self._groups = Groups(grammar)
        self._subjects = Subjects(grammar, self._groups)
        classes = grammar.classes
        self._brands = frozenset(classes["brand"])
        self._company_acts = frozenset(
            (*classes["given"], *classes["done_to_me"], *classes["credited"], *classes["answer"])
        )
        self._thing_acts = frozenset(
            (*classes["thing_verb"], *classes["thing_doing"], *classes["thing_past"], *classes["keeping"])
        )
        self._beginning = frozenset(classes["rather_verb"])
        self._by = frozenset(classes["done_by"])
        self._plainly_not = frozenset(grammar.classes["plainly_not"])
        self._kept_front = frozenset(grammar.classes["kept_front"])
        self._done_to = frozenset(grammar.classes["done_to"])

    def parse(self, words: Words) -> Clause:
        """Take a clause apart; where no subject with a finite verb is found, its shape says what there is."""
        start = self._front_end(words, self._lead_end(words))
        clause = self._whole(words, start)
        if clause is None and start:
            clause = self._whole(words, 0)
        return clause or self._part(words, start)

    # --- before the subject --------------------------------------------------------------------

    def _lead_end(self, words: Words) -> int:
        """Skip "when I log in," or "after three weeks"; 0 when nothing of the kind stands there."""
        end = 0
        if words.at(0) & WHEN:
            end = self._clause_end(words, 1)
        if not end and words.at(0) & PREPOSITION and (phrase := noun_phrase(words, 1)) is not None:
            end = phrase.end
        if not end or end >= len(words.bits):
            return 0
        if words.bits[end] & SOFT:
            return end + 1
        return end if words.bits[end] & (PRONOUN | MY | YOUR) else 0

    def _clause_end(self, words: Words, start: int) -> int:
        clause = self._whole(words, start)
        if clause is None or clause.group is None:
            return 0
        reach = extent(words, start, clause.group.end, False)
        return reach.end if reach is not None else 0

    def _front_end(self, words: Words, start: int) -> int:
        """Skip adverbs and times that stand before the subject."""
        at = start
        while words.at(at) & (FRONT | TIME) and not words.bits[at] & NOT:
            at += 1
        return at + 1 if at > start and words.at(at) & SOFT else at

    # --- with a subject ------------------------------------------------------------------------

    def _whole(self, words: Words, start: int) -> Clause | None:
        found = self._subjects.find(words, start)
        if found is None:
            return None
        subject, group = found
        features = {"shape": "clause", "subject": subject.kind, **group.features}
        clause = Clause(words, features, subject.start, (0, start), subject, group)
        self._add_object(clause, group.end)
        if subject.kind == "thing" and self._is_company(words, subject):
            self._act_of_company(clause)
        if (
            features.get("form") == "past"
            and features["next"] in self._by
            and features["verb"] in self._done_to
        ):
            features["shape"] = "other"  # "guests affected by the outage"
        bare = features["object"] in ("none", "to", "number")
        if subject.kind in ("thing", "it") and features.get("form") == "past" and bare:
            self._doubt_past(clause, subject, group)
        return clause

    def _is_company(self, words: Words, subject: Phrase) -> bool:
        return subject.end - subject.start == 1 and words.norms[subject.start] in self._brands

    def _act_of_company(self, clause: Clause) -> None:
        """A company is not one of the things that break: "Acme lost my bag", but "Acme keeps crashing"."""
        features, subject = clause.features, clause.subject
        assert subject is not None
        if features["verb"] in self._company_acts and features["voice"] == "active":
            features["subject"] = subject.kind = "company"
        elif features["verb"] not in self._thing_acts:
            features["shape"] = "other"

    def _doubt_past(self, clause: Clause, subject: Phrase, group: Group) -> None:
        """A past without its object may be a participle: "flight cancelled", "the oil used in the fryer"."""
        features = clause.features
        if not clause.words.bits[group.main] & PARTICIPLE:
            return
        if features["next"] in self._by:
            features["shape"] = "other"  # "passengers impacted by the delay"
            return
        if features["verb"] in self._done_to and subject.kind == "thing":
            features.update(shape="thing_participle", negated="no", many=subject.said_many)
            clause.object = subject
        elif features["object"] == "none" and self._needs_object(features["verb"]):
            features["shape"] = "other"

    def _needs_object(self, lemma: str) -> bool:
        verb = self._verbs.get(lemma)
        return verb is not None and verb.takes == "object"

    def _add_object(self, clause: Clause, at: int) -> None:
        bits = clause.words.at(at)
        clause.object = found = noun_phrase(clause.words, at)
        kind = next((name for bit, name in _OBJECTS if bits & bit), "none")
        clause.features["object"] = found.kind if found is not None else kind
        clause.features["next"] = "".join(clause.words.norms[at : at + 1])
        clause.features["tail"] = _tail_kind(clause.words, at)

    # --- without a subject ---------------------------------------------------------------------

    def _part(self, words: Words, start: int) -> Clause:
        features = {"shape": "other", "subject": "none", "negated": "no"}
        features["front"] = words.norms[start - 1] if start else "none"
        clause = Clause(words, features, start, (0, start))
        at = start
        while words.at(at) & (NOT | FRONT) and not words.bits[at] & (MODAL | THING):
            if words.bits[at] & NOT:
                features["negated"] = "yes"
            at += 1
        bits = words.at(at)
        if bits & QUESTION and not bits & DET:
            features["shape"] = "question"
        elif bits & NO:
            self._lack(clause, at)
        elif not self._verbal(clause, start, at):
            self._state(clause, start, at)
        return clause

    def _lack(self, clause: Clause, at: int) -> None:
        words = clause.words
        phrase = noun_phrase(words, at)
        if phrase is None:
            return
        follows = words.at(phrase.end)
        finite = follows & (AUXILIARY | PAST | THIRD | BASE) and not follows & (PREPOSITION | ADVERB)
        clause.object, clause.start = phrase, at
        clause.features.update(
            shape="other" if finite else "lack",
            head=words.norms[phrase.head],
            tail=_tail_kind(words, phrase.end),
            since="yes" if follows & PREPOSITION else "no",
        )

    def _state(self, clause: Clause, start: int, at: int) -> None:
        """ "Still down", "not possible": or else a noun phrase."""
        words, features = clause.words, clause.features
        negated = features["negated"] == "yes"
        if negated and words.at(at + 1) & THING and not words.at(at + 1) & (GERUND | PREPOSITION | ADVERB):
            return  # "not enough staff"
        if words.at(at + 1) & AND and noun_phrase(words, at + 2) is not None:
            return  # "cheap and poor packaging"
        if words.at(at) & (ADJECTIVE | PRAISE if negated else ADJECTIVE) and (
            negated or noun_phrase(words, at) is None
        ):
            after = words.norms[at + 1] if at + 1 < len(words.norms) else "none"
            features.update(shape="state", word=words.norms[at], next=after)
            clause.start = self._with_front(words, start)
        elif words.at(at) & ADVERB and words.at(at + 1) & ADJECTIVE and noun_phrase(words, at + 1) is None:
            features.update(shape="state", degree=words.norms[at], word=words.norms[at + 1])
            clause.start = self._with_front(words, start)
            clause.group = Group(at, at + 2)
        elif not negated and (phrase := noun_phrase(words, at)) is not None:
            self._nominal(clause, phrase)

    def _verbal(self, clause: Clause, start: int, at: int) -> bool:
        """Read "keeps crashing", "charged twice", "still waiting"; False when no verb stands here."""
        words, features = clause.words, clause.features
        group = self._group_of(words, at, features)
        if group is None:
            return False
        denied = features["negated"] == "yes"
        never = denied and all(norm not in self._plainly_not for norm in words.norms[start:at])
        features.update(group.features)
        if features["shape"] == "doing" and self._is_subject(words, group.end):
            features["shape"] = "other"  # "rebooting worked", "restarting it made no difference"
        if denied:
            features["negated"] = "never" if never else "yes"
        clause.group, clause.start = group, self._with_front(words, start)
        self._add_object(clause, group.end)
        return True

    def _is_subject(self, words: Words, at: int) -> bool:
        """Tell whether the gerund before is the subject of a verb here, or after its object."""
        phrase = noun_phrase(words, at)
        for place in (at, phrase.end if phrase is not None else at + 1):
            verb = self._verbs.get(self._lemmas.get("".join(words.norms[place : place + 1]), ""))
            acts = words.at(place) & (PAST | THIRD) and not words.at(place) & (THING | ADJECTIVE)
            if acts and verb is not None and (verb.takes == "none" or place > at):
                follows = words.at(place + 1)
                return verb.takes == "none" or bool(follows & (DETERMINER | ME | IT))
        return False

    def _group_of(self, words: Words, at: int, features: dict[str, str]) -> Group | None:
        bits, after = words.at(at), words.at(at + 1)
        described = bits & ADJECTIVE and not (bits & PAST and after & (DETERMINER | ME | IT))
        begins = bits & THIRD and after & GERUND and self._lemmas.get(words.norms[at]) in self._beginning
        if described or bits & QUESTION or (not begins and _is_rather_noun(words, at)):
            return None
        if bits & FINITE:
            return self._after_auxiliary(words, at, features)
        if bits & BEEN:
            group = Group(at, at)
            group.features["tense"] = "perfect"
            features["shape"] = "been"
            return self._groups.perfect(words, at, group)
        form = next((name for bit, name in _FORMS if bits & bit), None)
        if form is None:
            return None
        features["shape"] = _SHAPES[form]
        return self._groups.main(words, at, Group(at, at), form)

    def _after_auxiliary(self, words: Words, at: int, features: dict[str, str]) -> Group | None:
        if _asks(words, at):
            features["shape"] = "question"
            return None
        group = self._groups.read(words, at, None, 0)
        if group is not None:
            features.update(shape="auxiliary", auxiliary=words.norms[at])
        return group

    def _with_front(self, words: Words, start: int) -> int:
        """Take "still" back that was skipped."""
        return start - 1 if start and words.norms[start - 1] in self._kept_front else start

    def _nominal(self, clause: Clause, phrase: Phrase) -> None:
        """A noun phrase, and what is said of it without a finite verb."""
        words, features = clause.words, clause.features
        phrase = _with_place(words, phrase)
        clause.object, clause.start = phrase, phrase.start
        features.update(shape="thing", head=words.norms[phrase.head], object=phrase.kind)
        features.update(many=phrase.said_many, tail=_tail_kind(words, phrase.end))
        features["following"] = "".join(words.norms[phrase.end : phrase.end + 1])
        at = phrase.end
        while words.at(at) & (NOT | ADVERB) and not words.bits[at] & (ADJECTIVE | PREPOSITION):
            if words.bits[at] & NOT:
                features["negated"] = "yes"
            at += 1
        said = _said_of(words.at(at), features["negated"] == "yes")
        if said:
            lasted = said == "gerund" and words.bits[phrase.head] & SPELL
            norm = words.norms[at]
            features["shape"] = "spell" if lasted else "thing_" + said
            features.update(word=norm, verb=self._lemmas.get(norm, norm))
            clause.group = Group(phrase.end, at + 1, {}, at, [] if lasted else list(range(phrase.end, at)))
        elif features["negated"] == "yes":
            features["shape"] = "other"


def _tail_kind(words: Words, at: int) -> str:
    """Tell what follows at a place."""
    bits = words.at(at)
    if at >= len(words.bits):
        return "nothing"
    if bits & ADJECTIVE:
        return "adjective"
    if bits & PREPOSITION:
        return "preposition"
    return "adverb" if bits & ADVERB else "other"


def _is_rather_noun(words: Words, at: int) -> bool:
    """Tell whether what may be a verb begins a noun phrase ("charge on my card", "emails not arriving")."""
    bits = words.at(at)
    if not bits & (NOUN | NOUNS) or bits & (GERUND | AUXILIARY):
        return not bits & (VERB | FINITE | BEEN)
    phrase = noun_phrase(words, at)
    return bool(words.at(at + 1) & (NOT | GERUND)) or (phrase is not None and phrase.end > at + 1)


def _asks(words: Words, at: int) -> bool:
    """Tell whether an auxiliary here is followed by its subject."""
    after = at + 1
    while words.at(after) & NOT:
        after += 1
    bits = words.at(after)
    owned = bits & DETERMINER and not bits & ADVERB and not words.bits[at] & HAVE
    return bool(bits & PRONOUN or owned)


def _with_place(words: Words, phrase: Phrase) -> Phrase:
    """Take "on the site" to its noun, where "not working" or "down" is said of both."""
    here = words.at(phrase.end)
    if not here & PREPOSITION or (here & (ADVERB | ADJECTIVE) and not words.at(phrase.end + 1) & DETERMINER):
        return phrase
    place = noun_phrase(words, phrase.end + 1)
    if place is None:
        return phrase
    at = place.end
    while words.at(at) & (NOT | ADVERB) and not words.bits[at] & (ADJECTIVE | PREPOSITION):
        at += 1
    if not words.at(at) & (GERUND | BEING) and not (words.at(at) & ADJECTIVE and at > place.end):
        return phrase
    return Phrase(phrase.start, place.end, phrase.kind, phrase.many, phrase.head)


def _said_of(bits: int, denied: bool) -> str:
    if bits & BEING:
        return "being"
    if bits & (ADJECTIVE | PRAISE if denied else ADJECTIVE):
        return "adjective"
    if bits & GERUND:
        return "gerund"
    return "participle" if bits & PARTICIPLE and not bits & THING else ""
