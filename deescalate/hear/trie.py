"""Symbol sequences in, one trie out; a lattice of symbols in, hits out.

Written patterns make a trie of `Node`s. It is walked by `State`s, each all the places in the trie that
the same tokens lead to, those still waiting behind a gap among them: from every token of a message there
is one state a token to look at, however many patterns there are and whatever gaps they have. States and
the steps between them are made when first needed and remembered.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

Hit = tuple[int, int, int]  # item, first token, token after the last
Items = tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]  # by what may come next, as below
INSIDE, CLAUSE_END, MESSAGE_END = range(3)  # what may come next; the end of a message ends a clause too

_STEP_LIMIT = 500_000  # steps between states a trie remembers


@dataclass(slots=True, eq=False)
class Node:
    """A place in the trie of patterns. `items` are what ends here."""

    number: int
    next: dict[int, Node] = field(default_factory=dict)
    gaps: dict[int, Node] = field(default_factory=dict)
    anchors: dict[str, Node] = field(default_factory=dict)  # "_" any word, "$" and "$$" the ends
    items: list[int] = field(default_factory=list)


# A node among those walked together, and its wait: how many words the gap before it may still take or,
# if negative, how many tokens are still to come of the span that leads to it.
Place = tuple[Node, int]


@dataclass(slots=True, eq=False)
class State:
    """Places walked together.

    items: what ends here when the message goes on, when the clause ends, and when the message ends;
    places: those that lead on; memo: the state each token leads to, by the key of its kind (None leads
    nowhere).
    """

    items: Items
    places: tuple[Place, ...]
    memo: dict[int, State | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TokenKind:
    """All that patterns can tell of a token.

    symbols: what it stands for; spans: further symbols that it and those after it stand for together,
    and their number; word: whether it is one; border: whether no gap goes past it.
    """

    symbols: frozenset[int]
    word: bool
    border: bool
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(slots=True)
class Lattice:
    """The tokens of a message as patterns see them.

    keys: the number of the kind of each token; kinds: those kinds; starts: whether a clause starts with
    a token; ends: what ends before it, with one more for the end of the text; first, last: the token that
    the message starts with, and the one after its last but for marks.
    """

    keys: list[int]
    kinds: Sequence[TokenKind]
    starts: list[bool]
    ends: list[int]
    first: int
    last: int


class Trie:
    """All patterns in one trie, walked once from every token."""

    def __init__(self, sequences: Iterable[tuple[int, Sequence[int | str]]] = ()) -> None:
        self._numbers = itertools.count()
        self._roots = {anchor: Node(next(self._numbers)) for anchor in ("", "^", "^^")}
        self._states: dict[frozenset[Place], State] = {}
        self._steps = 0
        self._started: tuple[State, State, State] | None = None
        for item, sequence in sequences:
            self.add(sequence, item)

    def add(self, sequence: Sequence[int | str], item: int) -> None:
        """Add a sequence of symbol numbers, gaps (`~N`) and anchors that ends in `item`."""
        anchor = sequence[0] if sequence[0] in ("^", "^^") else ""
        ending = next((symbol for symbol in sequence[:-1] if symbol in ("$", "$$")), None)
        if ending is not None:
            raise ValueError(f"'{ending}' may only stand at the end of a pattern")
        node = self._roots[str(anchor)]
        for symbol in sequence[1:] if anchor else sequence:
            node = self._step(node, symbol)
        if item not in node.items:
            node.items.append(item)
        self._started = None

    def find(self, lattice: Lattice) -> list[Hit]:
        """Find every item in the lattice, in order of the first tokens.

        Of one item's hits from the same token only the longest counts.
        """
        anywhere, at_clause, at_message = self._started or self._start()
        starts, first, kinds = lattice.starts, lattice.first, lattice.kinds
        hits: list[Hit] = []
        for at, key in enumerate(lattice.keys):
            root = anywhere
            if starts[at]:
                root = at_message if at == first else at_clause
            memo = root.memo
            state = memo[key] if key in memo else self._learn(root, key, kinds[key])
            if state is not None:
                for item, end in self._walk(state, at + 1, lattice).items():
                    hits.append((item, at, end))
        return hits

    def _walk(self, state: State, at: int, lattice: Lattice) -> dict[int, int]:
        """Go on from a state as far as it leads; return where each item ends, at the farthest.

        This is the hot loop of reading.
        """
        keys, ends, size = lattice.keys, lattice.ends, len(lattice.keys)
        found: dict[int, int] = {}
        while True:
            for item in state.items[ends[at]]:
                found[item] = at
            if at >= size or not state.places:
                return found
            key = keys[at]
            memo = state.memo
            following = memo[key] if key in memo else self._learn(state, key, lattice.kinds[key])
            if following is None:
                return found
            state = following
            at += 1

    def _learn(self, state: State, key: int, kind: TokenKind) -> State | None:
        """Find the state that a kind of token leads to, and remember it."""
        places: list[Place] = []
        for node, wait in state.places:
            if wait < 0:
                _enter(places, node, wait + 1)
                continue
            if wait and not kind.border:
                _cross(places, node, wait)
            if node.anchors and kind.word and "_" in node.anchors:
                _enter(places, node.anchors["_"])
            if not node.next.keys().isdisjoint(kind.symbols):
                for symbol in kind.symbols & node.next.keys():
                    _enter(places, node.next[symbol])
            for symbol, tokens in kind.spans:
                if symbol in node.next:
                    _enter(places, node.next[symbol], 1 - tokens)
        following = state.memo[key] = self._state(places) if places else None
        self._steps += 1
        if self._steps > _STEP_LIMIT:
            self._started = None  # the next text starts anew; whoever walks the old states now may finish
        return following

    def _start(self) -> tuple[State, State, State]:
        """Forget all states; make those that texts, clauses and messages begin with."""
        self._states = {}
        self._steps = 0
        places: list[Place] = []
        started = []
        for anchor in ("", "^", "^^"):
            _enter(places, self._roots[anchor])
            started.append(self._state(places))
        self._started = started[0], started[1], started[2]
        return self._started

    def _state(self, places: Sequence[Place]) -> State:
        """Return the state of a set of places, the same object for the same set."""
        name = frozenset(places)
        state = self._states.get(name)
        if state is None:
            state = self._states[name] = State(
                items=_items([node for node, wait in name if wait >= 0]),
                places=tuple([(node, wait) for node, wait in name if wait < 0 or _leads_on(node)]),
            )
        return state

    def _step(self, node: Node, symbol: int | str) -> Node:
        """Return the node that a symbol, gap or anchor leads to, making it when it is new."""
        if isinstance(symbol, int):
            found = node.next.get(symbol)
            if found is None:
                found = node.next[symbol] = Node(next(self._numbers))
            return found
        if symbol[0] == "~":
            width = int(symbol[1:])
            if width not in node.gaps:
                node.gaps[width] = Node(next(self._numbers))
            return node.gaps[width]
        if symbol in ("_", "$", "$$"):
            if symbol not in node.anchors:
                node.anchors[symbol] = Node(next(self._numbers))
            return node.anchors[symbol]
        raise ValueError(f"'{symbol}' may only stand at the start of a pattern")


def _enter(places: list[Place], node: Node, wait: int = 0) -> None:
    """Add a node to places, and what stands beyond the gaps after it; while it is ahead, it alone."""
    places.append((node, wait))
    if node.gaps and not wait:
        places += [(beyond, width) for width, beyond in node.gaps.items()]


def _cross(places: list[Place], node: Node, wait: int) -> None:
    """Let the gap before a node take a word. A gap right behind another takes no words of its own."""
    places.append((node, wait - 1))
    if node.gaps:
        places += [(beyond, 0) for beyond in node.gaps.values()]


def _items(nodes: Sequence[Node]) -> Items:
    """List what ends in nodes: anyway, when the clause ends there, and when the message does.

    It is sorted, so that the order does not depend on what was read before.
    """
    inside = {item for node in nodes for item in node.items}
    anchored = [node.anchors for node in nodes if node.anchors]
    clause = inside.union(*[anchors["$"].items for anchors in anchored if "$" in anchors])
    message = clause.union(*[anchors["$$"].items for anchors in anchored if "$$" in anchors])
    return tuple(sorted(inside)), tuple(sorted(clause)), tuple(sorted(message))


def _leads_on(node: Node) -> bool:
    return bool(node.next or node.gaps or node.anchors)
