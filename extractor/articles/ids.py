"""One id for one article in a run: the same article twice comes once, a clash of ids gets a number."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Container, Iterable, Iterator
from dataclasses import replace

from extractor.errors import ArticleError
from extractor.schema.types import Article

_DIGEST_BYTES = 16
log = logging.getLogger(__name__)


def unique(items: Iterable[Article | ArticleError]) -> Iterator[Article | ArticleError]:
    """Pass `items` on with ids that are unique; drop what came before under the same id with the same text.

    A later item with the id of another one becomes `<id>~2`, `<id>~3`, … and a warning is logged.
    """
    ids = Ids()
    for item in items:
        if (admitted := ids.admit(item)) is not None:
            yield admitted


class Ids:
    """The ids that a run has given away.

    Args:
        others: Ids that are taken besides.
    """

    def __init__(self, others: Container[str] = ()) -> None:
        # As small as can be: nothing else grows with the input.
        self._contents: dict[str, bytes] = {}
        self._renamed: set[str] = set()
        self._others = others

    def __contains__(self, article_id: object) -> bool:
        return article_id in self._contents or article_id in self._renamed

    def admit(self, item: Article | ArticleError) -> Article | ArticleError | None:
        """The item under an id of its own; None if it came before."""
        article_id, content = _identity(item)
        known = self._contents.get(article_id, b"")
        if any(known.startswith(content, start) for start in range(0, len(known), _DIGEST_BYTES)):
            return None
        free_id = article_id
        if known or article_id in self._renamed:
            free_id = self._free(article_id, len(known) // _DIGEST_BYTES + 1)
            self._renamed.add(free_id)
            log.warning("id %s stands for several articles; the one from here on is %s", article_id, free_id)
        self._contents[article_id] = known + content
        return _renamed(item, free_id)

    def _free(self, article_id: str, number: int) -> str:
        """`article_id` with the first number from `number` (at least 2) on that nobody has."""
        number = max(number, 2)
        while (free_id := f"{article_id}~{number}") in self or free_id in self._others:
            number += 1
        return free_id


def id_of(item: Article | ArticleError) -> str:
    """The id that an item's record carries."""
    return item.id if isinstance(item, Article) else item.article_id


def _identity(item: Article | ArticleError) -> tuple[str, bytes]:
    if isinstance(item, Article):
        return item.id, _digest(item.text.encode("utf-8", "surrogatepass"))
    return item.article_id, _digest(f"{item.source}\0{item.reason}".encode("utf-8", "surrogateescape"))


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()[:_DIGEST_BYTES]


def _renamed(item: Article | ArticleError, article_id: str) -> Article | ArticleError:
    if isinstance(item, ArticleError):
        return ArticleError(article_id, item.source, item.reason)
    return item if item.id == article_id else replace(item, id=article_id)
