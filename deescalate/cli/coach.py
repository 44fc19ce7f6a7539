"""A conversation at the terminal: the customer's turn in, replies shown, the agent's choice taken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from deescalate.cli.page import Page
from deescalate.cli.prompt import Prompt
from deescalate.cli.show_advice import explained, show_advice
from deescalate.errors import InputError
from deescalate.types import Suggestion, Turn

if TYPE_CHECKING:
    from deescalate.advisor import Advisor

QUIT = ("q", "quit", "exit")
ASK_CUSTOMER = "Customer (end with an empty line, q quits): "
ASK_REPLY = "Reply: "


class Coach:
    """Leads through one conversation; the turns are kept here and nowhere else."""

    def __init__(
        self,
        advisor: Advisor,
        page: Page,
        prompt: Prompt,
        slots: dict[str, str],
        channel: str = "chat",
        count: int = 3,
    ) -> None:
        self._advisor = advisor
        self._page = page
        self._prompt = prompt
        self._slots = slots
        self._channel = channel
        self._count = count
        self.turns: list[Turn] = []

    def run(self) -> None:
        """Go on turn by turn until the person quits or the input ends."""
        while (text := self._prompt.text(ASK_CUSTOMER, QUIT)) is not None:
            if not self._customer(text):
                continue
            reply = self._reply()
            if reply is None:
                return
            if reply:
                self._page.gap()
                self._page.line([("You: ", "strong"), (reply, "")])
                self._page.gap()
                self.turns.append(Turn.agent(reply))

    def _customer(self, text: str) -> bool:
        """Take in the customer's turn and show what to answer; False when it cannot be read."""
        turns = [*self.turns, Turn.customer(text)]
        try:
            advice = self._advisor.advise(turns, slots=self._slots, channel=self._channel, count=self._count)
        except InputError as error:
            self._page.line([(f"That cannot be used: {error}", "open")])
            return False
        self.turns = turns
        self._suggestions: Sequence[Suggestion] = advice.suggestions
        self._page.gap()
        show_advice(self._page, advice)
        self._page.gap()
        return True

    def _reply(self) -> str | None:
        """Ask for the reply until there is one: "" when it is skipped, None when the person quits."""
        self._page.line([(self._help(), "dim")])
        while (line := self._prompt.line(ASK_REPLY)) is not None:
            word = line.strip().lower()
            if word in QUIT:
                return None
            if word in ("s", "skip"):
                return ""
            reply = self._chosen(word) if _is_choice(word) else self._prompt.rest(line) if word else None
            if reply:
                return reply
            if not word:
                self._page.line([(self._help(), "dim")])
        return None

    def _help(self) -> str:
        count = len(self._suggestions)
        numbers = {0: "", 1: "1 takes the suggestion, e edits it; "}.get(
            count, f"1 to {count} takes a suggestion, e1 to e{count} edits one; "
        )
        return f"{numbers}or write your own and end it with an empty line; s skips, q quits."

    def _chosen(self, word: str) -> str | None:
        """Take or edit the suggestion that a word such as `2` or `e2` names."""
        number = int(word.lstrip("e ") or 1)
        if not 1 <= number <= len(self._suggestions):
            self._page.line([(f"There is no suggestion {number}. {self._help()}", "open")])
            return None
        suggestion = self._suggestions[number - 1]
        if not word.startswith("e"):
            return self._filled(suggestion)
        changed = self._prompt.edit(suggestion.text)
        if changed is None:
            self._page.line([("Nothing was changed; choose again.", "dim")])
        return changed

    def _filled(self, suggestion: Suggestion) -> str | None:
        """Ask for every open slot; what was given is kept for later turns."""
        text = suggestion.text
        for slot in suggestion.missing:
            question = explained(slot, self._advisor.bank.vocabulary.slots)
            value = (self._prompt.line(f"{question}: ") or "").strip()
            if not value:
                self._page.line([(f"[{slot}] is still open: fill it in, or edit the reply (e).", "open")])
                return None
            text = text.replace(f"[{slot}]", value)
        return text


def _is_choice(word: str) -> bool:
    """Tell whether a word is meant as a choice: a number, or `e` with or without one."""
    number = word[1:].strip() if word.startswith("e") else word
    return number.isascii() and (number.isdigit() or (word == "e")) and len(number) < 4
