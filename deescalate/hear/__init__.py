"""Hearing: what a customer's message says."""

from deescalate.hear.hearer import DraftMatcher, Hearer, blank_english

__all__ = ["DraftMatcher", "Hearer", "blank_english"]
