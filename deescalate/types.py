"""The values that cross the borders between stages: plain, frozen, and free of spaCy, YAML and Jinja2.

Offsets count Unicode code points of the text that was given; spans are half-open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Role = Literal["customer", "agent"]
Channel = Literal["chat", "email", "phone", "social"]
Span = tuple[int, int]

# --- what comes in -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of a conversation. `at` is an ISO 8601 time; `contact` counts contacts from 1."""

    role: Role
    text: str
    at: str | None = None
    contact: int = 1

    @classmethod
    def customer(cls, text: str, at: str | None = None, contact: int = 1) -> Turn:
        """Make a turn of the customer."""
        return cls("customer", text, at, contact)

    @classmethod
    def agent(cls, text: str, at: str | None = None, contact: int = 1) -> Turn:
        """Make a turn of the agent."""
        return cls("agent", text, at, contact)


@dataclass(frozen=True, slots=True)
class SetAside:
    """A stretch of the given text that was not judged, and why (a word of `vocabulary.set_aside`)."""

    why: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Pasted:
    """What intake made of a pasted text: the turns, and where the customer's newest words stand.

    `judged` are the spans of `text` that hold the newest customer turn, in order; empty when there
    is none. `turns` are the earlier turns and, where there is one, the newest customer turn itself.
    """

    text: str
    turns: tuple[Turn, ...]
    judged: tuple[Span, ...]
    set_aside: tuple[SetAside, ...] = ()
    notes: tuple[str, ...] = ()


# --- what is heard -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Anger:
    """The anger of one message: level 0 to 3, score 0 to 1, and what raised it."""

    level: int
    score: float
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tag:
    """One label on a span; weight is its strength from 0 to 1, cue the id of the strongest cue."""

    label: str
    kind: str | None
    start: int
    end: int
    text: str
    weight: float
    cue: str
    because: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A detail the customer gave, ready to fill the slot it is named after."""

    slot: str
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Restatement:
    """A concern in the agent's voice, in as many forms as were certainly grammatical.

    that: a clause that follows "that" ("your parcel still hasn't arrived")
    np:   a noun phrase that follows "about" or "sorry for" ("your parcel not arriving")
    noun: the bare thing ("your parcel")
    quote: the customer's own words, without hostile ones, to stand in quotation marks
    subject: whose act it is: customer, company, thing or person
    """

    that: str | None = None
    np: str | None = None
    noun: str | None = None
    quote: str | None = None
    subject: str | None = None

    @property
    def tells(self) -> bool:
        """Whether it repeats the concern back, and does not only name a thing."""
        return bool(self.that or self.np)

    @property
    def best(self) -> str:
        """The form to show when only one is asked for; empty when there is none."""
        return self.np or self.that or self.noun or (f"“{self.quote}”" if self.quote else "")


@dataclass(frozen=True, slots=True)
class Concern:
    """A problem the customer raised: what a good agent would repeat back."""

    kind: str
    text: str
    start: int
    end: int
    weight: float
    restatement: Restatement = Restatement()
    impact: str | None = None

    @property
    def restated(self) -> str:
        """The concern in the agent's voice, empty when no safe form was found."""
        return self.restatement.best


SURE = 0.5  # weight from which a reply relies on a concern or request
SURE_IN_ANGER = 0.35  # the same of a concern, where anger tells that something went wrong


def by_priority(concerns: Iterable[Concern]) -> tuple[Concern, ...]:
    """Order concerns: those with an impact first, then the more certain ones."""
    return tuple(sorted(concerns, key=lambda concern: (concern.impact is None, -concern.weight)))


@dataclass(frozen=True, slots=True)
class RequestForms:
    """A request in the agent's voice, in the forms that were certainly grammatical.

    question: a clause that follows "find out" ("when your parcel will arrive")
    wish: a phrase that follows "you'd like" ("us to cancel your contract", "a refund for this month")
    about: the thing it is about, as a phrase that follows "look into" ("your seat assignment")
    """

    question: str | None = None
    wish: str | None = None
    about: str | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """Something the customer asked for."""

    kind: str
    text: str
    start: int
    end: int
    weight: float
    forms: RequestForms = RequestForms()

    @property
    def restated(self) -> str:
        """The request in the agent's voice, empty when no safe form was found."""
        return self.forms.wish or self.forms.question or self.forms.about or ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one message says: language ("en", or "und" for no English), anger, tags, facts, concerns."""

    text: str
    language: str
    anger: Anger
    tags: tuple[Tag, ...] = ()
    facts: tuple[Fact, ...] = ()
    concerns: tuple[Concern, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    notes: tuple[str, ...] = ()
    requests: tuple[Request, ...] = ()

    @property
    def sure(self) -> float:
        """The weight from which a reply repeats a concern back: less where anger tells that one is there."""
        return SURE_IN_ANGER if self.anger.level else SURE

    def main_concern(self, still_open: Sequence[Concern] = ()) -> Concern | None:
        """Pick the concern a reply is about: one with an impact, else the first that can be repeated back.

        `still_open` are those of the conversation, in order of priority, for a message that raises none.
        """
        ranked = by_priority(self.concerns) or tuple(still_open)
        if not ranked or ranked[0].impact:
            return ranked[0] if ranked else None
        told = (one for one in ranked if one.weight >= self.sure and one.restatement.tells)
        return next(told, ranked[0])

    def has(self, label: str, kind: str | None = None) -> bool:
        """Tell whether the message carries a tag of this label (and kind)."""
        return any(t.label == label and kind in (None, t.kind) for t in self.tags)


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of an agent: the moves it makes, the time it names, the kinds of concern it is about."""

    text: str
    moves: frozenset[str] = frozenset()
    time: str = ""
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """A pattern of the bank found in a text: the id of its item and the span."""

    id: str
    start: int
    end: int
    text: str


# --- what is decided ---------------------------------------------------------------------------

STRONG_ANGER = "anger:strong"  # the target of the weights that tell how strong anger is, once there is some

SituationValue = frozenset[str] | int
Situation = Mapping[str, SituationValue]


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of the bank: `all`, `any` or `not` over parts, or one test of the situation.

    A test on a set holds when one of `words` is in it; a test on a number when it lies between
    `low` and `high`, both included.
    """

    test: str
    words: frozenset[str] = frozenset()
    low: int = 0
    high: int = 10**9
    parts: tuple[Condition, ...] = ()

    def holds(self, situation: Situation) -> bool:
        """Tell whether the situation meets the condition."""
        test = self.test
        # Plain loops: conditions are tested hundreds of times for one message.
        if test == "all":
            for part in self.parts:  # noqa: SIM110
                if not part.holds(situation):
                    return False
            return True
        if test == "any":
            for part in self.parts:  # noqa: SIM110
                if part.holds(situation):
                    return True
            return False
        if test == "not":
            return not self.parts[0].holds(situation)
        value = situation[test]
        if isinstance(value, int):
            return self.low <= value <= self.high
        return not self.words.isdisjoint(value)

    def tests(self) -> int:
        """Count the single tests in it: how particular the condition is."""
        return sum(part.tests() for part in self.parts) if self.parts else 1


ALWAYS = Condition("all")


@dataclass(frozen=True, slots=True)
class Matter:
    """A concern or a request in the course of a conversation.

    kind, text: as it was read, in the customer's first words for it; raised: the turn of the customer
    (from 1) that brought it up first; times: in how many of their turns it came up; closed: the turn of
    the customer by which it was settled or answered, 0 while it is open.
    """

    kind: str
    text: str
    raised: int
    times: int = 1
    closed: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the agent.

    about: the slot it asks for, or the move it makes; text: the sentence; turn: the turn of the customer
    it followed; times: how often it was asked; answered: whether the customer answered it; answer: the
    fact, or the words, that answered it.
    """

    about: str
    text: str
    turn: int
    times: int = 1
    answered: bool = False
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Promise:
    """What the agent said would happen.

    time: by when, in the agent's words, empty when none was named; turn: the turn of the customer it
    followed; status: "open"; "reminded" once the customer came back to it; "kept" once it was.
    """

    text: str
    time: str
    turn: int
    status: str = "open"


@dataclass(frozen=True, slots=True)
class Apology:
    """A sorry of the agent: after which turn of the customer, and the kind of concern it is for, or ""."""

    text: str
    turn: int
    about: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """The ledger of a conversation up to the newest customer turn, folded from its turns.

    `concerns` and `requests` tell the course of each, the open ones first and by priority;
    `open_concerns`, `settled_concerns` and `open_requests` are what of them a reply can use.
    """

    stage: str = "listen"
    trend: str = "steady"
    anger: tuple[int, ...] = ()
    turn: int = 1
    contact: int = 1
    open_concerns: tuple[Concern, ...] = ()
    settled_concerns: tuple[Concern, ...] = ()
    open_requests: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    latest: frozenset[str] = frozenset()  # the moves of the agent's turn before the newest message
    apologised: int = 0
    promised: tuple[str, ...] = ()
    name_uses: int = 0
    name_just_used: bool = False
    abuse_turns: int = 0
    warned: bool = False
    warnings: int = 0  # how many agent turns named a boundary
    fresh: tuple[str, ...] = ()  # kinds of concern that the newest message raised first
    words: int = 0  # of the newest customer turn; 0 when the turns are not known
    facts: tuple[Fact, ...] = ()
    said: frozenset[str] = frozenset()
    openings: tuple[str, ...] = ()
    seed: str = ""
    concerns: tuple[Matter, ...] = ()
    requests: tuple[Matter, ...] = ()
    questions: tuple[Asked, ...] = ()
    promises: tuple[Promise, ...] = ()
    apologies: tuple[Apology, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedMove:
    """A move the reply makes, with the rule that chose it, the reason, and its source (`seed#place`)."""

    move: str
    rule: str
    because: str
    source: str


@dataclass(frozen=True, slots=True)
class Plan:
    """The ordered moves of the reply, and of the other ways to answer.

    `stop` is why no ordinary reply is offered ("safety", "praise", "abuse", …) or None;
    `policies` name what the policies changed; `situation` is what conditions are tested against.
    """

    moves: tuple[PlannedMove, ...]
    alternatives: tuple[tuple[PlannedMove, ...], ...] = ()
    policies: tuple[str, ...] = ()
    stop: str | None = None
    situation: Situation = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A reply to send: its text, the moves and phrase ids in it, a score 0 to 1, and what to fill in."""

    text: str
    moves: tuple[str, ...]
    phrases: tuple[str, ...]
    score: float
    because: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A stretch of an agent's draft that would heat things up, why, and what to say instead."""

    kind: str
    start: int
    end: int
    text: str
    message: str
    instead: str
    level: Literal["suggestion", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Advice:
    """All that deescalate has to say about a message: the reading, the state, the plan, the replies.

    `unknowns` are the slots that some reply still misses, with what each means.
    """

    reading: Reading
    state: State
    plan: Plan
    suggestions: tuple[Suggestion, ...]
    unknowns: Mapping[str, SlotKind] = field(default_factory=dict)


# --- the phrase bank ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item of a bank stands."""

    path: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class SlotKind:
    """A slot of the templates: what it means, and where its value comes from.

    origin: "customer" (a fact of the message), "concern" (a restatement), "agent" (given with
    `slots=`; stands as `[id]` and is listed as missing when it is not), or "company".
    """

    id: str
    meaning: str
    origin: str
    example: str


@dataclass(frozen=True, slots=True)
class MoveKind:
    """A move a reply can make: what it does, and its sources."""

    id: str
    meaning: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Every name a bank may use; all banks are checked against it."""

    labels: Mapping[str, tuple[str, ...]]  # taxonomy label -> its kinds
    signals: Mapping[str, tuple[str, ...]]  # labels of cues that are no tags: context, topic, sign
    moves: Mapping[str, MoveKind]
    slots: Mapping[str, SlotKind]
    stages: tuple[str, ...]
    trends: tuple[str, ...]
    channels: tuple[str, ...]
    tests: Mapping[str, str]  # test of a condition -> "set" or "number"
    findings: tuple[str, ...]
    set_aside: tuple[str, ...]
    stops: tuple[str, ...]
    notices: tuple[str, ...]
    apology_levels: tuple[str, ...]
    sources: Mapping[str, str]  # document -> its title
    contexts: tuple[str, ...]  # what may cancel a cue
    shapes: tuple[str, ...]  # features of form that code measures


@dataclass(frozen=True, slots=True)
class WordClass:
    """Words and phrases that patterns may name as `{id}`."""

    id: str
    words: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb with its forms; patterns name all of them as `<id>`.

    `takes`: "object", "none" or "both".
    """

    id: str
    third: str
    past: str
    participle: str
    gerund: str
    takes: str
    place: Place


@dataclass(frozen=True, slots=True)
class Respelling:
    """How a word is written, and how it is read ("pls" → "please")."""

    id: str
    words: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Cue:
    """A family of patterns that speak for one label (and kind), with a strength from 0 to 1.

    `unless` names the contexts that cancel a hit.
    """

    id: str
    label: str
    kind: str | None
    strength: float
    patterns: tuple[str, ...]
    unless: tuple[str, ...]
    because: str
    source: str
    hits: tuple[str, ...]
    misses: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each cue speaks for one target ("anger", "blame", "blame:company"), in log-odds.

    `thresholds` are the scores (0 to 1) from which the target counts: one for a label, three for
    the levels of anger. `words` are the weights of plain words beside the cues: "again", "<wait>",
    "{fail_word}", of two that follow each other ("not work"), of the first of a clause ("^ why").
    """

    id: str
    bias: float
    thresholds: tuple[float, ...]
    cues: Mapping[str, float]
    words: Mapping[str, float]
    place: Place


@dataclass(frozen=True, slots=True)
class RestatementRow:
    """A shape of complaint and the forms it is restated in; `when` is over features of the parse."""

    id: str
    when: Mapping[str, tuple[str, ...]]
    that: str | None
    np: str | None
    noun: str | None
    source: str
    hits: tuple[Mapping[str, str], ...]
    misses: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Insertion:
    """A move that a rule puts in: before or after another, at the start, or at the end."""

    move: str
    where: Literal["start", "end", "before", "after"]
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of decide. A situation rule (it has `ways`) gives the moves; the others adjust them.

    Of the situation rules that hold, the one with the highest priority counts (ties: the more
    particular condition). Every adjusting rule that holds is applied, in order of priority.
    """

    id: str
    when: Condition
    priority: int
    ways: tuple[tuple[str, ...], ...]
    add: tuple[Insertion, ...]
    drop: tuple[str, ...]
    stop: str | None
    because: str
    source: str
    hits: tuple[str, ...]
    misses: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Phrase:
    """One wording of a move (and of the moves in `also`): a Jinja2 template over slots.

    `slots` are all those the template uses; `optional_slots` those of them it can do without,
    because they stand only where `{% if slot %}` asks for them.
    """

    id: str
    move: str
    text: str
    also: tuple[str, ...]
    when: Condition
    channels: tuple[str, ...]
    slots: tuple[str, ...]
    source: str
    place: Place
    optional_slots: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Avoid:
    """Words an agent should not send: patterns, why, and what to say instead."""

    id: str
    finding: str
    patterns: tuple[str, ...]
    message: str
    instead: str
    level: Literal["suggestion", "warning", "error"]
    source: str
    hits: tuple[str, ...]
    misses: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Case:
    """A golden case: a conversation and what must come of it."""

    id: str
    turns: tuple[Turn, ...]
    slots: Mapping[str, str]
    channel: str
    tags: tuple[str, ...]
    not_tags: tuple[str, ...]
    anger: tuple[int, int] | None
    moves: tuple[str, ...]
    not_moves: tuple[str, ...]
    stop: str | None
    says: tuple[str, ...]
    never_says: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Bank:
    """A phrase bank, all its layers merged and checked. Every mapping is keyed by item id."""

    vocabulary: Vocabulary
    classes: Mapping[str, WordClass]
    verbs: Mapping[str, Verb]
    respellings: Mapping[str, Respelling]
    cues: Mapping[str, Cue]
    weights: Mapping[str, Weights]
    restatements: Mapping[str, RestatementRow]
    rules: Mapping[str, Rule]
    phrases: Mapping[str, Phrase]
    avoid: Mapping[str, Avoid]
    cases: Mapping[str, Case]
    layers: tuple[str, ...] = ()
