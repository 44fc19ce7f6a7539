"""The speakers of a conversation and what they said in, who is the customer and who an agent out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from deescalate.intake.names import Names, Speaker
from deescalate.intake.words import words
from deescalate.types import Role, WordClass

_LOOK = 400  # characters of a turn that are looked at
_TURNS = 12  # turns of a speaker that are looked at

GUESSED = "roles were guessed from what was said"
FIRST = "roles were guessed: the first speaker is taken for the customer"
UNKNOWN = "it could not be told who is the customer: all was taken for the customer's words"

Scores = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Cast:
    """The role of every speaker, by key, and a note when roles had to be guessed."""

    roles: Mapping[str, Role]
    note: str | None = None


class Talk:
    """Tells the way agents talk from the way customers do."""

    def __init__(self, classes: Mapping[str, WordClass]) -> None:
        self._agent = frozenset(map(_bare, words(classes, "intake_agent_talk")))
        self._opening = frozenset(map(_bare, words(classes, "intake_agent_opening")))
        self._customer = frozenset(map(_bare, words(classes, "intake_customer_talk")))

    def score(self, said: str) -> int:
        """Return the phrases of agents less those of customers in the first 400 characters.

        The words an agent opens with count twice.
        """
        low = _bare(said[:_LOOK].lower())
        agent = sum(p in low for p in self._agent) + 2 * sum(p in low for p in self._opening)
        return agent - sum(p in low for p in self._customer)


def cast(
    speakers: Mapping[str, Speaker], said: Mapping[str, Sequence[str]], talk: Talk, names: Names
) -> Cast:
    """Give every speaker a role.

    speakers: by key, in the order they first spoke; said: their turns.
    """
    roles: dict[str, Role] = {
        key: "customer" if who.role == "customer" else "agent"
        for key, who in speakers.items()
        if who.role in ("customer", "agent")
    }
    left = [key for key in speakers if key not in roles]
    if not left:
        return Cast(roles)
    scores = {key: sum(map(talk.score, said[key][:_TURNS])) + 2 * names.from_company(key) for key in left}
    selves = [key for key in left if speakers[key].role == "self"]
    others = [key for key in left if key not in selves]
    known = {*roles.values()}
    if len(known) == 1:
        return Cast({**roles, **_opposite(known.pop(), selves, others, scores)})
    if known:
        return Cast({**roles, **_by_score(left, scores)})
    if len(selves) == 1 and others:
        return Cast(_me(selves[0], others, scores))
    return _guess(left, scores)


def _opposite(known: Role, selves: list[str], others: list[str], scores: Scores) -> dict[str, Role]:
    """Give the side that is missing to those left; when there are several, to those who talk like it."""
    missing: Role = "agent" if known == "customer" else "customer"
    if selves:
        return {**dict.fromkeys(selves, missing), **_by_score(others, scores)}
    if len(others) == 1:
        return {others[0]: missing}
    return _by_score(others, scores, least=0 if missing == "agent" else 1)


def _by_score(keys: Sequence[str], scores: Scores, least: int = 1) -> dict[str, Role]:
    return {key: "agent" if scores[key] >= least else "customer" for key in keys}


def _me(me: str, others: list[str], scores: Scores) -> dict[str, Role]:
    """Take "Me" for the agent who pastes, unless only the other side talks like one."""
    theirs = max(scores[key] for key in others)
    swapped = theirs > 1 and theirs > scores[me] + 1
    side: Role = "agent" if swapped else "customer"
    return {me: "customer" if swapped else "agent", **dict.fromkeys(others, side)}


def _guess(keys: list[str], scores: dict[str, int]) -> Cast:
    """Guess by wording; who speaks first is the customer more often than not."""
    if len(keys) == 1:
        return Cast({keys[0]: "customer"})
    scores[keys[0]] -= 1
    best = max(scores.values())
    if len(keys) == 2:
        customer = min(keys, key=lambda key: scores[key])
        note = GUESSED if best > 0 else FIRST
        return Cast({key: "customer" if key == customer else "agent" for key in keys}, note)
    if best <= 0:
        return Cast(dict.fromkeys(keys, "customer"), UNKNOWN)
    roles = _by_score(keys, scores)
    roles[min(keys, key=lambda key: scores[key])] = "customer"
    return Cast(roles, GUESSED)


def _bare(phrase: str) -> str:
    """Return the phrase without apostrophes: many leave them out."""
    return phrase.replace("'", "").replace("’", "")
