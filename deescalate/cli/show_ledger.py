"""A `State` in, a page out: the ledger of the conversation, what a support lead wants to see at a glance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from deescalate.cli.page import Page, Piece
from deescalate.cli.words import excerpt
from deescalate.types import Apology, Asked, Matter, Promise, State

STEPS = {
    "identify": "step 1 of 7, find out who it is and what it is about",
    "listen": "step 2 of 7, hear them out",
    "prioritize": "step 3 of 7, ask what comes first",
    "impact": "step 4 of 7, see what it means for them",
    "respond": "step 5 of 7, solve it",
    "keep_contact": "step 6 of 7, go through what is open",
    "close": "step 7 of 7, sum up and thank",
}
LATEST = 5  # questions listed one by one
QUOTED = 60  # characters of a quotation
PROMISED = {"open": "open", "reminded": "the customer came back to it", "kept": "kept"}


def show_ledger(page: Page, state: State) -> None:
    """Write the ledger, leaving out what is empty."""
    page.gap()
    page.heading("Conversation")
    page.table(list(_rows(state)))


def _rows(state: State) -> Iterator[Sequence[Piece]]:
    for name, values in _sections(state):
        for at, value in enumerate(values):
            yield (name if at == 0 else "", "strong"), (value, "")


def _sections(state: State) -> Iterator[tuple[str, Iterable[str]]]:
    """List the parts of the ledger, each with its lines."""
    yield "stage", (f"{state.stage}: {STEPS.get(state.stage, '')}".rstrip(": "),)
    yield "turn", (f"{state.turn}, contact {state.contact}",)
    yield "anger", (f"{' → '.join(map(str, state.anger)) or '0'} ({state.trend})",)
    still = [matter for matter in state.concerns if not matter.closed]
    numbered = len(still) > 1
    yield "open", [f"{at}. {_raised(m)}" if numbered else _raised(m) for at, m in enumerate(still, 1)]
    yield "settled", [f"{_raised(m)}, by turn {m.closed}" for m in state.concerns if m.closed]
    yield "requests", [_request(matter) for matter in state.requests]
    yield "asked", _questions(state.questions)
    yield "promised", [_promised(promise) for promise in state.promises]
    yield "apologies", [_apology(apology) for apology in state.apologies]
    yield "name", _name(state)
    yield "abuse", _abuse(state)
    yield "facts", _listed(f"{fact.slot} {excerpt(fact.value, 30)}" for fact in state.facts)
    yield "done", _listed(state.done)


def _raised(matter: Matter) -> str:
    again = f", {matter.times} times" if matter.times > 1 else ""
    return f"{matter.kind} “{excerpt(matter.text, QUOTED)}” (turn {matter.raised}{again})"


def _request(matter: Matter) -> str:
    return f"{_raised(matter)}: {f'answered in turn {matter.closed}' if matter.closed else 'open'}"


def _questions(questions: Sequence[Asked]) -> Iterator[str]:
    """List the newest questions and all without an answer; the earlier ones are only counted."""
    older = [question for question in questions[:-LATEST] if question.answered]
    if older:
        yield f"{len(older)} earlier question{'s'[: len(older) > 1]}, answered"
    yield from (_asked(question) for question in questions if question not in older)


def _asked(question: Asked) -> str:
    again = f", asked {question.times} times" if question.times > 1 else ""
    answer = f"“{excerpt(question.answer, QUOTED)}”" if question.answered else "no answer yet"
    about = question.about.replace("_", " ")
    return f"{about} “{excerpt(question.text, QUOTED)}” (turn {question.turn}{again}) → {answer}"


def _promised(promise: Promise) -> str:
    time = f"{promise.time}, " if promise.time else "no time, "
    status = PROMISED.get(promise.status, promise.status)
    return f"“{excerpt(promise.text, QUOTED)}” (turn {promise.turn}): {time}{status}"


def _apology(apology: Apology) -> str:
    about = f", for {apology.about}" if apology.about else ""
    return f"“{excerpt(apology.text, QUOTED)}” (turn {apology.turn}{about})"


def _name(state: State) -> Iterator[str]:
    if state.name_uses:
        times = "once" if state.name_uses == 1 else f"{state.name_uses} times"
        yield f"used {times}{', in the last reply too' if state.name_just_used else ''}"


def _abuse(state: State) -> Iterator[str]:
    if state.abuse_turns or state.warnings:
        yield f"in {state.abuse_turns} turns of the customer, boundaries named: {state.warnings}"


def _listed(values: Iterable[str]) -> Iterator[str]:
    if line := ", ".join(values):
        yield line
