"""Pasted text in, the customer's newest words and the conversation before them out."""

from deescalate.intake.guard import MAX_CHARS, MAX_TURNS, check, check_turns, decode
from deescalate.intake.reader import Intake

__all__ = ["MAX_CHARS", "MAX_TURNS", "Intake", "check", "check_turns", "decode"]
