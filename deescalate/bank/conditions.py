"""Read a condition of a rule or phrase into a Condition, checked against the vocabulary."""

from __future__ import annotations

from deescalate.bank.names import TEST_WORDS
from deescalate.bank.page import Node, Page, Scalar, Sequence
from deescalate.bank.values import entries, nodes, number_range, text
from deescalate.types import ALWAYS, Condition


def condition(page: Page, node: Node) -> Condition:
    """Read a mapping of tests that must all hold; an empty one always holds."""
    found = (_part(page, name, key, value) for name, key, value in entries(page, node))
    parts = tuple(part for part in found if part is not None)
    if not parts:
        return ALWAYS
    return parts[0] if len(parts) == 1 else Condition("all", parts=parts)


def _part(page: Page, name: str, key: Node, value: Node) -> Condition | None:
    if name == "not":
        return Condition("not", parts=(condition(page, value),))
    if name in ("all", "any"):
        return _join(page, name, value)
    if name in page.words["number test"]:
        bounds = number_range(page, value)
        return Condition(name, low=bounds[0], high=bounds[1]) if bounds else None
    if name in page.words["set test"]:
        return _set_test(page, name, value)
    page.unknown(key, "test", name, page.words["test"], 0)
    return None


def _join(page: Page, name: str, node: Node) -> Condition:
    parts = tuple(condition(page, part) for part in nodes(page, node))
    if isinstance(node, Sequence) and not parts:
        page.report(node, f"'{name}' of nothing: list the conditions")
    return Condition(name, parts=parts)


def _set_test(page: Page, test: str, node: Node) -> Condition:
    parts = [node] if isinstance(node, Scalar) else nodes(page, node)
    if isinstance(node, Sequence) and not parts:
        page.report(node, f"'{test}' of nothing: list the words")
    words = (_word(page, TEST_WORDS.get(test), part) for part in parts)
    return Condition(test, words=frozenset(word for word in words if word))


def _word(page: Page, what: str | None, node: Node) -> str | None:
    word = text(page, node)
    if word and what and word not in page.words[what]:
        page.unknown(node, what, word, page.words[what], 0)
    return word
