"""Patterns of the bank in, sequences of symbols out: the small language that cues are written in.

you  {class}  <verb>  (a|b c)  x?  ~  ~2  _  ^  $  ^^  $$  {#number}
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import product

MAX_VARIANTS = 500
DEFAULT_GAP = 3
SYMBOLS = ("w:", "c:", "v:", "#:", "g:")
GROUP = "g:"

Sequence_ = tuple[str, ...]
Literal = Callable[[str], Sequence_]

_TOKEN = re.compile(r"\s*(\(|\)\??|\||~\d?|\^\^|\$\$|[^\s()|]+)")
_ANCHORS = frozenset({"^", "$", "^^", "$$", "_"})


class PatternError(ValueError):
    """A pattern that cannot be read; the message says why."""


def expand(pattern: str, literal: Literal) -> tuple[Sequence_, ...]:
    """List every sequence of symbols that a pattern stands for.

    Symbols are `w:word`, `c:class`, `v:verb`, `#:shape`, `~N` for a gap, and the anchors. The single
    symbols among alternatives stay together as one symbol, `g:a|b|c`. `literal` turns a written word
    into the normalised words the tokenizer makes of it.

    Raises:
        PatternError: brackets do not match, or there are more than 500 variants.
    """
    tokens = _TOKEN.findall(pattern)
    variants, rest = _alternatives(tokens, 0, literal)
    if rest != len(tokens):
        raise PatternError("an unmatched ')'")
    unique = tuple(dict.fromkeys(_trim(variant) for variant in variants))
    if not all(unique):
        raise PatternError("it can match nothing at all")
    for variant in unique:
        _check_anchors(variant)
    return unique


def _check_anchors(variant: Sequence_) -> None:
    """Check that ^ and ^^ stand only at the start, $ and $$ only at the end. Raises PatternError."""
    for place, anchors, inside in (("start", ("^", "^^"), variant[1:]), ("end", ("$", "$$"), variant[:-1])):
        stray = next((symbol for symbol in inside if symbol in anchors), None)
        if stray is not None:
            raise PatternError(f"'{stray}' may only stand at the {place} of a pattern")


def _alternatives(tokens: Sequence[str], at: int, literal: Literal) -> tuple[list[Sequence_], int]:
    found: list[Sequence_] = []
    parts: list[list[Sequence_]] = []
    while at < len(tokens) and not tokens[at].startswith(")"):
        token = tokens[at]
        if token == "|":
            found += _joined(parts)
            parts = []
        elif token == "(":
            inner, at = _alternatives(tokens, at + 1, literal)
            if at >= len(tokens):
                raise PatternError("an unmatched '('")
            inner = _grouped(inner)
            parts.append([*inner, ()] if tokens[at] == ")?" else inner)
        else:
            parts.append(_element(token, literal))
        at += 1
    return found + _joined(parts), at


def _grouped(variants: list[Sequence_]) -> list[Sequence_]:
    """Put the alternatives that are a single symbol each into one group."""
    single = sorted({v[0] for v in variants if len(v) == 1 and v[0][:2] in SYMBOLS})
    if len(single) < 2:
        return variants
    return [(GROUP + "|".join(single),), *(v for v in variants if not (len(v) == 1 and v[0][:2] in SYMBOLS))]


def members(group: str) -> list[str]:
    """List the symbols of a group."""
    return group[len(GROUP) :].split("|")


def _joined(parts: list[list[Sequence_]]) -> list[Sequence_]:
    size = 1
    for part in parts:
        size *= len(part)
    if size > MAX_VARIANTS:
        raise PatternError(f"more than {MAX_VARIANTS} variants; use a class instead of alternatives")
    return [tuple(symbol for piece in choice for symbol in piece) for choice in product(*parts)]


def _element(token: str, literal: Literal) -> list[Sequence_]:
    if token in _ANCHORS:
        return [(token,)]
    if token[0] == "~":
        return [(f"~{token[1:] or DEFAULT_GAP}",)]
    optional = len(token) > 1 and token.endswith("?")
    name = token[:-1] if optional else token
    if name in _ANCHORS:
        return [(name,), ()]
    return [_symbols(name, literal), *([()] if optional else [])]


def _symbols(name: str, literal: Literal) -> Sequence_:
    if name.startswith("{#") and name.endswith("}"):
        return (f"#:{name[2:-1]}",)
    if name.startswith("{") and name.endswith("}"):
        return (f"c:{name[1:-1]}",)
    if name.startswith("<") and name.endswith(">"):
        return (f"v:{name[1:-1]}",)
    return tuple(f"w:{word}" for word in literal(name))


def _trim(variant: Sequence_) -> Sequence_:
    """Drop gaps at either end, where they say nothing."""
    low, high = 0, len(variant)
    while low < high and variant[low][0] == "~":
        low += 1
    while high > low and variant[high - 1][0] == "~":
        high -= 1
    return variant[low:high]


def names(pattern: str, opening: str, closing: str) -> Iterator[str]:
    """Yield the names a pattern mentions between two brackets."""
    for token in _TOKEN.findall(pattern):
        if token[0] == opening and token.rstrip("?").endswith(closing):
            yield token.rstrip("?")[1:-1]
