"""Chosen sentences in, one reply out, in the form of its channel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from deescalate.say.compare import capitalised, normalised
from deescalate.say.wording import Wording
from deescalate.types import Bank

LONGEST_SOCIAL = 280  # characters

_HEARING = frozenset(
    {
        "greet",
        "cushion",
        "apologize",
        "restate",
        "acknowledge_impact",
        "own",
        "reframe",
        "thank",
        "set_boundary",
    }
)
Said = Sequence[tuple[Wording, str]]


@dataclass(frozen=True, slots=True)
class Forms:
    """The words around a reply: how letters open and close, and words that keep their capital."""

    greetings: tuple[str, ...]
    closings: tuple[str, ...]
    capitals: frozenset[str]

    @classmethod
    def of(cls, bank: Bank) -> Forms:
        """Read the forms from the classes of a bank."""
        return cls(
            greetings=_words(bank, "say_email_greeting"),
            closings=_words(bank, "say_email_closing"),
            capitals=frozenset(word.lower() for word in _words(bank, "say_keeps_capital")),
        )


def _words(bank: Bank, name: str) -> tuple[str, ...]:
    found = bank.classes.get(name)
    return found.words if found else ()


def in_chat(said: Said, name: str | None, forms: Forms) -> str:
    """Join a paragraph: the name first when there is one, questions last."""
    return " ".join(_lines(said, name, forms))


def on_phone(said: Said, name: str | None, forms: Forms) -> str:
    """Join lines to say aloud, one sentence group each."""
    return "\n".join(_lines(said, name, forms))


def in_email(
    said: Said, name: str | None, forms: Forms, agent: str, variant: int, before: frozenset[str]
) -> str:
    """Join a letter: greeting, paragraphs of hearing, doing, asking; a closing not in `before`; signature."""
    greeting = forms.greetings[variant % len(forms.greetings)] if forms.greetings else ""
    opened = " ".join(part for part in (greeting, name) if part)
    paragraphs = [" ".join(capitalised(text) for _, text in part) for part in _paragraphs(said)]
    unused = [one for one in forms.closings if normalised(one) not in before] or forms.closings
    closing = unused[variant % len(unused)] if unused else ""
    ended = "\n".join(part for part in (f"{closing}," if closing else "", agent) if part)
    return "\n\n".join(part for part in (f"{opened}," if opened else "", *paragraphs, ended) if part)


def in_order(said: Said) -> list[tuple[Wording, str]]:
    """Put what wants an answer last."""
    return sorted(said, key=lambda pair: pair[0].asks)


def _lines(said: Said, name: str | None, forms: Forms) -> list[str]:
    ordered = in_order(said)
    lines = [capitalised(text) for _, text in ordered]
    if name and ordered and not any("name" in wording.uses for wording, _ in ordered):
        first, text = ordered[0]
        lines[0] = f"{capitalised(name)}, {_after_name(first, text, forms)}"
    return lines


def _after_name(wording: Wording, text: str, forms: Forms) -> str:
    first = text.partition(" ")[0]
    if wording.begins_with_slot or first.strip(",.:;!").lower() in forms.capitals:
        return text
    return text[:1].lower() + text[1:]


def _paragraphs(said: Said) -> list[list[tuple[Wording, str]]]:
    parts: list[list[tuple[Wording, str]]] = []
    last = -1
    for wording, text in in_order(said):
        part = 2 if wording.asks else 0 if wording.phrase.move in _HEARING else 1
        if part != last:
            parts.append([])
        parts[-1].append((wording, text))
        last = part
    return parts
