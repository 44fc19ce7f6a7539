"""What the agent asked and what the customer said after it in; every question and its answer out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from deescalate.decide.texts import normalise, shortened
from deescalate.types import Asked, Fact, Reading, Said

# What an agent's question asks for, as the slot its answer fills.
SLOT_ASKED = {
    "ask_name": "name",
    "ask_callback": "phone",
    "ask_order": "order",
    "ask_when": "date",
    "ask_device": "product",
    "ask_account": "email",
}
# Facts that answer a question for the slot as well.
ALSO_ANSWERED_BY = {
    "order": ("ticket", "invoice", "tracking", "flight"),
    "date": ("duration",),
    "phone": ("email",),
    "email": ("order", "ticket"),
}
# Other questions, the most particular first; one sentence is one of them.
OPEN_QUESTIONS = (
    "prioritize",
    "ask_impact",
    "ask_more_concerns",
    "check_closure",
    "confirm_understanding",
    "gather_info",
)
QUESTIONS = frozenset({*SLOT_ASKED, *OPEN_QUESTIONS})
DETAIL_QUESTIONS = frozenset({"ask_order", "ask_when", "ask_device", "ask_account"})

SLOTS_IN_ORDER = tuple(SLOT_ASKED.values())
SLOTS = frozenset(SLOTS_IN_ORDER)
NUMBERED = "order"
BARE = 6  # words of a turn that only gives a number
NAMED = "name"
LONGEST_NAME = 5  # words of a turn that only gives a name
UPSET = frozenset({"concern", "blame", "threat", "abuse"})  # who complains does not give the detail
FIGURED = frozenset({"order", "phone", "email", "product", "date"})  # slots that a figure fills
BETWEEN_SENTENCES = re.compile(r"(?<=[.!?])\s+|\n+")
FIGURE = re.compile(r"(?<!\w)[A-Za-z]{0,4}-?\d[\w-]{2,}(?!\w)")

SHORT = 12  # words up to which a customer's turn is taken for the answer to the one thing asked
ANSWER = 60  # characters kept of an answer


class Questions:
    """The questions of one conversation, each listed once however often it was asked."""

    def __init__(self) -> None:
        self._all: dict[str, Asked] = {}
        self._fresh: dict[str, None] = {}  # asked since the customer spoke last, or just before
        self._spoken = False  # the customer spoke last

    def ask(self, said: Iterable[Said], turn: int, known: Mapping[str, Fact]) -> None:
        """Take in the questions of an agent's turn; `known` are the facts the customer gave before."""
        if self._spoken:
            self._fresh.clear()
        self._spoken = False
        for sentence in said:
            for about in _asked(sentence):
                self._ask(about, sentence.text, turn, known)

    def answer(self, words: str, reading: Reading, facts: Mapping[str, Fact]) -> None:
        """Take in what the words of a customer's turn answer: facts any question, the rest the newest."""
        self._spoken = True
        taken = False  # a figure answers one question only
        for key in dict.fromkeys((*self._fresh, *(SLOTS_IN_ORDER if facts else ()))):
            asked = self._all.get(key)
            if asked is None or asked.answered:
                continue
            answer = _fact(asked.about, facts)
            if not answer and key in self._fresh and not (taken and asked.about in SLOTS):
                answer = _reply(asked.about, words.strip(), reading)
                taken = taken or (asked.about in SLOTS and any(map(str.isdigit, answer)))
            if answer:
                self._all[key] = replace(asked, answered=True, answer=shortened(answer, ANSWER))

    def number(self, words: str) -> Fact | None:
        """Take the one figure of a few words for the order number, where that was just asked for."""
        told = _statements(words) or words
        figures = list(FIGURE.finditer(told)) if len(told.split()) <= BARE else []
        if len(figures) != 1 or not self.waiting(NUMBERED):
            return None
        number = figures[0].group()
        start = words.index(number)
        return Fact(NUMBERED, number, start, start + len(number))

    def waiting(self, about: str) -> bool:
        """Tell whether this was asked since the customer spoke before and is not answered yet."""
        return about in self._fresh and not self._all[about].answered

    def just(self, about: str) -> bool:
        """Tell whether this was asked since the customer spoke before."""
        return about in self._fresh

    def listed(self) -> tuple[Asked, ...]:
        """List the questions in the order in which they were asked first."""
        return tuple(self._all.values())

    def _ask(self, about: str, text: str, turn: int, known: Mapping[str, Fact]) -> None:
        # Asking for details in other words asks for other details; the other questions are the same.
        key = f"{about} {normalise(text)}" if about == "gather_info" else about
        old = self._all.get(key)
        if old is None:
            answer = _fact(about, known)
            self._all[key] = Asked(about, text, turn, answered=bool(answer), answer=answer)
        elif old.turn != turn:
            self._all[key] = replace(old, times=old.times + 1)
        self._fresh[key] = None


def _asked(sentence: Said) -> list[str]:
    """Name what a sentence asks for: the slots, or else the one other question it is."""
    slots = [slot for move, slot in SLOT_ASKED.items() if move in sentence.moves]
    return slots or [move for move in OPEN_QUESTIONS if move in sentence.moves][:1]


def _fact(about: str, facts: Mapping[str, Fact]) -> str:
    for slot in (about, *ALSO_ANSWERED_BY.get(about, ())):
        if slot in facts:
            return facts[slot].value
    return ""


def _reply(about: str, text: str, reading: Reading) -> str:
    """Return the words of a turn that reply to what was just asked, "" when it only asks back."""
    told = _statements(text)
    if about == "ask_impact":
        return next((tag.text for tag in reading.tags if tag.label == "impact"), _brief(told))
    if about in OPEN_QUESTIONS:
        return told
    figured = told or text
    if about in FIGURED and any(map(str.isdigit, figured)):
        return figured
    upset = reading.anger.level > 1 or any(tag.label in UPSET for tag in reading.tags)
    return "" if upset or (about == NAMED and len(told.split()) > LONGEST_NAME) else _brief(told)


def _statements(text: str) -> str:
    """Return the sentences that are no questions and hold a word or a figure."""
    parts = BETWEEN_SENTENCES.split(text)
    return " ".join(part for part in parts if not part.endswith("?") and any(map(str.isalnum, part)))


def _brief(text: str) -> str:
    return text if len(text.split()) <= SHORT else ""
