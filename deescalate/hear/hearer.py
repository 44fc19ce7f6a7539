"""A customer's message in, a `Reading` out: anger, tags, facts and concerns, each with its reason."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from deescalate.hear.facts import Facts
from deescalate.hear.grammar import Grammar
from deescalate.hear.later import LaterRequestForms, LaterRestatement
from deescalate.hear.requests import RequestRestater
from deescalate.hear.restate import Restater
from deescalate.hear.said import said
from deescalate.hear.scan import Scan, Scanner
from deescalate.hear.spans import Spans
from deescalate.hear.weigh import Heard, Weigher
from deescalate.hear.words import BORDER
from deescalate.types import (
    Anger,
    Avoid,
    Bank,
    Concern,
    Fact,
    Match,
    Reading,
    Request,
    RequestForms,
    Restatement,
    Said,
    SetAside,
    Span,
    Tag,
)

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_SHORT_OF = 0.001  # how far below the threshold of rage anger without an attack stays
NAME = "name"  # the label, and the slot
APOLOGY = "apologize"  # the move
_UNHEARD = Anger(0, 0.0)
_SHAPE_REASONS = {
    "shouting": "written in capitals",
    "exclaimed": "exclamation marks",
    "stretched": "stretched words",
}


def blank_english() -> Language:
    """Make the default pipeline: spaCy's English tokenizer and nothing else."""
    import spacy

    nlp = spacy.blank("en")
    nlp.max_length = 2**31  # intake limits texts; a tokenizer alone needs no limit for its memory
    return nlp


class Hearer:
    """Reads messages by the cues of a bank.

    Args:
        bank: the phrase bank.
        nlp: any spaCy pipeline for English; by default a blank one.
    """

    def __init__(self, bank: Bank, nlp: Language | None = None) -> None:
        self._scanner = Scanner(bank, nlp if nlp is not None else blank_english())
        scanner = self._scanner
        self._weigher = Weigher(bank, scanner.cues, scanner.shapes.numbers, scanner.wording.numbers)
        self._spans = Spans(self._scanner.cues)
        self._facts = Facts(bank, self._scanner.cues, self._scanner.lexicon)
        grammar = Grammar(bank)
        self._restater = Restater(bank, grammar)
        self._requests = RequestRestater(grammar)
        self._shape_names = {number: name for name, number in scanner.shapes.numbers.items()}

    def read(
        self,
        text: str,
        judged: Sequence[Span] | None = None,
        set_aside: Iterable[SetAside] = (),
        notice: str | None = None,
        doc: Doc | None = None,
    ) -> Reading:
        """Read one message.

        Args:
            text: the text as it was given; all offsets point into it.
            judged: the stretches that are the customer's own newest words; all of it by default.
            set_aside: what was left out, to be reported in the reading.
            notice: why the text is no ordinary English message ("foreign", "spam", …); such a text
                gets an empty reading.
            doc: the text as a spaCy Doc, when there is one already.
        """
        aside = tuple(set_aside)
        notes = (notice,) if notice else ()
        if notice in ("foreign", "spam", "log", "empty", "no_customer"):
            language = "und" if notice != "spam" else "en"
            return Reading(text, language, _UNHEARD, set_aside=aside, notes=notes)
        scan = self._scanner.scan(_masked(text, judged), doc)
        if not scan.words:
            return Reading(text, "und", _UNHEARD, set_aside=aside, notes=notes)
        heard, score, loud = self._weigher.weigh(scan.clauses)
        anger = self._anger(score, loud, any(_is_attack(item) for item in heard))
        facts = self._facts.find(text, scan)
        tags = [*self._tags(text, scan, heard, facts), *_name_tags(facts)]
        return Reading(
            text=text,
            language="en",
            anger=anger,
            tags=tuple(sorted((*tags, *self._anger_tags(text, scan, anger, loud)), key=_by_place)),
            facts=facts,
            concerns=self._concerns(scan, tags),
            set_aside=aside,
            notes=notes,
            requests=tuple(self._request(scan, tag) for tag in tags if tag.label == "request"),
        )

    def features(self, text: str) -> tuple[Scan, list[set[str]]]:
        """Return a message taken apart, and the names of the features of each clause."""
        scan = self._scanner.scan(text)
        last = len(self._scanner.cues) + len(self._shape_names)
        return scan, [{self.feature_name(f) for f in clause.features if f < last} for clause in scan.clauses]

    def wordings(self, scan: Scan) -> list[set[str]]:
        """Return the plain wordings of each clause that weights could name."""
        return [self._scanner.wording.names(scan.words, clause) for clause in scan.clauses]

    def feature_name(self, feature: int) -> str:
        """Return the id of a cue, or `shape/NAME`."""
        cues = self._scanner.cues
        return cues[feature].id if feature < len(cues) else f"shape/{self._shape_names[feature]}"

    def said(self, text: str) -> tuple[Said, ...]:
        """Return what an agent's turn did, sentence by sentence: the `move` cues in it."""
        hits = [
            (self._scanner.cues[at].kind or "", low, high) for at, low, high in self._scanner.agent_cues(text)
        ]
        return tuple(self._about(sentence) for sentence in said(text, hits))

    def _about(self, sentence: Said) -> Said:
        """Name what an apology is about, where a concern can be read in it."""
        if APOLOGY not in sentence.moves:
            return sentence
        kinds = dict.fromkeys(concern.kind for concern in self.read(sentence.text).concerns)
        return replace(sentence, about=tuple(kinds))

    def matcher(self, items: Sequence[Avoid]) -> DraftMatcher:
        """Compile the patterns of an avoid list, to find them in drafts."""
        return DraftMatcher(self._scanner, items)

    def _anger(self, score: float, loud: Sequence[int], attack: bool) -> Anger:
        """Turn a score into a level. Only who insults or threatens harm in anger is furious."""
        _, _, furious = self._weigher.anger_thresholds
        reasons = tuple(self._reason(feature) for feature in loud[:3])
        if not attack:
            score = min(score, furious - _SHORT_OF)
        elif score >= furious:
            reasons = ("insults or threatens somebody in anger", *reasons[:2])
        level = sum(score >= threshold for threshold in self._weigher.anger_thresholds)
        return Anger(level, round(score, 3), reasons if level else ())

    def _reason(self, feature: int) -> str:
        cues = self._scanner.cues
        if feature < len(cues):
            return cues[feature].because
        name = self._shape_names[feature]
        return _SHAPE_REASONS.get(name, name.replace("_", " "))

    def _anger_tags(self, text: str, scan: Scan, anger: Anger, loud: Sequence[int]) -> list[Tag]:
        if not anger.level:
            return []
        loudest = {item: rank for rank, item in enumerate(loud[:3])}
        told = sorted((loudest[item], start, end, item) for item, start, end in scan.hits if item in loudest)
        tags = []
        for _, start, end, item in told:
            cue, (low, high) = self._scanner.cues[item], scan.span(start, end)
            tags.append(Tag("anger", None, low, high, text[low:high], anger.score, cue.id, cue.because))
        return tags

    def _tags(self, text: str, scan: Scan, heard: Sequence[Heard], facts: Sequence[Fact]) -> list[Tag]:
        named = any(fact.slot == NAME for fact in facts)
        tags: dict[tuple[str, str | None, int, int], Tag] = {}
        for item in heard:
            place = self._spans.of(scan, item)
            if place is None or (named and item.label == NAME):
                continue
            low, high = scan.span(*place)
            known = item.feature >= 0
            cue = self.feature_name(item.feature) if known else "weights"
            because = self._reason(item.feature) if known else "the wording as a whole"
            tag = Tag(item.label, item.kind, low, high, text[low:high], round(item.weight, 3), cue, because)
            tags.setdefault((item.label, item.kind, low, high), tag)
        return list(tags.values())

    def _concerns(self, scan: Scan, tags: Sequence[Tag]) -> tuple[Concern, ...]:
        concerns: dict[Span, Concern] = {}
        for tag in tags:
            if tag.label != "concern" or (tag.start, tag.end) in concerns:
                continue
            restatement = LaterRestatement(partial(self._restate, scan, tag))
            concerns[tag.start, tag.end] = Concern(
                tag.kind or "other", tag.text, tag.start, tag.end, tag.weight, restatement
            )
        return self._with_impact(scan, tags, tuple(concerns.values()))

    def _request(self, scan: Scan, tag: Tag) -> Request:
        kind = tag.kind or "other"
        asked = LaterRequestForms(partial(self._asked, scan, tag, kind))
        return Request(kind, tag.text, tag.start, tag.end, tag.weight, asked)

    def _asked(self, scan: Scan, tag: Tag, kind: str) -> RequestForms:
        """Restate the sentence a request stands in."""
        first, after = _sentence(scan, bisect_left(scan.starts, tag.start))
        text = scan.text[scan.starts[first] : scan.ends[after - 1]]
        norms = [word.norm for word in scan.words[first:after]]
        return self._requests.restate(text, scan.pieces(first, after), norms, kind)

    def _restate(self, scan: Scan, tag: Tag) -> Restatement:
        surfaces, norms = _tokens(scan, tag)
        made = self._restater.restate(tag.text, surfaces, norms, tag.kind or "other")
        return made if made.noun else replace(made, noun=self._requests.thing(tag.text, surfaces, norms))

    def _with_impact(
        self, scan: Scan, tags: Sequence[Tag], concerns: tuple[Concern, ...]
    ) -> tuple[Concern, ...]:
        """Give the first concern the impact the customer spoke of, in the agent's voice."""
        for tag in tags:
            if tag.label == "impact" and concerns:
                impact = self._restater.impact(tag.text, *_tokens(scan, tag))
                return (replace(concerns[0], impact=impact), *concerns[1:])
        return concerns


class DraftMatcher:
    """Finds the patterns of an avoid list in a draft."""

    def __init__(self, scanner: Scanner, items: Sequence[Avoid]) -> None:
        self._scanner = scanner
        self._items = items
        self._trie = scanner.extra((at, item.patterns, item.place) for at, item in enumerate(items))

    def find(self, draft: str) -> tuple[Match, ...]:
        """Return every match, in the order of the text."""
        starts, ends, _, lattice = self._scanner.take_apart(draft)
        spans = sorted((starts[start], ends[end - 1], item) for item, start, end in self._trie.find(lattice))
        return tuple(Match(self._items[item].id, low, high, draft[low:high]) for low, high, item in spans)


def _masked(text: str, judged: Sequence[Span] | None) -> str:
    """Blank out everything but the judged stretches, so that offsets stay as they are."""
    if judged is None or (len(judged) == 1 and judged[0] == (0, len(text))):
        return text
    pieces, at = [], 0
    for start, end in judged:
        pieces += [" " * (start - at), text[start:end]]
        at = end
    return "".join(pieces)


def _is_attack(heard: Heard) -> bool:
    return heard.label == "abuse" or (heard.label == "threat" and heard.kind == "violence")


def _name_tags(facts: Sequence[Fact]) -> list[Tag]:
    """Tag the names that were given, the name alone."""
    return [
        Tag(NAME, None, fact.start, fact.end, fact.value, 1.0, "fact/name", "gives their name")
        for fact in facts
        if fact.slot == NAME
    ]


def _sentence(scan: Scan, at: int) -> tuple[int, int]:
    """Find the sentence a token stands in, as (first token, after its last)."""
    words, first, after = scan.words, at, at + 1
    while first > 0 and not words[first - 1].flags & BORDER:
        first -= 1
    while after < len(words) and not words[after].flags & BORDER:
        after += 1
    return first, after


def _tokens(scan: Scan, tag: Tag) -> tuple[list[str], list[str]]:
    """Return the tokens of a tag, as written and as read."""
    low, high = bisect_left(scan.starts, tag.start), bisect_left(scan.starts, tag.end)
    return scan.pieces(low, high), [word.norm for word in scan.words[low:high]]


def _by_place(tag: Tag) -> tuple[int, int, str, str]:
    return tag.start, tag.end, tag.label, tag.kind or ""
