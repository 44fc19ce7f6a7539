"""Facts the customer gave, as slots."""

from __future__ import annotations

import pytest

from deescalate.hear import Hearer


@pytest.mark.parametrize(
    ("text", "slot", "value"),
    [
        ("Hi, my name is Amara Okafor and my order is late.", "name", "Amara Okafor"),
        ("This is the worst. I want my money back. Priya", "name", "Priya"),
        ("The router I bought from you is still broken.\n- Tomasz", "name", "Tomasz"),
        ("Please sort this out for me today. Regards, Mei Ling", "name", "Mei Ling"),
        ("my name is nguyen and the parcel is lost", "name", "nguyen"),
        ("My order number is 88213 and nothing came.", "order", "88213"),
        ("Where is order #AB-4471?", "order", "AB-4471"),
        ("Ticket 55120 has been open for weeks.", "ticket", "55120"),
        ("Invoice no. 2024118 is wrong.", "invoice", "2024118"),
        ("Tracking number JD014600 shows nothing.", "tracking", "JD014600"),
        ("My flight BA123 was cancelled.", "flight", "BA123"),
        ("You took £49.99 twice.", "amount", "£49.99"),
        ("They took 40 dollars from my account.", "amount", "40 dollars"),
        ("I have been on hold for 50 minutes.", "duration", "50 minutes"),
        ("No internet for three weeks now.", "duration", "three weeks"),
        ("This is the third time I have called about it.", "contacts", "three"),
        ("I have emailed you four times.", "contacts", "four"),
        ("I have already called twice.", "contacts", "two"),
        ("It was due on Tuesday.", "date", "Tuesday"),
        ("I paid on 3 March and heard nothing.", "date", "3 March"),
        ("I spoke to Denise and she hung up.", "person", "Denise"),
        ("Billing never wrote back to me.", "department", "Billing"),
        ("Write to me at amara@example.org please.", "email", "amara@example.org"),
        ("Call me on +44 20 7946 0958 after six.", "phone", "+44 20 7946 0958"),
    ],
)
def test_a_fact_fills_its_slot(hearer: Hearer, text: str, slot: str, value: str) -> None:
    facts = hearer.read(text).facts
    assert value in [fact.value for fact in facts if fact.slot == slot]
    assert all(text[fact.start : fact.end] == fact.value for fact in facts if fact.slot not in ("contacts",))


@pytest.mark.parametrize(
    ("text", "slot"),
    [
        ("This is the third parcel that went missing.", "name"),
        ("I'm calling about my bill.", "name"),
        ("Ridiculous. Still no answer. Thanks", "name"),
        ("What is the name of your manager?", "name"),
        ("I would like to order a refund form.", "order"),
        ("I ordered three shirts and two came.", "contacts"),
        ("Nobody answers my calls.", "contacts"),
        ("The device weighs 40 kilos.", "amount"),
    ],
)
def test_what_is_no_fact_fills_no_slot(hearer: Hearer, text: str, slot: str) -> None:
    assert slot not in {fact.slot for fact in hearer.read(text).facts}
