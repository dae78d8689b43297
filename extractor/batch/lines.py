"""One line of a journal: a checksum, what the line is about, and JSON.

`<crc32> <key> <record>` holds a record, `<crc32> # <object>` tells something of the run. The checksum, 8
hexadecimal digits, is over all that follows its space. JSON holds no line break, so a damaged or torn line
never takes more than its neighbour with it.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from hashlib import sha256
from typing import NamedTuple

from extractor.schema.types import Article

_CRC_CHARS = 8
_NOTE = b"#"
_KEY_BYTES = 16


class Line(NamedTuple):
    """The content of a line that is whole: its `key`, None for a note, and where the JSON starts in it."""

    key: bytes | None
    json_at: int


def key_of(article: Article) -> bytes:
    """16 bytes that change with anything that an article's record may depend on."""
    beside = article.metadata
    told = [
        article.id,
        article.text_sha256,
        beside.title,
        beside.outlet,
        beside.published_on,
        beside.url,
        article.encoding_guessed,
    ]
    return sha256(json.dumps(told).encode()).digest()[:_KEY_BYTES]


def record_line(key: bytes, record_json: str) -> bytes:
    """The line of a finished record, with its line break."""
    return _line(key.hex().encode(), record_json)


def note_line(note: Mapping[str, object]) -> bytes:
    """The line of a note, with its line break."""
    return _line(_NOTE, json.dumps(note, ensure_ascii=False))


def parse(line: bytes) -> Line | None:
    """What a line holds; None if it is damaged or torn."""
    head, content = line[: _CRC_CHARS + 1], line[_CRC_CHARS + 1 : -1]
    if not line.endswith(b"\n") or head != _head(content):
        return None
    subject, _, _ = content.partition(b" ")
    json_at = _CRC_CHARS + 1 + len(subject) + 1
    if subject == _NOTE:
        return Line(None, json_at)
    try:
        return Line(bytes.fromhex(subject.decode("ascii")), json_at)
    except ValueError:
        return None


def _line(subject: bytes, json_text: str) -> bytes:
    content = subject + b" " + json_text.encode("utf-8", "surrogatepass")
    return _head(content) + content + b"\n"


def _head(content: bytes) -> bytes:
    return b"%08x " % zlib.crc32(content)
