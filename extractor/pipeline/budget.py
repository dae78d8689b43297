"""What a run may cost: calls stop being sent once that much is paid.

Calls that are under way then still come in, so that a budget is exceeded by what they cost, and no more.
"""

from __future__ import annotations

from extractor.errors import ExtractorError
from extractor.schema.calls import Usage


class BudgetError(ExtractorError):
    """The budget is used up, so an article was left unread; a new run reads it.

    Args:
        usage: What had been paid for that article before.
    """

    def __init__(self, usage: Usage) -> None:
        super().__init__("the budget is used up")
        self.usage = usage


class Budget:
    """The money of one run; used by one event loop.

    Args:
        limit_usd: US dollars, None for no limit.
    """

    def __init__(self, limit_usd: float | None) -> None:
        self._limit_usd = limit_usd
        self._spent_usd = 0.0

    @property
    def is_spent(self) -> bool:
        """Whether nothing more is to be sent."""
        return self._limit_usd is not None and self._spent_usd >= self._limit_usd

    def spend(self, usd: float) -> None:
        """Note what a call cost."""
        self._spent_usd += usd
