"""`deescalate tag`: a message in, its tags, facts and concerns out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from deescalate.cli.options import bank_option, output_options, source_options
from deescalate.cli.source import lines_from, text_from

if TYPE_CHECKING:
    from deescalate.wire import Json


@click.command(short_help="The reading: tags marked in the text, facts, concerns.")
@source_options
@output_options
@bank_option
@click.pass_context
def tag(
    ctx: click.Context,
    text: str | None,
    file: Path | None,
    as_json: bool,
    lines: bool,
    banks: tuple[Path, ...],
) -> None:
    """Show what a customer's message says: anger, tags, facts and concerns, each with its reason.

    TEXT is a message, an e-mail or a whole chat thread; without it the text comes from --file or
    standard input. With --lines, standard input holds JSON objects such as {"id": 1, "text": "…"}.
    """
    from deescalate import wire
    from deescalate.cli.lines import answer_lines, emit
    from deescalate.cli.page import open_page
    from deescalate.cli.session import advisor_for
    from deescalate.cli.show_reading import show_reading

    if lines:
        stream = lines_from(text, file)
        advisor = advisor_for(banks)

        def answer(row: Json) -> Json:
            asked = wire.message_in(row)
            return wire.reading_to_json(advisor.read(asked.text), asked.id)

        ctx.exit(0 if answer_lines(stream, answer) else 2)
    pasted = text_from(text, file)
    reading = advisor_for(banks).read(pasted)
    if as_json:
        emit(wire.dumps(wire.reading_to_json(reading), indent=2))
    else:
        show_reading(open_page(), reading)
