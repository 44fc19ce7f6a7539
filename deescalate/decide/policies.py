"""What holds whatever the rules say: from a Situation to what a reply must and must not do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from deescalate.types import Reading, Situation, State

Bans = Mapping[str, str]  # move -> the policy that takes it out

# Moves that are made at most once in a conversation.
ONCE = (
    "greet",
    "ask_name",
    "ask_callback",
    "ask_impact",
    "ask_more_concerns",
    "confirm_understanding",
    "prioritize",
    "review_open",
    "check_closure",
)
# A move is not made when the slot its answer fills has a value.
ANSWERED = {"ask_name": "name", "ask_callback": "phone"}
NEXT_STEPS = frozenset(
    {"greet", "gather_info", "ask_name", "ask_impact", "prioritize", "find_out", "time_frame", "action_plan"}
    | {"ticket", "hand_over", "can_do", "offer_alternative", "explain_policy", "follow_up", "end_contact"}
    | {"review_open", "recap", "check_closure", "safety_route", "ask_more_concerns", "confirm_understanding"}
)
LISTENING = frozenset({"greet", "cushion", "restate", "acknowledge_impact", "apologize", "reframe"})
LENGTH = {"chat": 5, "social": 4, "phone": 6, "email": 7}  # moves in one reply
SPARE = (
    "follow_up",
    "reframe",
    "thank",
    "ask_more_concerns",
    "ticket",
    "own",
    "can_do",
    "cushion",
    "restate",
)

APOLOGIES_AT_MOST = 2


@dataclass(frozen=True, slots=True)
class Forced:
    """A reply that policy dictates whole: its moves, why it stops the ordinary ones, and the note."""

    moves: tuple[str, ...]
    stop: str | None
    note: str


NOTICES = {
    "empty": Forced(("greet",), "empty", "empty: nothing was written yet, so only an opening is offered"),
    "greeting": Forced(("greet",), None, "greeting: nothing to settle yet, so only an opening is offered"),
    "foreign": Forced((), "foreign", "language: the message is not in English, so nothing is suggested"),
    "spam": Forced((), "spam", "spam: this is no customer's concern, so nothing is suggested"),
    "no_customer": Forced((), "no_customer", "no customer: there are no words of a customer to answer"),
    "log": Forced(("gather_info",), None, "log: only machine output was pasted, so the reply asks"),
}
SAFETY = Forced(
    ("safety_route",),
    "safety",
    "safety: somebody may be in danger; a human and the house procedure take over",
)
PRAISE = Forced(("thank",), "praise", "praise: nothing went wrong, so the reply only thanks")
END = Forced(("end_contact",), "abuse", "abuse: it went on after two boundaries, so the contact ends")


def forced(situation: Situation, reading: Reading) -> Forced | None:
    """Return the reply that policy dictates, or None when the rules may speak."""
    if reading.has("safety"):
        return SAFETY
    for notice in _words(situation, "notice"):
        if notice in NOTICES:
            return NOTICES[notice]
    tags = _words(situation, "tag")
    if "abuse" in tags and _number(situation, "warned") > 1:
        return END
    return PRAISE if _is_praise(situation) else None


def bans(situation: Situation, state: State) -> dict[str, str]:
    """Return the moves this reply must not make, each with the policy that says so."""
    tags = _words(situation, "tag")
    banned: dict[str, str] = {
        "safety_route": "safety: kept for danger to somebody",
        "end_contact": "abuse: the contact ends only after two boundaries",
    }
    if reason := _no_apology(situation, state):
        banned["apologize"] = f"apology: {reason}"
    if not tags.isdisjoint(("abuse", "threat", "unreasonable")):
        banned["offer_alternative"] = "offers: they never rise with threats, insults or demands"
    if tags.isdisjoint(("abuse", "threat:violence")):
        banned["set_boundary"] = "abuse: anger is welcome, a boundary is for insults only"
    _ban_repeats(banned, situation)
    _ban_empty(banned, situation, state)
    return banned


def _ban_repeats(banned: dict[str, str], situation: Situation) -> None:
    past = _words(situation, "done") | _words(situation, "asked")
    for move in ONCE:
        if move in past:
            banned[move] = f"once: {move} was done in this conversation already"
    for move, slot in ANSWERED.items():
        if slot in _words(situation, "slot"):
            banned[move] = f"once: the {slot} is known"


def _ban_empty(banned: dict[str, str], situation: Situation, state: State) -> None:
    """Ban moves that have nothing to be about."""
    tags, news = _words(situation, "tag"), _number(situation, "concerns") + _number(situation, "requests")
    if not news and (state.openings or not _number(situation, "clear")):
        banned["restate"] = "once: the newest message raises nothing to repeat back"
    if "impact" not in tags:
        banned["acknowledge_impact"] = "facts: no impact was named"
    else:
        banned.setdefault("ask_impact", "once: the impact was named")
    if len(_words(situation, "open")) < 2:
        banned["prioritize"] = "facts: there is only one concern"
    if _number(situation, "contact") < 2:
        banned["review_open"] = "facts: this is the first contact"
    if state.openings or _number(situation, "turn") > 1:
        banned.setdefault("greet", "once: the conversation is under way")
    if _number(situation, "concerns") or _number(situation, "anger"):
        banned.setdefault("check_closure", "closing: something is still open")


def _no_apology(situation: Situation, state: State) -> str | None:
    """Tell why no apology is due, or None when one is."""
    tags, given = _words(situation, "tag"), _number(situation, "apologised")
    if "apology:none" in _words(situation, "policy"):
        return "the company's setting leaves it out"
    if not _went_wrong(situation):
        return "nothing went wrong"
    if given >= APOLOGIES_AT_MOST:
        return "it was made twice already; more would wear it out"
    asked_for = "request:apology" in tags
    again = _number(situation, "contact") > 1 and "repeat" in tags
    if given and not (state.fresh or asked_for or again):
        return "it was made for this already"
    return None


def _went_wrong(situation: Situation) -> bool:
    """Tell whether there is a failure to be sorry for, other than the customer's own."""
    tags, level = _words(situation, "tag"), _number(situation, "anger")
    blamed = {tag for tag in tags if tag.startswith("blame:")}
    if blamed == {"blame:self"} and not level:
        return False
    return bool(blamed or level or _words(situation, "open") or "concern" in tags)


def _is_praise(situation: Situation) -> bool:
    """Tell whether the customer only praises: thanks, and nothing that ever went wrong."""
    tags = _words(situation, "tag")
    trouble = ("concern", "request", "anger", "blame", "threat", "abuse", "repeat", "distress", "impact")
    before = _words(situation, "open") or _words(situation, "asks") or _number(situation, "turn") > 1
    return "gratitude" in tags and tags.isdisjoint(trouble) and not before


def needs_boundary(situation: Situation) -> bool:
    """Tell whether the reply must name a limit: the staff is insulted."""
    return "abuse" in _words(situation, "tag")


def is_upset(situation: Situation) -> bool:
    """Tell whether the customer is angry, so that an answer listens before it solves."""
    return bool(_number(situation, "anger"))


def needs_step(situation: Situation) -> bool:
    """Tell whether the reply must say what happens next: something went wrong, or a limit is named."""
    return needs_boundary(situation) or _went_wrong(situation)


def _words(situation: Situation, test: str) -> frozenset[str]:
    value = situation[test]
    return value if isinstance(value, frozenset) else frozenset()


def _number(situation: Situation, test: str) -> int:
    value = situation[test]
    return value if isinstance(value, int) else 0
