"""The rules of wording, held against every phrase and against the replies to the project's own cases."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from conversations import replies
from reply_rules import RULES, Reply, broken, opening, sentences

from deescalate.advisor import Advisor
from deescalate.types import Case, Turn

from .builders import BANK
from .test_phrases import TEXTS

CHANNELS = BANK.vocabulary.channels
SETTINGS: dict[str, dict[str, str]] = {
    "no slots": {},
    "a time": {"time": "5 pm today"},
    "all slots": {
        "time": "noon on Friday",
        "agent": "Jo",
        "step": "call the depot",
        "senior": "our team lead",
        "channel_private": "a direct message",
    },
}
SPOKEN = ("chat", "phone", "social")
OF_A_PHRASE = sorted(set(RULES) - {"few sentences", "short in public", "no word three times"})

# Replies that break a rule, each with the rule: none of them may pass unseen.
BROKEN = (
    ("no unfilled template syntax", Reply("I'll call {{ name }}.")),
    ("no sentence repeated in a conversation", Reply("I'm on it.", said={"i m on it"})),
    ("no sentence twice in a reply", Reply("I'm on it. I'm on it.")),
    ("no opening twice running", Reply("I see that it broke.", opened="i see that")),
    ("no opening twice running", Reply("Hi,\n\nI see that now.\n\nBye,\nJo", "email", opened="i see that")),
    ("no promise without a slot", Reply("You'll get a refund.")),
    ("no promise without a slot", Reply("I'll be back within 2 hours.")),
    ("no apology for praise", Reply("I'm sorry. Thank you!", praise=True)),
    ("one apology", Reply("I'm sorry. My apologies for the wait.")),
    ("I, not we, for the agent's own act", Reply("Thanks. We'll look at it.")),
    ("I, not we, for the agent's own act", Reply("We are checking it now.")),
    ("no feeling named that they did not name", Reply("You sound frustrated.", customer="It broke.")),
    ("no but", Reply("I'm sorry, but the shop is closed.")),
    ("no unfortunately", Reply("Unfortunately it's gone.")),
    ("contractions where one talks", Reply("I am on it.")),
    ("contractions where one talks", Reply("That does not help.", "phone")),
    ("short sentences", Reply("It " + "really " * 40 + "broke.")),
    ("few sentences", Reply("Yes. " * 12)),
    ("short in public", Reply("Yes indeed. " * 30, "social")),
    ("few questions", Reply("When? And where?")),
    ("one time in a reply", Reply("I'll write by [time]. Expect it by [time].")),
    ("one time in a reply", Reply("By 5 pm. Yes, 5 pm.", given={"time": "5 pm"})),
    ("the name once", Reply("Ana, thanks. Bye Ana.", name="Ana")),
    ("a concern in one form", Reply("It broke. I'm on the break.", forms=("it broke", "the break"))),
    ("no word three times", Reply("The parcel is my parcel, a parcel.")),
    ("no bad seam", Reply("I'm  on it.")),
    ("no bad seam", Reply("I see that it broke., and I'm on it.")),
    ("no bad seam", Reply("I'm asking the your team.")),
    ("sentences start with a capital", Reply("I'm sorry. it broke.")),
    ("neighbours start differently", Reply("I can see why. I can help.")),
    ("phone lines can be spoken", Reply("I've read all of it.", "phone")),
)


@pytest.mark.parametrize(("rule", "reply"), BROKEN)
def test_a_broken_rule_is_seen(rule: str, reply: Reply) -> None:
    assert rule in broken(reply)


def test_every_rule_can_be_broken() -> None:
    assert {rule for rule, _ in BROKEN} == set(RULES)


@pytest.mark.parametrize("rule", OF_A_PHRASE)
def test_every_phrase_keeps_the_rule(rule: str) -> None:
    examples = tuple(kind.example for kind in BANK.vocabulary.slots.values())
    found = [
        f"{phrase.id} ({channel}): {TEXTS[phrase.id]}"
        for phrase in BANK.phrases.values()
        for channel in phrase.channels
        if RULES[rule](Reply(TEXTS[phrase.id], channel, theirs=examples))
    ]
    assert not found


# --- the project's own cases --------------------------------------------------------------------


def answers(advisor: Advisor, channel: str, slots: dict[str, str]) -> Iterator[tuple[str, Reply]]:
    for case in BANK.cases.values():
        advice = advisor.advise(case.turns, slots=slots, channel=channel)
        yield from ((case.id, one) for one in replies(advice, list(case.turns), channel, slots))


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("channel", CHANNELS)
def test_every_reply_to_the_cases_keeps_the_rules(advisor: Advisor, channel: str, setting: str) -> None:
    found = [
        (name, rules, one.text)
        for name, one in answers(advisor, channel, SETTINGS[setting])
        if (rules := broken(one))
    ]
    assert not found


def played(advisor: Advisor, case: Case, slots: dict[str, str]) -> Iterator[Reply]:
    """Play a case with our first suggestion in place of what its agent wrote, then three turns more."""
    customer = [turn.text for turn in case.turns if turn.role == "customer"]
    more = ("Still nothing. What is going on?", "That isn't an answer.", "So when will I know?")
    turns: list[Turn] = []
    for text in (*customer, *more):
        turns.append(Turn.customer(text))
        advice = advisor.advise(turns, slots=slots)
        yield from replies(advice, turns, "chat", slots)
        if advice.suggestions:
            turns.append(Turn.agent(advice.suggestions[0].text))


@pytest.mark.parametrize("setting", ["no slots", "a time"])
def test_a_conversation_held_with_our_replies_keeps_the_rules(advisor: Advisor, setting: str) -> None:
    cases = [case for at, case in enumerate(BANK.cases.values()) if at % 3 == 0]
    found = [
        (case.id, rules, one.text)
        for case in cases
        for one in played(advisor, case, SETTINGS[setting])
        if (rules := broken(one))
    ]
    assert not found


# --- ten customers with the same problem --------------------------------------------------------

TEN = {
    "a late parcel": (
        "My parcel was due on Monday and it still isn't here.",
        "Where on earth is my package? It was meant to come days ago.",
        "The delivery never turned up. I stayed at home all day for it!",
        "Ordered two weeks ago, nothing has arrived.",
        "Your courier didn't show up again.",
        "I'm still waiting for my order, this is ridiculous.",
        "No sign of my parcel and nobody tells me anything.",
        "My order hasn't been delivered.",
        "The tracking hasn't moved since Tuesday, where's my delivery?",
        "Hi, the box I ordered hasn't come. Pretty annoyed by now.",
    ),
    "charged twice": (
        "You charged me twice for the same order.",
        "I've been billed two times this month!",
        "Why is there a double charge on my card?",
        "My bank shows your payment twice. Give me my money back.",
        "I was charged twice and nobody answers.",
        "Two payments of £30 were taken, I only bought one thing.",
        "There's a duplicate charge on my statement. Not happy.",
        "Hello, it seems I paid twice for my subscription?",
        "You took the money twice, this is theft!",
        "The invoice was debited two times, please sort this out.",
    ),
    "no internet": (
        "My internet has been down since this morning.",
        "No connection at all for two days now!",
        "The wifi keeps dropping and I can't work.",
        "We have no internet again, what's going on?",
        "Internet is dead. Third time this month.",
        "My broadband isn't working.",
        "The line went down last night and is still down.",
        "Is there an outage? Nothing loads here.",
        "I pay for internet and I get nothing. Unacceptable.",
        "Connection lost again, I work from home and I'm losing clients.",
    ),
    "a broken device": (
        "The kettle I bought from you stopped working after a week.",
        "My new phone won't turn on.",
        "This blender is broken, what a piece of junk.",
        "The screen went black and the laptop doesn't start any more.",
        "My washing machine broke down again!",
        "The headphones don't work on the left side.",
        "Your vacuum died after two uses. I'm fed up.",
        "The printer is faulty, it jams every time.",
        "My watch is defective.",
        "The lamp arrived damaged and doesn't light up.",
    ),
    "a rude agent": (
        "Your agent hung up on me!",
        "The man on the phone was incredibly rude to me.",
        "I was treated like dirt by your staff.",
        "Your support lady laughed at me when I asked for help.",
        "Nobody in your shop wanted to help me.",
        "The technician was rude and left without fixing anything.",
        "I've never had such bad service.",
        "Your colleague ignored me for half an hour.",
        "The person in the chat just closed it on me. Awful.",
        "What a terrible customer service, he shouted at me.",
    ),
    "locked out": (
        "I can't log in to my account.",
        "Your site says my password is wrong and it isn't.",
        "I'm locked out of my account again!",
        "The app won't let me sign in.",
        "My account has been blocked for no reason.",
        "I've been trying to get into my account all day.",
        "Login fails every time. I need my documents now.",
        "The reset link doesn't work, I can't get in.",
        "Why can't I access my account any more?",
        "You've locked my account and I have bills to pay.",
    ),
}


@pytest.mark.parametrize("problem", TEN)
def test_ten_customers_with_the_same_problem_get_different_replies(advisor: Advisor, problem: str) -> None:
    texts = [advisor.advise(message).suggestions[0].text for message in TEN[problem]]
    assert len({sentences(text)[0] for text in texts}) >= 8
    assert len({opening(text) for text in texts}) >= 7
    assert len(set(texts)) == len(texts)


def test_the_openings_of_the_customers_do_not_crowd(advisor: Advisor) -> None:
    """No first three words open more than a fifth of the replies."""
    texts = [advisor.advise(message).suggestions[0].text for ten in TEN.values() for message in ten]
    counts = {start: sum(opening(text) == start for text in texts) for start in map(opening, texts)}
    assert max(counts.values()) <= len(texts) / 5, counts


def test_no_phrase_leads_more_than_a_sixth_of_the_replies(advisor: Advisor) -> None:
    leads = [advisor.advise(message).suggestions[0].phrases[0] for ten in TEN.values() for message in ten]
    assert max(map(leads.count, leads)) <= len(leads) / 6


def test_the_words_of_an_agent_do_not_count_as_the_customers() -> None:
    """Feelings are named after the customer only."""
    assert broken(Reply("That's annoying.", customer="so annoyed")) == []
    assert re.search("named", " ".join(broken(Reply("That's annoying.", customer="it broke"))))
