"""The command `extract`: read, extract, write, count."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extractor import articles, batch
from extractor.cli.output import silence_stdout, sink
from extractor.cli.progress import configure_logging, progress, say
from extractor.pipeline import Extractor
from extractor.schema.types import Article
from extractor.settings import Settings
from extractor.sinks import Entry, Filters, filtered

if TYPE_CHECKING:
    from extractor.schema.record import Run


@dataclass(slots=True)
class _Totals:
    """What all articles together came to."""

    statuses: Counter[str] = field(default_factory=Counter)
    cached: int = 0
    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost_usd: float = 0.0

    def add(self, run: Run) -> None:
        self.statuses[run.status] += 1
        self.cached += run.cached
        self.calls += run.calls
        self.input_tokens += run.input_tokens
        self.output_tokens += run.output_tokens
        self.cost_usd += run.cost_usd


def run(paths: list[str], settings: Settings, output: str | None) -> int:
    """Write the record of every article at `paths`; the exit code is 1 if one of them failed, else 0.

    Raises:
        SettingsError: Nothing is there to read, the output cannot be written, or the model lacks a setting.
    """
    configure_logging()
    files = articles.find(paths)
    write = sink(settings.format, output)
    filters = Filters(settings.min_confidence, settings.only_in_scope, settings.redact_people)
    if not settings.model:
        say("no model is set: rules run")
    totals = _Totals()
    items = articles.read(files, sys.stdin.buffer)
    is_stdout_free = output is not None or not sys.stdout.isatty()
    with Extractor(settings) as extractor:
        try:
            with progress(files, is_stdout_free=is_stdout_free) as advance:
                write(filtered(_entries(batch.records(extractor, items), totals, advance), filters))
        except BrokenPipeError:
            # The reader has seen enough; that is no failure.
            silence_stdout()
    say(_summary(totals, settings))
    statuses = totals.statuses
    return 1 if statuses["failed"] or (settings.strict and statuses["fallback"]) else 0


def _entries(results: Iterable[batch.Read], totals: _Totals, advance: Callable[[], None]) -> Iterator[Entry]:
    for item, record in results:
        assert record.run is not None
        totals.add(record.run)
        if record.run.error:
            say(f"{record.run.status}: {record.article_id}: {record.run.error}")
        yield Entry(record, item.text if isinstance(item, Article) else None)
        advance()


def _summary(totals: _Totals, settings: Settings) -> str:
    count = totals.statuses.total()
    if not count:
        return "no article was written"
    parts = ", ".join(f"{many} {status}" for status, many in sorted(totals.statuses.items(), reverse=True))
    line = f"{count} article{'' if count == 1 else 's'}: {parts}"
    if not settings.needs_model:
        return line
    tokens = f"{totals.input_tokens} + {totals.output_tokens} tokens"
    return f"{line}; {totals.calls} calls, {totals.cached} cached, {tokens}, {totals.cost_usd:.4f} USD"
