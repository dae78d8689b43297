"""HTML pages: the article's text without the boilerplate, and what the page's head says of itself.

The head is read strictly: Open Graph and JSON-LD are written by the outlet's own system. Nothing is guessed
from addresses or from the visible page; what the text prints is the rules' to read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import NamedTuple, Protocol

from extractor.articles.dates import iso_date
from extractor.articles.decode import normalize
from extractor.articles.hidden import drop_hidden
from extractor.schema.types import Metadata
from extractor.text import squeeze

_ARTICLE_TYPES = frozenset({"Article", "NewsArticle", "ReportageNewsArticle", "BlogPosting"})
# Markup is strangers' work and the remover has many paths: what breaks it holds no readable text.
_REMOVER_BUGS = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
_SEPARATORS = " -–—|:•»"


class _Element(Protocol):
    """What is used of an element of the parsed page."""

    text: str | None

    def get(self, name: str) -> str | None: ...

    def iter(self, tag: str) -> Iterator[_Element]: ...


class Page(NamedTuple):
    """`text` has one paragraph a line and is empty when nothing stands out as the article."""

    text: str
    metadata: Metadata


def read(html: str) -> Page:
    """Read one page; `html` is decoded and normal, its declared character set is ignored."""
    import trafilatura  # 0.3 s that plain text need not pay

    tree = trafilatura.load_html(html)
    if tree is None:
        return Page("", Metadata())
    metadata = _metadata(tree)  # before the tree is pruned
    try:
        drop_hidden(tree)
        text = trafilatura.extract(tree, include_comments=False) or ""
    except _REMOVER_BUGS:
        text = ""
    return Page(normalize(text).strip("\n"), metadata)


def _metadata(tree: _Element) -> Metadata:
    tags = _meta_tags(tree)
    article = next(_linked_articles(tree), {})
    publisher = article.get("publisher")
    outlet = tags.get("og:site_name") or (
        _text(publisher.get("name")) if isinstance(publisher, dict) else None
    )
    title = _text(article.get("headline")) or tags.get("og:title")
    stamp = tags.get("article:published_time") or tags.get("og:article:published_time")
    stamp = stamp or _text(article.get("datePublished"))
    return Metadata(
        title=_without_outlet(title, outlet) if title else None,
        outlet=outlet,
        published_on=iso_date(stamp) if stamp else None,
        url=tags.get("og:url"),
    )


def _meta_tags(tree: _Element) -> dict[str, str]:
    """The first content of each `<meta property=…>`."""
    tags: dict[str, str] = {}
    for tag in tree.iter("meta"):
        name, content = tag.get("property") or tag.get("name"), _text(tag.get("content"))
        if name and content:
            tags.setdefault(name.lower(), content)
    return tags


def _linked_articles(tree: _Element) -> Iterator[dict[str, object]]:
    """Every JSON-LD object of the page that describes an article."""
    for script in tree.iter("script"):
        if script.get("type") != "application/ld+json":
            continue
        try:
            root = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        graph = root.get("@graph", root) if isinstance(root, dict) else root
        for thing in graph if isinstance(graph, list) else [graph]:
            if isinstance(thing, dict) and _is_article(thing.get("@type")):
                yield thing


def _is_article(kinds: object) -> bool:
    names = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(name, str) and name in _ARTICLE_TYPES for name in names)


def _text(value: object) -> str | None:
    return squeeze(normalize(value)) or None if isinstance(value, str) else None


def _without_outlet(title: str, outlet: str | None) -> str:
    """Cut the outlet's name that many systems append: 'Judul - Aksesnews.com'."""
    if outlet and title.lower().endswith(outlet.lower()):
        headline = title[: len(title) - len(outlet)]
        if headline.endswith(tuple(_SEPARATORS)):
            return headline.rstrip(_SEPARATORS) or title
    return title
