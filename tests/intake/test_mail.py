"""Pasted mails: headers, quoted history, signatures, disclaimers, footers, code and logs."""

from __future__ import annotations

import pytest

from deescalate.intake import Intake
from deescalate.types import Pasted


def judged(pasted: Pasted) -> str:
    return "\n".join(pasted.text[start:end] for start, end in pasted.judged)


def why(pasted: Pasted) -> list[str]:
    return [item.why for item in pasted.set_aside]


NEW = "My lamp still hums.\nPlease call me."

AROUND = {
    "sign-off": ("{0}\n\nBest regards,\nMaria Lopez", ["signature"]),
    "sign-off and numbers": (
        "{0}\n\nKind regards\nMaria Lopez\nHead of IT | Acme\nTel: +44 20 7946 0000",
        ["signature"],
    ),
    "sign-off and address": ("{0}\n\nRegards,\nMaria Lopez\n12 High Street\nLondon", ["signature"]),
    "thanks and name": ("{0}\n\nThanks,\nMaria", ["signature"]),
    "thanks, name": ("{0}\n\nThanks, Maria Lopez", ["signature"]),
    "german sign-off": ("{0}\n\nMit freundlichen Grüßen\nMaria Lopez", ["signature"]),
    "dashes": ("{0}\n-- \nMaria Lopez\nAcme Ltd", ["signature"]),
    "name and number": ("{0}\n\nMaria Lopez\n+44 20 7946 0000", ["signature"]),
    "iphone": ("{0}\n\nSent from my iPhone", ["footer"]),
    "outlook": ("{0}\n\nGet Outlook for Android", ["footer"]),
    "german iphone": ("{0}\n\nVon meinem iPhone gesendet", ["footer"]),
    "sign-off and iphone": ("{0}\n\nThanks,\nMaria\n\nSent from my iPhone", ["signature", "footer"]),
    "disclaimer": (
        "{0}\n\nThis email and any attachments are confidential.\nDelete it if it is not for you.",
        ["disclaimer"],
    ),
    "sign-off and disclaimer": (
        "{0}\n\nRegards\nMaria\n\nCONFIDENTIALITY NOTICE: for the addressee only.",
        ["signature", "disclaimer"],
    ),
    "headers": ("From: Maria <m@example.org>\nTo: help@example.com\nSubject: Lamp\n\n{0}", ["header"]),
    "subject and date": ("Subject: Lamp\nDate: 3 March 2024\n\n{0}", ["header"]),
    "quotes": ("{0}\n\n> Dear Maria,\n> we will see.\n>\n> Jo", ["quoted"]),
    "deep quotes": ("{0}\n>> one\n> two\n>>> three", ["quoted"]),
    "english reply": (
        "{0}\n\nOn Tue, Mar 5, 2024 at 10:32 AM Jo <jo@example.com> wrote:\n> Hello",
        ["quoted"],
    ),
    "reply over two lines": (
        "{0}\n\nOn Tue, Mar 5, 2024 at 10:32 AM Jo <jo@example.com>\nwrote:\n\n> Hello",
        ["quoted"],
    ),
    "reply without marks": (
        "{0}\n\nOn Tue, Mar 5, 2024 at 10:32 AM Jo <jo@example.com> wrote:\nHello\nthere",
        ["quoted"],
    ),
    "german reply": ("{0}\n\nAm 05.03.2024 um 10:32 schrieb Jo Smith <jo@example.com>:\n> Hallo", ["quoted"]),
    "french reply": (
        "{0}\n\nLe mar. 5 mars 2024 à 10:32, Jo <jo@example.com> a écrit :\n> Bonjour",
        ["quoted"],
    ),
    "spanish reply": (
        "{0}\n\nEl mar, 5 mar 2024 a las 10:32, Jo (<jo@example.com>) escribió:\n> Hola",
        ["quoted"],
    ),
    "italian reply": (
        "{0}\n\nIl giorno mar 5 mar 2024 alle ore 10:32 Jo <jo@example.com> ha scritto:\n> Ciao",
        ["quoted"],
    ),
    "dutch reply": ("{0}\n\nOp di 5 mrt 2024 om 10:32 schreef Jo <jo@example.com>:\n> Hallo", ["quoted"]),
    "original message": (
        "{0}\n\n-----Original Message-----\nFrom: Jo\nSent: Monday\nTo: Maria\nSubject: Lamp\n\nHello",
        ["header", "quoted"],
    ),
    "german outlook": (
        "{0}\n\nVon: Jo <jo@example.com>\nGesendet: Montag, 4. März 2024\nAn: Maria\nBetreff: Lampe\n\nHallo",
        ["header", "quoted"],
    ),
    "underscores": (
        "{0}\n\n________________________\nFrom: Jo <jo@example.com>\nSent: 4 March 2024\nTo: Maria\n\nHello",
        ["header", "quoted"],
    ),
    "bold headers": (
        "{0}\n\n*From:* Jo <jo@example.com>\n*Sent:* Monday\n*To:* Maria\n*Subject:* Lamp\n\nHello",
        ["header", "quoted"],
    ),
    "fence": ("{0}\n```\nrun(3)\n```", ["code"]),
    "python trace": (
        '{0}\nTraceback (most recent call last):\n  File "a.py", line 3, in f\n    g()\nValueError: no',
        ["log"],
    ),
    "java trace": (
        "{0}\njava.lang.IllegalStateException: no\n\tat org.x.Y.z(Y.java:3)\n\tat org.x.Y.w(Y.java:9)",
        ["log"],
    ),
    "log lines": ("{0}\n2024-03-03 10:00:01 ERROR db: no\n2024-03-03 10:00:02 WARN db: no", ["log"]),
    "json": ('{0}\n{{\n  "error": "no",\n  "code": 3\n}}', ["log"]),
    "markup": ("{0}\n<div class='x'>\n<p>no</p>\n</div>", ["log"]),
}


@pytest.mark.parametrize(("shape", "reasons"), AROUND.values(), ids=AROUND.keys())
def test_only_the_new_words_are_judged(intake: Intake, shape: str, reasons: list[str]) -> None:
    pasted = intake.read(shape.format(NEW))
    assert judged(pasted) == NEW
    assert why(pasted) == reasons


UNCHANGED = [
    "Thanks,\nMaria",
    "Best regards\nMaria",
    "Sent from my iPhone",
    "> quoted only",
    "Where is it?\nThanks\nplease call me back",
    "Where is it?\nRegards\nMaria\nPS please call me back",
    "Where is it?\nthanks\nhelp",
    "My number is\n555 010 0199",
    "My lamp hums. Thanks!",
    "I paid 3 > 2 times.\nStill nothing.",
    "On Tuesday I wrote:\nnothing came back",
    "He wrote: no\nShe wrote: yes",
    "Sent from my account on Monday, never arrived, and nobody answers me about it",
    "The file is confidential.\nI am not the one who lost it.",
    "Error: payment failed\nwhat now",
    "ERROR AGAIN\nfix it",
]


@pytest.mark.parametrize("text", UNCHANGED)
def test_nothing_is_stripped_that_is_the_message(intake: Intake, text: str) -> None:
    pasted = intake.read(text)
    assert judged(pasted) == text
    assert pasted.set_aside == ()


def test_history_becomes_turns_when_its_direction_can_be_told(intake: Intake) -> None:
    pasted = intake.read(
        "No, it is not.\n\nMaria\n\n"
        "On Tue, Mar 5, 2024 at 10:32 AM Acme Support <support@example.com> wrote:\n"
        "> Is it fixed?\n>\n"
        "> On Mon, Mar 4, 2024 at 9:00 AM Maria <maria@example.org> wrote:\n>> My lamp hums.\n"
    )
    assert [(turn.role, turn.text, turn.at) for turn in pasted.turns] == [
        ("customer", "My lamp hums.", "2024-03-04T09:00:00"),
        ("agent", "Is it fixed?", "2024-03-05T10:32:00"),
        ("customer", "No, it is not.\n\nMaria", None),
    ]


def test_history_of_unknown_direction_is_only_set_aside(intake: Intake) -> None:
    pasted = intake.read("No.\n\nOn Tue, Mar 5, 2024 at 10:32 AM Jo <jo@example.com> wrote:\n> Is it?")
    assert [turn.text for turn in pasted.turns] == ["No."]


def test_a_quote_that_reads_like_an_agent_is_one(intake: Intake) -> None:
    pasted = intake.read(
        "No.\n\nOn Tue, Mar 5, 2024 at 10:32 AM Jo <jo@example.com> wrote:\n> Thank you for contacting us."
    )
    assert [turn.role for turn in pasted.turns] == ["agent", "customer"]


def test_answers_between_quotes_are_judged_together(intake: Intake) -> None:
    pasted = intake.read(
        "On Tue, Mar 5, 2024 at 10:32 AM Acme Support <support@example.com> wrote:\n"
        "> It was sent.\nNo it was not.\n> It comes Monday.\nIt did not."
    )
    assert judged(pasted) == "No it was not.\nIt did not."
    assert len(pasted.judged) == 2


def test_a_forwarded_mail_is_the_customers(intake: Intake) -> None:
    pasted = intake.read(
        "---------- Forwarded message ---------\nFrom: Maria <maria@example.org>\n"
        "Date: Tue, Mar 5, 2024 at 10:32 AM\nSubject: Lamp\nTo: <help@example.com>\n\nMy lamp hums."
    )
    assert judged(pasted) == "My lamp hums."


def test_below_an_agents_mail_the_customers_is_judged(intake: Intake) -> None:
    pasted = intake.read(
        "From: help@example.com\nTo: maria@example.org\nSubject: Re: Lamp\n\nWe are on it.\n\n"
        "From: Maria <maria@example.org>\nSent: Monday, March 4, 2024 9:00 AM\nTo: help@example.com\n"
        "Subject: Lamp\n\nMy lamp hums."
    )
    assert judged(pasted) == "My lamp hums."
    assert [turn.role for turn in pasted.turns] == ["customer", "agent"]
    assert pasted.notes


def test_a_footer_at_the_end_of_a_line_is_set_aside(intake: Intake) -> None:
    pasted = intake.read("My lamp hums. Sent from my iPhone")
    assert judged(pasted) == "My lamp hums."
    assert why(pasted) == ["footer"]


def test_an_agents_mail_alone_has_no_customer_words(intake: Intake) -> None:
    pasted = intake.read(
        "On Mar 5, 2024 at 10:32 AM Acme Support <support@example.com> wrote:\n> Is it fixed?"
    )
    assert pasted.judged == ()
    assert intake.notice(pasted) == "no_customer"
