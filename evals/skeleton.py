"""An empty record: what a person fills in who labels an article."""

from __future__ import annotations

from extractor.schema.fields import FIELDS
from extractor.schema.types import Article


def skeleton(article: Article) -> dict[str, object]:
    """The contract's fields in their order, null or empty, under the article's id and hash."""
    record: dict[str, object] = {
        "schema_version": "1",
        "article_id": article.id,
        "text_sha256": article.text_sha256,
    }
    for field in FIELDS:
        name, dot, leaf = field.path.partition(".")
        if name.endswith("[]"):
            record.setdefault(name.removesuffix("[]"), [])
        elif not dot:
            record[name] = None
        else:
            group = record.setdefault(name, {})
            assert isinstance(group, dict)
            group[leaf.removesuffix("[]")] = [] if leaf.endswith("[]") else None
    return record
