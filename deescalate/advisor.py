"""The one object that composes the stages: a pasted text or the turns of a conversation in, advice out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from deescalate import bank as banks_
from deescalate.decide import Decider, fold
from deescalate.errors import InputError, UnknownName
from deescalate.hear import Hearer
from deescalate.intake import Intake, check, check_turns
from deescalate.intake import decode as decode
from deescalate.review import Reviewer
from deescalate.say import Speaker
from deescalate.types import Advice, Channel, Finding, Pasted, Reading, Role, Said, SetAside, State, Turn

if TYPE_CHECKING:
    from spacy.language import Language

LANGUAGES = ("en",)
CHANNELS: tuple[str, ...] = get_args(Channel)
ROLES: tuple[str, ...] = get_args(Role)
MAX_SUGGESTIONS = 3
UNJUDGED = frozenset({"foreign", "spam", "log"})  # notices of a text that is set aside as a whole
MAX_CONVERSATION = 5_000_000  # characters of all turns together
MAX_SLOT = 1_000  # characters of one slot's value


@dataclass(frozen=True, slots=True)
class _Conversation:
    """A conversation with everything in it read; `newest` is the index of the turn to answer."""

    turns: tuple[Turn, ...]
    readings: tuple[Reading | None, ...]
    said: tuple[tuple[Said, ...], ...]
    newest: int
    notice: str | None

    @property
    def reading(self) -> Reading:
        reading = self.readings[self.newest]
        assert reading is not None, "the newest customer turn is always read"
        return reading

    def state(self, name: str | None) -> State:
        return fold(self.turns, self.readings, self.said, self.newest, name=name)


class Advisor:
    """Reads what customers wrote and suggests what to answer.

    Construction loads and compiles the phrase bank (some tenths of a second); after it the object is
    immutable and may be shared between threads. Nothing is stored, logged or sent.

    Args:
        banks: YAML files or folders laid over the shipped bank, in order.
        nlp: any spaCy pipeline for English; a blank one by default.
        apology: what the company lets its agents say: "regret" (sorry that it happened),
            "responsibility" (our fault) or "none".
        name_uses: how often the customer's name may be used in one conversation.
        language: the language of the customers; "en" is what is shipped.
        discover: also lay the user's bank (~/.config/deescalate/banks) and the one of the working
            folder (.deescalate) over the shipped one, as the command does.

    Raises:
        BankError: a bank is broken; it lists every problem.
        InputError: a bank cannot be found or an option is out of range.
    """

    def __init__(
        self,
        banks: Sequence[str | Path] = (),
        nlp: Language | None = None,
        *,
        apology: str = "regret",
        name_uses: int = 2,
        language: str = "en",
        discover: bool = False,
    ) -> None:
        if isinstance(banks, str | Path):
            raise InputError(f"banks is a list of paths: write banks=[{str(banks)!r}]")
        if language not in LANGUAGES:
            raise UnknownName.of("language", str(language), LANGUAGES)
        self.bank = banks_.load(banks, discover=discover)
        if apology not in self.bank.vocabulary.apology_levels:
            raise UnknownName.of("apology", str(apology), self.bank.vocabulary.apology_levels)
        if not _is_count(name_uses, 0):
            raise InputError(f"name_uses is a whole number from 0, not {name_uses!r}")
        self._longest = None if nlp is None else nlp.max_length
        self._intake = Intake(self.bank.classes)
        self._hearer = Hearer(self.bank, nlp)
        self._decider = Decider(self.bank, apology=apology, name_uses=name_uses)
        self._speaker = Speaker(self.bank, name_uses=name_uses)
        self._matcher = self._hearer.matcher(tuple(self.bank.avoid.values()))
        self._reviewer = Reviewer(self.bank)

    def advise(
        self,
        message: str | Iterable[Turn],
        *,
        slots: Mapping[str, str] | None = None,
        channel: str = "chat",
        count: int = 3,
    ) -> Advice:
        """Suggest replies to a pasted text, or to the newest customer turn of a conversation.

        Args:
            message: a message, e-mail or chat thread as it was pasted; or the turns, oldest first.
            slots: what the agent knows and the replies may say, by slot name (`time`, `name`, …).
            channel: "chat", "email", "phone" or "social".
            count: how many suggestions at most, 1 to 3.

        Raises:
            InputError: the text, a turn, a slot or an option cannot be used; the message says which.
        """
        if channel not in CHANNELS:
            raise UnknownName.of("channel", str(channel), CHANNELS)
        if not _is_count(count, 1, MAX_SUGGESTIONS):
            raise InputError(f"count is 1 to {MAX_SUGGESTIONS}, not {count!r}")
        given = self._given(slots or {})
        talk = self._taken(message)
        state = talk.state(given.get("name"))
        values = self._sayable(self._speaker.slot_values(talk.reading, state, given), given)
        plan = self._decider.decide(
            talk.reading, state, slots=frozenset(values), notice=talk.notice, channel=channel
        )
        replies = self._speaker.say(plan, talk.reading, state, values, channel, count)
        unknowns = {slot: self.bank.vocabulary.slots[slot] for reply in replies for slot in reply.missing}
        return Advice(talk.reading, state, plan, tuple(replies), unknowns)

    def ledger(self, message: str | Iterable[Turn], *, name: str | None = None) -> State:
        """Keep the ledger of a conversation: what was raised, asked, promised, said, and where it stands.

        Args:
            message: a chat thread as it was pasted; or the turns, oldest first.
            name: the customer's name, to count its uses; a name they gave themselves is found.

        Returns:
            Concerns and requests with the turn that raised them and what became of them, questions
            with their answers, promises with their times, apologies, uses of the name, the anger of
            every message, and the stage of the seven steps.

        Raises:
            InputError: the text or a turn cannot be used; the message says which.
        """
        return self._taken(message).state(self._given({} if name is None else {"name": name}).get("name"))

    def read(self, text: str) -> Reading:
        """Read a pasted text: the tags, facts and concerns of the customer's newest words in it.

        Raises InputError when the text is too long or no text.
        """
        return self._read(text)[1]

    def read_many(self, texts: Iterable[str]) -> Iterator[Reading]:
        """Read texts one after the other, as they come."""
        return map(self.read, texts)

    def review(self, draft: str) -> tuple[Finding, ...]:
        """Find what in an agent's draft would heat things up, each with what to say instead.

        Raises InputError when the draft is too long or no text.
        """
        text = self._fit(draft)
        return self._reviewer.review(text, self._matcher.find(text))

    def _sayable(self, values: dict[str, str], given: Mapping[str, str]) -> dict[str, str]:
        """Leave out what the customer said in words that an agent's draft should not have."""
        own = {slot: value for slot, value in values.items() if slot not in given}
        if not own or not self._matcher.find("; ".join(own.values())):
            return values
        unsaid = {slot for slot, value in own.items() if self._matcher.find(value)}
        return {slot: value for slot, value in values.items() if slot not in unsaid}

    def _read(self, text: str) -> tuple[Pasted, Reading, str | None]:
        pasted = self._intake.read(self._fit(text))
        notice = self._intake.notice(pasted)
        aside = pasted.set_aside
        if notice in UNJUDGED:
            aside = (*aside, *(SetAside(notice, start, end) for start, end in pasted.judged))
        return pasted, self._hearer.read(pasted.text, pasted.judged, aside, notice), notice

    def _fit(self, text: str) -> str:
        """Check that a text can be read, and make it safe to read out; its offsets stay."""
        if not isinstance(text, str):
            raise InputError(f"a text is a str, not {type(text).__name__}")
        if self._longest is not None and len(text) > self._longest:
            limit = f"the given pipeline reads at most {self._longest:,} (nlp.max_length)"
            raise InputError(f"the text has {len(text):,} characters; {limit}")
        return check(text)

    def _taken(self, message: str | Iterable[Turn]) -> _Conversation:
        return self._pasted(message) if isinstance(message, str) else self._given_turns(message)

    def _pasted(self, text: str) -> _Conversation:
        """Read a pasted text with the earlier turns that stand in it."""
        pasted, reading, notice = self._read(text)
        turns = pasted.turns
        if not pasted.judged:
            turns = (*turns, Turn.customer(""))
        return self._conversation(turns, reading, notice)

    def _given_turns(self, turns: Iterable[Turn]) -> _Conversation:
        """Read the turns of a conversation; the newest customer turn may be a pasted e-mail."""
        checked = _checked(turns)
        newest = _last_customer(checked)
        if newest is None:
            raise InputError("no turn of the customer: add the message to answer as Turn.customer(text)")
        _, reading, notice = self._read(checked[newest].text)
        return self._conversation(checked, reading, notice)

    def _conversation(self, turns: tuple[Turn, ...], reading: Reading, notice: str | None) -> _Conversation:
        newest = _last_customer(turns)
        assert newest is not None, "there is a customer turn to answer"
        readings = [
            reading if at == newest else self._read(turn.text)[1] if turn.role == "customer" else None
            for at, turn in enumerate(turns)
        ]
        said = [self._hearer.said(self._fit(turn.text)) if turn.role == "agent" else () for turn in turns]
        return _Conversation(turns, tuple(readings), tuple(said), newest, notice)

    def _given(self, slots: Mapping[str, str]) -> dict[str, str]:
        """Check the slots that were given; a blank value counts as not given."""
        if not isinstance(slots, Mapping):
            raise InputError(f"slots is a mapping of slot names to texts, not {type(slots).__name__}")
        known = self.bank.vocabulary.slots
        given = {}
        for name, value in slots.items():
            if name not in known:
                raise UnknownName.of("slot", str(name), known)
            if not isinstance(value, str):
                raise InputError(f"slot '{name}' is a text, not {type(value).__name__}: {value!r:.60}")
            if len(value) > MAX_SLOT:
                raise InputError(f"slot '{name}' is too long: {len(value)} characters, at most {MAX_SLOT}")
            if words := " ".join(value.split()):
                given[name] = words
        return given


def _checked(turns: Iterable[Turn]) -> tuple[Turn, ...]:
    """Check every turn of a conversation that was given."""
    listed = tuple(turns)
    if not listed:
        raise InputError("no turns: give at least one, such as Turn.customer(text)")
    check_turns(len(listed))
    for at, turn in enumerate(listed):
        _check_turn(turn, f"turns[{at}]")
    size = sum(len(turn.text) for turn in listed)
    if size > MAX_CONVERSATION:
        raise InputError(f"the conversation is too long: {size} characters, at most {MAX_CONVERSATION}")
    return listed


def _check_turn(turn: Turn, where: str) -> None:
    if not isinstance(turn, Turn):
        raise InputError(
            f"{where} is a Turn, not {type(turn).__name__}: use Turn.customer(text) or Turn.agent(text)"
        )
    if turn.role not in ROLES:
        raise UnknownName.of(f"role in {where}", str(turn.role), ROLES)
    if not isinstance(turn.text, str):
        raise InputError(f"{where}: the text is a str, not {type(turn.text).__name__}")
    if not _is_count(turn.contact, 1):
        raise InputError(f"{where}: contact is a whole number from 1, not {turn.contact!r}")


def _last_customer(turns: Sequence[Turn]) -> int | None:
    return next((at for at in range(len(turns) - 1, -1, -1) if turns[at].role == "customer"), None)


def _is_count(value: object, low: int, high: int | None = None) -> bool:
    """Tell whether a value is a whole number in the range, both ends included."""
    if not isinstance(value, int) or isinstance(value, bool):
        return False
    return value >= low and (high is None or value <= high)
