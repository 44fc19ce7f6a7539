"""From the turns of a conversation and what was read in them to its State."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from deescalate.decide.matters import Matters
from deescalate.decide.promises import Promises
from deescalate.decide.questions import DETAIL_QUESTIONS, QUESTIONS, SLOT_ASKED, Questions
from deescalate.decide.stage import Standing, stage_of
from deescalate.decide.texts import content, normalise, sentences
from deescalate.types import Apology, Concern, Fact, Reading, Said, State, Turn

# An agent's turn with one of these puts the answer off; without them it counts as an answer.
HOLDING = (QUESTIONS - {"ask_more_concerns", "check_closure"}) | {
    "promise",
    "time_frame",
    "follow_up",
    "find_out",
    "private",
    "action_plan",
}
# An agent's turn with one of these leaves the customer waiting: thanks for it settle nothing yet.
PENDING = frozenset({"find_out", "promise", "private"})
# A short sentence with one of these tells nothing.
COURTESY = frozenset({"greet", "thank", "apologize", "own", "set_boundary"})
SHORT = 12  # words
# Who thanks and says one of these has not settled.
UNSETTLED = frozenset({"blame", "threat", "abuse", "distress"})
TOLD = frozenset({"information", "status"})
GRANTED = {"contact": "hand_over", "escalation": "hand_over", "apology": "apologize"}
SETTLING = frozenset({"offer_alternative", "explain_policy", "recap"})


def fold(
    turns: Sequence[Turn],
    readings: Sequence[Reading | None],
    said: Sequence[Sequence[Said]],
    newest: int,
    name: str | None = None,
) -> State:
    """Fold a conversation into its State.

    `readings` and `said` run parallel to `turns`: the reading of each customer turn, the sentences of
    each agent turn. `newest` is the index of the customer turn to answer; agent turns after it count
    as said. Messages a customer sends in a row are one turn of theirs. `name` is the customer's name
    when the caller knows it; otherwise a name they gave is used.
    """
    ledger = _Ledger()
    for index, turn in enumerate(turns):
        reading = readings[index]
        if turn.role == "agent":
            ledger.agent(turn, said[index])
        elif index <= newest and reading is not None:
            ledger.customer(turn, reading)
    contact = turns[newest].contact if turns else 1
    first = newest == 0 or not any(t.contact == contact and t.role == "agent" for t in turns[:newest])
    words = len(turns[newest].text.split()) if turns else 0
    return ledger.state(turns, contact, name, words, returning=contact > 1 and first)


def trend_of(levels: Sequence[int]) -> str:
    """Tell from the last two levels of anger whether it is rising, steady or falling."""
    if len(levels) < 2 or levels[-1] == levels[-2]:
        return "steady"
    return "rising" if levels[-1] > levels[-2] else "falling"


@dataclass
class _Ledger:
    """The running account of one conversation; lives only inside `fold`."""

    levels: list[int] = field(default_factory=list)
    open: dict[str, Concern] = field(default_factory=dict)
    settled: dict[str, Concern] = field(default_factory=dict)
    fresh: tuple[str, ...] = ()
    first: frozenset[str] = frozenset()  # the kinds of concern the customer wants to see solved first
    heat: dict[str, int] = field(default_factory=dict)  # the highest level of anger a concern came with
    wishes: dict[str, None] = field(default_factory=dict)
    concerns: Matters = field(default_factory=Matters)
    requests: Matters = field(default_factory=Matters)
    questions: Questions = field(default_factory=Questions)
    promises: Promises = field(default_factory=Promises)
    apologies: list[Apology] = field(default_factory=list)
    facts: dict[str, Fact] = field(default_factory=dict)
    done: dict[str, None] = field(default_factory=dict)
    asked: dict[str, None] = field(default_factory=dict)
    said: set[str] = field(default_factory=set)
    openings: list[str] = field(default_factory=list)
    pending: bool = False  # the last agent turn put the answer off
    heard: int = 0  # agent turns since the customer raised something new
    saying: frozenset[str] = frozenset()  # the moves of the agent since the last turn of the customer
    latest: frozenset[str] = frozenset()  # the same, before the newest turn of the customer
    apologised: int = 0
    warnings: int = 0
    abuse_turns: int = 0
    turn: int = 0
    speaker: str = ""
    last: Reading | None = None

    def customer(self, turn: Turn, reading: Reading) -> None:
        """Take in what a customer turn said."""
        self.turn += self.speaker != "customer"
        self.latest = self.saying
        self.levels.append(reading.anger.level)
        self.abuse_turns += reading.has("abuse")
        words = _own_words(turn, reading)
        facts = {fact.slot: fact for fact in reading.facts}
        if not facts and (number := self.questions.number(words)):
            facts[number.slot] = number
        self.questions.answer(words, reading, facts)
        if self.questions.just("prioritize"):
            self.first = self._named(reading) or self.first
        self._raise(reading)
        self.promises.remind(reading, turn.contact)
        if self._content(reading):
            self._settle(reading)
        for tag in reading.tags:
            if tag.label == "request" and tag.kind:
                self.wishes[tag.kind] = None
                self.requests.raised(tag.kind, tag.text, self.turn)
        self.facts.update(facts)
        self.speaker, self.last = "customer", reading

    def agent(self, turn: Turn, said: Sequence[Said]) -> None:
        """Take in what an agent turn said and did."""
        moves = frozenset().union(*(sentence.moves for sentence in said))
        self.done.update(dict.fromkeys(sorted(moves)))
        self._ask(said, moves)
        self._apologise(said)
        self._answer(said, moves)
        if "recap" in moves:
            self.promises.keep(earlier=False)
        self.promises.make(said, self.turn, turn.contact)
        self.pending = bool(moves & PENDING)
        self.saying = moves | self.saying if self.speaker == "agent" else moves
        self.apologised += "apologize" in moves
        self.warnings += "set_boundary" in moves
        self.heard += self.speaker != "agent"
        self.said.update(sentences(turn.text))
        self.openings.append(" ".join(normalise(turn.text).split(" ", 3)[:3]))
        self.speaker = "agent"

    def _content(self, reading: Reading) -> bool:
        """Tell whether the turn says that things are well now."""
        if reading.anger.level > 1:
            return False
        if any(tag.label in UNSETTLED for tag in reading.tags):
            return False
        answered = bool(self.openings) and not self.pending
        thanked = answered and reading.has("gratitude") and reading.anger.level == 0
        return reading.has("calming") or (thanked and not reading.concerns and not reading.has("request"))

    def _settle(self, reading: Reading) -> None:
        """Settle what the turn does not name again; thanks and calm together settle all of it."""
        named = {concern.kind for concern in reading.concerns}
        if reading.has("calming") and reading.has("gratitude"):
            named, self.fresh = set(), ()
        for kind in [kind for kind in self.open if kind not in named]:
            self.settled[kind] = self.open.pop(kind)
        self.concerns.closed(self.settled, self.turn)
        self.requests.closed(self.wishes, self.turn)
        self.wishes.clear()
        if not self.pending:
            self.promises.keep(earlier=True)

    def _raise(self, reading: Reading) -> None:
        self.fresh = tuple(dict.fromkeys(c.kind for c in reading.concerns if c.kind not in self.open))
        if self.fresh:
            self.heard = 0
        for concern in reading.concerns:
            kind = concern.kind
            self.settled.pop(kind, None)
            self.open[kind] = _merged(self.open.get(kind), concern)
            self.heat[kind] = max(reading.anger.level, self.heat.get(kind, 0))
            self.concerns.raised(kind, concern.text, self.turn)

    def _named(self, reading: Reading) -> frozenset[str]:
        """Find the open concerns that an answer to "which comes first?" speaks of."""
        kinds = {concern.kind for concern in reading.concerns}
        words = content(reading.text)
        kinds |= {kind for kind, concern in self.open.items() if words & content(concern.text)}
        return frozenset(kinds) if len(kinds) < len(self.open) else frozenset()

    def _ask(self, said: Sequence[Said], moves: frozenset[str]) -> None:
        self.questions.ask(said, self.turn, self.facts)
        for move in sorted(moves & QUESTIONS):
            self.asked[move] = None
            if move in SLOT_ASKED:
                self.asked[SLOT_ASKED[move]] = None
        if moves & DETAIL_QUESTIONS:
            self.asked["gather_info"] = self.done["gather_info"] = None

    def _apologise(self, said: Sequence[Said]) -> None:
        """Note each sorry, and for what: the concern it names, or else the only one there is."""
        only = next(iter(self.open)) if len(self.open) == 1 else ""
        for sentence in said:
            if "apologize" in sentence.moves:
                about = next((kind for kind in sentence.about if kind in self.open), only)
                self.apologies.append(Apology(sentence.text, self.turn, about))

    def _answer(self, said: Sequence[Said], moves: frozenset[str]) -> None:
        """Close the requests this agent turn answers.

        Questions of fact are answered by a turn that tells something and neither asks nor puts off; a
        wish for a person or an apology by just that; any wish by an offer, a rule explained or a recap.
        """
        answered = {kind for kind, move in GRANTED.items() if move in moves}
        if not moves & HOLDING and any(map(_tells, said)):
            answered |= TOLD
        if moves & SETTLING:
            answered |= set(self.wishes)
        for kind in answered & set(self.wishes):
            del self.wishes[kind]
        self.requests.closed(answered, self.turn)

    def _priority(self) -> tuple[Concern, ...]:
        """Order the open concerns: what the customer put first, what hurts, what angers, what returns."""

        def rank(concern: Concern) -> tuple[bool, bool, int, int, float]:
            kind = concern.kind
            hurts = concern.impact is not None
            return (
                kind not in self.first,
                not hurts,
                -self.heat[kind],
                -self.concerns.times(kind),
                -concern.weight,
            )

        return tuple(sorted(self.open.values(), key=rank))

    def _standing(self, returning: bool) -> Standing:
        """Sum up what tells the step of the seven that the conversation stands at."""
        last = self.last
        return Standing(
            anything=bool(last and (self.open or self.settled or self.wishes or self.levels[-1])),
            content=bool(last and self._content(last)),
            answered=bool(self.openings),
            returning=returning,
            fresh=bool(self.fresh),
            wishing=bool(self.wishes),
            open=len(self.open.keys() - {"other"}),
            ranked=bool("prioritize" in self.asked or self.first),
            impact=bool(last and last.has("impact")) or self.questions.waiting("ask_impact"),
            level=self.levels[-1] if self.levels else 0,
            rising=trend_of(self.levels) == "rising",
            heard=self.heard,
            done=frozenset(self.done),
        )

    def state(
        self, turns: Sequence[Turn], contact: int, name: str | None, words: int, *, returning: bool
    ) -> State:
        """Close the account."""
        given = name or (self.facts["name"].value if "name" in self.facts else None)
        uses = [_uses(turn.text, given) for turn in turns if turn.role == "agent"]
        ranked, promises = self._priority(), self.promises.listed()
        return State(
            stage=stage_of(self._standing(returning)),
            trend=trend_of(self.levels),
            anger=tuple(self.levels),
            turn=max(self.turn, 1),
            contact=contact,
            open_concerns=ranked,
            settled_concerns=tuple(self.settled.values()),
            open_requests=tuple(self.wishes),
            asked=tuple(self.asked),
            done=tuple(self.done),
            latest=self.latest,
            apologised=self.apologised,
            promised=tuple(promise.text for promise in promises),
            name_uses=sum(uses),
            name_just_used=bool(uses and uses[-1]),
            abuse_turns=self.abuse_turns,
            warned=self.warnings > 0,
            warnings=self.warnings,
            fresh=self.fresh,
            words=words,
            facts=tuple(self.facts.values()),
            said=frozenset(self.said),
            openings=tuple(self.openings),
            seed=_seed(turns),
            concerns=self.concerns.listed(concern.kind for concern in ranked),
            requests=self.requests.listed(self.wishes),
            questions=self.questions.listed(),
            promises=promises,
            apologies=tuple(self.apologies),
        )


def _own_words(turn: Turn, reading: Reading) -> str:
    """Return what the customer wrote in a turn, without quotes and signatures."""
    if reading.text != turn.text:  # it was pasted within a thread; the turn holds the words alone
        return turn.text
    kept, at = [], 0
    for aside in sorted(reading.set_aside, key=lambda one: one.start):
        kept.append(turn.text[at : aside.start])
        at = max(at, aside.end)
    return " ".join([*kept, turn.text[at:]])


def _tells(sentence: Said) -> bool:
    """Tell whether a sentence says more than a courtesy."""
    words = len(sentence.text.split())
    return words > SHORT or (words > 2 and not sentence.moves & COURTESY)


def _merged(old: Concern | None, new: Concern) -> Concern:
    """Keep the newer wording of a concern unless only the older one could be restated."""
    if old is None:
        return new
    kept = old if old.restated and not new.restated else new
    return kept if kept.impact else replace(kept, impact=new.impact or old.impact)


def _uses(text: str, name: str | None) -> int:
    """Count how often a text names the customer, by the full name or by the given name."""
    words = (name or "").split()
    if not words:
        return 0
    given = next((word for word in words if not word.endswith(".")), words[0].rstrip("."))
    spelled = {given, given.capitalize(), given.upper()}
    said = "".join(c if c.isalnum() or c in "'’-" else " " for c in text).split()
    return sum(word in spelled for word in said)


def _seed(turns: Sequence[Turn]) -> str:
    first = next((turn.text for turn in turns if turn.role == "customer"), "")
    digest = hashlib.sha256(first.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{digest[:16]}-{len(turns)}"
