"""Notices: what is nothing to answer as a complaint."""

from __future__ import annotations

import pytest

from deescalate.intake import Intake

NOTICES = {
    "empty": ["", "   ", "\n\n", "...", "?!", "😡😡", "👍🏻", ">", "---"],
    "greeting": [
        "hi",
        "Hello",
        "HELLO!!!",
        "hello there",
        "hey team",
        "Good morning",
        "Good evening!",
        "hi Maria",
        "@AcmeHelp hello",
        "Hello support team",
        "Hi there, how are you?",
        "hello hello",
        "hola",
        "yo",
    ],
    "foreign": [
        "Où est mon colis s'il vous plaît ?",
        "Je n'ai toujours rien reçu",
        "J'attends ma commande depuis trois semaines",
        "¿Dónde está mi pedido?",
        "Quiero que me devuelvan el dinero",
        "No me funciona el router",
        "donde esta mi paquete por favor",
        "Wo bleibt mein Paket?",
        "Ich will sofort mein Geld zurück",
        "Das Gerät ist schon wieder kaputt",
        "Onde está o meu pedido?",
        "Quero o meu dinheiro de volta",
        "O produto chegou quebrado de novo",
        "Dov'è il mio pacco?",
        "Aspetto da tre settimane e nessuno risponde",
        "Il telefono non funziona ancora",
        "Waar blijft mijn pakket nou?",
        "Ik wacht al drie weken op mijn bestelling",
        "Ik wil mijn geld terug",
        "Gdzie jest moja paczka?",
        "Telefon znowu nie działa",
        "Czekam już trzy tygodnie na przesyłkę",
        "Siparişim nerede kaldı acaba?",
        "Paramı geri istiyorum artık lütfen",
        "Ürün kırık geldi, iade istiyorum",
        "Где мой заказ?",
        "我的包裹在哪里",
        "أين طلبي من فضلك",
        "私の荷物はどこですか",
        "제 주문은 어디에 있나요",
        "मेरा ऑर्डर कहाँ है",
    ],
    "spam": [
        "Hello, we offer SEO services to rank your website on the first page of Google.",
        "Earn $500 per day from home! Guaranteed profit with crypto trading. DM me on Telegram",
        "Double your bitcoin in 24 hours, click here http://a.example http://b.example",
        "I came across your website and would like to publish a guest post with a dofollow backlink",
        "Congratulations! You have won a phone. Claim your prize now: www.prize.example",
        "http://a.example/x http://b.example/y http://c.example/z http://d.example/w",
        "We are a leading manufacturer and supplier of LED lights, best quality, lowest price, wholesale",
    ],
    "log": [
        '{"error": "no", "code": {"a": [1, 2]}}',
        "<html><body><p>no</p></body></html>",
        "2024-03-03 10:00:01 ERROR db: no\n2024-03-03 10:00:02 ERROR db: no",
        "java.lang.IllegalStateException: no\n\tat org.x.Y.z(Y.java:3)\n\tat org.x.Y.w(Y.java:9)",
        'Traceback (most recent call last):\n  File "a.py", line 3, in f\n    g()\nValueError: no',
    ],
    "no_customer": [
        "Agent: Hello, how can I help you?",
        "Agent: Hello, how can I help you?\nAgent: Are you still there?",
        "[10:32] System: Chat started",
    ],
}

ROWS = [(text, notice) for notice, texts in NOTICES.items() for text in texts]


@pytest.mark.parametrize(("text", "notice"), ROWS)
def test_a_text_to_which_no_complaint_can_be_answered_is_noticed(
    intake: Intake, text: str, notice: str
) -> None:
    assert intake.notice(intake.read(text)) == notice


ORDINARY = [
    "hi my order is late",
    "hello?? where is it",
    "hi 4471",
    "Hello, refund me",
    "help",
    "refund",
    "12345",
    "ok",
    "hola where is my order",
    "were is my pakage ive ben wating 3 weks",
    "ths iz rediculus u ppl suk",
    "Pls do the needful and revert back at the earliest",
    "Kindly prepone my delivery yaar",
    "wtf wtf wtf",
    "Abeg where my order dey",
    "gimme ma money bak na",
    "Why you no answer",
    "no no no no",
    "on off on off again",
    "My name is José García de la Cruz",
    "Maria da Silva dos Santos",
    "Juan de la Cruz",
    "Las Vegas to San Jose delayed",
    "Café Zoë in Zürich charged me twice",
    "déjà vu: broken again",
    "El Corte Ingles order",
    "Mi A1 Lite not charging",
    "das boot dvd region wrong",
    "Sorry me no speak good english but phone is kaput",
    "𝓦𝓱𝓮𝓻𝓮 𝓲𝓼 𝓶𝔂 𝓸𝓻𝓭𝓮𝓻",
    "I bought bitcoin on your app and my account is locked, I can't withdraw",
    "Your casino took my deposit and the free spins never came",
    "You keep sending me loan offers, stop emailing me",
    "I was scammed by a crypto investment ad on your platform, I want my money back",
    "My website is down and I lose traffic every hour",
    "My SEO plan invoice is wrong, refund me",
    "Look: http://a.example http://b.example both pages are broken",
    "It says ERROR 404 when I pay, fix it",
    "I <3 this <b>lamp</b>",
    "😡 where is it",
]


@pytest.mark.parametrize("text", ORDINARY)
def test_an_ordinary_message_is_not_noticed(intake: Intake, text: str) -> None:
    assert intake.notice(intake.read(text)) is None


def test_only_the_judged_words_are_looked_at(intake: Intake) -> None:
    pasted = intake.read("Customer: My lamp hums\nAgent: Bonjour, votre colis est en route\nCustomer: hello?")
    assert intake.notice(pasted) == "greeting"
