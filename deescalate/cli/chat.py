"""`deescalate chat`: the customer's turns in, suggestions out; the agent picks, edits or writes."""

from __future__ import annotations

from pathlib import Path

import click

from deescalate.cli.options import bank_option, reply_options, slots_of


@click.command(short_help="An interactive coach at the terminal.")
@reply_options
@bank_option
def chat(
    name: str | None,
    slots: tuple[tuple[str, str], ...],
    channel: str,
    count: int,
    apology: str,
    banks: tuple[Path, ...],
) -> None:
    """Paste the customer's turn, pick, edit or write a reply, and go on.

    End what you paste or write with an empty line. `q` quits.
    """
    from deescalate.cli.coach import Coach
    from deescalate.cli.page import open_page
    from deescalate.cli.prompt import Prompt
    from deescalate.cli.session import advisor_for

    advisor = advisor_for(banks, apology)
    Coach(advisor, open_page(), Prompt(), slots_of(name, slots), channel, count).run()
