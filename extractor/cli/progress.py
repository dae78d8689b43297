"""What the operator sees on stderr while articles are read."""

from __future__ import annotations

import logging
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import typer

from extractor.articles import STDIN
from extractor.batch import Ledger

_MANY = (".jsonl", STDIN)
_EVERY_S = 5.0
_CHUNK = 1 << 20


def say(message: str) -> None:
    """Print one line on stderr, above the progress bar if there is one."""
    typer.echo(message, err=True)


class _Speaker(logging.Handler):
    """Warnings of this package go the way of all messages; other packages' logs stay silent."""

    def emit(self, record: logging.LogRecord) -> None:
        say(f"{record.levelname.lower()}: {record.getMessage()}")


def configure_logging() -> None:
    """Show this package's warnings on stderr."""
    # Without any handler at its root, logging prints every package's warnings.
    logging.getLogger().addHandler(logging.NullHandler())
    log = logging.getLogger("extractor")
    if not any(isinstance(handler, _Speaker) for handler in log.handlers):
        log.addHandler(_Speaker(logging.WARNING))


@contextmanager
def progress(files: Sequence[str], ledger: Ledger, *, is_stdout_free: bool) -> Iterator[Callable[[], None]]:
    """A function to call after each article, which tells what `ledger` holds by then.

    On a terminal it moves a bar, unless records are printed there; elsewhere it prints a line every few
    seconds, so that short runs print none.
    """
    is_several = len(files) > 1 or any(file.lower().endswith(_MANY) for file in files)
    if not sys.stderr.isatty():
        yield Meter(files, ledger).advance
    elif is_stdout_free and is_several:
        yield from _bar(files, ledger)
    else:
        yield lambda: None


class Meter:
    """Tells a ledger in figures, at most every few seconds.

    Args:
        files: What is read, to tell how much is left.
        ledger: Its books grow while articles are read.
        clock: Tells the time in seconds.
    """

    def __init__(
        self, files: Sequence[str], ledger: Ledger, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._files = files
        self._ledger = ledger
        self._clock = clock
        self._started_s = self._told_s = clock()
        self._total: int | None = None

    def advance(self) -> None:
        """Print a line if the last one is long enough ago."""
        now_s = self._clock()
        if now_s - self._told_s < _EVERY_S:
            return
        if self._told_s == self._started_s:
            self._total = count(self._files)
        self._told_s = now_s
        of = "" if self._total is None else f" of {self._total}"
        say(f"{self._ledger.done}{of} articles: {self.figures(self._total)}")

    def figures(self, total: int | None) -> str:
        """All but how many are done, the most wanted first; without a `total` not how long it takes."""
        ledger, usage = self._ledger, self._ledger.usage
        speed = (ledger.done - ledger.resumed) / max(self._clock() - self._started_s, 1e-9)
        parts = [f"{speed:.1f}/s"]
        if total is not None and speed:
            parts.insert(0, f"{max(total - ledger.done, 0) / speed:.0f} s left")
        parts += [f"{ledger.statuses['failed']} failed"]
        if ledger.resumed:
            parts.append(f"{ledger.resumed} from the {ledger.kept_in}")
        if usage.calls or ledger.cached or ledger.statuses["fallback"]:
            parts += [f"{ledger.statuses['fallback']} fallback", f"{ledger.cached} cached"]
            parts += [f"{usage.input_tokens + usage.output_tokens} tokens", f"{usage.cost_usd:.4f} USD"]
        return ", ".join(parts)


def count(files: Sequence[str]) -> int | None:
    """About how many articles `files` hold: a line of JSON Lines each, else a file; None where it is open."""
    if STDIN in files:
        return None
    try:
        return sum(_lines(file) if file.lower().endswith(".jsonl") else 1 for file in files)
    except OSError:
        return None


def _lines(file: str) -> int:
    if not os.path.isfile(file):
        raise OSError("what is read only once cannot be counted first")
    with open(file, "rb") as stream:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: stream.read(_CHUNK), b""))


def _bar(files: Sequence[str], ledger: Ledger) -> Iterator[Callable[[], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    total, meter = count(files), Meter(files, ledger)
    # What is too long for the terminal is cut off at its end.
    told = TextColumn("{task.fields[told]}")
    columns = (TextColumn("articles"), MofNCompleteColumn(), BarColumn(bar_width=12), told)
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total, told="")
        yield lambda: bar.update(task, completed=ledger.done, told=meter.figures(total))
