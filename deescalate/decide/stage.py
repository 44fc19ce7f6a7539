"""Where a conversation stands in, the step of the seven out."""

from __future__ import annotations

from dataclasses import dataclass

# How many replies listen before one solves, by the level of anger.
LISTENS = (0, 1, 1, 2)
MANY = 2  # concerns from which it has to be asked which comes first, before anything else
SOLVING = frozenset({"find_out", "action_plan", "hand_over", "offer_alternative", "explain_policy", "recap"})


@dataclass(frozen=True, slots=True)
class Standing:
    """What tells the step: of the newest message, and of what was said before it."""

    anything: bool  # something was raised, wished for or is angry
    content: bool  # the customer says that things are well
    answered: bool  # the agent has said something
    returning: bool  # this opens a later contact
    fresh: bool  # the newest message raises something new
    wishing: bool  # a request is open
    open: int  # open concerns
    ranked: bool  # which concern comes first was asked, or said
    impact: bool  # the impact is told now, or asked for and not told yet
    level: int  # of anger
    rising: bool
    heard: int  # replies since something new was raised
    done: frozenset[str]  # the agent's moves


def stage_of(now: Standing) -> str:
    """Name the step of the seven: a new concern returns to listening, content closes."""
    if not now.anything:
        return "close" if now.answered and now.content else "identify"
    if now.content and not now.fresh and not now.wishing:
        return "close"
    if now.returning:
        return "keep_contact"
    if now.fresh:
        return "prioritize" if now.open > MANY and not now.ranked else "listen"
    listens = LISTENS[now.level] + (now.rising and now.level > 1)
    if now.heard < listens:
        return "listen"
    if now.open >= MANY and now.heard <= listens + 1 and not now.ranked and now.done.isdisjoint(SOLVING):
        return "prioritize"
    return "impact" if now.impact else "respond"
