"""A clause taken apart in; the parts that templates of restatements name, in the agent's voice, out."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from deescalate.hear.extent import Extent, extent
from deescalate.hear.grammar import Grammar
from deescalate.hear.kinds import (
    ADJECTIVE,
    ADVERB,
    AUXILIARY,
    BAD,
    BASE,
    BE,
    DET,
    FINITE,
    FRONT,
    GERUND,
    HAVE,
    INFINITIVE,
    ME,
    MY,
    NAME,
    NO,
    NOT,
    NOUN,
    NOUNS,
    NUMBER,
    PAST,
    PERSON,
    PERSONS,
    PREPOSITION,
    PRONOUN,
    SAYING,
    SOFT,
    SPELL,
    STRONG,
    THING,
    THIRD,
    THIS,
    TIME,
    TO,
    VERB,
    WE,
    WHEN,
    WHICH,
    YOU,
    YOUR,
    S,
)
from deescalate.hear.naming import Naming
from deescalate.hear.parse import Clause
from deescalate.hear.phrase import Phrase, noun_phrase
from deescalate.hear.voice import BROKEN, RUN_TOGETHER, Voice

_NEAR = 2  # words
_VOWELS = "aeiou"
LONGEST = 16  # words of a form that is a clause
LONGEST_NAME = 12  # words of any other
_WHOLE = frozenset({"clause", "words"})
_GARBLED = re.compile(RUN_TOGETHER + BROKEN + r"|\w[?!]\w|\b[a-z]{4,}\d")
Pieces = tuple[tuple[bool, str], ...]  # (is it a part?, its name or the word)
Part = list[str] | None


def pieces(template: str) -> Pieces:
    """Split a template at its blanks into parts and words."""
    return tuple((word.startswith("{"), word.strip("{}")) for word in template.split())


class Forms:
    """The parts of one clause. A part is None when it cannot be made, or would not certainly be right."""

    def __init__(self, grammar: Grammar, voice: Voice, naming: Naming, clause: Clause) -> None:
        self._grammar = grammar
        self._voice = voice
        self._naming = naming
        self._clause = clause
        self._words = clause.words
        self._end = clause.group.end if clause.group is not None else clause.start + 1
        counted = frozenset(grammar.classes["the_after"])
        self._uncounted = frozenset((*grammar.classes["mass"], *grammar.classes["supply"])) - counted
        self._made: dict[str, Part] = {}
        self._reach: dict[int, Extent | None] = {}

    def fill(self, template: Pieces) -> str | None:
        """Fill a template; None when a part is missing or the result is not certainly right."""
        out: list[str] = []
        for is_part, name in template:
            part = self.part(name) if is_part else [name]
            if part is None:
                return None
            out += part
        said = self._said_of_one(self._voice.join(out))
        if _GARBLED.search(said) or self._denies_twice(out):
            return None
        whole = any(is_part and name in _WHOLE for is_part, name in template)
        longest = LONGEST if whole else LONGEST_NAME
        return said if said and said.count(" ") < longest and self._voice.is_clean(said) else None

    def _said_of_one(self, said: str) -> str:
        """Put right what a softened verdict left behind ("an awful" is now "an poor")."""
        a, an = self._grammar.pair("a")
        poor = self._grammar.classes["poor"][0]
        return f" {said}".replace(f" {an} {poor}", f" {a} {poor}")[1:]

    def _denies_twice(self, out: list[str]) -> bool:
        """ "Not not working": an adverb at most between two denials."""
        denials = [at for at, word in enumerate(out) if self._grammar.bits.get(word, 0) & (NOT | NO)]
        return any(later - at <= _NEAR for at, later in pairwise(denials))

    def part(self, name: str) -> Part:
        """Return the words of a part by its name."""
        if name not in self._made:
            maker = _PARTS.get(name)
            self._made[name] = maker(self) if maker else None
        return self._made[name]

    # --- clauses -------------------------------------------------------------------------------

    def clause(self) -> Part:
        """The whole clause: subject, verb group and what follows; never with the company as subject."""
        subject, named = self._clause.subject, self.subject()
        reach = self._extent(self._end)
        if subject is None or named is None or reach is None or subject.kind == "company":
            return None
        if self._says_nothing(reach) or self._is_hearsay() or self._is_unclear(subject, reach):
            return None
        said = self._turn(subject.start, reach.end)
        if said is None or self._words.norms[reach.end - 1] in self._grammar.classes["never_last"]:
            return None
        said = said[subject.end - subject.start :]
        named = self._not_that(subject, named)
        self._give_article(said, subject.end, reach.end)
        return [*named, *self._kept_front(said), *self._moved(reach)]

    def _is_unclear(self, subject: Phrase, reach: Extent) -> bool:
        """Tell whether nobody knows what "that" is, who "a customer" is, or the words are no English."""
        words, features, classes = self._words, self._clause.features, self._grammar.classes
        norms, verb = words.norms, features["verb"]
        if words.bits[subject.start] & THIS and subject.end - subject.start == 1:
            bad = words.at(self._end) & (DET | MY) and words.at(self._end + 1) & BAD
            return verb not in classes["lasting"] and not bad
        if subject.kind == "it" and features["object"] == "it" and not words.at(self._end - 1) & SAYING:
            return True  # "its never stocked it": they?
        if norms[subject.head] in classes["oneself"] or verb in classes["accusing"]:
            return True
        after = words.at(self._end + 1)
        if verb in classes["letting"] and features["object"] == "me":
            return not after & (BASE | ADVERB | FINITE | STRONG) or bool(after & TO)
        if verb in classes["told"] and features["voice"] == "passive":
            return bool(words.at(self._end) & (ADJECTIVE | NO) and not words.at(self._end) & THING)
        if verb in classes["seeming"] and reach.end == self._end:
            return True
        if verb in classes["told"] and features["voice"] == "active" and words.at(self._end) & WHICH:
            return True  # "they informed that"
        return self._is_blunt(reach)

    def _is_blunt(self, reach: Extent) -> bool:
        """ "They're not only rude": the rest is missing; "it keeps telling me": what?"""
        words, group = self._words, self._clause.group
        assert group is not None
        if self._clause.features["negated"] == "yes" and (
            words.norms[group.end : group.end + 1] == [self._grammar.classes["not_only"][0]]
            or any(words.norms[at] in self._grammar.classes["not_only"] for at in group.manner)
        ):
            return True
        told = group.main >= 0 and words.bits[group.main] & SAYING
        return bool(told and reach.end < len(words.bits) and words.bits[reach.end - 1] & ME)

    def _not_that(self, subject: Phrase, named: list[str]) -> list[str]:
        """Say "it" and "the" for "that", which an agent's words may have before it already."""
        if not self._words.bits[subject.start] & THIS or not self._words.bits[subject.start] & WHICH:
            return named
        first = self._grammar.classes["it" if len(named) == 1 else "the"][0]
        return [first, *named[1:]]

    def _kept_front(self, said: list[str]) -> list[str]:
        """Say "still", which stood before the subject, with the verb."""
        start, end = self._clause.front
        kept = [norm for norm in self._words.norms[start:end] if norm in self._grammar.classes["kept_front"]]
        group = self._clause.group
        if not kept or group is None or kept[0] in said or self._clause.features["subject"] == "anyone":
            return said
        at = int(bool(self._words.bits[group.start] & (BE | HAVE | S)) and not group.negated)
        return [*said[:at], kept[0], *said[at:]]

    def _give_article(self, said: list[str], start: int, end: int) -> None:
        """Give a bare object, one thing that can be counted, the article it lacks ("asked manager")."""
        phrase, classes = self._clause.object, self._grammar.classes
        verb = self._clause.features.get("verb")
        if phrase is None and self._words.norms[self._end : self._end + 1] == [classes["awaited"][0]]:
            phrase = noun_phrase(self._words, self._end + 1) if verb in classes["article_for"] else None
            verb = classes["article_a"][0]
        if phrase is None or phrase.kind != "bare" or phrase.end > end:
            return
        bits, norm = self._words.bits[phrase.head], self._words.norms[phrase.head]
        if not all(
            here & (ADJECTIVE | NOUN) and not here & NAME
            for here in self._words.bits[phrase.start : phrase.head]
        ):
            return
        indefinite_after = verb in classes["article_a"] or verb in classes["article_a_of"]
        never = NOUNS | PERSONS | NAME | NUMBER | (0 if indefinite_after else VERB)
        if not bits & (NOUN | PERSON) or bits & never or norm in self._uncounted or " " in norm:
            return
        if verb in classes["article_a_of"] and (bits & ADJECTIVE or self._words.bits[phrase.start] & GERUND):
            return
        if verb in classes["no_article"] or phrase.start < start:
            return
        a, an = self._grammar.pair("a")
        first = self._words.norms[phrase.start]
        indefinite = an if first[0] in _VOWELS and first not in classes["a_sound"] else a
        article = indefinite if indefinite_after else classes["the"][0]
        said[phrase.start - start] = f"{article} {said[phrase.start - start]}"

    def words(self) -> Part:
        """A clause without a subject, from its first word on."""
        reach = self._extent(self._end)
        if reach is None or self._words.norms[reach.end - 1] in self._grammar.classes["never_last"]:
            return None
        phrase, shape = self._clause.object, self._clause.features["shape"]
        if shape == "lack" and phrase and phrase.end == reach.end and self._words.at(reach.end) & PRONOUN:
            return None  # "no way they …"
        said = self._turn(self._clause.start, reach.end)
        if said is not None and self._clause.features["shape"] not in ("lack", "state"):
            self._give_article(said, self._clause.start, reach.end)
        return said

    def lacked(self) -> Part:
        """What there is none of: the object, or the words of a headline, without its "no"."""
        phrase = self._clause.object
        counted = phrase is not None and self._words.bits[phrase.head] & (NOUN | NOUNS) == NOUN
        if counted and phrase and self._words.norms[phrase.head] not in self._grammar.classes["mass"]:
            return None  # "the lack of way"
        made = self.part("object") if self._clause.features["shape"] == "clause" else self.words()
        return made[1:] if made and len(made) > 1 else None

    def on(self) -> Part:
        """What follows the verb group, other clauses included."""
        return self._from(self._end)

    def more(self) -> Part:
        """What follows the object, other clauses included."""
        return self._from(self._after_object())

    def tail(self) -> Part:
        """What follows the verb group, when no other clause stands in it."""
        return self._from(self._end, plain=True)

    def rest(self) -> Part:
        """What follows the object, when no other clause stands in it."""
        start = self._after_object()
        if self._words.at(start) & WHEN and not self._words.at(start) & PREPOSITION:
            return None
        last = self._words.bits[-1]
        if self._clause.features["shape"] == "thing" and last & ADJECTIVE and not last & (THING | ADVERB):
            return None  # "my train from Leeds late"
        if self._clause.features["shape"] == "thing" and any(
            self._acts(at) for at in range(start, len(self._words.bits))
        ):
            return None
        return self._from(start, plain=True)

    def _acts(self, at: int) -> bool:
        """Tell whether what may be many things is rather a verb ("the light on the box blinks")."""
        words = self._words
        if not words.bits[at] & THIRD or not words.at(at - 1) & THING:
            return False
        return self._grammar.lemmas.get(words.norms[at]) in self._grammar.classes["rather_verb"]

    def words_after(self) -> Part:
        """What is said of a noun phrase without a finite verb ("not working")."""
        phrase, reach = self._clause.object, self._extent(self._end)
        if phrase is None or reach is None or not reach.plain:
            return None
        return self._turn(phrase.end, reach.end)

    def _after_object(self) -> int:
        if self._clause.object is not None:
            return self._clause.object.end
        return self._end + (self._clause.features.get("object") in ("me", "it"))

    def _from(self, at: int, plain: bool = False) -> Part:
        reach = self._extent(at)
        if reach is None or (plain and not reach.plain):
            return None
        if plain and any(bits & YOU for bits in self._words.bits[at : reach.end]):
            return None  # "the time it takes you": anybody, or us?
        return self._turn(at, reach.end)

    def _extent(self, at: int) -> Extent | None:
        if at not in self._reach:
            group = self._clause.group
            opened = group is not None and group.main >= 0 and self._words.bits[group.main] & SAYING > 0
            self._reach[at] = extent(self._words, self._clause.start, at, opened, self._is_prelude())
        return self._reach[at]

    def _is_prelude(self) -> bool:
        """Tell whether the customer only says what they did, so that the point is still to come."""
        features = self._clause.features
        ours = features["subject"] in ("customer", "none") and features["negated"] == "no"
        return ours and features.get("voice") == "active" and features.get("modal") == "none"

    def _is_hearsay(self) -> bool:
        """Tell whether a clause blames ("that's on you") or repeats somebody else's "we"."""
        group, features = self._clause.group, self._clause.features
        after = self._words.bits[self._end :]
        if features["subject"] == "it" and features["verb"] == "be":
            return any(bits & YOU for bits in after)
        if group is None or group.main < 0 or not self._words.bits[group.main] & SAYING:
            return False
        unclear = YOU if features["subject"] == "customer" else WE | YOU
        return any(bits & unclear for bits in after)

    def _says_nothing(self, reach: Extent) -> bool:
        """Tell whether what the verb needs was cut off, or "is" and "has" have nothing to say."""
        features, group = self._clause.features, self._clause.group
        if reach.end > self._end or group is None or features["voice"] == "passive":
            return False
        cut = self._end < len(self._words.bits)
        if features["verb"] in ("be", "have"):
            said = any(not self._words.bits[at] & NOT for at in group.manner)
            return cut or features["verb"] == "have" or not said
        verb = self._grammar.verbs.get(features["verb"])
        return cut and verb is not None and verb.takes == "object"

    def _moved(self, reach: Extent) -> list[str]:
        """What stood before the subject, a time or "when …", to be said at the end."""
        start, end = self._clause.front
        bits = self._words.bits
        while end > start and bits[end - 1] & (SOFT | FRONT) and not bits[end - 1] & TIME:
            end -= 1
        if end == start or reach.end < len(bits) or self._words.norms[start] in self._grammar.classes["as"]:
            return []
        if not bits[start] & (TIME | WHEN | PREPOSITION) or bits[start] & TO:
            return []
        return self._turn(start, end) or []

    # --- noun phrases --------------------------------------------------------------------------

    def subject(self) -> Part:
        """The subject, with an article where it needs one."""
        return self._named(self._clause.subject)

    def object(self) -> Part:
        """The object (or the noun phrase that is all there is), with an article where it needs one."""
        phrase = self._clause.object
        if phrase is not None and self._clause.features["shape"] == "thing":
            if self._words.bits[phrase.head] & SPELL and not self._is_without(phrase.end):
                return None  # "3 hours before the flight"
            if self._words.norms[phrase.start] in self._grammar.classes["vague"]:
                return None  # "any updates on the delay"
        return self._named(self._clause.object)

    def _is_without(self, at: int) -> bool:
        return self._words.norms[at : at + 1] == list(self._grammar.classes["without"])

    def thing(self) -> Part:
        """The bare thing the clause is about: its subject, else an object that is the customer's."""
        subject, object_ = self._clause.subject, self._clause.object
        found = self._naming.thing(self._words, subject) if subject is not None else None
        if found is not None or object_ is None:
            return found
        owned = self._words.bits[object_.start] & (MY | YOUR)
        return self._naming.thing(self._words, object_) if owned or subject is None else None

    def awaited(self) -> Part:
        """What somebody waits for ("for your refund")."""
        return self._naming.awaited(self._words, self._end)

    def _named(self, phrase: Phrase | None) -> Part:
        if phrase is None or not self._grammar.knows(self._words, phrase.start, phrase.end):
            return None
        return self._naming.name(self._words, phrase)

    def _turn(self, start: int, end: int) -> Part:
        """Words start to end as the agent says them; None where one is unknown: a typo, or worse."""
        if not self._grammar.knows(self._words, start, end):
            return None
        said = self._voice.turn(self._words, start, end)
        return None if said is None or not self._mend_articles(said, start, end) else said

    def _mend_articles(self, said: list[str], start: int, end: int) -> bool:
        """Say "on the phone" for "on phone"; False where an article is missing that cannot be told."""
        words, classes = self._words, self._grammar.classes
        for at in range(max(start, 1), end):
            before = words.bits[at - 1]
            told = words.at(at - 2) & (SAYING | THING)
            named = told and before & WHICH and before & THIS and words.at(at + 1) & (AUXILIARY | PAST)
            given = before & ME and at - 1 > start
            done = before & BASE and words.at(at - 2) & TO and at != self._end and self._takes_object(at - 1)
            if not (before & PREPOSITION or given or named or done):
                continue
            if before & (TO | ME) and words.bits[at] & (BASE | INFINITIVE):
                continue
            if at - 1 == self._end and words.norms[at - 1] == classes["awaited"][0]:
                continue  # "for reply" gets its article with the verb
            phrase = self._bare(at, end)
            if phrase is None or words.norms[phrase.head] in classes["bare_after"]:
                continue
            if words.norms[at] not in classes["the_before"]:
                known = (
                    words.norms[at] in classes["the_after"] or named or (done and not words.bits[at] & VERB)
                )
                if (phrase.head > at and not done) or not known or before & ME:
                    return False
            said[at - start] = f"{classes['the'][0]} {said[at - start]}"
        return True

    def _takes_object(self, at: int) -> bool:
        lemma = self._grammar.lemmas.get(self._words.norms[at], "")
        verb = self._grammar.verbs.get(lemma)
        plain = lemma not in self._grammar.classes["no_article"]
        return verb is not None and verb.takes == "object" and plain

    def _bare(self, at: int, end: int) -> Phrase | None:
        """Return the noun phrase here if it is one thing that can be counted and has no article."""
        words = self._words
        if not words.bits[at] & (THING | ADJECTIVE):
            return None
        phrase = noun_phrase(words, at)
        if phrase is None or phrase.kind != "bare" or phrase.end > end:
            return None
        head, norm = words.bits[phrase.head], words.norms[phrase.head]
        if not head & NOUN or head & (NOUNS | NAME | NUMBER | SPELL | GERUND | TIME):
            return None
        if any(not bits or bits & (NAME | NUMBER) for bits in words.bits[phrase.start : phrase.end]):
            return None
        numbered = words.at(phrase.end) & NUMBER and phrase.end < end  # "channel 466"
        return None if numbered or norm in self._uncounted else phrase

    # --- the verb ------------------------------------------------------------------------------

    def gerund(self) -> Part:
        """The main verb as its gerund ("arriving")."""
        verb = self._grammar.verbs.get(self._clause.features.get("verb", ""))
        return [verb.gerund] if verb else None

    def participle(self) -> Part:
        """The main verb, or what is kept doing, as its past participle ("lost")."""
        features = self._clause.features
        verb = self._grammar.verbs.get(features.get("kept", features.get("verb", "")))
        return [verb.participle] if verb else None

    def manner(self) -> Part:
        """The adverbs and the negation of the verb group ("still not")."""
        group, words = self._clause.group, self._words
        if group is None:
            return None
        if self._clause.features["verb"] == "be" and not all(
            words.bits[at] & (NOT | FRONT) for at in group.manner
        ):
            return None  # "the mouse too being small"
        return [words.norms[at] for at in group.manner]

    def object_is(self) -> Part:
        """Is or are, as the object asks."""
        return self._agreeing("agree_is")

    def object_was(self) -> Part:
        """Was or were, as the object asks."""
        return self._agreeing("agree_was")

    def object_has(self) -> Part:
        """Has or have, as the object asks."""
        return self._agreeing("agree_has")

    def _agreeing(self, name: str) -> Part:
        phrase = self._clause.object
        if phrase is None or phrase.many is None:
            return None
        one, many = self._grammar.pair(name)
        return [many if phrase.many else one]


_PARTS: dict[str, Callable[[Forms], Part]] = {
    "clause": Forms.clause,
    "lacked": Forms.lacked,
    "words": Forms.words,
    "on": Forms.on,
    "more": Forms.more,
    "tail": Forms.tail,
    "rest": Forms.rest,
    "words_after": Forms.words_after,
    "subject": Forms.subject,
    "object": Forms.object,
    "thing": Forms.thing,
    "awaited": Forms.awaited,
    "gerund": Forms.gerund,
    "participle": Forms.participle,
    "manner": Forms.manner,
    "object_is": Forms.object_is,
    "object_was": Forms.object_was,
    "object_has": Forms.object_has,
}
