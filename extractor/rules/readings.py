"""What several rule modules read in the same article, read once: its dates and its regulations.

The cache holds the last articles only; it is keyed by the text itself, so a reading never outlives its
meaning.
"""

from __future__ import annotations

from functools import lru_cache

from extractor.canonical.dates import DateExpression, find_dates
from extractor.canonical.regulations import Regulation, find_regulations

_ARTICLES = 2


@lru_cache(maxsize=_ARTICLES)
def printed_dates(text: str, folded: str) -> tuple[DateExpression, ...]:
    """All dates of the text, noise included."""
    return tuple(find_dates(text, folded))


@lru_cache(maxsize=_ARTICLES)
def printed_regulations(text: str, folded: str) -> tuple[Regulation, ...]:
    """All instruments with a number, noise included."""
    return tuple(find_regulations(text, folded))
