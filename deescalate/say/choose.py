"""The moves of a reply and the wordings of a bank in, one wording a move out, so that they read as one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from deescalate.say.compare import normalised, opening, sentences
from deescalate.say.scene import Offer, Scene
from deescalate.say.shelf import Shelf, keys_of
from deescalate.say.wording import RESTATE, Wording

_SPREAD = 3.2  # how far chance may move a choice; a restated concern is worth 3
_BY_START = 0.5  # the part of it that is drawn by how a reply begins: a common beginning gets one lot
_MORE_JOINT = 0.25  # what each move beyond the second adds to saying several at once
_COST_CROWDED = 0.15  # for each doubling of the wordings that begin alike, where a reply begins
_COST_SHARED_WORD = 1.6
_COST_SAME_START = 5.0  # as the sentence before, or as another reply to the same message
_COST_SAME_START_APART = 1.2
_COST_USED_ELSEWHERE = 6.0
_COST_SECOND_MENTION = 2.6
_FILLING = 0.5  # worth below which a restatement without facts says nothing of this customer
_QUESTIONS = {"chat": 1, "phone": 2, "social": 1, "email": 2}
_SHORT = {"chat": 4, "phone": 5, "social": 2, "email": 9}  # sentences a reply should not exceed
_JOINT = {"chat": 1.0, "phone": 0.6, "social": 3.2, "email": -1.5}  # for saying several moves at once
_JOINT_SHORT = 3.2  # the same, when the reply would be too long otherwise
_ENOUGH = 2  # sentences beside which one that says nothing of its own can go
_MOST_COVERED = 4  # moves one wording may carry out
_MOST_TIMES = 2  # how often a longer word of ours may come in a reply
_GAP = "\0"
_TELLING = frozenset({"concern_that", "concern_np"})


@dataclass(slots=True)
class Draft:
    """A reply in the making: the wordings chosen, their text, and what they have used up."""

    chosen: list[tuple[Wording, str]] = field(default_factory=list)
    moves: list[str] = field(default_factory=list)
    spent: set[str] = field(default_factory=set)
    gist: set[str] = field(default_factory=set)
    spoken: set[str] = field(default_factory=set)
    starts: set[str] = field(default_factory=set)
    times: Counter[str] = field(default_factory=Counter)
    questions: int = 0

    @property
    def start(self) -> str:
        """The first words of the sentence before."""
        return self.chosen[-1][0].last if self.chosen else ""

    def begins_with(self, wording: Wording) -> bool:
        """Tell whether a wording would come first: what wants an answer comes last."""
        return not self.chosen or (not wording.asks and all(one.asks for one, _ in self.chosen))

    def take(
        self, wording: Wording, text: str, spoken: Sequence[str], scene: Scene, moves: Sequence[str]
    ) -> None:
        """Add a wording with its text, and note what it has said."""
        self.chosen.append((wording, text))
        self.moves.extend(move for move in moves if move not in self.moves)
        self.spoken.update(spoken)
        self.gist |= wording.gist
        self.times.update(scene.ours(wording))
        self.starts |= {wording.start, wording.last}
        self.questions += wording.asks
        for slot in wording.uses:
            self.spent.add(slot)
            self.gist |= scene.words(slot)
            self.spent |= scene.clash.get(slot, frozenset())


class Chooser:
    """Chooses wordings for the moves of one message's replies; each reply avoids what the others used."""

    def __init__(self, scene: Scene, shelf: Shelf, crowd: Mapping[str, float]) -> None:
        self._scene = scene
        self._crowd = crowd
        self._shelf = shelf
        self._keys = keys_of(scene.plan.situation)
        self._offers: dict[str, list[Offer]] = {}
        self._used: set[str] = set()
        self._starts: set[str] = set()

    def compose(self, moves: Sequence[str], index: int) -> Draft:
        """Choose wordings for these moves; moves without anything left to say are left out."""
        due = list(dict.fromkeys(moves))
        draft = self._worded(due, index, strict=True)
        if not draft.chosen:
            draft = self._worded(due, index, strict=False)
        self._drop_filling(draft)
        for wording, _ in draft.chosen:
            self._used.add(wording.phrase.id)
        if draft.chosen:
            self._starts.add(draft.chosen[0][0].start)
        return draft

    def _worded(self, due: Sequence[str], index: int, strict: bool) -> Draft:
        """Word the moves in turn; `strict` leaves one out before a reply begins like the last one."""
        draft, remaining = Draft(), list(due)
        channel = self._scene.channel
        joint = _JOINT_SHORT if len(remaining) > _SHORT[channel] else _JOINT[channel]
        seed = self._seed(index)
        while remaining:
            offers = self._of(remaining[0])
            del remaining[: self._place(offers, remaining, draft, seed, joint, strict) or 1]
        return draft

    def _of(self, move: str) -> list[Offer]:
        offers = self._offers.get(move)
        if offers is None:
            offers = self._offers[move] = self._scene.offers(self._shelf.wordings(move, self._keys))
        return offers

    def add(self, draft: Draft, offers: Sequence[Offer], index: int) -> bool:
        """Add one more sentence to a draft, of the offers given; tell whether there was one."""
        return bool(self._place(offers, None, draft, self._seed(index), 0.0))

    def _seed(self, index: int) -> int:
        return (self._scene.seed + index * 0x9E3779B1) & 0xFFFFFFFF

    def _place(
        self,
        offers: Sequence[Offer],
        remaining: list[str] | None,
        draft: Draft,
        seed: int,
        joint: float,
        strict: bool = True,
    ) -> int:
        """Say the best of the offers that was not said before; return how many moves it took, 0 for none."""
        search = self._search(draft, remaining, seed, joint)
        while (best := search.best(offers)) is not None:
            wording, count = best
            search.barred.add(wording.phrase.id)
            if strict and self._opens_again(wording, draft):
                continue
            if self._say(wording, draft, _done(wording, count, remaining)):
                return count
        return 0

    def _search(self, draft: Draft, remaining: list[str] | None, seed: int, joint: float) -> _Search:
        return _Search(
            fits=self._scene.fits,
            draft=draft,
            asked=draft.questions >= _QUESTIONS[self._scene.channel],
            told=not _TELLING.isdisjoint(draft.spent),
            starts=self._starts_near(draft, remaining),
            used=self._used,
            heads=_heads(remaining),
            crowd=self._crowd,
            seed=seed,
            joint=joint,
        )

    def _starts_near(self, draft: Draft, remaining: Sequence[str] | None) -> frozenset[str]:
        """List the beginnings a next sentence may stand beside: any in public, where sentences fall away."""
        if not draft.chosen:
            return frozenset(self._starts)
        anywhere = remaining is None or self._scene.channel == "social"
        return frozenset(draft.starts if anywhere else (draft.start,))

    def _opens_again(self, wording: Wording, draft: Draft) -> bool:
        """Tell whether a reply would begin like the one before."""
        scene = self._scene
        if not scene.openings or not draft.begins_with(wording):
            return False
        return self._was_opening(wording.fill(scene.values))

    def _was_opening(self, text: str) -> bool:
        scene = self._scene
        return any(opening(f"{lead} {text}") in scene.openings for lead in scene.leads)

    def _drop_filling(self, draft: Draft) -> None:
        """Leave out a sentence that only says the message was read, where enough is said without it."""
        kept = [pair for pair in draft.chosen if not _is_filling(pair[0])]
        if _ENOUGH <= len(kept) < len(draft.chosen) and not self._was_opening(kept[0][1]):
            draft.chosen = kept
            if not any(RESTATE in wording.covers for wording, _ in kept):
                draft.moves.remove(RESTATE)

    def _say(self, wording: Wording, draft: Draft, moves: Sequence[str]) -> bool:
        text = wording.fill(self._scene.values)
        spoken = [normalised(sentence) for sentence in sentences(text)]
        if any(sentence in self._scene.said or sentence in draft.spoken for sentence in spoken):
            return False
        if wording.fills and self._scene.said and self._was_filled(wording):
            return False
        ours = self._scene.ours(wording)
        if any(draft.times[word] + count > _MOST_TIMES for word, count in ours.items()):
            return False
        draft.take(wording, text, spoken, self._scene, moves)
        return True

    def _was_filled(self, wording: Wording) -> bool:
        """Tell whether a sentence was said before with other words in the slots of the agent."""
        said = self._scene.said
        text = wording.fill({**self._scene.values, **dict.fromkeys(wording.fills, _GAP)})
        for sentence in sentences(text):
            if _GAP not in sentence:
                continue
            before, *_, after = map(normalised, sentence.split(_GAP))
            if any(one.startswith(before) and one.endswith(after) for one in said):
                return True
        return False


@dataclass(slots=True)
class _Search:
    """A search for the wording that reads best after what a draft says."""

    fits: Callable[[Wording], bool]
    draft: Draft
    asked: bool
    told: bool
    starts: frozenset[str]
    used: set[str]
    heads: list[frozenset[str]]
    crowd: Mapping[str, float]
    seed: int
    joint: float
    barred: set[str] = field(default_factory=set)

    def best(self, offers: Sequence[Offer]) -> tuple[Wording, int] | None:
        """Find the best offer and how many of the due moves it takes; offers come the worthiest first."""
        spent, asked, joint = self.draft.spent, self.asked, self.joint
        ceiling = _SPREAD + max(0.0, joint) * _jointly(_MOST_COVERED)
        found, top = None, -1e9
        for wording, worth in offers:
            if worth + ceiling < top:
                break
            count = 1 if wording.single else _taken(wording, self.heads)
            score = worth + joint * _jointly(count)
            if not count or score + _SPREAD <= top or not spent.isdisjoint(wording.uses):
                continue
            if asked and wording.asks:
                continue
            score += self._bonus(wording)
            if score > top and wording.phrase.id not in self.barred and self.fits(wording):
                found, top = (wording, count), score
        return found

    def _bonus(self, wording: Wording) -> float:
        # A number of the wording's own, stirred by the seed, makes a stable choice that varies.
        lot = _stirred(wording.salt, self.seed)
        if not self.draft.chosen:
            lot += _BY_START * (_stirred(wording.start_salt, self.seed) - lot)
            lot -= self.crowd[wording.start] * _COST_CROWDED / _SPREAD
        bonus = lot * _SPREAD
        if not wording.gist.isdisjoint(self.draft.gist):
            bonus -= _COST_SHARED_WORD * len(wording.gist & self.draft.gist)
        if wording.start in self.starts:
            bonus -= _COST_SAME_START
        elif wording.start in self.draft.starts:
            bonus -= _COST_SAME_START_APART
        if wording.phrase.id in self.used:
            bonus -= _COST_USED_ELSEWHERE
        return bonus - _COST_SECOND_MENTION if self.told and _tells_again(wording) else bonus


def _jointly(count: int) -> float:
    """Rate saying so many moves at once: the second counts most, lest the widest sentence always win."""
    return 1 + _MORE_JOINT * (count - 2) if count > 1 else 0.0


def _stirred(salt: int, seed: int) -> float:
    """Make a number from 0 to 1 of two."""
    return (((salt ^ seed) * 0x9E3779B1) & 0xFFFFFFFF) / 0xFFFFFFFF


def _is_filling(wording: Wording) -> bool:
    return wording.covers == {RESTATE} and not wording.uses and wording.worth < _FILLING


def _tells_again(wording: Wording) -> bool:
    """Tell whether a wording goes over the concern once more, after a sentence that has told it."""
    return wording.light or RESTATE in wording.covers


def _done(wording: Wording, count: int, remaining: Sequence[str] | None) -> Sequence[str]:
    return [wording.phrase.move] if remaining is None else remaining[:count]


def _heads(remaining: Sequence[str] | None) -> list[frozenset[str]]:
    """List the sets of the first moves due: none, one, two, …"""
    if remaining is None:
        return []
    return [frozenset(remaining[:count]) for count in range(_MOST_COVERED + 1)]


def _taken(wording: Wording, heads: Sequence[frozenset[str]]) -> int:
    """Count the due moves a wording takes; 0 when it does more than is due now."""
    count = len(wording.covers)
    if not heads:
        return 1
    if count > _MOST_COVERED:
        return 0
    if wording.covers == heads[count]:
        return count
    return count - 1 if wording.least == heads[count - 1] else 0
