"""Everything that can go wrong here, sorted by who can fix it."""

from __future__ import annotations


class ExtractorError(Exception):
    """The root of the errors that this package raises on purpose."""


class SettingsError(ExtractorError):
    """A flag, environment variable or settings file is wrong; the operator can fix it."""


class ArticleError(ExtractorError):
    """One article cannot be read; whoever supplied it can fix it.

    Args:
        article_id: The id that the article's failed record carries.
        source: Where it came from, as the caller named it (a path, `stdin`).
        reason: What is wrong and what to do, in one sentence, without article text.
    """

    def __init__(self, article_id: str, source: str, reason: str) -> None:
        super().__init__(f"{source}: {reason}")
        self.article_id = article_id
        self.source = source
        self.reason = reason
