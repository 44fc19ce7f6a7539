"""Reviewing: what in an agent's draft would heat things up, and what to say instead."""

from deescalate.review.reviewer import Reviewer

__all__ = ["Reviewer"]
