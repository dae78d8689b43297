"""The articles of an upload: JSON Lines as the command line reads them, with ids after HTTP's rule.

A line without `id` is called by the first 16 hexadecimal digits of its text's SHA-256, and `line-<n>` when it
has no text that could be read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from extractor.articles import json_lines
from extractor.errors import ArticleError
from extractor.schema.types import Article

_SOURCE = "input"
# No id that is given begins with white space, since that is folded.
_NO_ID = "\n"
_ID_CHARS = 16


def articles(stream: BinaryIO) -> Iterator[Article | ArticleError]:
    """One article, or what is wrong, for each line that is not blank."""
    for item in json_lines.read(stream, _NO_ID, _SOURCE):
        if isinstance(item, Article):
            is_named = not item.id.startswith(_NO_ID)
            yield item if is_named else replace(item, id=item.text_sha256[:_ID_CHARS])
        else:
            yield ArticleError(item.article_id.replace(_NO_ID, "line", 1), item.source, item.reason)
