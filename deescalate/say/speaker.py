"""Plans in, replies out: words the moves of a plan with the phrases of a bank and this customer's facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import log2

from deescalate.say import join
from deescalate.say.choose import Chooser, Draft
from deescalate.say.compare import content, overlap
from deescalate.say.scene import Scene, make_scene
from deescalate.say.shelf import Shelf
from deescalate.say.slots import Names, slot_values
from deescalate.say.wording import LIGHT, prepare
from deescalate.types import Bank, Plan, PlannedMove, Reading, State, Suggestion

MOST = 3  # suggestions
_TOO_ALIKE = 0.6  # Jaccard overlap of the words that carry two replies
_PRIVATE, _INVITE = "channel_private", "gather_info"
_OPEN_PUBLIC = frozenset({"thank", "greet", "check_closure", "safety_route", "end_contact", "set_boundary"})


class Speaker:
    """Words plans. Thread-safe after construction; the same arguments give the same replies.

    Args:
        bank: the phrases, and the vocabulary of their slots.
        name_uses: how often the customer's name may be used in one conversation.
    """

    def __init__(self, bank: Bank, *, name_uses: int = 2) -> None:
        self._slots = bank.vocabulary.slots
        self._name_uses = name_uses
        self._names = Names.of(bank)
        self._forms = join.Forms.of(bank)
        self._titles = _class_words(bank, "say_title")
        self._glue = _class_words(bank, "say_glue")
        self._wordings = [prepare(phrase, self._slots, self._glue) for phrase in bank.phrases.values()]
        starts = Counter(wording.start for wording in self._wordings)
        self._crowd = {
            start: 0.0 if start.startswith("{{") else log2(count) for start, count in starts.items()
        }
        self._shelves: dict[tuple[str, frozenset[str]], Shelf] = {}
        self._invitations = [w for w in self._wordings if _PRIVATE in w.uses and w.phrase.move == _INVITE]

    def slot_values(self, reading: Reading, state: State, given: Mapping[str, str]) -> dict[str, str]:
        """Collect the slots that have a value: facts, restated concerns, and what was given (which wins)."""
        return slot_values(reading, state, given, self._names)

    def say(
        self,
        plan: Plan,
        reading: Reading,
        state: State,
        slots: Mapping[str, str],
        channel: str,
        count: int = MOST,
    ) -> tuple[Suggestion, ...]:
        """Word the plan: up to `count` (at most three) truly different replies, the plan's own way first.

        `slots` are the values `slot_values` gave. Slots the agent fills stand as `[slot]` when they
        have no value, and are listed as missing. Returns fewer replies when nothing new is left to say.
        """
        name = self._name(state, slots, channel)
        scene = make_scene(plan, state, slots, channel, self._slots, name, self._forms.greetings, self._glue)
        chooser = Chooser(scene, self._shelf(plan, channel), self._crowd)
        ways = [way for way in (plan.moves, *plan.alternatives) if way]
        found: list[tuple[Suggestion, frozenset[str]]] = []
        wanted = min(count, MOST)
        for index in range(len(ways) + wanted if ways else 0):
            if len(found) >= wanted:
                break
            draft = self._draft(chooser, scene, [planned.move for planned in ways[index % len(ways)]], index)
            if draft.chosen:
                _keep(found, self._suggestion(draft, scene, ways[index % len(ways)], index), self._glue)
        return tuple(suggestion for suggestion, _ in found)

    def _shelf(self, plan: Plan, channel: str) -> Shelf:
        """Return the wordings for a channel, without those for other kinds of concern."""
        main = plan.situation.get("main")
        kinds = main if isinstance(main, frozenset) else frozenset()
        found = self._shelves.get((channel, kinds))
        if found is None:
            found = self._shelves[channel, kinds] = Shelf(self._wordings, channel, kinds)
        return found

    def _name(self, state: State, slots: Mapping[str, str], channel: str) -> str | None:
        name = slots.get("name")
        if not name or state.name_just_used or state.name_uses >= self._name_uses:
            return None
        if channel != "social":
            return name
        first = name.split()[0]
        return None if first.strip(".").lower() in self._titles else first

    def _draft(self, chooser: Chooser, scene: Scene, moves: Sequence[str], index: int) -> Draft:
        draft = chooser.compose(moves, index)
        if scene.channel == "social" and draft.chosen:
            self._fit_public(chooser, scene, draft, moves, index)
        return draft

    def _fit_public(
        self, chooser: Chooser, scene: Scene, draft: Draft, moves: Sequence[str], index: int
    ) -> None:
        """Shorten a reply for the public: its first words, and an invitation to go on in private."""
        invited = not _OPEN_PUBLIC.issuperset(moves)
        if invited and _PRIVATE not in draft.spent:
            chooser.add(draft, scene.offers(self._invitations), index)
        while len(draft.chosen) > 1 and len(self._text(draft, scene, index)) > join.LONGEST_SOCIAL:
            droppable = [at for at, pair in enumerate(draft.chosen) if _PRIVATE not in pair[0].uses]
            dropped, _ = draft.chosen.pop(droppable[-1] if droppable else -1)
            draft.moves = [move for move in draft.moves if move not in dropped.covers]

    def _text(self, draft: Draft, scene: Scene, index: int) -> str:
        name = scene.values.get("name")
        if scene.channel == "email":
            agent, variant = scene.values["agent"], scene.seed + index
            return join.in_email(draft.chosen, name, self._forms, agent, variant, scene.said)
        if scene.channel == "phone":
            return join.on_phone(draft.chosen, name, self._forms)
        return join.in_chat(draft.chosen, name, self._forms)

    def _suggestion(self, draft: Draft, scene: Scene, way: Sequence[PlannedMove], index: int) -> Suggestion:
        text = self._text(draft, scene, index)
        fills = [slot for wording, _ in join.in_order(draft.chosen) for slot in wording.fills]
        if scene.channel == "email":
            fills.append("agent")
        missing = tuple(dict.fromkeys(slot for slot in fills if slot in scene.open_slots))
        reasons = [planned.because for planned in way if planned.move in draft.moves]
        return Suggestion(
            text=text,
            moves=tuple(draft.moves),
            phrases=tuple(wording.phrase.id for wording, _ in draft.chosen),
            score=_score(draft, scene, len(missing), index),
            because=tuple(dict.fromkeys((*reasons, *scene.plan.policies))),
            missing=missing,
        )


def _class_words(bank: Bank, name: str) -> frozenset[str]:
    found = bank.classes.get(name)
    return frozenset(found.words if found else ())


def _score(draft: Draft, scene: Scene, missing: int, index: int) -> float:
    """Rate a reply by how much is about this customer, how little is open, and how early its way comes."""
    telling = sum(1 for wording, _ in draft.chosen if (wording.uses & scene.known) - LIGHT)
    naming = sum(1 for wording, _ in draft.chosen if wording.uses & scene.known & LIGHT)
    specific = min(1.0, (telling + 0.5 * naming) / len(draft.chosen) * 1.5)
    return round(max(0.05, min(1.0, 0.6 + 0.4 * specific - 0.06 * missing - 0.06 * index)), 3)


def _keep(found: list[tuple[Suggestion, frozenset[str]]], one: Suggestion, glue: frozenset[str]) -> None:
    words = content(one.text, glue)
    if all(overlap(words, other) < _TOO_ALIKE for _, other in found):
        found.append((one, words))
