"""Play whole conversations of the corpora and hold every reply to the wording rules.

    python benchmarks/conversations.py [CORPORA] [--count N] [--examples N]

CORPORA is a folder of the sets that docs/accuracy.md describes; by default DEESCALATE_CORPORA names it.
Every customer turn of N conversations of each set is answered twice: with the agent turns as they were
written, and with our first suggestion in their place, so that what we said is what we must not say again.
Every fourth conversation is also played as an e-mail, a call and a public thread; every third has slots
given. The table counts, for each property, the turns with a reply that breaks it, and names the first by
id and turn; the exit code is 1 when there is one.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from reply_rules import PLACEHOLDER, RULES, Reply, broken, opening, said_in

from deescalate import Advice, Advisor, Turn

SETS = ("conversations-dev", "frustration-dev", "service-chats-dev")
CHANNELS = ("chat", "email", "phone", "social")
SLOTS: tuple[dict[str, str], ...] = (
    {},
    {"time": "5 pm today"},
    {
        "time": "noon on Friday",
        "agent": "Jo",
        "step": "call the depot",
        "channel_private": "a direct message",
    },
)
RAISED, FLAGGED = "no exception", "no finding of the draft checker"


@dataclass
class Tally:
    """What was checked and what was found, property by property."""

    turns: int = 0
    replies: int = 0
    faults: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


def conversations(folder: Path, count: int) -> Iterator[tuple[str, list[Turn]]]:
    """Yield the first conversations of each set, spread over the whole of it, with an id."""
    for name in SETS:
        path = folder / f"{name}.jsonl"
        if not path.exists():
            continue
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        for row in rows[:: max(1, len(rows) // count)][:count]:
            yield row["id"], [Turn(turn["role"], turn["text"]) for turn in row["turns"]]


def play(advisor: Advisor, name: str, turns: list[Turn], number: int, tally: Tally) -> None:
    """Answer every customer turn of a conversation, in each mode and channel that is due."""
    slots = SLOTS[number % len(SLOTS)]
    for channel in CHANNELS if number % 4 == 0 else CHANNELS[:1]:
        for ours in (False, True):
            _play(advisor, f"{name} {channel}{' ours' if ours else ''}", turns, channel, slots, ours, tally)


def _play(
    advisor: Advisor,
    name: str,
    turns: list[Turn],
    channel: str,
    slots: dict[str, str],
    ours: bool,
    tally: Tally,
) -> None:
    so_far: list[Turn] = []
    for at, turn in enumerate(turns):
        if turn.role != "customer":
            so_far += [] if ours else [turn]
            continue
        so_far.append(turn)
        place = f"{name} #{at}"
        tally.turns += 1
        try:
            advice = advisor.advise(so_far, channel=channel, slots=slots)
        except Exception as error:  # noqa: BLE001 - any exception at all is what is looked for
            tally.faults[RAISED].append(f"{place} ({type(error).__name__})")
            return
        _check(advisor, advice, so_far, channel, slots, place, tally)
        if ours and advice.suggestions:
            so_far.append(Turn.agent(advice.suggestions[0].text))


def _check(
    advisor: Advisor,
    advice: Advice,
    turns: list[Turn],
    channel: str,
    slots: dict[str, str],
    place: str,
    tally: Tally,
) -> None:
    found: set[str] = set()
    for one in replies(advice, turns, channel, slots):
        tally.replies += 1
        found.update(broken(one))
        findings = advisor.review(one.body)
        if any(f.level != "suggestion" and not PLACEHOLDER.fullmatch(f.text) for f in findings):
            found.add(FLAGGED)
    for rule in found:
        tally.faults[rule].append(place)


def replies(advice: Advice, turns: list[Turn], channel: str, slots: dict[str, str]) -> Iterator[Reply]:
    """Yield the suggestions of an advice with what the rules need to know."""
    agent = [turn.text for turn in turns if turn.role == "agent"]
    facts = [*advice.state.facts, *advice.reading.facts]
    concerns = [*advice.reading.concerns, *advice.state.open_concerns]
    told = [(c.restatement.that, c.restatement.np, c.restatement.quote) for c in concerns]
    impacts = [concern.impact for concern in concerns if concern.impact]
    nouns = [concern.restatement.noun for concern in concerns if concern.restatement.noun]
    last = Reply(agent[-1], channel) if agent else None
    for one in advice.suggestions:
        yield Reply(
            text=one.text,
            channel=channel,
            customer=" ".join(turn.text for turn in turns if turn.role == "customer"),
            theirs=tuple(
                value
                for value in (
                    *(f for forms in told for f in forms),
                    *impacts,
                    *nouns,
                    *(f.value for f in facts),
                )
                if value
            ),
            forms=tuple(form for form in told[0] if form) if told else (),
            said=set().union(*map(said_in, agent)) if agent else (),
            opened=opening(last.body) if last else "",
            given=slots,
            praise=advice.plan.stop == "praise",
            name=next((fact.value for fact in reversed(facts) if fact.slot == "name"), ""),
        )


def table(tally: Tally, examples: int) -> Iterator[str]:
    """Yield the lines of the table."""
    yield f"{tally.turns:,} customer turns, {tally.replies:,} replies\n"
    yield f"{'property':44s}{'turns':>8s}{'broken':>8s}  first"
    for rule in (RAISED, FLAGGED, *RULES):
        places = tally.faults.get(rule, [])
        yield f"{rule:44s}{tally.turns:8d}{len(places):8d}  {'; '.join(places[:examples])}".rstrip()


def main() -> int:
    """Print the table; tell whether nothing was broken."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpora", type=Path, nargs="?", default=os.environ.get("DEESCALATE_CORPORA"))
    parser.add_argument("--count", type=int, default=120, help="conversations of each set")
    parser.add_argument("--examples", type=int, default=2, help="places named for each property")
    options = parser.parse_args()
    if options.corpora is None:
        parser.error("name the folder of the sets, or set DEESCALATE_CORPORA")
    advisor, tally, played = Advisor(), Tally(), 0
    for number, (name, turns) in enumerate(conversations(Path(options.corpora), options.count)):
        play(advisor, name, turns, number, tally)
        played += 1
    if not played:
        parser.error(f"{options.corpora} holds none of {', '.join(SETS)}")
    print(f"{played} conversations")
    for line in table(tally, options.examples):
        print(line)
    return 1 if any(tally.faults.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
