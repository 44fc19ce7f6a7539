"""A `Reading` in, a page out: the message with its tags marked, what was heard, what was set aside."""

from __future__ import annotations

from collections.abc import Sequence

from deescalate.cli.page import Page, Piece
from deescalate.cli.words import excerpt
from deescalate.types import Anger, Reading, RequestForms, Tag

ANGER = ("none", "irritated", "angry", "furious")
NOTICES = {
    "empty": "there are no words to judge",
    "foreign": "this is not English, so nothing was judged",
    "spam": "this looks like spam, so nothing was judged",
    "log": "this is a log or code, so nothing was judged",
    "no_customer": "there are no words of the customer in it",
    "greeting": "a greeting, nothing else",
}


def show_reading(page: Page, reading: Reading) -> None:
    """Write the marked message, then its tags, facts, concerns and what was set aside."""
    marks = [(tag.start, tag.end, name_of(tag)) for tag in reading.tags]
    page.marked(reading.text, marks, [(aside.start, aside.end) for aside in reading.set_aside])
    page.gap()
    page.line([("anger ", "dim"), (describe(reading.anger), "anger" if reading.anger.level else "")])
    for note in reading.notes:
        page.line([("note ", "dim"), (NOTICES.get(note, note), "")])
    show_tags(page, reading)
    _show_facts(page, reading)
    show_concerns(page, reading)
    show_requests(page, reading)
    _show_aside(page, reading)


def name_of(tag: Tag) -> str:
    """Name a tag as `label` or `label:kind`."""
    return f"{tag.label}:{tag.kind}" if tag.kind else tag.label


def describe(anger: Anger) -> str:
    """Say the level of anger, the score, and what raised it."""
    level = f"{anger.level} of 3, {ANGER[anger.level]} (score {anger.score:.2f})"
    return f"{level}: {'; '.join(anger.because)}" if anger.because else level


def show_tags(page: Page, reading: Reading) -> None:
    """Write a table of the tags with their strength and reason."""
    rows = [
        (
            (name_of(tag), tag.label),
            (f"{tag.weight:.2f}", "dim"),
            (f"“{excerpt(tag.text, 40)}”", ""),
            (f"{tag.because} [{tag.cue}]", "dim"),
        )
        for tag in reading.tags
    ]
    _section(page, "Tags", rows)


def show_concerns(page: Page, reading: Reading) -> None:
    """Write the concerns, each with the words an agent would repeat it in."""
    rows = [
        (
            (concern.kind, "concern"),
            (f"“{excerpt(concern.text, 40)}”", ""),
            (f"→ {excerpt(concern.restated, 80)}" if concern.restated else "→ no safe restatement", "dim"),
        )
        for concern in reading.concerns
    ]
    _section(page, "Concerns", rows)


def show_requests(page: Page, reading: Reading) -> None:
    """Write the requests that can be said back, each with the words an agent would say."""
    rows = [
        ((request.kind, "request"), (f"“{excerpt(request.text, 40)}”", ""), (f"→ {excerpt(told, 80)}", "dim"))
        for request in reading.requests
        if (told := _asked(request.forms))
    ]
    _section(page, "Requests", rows)


def _asked(forms: RequestForms) -> str:
    """Say a request as the agent would take it in."""
    if forms.wish:
        return f"you'd like {forms.wish}"
    return f"you'd like to know {forms.question}" if forms.question else ""


def _show_facts(page: Page, reading: Reading) -> None:
    _section(page, "Facts", [((fact.slot, "strong"), (excerpt(fact.value), "")) for fact in reading.facts])


def _show_aside(page: Page, reading: Reading) -> None:
    rows = [
        (
            (aside.why, "strong"),
            (f"{aside.start}–{aside.end}", "dim"),
            (f"“{excerpt(reading.text[aside.start : aside.end], 60)}”", "dim"),
        )
        for aside in reading.set_aside
    ]
    _section(page, "Set aside", rows)


def _section(page: Page, heading: str, rows: Sequence[Sequence[Piece]]) -> None:
    if rows:
        page.gap()
        page.heading(heading)
        page.table(rows)
