"""From bytes to article text: guess the encoding in a fixed order, then one normal form.

The order is byte-order mark, strict UTF-8, UTF-16 if more than 30 % of the bytes are NUL, else cp1252, which
reads almost anything and is therefore reported as a guess. Mojibake stays: the text is what the reader sees.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from typing import NamedTuple

MAX_BYTES = 2_000_000
"""The largest article that is read, in bytes."""

# The marks of UTF-32 begin with those of UTF-16, so they are tried first.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MIN_NUL_SHARE = 0.3
_SIGNATURES = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"\x1f\x8b",
    b"\xd0\xcf\x11\xe0",
    b"{\\rtf",
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MAX_CONTROL_SHARE = 0.01


class NotTextError(Exception):
    """The bytes are those of a document, an image or a program."""


class Decoded(NamedTuple):
    """Normal text, and whether its encoding had to be guessed."""

    text: str
    is_guessed: bool


def decode(raw: bytes) -> Decoded:
    """Turn the bytes of one article into its text.

    Raises:
        NotTextError: The bytes are no text in any of the encodings above.
    """
    if raw.startswith(_SIGNATURES):
        raise NotTextError
    text, is_guessed = _decode(raw)
    if "\0" in text or len(_CONTROLS.findall(text)) > _MAX_CONTROL_SHARE * len(text):
        raise NotTextError
    return Decoded(normalize(text), is_guessed)


def normalize(text: str) -> str:
    """NFC, without leading byte-order marks, with `\\n` for every line end; nothing else changes."""
    plain = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", plain)


def _decode(raw: bytes) -> Decoded:
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _read_as(raw[len(mark) :], encoding, otherwise=encoding)
    # UTF-16 comes first: its NUL bytes are valid UTF-8.
    if raw.count(0) > _MIN_NUL_SHARE * len(raw):
        # Latin letters leave the high byte of each pair empty: the first one in big-endian text.
        is_big_endian = raw[::2].count(0) > raw[1::2].count(0)
        encoding = "utf-16-be" if is_big_endian else "utf-16-le"
        return _read_as(raw, encoding, otherwise=encoding)
    return _read_as(raw, "utf-8", otherwise="cp1252")


def _read_as(raw: bytes, encoding: str, *, otherwise: str) -> Decoded:
    """Decode strictly, or as `otherwise` with U+FFFD for each byte that means nothing there."""
    try:
        return Decoded(raw.decode(encoding), False)
    except UnicodeDecodeError:
        return Decoded(raw.decode(otherwise, "replace"), True)
