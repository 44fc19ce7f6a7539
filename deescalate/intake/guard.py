"""Bytes or text from outside in, text that is safe to read out, or an error that says where."""

from __future__ import annotations

import codecs
import re

from deescalate.errors import InputError

MAX_CHARS = 2_000_000
MAX_TURNS = 20_000

_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff]")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode(data: bytes) -> str:
    """Return the text of UTF-8 bytes, or of UTF-16 bytes with a byte order mark.

    Raises InputError, with the position of the byte, on bytes that are no text and on NUL.
    """
    bom, encoding = next(((b, e) for b, e in _BOMS if data.startswith(b)), (b"", "utf-8"))
    try:
        text = data[len(bom) :].decode(encoding)
    except UnicodeDecodeError as error:
        at = error.start + len(bom)
        raise InputError(f"byte {at} (0x{data[at]:02x}) is no {encoding} text; save it as UTF-8") from None
    nul = text.find("\0")
    if nul >= 0:
        at = len(bom) + len(text[:nul].encode(encoding))
        raise InputError(f"byte {at} is NUL; this is no plain text")
    return text


def check(text: str) -> str:
    """Return the text with every lone surrogate and control character replaced one for one by U+FFFD.

    Offsets stay true. Raises InputError when the text is longer than 2,000,000 characters.
    """
    if len(text) > MAX_CHARS:
        raise InputError(
            f"the text has {len(text):,} characters; at most {MAX_CHARS:,} are read, give a part of it"
        )
    return _UNSAFE.sub("\ufffd", text)


def check_turns(count: int) -> None:
    """Raise InputError when a conversation has more than 20,000 turns."""
    if count > MAX_TURNS:
        raise InputError(f"the conversation has {count:,} turns; at most {MAX_TURNS:,} are read")
