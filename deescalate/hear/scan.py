"""A text in, its tokens, clauses and the cues heard in each clause out."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from spacy.attrs import IDX, LENGTH

from deescalate.hear.context import Contexts
from deescalate.hear.lexicon import Lexicon, Patterns
from deescalate.hear.shapes import Shapes
from deescalate.hear.trie import CLAUSE_END, INSIDE, MESSAGE_END, Hit, Lattice, Trie
from deescalate.hear.wording import Wording
from deescalate.hear.words import (
    BORDER,
    COMMA,
    HANDLE,
    JOINER,
    LEAD_IN,
    MARK,
    ODD,
    SUBJECT,
    Word,
    Words,
    literal_reader,
)
from deescalate.types import Bank

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

MOVE = "move"  # label of the cues of what an agent's turn did
_CENSORED = 12  # letters of the longest censored word
_PLACE = [IDX, LENGTH]
_ENDLESS = re.compile(r"\S{121}")
_PIECES = re.compile(r"(?:(?<!\S)\S{1,120}(?!\S)\s*){1,200}|\S{1,30}|\s+")
_ENDING = MARK | JOINER
_STARTING = MARK | HANDLE | JOINER
_SHORTEST_CLAUSE = 3  # words on each side of a comma or joiner that parts two clauses


@dataclass(slots=True)
class Clause:
    """A stretch of tokens that says one thing, and the features (cues and shapes) found in it."""

    start: int
    end: int
    features: set[int]


@dataclass(slots=True)
class Scan:
    """A message, taken apart. `starts` and `ends` are character offsets of the tokens."""

    text: str
    starts: list[int]
    ends: list[int]
    words: list[Word]
    lattice: Lattice
    hits: list[Hit]
    clauses: list[Clause]
    contexts: list[int]

    def pieces(self, start: int, end: int) -> list[str]:
        """Give tokens start to end (excluded) as written; parts of one written word as they are read."""
        starts, ends = self.starts, self.ends
        near = starts[max(0, start - 1) : end + 1]
        shared = {one for one, following in itertools.pairwise(near) if one == following}
        return [
            self.words[at].norm if starts[at] in shared else self.text[starts[at] : ends[at]]
            for at in range(start, end)
        ]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give the characters that tokens start to end (excluded) cover."""
        return self.starts[start], self.ends[end - 1]


class Scanner:
    """Takes messages apart with the patterns of a bank.

    Features are numbered: the cues first, in the order of the bank, then the shapes.
    """

    def __init__(self, bank: Bank, nlp: Language) -> None:
        self._nlp = nlp
        self._run = nlp if nlp.pipe_names else nlp.make_doc
        self._respellings = {w: r.id for r in bank.respellings.values() for w in r.words}
        tokenizer = nlp.tokenizer
        self._split = lambda text: [token.text for token in tokenizer(text)]
        self._real = _plain_words(bank)
        self.lexicon = Lexicon(bank, literal_reader(self._split, self._respellings))
        self.cues = tuple(bank.cues.values())
        compiled = self._compiled()
        said_by_agent = {at for at, cue in enumerate(self.cues) if cue.label == MOVE}
        self._trie = Trie((at, sequence) for at, sequence in compiled if at >> 1 not in said_by_agent)
        self._agent_trie = Trie((at >> 1, sequence) for at, sequence in compiled if at >> 1 in said_by_agent)
        self.contexts = Contexts(self.cues, bank.vocabulary.contexts)
        self.shapes = Shapes(bank.vocabulary.shapes, len(self.cues), bank.classes)
        weighed = (name for weights in bank.weights.values() for name in weights.words)
        self.wording = Wording(weighed, self.lexicon, len(self.cues) + len(self.shapes.numbers))
        self._words = Words(self.lexicon, self._respellings, self._split, self._real)

    def extra(self, items: Patterns) -> Trie:
        """Compile further patterns over the same lexicon (the draft checker's)."""
        trie = Trie(self.lexicon.compile(items))
        self._words = Words(self.lexicon, self._respellings, self._split, self._real)
        return trie

    def take_apart(self, text: str) -> tuple[list[int], list[int], list[Word], Lattice]:
        """Tokenize a text and give every token its reading and symbols."""
        return self._tokens(text)

    def scan(self, text: str, doc: Doc | None = None) -> Scan:
        """Find the cues of a text, clause by clause."""
        starts, ends, words, lattice = self._tokens(text, doc)
        contexts, hits = self.contexts.apply(self._trie.find(lattice), words)
        clauses = self._clauses(words, lattice)
        _assign(hits, clauses)
        self.shapes.add(words, clauses, addressed=lattice.first > 0)
        self.wording.add(words, clauses)
        return Scan(text, starts, ends, words, lattice, hits, clauses, contexts)

    def agent_cues(self, text: str) -> list[tuple[int, int, int]]:
        """Find the cues of what an agent's turn did, each with its place in the text."""
        starts, ends, _, lattice = self.take_apart(text)
        return [(item, starts[low], ends[high - 1]) for item, low, high in self._agent_trie.find(lattice)]

    def _compiled(self) -> list[tuple[int, Sequence[int | str]]]:
        """Return the sequences of all cues, numbered as `Contexts` wants them."""
        compiled = self.lexicon.compile((at, cue.patterns, cue.place) for at, cue in enumerate(self.cues))
        negators = {
            at for at, cue in enumerate(self.cues) if cue.label == "context" and cue.kind == "negator"
        }
        negating = self.lexicon.holding(sequence for at, sequence in compiled if at in negators)
        return [(2 * at + (not negating.isdisjoint(sequence)), sequence) for at, sequence in compiled]

    def _places(self, text: str, doc: Doc | None) -> list[tuple[int, int]]:
        """Return where tokens start and how long they are.

        Endless runs without a blank are cut: spaCy needs time quadratic in their length.
        """
        if doc is None and _ENDLESS.search(text):
            pieces = ((m.start(), m.group()) for m in _PIECES.finditer(text))
            docs = ((at, self._nlp.make_doc(piece)) for at, piece in pieces)
            return [(at + start, size) for at, part in docs for start, size in part.to_array(_PLACE).tolist()]
        found: list[tuple[int, int]] = (self._run(text) if doc is None else doc).to_array(_PLACE).tolist()
        return found

    def _tokens(self, text: str, doc: Doc | None = None) -> tuple[list[int], list[int], list[Word], Lattice]:
        places = self._places(text, doc)
        words = self._words.read_all([text[start : start + length] for start, length in places])
        if any(word.flags & ODD for word in words):
            starts, ends, words = self._regrouped(text, places)
        else:
            starts = [start for start, _ in places]
            ends = [start + length for start, length in places]
        return starts, ends, words, self._lattice(words)

    def _regrouped(
        self, text: str, places: Sequence[tuple[int, int]]
    ) -> tuple[list[int], list[int], list[Word]]:
        """Read tokens, censored words put together, hashtags and shouted contractions taken apart."""
        starts: list[int] = []
        ends: list[int] = []
        words: list[Word] = []
        read = self._words.read
        tagged = censored = False
        for start, length in places:
            end = start + length
            written = text[start:end]
            if censored and start == ends[-1] and written.isalpha():
                ends[-1], words[-1], censored = end, read(text[starts[-1] : end]), False
                continue
            censored = written == "*" and bool(ends) and start == ends[-1] and end - starts[-1] <= _CENSORED
            if censored:
                ends[-1], words[-1] = end, read(text[starts[-1] : end])
                continue
            word = read(written)
            if tagged or (word.flags & ODD and written not in ("#", "*")):
                parts = self._words.hashtag(written) if tagged else self._words.shouted(written)
                starts += [start] * len(parts)
                ends += [end] * len(parts)
                words += parts
            else:
                starts.append(start)
                ends.append(end)
                words.append(word)
            tagged = written == "#"
        return starts, ends, words

    def _lattice(self, words: list[Word]) -> Lattice:
        flags = [word.flags for word in words]
        first, last = self._extent(words, flags)
        lattice = Lattice(
            keys=[word.key for word in words],
            kinds=self._words.kinds,
            starts=_clause_starts(flags, first),
            ends=_ends(flags, last),
            first=first,
            last=last,
        )
        for at, spans in self.lexicon.spans(lattice).items():
            lattice.keys[at] = self._words.spanned(words[at], spans)
        return lattice

    def _extent(self, words: list[Word], flags: list[int]) -> tuple[int, int]:
        """Return where the message begins, after handles and the company addressed, and where it ends."""
        size = len(flags)
        first, last = 0, size
        while first < size and (flags[first] & (HANDLE | MARK) or (not first and _is_address(words))):
            first += 1
        while last and flags[last - 1] & MARK:
            last -= 1
        return first, last

    def _clauses(self, words: list[Word], lattice: Lattice) -> list[Clause]:
        clauses: list[Clause] = []
        start, count = lattice.first, 0
        flags = [word.flags for word in words]
        size = len(words)
        for at in range(lattice.first, size):
            flag = flags[at]
            if flag & BORDER:
                if count:
                    clauses.append(Clause(start, at, set()))
                start, count = at + 1, 0
                continue
            if count >= _SHORTEST_CLAUSE and flag & (JOINER | COMMA) and _parts(flags, at, size):
                clauses.append(Clause(start, at, set()))
                start, count = at, 0
            if not flag & MARK:
                count += 1
        if count or not clauses:
            clauses.append(Clause(min(start, size), size, set()))
        return clauses


def _plain_words(bank: Bank) -> frozenset[str]:
    """Return the single English words that any class or verb of the bank lists."""
    listed = (word for name, c in bank.classes.items() if not name.startswith("intake_") for word in c.words)
    verbs = (form for v in bank.verbs.values() for form in (v.id, v.third, v.past, v.participle, v.gerund))
    return frozenset(word.lower() for word in (*listed, *verbs) if word.isalpha())


def _is_address(words: list[Word]) -> bool:
    """Tell whether the first token is a company addressed by name: unknown, and no mark follows."""
    return len(words) > 1 and not words[0].key and not words[1].flags & MARK


def _clause_starts(flags: list[int], first: int) -> list[bool]:
    starts = []
    begins = True
    for at, flag in enumerate(flags):
        begins = begins or at == first
        starts.append(begins)
        begins = flag & _STARTING != 0 or (begins and flag & LEAD_IN != 0)
    return starts


def _ends(flags: list[int], last: int) -> list[int]:
    """Return what ends before each token, and before the end of the text."""
    ends = [CLAUSE_END if flag & _ENDING else INSIDE for flag in flags[:last]]
    return ends + [MESSAGE_END] * (len(flags) + 1 - last)


def _parts(flags: list[int], at: int, size: int) -> bool:
    """Tell whether a comma or joiner here is followed by a clause with a subject of its own."""
    joins = flags[at] & JOINER
    if at + _SHORTEST_CLAUSE >= size:
        return False
    following = at + 1
    if not joins and flags[following] & JOINER:
        following += 1
    return flags[following] & SUBJECT != 0


def _assign(hits: list[Hit], clauses: list[Clause]) -> None:
    """Give every hit, in order of their starts, to the clause it begins in, or else to the one it ends in."""
    at = 0
    for item, start, end in hits:
        while at + 1 < len(clauses) and clauses[at + 1].start <= start:
            at += 1
        clauses[at].features.add(item)
        if at + 1 < len(clauses) and end - clauses[at + 1].start > clauses[at + 1].start - start:
            clauses[at + 1].features.add(item)
