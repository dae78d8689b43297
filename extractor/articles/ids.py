"""One id for one article in a run: the same article twice comes once, a clash of ids gets a number."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Iterator
from dataclasses import replace

from extractor.errors import ArticleError
from extractor.schema.types import Article

log = logging.getLogger(__name__)


def unique(items: Iterable[Article | ArticleError]) -> Iterator[Article | ArticleError]:
    """Pass `items` on with ids that are unique; drop what came before under the same id with the same text.

    A later item with the id of another one becomes `<id>~2`, `<id>~3`, … and a warning is logged.
    """
    contents: dict[str, list[bytes]] = {}
    taken: set[str] = set()
    for item in items:
        article_id, content = _identity(item)
        known = contents.setdefault(article_id, [])
        if content in known:
            continue
        known.append(content)
        free_id = _free(article_id, len(known), taken)
        taken.add(free_id)
        if free_id != article_id:
            log.warning("id %s stands for several articles; the one from here on is %s", article_id, free_id)
        yield _renamed(item, free_id)


def _identity(item: Article | ArticleError) -> tuple[str, bytes]:
    if isinstance(item, Article):
        return item.id, hashlib.sha256(item.text.encode("utf-8", "surrogatepass")).digest()
    return item.article_id, f"{item.source}\0{item.reason}".encode("utf-8", "surrogateescape")


def _free(article_id: str, number: int, taken: set[str]) -> str:
    """`article_id` if nobody has it, else with the first free number from `number` (at least 2) on."""
    if article_id not in taken:
        return article_id
    number = max(number, 2)
    while (candidate := f"{article_id}~{number}") in taken:
        number += 1
    return candidate


def _renamed(item: Article | ArticleError, article_id: str) -> Article | ArticleError:
    if isinstance(item, ArticleError):
        return ArticleError(article_id, item.source, item.reason)
    return item if item.id == article_id else replace(item, id=article_id)
