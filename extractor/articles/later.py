"""Input whose pages are read elsewhere, by one of many processes: reading one takes as long as its rules.

Whether an article comes twice shows in its text, so a page is read here after all once its id comes again.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple, TypeAlias

from extractor.articles import single
from extractor.articles.decode import MAX_BYTES
from extractor.articles.find import find
from extractor.articles.ids import Ids, id_of
from extractor.articles.read import KINDS, names, read_source
from extractor.errors import ArticleError
from extractor.schema.types import Article


class Page(NamedTuple):
    """The bytes of an HTML page; `source` names where they came from."""

    id: str
    source: str
    raw: bytes

    def read(self) -> Article | ArticleError:
        """The page's article, or why it cannot be read."""
        return single.read(self.raw, "html", self.id, self.source)


Item: TypeAlias = Article | ArticleError | Page


def read_later(paths: Sequence[str]) -> Iterator[Item]:
    """As `read` gives them for `paths`, but pages come as they are, to be read by who takes them.

    Raises:
        SettingsError: At once, when one of `paths` matches nothing.
    """
    return _unique(find(paths))


def _unique(paths: Sequence[str]) -> Iterator[Item]:
    unread: dict[str, str] = {}
    ids = Ids(unread)
    for path in paths:
        for item in _items(path):
            if isinstance(item, Page) and item.id not in ids and item.id not in unread:
                unread[item.id] = path
                yield item
                continue
            read = item.read() if isinstance(item, Page) else item
            if (earlier := unread.pop(id_of(read), None)) is not None:
                for before in read_source(earlier, io.BytesIO()):
                    ids.admit(before)
            if (admitted := ids.admit(read)) is not None:
                yield admitted


def _items(path: str) -> Iterator[Item]:
    source, stem, suffix = names(path)
    if KINDS.get(suffix) == "html":
        # What cannot be opened fails below in the same way, and is told there.
        with suppress(OSError), open(path, "rb") as stream:
            yield Page(stem, source, stream.read(MAX_BYTES + 1))
            return
    yield from read_source(path, io.BytesIO())
