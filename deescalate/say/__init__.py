"""A plan and the phrases of a bank in, replies to send out."""

from deescalate.say.speaker import Speaker

__all__ = ["Speaker"]
