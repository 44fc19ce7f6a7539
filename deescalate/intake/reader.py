"""Pasted text in, the customer's newest words, the turns before them and what was set aside out."""

from __future__ import annotations

from collections.abc import Mapping

from deescalate.intake.borders import Borders
from deescalate.intake.clock import Clock
from deescalate.intake.conversation import Conversations
from deescalate.intake.dumps import Dumps
from deescalate.intake.gate import Gate
from deescalate.intake.guard import check
from deescalate.intake.inline import InlineLabels
from deescalate.intake.labels import LabelReader
from deescalate.intake.lines import edges, split
from deescalate.intake.mail import Mails
from deescalate.intake.names import Names
from deescalate.intake.roles import Talk
from deescalate.intake.system import SystemLines
from deescalate.intake.threads import Threads
from deescalate.intake.trim import Trimmer
from deescalate.types import Pasted, SetAside, Turn, WordClass

_SHORT = 4000
_MACHINE = '{[<>`"'  # what quotes, logs and markup begin with


class Intake:
    """Takes pasted texts apart; built once from the word classes of a bank, safe to share by threads."""

    def __init__(self, classes: Mapping[str, WordClass]) -> None:
        clock, names, talk = Clock(classes), Names(classes), Talk(classes)
        dumps, system = Dumps(classes), SystemLines(classes)
        self._trimmer = Trimmer(classes, dumps)
        threads = Threads(LabelReader(classes, names, clock), names, talk)
        self._conversations = Conversations(classes, clock, names, threads, talk, self._trimmer, system)
        self._mails = Mails(Borders(classes, clock), names, talk, self._trimmer, system)
        self._inline = InlineLabels(classes)
        self._gate = Gate(classes, dumps)

    def read(self, text: str) -> Pasted:
        """Tell the customer's newest words in a message, a mail or a whole conversation.

        Every offset counts code points of `text`. Raises InputError when the text has more than
        2,000,000 characters or 20,000 turns.
        """
        text = check(text)
        if "\n" not in text and "\r" not in text and ":" not in text and len(text) < _SHORT:
            return self._plain(text)
        lines = self._inline.split(text, split(text))
        if not lines:
            return Pasted(text, (), ())
        conversation = self._conversations.read(text, lines)
        if conversation is not None:
            return conversation
        if len(lines) == 1 and text[lines[0].start] not in _MACHINE and len(text) < _SHORT:
            return self._plain(text)
        return self._mails.read(text, lines)

    def notice(self, pasted: Pasted) -> str | None:
        """Return a word of `vocabulary.notices` when there is no complaint to answer, or None."""
        return self._gate.notice(pasted.text, pasted.judged)

    def _plain(self, text: str) -> Pasted:
        start, end = edges(text, 0, len(text))
        if start == end:
            return Pasted(text, (), ())
        cut = self._trimmer.inline_footer(text, start, end)
        aside = (SetAside("footer", cut, end),) if cut < end else ()
        start, end = edges(text, start, cut)
        return Pasted(text, (Turn("customer", text[start:end]),), ((start, end),), aside)
