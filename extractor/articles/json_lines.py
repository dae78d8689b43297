"""JSON Lines: one article a line, `{"text": …}` with optional `id`, `title`, `outlet`, `published_on`, `url`.

A line without text may have a page under `html`; what the line says beside it wins over the page's head.
Other keys are ignored: a line may carry whatever its owner needs.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import BinaryIO

from extractor.articles.dates import iso_date
from extractor.articles.decode import MAX_BYTES, NotTextError, decode, normalize
from extractor.articles.pages import Page
from extractor.articles.pages import read as read_page
from extractor.errors import ArticleError
from extractor.schema.types import Article, Metadata
from extractor.text import squeeze

# JSON may spend six characters (\u0000) on what is one byte of text.
_MAX_LINE_BYTES = 6 * MAX_BYTES
_MARKS_OF_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class _LineError(Exception):
    """What is wrong with one line."""


def read(stream: BinaryIO, stem: str, source: str) -> Iterator[Article | ArticleError]:
    """One article per line that is not blank; a line without `id` is called `<stem>-<line>`, counted from 1.

    A bad line becomes an error that names its number; the others go on.
    """
    found = False
    for number, raw in enumerate(_lines(stream), start=1):
        if raw.startswith(_MARKS_OF_UTF16) and number == 1:
            yield ArticleError(stem, source, "is UTF-16; JSON Lines are UTF-8: save the file as UTF-8")
            return
        if not raw.strip():
            continue
        found = True
        name = f"{stem}-{number}"
        try:
            yield _article(raw, name)
        except _LineError as error:
            yield ArticleError(name, source, f"line {number} {error}")
    if not found:
        yield ArticleError(stem, source, "is empty; put one JSON object with a text on each line")


def read_object(raw: bytes, name: str, source: str) -> Article | ArticleError:
    """The article of one object that stands alone; `name` is its id if it has none."""
    try:
        return _article(raw, name)
    except _LineError as error:
        return ArticleError(name, source, str(error))


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """The lines of `stream`; of one beyond all measure only as much as shows that."""
    while raw := stream.readline(_MAX_LINE_BYTES + 1):
        rest = raw
        while len(rest) > _MAX_LINE_BYTES and not rest.endswith(b"\n"):
            rest = stream.readline(_MAX_LINE_BYTES + 1)
        yield raw


def _article(raw: bytes, name: str) -> Article:
    if len(raw) > _MAX_LINE_BYTES:
        raise _LineError("is larger than 2 MB; split it into articles")
    fields, is_guessed = _fields(raw)
    text = _whole(fields, "text")
    page = Page(normalize(text), Metadata()) if text is not None else _page(fields)
    beside = page.metadata
    metadata = Metadata(
        title=_folded(fields, "title") or beside.title,
        outlet=_folded(fields, "outlet") or beside.outlet,
        published_on=_published_on(fields) or beside.published_on,
        url=_folded(fields, "url") or beside.url,
    )
    return Article(_id(fields) or name, page.text, metadata, is_guessed)


def _page(fields: dict[str, object]) -> Page:
    html = _whole(fields, "html")
    if html is None:
        raise _LineError("has no text; give each line a key 'text'")
    page = read_page(normalize(html))
    if not page.text:
        raise _LineError("holds no text that stands out under 'html'; give it under 'text'")
    return page


def _whole(fields: dict[str, object], key: str) -> str | None:
    """The string under `key` if an article can be made of it; None when it is missing, null or blank."""
    value = _string(fields, key)
    if value is None:
        return None
    try:
        size = len(value.encode())
    except UnicodeEncodeError:
        raise _LineError("holds half of a surrogate pair; write the character itself") from None
    if size > MAX_BYTES:
        raise _LineError("is larger than 2 MB; split it into articles")
    return value


def _fields(raw: bytes) -> tuple[dict[str, object], bool]:
    try:
        line, is_guessed = decode(raw)
        fields = json.loads(line)
    except NotTextError:
        raise _LineError("is binary, not text") from None
    except ValueError as error:
        cause = error.msg if isinstance(error, json.JSONDecodeError) else "a number is too long"
        raise _LineError(f"is no JSON ({cause}); write one complete object on a line") from None
    except RecursionError:
        raise _LineError("is nested too deeply") from None
    if not isinstance(fields, dict):
        raise _LineError('is no JSON object; write {"text": …}')
    return fields, is_guessed


def _string(fields: dict[str, object], key: str) -> str | None:
    """The string under `key`; None when it is missing, null or blank."""
    value = fields.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise _LineError(f"has something else than a string under '{key}'")
    return value if value.strip() else None


def _folded(fields: dict[str, object], key: str) -> str | None:
    value = _string(fields, key)
    return None if value is None else squeeze(normalize(value.encode("utf-8", "replace").decode()))


def _id(fields: dict[str, object]) -> str | None:
    value = fields.get("id")
    return str(value) if type(value) is int else _folded(fields, "id")


def _published_on(fields: dict[str, object]) -> str | None:
    value = _string(fields, "published_on")
    if value is None:
        return None
    date = iso_date(value)
    if date is None:
        raise _LineError("has no date under 'published_on'; write YYYY-MM-DD")
    return date
