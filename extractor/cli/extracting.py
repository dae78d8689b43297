"""The command `extract`: read, extract, write, count."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from extractor import articles
from extractor.cli.output import destination, silence_stdout
from extractor.cli.progress import configure_logging, progress, say
from extractor.errors import ArticleError
from extractor.pipeline import Extractor, failed_record
from extractor.schema.types import Article
from extractor.settings import Settings
from extractor.sinks import Entry, writer


def run(paths: list[str], settings: Settings, output: str | None) -> int:
    """Write the record of every article at `paths`; the exit code is 1 if one of them failed, else 0.

    Raises:
        SettingsError: Nothing is there to read, or the output cannot be written.
    """
    configure_logging()
    files = articles.find(paths)
    write = writer(settings.format)
    say("no model is set: rules run")
    counts: Counter[str] = Counter()
    items = articles.read(files, sys.stdin.buffer)
    is_stdout_free = output is not None or not sys.stdout.isatty()
    try:
        with destination(output) as stream, progress(files, is_stdout_free=is_stdout_free) as advance:
            write(_entries(items, Extractor(settings), counts, advance), stream)
            stream.flush()
    except BrokenPipeError:
        # The reader has seen enough; that is no failure.
        silence_stdout()
    say(_summary(counts))
    return 1 if counts["failed"] or (settings.strict and counts["fallback"]) else 0


def _entries(
    items: Iterable[Article | ArticleError],
    extractor: Extractor,
    counts: Counter[str],
    advance: Callable[[], None],
) -> Iterator[Entry]:
    for item in items:
        entry = _entry(item, extractor)
        run_info = entry.record.run
        assert run_info is not None
        counts[run_info.status] += 1
        if run_info.error:
            say(f"{run_info.status}: {entry.record.article_id}: {run_info.error}")
        yield entry
        advance()


def _entry(item: Article | ArticleError, extractor: Extractor) -> Entry:
    if isinstance(item, ArticleError):
        return Entry(failed_record(item), None)
    return Entry(extractor.extract(item), item.text)


def _summary(counts: Counter[str]) -> str:
    total = counts.total()
    parts = ", ".join(f"{count} {status}" for status, count in sorted(counts.items(), reverse=True))
    return f"{total} article{'' if total == 1 else 's'}: {parts}" if total else "no article was written"
