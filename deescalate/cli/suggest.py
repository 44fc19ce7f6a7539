"""`deescalate suggest`: a pasted message or thread in, replies out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from deescalate.cli.options import bank_option, output_options, reply_options, slots_of, source_options
from deescalate.cli.source import lines_from, text_from

if TYPE_CHECKING:
    from deescalate.advisor import Advisor
    from deescalate.cli.page import Page
    from deescalate.types import Advice
    from deescalate.wire import Json


@click.command(short_help="Replies to a pasted message or thread.")
@source_options
@reply_options
@click.option(
    "--explain", is_flag=True, help="Show every reason: tags, state, rules with their sources, phrases."
)
@click.option(
    "--fill", is_flag=True, help="Ask at the terminal for what the first reply misses, and fill it in."
)
@output_options
@bank_option
@click.pass_context
def suggest(
    ctx: click.Context,
    text: str | None,
    file: Path | None,
    name: str | None,
    slots: tuple[tuple[str, str], ...],
    channel: str,
    count: int,
    apology: str,
    explain: bool,
    fill: bool,
    as_json: bool,
    lines: bool,
    banks: tuple[Path, ...],
) -> None:
    """Suggest replies to what a customer wrote.

    TEXT is a message, an e-mail or a whole chat thread; without it the text comes from --file or
    standard input. With --lines, standard input holds JSON objects such as
    {"id": 1, "text": "…"} or {"id": 1, "turns": [{"role": "customer", "text": "…"}]}.
    """
    from deescalate import wire
    from deescalate.cli.lines import answer_lines, emit
    from deescalate.cli.page import open_page
    from deescalate.cli.session import advisor_for
    from deescalate.cli.show_advice import show_advice

    given = slots_of(name, slots)
    if fill:
        _check_fill(as_json or lines)
    if lines:
        stream = lines_from(text, file)
        answer = _answer_with(advisor_for(banks, apology), given, channel, count)
        ctx.exit(0 if answer_lines(stream, answer) else 2)
    pasted = text_from(text, file)
    advisor = advisor_for(banks, apology)

    def advised(values: dict[str, str]) -> Advice:
        return advisor.advise(pasted, slots=values, channel=channel, count=count)

    advice = advised(given)
    if as_json:
        emit(wire.dumps(wire.advice_to_json(advice), indent=2))
        return
    page = open_page()
    show_advice(page, _filled(page, advice, advised, given) if fill else advice, explain)


def _check_fill(as_data: bool) -> None:
    """Refuse --fill where nobody can be asked."""
    from deescalate.cli.prompt import at_terminal

    if as_data:
        raise click.UsageError("--fill asks a person, --json and --lines do not: give values with --slot")
    if not at_terminal():
        raise click.UsageError(
            "--fill asks at a terminal, and input or output is none: give the message as TEXT or with"
            " --file, or the values with --slot"
        )


def _filled(
    page: Page, advice: Advice, advised: Callable[[dict[str, str]], Advice], given: dict[str, str]
) -> Advice:
    """Ask for what the first reply misses until nothing is left to ask; an empty answer leaves it open."""
    from deescalate.cli.prompt import Prompt
    from deescalate.cli.show_advice import explained

    prompt, values, asked = Prompt(), dict(given), set[str]()
    while new := [slot for slot in _missing(advice) if slot not in asked]:
        if not asked:
            page.line([(advice.suggestions[0].text, "")])
            page.gap()
        for slot in new:
            asked.add(slot)
            values[slot] = prompt.line(f"{explained(slot, advice.unknowns)}: ") or ""
        advice = advised(values)
    if asked:
        page.gap()
    return advice


def _missing(advice: Advice) -> tuple[str, ...]:
    return advice.suggestions[0].missing if advice.suggestions else ()


def _answer_with(advisor: Advisor, slots: dict[str, str], channel: str, count: int) -> Callable[[Json], Json]:
    """Make the answer to one input object; what the object gives goes before the options."""
    from deescalate import wire

    def answer(row: Json) -> Json:
        asked = wire.question_in(row)
        advice = advisor.advise(
            asked.message,
            slots={**slots, **asked.slots},
            channel=channel if asked.channel is None else asked.channel,
            count=count,
        )
        return wire.advice_to_json(advice, asked.id)

    return answer
