"""Hits of the same words in, the order in which they are told out.

The trie finds all that ends at a token at once. Told are such hits as a plain search finds them that
follows one path after the other: anchors first, then gaps (the widest stretch first), then spans, then
the next token. Only evidence that stands in the very same place is put in order so, which is rare.
"""

from __future__ import annotations

from collections.abc import Iterator

from deescalate.hear.trie import CLAUSE_END, MESSAGE_END, Lattice, Node, Trie

_MESSAGE, _CLAUSE, _ANY_WORD, _GAP, _SPAN, _TOKEN = range(6)  # ways on, the first to be taken first

Path = tuple[int, ...]  # the ways that were taken
Found = tuple[Path, int, list[int]]  # by which path, the number of the node, and what ends there


def in_order(trie: Trie, lattice: Lattice, start: int, end: int) -> list[int]:
    """List the items that end within the tokens start to end (excluded) as a plain search finds them."""
    search = _Search(lattice, end)
    found: list[Found] = []
    for rank, anchor in enumerate(("^^", "^", "")):
        if not anchor or (lattice.starts[start] and (anchor == "^" or start == lattice.first)):
            found += search.follow(trie.root(anchor), start, (rank,))
    return list(dict.fromkeys(item for _, _, items in sorted(found) for item in items))


class _Search:
    """A search through the nodes of a trie, one path after the other, up to a token."""

    def __init__(self, lattice: Lattice, end: int) -> None:
        self._lattice = lattice
        self._end = end

    def follow(self, node: Node, at: int, path: Path) -> Iterator[Found]:
        """Give what ends at a node and beyond it."""
        yield path, node.number, node.items
        yield from self._ends(node, at, path)
        yield from self._steps(node, at, path)
        for width, beyond in node.gaps.items():
            yield from self._cross(beyond, width, at, path)

    def _ends(self, node: Node, at: int, path: Path) -> Iterator[Found]:
        ends = self._lattice.ends[at]
        if ends >= CLAUSE_END and "$" in node.anchors:
            yield (*path, _CLAUSE), node.anchors["$"].number, node.anchors["$"].items
        if ends == MESSAGE_END and "$$" in node.anchors:
            yield (*path, _MESSAGE), node.anchors["$$"].number, node.anchors["$$"].items

    def _steps(self, node: Node, at: int, path: Path) -> Iterator[Found]:
        if at >= self._end:
            return
        kind = self._lattice.kinds[self._lattice.keys[at]]
        if kind.word and "_" in node.anchors:
            yield from self.follow(node.anchors["_"], at + 1, (*path, _ANY_WORD))
        for place, (symbol, tokens) in enumerate(kind.spans):
            if symbol in node.next and at + tokens <= self._end:
                yield from self.follow(node.next[symbol], at + tokens, (*path, _SPAN, -place))
        for symbol in kind.symbols:
            if symbol in node.next:
                yield from self.follow(node.next[symbol], at + 1, (*path, _TOKEN))

    def _cross(self, beyond: Node, width: int, at: int, path: Path) -> Iterator[Found]:
        """Go on beyond a gap, after no word of it, one, two, …"""
        yield from self._ends(beyond, at, path)
        yield from self._steps(beyond, at, path)
        for words in range(1, width + 1):
            if at >= self._end or self._lattice.kinds[self._lattice.keys[at]].border:
                return
            at += 1
            gone = (*path, _GAP, -words)
            yield from self._ends(beyond, at, gone)
            yield from self._steps(beyond, at, gone)
            for other in beyond.gaps.values():  # a gap right behind takes no words of its own
                yield from self._ends(other, at, gone)
                yield from self._steps(other, at, gone)
