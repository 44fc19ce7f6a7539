"""Pasted conversations: who said what, and which words are the customer's newest."""

from __future__ import annotations

import pytest

from deescalate.intake import Intake
from deescalate.types import Pasted

Turns = list[tuple[str, str]]


def turns_of(pasted: Pasted) -> Turns:
    return [(turn.role[0], turn.text) for turn in pasted.turns]


def judged(pasted: Pasted) -> str:
    return "\n".join(pasted.text[start:end] for start, end in pasted.judged)


def why(pasted: Pasted) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for item in pasted.set_aside:
        found.setdefault(item.why, []).append(pasted.text[item.start : item.end])
    return found


SHORT = [("c", "my parcel is lost"), ("a", "let me check that"), ("c", "it was due Monday")]

FORMATS = {
    "role": "Customer: {0}\nAgent: {1}\nCustomer: {2}",
    "role, lower case": "customer: {0}\nagent: {1}\ncustomer: {2}",
    "role, capitals": "CUSTOMER: {0}\nAGENT: {1}\nCUSTOMER: {2}",
    "role, blank lines": "Customer: {0}\n\nAgent: {1}\n\nCustomer: {2}\n",
    "role, windows line ends": "Customer: {0}\r\nAgent: {1}\r\nCustomer: {2}\r\n",
    "role on its own line": "Customer:\n{0}\nAgent:\n{1}\nCustomer:\n{2}",
    "role without a colon": "Customer\n{0}\nAgent\n{1}\nCustomer\n{2}",
    "role in bold": "**Customer:** {0}\n**Agent:** {1}\n**Customer:** {2}",
    "role and name": "Customer Maria: {0}\nAgent Jo: {1}\nCustomer Maria: {2}",
    "role (name)": "Customer (Maria): {0}\nAgent (Jo): {1}\nCustomer (Maria): {2}",
    "role (name) time": "Customer (Maria) 10:32\n{0}\nAgent (Jo) 10:33\n{1}\nCustomer (Maria) 10:34\n{2}",
    "role (name) time text": "Customer (Maria) 10:32 {0}\nAgent (Jo) 10:33 {1}\nCustomer (Maria) 10:34 {2}",
    "role (time)": "Customer (10:32): {0}\nAgent (10:33): {1}\nCustomer (10:34): {2}",
    "name (role)": "Maria (Customer): {0}\nJo (Agent): {1}\nMaria (Customer): {2}",
    "name [role]": "Maria [Guest]: {0}\nJo [Support]: {1}\nMaria [Guest]: {2}",
    "name (role) alone": "Maria Lopez (Customer)\n{0}\nJo Smith (Agent)\n{1}\nMaria Lopez (Customer)\n{2}",
    "user and support": "User: {0}\nSupport: {1}\nUser: {2}",
    "guest and host": "Guest: {0}\nHost: {1}\nGuest: {2}",
    "buyer and seller": "Buyer: {0}\nSeller: {1}\nBuyer: {2}",
    "client and rep": "Client: {0}\nRep: {1}\nClient: {2}",
    "customer and bot": "Customer: {0}\nBot: {1}\nCustomer: {2}",
    "customer and name": "Customer: {0}\nJo: {1}\nCustomer: {2}",
    "visitor with a number": "Visitor 4711: {0}\nJo: {1}\nVisitor 4711: {2}",
    "name and agent": "Maria: {0}\nAgent: {1}\nMaria: {2}",
    "name and company": "Maria: {0}\nAcme Support: {1}\nMaria: {2}",
    "name and handle": "maria_77: {0}\nAcmeHelp: {1}\nmaria_77: {2}",
    "names": "Maria: {0}\nJo: {1}\nMaria: {2}",
    "names, lower case": "maria: {0}\njo: {1}\nmaria: {2}",
    "names of several words": "María José de la Cruz: {0}\nJo van Dam: {1}\nMaría José de la Cruz: {2}",
    "names says": "Maria says: {0}\nJo says: {1}\nMaria says: {2}",
    "me and agent": "Me: {0}\nAgent: {1}\nMe: {2}",
    "me and name": "Maria: {0}\nMe: {1}\nMaria: {2}",
    "you and me": "You: {0}\nMe: {1}\nYou: {2}",
    "[time] name": "[10:32] Maria: {0}\n[10:33] Jo: {1}\n[10:34] Maria: {2}",
    "[time AM] name": "[10:32 AM] Maria: {0}\n[10:33 AM] Jo: {1}\n[10:34 AM] Maria: {2}",
    "(time) name": "(10:32:05) Visitor 12: {0}\n(10:33:05) Jo: {1}\n(10:34:05) Visitor 12: {2}",
    "time name": "10:32 Maria: {0}\n10:33 Jo: {1}\n10:34 Maria: {2}",
    "time - name": "10:32 - Maria: {0}\n10:33 - Jo: {1}\n10:34 - Maria: {2}",
    "time | name from": "10:32 AM | Maria: {0}\n10:33 AM | Jo from Acme: {1}\n10:34 AM | Maria: {2}",
    "name (time)": "Maria (10:32): {0}\nJo (10:33): {1}\nMaria (10:34): {2}",
    "name time": "Maria 10:32: {0}\nJo 10:33: {1}\nMaria 10:34: {2}",
    "irc": "[10:32] <maria> {0}\n[10:33] <jo> {1}\n[10:34] <maria> {2}",
    "slack": "Maria  10:32 AM\n{0}\nJo  10:33 AM\n{1}\nMaria  10:34 AM\n{2}",
    "discord": "Maria — Today at 10:32\n{0}\nJo — Today at 10:33\n{1}\nMaria — Today at 10:34\n{2}",
    "teams": "[10:32 AM] Maria Lopez\n{0}\n[10:33 AM] Jo Smith\n{1}\n[10:34 AM] Maria Lopez\n{2}",
    "name, then time": "Maria Lopez\n10:32 AM\n{0}\nJo\n10:33 AM\n{1}\nMaria Lopez\n10:34 AM\n{2}",
    "time below": "Maria\n{0}\nMar 3, 10:32 AM\nJo\n{1}\nMar 3, 10:33 AM\nMaria\n{2}\nMar 3, 10:34 AM",
    "zendesk": "Maria Lopez, Mar 3, 10:32\n{0}\n\nJo, Mar 3, 10:33\n{1}\n\nMaria Lopez, Mar 3, 10:34\n{2}",
    "ago": "Maria · 20m ago\n{0}\nJo · 12m ago\n{1}\nMaria · 2m ago\n{2}",
    "whatsapp on a phone": (
        "[12/03/24, 10:32:05] Maria: {0}\n[12/03/24, 10:33:05] Jo: {1}\n[12/03/24, 10:34:05] Maria: {2}"
    ),
    "whatsapp export": (
        "12/03/2024, 10:32 - Maria: {0}\n12/03/2024, 10:33 - Jo: {1}\n12/03/2024, 10:34 - Maria: {2}"
    ),
    "whatsapp, am and pm": (
        "3/12/24, 10:32\u202fAM - Maria: {0}\n3/12/24, 10:33\u202fAM - Jo: {1}\n"
        "3/12/24, 10:34\u202fAM - Maria: {2}"
    ),
    "whatsapp, marks": (
        "\u200e[12.03.24, 10:32:05] Maria: {0}\n\u200e[12.03.24, 10:33:05] ~ Jo: {1}\n"
        "\u200e[12.03.24, 10:34:05] Maria: {2}"
    ),
    "whatsapp, numbers": (
        "12/03/2024, 10:32 - +44 7700 900123: {0}\n12/03/2024, 10:33 - Acme Support: {1}\n"
        "12/03/2024, 10:34 - +44 7700 900123: {2}"
    ),
    "iso times": (
        "2024-03-12T10:32:05Z Maria: {0}\n2024-03-12T10:33:05Z Jo: {1}\n2024-03-12T10:34:05Z Maria: {2}"
    ),
    "in one line": "Customer: {0}. Agent: {1}. Customer: {2}",
    "spanish roles": "Cliente: {0}\nAgente: {1}\nCliente: {2}",
    "german roles": "Kunde: {0}\nBerater: {1}\nKunde: {2}",
}


@pytest.mark.parametrize("shape", FORMATS.values(), ids=FORMATS.keys())
def test_every_usual_format_gives_the_same_turns(intake: Intake, shape: str) -> None:
    pasted = intake.read(shape.format(*(text for _, text in SHORT)))
    assert [(role, text.rstrip(".")) for role, text in turns_of(pasted)] == SHORT
    assert judged(pasted) == "it was due Monday"


MESSAGES = [
    "Problem: my parcel is lost",
    "Problem: my parcel is lost\nNote: it was due Monday\nOrder: 123",
    "Order: 123\nName: Maria\nIssue: it never came",
    "Note: I was told 10:30: nobody came",
    "Re: my order",
    "Update: still nothing\nUpdate: and again nothing\nSummary: you lost it",
    "10:30: I called\n11:15: I called again\n12:00: nobody came",
    "10:30 Called support: no answer\n11:00 Called again: no answer",
    "Pros: cheap\nCons: broke in a day\nPros: none\nCons: all",
    "Q: why is it late?\nA: because\nQ: really?",
    "Team: useless\nService: terrible\nFood: cold",
    "Support: you are useless",
    "Driver: rude. Support: silent. Refund: none.",
    "1. Order: late\n2. Driver: rude\n3. Support: silent",
    "User: jdoe\nEmail: j@example.org\nPlan: gold\nI cannot log in",
    "Customer: Maria\nOrder: 123\nProduct: lamp\nProblem: it hums",
    "Flight 10:30\nFlight 11:45\nBoth were cancelled",
    "Departure 10:30 Berlin: late\nArrival 12:45 Rome: later",
    "From: Berlin\nTo: Munich\nDate: 3 March\nMy train was cancelled",
    "Look at https://example.org/a: it is broken",
    "My bill: £40. Your promise: £20.",
    "The agent has left the chat",
    "A: x\nB: y",
    "Dear support: I have waited long enough.",
    ">:( this is bad",
]


@pytest.mark.parametrize("text", MESSAGES)
def test_a_colon_alone_makes_no_speaker(intake: Intake, text: str) -> None:
    pasted = intake.read(text)
    assert turns_of(pasted) == [("c", text)]
    assert pasted.judged == ((0, len(text)),)
    assert pasted.set_aside == ()


def test_lines_of_one_speaker_are_one_turn(intake: Intake) -> None:
    pasted = intake.read("Customer: hi\nCustomer: my lamp\nbroke\nAgent: ok\nAgent: checking\nCustomer: so?")
    assert turns_of(pasted) == [("c", "hi\nmy lamp\nbroke"), ("a", "ok\nchecking"), ("c", "so?")]


def test_two_agents_are_two_turns(intake: Intake) -> None:
    pasted = intake.read("Customer: hi\nAgent Jo: one moment\nAgent Kim: I take over\nCustomer: fine")
    assert turns_of(pasted) == [("c", "hi"), ("a", "one moment"), ("a", "I take over"), ("c", "fine")]


def test_the_last_customer_turn_is_judged_when_the_agent_spoke_last(intake: Intake) -> None:
    pasted = intake.read("Customer: where is it\nAgent: let me check")
    assert judged(pasted) == "where is it"
    assert turns_of(pasted) == [("c", "where is it"), ("a", "let me check")]
    assert any("agent" in note for note in pasted.notes)


def test_fields_within_a_turn_stay_in_it(intake: Intake) -> None:
    pasted = intake.read("Customer: it is this one\nOrder: 4471\nColour: red\nAgent: I see\nCustomer: so?")
    assert turns_of(pasted)[0] == ("c", "it is this one\nOrder: 4471\nColour: red")


@pytest.mark.parametrize(
    ("text", "customer"),
    [
        ("Jo: Hello, how can I help?\nMaria: my lamp broke\nJo: one moment\nMaria: ok", "ok"),
        ("[09:01] Jo: Thank you for contacting Acme.\n[09:02] Maria: it broke", "it broke"),
        ("[09:01] Maria: it broke\n[09:02] Jo: Sorry to hear that!\n[09:03] Maria: well?", "well?"),
        ("Me: Hi, how can I help?\nYou: where is my stuff", "where is my stuff"),
        ("Agent: hi\nMe: it broke\nAgent: Is there anything else?", "it broke"),
        ("Maria: it broke\nJo: Hi Maria, sorry about that", "it broke"),
    ],
)
def test_roles_are_told_by_what_is_said(intake: Intake, text: str, customer: str) -> None:
    assert judged(intake.read(text)) == customer


def test_when_nothing_tells_the_first_speaker_is_the_customer(intake: Intake) -> None:
    pasted = intake.read("[10:32] Maria: lamp\n[10:33] Jo: yes\n[10:34] Maria: hums")
    assert judged(pasted) == "hums"
    assert any("guessed" in note for note in pasted.notes)


def test_when_roles_cannot_be_told_all_is_judged(intake: Intake) -> None:
    pasted = intake.read("[10:32] Ann: lamp\n[10:33] Bo: table\n[10:34] Cy: chair")
    assert turns_of(pasted) == [("c", "lamp\ntable\nchair")]
    assert judged(pasted) == "lamp\ntable\nchair"
    assert pasted.notes


@pytest.mark.parametrize(
    "line",
    [
        "Chat started",
        "Agent joined the conversation",
        "Jo has left the chat",
        "Maria is typing",
        "Maria is typing…",
        "Today",
        "March 3, 2024",
        "Seen",
        "--------",
        "(10:32:05) *** Jo joined the chat ***",
        "The conversation has been assigned to Jo",
        "System: you are number 4 in the queue",
    ],
)
def test_lines_of_the_tool_are_set_aside(intake: Intake, line: str) -> None:
    pasted = intake.read(f"{line}\nCustomer: hi\nAgent: hello\n\n{line}\nCustomer: my lamp broke")
    assert turns_of(pasted) == [("c", "hi"), ("a", "hello"), ("c", "my lamp broke")]
    assert len(why(pasted)["system"]) == 2


def test_whatsapp_notices_and_media_are_set_aside(intake: Intake) -> None:
    pasted = intake.read(
        "12/03/2024, 10:30 - Messages and calls are end-to-end encrypted. Only you can read them.\n"
        "12/03/2024, 10:32 - Maria: my lamp broke\n12/03/2024, 10:33 - Maria: <Media omitted>\n"
        "12/03/2024, 10:35 - Jo: how can I help?\n12/03/2024, 10:36 - Maria: look at it"
    )
    assert turns_of(pasted) == [("c", "my lamp broke"), ("a", "how can I help?"), ("c", "look at it")]


def test_labels_are_set_aside_and_spans_hold_the_words_alone(intake: Intake) -> None:
    pasted = intake.read("[10:32] Maria:   first  \n[10:33] Jo: hello\n[10:34] Maria: last   ")
    assert why(pasted)["label"] == ["[10:32] Maria:", "[10:33] Jo:", "[10:34] Maria:"]
    assert judged(pasted) == "last"


def test_words_before_the_first_label_are_the_first_turn(intake: Intake) -> None:
    pasted = intake.read("my router is broken again!\nAgent: let me check\nCustomer: thanks")
    assert turns_of(pasted) == [("c", "my router is broken again!"), ("a", "let me check"), ("c", "thanks")]


def test_words_about_the_transcript_below_are_the_newest(intake: Intake) -> None:
    intro = "Please read the chat transcript below and tell me why your agent was so rude to me."
    pasted = intake.read(f"{intro}\n\nAgent: what now\nMe: my lamp broke\nAgent: not my problem")
    assert judged(pasted) == intro
    assert turns_of(pasted)[1] == ("c", "my lamp broke")


def test_a_date_given_as_an_answer_stays(intake: Intake) -> None:
    pasted = intake.read("Agent:\nYour date of birth?\nCustomer:\n5 Nov 1963")
    assert judged(pasted) == "5 Nov 1963"


@pytest.mark.parametrize(
    ("text", "times"),
    [
        (
            "[13/03/24, 10:32:05] Maria: a\n[13/03/24, 10:33:05] Jo: b",
            ["2024-03-13T10:32:05", "2024-03-13T10:33:05"],
        ),
        ("[03/04/24, 10:32:05] Maria: a\n[03/04/24, 10:33:05] Jo: b", [None, None]),
        (
            "[03/04/24, 10:32:05] Maria: a\n[03/14/24, 10:33:05] Jo: b",
            ["2024-03-04T10:32:05", "2024-03-14T10:33:05"],
        ),
        ("[10:32] Maria: a\n[10:33] Jo: b", [None, None]),
        (
            "2024-03-12T10:32:05Z Maria: a\n2024-03-12T10:33:05Z Jo: b",
            ["2024-03-12T10:32:05Z", "2024-03-12T10:33:05Z"],
        ),
        (
            "March 3, 2024\n\n1:32 PM | Maria: a\n1:33 PM | Jo from Acme: b",
            ["2024-03-03T13:32:00", "2024-03-03T13:33:00"],
        ),
        (
            "Maria, 3 March 2024 at 12:05 AM\na\nJo, 3 March 2024 at 12:06 AM\nb",
            ["2024-03-03T00:05:00", "2024-03-03T00:06:00"],
        ),
        ("Maria, Mar 3, 10:32\na\nJo, Mar 3, 10:33\nb", [None, None]),
    ],
)
def test_a_full_date_and_time_become_iso(intake: Intake, text: str, times: list[str | None]) -> None:
    assert [turn.at for turn in intake.read(text).turns] == times


def test_a_quote_within_a_turn_is_set_aside(intake: Intake) -> None:
    pasted = intake.read("Customer: I was told:\n> we will refund\nbut nothing came\nAgent: ok\nCustomer: so")
    assert turns_of(pasted)[0] == ("c", "I was told:\nbut nothing came")
    assert why(pasted)["quoted"] == ["> we will refund"]
