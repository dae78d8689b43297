"""What the operator sees on stderr while articles are read."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import typer

from extractor.articles import STDIN

_MANY = (".jsonl", STDIN)


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
def progress(files: Sequence[str], *, is_stdout_free: bool) -> Iterator[Callable[[], None]]:
    """A function to call after each article; it moves a bar if stderr is a terminal and stdout is not.

    The bar has an end only where each file is one article.
    """
    is_open_ended = any(file.lower().endswith(_MANY) for file in files)
    if not (sys.stderr.isatty() and is_stdout_free and (is_open_ended or len(files) > 1)):
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("articles"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None if is_open_ended else len(files))
        yield lambda: bar.advance(task)
