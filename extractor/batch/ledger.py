"""What one run came to: articles by how they ended, and all that was asked and paid."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extractor.schema.calls import NO_USAGE, Usage

if TYPE_CHECKING:
    from extractor.schema.record import Run


@dataclass(slots=True)
class Ledger:
    """The books of one run; they agree with the server's while both live.

    `statuses` counts articles by `run.status`, those taken from a journal too; `fallbacks` those for which a
    model was asked in vain, by the kind of its failure (`truncated`, `refused`, …). `resumed` counts articles
    of a journal, `cached` those for which answers were kept; neither was paid for in this run. `usage` is
    what was.
    `abandoned` counts articles that the budget left unread. `kept_in` is where resumed ones come from.
    """

    statuses: Counter[str] = field(default_factory=Counter)
    fallbacks: Counter[str] = field(default_factory=Counter)
    resumed: int = 0
    cached: int = 0
    abandoned: int = 0
    usage: Usage = NO_USAGE
    kept_in: str = "journal"

    @property
    def done(self) -> int:
        """How many articles ended with a record."""
        return self.statuses.total()

    def add(self, run: Run, *, is_resumed: bool = False) -> None:
        """Enter a record's run."""
        self.statuses[run.status] += 1
        if run.status == "fallback":
            self.fallbacks[(run.error or "").partition(":")[0]] += 1
        if is_resumed:
            self.resumed += 1
            return
        self.cached += run.cached
        self.pay(Usage(run.calls, run.retries, run.input_tokens, run.output_tokens, run.cost_usd))

    def pay(self, usage: Usage) -> None:
        """Enter what was paid."""
        self.usage = self.usage.plus(usage)

    def join(self, other: Ledger) -> None:
        """Enter all that `other` holds, which kept the books of a part of this run."""
        self.statuses.update(other.statuses)
        self.fallbacks.update(other.fallbacks)
        self.resumed += other.resumed
        self.cached += other.cached
        self.abandoned += other.abandoned
        self.pay(other.usage)
