"""Check the syntax of a pattern, and collect the word classes and verbs it names."""

from __future__ import annotations

import re

from deescalate.bank.page import Node, Page, Reference, Scalar
from deescalate.bank.values import text

# What code measures about one token; patterns name it {#number}.
TOKEN_SHAPES = ("number", "money", "caps", "handle", "emoji", "link", "ordinal", "time")

_CLASS, _VERB = r"\{[^{}<>()|\s]*\}", r"<[^{}<>()|]*>"
_SPECIAL = re.compile(r"[{}<>()|?~]")
_NAMED = re.compile(r"[{<]([^{}<>()|]*[}>])")
_PIECE = re.compile(
    rf"(?P<blank>\s+)|(?P<class>{_CLASS})|(?P<verb>{_VERB})"
    r"|(?P<open>\()|(?P<close>\))|(?P<or>\|)|(?P<mark>(?<![^\s(|])[?!]+(?![^\s|)]))|(?P<maybe>\?)|(?P<gap>~\d?)|(?P<word>[^\s{}<>()|?]+)|(?P<stray>.)"
)
# Nearly every pattern is of this plain kind, without groups in groups; only the others are walked through.
_PLAIN = rf"(?:(?:{_CLASS}|{_VERB}|[^\s{{}}<>()|?~]+)\??|~\d?)"
_ROW = rf"{_PLAIN}(?:\s+{_PLAIN})*"
_ELEMENT = rf"(?:{_PLAIN}|\({_ROW}(?:\|{_ROW})*\)\??)"
_SOUND = re.compile(rf"{_ELEMENT}(?:\s+{_ELEMENT})*")
_PART = rf"(?:{_CLASS}|{_VERB}|[^\s{{}}<>()|?~^,]+)"
_WORDING = re.compile(rf"(?:(?:\^|{_PART}) )?{_PART}")
_WORDINGS = re.compile(rf"{_WORDING.pattern}(?:, {_WORDING.pattern})*")
_STARTS = ("class", "verb", "word", "gap", "open")
_ENDS = ("class", "verb", "word", "gap", "maybe")


def pattern(page: Page, node: Node) -> str | None:
    """Read a pattern: its brackets must balance, its elements stand apart."""
    value = text(page, node)
    if value and isinstance(node, Scalar) and _SPECIAL.search(value):
        if not _SOUND.fullmatch(value):
            _Scan(page, node).run()
        _refer(page, node)
    return value


def wordings(page: Page, node: Node) -> list[str]:
    """Read what weights of words are for, parted by commas.

    Each is one word, {class} or <verb>, or two words in a row, or ^ and the first word of a clause. That a
    class or verb is no longer there is no mistake: the weight only waits for the next fit.
    """
    value = text(page, node)
    if not value or not isinstance(node, Scalar):
        return []
    found = value.split(", ")
    if not _WORDINGS.fullmatch(value):
        odd = next((part for part in found if not _WORDING.fullmatch(part)), value)
        page.report(node, f"'{odd}' is not one word, {{class}} or <verb>, nor two words, nor ^ and a word")
    return found


def class_word(page: Page, node: Node) -> str | None:
    """Read a word of a class: only the classes and verbs it names are looked at.

    A class may be a plain list for a stage that knows no patterns, so brackets prove nothing.
    """
    value = text(page, node)
    if value and isinstance(node, Scalar):
        _refer(page, node)
    return value


def _refer(page: Page, node: Scalar) -> None:
    """Note every name that stands as `{class}` or `<verb>`, and check every `{#shape}`."""
    for found in _NAMED.finditer(node.text):
        name, at = found[1], found.start(1)
        if found[0][0] == "<":
            page.references.append(Reference("verbs", name[:-1], node, at))
        elif name[0] != "#":
            page.references.append(Reference("classes", name[:-1], node, at))
        elif name[1:-1] not in TOKEN_SHAPES:
            page.unknown(node, "token shape", name[1:-1], TOKEN_SHAPES, at + 1)


class _Scan:
    """One walk over the pieces of a pattern, from left to right."""

    def __init__(self, page: Page, node: Scalar) -> None:
        self.page = page
        self.node = node
        self.open: list[int] = []
        self.before = self.last = "blank"

    def run(self) -> None:
        for piece in _PIECE.finditer(self.node.text):
            kind = piece.lastgroup or ""
            self._check(kind, piece)
            # Behind a group, optional or not, the next element may follow at once: "(the )?money".
            self.before = "close" if kind == "maybe" and self.before == "close" else kind
            self.last = self.last if kind == "blank" else kind
        for at in self.open:
            self._report(at, "this ( is never closed")

    def _check(self, kind: str, piece: re.Match[str]) -> None:
        at, written = piece.start(), piece[0]
        if self.before == "gap" and kind in ("maybe", *_STARTS):
            self._report(at, "a gap is ~, or ~ and one digit, and stands alone")
        elif kind in _STARTS and self.before in _ENDS:
            self._report(at, f"put a blank before '{written}': elements stand apart")
        if kind == "open":
            self.open.append(at)
        elif kind in ("close", "or"):
            self._group(kind, at)
        elif kind == "stray":
            self._report(at, f"'{written}' without its other half")

    def _group(self, kind: str, at: int) -> None:
        if self.last in ("open", "or"):
            self._report(at, "an empty alternative")
        if not self.open:
            self._report(at, "this ) was never opened" if kind == "close" else "| stands only inside ( )")
        elif kind == "close":
            self.open.pop()

    def _report(self, at: int, message: str) -> None:
        self.page.report(self.node, message, None, (at, at + 1))
