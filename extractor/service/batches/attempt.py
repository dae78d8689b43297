"""One go at a batch: from where the last one was stopped to the end of its articles, or the server's."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias, TypeVar

from extractor import batch
from extractor.articles.ids import unique
from extractor.errors import ArticleError
from extractor.pipeline import Extractor
from extractor.schema.calls import Usage
from extractor.schema.types import Article
from extractor.service.batches import journals
from extractor.service.batches.lines import articles
from extractor.service.batches.results import Results
from extractor.service.batches.state import Progress
from extractor.service.batches.store import INPUT
from extractor.settings import Settings
from extractor.sinks import Entry, Filters, filtered

if TYPE_CHECKING:
    from extractor.schema.record import Run

How: TypeAlias = Literal["done", "budget", "interrupted"]
"""What ended an attempt: the input's end, the batch's money, or whoever asked it to stop."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Work:
    """What an attempt is about.

    `lines` is how many articles are to be expected. `budget_usd` is of the whole batch, whatever was paid
    before. `is_to_stop` is asked before each article, and told what this attempt has cost so far, in US
    dollars; once more at the end. `on_progress` is told how far it is after each article, and `on_article`
    how the record of each one was made that no journal had. All are called in the attempt's thread.
    """

    folder: Path
    lines: int
    budget_usd: float | None
    is_to_stop: Callable[[float], bool]
    on_progress: Callable[[Progress], object]
    on_article: Callable[[Run], object]


def carry_on(work: Work, settings: Settings, make_extractor: Callable[[Settings], Extractor]) -> How:
    """Make the records that the journal lacks, and the results; what was begun is in both, however it ends.

    Raises:
        SettingsError: The extractor lacks a setting, or the journal cannot be used.
        OSError: The disk does not take the results.
    """
    before = journals.paid(work.folder)
    budget_usd = None if work.budget_usd is None else max(0.0, work.budget_usd - before.cost_usd)
    settings = replace(settings, budget_usd=budget_usd)
    attempt = _Attempt(work, before)
    with (
        make_extractor(settings) as extractor,
        journals.opened(work.folder, batch.made_with(settings)) as journal,
        (work.folder / INPUT).open("rb") as stream,
        Results(work.folder) as results,
    ):
        reads = batch.records(
            extractor,
            attempt.items(articles(stream)),
            journal=journal,
            ledger=attempt.ledger,
            stop=attempt.stop,
        )
        filters = Filters(settings.min_confidence, settings.only_in_scope, settings.redact_people)
        for entry in filtered(attempt.entries(reads, results), filters):
            results.write(entry.json_text)
        attempt.tell(results)
        work.is_to_stop(attempt.ledger.usage.cost_usd)
        how: How = attempt.stop.reason or "done"
        journal.note(ended=how, articles=attempt.ledger.done, cost_usd=attempt.ledger.usage.cost_usd)
        results.finish(is_whole=how == "done")
    return how


class _Attempt:
    """What is counted on the way."""

    def __init__(self, work: Work, before: Usage) -> None:
        self.ledger = batch.Ledger()
        self.stop = batch.Stop()
        self._work = work
        self._before = before
        self._read = 0
        self._passed = 0
        self._started_s = time.monotonic()
        self._left = 0

    def items(self, lines: Iterable[Article | ArticleError]) -> Iterator[Article | ArticleError]:
        """The articles, each once, until the attempt is to stop."""
        for item in unique(self._until_stopped(lines)):
            self._passed += 1
            yield item

    def entries(self, reads: Iterable[batch.Read], results: Results) -> Iterator[Entry]:
        """What leaves, in order; told of on the way."""
        for item, made, is_resumed in reads:
            if not is_resumed and made.run is not None:
                self._work.on_article(made.run)
            yield Entry(made, item.text if isinstance(item, Article) else None)
            self._left += 1
            self.tell(results)

    def tell(self, results: Results) -> None:
        """Tell how far it is."""
        statuses, usage = self.ledger.statuses, self._before.plus(self.ledger.usage)
        repeated = self._read - self._passed
        self._work.on_progress(
            Progress(
                ok=statuses["ok"],
                fallback=statuses["fallback"],
                failed=statuses["failed"],
                repeated=repeated,
                resumed=self.ledger.resumed,
                results=results.lines,
                cached=self.ledger.cached,
                calls=usage.calls,
                input_tokens=usage.input_tokens,
                output_tokens=usage.output_tokens,
                cost_usd=round(usage.cost_usd, 9),
                eta_s=self._eta_s(repeated),
            )
        )

    def _eta_s(self, repeated: int) -> float | None:
        """By the pace of the articles that this attempt made itself."""
        made = self.ledger.done - self.ledger.resumed
        left = max(0, self._work.lines - self._left - repeated)
        if not left:
            return 0.0
        return round((time.monotonic() - self._started_s) / made * left, 1) if made else None

    def _until_stopped(self, lines: Iterable[T]) -> Iterator[T]:
        for line in lines:
            if self._work.is_to_stop(self.ledger.usage.cost_usd):
                self.stop.ask("interrupted")
            self._read += 1
            yield line
