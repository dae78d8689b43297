"""The command `extract`: read, extract, write, count."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from extractor import articles, batch
from extractor.batch import collect_seldom
from extractor.cli.interrupts import interruptible
from extractor.cli.output import silence_stdout, sink
from extractor.cli.progress import configure_logging, progress, say
from extractor.errors import SettingsError
from extractor.pipeline import Extractor
from extractor.schema.types import Article
from extractor.settings import Settings
from extractor.sinks import Entry, Filters, filtered

EXIT_BUDGET = 4
EXIT_INTERRUPTED = 130


class Job(NamedTuple):
    """What one call of `extract` is about, besides its settings."""

    paths: list[str]
    output: str | None = None
    journal: str | None = None
    is_resumed: bool = False


class Spread(NamedTuple):
    """Over what the work is spread.

    `engine` is `ray`, or None for this process alone; `address` a cluster that runs, None for one on this
    machine; `workers` how many processes read, None for one for each CPU; `shard_size` how many articles are
    in a file.
    """

    engine: str | None = None
    address: str | None = None
    workers: int | None = None
    shard_size: int | None = None


def run(
    job: Job,
    settings: Settings,
    *,
    opened: Callable[[Settings], Extractor] = Extractor,
    settle: Callable[[Extractor, batch.Ledger], object] = lambda *_: None,
) -> int:
    """Write the record of every article at the job's paths; returns the exit code.

    0 when all is well, 1 if an article failed, 4 if the budget ended the run, 130 if an interruption did.

    `opened` makes the extractor; `settle` is called when all is read, before the books are told.

    Raises:
        SettingsError: Nothing is there to read, the output cannot be written, the model lacks a setting, or
            the journal cannot be used.
    """
    configure_logging()
    collect_seldom()
    files = articles.find(job.paths)
    write = sink(settings.format, job.output)
    filters = Filters(settings.min_confidence, settings.only_in_scope, settings.redact_people)
    if not settings.model:
        say("no model is set: rules run")
    ledger, stop, left_out = batch.Ledger(), batch.Stop(), Counter[str]()
    items = articles.read(files, sys.stdin.buffer)
    is_stdout_free = job.output is not None or not sys.stdout.isatty()
    with interruptible(stop), opened(settings) as extractor, journal_of(job, settings) as journal:
        try:
            with progress(files, ledger, is_stdout_free=is_stdout_free) as advance:
                reads = batch.records(extractor, items, journal=journal, ledger=ledger, stop=stop)
                entries = _entries(reads, stop, advance)
                write(filtered(entries, filters, on_left_out=lambda _: left_out.update(("scope",))))
        except BrokenPipeError:
            # The reader has seen enough; that is no failure.
            silence_stdout()
        except _InterruptedError:
            pass
        if journal is not None:
            journal.note(ended=stop.reason or "done", articles=ledger.done, cost_usd=ledger.usage.cost_usd)
        if stop.reason is None:
            settle(extractor, ledger)
    say(summary(ledger, settings))
    if left_out:
        say(f"{left_out.total()} not written: not about education")
    if stop.reason is not None:
        say(_advice(stop.reason, job, settings))
    return exit_code(ledger, stop, settings)


@contextmanager
def journal_of(job: Job, settings: Settings) -> Iterator[batch.Journal | None]:
    """The journal that the job names, open; None if it names none.

    Raises:
        SettingsError: It cannot be used, or is asked for what it cannot do.
    """
    if job.journal is None:
        if job.is_resumed:
            raise SettingsError("--resume goes on with a journal: name it with --journal PATH")
        yield None
        return
    if settings.format == "explain":
        raise SettingsError("a journal holds records, not the rules behind them; leave --explain out")
    with batch.Journal(Path(job.journal), batch.made_with(settings), is_resumed=job.is_resumed) as journal:
        found = journal.found
        if found.damaged:
            say(f"the journal has {found.damaged} damaged lines; what they held is made again")
        yield journal


class _InterruptedError(Exception):
    """Leaves the writing of an output that will not be whole, so that the old one stands."""


def _entries(reads: Iterable[batch.Read], stop: batch.Stop, advance: Callable[[], None]) -> Iterator[Entry]:
    for item, made, is_resumed in reads:
        assert made.run is not None
        if made.run.error and not is_resumed:
            say(f"{made.run.status}: {made.article_id}: {made.run.error}")
        yield Entry(made, item.text if isinstance(item, Article) else None)
        advance()
    if stop.reason == "interrupted":
        raise _InterruptedError


def summary(ledger: batch.Ledger, settings: Settings) -> str:
    """The books of a run on one line."""
    if not ledger.done:
        return "no article was written"
    statuses = sorted(ledger.statuses.items(), reverse=True)
    parts = [f"{ledger.done} article{'' if ledger.done == 1 else 's'}: "]
    parts.append(", ".join(f"{many} {status}" for status, many in statuses))
    if ledger.fallbacks:
        kinds = ", ".join(f"{many} {kind}" for kind, many in sorted(ledger.fallbacks.items()))
        parts.append(f" ({kinds})")
    if ledger.resumed:
        parts.append(f" ({ledger.resumed} from the {ledger.kept_in})")
    if settings.needs_model:
        usage = ledger.usage
        retries = f" ({usage.retries} retries)" if usage.retries else ""
        parts.append(f"; {usage.calls} calls{retries}, {ledger.cached} cached")
        parts.append(f", {usage.input_tokens} + {usage.output_tokens} tokens, {usage.cost_usd:.4f} USD")
    return "".join(parts)


def _advice(reason: str, job: Job, settings: Settings) -> str:
    how = f"the budget of {settings.budget_usd:g} USD is used up" if reason == "budget" else "interrupted"
    if job.journal is not None:
        return f"{how}: the rest is not done; the same command with --resume does it"
    return f"{how}: the rest is not done; answers that were paid for are in the cache, unless it is off"


def exit_code(ledger: batch.Ledger, stop: batch.Stop, settings: Settings) -> int:
    """As `run` returns it."""
    if stop.reason is not None:
        return EXIT_BUDGET if stop.reason == "budget" else EXIT_INTERRUPTED
    statuses = ledger.statuses
    return 1 if statuses["failed"] or (settings.strict and statuses["fallback"]) else 0
