"""Symbol sequences in, one trie out; a lattice of symbols in, hits out.

Written patterns make a trie of `Node`s. It is walked by `State`s, each a set of nodes that the same
words lead to; states and the steps between them are made when first needed and remembered, so that
reading settles at a few look-ups a word however many patterns there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

Hit = tuple[int, int, int]  # item, first token, token after the last

_MEMO_LIMIT = 4_000  # words a state remembers
_STATE_LIMIT = 60_000  # states a trie remembers


@dataclass(slots=True, eq=False)
class Node:
    """A place in the trie of patterns. `items` are what ends here."""

    number: int
    next: dict[int, Node] = field(default_factory=dict)
    gaps: dict[int, Node] = field(default_factory=dict)
    anchors: dict[str, Node] = field(default_factory=dict)  # "_" any word, "$" and "$$" the ends
    items: list[int] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Anchors:
    """Where a state leads without or with any word."""

    any_one: State | None
    clause_end: State | None
    message_end: State | None


@dataclass(slots=True, eq=False)
class State:
    """Nodes walked together, those beyond a gap of no words among them.

    items: what ends here; across: for gaps of one word, two, …, the states beyond them; memo: the
    state each word leads to, by the key of its symbols (None leads nowhere).
    """

    nodes: tuple[Node, ...]
    items: tuple[int, ...]
    across: tuple[State, ...]
    anchors: Anchors | None
    memo: dict[int, State | None] = field(default_factory=dict)


@dataclass(slots=True)
class Lattice:
    """The tokens of a message as symbols, and where clauses begin and end.

    keys: a number for the symbols of each single token, 0 for none; table: those symbols; spans:
    further symbols that cover several tokens, as (symbol, token after the last); border: for each
    token, the next token a gap may not cross.
    """

    keys: list[int]
    table: list[tuple[int, ...]]
    spans: dict[int, list[tuple[int, int]]]
    border: list[int]
    starts: list[bool]
    ends: list[bool]
    words: list[bool]
    first: int
    last: int


class Trie:
    """All patterns in one trie, walked once from every token."""

    def __init__(self, sequences: Iterable[tuple[int, Sequence[int | str]]] = ()) -> None:
        self._size = 0
        self._states: dict[tuple[int, ...], State] = {}
        self._roots = {"": self._node(), "^": self._node(), "^^": self._node()}
        self._started: tuple[State, State, State] | None = None
        for item, sequence in sequences:
            self.add(sequence, item)

    def add(self, sequence: Sequence[int | str], item: int) -> None:
        """Add a sequence of symbol numbers, gaps (`~N`) and anchors that ends in `item`."""
        anchor = sequence[0] if sequence[0] in ("^", "^^") else ""
        node = self._roots[str(anchor)]
        for symbol in sequence[1:] if anchor else sequence:
            node = self._step(node, symbol)
        if item not in node.items:
            node.items.append(item)
        self._started = None

    def find(self, lattice: Lattice) -> list[Hit]:
        """Find every item in the lattice; of one item's hits from the same token only the longest."""
        if self._started is None:
            self._states.clear()
            self._started = (self._root(""), self._root("^"), self._root("^^"))
        anywhere, at_clause, at_message = self._started
        hits: list[Hit] = []
        starts, first, spans = lattice.starts, lattice.first, lattice.spans
        memo = anywhere.memo if anywhere.anchors is None else {}
        for at, key in enumerate(lattice.keys):
            if key in memo and memo[key] is None and not starts[at] and at not in spans:
                continue  # no pattern begins with this word
            stack = [(anywhere, at)]
            if starts[at]:
                stack.append((at_clause, at))
                if at == first:
                    stack.append((at_message, at))
            for item, end in self._walk(stack, lattice).items():
                hits.append((item, at, end))
        return hits

    def _walk(self, stack: list[tuple[State, int]], lattice: Lattice) -> dict[int, int]:
        """Follow every path from the states on the stack; return where each item ends, at the farthest.

        This is the hot loop of reading: gaps are crossed in place.
        """
        keys, table, spans, size = lattice.keys, lattice.table, lattice.spans, len(lattice.keys)
        found: dict[int, int] = {}
        while stack:
            state, at = stack.pop()
            for item in state.items:
                if at > found.get(item, 0):
                    found[item] = at
            if at < size:
                key = keys[at]
                memo = state.memo
                following = memo[key] if key in memo else self._learn(state, key, table[key])
                if following is not None:
                    stack.append((following, at + 1))
                if spans and at in spans:
                    self._step_spans(state, spans[at], stack)
                if state.across:
                    self._cross(state.across, at, lattice, stack)
            if state.anchors is not None:
                _hold(state.anchors, at, lattice, stack)
        return found

    def _cross(
        self, across: tuple[State, ...], at: int, lattice: Lattice, stack: list[tuple[State, int]]
    ) -> None:
        """Look for what follows a gap of one word, two, …, up to the next border."""
        keys, spans, border = lattice.keys, lattice.spans, lattice.border[at]
        for state in across:
            if at >= border:
                return
            at += 1
            if state.anchors is not None or at >= len(keys):
                stack.append((state, at))
                continue
            key = keys[at]
            memo = state.memo
            following = memo[key] if key in memo else self._learn(state, key, lattice.table[key])
            if following is not None:
                stack.append((following, at + 1))
            if spans and at in spans:
                self._step_spans(state, spans[at], stack)

    def _step_spans(self, state: State, spans: list[tuple[int, int]], stack: list[tuple[State, int]]) -> None:
        memo = state.memo
        for symbol, end in spans:
            key = -1 - symbol
            following = memo[key] if key in memo else self._learn(state, key, (symbol,))
            if following is not None:
                stack.append((following, end))

    def _learn(self, state: State, key: int, symbols: tuple[int, ...]) -> State | None:
        """Find the state that a word with these symbols leads to, and remember it."""
        found = [node.next[symbol] for node in state.nodes for symbol in symbols if symbol in node.next]
        following = self._state(found)
        if len(state.memo) > _MEMO_LIMIT:
            state.memo = {}
        state.memo[key] = following
        return following

    def _root(self, anchor: str) -> State:
        return self._merged((self._roots[anchor],))

    def _state(self, nodes: Iterable[Node]) -> State | None:
        """Return the state of a set of nodes, the same object for the same set."""
        ordered = sorted({node.number: node for node in nodes}.items())
        if not ordered:
            return None
        name = tuple(number for number, _ in ordered)
        state = self._states.get(name)
        if state is None:
            state = self._merged(tuple(node for _, node in ordered))
            if len(self._states) > _STATE_LIMIT:
                self._states = {}
            self._states[name] = state
        return state

    def _merged(self, nodes: tuple[Node, ...]) -> State:
        gaps = [(width, beyond) for node in nodes for width, beyond in node.gaps.items()]
        widest = max((width for width, _ in gaps), default=0)
        closure = (*nodes, *(beyond for _, beyond in gaps))
        across = (
            self._state(beyond for width, beyond in gaps if width >= reach) for reach in range(1, widest + 1)
        )
        return State(
            nodes=tuple(node for node in closure if node.next),
            items=tuple(dict.fromkeys(item for node in nodes for item in node.items)),
            across=tuple(state for state in across if state is not None),
            anchors=self._anchors(closure),
        )

    def _anchors(self, nodes: tuple[Node, ...]) -> Anchors | None:
        if not any(node.anchors for node in nodes):
            return None
        leads = (
            self._state(n.anchors[name] for n in nodes if name in n.anchors) for name in ("_", "$", "$$")
        )
        return Anchors(*leads)

    def _step(self, node: Node, symbol: int | str) -> Node:
        if isinstance(symbol, int):
            found = node.next.get(symbol)
            if found is None:
                found = node.next[symbol] = self._node()
            return found
        if symbol[0] == "~":
            width = int(symbol[1:])
            if width not in node.gaps:
                node.gaps[width] = self._node()
            return node.gaps[width]
        if symbol in ("_", "$", "$$"):
            if symbol not in node.anchors:
                node.anchors[symbol] = self._node()
            return node.anchors[symbol]
        raise ValueError(f"'{symbol}' may only stand at the start of a pattern")

    def _node(self) -> Node:
        self._size += 1
        return Node(self._size)


def _hold(anchors: Anchors, at: int, lattice: Lattice, stack: list[tuple[State, int]]) -> None:
    """Go on from a state where any word, or the end of the clause or message, may come next."""
    inside = at < len(lattice.keys)
    if anchors.any_one is not None and inside and lattice.words[at]:
        stack.append((anchors.any_one, at + 1))
    if anchors.clause_end is not None and (not inside or lattice.ends[at]):
        stack.append((anchors.clause_end, at))
    if anchors.message_end is not None and at >= lattice.last:
        stack.append((anchors.message_end, at))
