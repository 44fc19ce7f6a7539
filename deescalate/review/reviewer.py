"""An agent's draft and the avoid patterns found in it in, `Finding`s out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from deescalate.types import Avoid, Bank, Finding, Match

_PLACEHOLDER = re.compile(
    r"\{\{.{0,60}?\}\}|\[[A-Za-z_ ]{2,40}\]|<(?:name|order|date|time|number)>|\bX{3,}\b"
)


class Reviewer:
    """Judges drafts by the avoid list of a bank."""

    def __init__(self, bank: Bank) -> None:
        self._items: Mapping[str, Avoid] = bank.avoid

    def review(self, draft: str, matches: Sequence[Match]) -> tuple[Finding, ...]:
        """Return the findings of a draft in the order of its text.

        Args:
            draft: what the agent is about to send.
            matches: the avoid patterns found in it; of overlapping ones of a kind the longest counts.
        """
        found = [*self._worded(matches), *_placeholders(draft)]
        return tuple(sorted(found, key=lambda finding: (finding.start, finding.end, finding.kind)))

    def _worded(self, matches: Sequence[Match]) -> Iterator[Finding]:
        taken: list[tuple[str, int, int]] = []
        for match in sorted(matches, key=lambda match: (match.start - match.end, match.start)):
            item = self._items[match.id]
            if any(
                kind == item.finding and low < match.end and match.start < high for kind, low, high in taken
            ):
                continue
            taken.append((item.finding, match.start, match.end))
            yield Finding(
                item.finding, match.start, match.end, match.text, item.message, item.instead, item.level
            )


def _placeholders(draft: str) -> Iterator[Finding]:
    for match in _PLACEHOLDER.finditer(draft):
        message = f"“{match.group()}” has not been filled in"
        yield Finding(
            "unfilled_placeholder", match.start(), match.end(), match.group(), message, "fill it in", "error"
        )
