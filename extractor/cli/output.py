"""Where records are written: standard output, or a file that appears only when it is whole."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import TextIO

from extractor.errors import SettingsError
from extractor.sinks import Entry, FileWriter, Format, Writer, file_writer, writer
from extractor.sinks.files import drafts, is_special


def sink(name: Format, path: str | None) -> Callable[[Iterable[Entry]], None]:
    """What writes all records of a run in format `name`, to `path` or to standard output if that is None.

    A device or pipe takes what standard output would take.

    Raises:
        SettingsError: The format is a file, and no path was given; later on, the file cannot be written.
    """
    to_stream = writer(name)
    is_stream = path is None or (is_special(path) and to_stream is not None)
    to_file = None if is_stream else file_writer(name)
    if to_file is not None and path is not None:
        return partial(_to_file, to_file, path)
    if to_stream is None:
        raise SettingsError(f"format {name} makes a file: say which with --output FILE")
    return partial(_to_stream, to_stream, path)


def _to_file(write: FileWriter, path: str, entries: Iterable[Entry]) -> None:
    try:
        write(entries, path)
    except OSError as error:
        raise SettingsError(f"cannot write {path}: {error.strerror or error}") from error


def _to_stream(write: Writer, path: str | None, entries: Iterable[Entry]) -> None:
    with destination(path) as stream:
        write(entries, stream)
        stream.flush()


@contextmanager
def destination(path: str | None) -> Iterator[TextIO]:
    """A UTF-8 stream to `path`, or to standard output if that is None.

    A file is written beside its place and moved there at the end, so that after a failure the old one stands.
    Devices and pipes are written to directly.

    Raises:
        SettingsError: The file cannot be written.
    """
    if path is None:
        yield _stdout()
        return
    target = os.path.realpath(path)
    try:
        with _direct(target) if is_special(target) else _replacing(target) as stream:
            yield stream
    except BrokenPipeError:
        raise
    except OSError as error:
        raise SettingsError(f"cannot write {path}: {error.strerror or error}") from error


def silence_stdout() -> None:
    """Send what is left in the buffers nowhere: the reader has gone, and Python flushes again at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    with suppress(OSError, ValueError):
        os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def _stdout() -> TextIO:
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    return sys.stdout


@contextmanager
def _direct(target: str) -> Iterator[TextIO]:
    with open(target, "w", encoding="utf-8", newline="\n") as stream:
        yield stream


@contextmanager
def _replacing(target: str) -> Iterator[TextIO]:
    with drafts(target) as (draft,), open(draft, "w", encoding="utf-8", newline="\n") as stream:
        yield stream
