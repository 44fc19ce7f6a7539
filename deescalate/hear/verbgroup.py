"""The words after a subject in; the verb group that agrees with it, with tense and negation, out."""

from __future__ import annotations

from dataclasses import dataclass, field

from deescalate.hear.grammar import Grammar
from deescalate.hear.kinds import (
    ADJECTIVE,
    ADVERB,
    AUXILIARY,
    BAD,
    BASE,
    BE,
    BEEN,
    BEING,
    DETERMINER,
    DO,
    GERUND,
    HAVE,
    INFINITIVE,
    IT,
    ME,
    MODAL,
    NAME,
    NOT,
    NOUN,
    NOUNS,
    PARTICIPLE,
    PAST,
    PREPOSITION,
    PRONOUN,
    SELF,
    STRONG,
    THING,
    THIRD,
    THIS,
    TO,
    VERB,
    WE,
    YOU,
    D,
    S,
    Words,
)
from deescalate.hear.phrase import Phrase

# What shows that a word like "charges" is a verb here.
_AFTER_VERB = ADVERB | DETERMINER | ME | IT | GERUND | TO | ADJECTIVE
_ONE_THING = THING & ~NOUNS


@dataclass(slots=True)
class Group:
    """A verb group: adverbs, auxiliaries and the main verb, words start to end (excluded).

    `manner` are the places of its adverbs and negations; `main` that of the main verb, or -1.
    """

    start: int
    end: int
    features: dict[str, str] = field(default_factory=dict)
    main: int = -1
    manner: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        if not self.features:
            self.features.update(
                negated="no", modal="none", aspect="simple", voice="active", tense="present", verb="none"
            )

    @property
    def negated(self) -> bool:
        """Whether the group denies."""
        return self.features["negated"] == "yes"


class Groups:
    """Reads verb groups with a grammar. A reader returns None where there is no group that agrees."""

    def __init__(self, grammar: Grammar) -> None:
        self._verbs = grammar.verbs
        self._lemmas = grammar.lemmas
        self._is, self._are = grammar.pair("agree_is")
        self._was, self._were = grammar.pair("agree_was")
        self._has, self._have = grammar.pair("agree_has")
        self._does, self._do = grammar.pair("agree_does")
        self._to_be, self._to_have = grammar.pair("infinitives")
        self._plainly_not = frozenset(grammar.classes["plainly_not"])
        self._crashing = frozenset(grammar.classes["thing_past"])
        self._keeping = frozenset(form for form in grammar.classes["keeping"])

    def read(self, words: Words, at: int, subject: Phrase | None, pronoun: int) -> Group | None:
        """Read the verb group that begins here; `pronoun` has the bits of a subject pronoun, else 0."""
        group = Group(at, at)
        at = self._adverbs(words, at, group)
        bits = words.at(at)
        if bits & MODAL:
            return self._after_modal(words, at, group)
        if bits & (BE | S):
            return self._after_be(words, at, group, subject, pronoun)
        if bits & (HAVE | D):
            return self._after_have(words, at, group, subject, pronoun)
        if bits & DO:
            return self._after_do(words, at, group, subject, pronoun)
        return self._finite(words, at, group, subject, pronoun) if at < len(words.bits) else None

    def main(self, words: Words, at: int, group: Group, form: str) -> Group:
        """Put the main verb into its group, and with "keeps" what is kept doing."""
        norm = words.norms[at]
        group.features.update(verb=self._lemmas.get(norm, norm), form=form)
        group.main, group.end = at, at + 1
        if norm in self._keeping and words.at(at + 1) & GERUND:
            group.features["kept"] = self._lemmas.get(words.norms[at + 1], "none")
            group.end += 1
        return group

    def perfect(self, words: Words, at: int, group: Group) -> Group | None:
        """Read on after "have": been, or a participle."""
        if words.at(at) & BEEN:
            return self._complement(words, self._adverbs(words, at + 1, group), group)
        return self.main(words, at, group, "participle") if words.at(at) & PARTICIPLE else None

    def _adverbs(self, words: Words, at: int, group: Group) -> int:
        while words.at(at) & (ADVERB | NOT) and not words.bits[at] & AUXILIARY:
            here, after = words.bits[at], words.at(at + 1)
            describes = here & (ADJECTIVE | BAD) and (not after & VERB or after & ADJECTIVE)
            if here & PREPOSITION or describes:
                break
            if here & NOT:
                group.features["negated"] = "yes"
            group.manner.append(at)
            at += 1
        return at

    # --- by the first auxiliary ----------------------------------------------------------------

    def _after_modal(self, words: Words, at: int, group: Group) -> Group | None:
        group.features["modal"] = words.norms[at]
        if words.bits[at] & NOT:
            group.features["negated"] = "yes"
        at = self._adverbs(words, at + 1, group)
        if at < len(words.bits):
            norm = words.norms[at]
            if norm == self._to_be:
                return self._complement(words, at + 1, group)
            if norm == self._to_have and words.at(at + 1) & (PARTICIPLE | BEEN | NOT):
                group.features["tense"] = "perfect"
                return self.perfect(words, self._adverbs(words, at + 1, group), group)
            if words.bits[at] & BASE or not words.bits[at]:
                return self.main(words, at, group, "base")
        return None

    def _after_be(
        self, words: Words, at: int, group: Group, subject: Phrase | None, pronoun: int
    ) -> Group | None:
        short = words.bits[at] & S
        norm = words.norms[at]
        fits = self._is_verbal_s(words, at, pronoun) if short else self._be_agrees(norm, subject, pronoun)
        if not fits:
            return None
        group.features["tense"] = "past" if norm in (self._was, self._were) else "present"
        after = self._adverbs(words, at + 1, group)
        if short and words.at(after) & BEEN:
            group.features["tense"] = "perfect"
            return self.perfect(words, after, group)
        return self._complement(words, after, group)

    def _is_verbal_s(self, words: Words, at: int, pronoun: int) -> bool:
        """Tell "is" or "has" from the possessive."""
        after = words.at(at + 1)
        if after & STRONG or pronoun & (PRONOUN | THIS):
            return not after & STRONG
        return bool(after & (NOT | BEEN) or (after & GERUND and not after & (THING | ADJECTIVE)))

    def _be_agrees(self, norm: str, subject: Phrase | None, pronoun: int) -> bool:
        if subject is None:
            return True
        if pronoun & SELF and not pronoun & WE:
            return norm not in (self._is, self._are, self._were)
        if pronoun & (WE | YOU):
            return norm in (self._are, self._were)
        if norm not in (self._is, self._are, self._was, self._were):
            return False
        return subject.many is None or (norm in (self._are, self._were)) == subject.many

    def _complement(self, words: Words, at: int, group: Group) -> Group | None:
        """Read on after a form of be."""
        bits = words.at(at)
        if bits & BEING:
            group.features["aspect"] = "progressive"
            at = self._adverbs(words, at + 1, group)
            return self._passive(words, at, group) if words.at(at) & PARTICIPLE else self._is_so(at, group)
        if at >= len(words.bits):
            return self._is_so(at, group) if group.manner else None
        if bits & GERUND and not bits & (_ONE_THING | ADJECTIVE):
            group.features["aspect"] = "progressive"
            return self.main(words, at, group, "gerund")
        if bits & PARTICIPLE and not bits & (_ONE_THING | ADJECTIVE):
            return self._passive(words, at, group)
        return self._is_so(at, group)

    def _is_so(self, at: int, group: Group) -> Group:
        group.features["verb"] = self._to_be
        group.end, group.main = at, at - 1
        return group

    def _passive(self, words: Words, at: int, group: Group) -> Group:
        group.features["voice"] = "passive"
        return self.main(words, at, group, "participle")

    def _after_have(
        self, words: Words, at: int, group: Group, subject: Phrase | None, pronoun: int
    ) -> Group | None:
        if not _agrees(words.norms[at], self._has, self._have, subject, pronoun):
            return None
        after = self._adverbs(words, at + 1, group)
        bits = words.at(after)
        if words.bits[at] & D:
            would = bits & BASE and not bits & PAST
            return self.main(words, after, group, "base") if would else self.perfect(words, after, group)
        follows = words.at(after + 1)
        describes = bits & ADJECTIVE and (follows & THING or follows in (0, NAME))
        if bits & BEEN or (bits & PARTICIPLE and not describes and not bits & _ONE_THING):
            group.features["tense"] = "perfect"
            return self.perfect(words, after, group)
        return self._has_so(words, at, after, group)

    def _has_so(self, words: Words, at: int, after: int, group: Group) -> Group | None:
        """Have as the main verb: what is had must follow."""
        bits = words.at(after)
        late = [place for place in group.manner if place > at]
        denied = any(words.bits[place] & NOT for place in late)
        if bits & STRONG or (denied and words.norms[at] != self._has and not bits & DETERMINER):
            return None
        if late and bits & BASE and not bits & THING:
            return None
        group.features["tense"] = "present" if words.norms[at] in (self._has, self._have) else "past"
        group.features["verb"] = self._to_have
        group.end, group.main = after, at
        group.manner = [place for place in group.manner if place < at]
        return group

    def _after_do(
        self, words: Words, at: int, group: Group, subject: Phrase | None, pronoun: int
    ) -> Group | None:
        if words.norms[at] == self._do and _is_one(words, group, subject):
            words.replace(at, self._does)
        norm = words.norms[at]
        if not _agrees(norm, self._does, self._do, subject, pronoun):
            return None
        group.features["tense"] = "present" if norm in (self._does, self._do) else "past"
        after = self._adverbs(words, at + 1, group)
        if words.at(after) & (BASE | INFINITIVE):
            group.features["modal"] = self._do
            if words.norms[after] == self._to_be:
                return self._complement(words, after + 1, group)
            return self.main(words, after, group, "base")
        if group.negated and after > at + 1:
            return None
        group.features["verb"] = self._do
        group.end, group.main = after, at
        return group

    # --- without an auxiliary ------------------------------------------------------------------

    def _finite(
        self, words: Words, at: int, group: Group, subject: Phrase | None, pronoun: int
    ) -> Group | None:
        bits = words.bits[at]
        if any(words.norms[place] in self._plainly_not for place in group.manner):
            return None
        if not pronoun and self._may_be_noun(words, at, group):
            return None
        many = _many(subject, pronoun)
        if bits & PAST:
            group.features["tense"] = "past"
            return self.main(words, at, group, "past")
        if bits & THIRD and many is not True:
            return self.main(words, at, group, "third")
        if not bits & BASE or subject is None:
            return None
        if many or (many is None and pronoun and not bits & (THING | ADJECTIVE)):
            return self.main(words, at, group, "base")
        if not bits & (THING | ADJECTIVE) and _is_one(words, group, subject):
            words.replace(at, self._verbs[self._lemmas[words.norms[at]]].third)
            return self.main(words, at, group, "third")
        return None

    def _may_be_noun(self, words: Words, at: int, group: Group) -> bool:
        bits = words.bits[at]
        if not bits & THING or bits & PAST or group.manner or words.at(at + 1) & _AFTER_VERB:
            return False
        return self._lemmas.get(words.norms[at]) not in self._crashing


def _many(subject: Phrase | None, pronoun: int) -> bool | None:
    if pronoun & (SELF | YOU):
        return True
    return subject.many if subject else None


def _agrees(norm: str, one: str, many: str, subject: Phrase | None, pronoun: int) -> bool:
    is_many = _many(subject, pronoun)
    return not (norm == one and is_many is True) and not (norm == many and is_many is False)


def _is_one(words: Words, group: Group, subject: Phrase | None) -> bool:
    """Tell whether the subject is surely one thing, so that a plural verb is a slip to be repaired."""
    if subject is None or subject.many is not False or subject.head != group.start - 1:
        return False
    return subject.kind == "it" or bool(words.bits[subject.head] & NOUN)
