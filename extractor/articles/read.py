"""From sources to articles, one at a time, so that a million of them need no more memory than one.

A source that cannot be read becomes an `ArticleError` in the stream, and the others go on.

Standard input and files of an unknown suffix are told apart by how they open: `{` is JSON Lines,
`<!doctype html` or `<html` is HTML, anything else is text.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator, Sequence
from typing import BinaryIO, Literal, TypeAlias, cast

from extractor.articles import json_lines, single
from extractor.articles.decode import MAX_BYTES
from extractor.articles.find import STDIN, find
from extractor.articles.ids import unique
from extractor.errors import ArticleError
from extractor.schema.types import Article

Item: TypeAlias = Article | ArticleError
_Kind: TypeAlias = Literal["text", "html", "jsonl"]

KINDS: dict[str, _Kind] = {".txt": "text", ".html": "html", ".htm": "html", ".jsonl": "jsonl"}
"""What a file holds, by its suffix."""

_HEAD_BYTES = 1024


def read(paths: Sequence[str], stdin: BinaryIO) -> Iterator[Item]:
    """Read every article that `paths` stand for, in order; `-` stands for `stdin`.

    Ids are unique in the result: the same id with the same text comes once; with another text it gets `~2`,
    `~3`, … and a warning is logged.

    Raises:
        SettingsError: At once, when one of `paths` matches nothing.
    """
    return unique(item for path in find(paths) for item in read_source(path, stdin))


def names(path: str) -> tuple[str, str, str]:
    """How a file is called in records, the id that its article has, and its suffix in small letters."""
    # A file name may hold bytes that are no UTF-8; a record cannot.
    shown = os.fsencode(path).decode("utf-8", "replace")
    stem, suffix = os.path.splitext(os.path.basename(shown))
    return shown, stem, suffix.lower()


def read_source(path: str, stdin: BinaryIO) -> Iterator[Item]:
    """Every article of one file, or of `stdin` for `-`; ids may come twice."""
    if path == STDIN:
        yield from _read_stream(stdin, "stdin", "stdin", "")
        return
    shown, stem, suffix = names(path)
    try:
        with open(path, "rb") as stream:
            yield from _read_stream(stream, stem, shown, suffix)
    except OSError as error:
        cause = error.strerror or type(error).__name__
        yield ArticleError(
            stem, shown, f"cannot be read ({cause}); check that it exists and is yours to read"
        )


def _read_stream(stream: BinaryIO, stem: str, source: str, suffix: str) -> Iterator[Item]:
    raw = cast(io.RawIOBase, stream)  # all that it is asked for is readinto, which every binary stream has
    buffered = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(raw)
    kind = KINDS.get(suffix) or _sniff(buffered.peek(_HEAD_BYTES))
    if kind == "jsonl":
        yield from json_lines.read(buffered, stem, source)
    else:
        yield single.read(buffered.read(MAX_BYTES + 1), kind, stem, source)


def _sniff(head: bytes) -> _Kind:
    opening = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if opening.startswith(b"{"):
        return "jsonl"
    return "html" if opening.startswith((b"<!doctype html", b"<html")) else "text"
