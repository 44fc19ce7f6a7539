"""From the turns of a conversation and what was read in them to its State."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from deescalate.types import Concern, Fact, Reading, State, Turn

SENTENCE_END = re.compile(r"[.!?…]+(?=\s|$)|\n+")

# What an agent's question asks for, as the slot its answer fills.
SLOT_ASKED = {
    "ask_name": "name",
    "ask_callback": "phone",
    "ask_order": "order",
    "ask_when": "date",
    "ask_device": "product",
    "ask_account": "email",
}
QUESTIONS = frozenset(
    {*SLOT_ASKED, "gather_info", "ask_more_concerns", "prioritize", "ask_impact", "confirm_understanding"}
    | {"check_closure"}
)
DETAIL_QUESTIONS = frozenset({"ask_order", "ask_when", "ask_device", "ask_account"})
PROMISES = frozenset({"promise", "time_frame", "follow_up"})

# An agent's turn with one of these puts the answer off; without them it counts as an answer.
HOLDING = (
    (QUESTIONS - {"ask_more_concerns", "check_closure"}) | PROMISES | {"find_out", "private", "action_plan"}
)
# An agent's turn with one of these leaves the customer waiting: thanks for it settle nothing yet.
PENDING = frozenset({"find_out", "promise", "private"})
# Who thanks and says one of these has not settled.
UNSETTLED = frozenset({"blame", "threat", "abuse", "distress"})
TOLD = frozenset({"information", "status"})
GRANTED = {"contact": "hand_over", "escalation": "hand_over", "apology": "apologize"}
SETTLING = frozenset({"offer_alternative", "explain_policy", "recap"})


def fold(
    turns: Sequence[Turn],
    readings: Sequence[Reading | None],
    agent_moves: Sequence[frozenset[str]],
    newest: int,
    name: str | None = None,
) -> State:
    """Fold a conversation into its State.

    `readings` and `agent_moves` run parallel to `turns`: the reading of each customer turn, the
    kinds of the move cues in each agent turn. `newest` is the index of the customer turn to answer;
    agent turns after it count as said. Messages a customer sends in a row are one turn of theirs.
    `name` is the customer's name when the caller knows it; otherwise a name they gave is used.
    """
    ledger = _Ledger()
    for index, turn in enumerate(turns):
        reading = readings[index]
        if turn.role == "agent":
            ledger.agent(turn, agent_moves[index])
        elif index <= newest and reading is not None:
            ledger.customer(reading)
    contact = turns[newest].contact if turns else 1
    first = newest == 0 or not any(t.contact == contact and t.role == "agent" for t in turns[:newest])
    words = len(turns[newest].text.split()) if turns else 0
    return ledger.state(turns, contact, name, words, returning=contact > 1 and first)


def normalise(text: str) -> str:
    """Lower the case and leave only letters and digits, in words parted by single blanks."""
    return " ".join("".join(c if c.isalnum() else " " for c in text.lower()).split())


def sentences(text: str) -> list[str]:
    """Part a text into its normalised sentences, empty ones left out."""
    return [said for part in SENTENCE_END.split(text) if (said := normalise(part))]


def trend_of(levels: Sequence[int]) -> str:
    """Tell from the last two levels of anger whether it is rising, steady or falling."""
    if len(levels) < 2 or levels[-1] == levels[-2]:
        return "steady"
    return "rising" if levels[-1] > levels[-2] else "falling"


def by_priority(concerns: Sequence[Concern]) -> tuple[Concern, ...]:
    """Order concerns: those with an impact first, then the more certain ones."""
    return tuple(sorted(concerns, key=lambda concern: (concern.impact is None, -concern.weight)))


@dataclass
class _Ledger:
    """The running account of one conversation; lives only inside `fold`."""

    levels: list[int] = field(default_factory=list)
    open: dict[str, Concern] = field(default_factory=dict)
    settled: dict[str, Concern] = field(default_factory=dict)
    fresh: tuple[str, ...] = ()
    requests: dict[str, None] = field(default_factory=dict)
    facts: dict[str, Fact] = field(default_factory=dict)
    done: dict[str, None] = field(default_factory=dict)
    asked: dict[str, None] = field(default_factory=dict)
    promised: list[str] = field(default_factory=list)
    said: set[str] = field(default_factory=set)
    openings: list[str] = field(default_factory=list)
    pending: bool = False  # the last agent turn put the answer off
    apologised: int = 0
    warnings: int = 0
    abuse_turns: int = 0
    turn: int = 0
    speaker: str = ""
    last: Reading | None = None

    def customer(self, reading: Reading) -> None:
        """Take in what a customer turn said."""
        self.turn += self.speaker != "customer"
        self.levels.append(reading.anger.level)
        self.abuse_turns += reading.has("abuse")
        self._raise(reading)
        if self._content(reading):
            self._settle(reading)
        for tag in reading.tags:
            if tag.label == "request" and tag.kind:
                self.requests[tag.kind] = None
        self.facts.update((fact.slot, fact) for fact in reading.facts)
        self.speaker, self.last = "customer", reading

    def agent(self, turn: Turn, moves: frozenset[str]) -> None:
        """Take in what an agent turn said and did."""
        self.done.update(dict.fromkeys(sorted(moves)))
        self._ask(moves)
        self._answer(moves)
        self.pending = bool(moves & PENDING)
        self.apologised += "apologize" in moves
        self.warnings += "set_boundary" in moves
        if moves & PROMISES:
            self.promised.append(turn.text.strip())
        said = sentences(turn.text)
        self.said.update(said)
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
        return reading.has("calming") or (thanked and not reading.has("request"))

    def _settle(self, reading: Reading) -> None:
        """Settle what the turn does not name again; thanks and calm together settle all of it."""
        named = {concern.kind for concern in reading.concerns}
        if reading.has("calming") and reading.has("gratitude"):
            named, self.fresh = set(), ()
        for kind in [kind for kind in self.open if kind not in named]:
            self.settled[kind] = self.open.pop(kind)
        self.requests.clear()

    def _raise(self, reading: Reading) -> None:
        self.fresh = tuple(dict.fromkeys(c.kind for c in reading.concerns if c.kind not in self.open))
        for concern in reading.concerns:
            self.settled.pop(concern.kind, None)
            self.open[concern.kind] = _merged(self.open.get(concern.kind), concern)

    def _ask(self, moves: frozenset[str]) -> None:
        for move in sorted(moves & QUESTIONS):
            self.asked[move] = None
            if move in SLOT_ASKED:
                self.asked[SLOT_ASKED[move]] = None
        if moves & DETAIL_QUESTIONS:
            self.asked["gather_info"] = self.done["gather_info"] = None

    def _answer(self, moves: frozenset[str]) -> None:
        """Close the requests this agent turn answers.

        Questions of fact are answered by a turn that neither asks nor puts off; a wish for a person
        or an apology by just that; any wish by an offer, a rule explained or a recap.
        """
        answered = {kind for kind, move in GRANTED.items() if move in moves}
        if not moves & HOLDING:
            answered |= TOLD
        if moves & SETTLING:
            answered |= set(self.requests)
        for kind in answered:
            self.requests.pop(kind, None)

    def _stage(self, returning: bool) -> str:
        """Name the step of the seven the conversation stands at."""
        last = self.last
        if last is None or not (self.open or self.settled or self.requests or self.levels[-1]):
            return "close" if last and self.openings and self._content(last) else "identify"
        if not self.fresh and not self.requests and self._content(last):
            return "close"
        if returning:
            return "keep_contact"
        if self.fresh:
            return "prioritize" if len(self.open) > 2 and "prioritize" not in self.asked else "listen"
        return "impact" if last.has("impact") else "respond"

    def state(
        self, turns: Sequence[Turn], contact: int, name: str | None, words: int, *, returning: bool
    ) -> State:
        """Close the account."""
        given = name or (self.facts["name"].value if "name" in self.facts else None)
        uses = [_uses(turn.text, given) for turn in turns if turn.role == "agent"]
        return State(
            stage=self._stage(returning),
            trend=trend_of(self.levels),
            anger=tuple(self.levels),
            turn=max(self.turn, 1),
            contact=contact,
            open_concerns=by_priority(tuple(self.open.values())),
            settled_concerns=tuple(self.settled.values()),
            open_requests=tuple(self.requests),
            asked=tuple(self.asked),
            done=tuple(self.done),
            apologised=self.apologised,
            promised=tuple(self.promised),
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
        )


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
