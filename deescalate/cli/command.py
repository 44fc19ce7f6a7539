"""Arguments in, an exit code out: 0 fine, 1 findings, 2 wrong usage or unreadable input, 3 broken bank."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from difflib import get_close_matches

import click

from deescalate import __version__
from deescalate.cli.chat import chat
from deescalate.cli.suggest import suggest
from deescalate.cli.tag import tag
from deescalate.cli.words import visible
from deescalate.errors import BankError, DeescalateError

UNUSABLE = 2
BROKEN_BANK = 3
INTERRUPTED = 130
PIPE_CLOSED = 141


class _Commands(click.Group):
    """A group that names the nearest command, and leaves quietly when nobody reads its output."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            ctx.exit(_closed_pipe())
        return result

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            near = get_close_matches(args[0], self.list_commands(ctx), n=1, cutoff=0.4)
            hint = (
                f"did you mean '{near[0]}'?" if near else f"use one of {', '.join(self.list_commands(ctx))}"
            )
            ctx.fail(f"unknown command '{args[0]}': {hint}")
        return super().resolve_command(ctx, args)


@click.group(
    cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, prog_name="deescalate")
def commands() -> None:
    """Read what an upset customer wrote and get the next words to say, with reasons.

    Everything runs on this machine; nothing is stored or sent.
    """


for _command in (suggest, tag, chat):
    commands.add_command(_command)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with the arguments (those of the process by default) and return its exit code."""
    _write_anything()
    try:
        result = commands.main(arguments, prog_name="deescalate", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        error.show()
        return UNUSABLE
    except DeescalateError as error:
        click.echo(visible(f"deescalate: {error}"), err=True)
        return BROKEN_BANK if isinstance(error, BankError) else UNUSABLE
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED


def _write_anything() -> None:
    """Let a character that the terminal's encoding does not know become a question mark."""
    for stream in (sys.stdout, sys.stderr):
        if (reconfigure := getattr(stream, "reconfigure", None)) is not None:
            reconfigure(errors="replace")


def _closed_pipe() -> int:
    """Leave quietly when nobody reads on: the interpreter must not flush into the closed pipe."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    return PIPE_CLOSED
