"""The bytes of one article, text or a page, wherever they come from."""

from __future__ import annotations

from typing import Literal, TypeAlias

from extractor.articles import pages
from extractor.articles.decode import MAX_BYTES, NotTextError, decode
from extractor.errors import ArticleError
from extractor.schema.types import Article

Kind: TypeAlias = Literal["text", "html"]


def read(raw: bytes, kind: Kind, article_id: str, source: str) -> Article | ArticleError:
    """The article that `raw` holds, or why it cannot be read; `source` names where it came from."""
    if len(raw) > MAX_BYTES:
        return ArticleError(
            article_id, source, "is larger than 2 MB; give each article a file, or a line of JSON"
        )
    try:
        text, is_guessed = decode(raw)
    except NotTextError:
        return ArticleError(article_id, source, "is binary, not text; save the article as plain text or HTML")
    if not text.strip():
        return ArticleError(article_id, source, "is empty; put the article's text into it")
    if kind == "text":
        return Article(article_id, text, encoding_guessed=is_guessed)
    page = pages.read(text)
    if not page.text:
        return ArticleError(
            article_id, source, "holds no text that stands out; save the article as plain text"
        )
    return Article(article_id, page.text, page.metadata, is_guessed)
