"""What a rule passed over stays visible beside what it chose."""

from __future__ import annotations

from collections.abc import Iterable

from extractor.schema.types import Alternative, Value

_MOST = 3


def passed_over(winner: Value, others: Iterable[Value], source: str = "rules") -> tuple[Alternative, ...]:
    """The first few of `others` that say something else than `winner`, each once, in their order."""
    kept = dict.fromkeys(value for value in others if value is not None and value != winner)
    return tuple(Alternative(value, source) for value in list(kept)[:_MOST])
