"""What a customer asks for comes back in the agent's voice: true, grammatical, or not at all."""

from __future__ import annotations

import pickle
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deescalate import Advisor
from deescalate.bank import load
from deescalate.hear.grammar import Grammar
from deescalate.hear.requests import RequestRestater
from deescalate.hear.scan import Scanner
from deescalate.types import Bank, RequestForms

BANK: Bank = load()


class Clerk:
    """Takes sentences apart as the hearer does, and restates the requests in them."""

    def __init__(self, bank: Bank) -> None:
        from deescalate.hear.hearer import blank_english

        self._scanner = Scanner(bank, blank_english())
        self._restater = RequestRestater(Grammar(bank))

    def asked(self, text: str, kind: str = "other") -> RequestForms:
        scan = self._scanner.scan(text)
        norms = [word.norm for word in scan.words]
        return self._restater.restate(text, scan.pieces(0, len(scan.words)), norms, kind)


CLERK = Clerk(BANK)

QUESTIONS = [
    # the word of asking, and the auxiliary before the subject
    ("Where is my parcel", "where your parcel is"),
    ("when will I get my refund", "when you'll get your refund"),
    ("When are you open on Sundays", "when we're open on Sundays"),
    ("why is my bill so high this month", "why your bill is so high this month"),
    ("why can't I log in to my account", "why you can't log in to your account"),
    ("why isn't the app loading", "why the app isn't loading"),
    ("how much does a new screen cost", "how much a new screen costs"),
    ("how long will the repair take", "how long the repair will take"),
    ("What time does the store close", "what time the store closes"),
    ("when did the parcel leave the depot", "when the parcel left the depot"),
    ("how do I reset my router", "how you can reset your router"),
    ("where can I find my invoice", "where you can find your invoice"),
    ("which plan is the cheapest", "which plan is the cheapest"),
    ("what's up with the app", "what's going on with the app"),
    ("why is there no hot water in my room", "why there's no hot water in your room"),
    ("when will you ever fix the lift", "when we'll fix the lift"),
    ("what can I do please help", "what you can do"),
    # yes or no
    ("is the store open on Monday", "whether the store is open on Monday"),
    ("Do you sell gift cards", "whether we sell gift cards"),
    ("did you receive my form", "whether we received your form"),
    ("can I bring my dog", "whether you can bring your dog"),
    ("has my order been shipped yet", "whether your order has been shipped yet"),
    ("will it be cancelled", "whether it'll be cancelled"),
    ("is there a way to change the date", "whether there's a way to change the date"),
    ("am I covered for this", "whether you're covered for this"),
    ("is my deposit returned if I don't come", "whether your deposit is returned if you don't come"),
    # the word of asking is the subject, or the order is that of a statement
    ("what's going on with my order", "what's going on with your order"),
    ("what happened to my refund", "what happened to your refund"),
    ("can you tell me if my order has shipped", "whether your order has shipped"),
    ("Please let me know when the technician is coming", "when the technician is coming"),
    ("I was wondering whether the offer still applies to me", "whether the offer still applies to you"),
    ("how come my contract was renewed", "why your contract was renewed"),
    ("any update on my claim", "what the latest is on your claim"),
    # who is addressed, and what comes before
    ("AcmeSupport does this work abroad", "whether this works abroad"),
    ("ok but where is my refund", "where your refund is"),
    ("my question is when will I receive my card", "when you'll receive your card"),
]
NO_QUESTIONS = [
    "why are you ignoring me",
    "why did you lose my parcel",
    "how do you explain this",
    "what gives",
    "is the the lift working",
    "why does it cost so much to pick a seat",
    "may you help me please",
    "how many points do I have on my card",
    "when hasn't it been late",
    "let me know if you can't do it",
    "when will you repair",
    "what's the fault stopping the lifts",
    "why bother",
    "do you think this is funny",
    "what about Tuesday",
    "My parcel is late",
    "can you cancel my order",
    "could anyone help me",
    "why are you such idiots",
]
WISHES = [
    ("I want my money back", "your money back"),
    ("I'd like a refund for this month", "a refund for this month"),
    ("we would like to move to another room", "to move to another room"),
    ("I need you to remove this fee", "us to remove this fee"),
    ("I want someone to call me back", "someone to call you back"),
    ("please cancel my subscription", "us to cancel your subscription"),
    ("Can you cancel the order I placed today", "us to cancel the order you placed today"),
    ("could somebody check my account", "us to check your account"),
    ("can I change my booking", "to change your booking"),
    ("Can I get a replacement", "a replacement"),
    ("Please send me a new card", "us to send you a new card"),
    ("refund me", "us to refund you"),
    ("I need help with my bill", "help with your bill"),
    ("can you tell me the status of my claim", "to know the status of your claim"),
]
NO_WISHES = [
    "I don't want to wait",
    "I like your shop",
    "I need it",
    "I want keyboard",
    "cut off my line send me the bill",
    "look forward to your reply",
    "refund for my lamp",
    "want refund for the lamp",
    "let me know your postcode",
    "stop wasting my time",
    "fix this",
    "get lost you clown",
    "My parcel is late",
    "should I just cry now",
]


@pytest.mark.parametrize(("said", "question"), QUESTIONS)
def test_question(said: str, question: str) -> None:
    assert CLERK.asked(said, "information").question == question


@pytest.mark.parametrize("said", NO_QUESTIONS)
def test_no_question(said: str) -> None:
    assert CLERK.asked(said, "information").question is None


@pytest.mark.parametrize(("said", "wish"), WISHES)
def test_wish(said: str, wish: str) -> None:
    assert CLERK.asked(said).wish == wish


@pytest.mark.parametrize("said", NO_WISHES)
def test_no_wish(said: str) -> None:
    assert CLERK.asked(said).wish is None


FILLERS = "I my me we you your the a parcel card idiots not never is are was can't 3 £40 ? , and if"
WORDS = sorted({word for said, _ in QUESTIONS + WISHES for word in said.split()} | set(FILLERS.split()))
OWN = frozenset({"i", "me", "my", "am", "mine"})


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12))
def test_never_in_the_customers_voice(words: list[str]) -> None:
    asked = CLERK.asked(" ".join(words))
    for form in (asked.question, asked.wish):
        if form is not None:
            said = form.lower().replace("'", " ").split()
            assert OWN.isdisjoint(said)
            assert "idiots" not in said
            assert not {("you", "is"), ("you", "am"), ("you", "was")} & set(pairwise(said))


@pytest.mark.parametrize(
    ("said", "about"),
    [
        ("i need to know about my seat assignment", "your seat assignment"),
        ("does this card reader take coins", "the card reader"),
        ("the link you sent me does not open my invoice", "your invoice"),
        ("what about the problem", None),
        ("your idiots lost it", None),
        ("three weeks and no answer", None),
    ],
)
def test_the_thing_it_is_about(said: str, about: str | None) -> None:
    assert CLERK.asked(said).about == about


def test_a_reading_carries_its_requests() -> None:
    reading = Advisor().read("Where is my parcel? Please cancel my order.")
    assert [request.restated for request in reading.requests] == [
        "where your parcel is",
        "us to cancel your order",
    ]
    assert pickle.loads(pickle.dumps(reading)).requests == reading.requests
