"""Plans worded with the shipped phrases."""

from __future__ import annotations

from dataclasses import replace

import pytest

from deescalate.say import Speaker
from deescalate.say.compare import normalised, sentences
from deescalate.types import Concern, Restatement, State, Suggestion

from .builders import BANK, CHARGE, PARCEL, plan, reading, say

ANGRY = {"main": ["delivery"], "tag": ["anger"], "anger": 2, "concerns": 1, "open": ["delivery"]}
CHANNELS = ("chat", "email", "phone", "social")
WAYS = (
    "restate apologize own find_out time_frame",
    "cushion gather_info",
    "apologize action_plan time_frame",
)


def first(*args: object, **kwargs: object) -> Suggestion:
    return say(*args, **kwargs)[0]  # type: ignore[arg-type]


def test_the_reply_names_the_concern_once() -> None:
    text = first(plan(WAYS[0], **ANGRY), reading(PARCEL)).text
    told = text.count("your parcel still hasn't arrived") + text.count("our parcel not arriving")
    assert told + text.count("Your parcel still hasn't arrived") == 1
    assert text.lower().count("sorry") == 1


@pytest.mark.parametrize("channel", CHANNELS)
def test_three_ways_give_three_different_replies(channel: str) -> None:
    replies = say(plan(*WAYS, **ANGRY), reading(PARCEL), channel=channel)
    assert len({reply.text for reply in replies}) == 3
    assert len({reply.phrases for reply in replies}) == 3


def test_one_way_is_worded_differently_until_there_are_enough() -> None:
    replies = say(plan(WAYS[0], **ANGRY), reading(PARCEL))
    assert len(replies) == 3
    assert not set(replies[0].phrases) & set(replies[1].phrases)


@pytest.mark.parametrize(("count", "given"), [(1, 1), (2, 2), (3, 3), (9, 3)])
def test_no_more_than_wanted_and_never_more_than_three(count: int, given: int) -> None:
    assert len(say(plan(*WAYS, **ANGRY), reading(PARCEL), count=count)) == given


def test_no_moves_no_reply() -> None:
    assert say(plan(""), reading()) == ()


def test_the_moves_said_are_the_plan_in_order() -> None:
    reply = first(plan(WAYS[0], **ANGRY), reading(PARCEL))
    assert reply.moves == tuple(WAYS[0].split())
    assert reply.because == tuple(f"because of {move}" for move in WAYS[0].split())


def test_policies_are_among_the_reasons() -> None:
    reply = first(plan("greet", policies=["name: used already"]), reading())
    assert reply.because == ("because of greet", "name: used already")


class TestSlots:
    def test_a_slot_the_agent_fills_stands_open_and_is_missing(self) -> None:
        reply = first(plan("time_frame"), reading())
        assert "[time]" in reply.text
        assert reply.missing == ("time",)

    def test_a_given_slot_is_said_and_not_missing(self) -> None:
        reply = first(plan("time_frame"), reading(), time="5 pm today")
        assert "5 pm today" in reply.text
        assert reply.missing == ()

    @pytest.mark.parametrize(
        ("move", "slot", "value"),
        [
            ("action_plan", "step", "call the depot"),
            ("can_do", "answer", "the shop opens at 9"),
            ("offer_alternative", "offer", "an exchange"),
            ("hand_over", "senior", "Ana, our team lead"),
            ("explain_policy", "allowed", "a repair"),
            ("recap", "solved", "the charge is reversed"),
            ("gather_info", "question", "your postcode"),
        ],
    )
    def test_what_the_agent_gives_is_used(self, move: str, slot: str, value: str) -> None:
        given = {slot: value}
        for seed in "abcdef":
            reply = first(plan(move, slot=[slot]), reading(), State(seed=seed), **given)
            assert value in reply.text.lower() or value in reply.text

    def test_given_values_win_over_facts(self) -> None:
        values = Speaker(BANK).slot_values(
            reading(PARCEL, order="1"), State(), {"order": "2", "topic": "this"}
        )
        assert values["order"] == "2"
        assert values["topic"] == "this"

    def test_open_concerns_are_restated_when_the_message_has_none(self) -> None:
        values = Speaker(BANK).slot_values(reading(), State(open_concerns=(CHARGE,)), {})
        assert values["concern_that"] == "you were charged twice"

    def test_the_concern_with_an_impact_comes_first(self) -> None:
        hit = replace(CHARGE, weight=0.1, impact="you can't pay your rent")
        values = Speaker(BANK).slot_values(reading(PARCEL, hit), State(), {})
        assert values["concern_noun"] == "the charge"
        assert values["second_np"] == "your parcel not arriving"
        assert values["impact_that"] == "you can't pay your rent"

    def test_older_facts_stay_known_and_newer_ones_win(self) -> None:
        old = reading(order="1", amount="£40").facts
        values = Speaker(BANK).slot_values(reading(order="2"), State(facts=old), {})
        assert (values["order"], values["amount"]) == ("2", "£40")

    @pytest.mark.parametrize(
        ("kind", "request_do"),
        [("refund", "your refund request"), ("status", "your enquiry"), ("apology", None)],
    )
    def test_the_wish_is_named_and_nothing_is_granted(self, kind: str, request_do: str | None) -> None:
        values = Speaker(BANK).slot_values(reading(requests=kind), State(), {})
        assert values.get("request_do") == request_do

    @pytest.mark.parametrize(
        ("value", "clean"),
        [
            ("  a\n b\t c ", "a b c"),
            ("the store opens at 9.", "the store opens at 9"),
            ("5 p.m.", "5 p.m."),
            ("Who knows?!", "Who knows"),
            ("x\x00y\u202ez", "xyz"),
        ],
    )
    def test_values_become_one_clean_line(self, value: str, clean: str) -> None:
        assert Speaker(BANK).slot_values(reading(), State(), {"answer": value})["answer"] == clean

    @pytest.mark.parametrize(
        ("slot", "value", "said"),
        [
            ("duration", "ELEVEN WEEKS", "eleven weeks"),
            ("duration", "Three days", "three days"),
            ("date", "TODAY", "today"),
            ("date", "Yesterday", "yesterday"),
            ("date", "monday", "Monday"),
            ("date", "3rd of MARCH", "3rd of March"),
            ("department", "Returns", "returns"),
            ("department", "IT", "IT"),
        ],
    )
    def test_times_and_departments_are_written_as_inside_a_sentence(
        self, slot: str, value: str, said: str
    ) -> None:
        assert Speaker(BANK).slot_values(reading(**{slot: value}), State(), {})[slot] == said

    def test_long_facts_are_cut_at_a_word(self) -> None:
        value = Speaker(BANK).slot_values(reading(product="very " * 50), State(), {})["product"]
        assert len(value) <= 121
        assert value.endswith("very…")

    def test_a_restatement_too_long_for_a_sentence_is_left_out(self) -> None:
        long = Concern(
            "defect", "x", 0, 1, 0.9, Restatement(that="it " + "really " * 30 + "fails", noun="it")
        )
        values = Speaker(BANK).slot_values(reading(long), State(), {})
        assert "concern_that" not in values
        assert values["concern_noun"] == "it"

    def test_the_article_of_a_product_is_left_to_the_template(self) -> None:
        assert Speaker(BANK).slot_values(reading(product="my router"), State(), {})["product"] == "router"

    @pytest.mark.parametrize(("said", "name"), [("priya", "Priya"), ("PRIYA", "Priya"), ("McKay", "McKay")])
    def test_a_name_is_written_as_names_are(self, said: str, name: str) -> None:
        assert Speaker(BANK).slot_values(reading(name=said), State(), {})["name"] == name

    def test_the_full_stop_of_a_value_takes_the_place_of_the_sentences_own(self) -> None:
        for seed in "abcdefgh":
            assert ".." not in first(plan("time_frame"), reading(), State(seed=seed), time="5 p.m.").text


class TestName:
    def test_it_is_used_once(self) -> None:
        reply = first(plan(WAYS[0], **ANGRY), reading(PARCEL, name="Priya"))
        assert reply.text.count("Priya") == 1
        assert reply.text.startswith("Priya, ")

    def test_the_sentence_goes_on_in_lower_case_but_i_keeps_its_capital(self) -> None:
        for seed in range(30):
            text = first(plan("cushion", anger=1), reading(name="Priya"), State(seed=str(seed))).text
            rest = text.removeprefix("Priya, ")
            assert rest[0].islower() or rest.startswith(("I ", "I'"))

    @pytest.mark.parametrize("state", [State(name_just_used=True), State(name_uses=2), State(name_uses=7)])
    def test_it_is_not_used_twice_running_nor_beyond_the_budget(self, state: State) -> None:
        for channel in CHANNELS:
            replies = say(plan(*WAYS, **ANGRY), reading(PARCEL, name="Priya"), state, channel)
            assert replies
            assert all("Priya" not in reply.text for reply in replies)

    def test_the_budget_is_the_callers(self) -> None:
        none = Speaker(BANK, name_uses=0)
        assert "Priya" not in first(plan("cushion", anger=1), reading(name="Priya"), speaker=none).text

    def test_a_greeting_weaves_it_in(self) -> None:
        texts = {first(plan("greet"), reading(name="Priya"), State(seed=str(n))).text for n in range(40)}
        assert any(text.startswith("Hello Priya, ") for text in texts)
        assert all(text.count("Priya") == 1 for text in texts)

    @pytest.mark.parametrize(("name", "shown"), [("Sam Hill", "Sam"), ("Dr. Hill", None), ("Mrs Hill", None)])
    def test_in_public_only_a_first_name(self, name: str, shown: str | None) -> None:
        reply = first(plan("apologize gather_info", **ANGRY), reading(PARCEL, name=name), channel="social")
        assert "Hill" not in reply.text
        assert reply.text.startswith("Sam, ") == (shown == "Sam")


class TestChannels:
    def test_chat_is_one_paragraph_with_the_question_last(self) -> None:
        for seed in "abcdef":
            for reply in say(
                plan("gather_info apologize find_out", **ANGRY), reading(PARCEL), State(seed=seed)
            ):
                assert "\n" not in reply.text
                assert reply.text.count("?") <= 1
                assert "?" not in sentences(reply.text)[0]

    def test_five_moves_are_said_in_few_sentences(self) -> None:
        for seed in range(20):
            for reply in say(plan(WAYS[0], **ANGRY), reading(PARCEL), State(seed=str(seed))):
                assert len(sentences(reply.text)) <= 5

    def test_an_email_greets_and_signs(self) -> None:
        reply = first(plan(WAYS[0], **ANGRY), reading(PARCEL, name="Priya"), channel="email", agent="Jo")
        greeting, *paragraphs, ending = reply.text.split("\n\n")
        assert greeting in ("Hello Priya,", "Hi Priya,")
        assert len(paragraphs) >= 2
        assert ending.endswith(",\nJo")
        assert "agent" not in reply.missing

    def test_an_email_without_name_or_agent(self) -> None:
        reply = first(plan(WAYS[0], **ANGRY), reading(PARCEL), channel="email")
        assert reply.text.split("\n")[0] in ("Hello,", "Hi,")
        assert reply.text.endswith("[agent]")
        assert reply.missing[-1] == "agent"

    def test_the_phone_has_a_line_a_sentence_group_and_no_links(self) -> None:
        heard = reading(PARCEL, product="http://x.example/router")
        for reply in say(plan(*WAYS, **ANGRY), heard, channel="phone"):
            assert "://" not in reply.text
            assert len(reply.text.split("\n")) == len(reply.phrases)

    def test_in_public_it_is_short_private_and_names_no_facts(self) -> None:
        facts = {"order": "88213", "amount": "£40", "person": "Jo", "email": "sam@example.org"}
        for seed in range(20):
            replies = say(plan(*WAYS, **ANGRY), reading(PARCEL, **facts), State(seed=str(seed)), "social")
            assert replies
            for reply in replies:
                assert len(reply.text) <= 280
                assert "[channel_private]" in reply.text
                assert not any(fact in reply.text for fact in facts.values())

    def test_public_thanks_need_no_private_message(self) -> None:
        reply = first(plan("thank", tag=["gratitude"]), reading(anger=0), channel="social")
        assert "channel_private" not in reply.missing


class TestConversation:
    def test_nothing_is_said_twice(self) -> None:
        state, heard, planned = State(seed="talk"), reading(PARCEL), plan(*WAYS, **ANGRY)
        for _ in range(12):
            said = {
                normalised(sentence)
                for reply in say(planned, heard, state)
                for sentence in sentences(reply.text)
            }
            assert not said & state.said
            state = replace(state, said=state.said | said)

    def test_a_sentence_said_with_the_name_is_not_said_without_it(self) -> None:
        text = first(plan("cushion", anger=1), reading(name="Priya")).text
        said = State(seed="test", said=frozenset({normalised(text.rstrip("."))}), name_just_used=True)
        later = first(plan("cushion", anger=1), reading(name="Priya"), said).text
        assert later.rstrip(".").lower() != text.removeprefix("Priya, ").rstrip(".").lower()

    def test_a_reply_does_not_open_like_the_last(self) -> None:
        for seed in range(20):
            state = State(seed=str(seed))
            text = first(plan(WAYS[0], **ANGRY), reading(PARCEL), state).text
            opening = " ".join(normalised(text).split()[:3])
            again = replace(state, openings=(opening,))
            for reply in say(plan(WAYS[0], **ANGRY), reading(PARCEL), again):
                assert not normalised(reply.text).startswith(opening)

    def test_what_was_restated_is_not_restated_again(self) -> None:
        told = frozenset({"i m sorry that your parcel still hasn t arrived"})
        for seed in range(20):
            state = State(seed=str(seed), said=told)
            text = first(plan("restate find_out", **ANGRY), reading(PARCEL, requests="refund"), state).text
            assert "still hasn't arrived" not in text

    def test_when_everything_has_been_said_there_is_no_reply(self) -> None:
        said = frozenset(
            normalised(sentence)
            for phrase in BANK.phrases.values()
            if phrase.move == "prioritize"
            for sentence in sentences(phrase.text)
        )
        assert say(plan("prioritize"), reading(), State(said=said)) == ()

    def test_conversations_get_different_words(self) -> None:
        texts = {first(plan(WAYS[0], **ANGRY), reading(PARCEL), State(seed=str(n))).text for n in range(10)}
        assert len(texts) >= 7


class TestSituations:
    def test_fault_is_owned_by_setting(self) -> None:
        ours = {**ANGRY, "policy": ["apology:responsibility"]}
        texts = [
            first(plan("apologize", **ours), reading(PARCEL), State(seed=str(n))).text for n in range(40)
        ]
        assert any("on us" in text or "mistake" in text or "let you down" in text for text in texts)

    @pytest.mark.parametrize(
        ("move", "given", "words"),
        [
            ("cushion", {"tag": ["blame:self"], "main": ["delivery"]}, ("done", "happens", "open", "harm")),
            ("cushion", {"tag": ["distress"], "main": ["billing"]}, ("lot", "alone", "own", "here", "step")),
            ("set_boundary", {"tag": ["abuse"], "warned": 1, "abuse_turns": 2}, ("close", "end", "stop")),
            (
                "set_boundary",
                {"tag": ["abuse"], "warned": 0},
                ("civil", "insults", "respect", "name-call", "drop"),
            ),
            ("gather_info", {"clear": 0, "anger": 2}, ("tell", "happened", "wrong", "walk", "like to see")),
            ("gather_info", {"notice": ["log"], "clear": 0}, ("log", "output", "read", "useful")),
            ("safety_route", {"tag": ["safety"]}, ("emergency number",)),
            ("thank", {"tag": ["gratitude"]}, ("thank",)),
        ],
    )
    def test_it_has_words_of_its_own(
        self, move: str, given: dict[str, object], words: tuple[str, ...]
    ) -> None:
        for seed in range(10):
            text = first(plan(move, **given), reading(), State(seed=str(seed))).text.lower()
            assert any(word in text for word in words), text

    def test_the_own_mistake_is_never_called_a_right_to_complain(self) -> None:
        given = {"tag": ["blame:self"], "main": ["delivery"], "concerns": 1}
        for seed in range(30):
            text = first(plan("cushion", **given), reading(PARCEL, anger=0), State(seed=str(seed))).text
            assert "right to" not in text
            assert "put up with" not in text
