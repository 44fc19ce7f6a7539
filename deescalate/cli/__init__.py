"""The command `deescalate`: it parses, calls the library, prints, and turns errors into exit codes."""

from deescalate.cli.command import main

__all__ = ["main"]
