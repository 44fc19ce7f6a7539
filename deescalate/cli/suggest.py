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
    from deescalate.wire import Json


@click.command(short_help="Replies to a pasted message or thread.")
@source_options
@reply_options
@click.option(
    "--explain", is_flag=True, help="Show every reason: tags, state, rules with their sources, phrases."
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
    if lines:
        stream = lines_from(text, file)
        answer = _answer_with(advisor_for(banks, apology), given, channel, count)
        ctx.exit(0 if answer_lines(stream, answer) else 2)
    pasted = text_from(text, file)
    advice = advisor_for(banks, apology).advise(pasted, slots=given, channel=channel, count=count)
    if as_json:
        emit(wire.dumps(wire.advice_to_json(advice), indent=2))
    else:
        show_advice(open_page(), advice, explain)


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
