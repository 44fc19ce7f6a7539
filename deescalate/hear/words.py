"""Written tokens in, known words out: contractions, respellings, stretched, censored and misspelled words."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from threading import Lock

from rapidfuzz.distance import OSA

from deescalate.hear.lexicon import Lexicon
from deescalate.hear.trie import TokenKind

BORDER, COMMA, MARK, HANDLE, STRETCHED, CENSORED, CAPS, KNOWN, ALPHABETIC = (1 << bit for bit in range(9))
JOINER, LEAD_IN, SUBJECT = (1 << bit for bit in range(9, 12))
ODD = 1 << 12  # a token that may have to be put together with its neighbours, or taken apart

_CLASS_FLAGS = {"clause_joiner": JOINER, "lead_in": LEAD_IN, "subject_word": SUBJECT}

_CURLY = str.maketrans("’‘ʼ´`“”", "'''''\"\"")
_NUMBER = re.compile(r"[#№]?\d+(?:[.,]\d+)*(?:k|m|%)?$")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)$")
_TIME = re.compile(r"\d{1,2}(?::\d\d)?(?:am|pm|a\.m\.|p\.m\.)$|\d{1,2}[:.]\d\d$|[ap]\.?m\.?$")
_HANDLE = re.compile(r"\.?@\w")
_LINK = re.compile(r"https?:|www\.|link$|url$|\w+\.(?:com|org|net|co|ly)\b")
_CENSORED = re.compile(r"(?=.*[a-z])(?=.*[*#@$%!])[a-z][a-z*#@$%!]{2,}$")
_STRETCH = re.compile(r"(.)\1{2,}")
_BORDERS = frozenset(".!?;:…")
_HUMP = re.compile(r"[A-Z]+(?![a-z])|[A-Z][a-z]+|[a-z]+|\d+")
_FUZZY_FROM = 6  # letters; shorter words are too near to others
_CACHE_LIMIT = 100_000
_PIECE = 3  # letters of the pieces that contractions are cut into ("n't")
_UNKNOWN = TokenKind(frozenset(), word=True, border=False)  # the kind with key 0


@dataclass(frozen=True, slots=True)
class Word:
    """A written token as the patterns see it: its reading, its symbols, flags, and the key of its kind."""

    norm: str
    symbols: frozenset[int]
    flags: int
    key: int


class Words:
    """Reads written tokens, each distinct one once.

    Args:
        lexicon: the compiled lexicon; its patterns must have been compiled already.
        respellings: how a written word is read.
        split: the tokenizer, for words in capitals that it leaves whole ("CAN'T").
        real: words that are no misspellings of others.
    """

    def __init__(
        self,
        lexicon: Lexicon,
        respellings: Mapping[str, str],
        split: Callable[[str], list[str]],
        real: frozenset[str],
    ) -> None:
        self._split = split
        self._real = real
        self._lexicon = lexicon
        self._class_flags = {lexicon.number(f"c:{name}"): flag for name, flag in _CLASS_FLAGS.items()}
        self._respellings = respellings
        self._known = lexicon.vocabulary()
        self._near = _by_start_and_length(self._known)
        self._lock = Lock()
        self._cache: dict[str, Word] = {}
        self._keys = {_UNKNOWN: 0}
        self.kinds = [_UNKNOWN]  # the kind of each key

    def read(self, written: str) -> Word:
        """Return what a written token is read as."""
        word = self._cache.get(written)
        if word is None:
            with self._lock:
                if len(self._cache) > _CACHE_LIMIT:
                    self._cache.clear()
                word = self._cache[written] = self._read(written)
        return word

    def read_all(self, written: list[str]) -> list[Word]:
        """Return what the tokens of a message are read as."""
        cache = self._cache
        try:
            return [cache[one] for one in written]  # most messages have no new word
        except KeyError:
            return [self.read(one) for one in written]

    def hashtag(self, written: str) -> tuple[Word, ...]:
        """Split a hashtag into words: at its capitals, else where known words meet."""
        humps = _HUMP.findall(written)
        if len(humps) < 2:
            humps = _segment(written.lower(), self._known) or [written]
        return tuple(self.read(hump) for hump in humps)

    def shouted(self, written: str) -> tuple[Word, ...]:
        """Split a contraction in capitals as its small letters would be."""
        return tuple(self.read(piece.upper()) for piece in self._split(plain(written)))

    def _read(self, written: str) -> Word:
        lower = plain(written)
        flags = _flags(written, lower) | (ODD if _is_odd(written) else 0)
        norm, found = self._normalise(written, lower) if not flags & (MARK | HANDLE) else (lower, 0)
        if norm in self._known:
            found |= KNOWN
        symbols = self._lexicon.symbols(norm, _shapes(written, lower))
        for symbol in symbols:
            found |= self._class_flags.get(symbol, 0)
        kind = TokenKind(symbols, word=not flags & MARK, border=flags & (BORDER | COMMA) != 0)
        return Word(norm, symbols, flags | found, self._key(kind))

    def spanned(self, word: Word, spans: Sequence[tuple[int, int]]) -> int:
        """Return the key of a word that begins spans, given as (symbol, number of tokens)."""
        with self._lock:
            return self._key(replace(self.kinds[word.key], spans=tuple(spans)))

    def _key(self, kind: TokenKind) -> int:
        key = self._keys.get(kind)
        if key is None:
            key = len(self.kinds)
            self.kinds.append(kind)
            self._keys[kind] = key
        return key

    def _normalise(self, written: str, lower: str) -> tuple[str, int]:
        if lower in self._respellings:
            return self._respellings[lower], 0
        if lower in self._known:
            return lower, 0
        if _STRETCH.search(lower):
            return self._unstretched(lower), STRETCHED
        if _CENSORED.match(lower):
            return self._uncensored(lower), CENSORED
        named = written[:1].isupper() and not written.isupper()
        if lower in self._real or named:
            return lower, 0
        if len(lower) >= _FUZZY_FROM and lower.isalpha() and lower.isascii():
            return self._nearest(lower), 0
        return lower, 0

    def _unstretched(self, lower: str) -> str:
        for form in (_STRETCH.sub(r"\1\1", lower), _STRETCH.sub(r"\1", lower)):
            if form in self._respellings:
                return self._respellings[form]
            if form in self._known:
                return form
        return _STRETCH.sub(r"\1", lower)

    def _uncensored(self, lower: str) -> str:
        pattern = re.compile("".join(c if c.isalpha() else "[a-z]" for c in lower) + "$")
        fits = (word for word in self._near.get((lower[0], len(lower)), ()) if pattern.match(word))
        return next(fits, lower)

    def _nearest(self, lower: str) -> str:
        """The known word one edit away, if it is the only one."""
        size = len(lower)
        candidates = [
            word
            for length in (size - 1, size, size + 1)
            for word in self._near.get((lower[0], length), ())
            if length >= _FUZZY_FROM and OSA.distance(lower, word, score_cutoff=1) == 1
        ]
        return candidates[0] if len(candidates) == 1 and not _inflection(lower, candidates[0]) else lower


def plain(written: str) -> str:
    """Lower-case a token and straighten its quotes."""
    return written.lower().translate(_CURLY)


def literal_reader(
    split: Callable[[str], list[str]], respellings: Mapping[str, str]
) -> Callable[[str], tuple[str, ...]]:
    """Make the function that reads words as they are written in patterns."""

    known: dict[str, tuple[str, ...]] = {}

    def read(word: str) -> tuple[str, ...]:
        if word not in known:
            pieces = (plain(piece) for piece in split(word))
            known[word] = tuple(respellings.get(piece, piece) for piece in pieces)
        return known[word]

    return read


def _flags(written: str, lower: str) -> int:
    if (
        _BORDERS.issuperset(lower)
        or (lower.isspace() and "\n" in lower)
        or lower in ("///", "|", "--", "—", "–")
    ):
        return BORDER | MARK
    if lower == ",":
        return COMMA | MARK
    if _HANDLE.match(lower):
        return HANDLE
    if not any(c.isalnum() for c in lower):
        return MARK
    letters = sum(c.isalpha() for c in lower)
    flags = ALPHABETIC if letters >= 1 else 0
    return flags | CAPS if letters >= 2 and written.isupper() else flags


def _is_odd(written: str) -> bool:
    """Tell whether a token is the mark of a hashtag or of censoring, or a contraction in capitals."""
    shouted = ("'" in written or "’" in written) and len(written) > _PIECE and written.isupper()
    return shouted or written in ("#", "*")


def _shapes(written: str, lower: str) -> tuple[str, ...]:
    tests = (
        ("number", _NUMBER.match(lower)),
        ("ordinal", _ORDINAL.match(lower)),
        ("time", _TIME.match(lower)),
        ("handle", _HANDLE.match(lower)),
        ("link", _LINK.match(lower)),
        ("money", unicodedata.category(lower[0]) == "Sc"),
        ("emoji", unicodedata.category(lower[0]) in ("So", "Sk")),
        ("caps", written.isupper() and len(written) > 1),
    )
    return tuple(name for name, found in tests if found)


def _inflection(a: str, b: str) -> bool:
    """Tell whether two words differ by a final s only, so that one is no misspelling of the other."""
    return a + "s" == b or b + "s" == a


def _by_start_and_length(words: frozenset[str]) -> dict[tuple[str, int], list[str]]:
    found: dict[tuple[str, int], list[str]] = defaultdict(list)
    for word in sorted(words):
        if word.isalpha() and word.isascii():
            found[word[0], len(word)].append(word)
    return found


def _segment(text: str, known: frozenset[str], longest: int = 16) -> list[str]:
    """Split glued words into the fewest known ones; empty when that cannot be done."""
    best: list[list[str] | None] = [[]]
    for end in range(1, min(len(text), 40) + 1):
        options = [
            [*head, text[start:end]]
            for start in range(max(0, end - longest), end)
            if (head := best[start]) is not None
            and text[start:end] in known
            and (end - start > 1 or text[start:end] in "ia")
        ]
        best.append(min(options, key=len) if options else None)
    return best[-1] or [] if len(text) <= 40 else []
