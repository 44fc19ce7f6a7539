"""An `Advice` in, a page out: the replies first, then why they say what they say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from deescalate.cli.page import Page, Piece
from deescalate.cli.show_ledger import show_ledger
from deescalate.cli.show_reading import NOTICES, describe, name_of, show_concerns, show_requests, show_tags
from deescalate.cli.words import excerpt
from deescalate.types import Advice, PlannedMove, SlotKind, Suggestion

STOPS = {
    "safety": "Somebody may be in danger: follow the house procedure and bring in a person now.",
    "abuse": "The abuse went on after a boundary: the contact may end here.",
    "praise": "The customer is pleased: there is nothing to de-escalate.",
    "empty": "There are no words to judge.",
    "foreign": "The message is not in English: no reply is suggested.",
    "spam": "The message looks like spam: no reply is suggested.",
    "no_customer": "There are no words of the customer in it: no reply is suggested.",
}


def show_advice(page: Page, advice: Advice, explain: bool = False) -> None:
    """Write the suggestions, then the reasons in short, or in full with `explain`."""
    if advice.plan.stop:
        page.line([(STOPS.get(advice.plan.stop, f"Stop: {advice.plan.stop}."), "safety")])
        page.gap()
    show_suggestions(page, advice.suggestions, advice.unknowns, explain)
    _show_why(page, advice)
    if explain:
        _show_all(page, advice)


def show_suggestions(
    page: Page,
    suggestions: Sequence[Suggestion],
    unknowns: Mapping[str, SlotKind],
    explain: bool = False,
) -> None:
    """Write the replies, numbered, each with what is still to be filled in and what that means."""
    if not suggestions:
        page.line([("No reply is suggested.", "")])
    for number, suggestion in enumerate(suggestions, 1):
        page.line([(f"{number}.", "strong")])
        page.line(list(_pieces(suggestion)), indent=3)
        for slot in suggestion.missing:
            page.line([(f"fill in {explained(slot, unknowns)}", "dim")], indent=3)
        if explain:
            page.line([(f"moves: {', '.join(suggestion.moves)}", "dim")], indent=3)
            page.line([(f"phrases: {', '.join(suggestion.phrases)}", "dim")], indent=3)
        page.gap()


def explained(slot: str, unknowns: Mapping[str, SlotKind]) -> str:
    """Say what an open slot stands for, with an example."""
    kind = unknowns.get(slot)
    return f"[{slot}]: {kind.meaning}, such as “{kind.example}”" if kind else f"[{slot}]"


def _pieces(suggestion: Suggestion) -> Iterator[Piece]:
    """Part a reply at the slots that are still open."""
    if not suggestion.missing:
        yield suggestion.text, ""
        return
    slots = "|".join(map(re.escape, suggestion.missing))
    for words in re.split(rf"(\[(?:{slots})\])", suggestion.text):
        yield words, "open" if words.startswith("[") and words[1:-1] in suggestion.missing else ""


def _show_why(page: Page, advice: Advice) -> None:
    page.heading("Why")
    page.table([((name, "dim"), piece) for name, piece in _whys(advice)])


def _whys(advice: Advice) -> Iterator[tuple[str, Piece]]:
    """List what was heard and what follows from it, each with its name."""
    reading = advice.reading
    yield "anger", (describe(reading.anger), "anger" if reading.anger.level else "")
    for note in reading.notes:
        yield "note", (NOTICES.get(note, note), "")
    heard = {name_of(tag): tag for tag in reading.tags if tag.label != "anger"}
    if heard:
        yield "heard", (", ".join(f"{name} “{excerpt(tag.text, 40)}”" for name, tag in heard.items()), "")
    for reason, moves in _by_reason(advice.plan.moves):
        yield "so", (" → ".join(move.move for move in moves), "strong")
        yield "since", (reason, "")


def _by_reason(moves: Sequence[PlannedMove]) -> Iterator[tuple[str, list[PlannedMove]]]:
    """Group moves that follow each other for the same reason."""
    for reason, group in groupby(moves, key=lambda move: _parted(move)[1]):
        yield reason, list(group)


def _parted(move: PlannedMove) -> tuple[str, str]:
    """Part why a move was chosen into what the move does and the reason of the rule."""
    meaning, _, reason = move.because.partition(": ")
    return (meaning, reason) if reason else ("", meaning)


def _show_all(page: Page, advice: Advice) -> None:
    show_tags(page, advice.reading)
    show_concerns(page, advice.reading)
    show_requests(page, advice.reading)
    show_ledger(page, advice.state)
    for number, way in enumerate((advice.plan.moves, *advice.plan.alternatives), 1):
        page.gap()
        page.heading(f"Plan {number}")
        for reason, moves in _by_reason(way):
            page.line([(reason, "")], 2)
            page.table([_ruled(move) for move in moves])
    if advice.plan.policies:
        page.gap()
        page.heading("Policies")
        for policy in advice.plan.policies:
            page.line([(policy, "")], 2)


def _ruled(move: PlannedMove) -> tuple[Piece, ...]:
    return (move.move, "strong"), (f"{_parted(move)[0]} [{move.rule}; {move.source}]", "dim")
