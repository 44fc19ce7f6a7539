"""A question of the customer in, the same as a clause that follows "find out" out, where it is surely right.

"When will I get my parcel?" is said as "when you'll get your parcel", "is the shop open?" as "whether the
shop is open".
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from itertools import chain

from deescalate.hear.extent import Extent, extent
from deescalate.hear.grammar import Grammar
from deescalate.hear.kinds import (
    ADJECTIVE,
    ADVERB,
    ANYONE,
    AUXILIARY,
    BASE,
    BE,
    BEEN,
    DETERMINER,
    DO,
    GERUND,
    HAVE,
    INFINITIVE,
    MODAL,
    NAME,
    NOT,
    NOUN,
    NOUNS,
    NUMBER,
    PARTICIPLE,
    PAST,
    PERSON,
    PERSONS,
    PREPOSITION,
    PRONOUN,
    SAYING,
    SELF,
    SO,
    SOFT,
    SPELL,
    STRONG,
    THEY,
    THING,
    THIRD,
    THIS,
    TO,
    UNLESS,
    YOU,
    S,
    Words,
)
from deescalate.hear.phrase import described, noun_phrase
from deescalate.hear.subject import Subjects
from deescalate.hear.verbgroup import Groups
from deescalate.hear.voice import Voice

_LONGEST_HEAD = 3  # further words of "how many days", "what time"
_LONGEST_LEAD = 6  # words before what is told: "could you please let me know"
_MOST_ADDED = 2  # prepositional phrases that a subject may end with
_COUNTED = THING | ADJECTIVE | ADVERB | SPELL | DETERMINER | NUMBER
_NOT_ONLY = THING | ADJECTIVE | ADVERB | PAST | PARTICIPLE | AUXILIARY | PREPOSITION
_SURE = ADJECTIVE | GERUND | PARTICIPLE | BASE
_FOLLOWS = PREPOSITION | DETERMINER | THING
_PREDICATE = ADJECTIVE | GERUND | PARTICIPLE | ADVERB | PREPOSITION | BEEN
_LEADS_TO_TELLING = SELF | GERUND | TO | AUXILIARY | YOU | ADVERB | BASE | NOT | ANYONE

Said = list[str]


@dataclass(slots=True)
class _Subject:
    """The subject of a question: the place after its last word, how the agent says it, and whose it is."""

    end: int
    said: Said
    customer: bool = False
    company: bool = False
    many: bool | None = None
    short: bool = False  # a single "it", "that", "there"


@dataclass(slots=True)
class _Question:
    """A question in the making: the words of asking, its auxiliary, the denial after it, its subject."""

    words: Words
    head: Said
    at: int
    denial: Said
    subject: _Subject

    @property
    def verb(self) -> int:
        """The place of what follows the subject, adverbs left aside."""
        at, words = self.subject.end, self.words
        while words.at(at) & (ADVERB | NOT | SO) and not words.bits[at] & (PREPOSITION | BASE | ADJECTIVE):
            at += 1
        return at


class Asking:
    """Turns questions into clauses."""

    def __init__(self, grammar: Grammar, voice: Voice) -> None:
        classes = grammar.classes
        self._verbs, self._lemmas, self._voice = grammar.verbs, grammar.lemmas, voice
        self._subjects = Subjects(grammar, Groups(grammar))
        self._asking = frozenset(classes["asks_what"])
        self._way = frozenset(classes["asks_way"])
        self._reason = frozenset(classes["asks_reason"])
        self._thing, self._subject = frozenset(classes["asks_thing"]), frozenset(classes["asks_subject"])
        self._thing_objects = self._subject | frozenset(classes["asks_way"][:1])
        self._not_of_us = frozenset(classes["not_of_us"])
        self._favour = frozenset(classes["asks_favour"])
        self._wants, self._empty = frozenset(classes["wants"]), frozenset(classes["asks_empty"])
        self._gets = frozenset(classes["gets"])
        self._mass = frozenset((*classes["news"], *classes["supply"], *classes["stands_bare"]))
        self._ifs = frozenset(classes["asks_whether"])
        self._whether = classes["asks_whether"][0]
        shorts = ("asks_how_come", "latest", "whats_up", "way")
        self._headlines = [(classes[name][0].split(), classes[name][1:]) for name in shorts]
        self._which, self._when = frozenset(classes["asks_which"]), frozenset(classes["asks_when"])
        self._can = classes["asks_favour"][0]
        self._tells, self._between = frozenset(classes["tells"]), frozenset(classes["between"])
        self._should, self._shall = classes["should"]
        self._we, self._you = classes["turn_company"][0], classes["turn_i"][0]
        self._do = grammar.pair("agree_does")[1]
        self._have = grammar.pair("agree_has")[1]
        self._is, self._are = grammar.pair("agree_is")
        self._am = classes["turn_am"][1]
        self._pasts = grammar.pair("agree_was")

    def question(self, words: Words, at: int, inside: bool) -> Said | None:
        """Say the question that begins at a place as a clause; None when none does, or not certainly.

        `inside` tells that the place is inside a clause, where only the order of a question shows one.
        """
        if inside:
            return self._open(words, at, inside)
        return (
            self._open(words, at)
            or self._told(words, at)
            or self._closed(words, at)
            or self._short(words, at)
        )

    def embedded(self, words: Words, at: int) -> Said | None:
        """Say what follows a verb of telling or knowing: "if my order shipped", "where it is"."""
        while at < len(words.norms) and words.norms[at] in self._between:
            at += 1
        if at < len(words.norms) and words.norms[at] in self._ifs:
            if any(bits & NOT for bits in words.bits[at:]):
                return None  # "let me know if you can't": no question
            return led([self._whether], self._stated(words, at + 1)) or self._closed(words, at + 1)
        return self._open(words, at)

    # --- the sorts of question ------------------------------------------------------------------

    def _open(self, words: Words, at: int, inside: bool = False) -> Said | None:
        """Read "where is my parcel", "how do I pay", "what happened to my order", "why it stopped"."""
        if at >= len(words.norms) or words.norms[at] not in self._asking:
            return None
        if words.at(at + 1) & TO and words.at(at + 2) & BASE:
            return self._through(words, at, at + 3)
        heads = [(after, [words.norms[at], *words.outs[at + 1 : after]]) for after in self._heads(words, at)]
        which = words.norms[at] in self._which
        turned = (pair for pair in heads if not (which and words.at(pair[0]) & (BE | S)))
        inverted = (self._inverted(words, after, head) for after, head in turned)
        in_order = (self._in_order(words, at, after, head) for after, head in heads if not inside)
        return next((said for said in chain(inverted, in_order) if said is not None), None)

    def _in_order(self, words: Words, at: int, after: int, head: Said) -> Said | None:
        """Read "what is going on", "what happened to my order", "why it stopped"."""
        bits = words.at(after)
        if bits & (AUXILIARY | S):
            if words.norms[at] in self._which and after > at + 1:
                return self._through(words, at, after + 1)
            return self._about(words, at, after)
        if bits & (PAST | THIRD) and not bits & THING:
            follows = after + 1 >= len(words.bits) and bits & PAST
            return self._through(words, at, after + 1) if follows or words.at(after + 1) & _FOLLOWS else None
        return led(head, self._stated(words, after, company=self._reason.isdisjoint(head)))

    def _heads(self, words: Words, at: int) -> Iterator[int]:
        """Give the places where the words of asking may end: after "how", "how many days", "what time"."""
        yield at + 1
        for after in range(at + 2, at + 2 + _LONGEST_HEAD):
            last = words.at(after - 1)
            if last and not last & _COUNTED:
                return
            if words.at(after) & (AUXILIARY | S | PRONOUN):
                yield after

    def _closed(self, words: Words, at: int) -> Said | None:
        """Read "is the shop open", "do you sell stamps"."""
        bits, asked = words.at(at), words.at(at + 1)
        favour = bits & MODAL and asked & (YOU | ANYONE) and words.norms[at] in self._favour
        wish = bits & MODAL and asked & SELF and not self._gets.isdisjoint(words.norms[at + 2 : at + 3])
        if favour or wish or not bits & AUXILIARY:
            return None
        return self._inverted(words, at, [self._whether])

    def _told(self, words: Words, at: int) -> Said | None:
        """Read "tell me when it comes", "I wonder whether it works", "let me know if you sell it"."""
        for here in range(at, min(at + _LONGEST_LEAD, len(words.norms))):
            norm = words.norms[here]
            if norm in self._tells and norm not in self._asking:
                helpless = any(bits & NOT for bits in words.bits[at:here]) and words.at(here + 2) & TO
                return None if helpless else self.embedded(words, here + 1)
            if not words.bits[here] & _LEADS_TO_TELLING and norm not in self._between | self._wants:
                return None
        return None

    def _short(self, words: Words, at: int) -> Said | None:
        """Read "any update on my order", "any way to turn it off", "how come it stopped"."""
        for lead, openings in self._headlines:
            for opening in openings:
                after = _after(words, at, opening)
                if after:
                    stated = self._stated(words, after)
                    return led(lead, stated or self._through(words, after, after + 1))
        return None

    def _about(self, words: Words, at: int, after: int) -> Said | None:
        """Read a question whose word of asking is its subject: "what is going on", "who can help"."""
        if words.norms[at] not in self._subject:
            return None
        following = words.at(after + 1)
        named = GERUND | PARTICIPLE | ADJECTIVE if words.bits[after] & (BE | S) else BASE | PARTICIPLE | BEEN
        return self._through(words, at, after + 2) if following & named and not following & STRONG else None

    # --- word order -----------------------------------------------------------------------------

    def _inverted(self, words: Words, at: int, head: Said) -> Said | None:
        """Put the subject back before the auxiliary that stands here."""
        if not words.at(at) & (AUXILIARY | S):
            return None
        first = at + 1
        while words.at(first) & NOT and not words.at(first) & AUXILIARY:
            first += 1
        for subject in self._subjects_at(words, first):
            question = _Question(words, head, at, words.norms[at + 1 : first], subject)
            if subject.company and self._is_not_ours(question):
                return None
            if (said := self._straight(question)) is not None:
                return said
        return None

    def _is_not_ours(self, question: _Question) -> bool:
        """Tell an accusation ("why did you …") and what is asked of anybody ("do you need …")."""
        words, verb = question.words, question.verb
        if not self._reason.isdisjoint(question.head) or not self._way.isdisjoint(question.head[:1]):
            return True
        return verb < len(words.norms) and words.norms[verb] in self._not_of_us

    def _subjects_at(self, words: Words, at: int) -> Iterator[_Subject]:
        """Give the subjects that may begin here, the likeliest first."""
        bits = words.at(at)
        if bits & SELF:
            yield _Subject(at + 1, [self._you], customer=True)
        elif bits & YOU:
            yield _Subject(at + 1, [self._we], company=True)
        elif bits & PRONOUN or (bits & THIS and not words.at(at + 1) & THING):
            yield _Subject(at + 1, [words.outs[at]], short=True)
        elif (phrase := noun_phrase(words, at)) is not None:
            yield from self._long_subjects(words, at, phrase.end)

    def _long_subjects(self, words: Words, at: int, end: int) -> Iterator[_Subject]:
        """Give the subject and what may belong to it; what reads on to a verb or adjective first."""
        yield from sorted(self._grown(words, at, end), key=lambda one: not words.at(one.end) & _SURE)

    def _grown(self, words: Words, at: int, end: int) -> Iterator[_Subject]:
        for _ in range(_MOST_ADDED + 1):
            said = self._voice.turn(words, at, end)
            if said is not None:
                yield _Subject(end, said, many=described(words, at, end).many)
                if words.bits[end - 1] & BASE and words.at(end - 2) & (THING | THIS) and end - 1 > at:
                    yield _Subject(end - 1, said[:-1])  # "does the shop close"
            added = noun_phrase(words, end + 1) if words.at(end) & PREPOSITION else None
            if added is None:
                return
            end = added.end

    def _straight(self, question: _Question) -> Said | None:
        """Say a question in the order of a statement, by its auxiliary."""
        aux = question.words.bits[question.at]
        following = question.words.at(question.verb)
        if question.denial and question.head[0] in self._when:
            return None  # "when hasn't it": no question of time
        if aux & (MODAL | DO) and self._is_way(question):
            return self._way_to(question) if following & (BASE | INFINITIVE) else None
        if aux & MODAL and following & (BASE | INFINITIVE):
            if self._lacks_object(question, question.verb):
                return None
            norm = question.words.norms[question.at]
            return self._with(question, self._should if norm == self._shall else norm)
        if aux & HAVE and following & (PARTICIPLE | BEEN):
            return self._with(question, question.words.norms[question.at])
        if aux & DO and following & BASE:
            return self._without_do(question)
        return self._with_be(question) if aux & (BE | S) else None

    def _is_way(self, question: _Question) -> bool:
        """Tell whether a question asks for a way: "how do I pay": how you can pay."""
        return question.subject.customer and len(question.head) == 1 and question.head[0].lower() in self._way

    def _way_to(self, question: _Question) -> Said | None:
        if question.denial:
            return None
        return led([*question.head, self._you, self._can], self._rest(question, question.verb))

    def _with(self, question: _Question, auxiliary: str) -> Said | None:
        subject = question.subject
        rest = self._rest(question, subject.end)
        return led([*question.head, *subject.said, auxiliary, *question.denial], rest)

    def _with_be(self, question: _Question) -> Said | None:
        """Read "is the shop open", "where is my parcel"; what is asked about may end with a preposition."""
        words, subject, head = question.words, question.subject, question.head
        following, open_ = words.at(question.verb), head[0] != self._whether
        if words.norms[question.at] == self._am and not subject.customer:
            return None
        be = self._agreeing(question)
        if question.verb >= len(words.bits):
            return [*head, *subject.said, be, *question.denial] if open_ else None
        if (
            following & PREPOSITION
            and not following & (ADVERB | ADJECTIVE)
            and head[0].lower() in self._thing
        ):
            return None
        if following & GERUND and open_ and head[0] in self._subject and not self._is_doing(question):
            return None  # "what's the fault stopping the lifts"
        equated = subject.short and noun_phrase(words, question.verb) is not None
        told = open_ and following & TO and head[0] in self._thing
        return self._with(question, be) if following & _PREDICATE or equated or told else None

    def _is_doing(self, question: _Question) -> bool:
        """Tell whether it is asked what somebody does."""
        words, verb = question.words, question.verb
        return bool(self._verbs[self._do].gerund == words.norms[verb])

    def _agreeing(self, question: _Question) -> str:
        bits, norm = question.words.bits[question.at], question.words.norms[question.at]
        several = question.subject.customer or question.subject.company or question.subject.many
        if several:
            return self._pasts[1] if norm in self._pasts else self._are
        return self._is if bits & S or (norm == self._are and several is False) else norm

    def _without_do(self, question: _Question) -> Said | None:
        """Say the finite verb that "do" stood for; None when its form is not known."""
        words, verb = question.words, question.verb
        if question.denial:
            return self._with(question, words.norms[question.at])
        norm, do = words.norms[verb], self._verbs[self._lemmas[words.norms[question.at]]]
        known, form = self._verbs.get(norm), words.norms[question.at]
        if form in (do.third, do.past) and known is None:
            return None
        if known is not None:
            norm = known.third if form == do.third else known.past if form == do.past else norm
        rest = self._rest(question, verb + 1, verb)
        gap = norm == self._have and words.at(verb + 1) & (PREPOSITION | TO) == PREPOSITION
        if gap or self._lacks_object(question, verb):
            return None  # "how many points you've on your card"
        manner = words.norms[question.subject.end : verb]
        return led([*question.head, *question.subject.said, *manner, norm], rest)

    def _lacks_object(self, question: _Question, verb: int) -> bool:
        """Tell whether a verb that needs an object ends the question: "when will you mend"."""
        if verb + 1 >= len(question.words.bits) and question.words.norms[verb] in self._empty:
            return True  # "when will I know"
        known = self._verbs.get(question.words.norms[verb])
        last = verb + 1 >= len(question.words.bits)
        return bool(
            last and known and known.takes == "object" and question.head[0] not in self._thing_objects
        )

    # --- what follows ---------------------------------------------------------------------------

    def _rest(self, question: _Question, at: int, verb: int | None = None) -> Said | None:
        """Say what follows as far as it is one clause; None when that cannot be told."""
        words = question.words
        main = question.verb if verb is None else verb
        reach = self._reach(words, question.at, min(main + 1, len(words.bits)), main)
        if reach is None or lacks_article(words, main + bool(words.at(main) & BASE), self._mass):
            return None
        return self._voice.turn(words, at, max(at, reach.end))

    def _stated(self, words: Words, at: int, company: bool = True) -> Said | None:
        """Say a clause that has its subject first ("my order has shipped")."""
        found = self._subjects.find(words, at)
        if found is None:
            return self._bare_be(words, at)
        subject, group = found
        reach = self._reach(words, at, group.end, group.main)
        if reach is None or (subject.kind == "company" and not company):
            return None
        if subject.kind == "company":
            return led([self._we], self._voice.turn(words, subject.end, reach.end))
        return self._voice.turn(words, at, reach.end)

    def _bare_be(self, words: Words, at: int) -> Said | None:
        """Say "an SC code is"."""
        phrase = noun_phrase(words, at)
        end = len(words.bits)
        ended = phrase is not None and phrase.end == end - 1 and words.bits[end - 1] & BE
        return self._voice.turn(words, at, end) if ended else None

    @staticmethod
    def _reach(words: Words, at: int, after: int, verb: int) -> Extent | None:
        """Find how far a clause goes; None when it breaks off before a subject."""
        opened = verb >= 0 and bool(words.at(verb) & SAYING)
        reach = extent(words, at, after, opened)
        if reach is None or runs_on(words, after, reach.end):
            return None
        if reach.end >= len(words.bits):
            return reach
        cut = words.bits[reach.end]
        if cut & (SELF | YOU | THEY | UNLESS) or (reach.end <= after and not cut & SOFT):
            return None  # "why it costs | so much"
        return None if any(bits & UNLESS for bits in words.bits[at : reach.end]) else reach

    def _through(self, words: Words, at: int, verb: int) -> Said | None:
        """Say words in the order they have, as far as one clause goes; `verb` is the place after its verb."""
        if at >= len(words.bits) or verb > len(words.bits):
            return None
        reach = self._reach(words, at, verb, verb - 1)
        return None if reach is None or reach.end <= at else self._voice.turn(words, at, reach.end)


def led(head: Said, phrase: Said | None) -> Said | None:
    """Put words before a phrase; None where there is none."""
    return None if phrase is None else [*head, *phrase]


def _after(words: Words, at: int, opening: str) -> int:
    """Give the place after an opening that begins here, 0 when it does not; its words may be one."""
    read = ""
    for here in range(at, len(words.norms)):
        read = f"{read} {words.norms[here]}".lstrip()
        if len(read) >= len(opening):
            return here + 1 if read == opening else 0
    return 0


def runs_on(words: Words, start: int, end: int) -> bool:
    """Tell whether a second command follows a thing ("cut off my line send me the bill")."""
    within = range(start + 1, end)
    commands = (at for at in within if words.bits[at] & BASE and not words.bits[at] & _NOT_ONLY)
    return any(words.bits[at - 1] & THING for at in commands)


def lacks_article(words: Words, at: int, mass: Container[str]) -> bool:
    """Tell a thing that should have an article ("order keyboard"), so that it would sound wrong."""
    phrase = noun_phrase(words, at)
    if phrase is None or phrase.kind != "bare" or words.norms[phrase.head] in mass:
        return False
    head, first = words.bits[phrase.head], words.bits[phrase.start]
    return bool(head & (NOUN | PERSON) and not head & (NOUNS | PERSONS | NAME) and not first & NAME)
