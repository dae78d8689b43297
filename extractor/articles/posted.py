"""One article as a program sends it: text, a page, or an object as in a line of JSON Lines."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, TypeAlias

from extractor.articles import json_lines, single
from extractor.articles.decode import normalize
from extractor.errors import ArticleError
from extractor.schema.types import Article
from extractor.text import squeeze

Kind: TypeAlias = Literal["text", "html", "json"]

_SOURCE = "the body"
_ID_DIGITS = 16


def read(raw: bytes, kind: Kind, article_id: str | None = None) -> Article:
    """The article that the body `raw` of a request holds.

    Args:
        raw: The body, of at most 2 MB of text.
        kind: What it is.
        article_id: The id, unless the object has its own; by default the beginning of the text's SHA-256.

    Raises:
        ArticleError: It cannot be read.
    """
    name = squeeze(normalize(article_id or ""))
    if kind == "json":
        item = json_lines.read_object(raw, name, _SOURCE)
    else:
        item = single.read(raw, kind, name, _SOURCE)
    if isinstance(item, ArticleError):
        raise item
    return item if item.id else replace(item, id=item.text_sha256[:_ID_DIGITS])
