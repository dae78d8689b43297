"""Where records are written: standard output, or a file that appears only when it is whole."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TextIO

from extractor.errors import SettingsError


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
        with _direct(target) if _is_special(target) else _replacing(target) as stream:
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


def _is_special(target: str) -> bool:
    return os.path.exists(target) and not os.path.isfile(target)


@contextmanager
def _direct(target: str) -> Iterator[TextIO]:
    with open(target, "w", encoding="utf-8", newline="\n") as stream:
        yield stream


@contextmanager
def _replacing(target: str) -> Iterator[TextIO]:
    folder, name = os.path.split(target)
    draft = os.path.join(folder, f".{name}.{os.getpid()}.part")
    try:
        with open(draft, "w", encoding="utf-8", newline="\n") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(draft, target)
    except BaseException:
        with suppress(OSError):
            os.remove(draft)
        raise
