"""What stands where a speaker's name could stand in, the name and the role it tells out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from deescalate.intake.words import tokens, words
from deescalate.types import WordClass

LONGEST = 48
_DECORATION = " \t*_~`\"'#>|•·-–—,\u200e\u200f\u202a\u202b\u202c\u2068\u2069\ufeff"
_BRACKETED = re.compile(r"^(?P<name>[^(\[]*?)\s*[(\[](?P<inside>[^)\]]{1,40})[)\]]\s*(?P<rest>.*)$")
_WORDS = re.compile(r"[@#+~]?[\w][\w.'’+&/-]*|&")
_ADDRESS = re.compile(r"([\w.+-]{1,64})@[\w-]{1,63}\.[\w.-]{1,63}")


class Speaker(NamedTuple):
    """A speaker as labelled: the key that is the same in all labels of theirs, and the role if it is told.

    role: "customer", "agent", "system", "self" or None; `sure`: the role word stands for nothing else.
    """

    key: str
    role: str | None
    sure: bool
    proper: bool


class Names:
    """Knows which words name a role, which a field of a form, and which never stand in a name."""

    def __init__(self, classes: Mapping[str, WordClass]) -> None:
        self._sure = {
            **dict.fromkeys(words(classes, "intake_agent_sure"), "agent"),
            **dict.fromkeys(words(classes, "intake_customer_sure"), "customer"),
            **dict.fromkeys(words(classes, "intake_system_role"), "system"),
        }
        self._weak = {
            **dict.fromkeys(words(classes, "intake_agent_weak", "intake_company"), "agent"),
            **dict.fromkeys(words(classes, "intake_customer_weak"), "customer"),
            **dict.fromkeys(words(classes, "intake_self"), "self"),
        }
        self._fields = words(classes, "intake_not_speaker")
        self._levels = words(classes, "intake_log_level")
        self._never = words(classes, "intake_not_name")
        self._particles = words(classes, "intake_name_particle")
        self._said = sorted(words(classes, "intake_said"), key=len, reverse=True)
        self._addresses = words(classes, "intake_support_address")
        self._from = words(classes, "intake_agent_from")

    def speaker(self, raw: str, loose: bool = False) -> Speaker | None:
        """Read what stands before a colon or a time; None when it can be no speaker.

        loose: the place is certain (behind a bracketed time, say), so that any short name will do.
        """
        name, inside = self._parts(raw)
        if not name or len(name) > LONGEST or name.split()[0].lower() in self._levels:
            return None
        role, sure = self._role(name, inside)
        if role is not None:
            return Speaker(name.lower(), role, sure, True)
        proper = self._proper(name)
        if not loose and (self._field(name) or not proper):
            return None
        return Speaker(name.lower(), None, False, proper)

    def role_word(self, raw: str) -> bool:
        """Tell whether a line is a role word and nothing else."""
        low = raw.lower()
        return low in self._sure or low in self._weak

    def sender(self, raw: str) -> str | None:
        """Return "agent" when the sender of a mail is a support desk by its name or address."""
        address = _ADDRESS.search(raw)
        if address is not None and address[1].lower() in self._addresses:
            return "agent"
        found = tokens(raw if address is None else raw[: address.start()])
        return (
            "agent"
            if any(self._phrase(found[i : i + n]) == "agent" for i in range(len(found)) for n in (1, 2))
            else None
        )

    def from_company(self, key: str) -> bool:
        """Tell whether a name reads "Jo from Acme"."""
        parts = key.split()
        return len(parts) > 2 and parts[-2] in self._from

    def _parts(self, raw: str) -> tuple[str, str]:
        name, inside = raw.strip(_DECORATION), ""
        bracketed = _BRACKETED.match(name)
        if bracketed is not None:
            inside = bracketed["inside"].strip().lower()
            name = bracketed["name"].strip(_DECORATION) or bracketed["rest"].strip(_DECORATION)
        low = name.lower()
        for said in self._said:
            if low.endswith(" " + said):
                name = name[: -len(said)].strip(_DECORATION)
                break
        return name, inside

    def _role(self, name: str, inside: str) -> tuple[str | None, bool]:
        for whole in (inside, name.lower()):
            if whole in self._sure:
                return self._sure[whole], True
            if whole in self._weak:
                return self._weak[whole], whole == inside
        if inside and (address := _ADDRESS.fullmatch(inside)) and address[1] in self._addresses:
            return "agent", True
        found = tokens(name)
        if not 2 <= len(found) <= 6 or not self._proper(name) or not self._never.isdisjoint(found):
            return None, False
        return self._part_role(found)

    def _part_role(self, found: list[str]) -> tuple[str | None, bool]:
        for size in (3, 2, 1):
            for part in (found[:size], found[-size:]):
                phrase = " ".join(part)
                if len(part) < len(found) and phrase in self._sure:
                    return self._sure[phrase], True
        for part in (found[:1], found[-1:]):
            role = self._weak.get(part[0])
            if role not in (None, "self"):
                return role, False
        return None, False

    def _phrase(self, part: list[str]) -> str | None:
        phrase = " ".join(part)
        return self._sure.get(phrase) or self._weak.get(phrase)

    def _field(self, name: str) -> bool:
        found = name.lower().split()
        return bool(found) and (
            " ".join(found) in self._fields or found[0] in self._fields or found[-1] in self._fields
        )

    def _proper(self, name: str) -> bool:
        """Tell whether it is written like a name: few words, each with a capital, or one handle."""
        parts = name.split()
        if len(parts) > 5 or not all(map(_WORDS.fullmatch, parts)):
            return False
        lows = [part.lower() for part in parts]
        if not self._never.isdisjoint(lows) or lows[0].isdigit():
            return False
        if not any(map(str.isalpha, name)):
            return False
        return len(parts) == 1 or all(
            part[0].isupper() or not part[0].islower() or low in self._particles
            for part, low in zip(parts, lows, strict=True)
        )
