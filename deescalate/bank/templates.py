"""Find the slots a phrase's template uses; only slots, plain filters and `if` are known."""

from __future__ import annotations

import re

from deescalate.bank.page import Page, Scalar

FILTERS = ("capitalize", "lower", "upper", "title", "trim")
WORDS = ("if", "elif", "else", "endif", "and", "or", "not")

_MARK = re.compile(
    r"\{\{-?(?P<value>[^{}]*?)-?\}\}|\{%-?(?P<block>[^{}]*?)-?%\}"
    r"|(?P<stray>\{\{|\}\}|\{%|%\}|\{#|#\})"
)
_TOKEN = re.compile(r"\s*(?:(?P<name>[^\W\d]\w*)|(?P<pipe>\|)|(?P<stray>\S))")


def template_slots(page: Page, node: Scalar) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the slots a template uses, in order, and those of them that it can do without."""
    scan = _Scan(page, node)
    for mark in _MARK.finditer(node.text):
        if mark["value"] is not None:
            scan.value(mark["value"], mark.start("value"))
        elif mark["block"] is not None:
            scan.block(mark["block"], mark.start("block"))
        else:
            scan.report(mark.start(), f"'{mark[0]}' without its other half")
    scan.end()
    return tuple(scan.used), tuple(slot for slot in scan.used if slot not in scan.required)


class _Scan:
    """One walk over the marks of a template, from left to right."""

    def __init__(self, page: Page, node: Scalar) -> None:
        self.page = page
        self.node = node
        self.used: dict[str, None] = {}
        self.required: set[str] = set()
        self.guards: list[tuple[int, frozenset[str]]] = []

    def value(self, content: str, start: int) -> None:
        """Read what stands in {{ }}: a slot, and filters behind bars."""
        tokens = self._tokens(content, start)
        if not tokens or tokens[0][0] == "|":
            self.report(start, "{{ }} needs a slot")
            return
        slot, at = tokens[0]
        if self._slot(slot, at) and not any(slot in guard for _, guard in self.guards):
            self.required.add(slot)
        for number, (word, at) in enumerate(tokens[1:]):
            if number % 2 == 0 and word != "|":
                self.report(at, "one slot in {{ }}, then filters behind a bar")
            elif number % 2 == 1 and word not in FILTERS:
                self.page.unknown(self.node, "filter", word, FILTERS, at)

    def block(self, content: str, start: int) -> None:
        """Read what stands in {% %}: if, elif, else or endif."""
        tokens = self._tokens(content, start)
        word, at = tokens[0] if tokens else ("", start)
        if word not in ("if", "elif", "else", "endif"):
            self.page.unknown(self.node, "template word", word, ("if", "elif", "else", "endif"), at)
            return
        if word != "if":
            if not self.guards:
                self.report(at, f"'{word}' without an if")
                return
            at = self.guards.pop()[0]
        if word != "endif":
            self.guards.append((at, self._guard(tokens[1:])))

    def _guard(self, tokens: list[tuple[str, int]]) -> frozenset[str]:
        slots = [word for word, at in tokens if word not in WORDS and self._slot(word, at)]
        # Behind "or" and "not" a slot may well have no value.
        sure = not any(word in ("or", "not") for word, _ in tokens)
        return frozenset(slots) if sure else frozenset()

    def end(self) -> None:
        """Note every `if` that was not ended."""
        for at, _ in self.guards:
            self.report(at, "this if has no endif")

    def report(self, at: int, message: str) -> None:
        """Note a problem at an offset of the template."""
        self.page.report(self.node, message, None, (at, at + 1))

    def _slot(self, word: str, at: int) -> bool:
        known = word in self.page.words["slot"]
        if known:
            self.used[word] = None
        else:
            self.page.unknown(self.node, "slot", word, self.page.words["slot"], at)
        return known

    def _tokens(self, content: str, start: int) -> list[tuple[str, int]]:
        tokens = []
        for token in _TOKEN.finditer(content):
            kind = token.lastgroup or "stray"
            at = start + token.start(kind)
            if kind == "stray":
                self.report(at, f"'{token[kind]}' has no place in a template")
            else:
                tokens.append((token[kind], at))
        return tokens
