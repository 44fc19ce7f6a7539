"""The options that commands share, and the words on a command line turned into values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

CHANNELS = ("chat", "email", "phone", "social")
APOLOGIES = ("regret", "responsibility", "none")

F = TypeVar("F", bound=Callable[..., Any])


if TYPE_CHECKING:
    _Choice = click.Choice[str]
else:
    _Choice = click.Choice  # no generic class before click 8.2


class NearestChoice(_Choice):
    """A choice that names the nearest valid word when the given one is not valid."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        valid = [str(choice) for choice in self.choices]
        if value not in valid:
            near = get_close_matches(str(value).lower(), valid, n=1, cutoff=0.4)
            hint = f"did you mean '{near[0]}'?" if near else f"use one of {', '.join(valid)}"
            self.fail(f"unknown word '{value}': {hint}", param, ctx)
        return super().convert(value, param, ctx)


def _pairs(ctx: click.Context, param: click.Parameter, values: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Take slots with their values, written NAME=VALUE."""
    pairs = []
    for value in values:
        name, equals, words = value.partition("=")
        if not equals or not name.strip():
            raise click.BadParameter(f"'{value}' is not NAME=VALUE, such as time='5 pm today'", ctx, param)
        pairs.append((name.strip(), words))
    return tuple(pairs)


def source_options(command: F) -> F:
    """Add where the text comes from: TEXT, --file or standard input."""
    command = click.option(
        "--file",
        "file",
        type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path),
        help="Read the text from this file ('-' is standard input).",
    )(command)
    return click.argument("text", required=False)(command)


def output_options(command: F) -> F:
    """Add --json and --lines."""
    command = click.option(
        "--lines", is_flag=True, help="Read JSON objects, one a line; print one JSON result a line."
    )(command)
    return click.option("--json", "as_json", is_flag=True, help="Print JSON (format 1).")(command)


def bank_option(command: F) -> F:
    """Add --bank."""
    return click.option(
        "--bank",
        "banks",
        multiple=True,
        metavar="PATH",
        type=click.Path(path_type=Path),
        help="Lay a phrase bank (a YAML file or a folder) over the shipped one; may be repeated.",
    )(command)


def reply_options(command: F) -> F:
    """Add what shapes the replies: --name, --slot, --channel, --count, --apology."""
    command = click.option(
        "--apology",
        type=NearestChoice(APOLOGIES),
        default="regret",
        show_default=True,
        help="What the company lets its agents say: sorry that it happened, our fault, or nothing of it.",
    )(command)
    command = click.option(
        "--count",
        type=click.IntRange(1, 3),
        default=3,
        show_default=True,
        help="How many suggestions at most.",
    )(command)
    command = click.option(
        "--channel",
        type=NearestChoice(CHANNELS),
        default="chat",
        show_default=True,
        help="Where the reply goes.",
    )(command)
    command = click.option(
        "--slot",
        "slots",
        multiple=True,
        metavar="NAME=VALUE",
        callback=_pairs,
        help="What the reply may say, such as --slot time='5 pm today'; may be repeated.",
    )(command)
    return click.option("--name", help="The customer's name, if you know it.")(command)


def slots_of(name: str | None, pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Gather --name and --slot; the last value of a slot counts."""
    slots = dict(pairs)
    if name is not None:
        slots["name"] = name
    return slots
