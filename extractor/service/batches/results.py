"""The results of a batch: its records as JSON Lines, in the order of the input, readable while they grow.

The journal is the truth; this file is made from it, anew at every start of work. So that a reader never sees
fewer lines than before, a new file takes the old one's place only once it holds as many, or all.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple, Self

from extractor.service.batches.store import RESULTS

_BLOCK_BYTES = 1 << 18


class Results:
    """The results being written.

    Raises:
        OSError: The disk does not take them; so do its methods.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / RESULTS
        self._fresh = folder / f".{RESULTS}"
        self._before = _count(self._path)
        self.lines = 0
        descriptor = os.open(self._fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        self._file = os.fdopen(descriptor, "wb", buffering=0)
        self._is_shown = False
        self._show_if_due()

    def write(self, json_text: str) -> None:
        """Add a record; readers find it at once."""
        rest = memoryview(json_text.encode("utf-8", "surrogatepass") + b"\n")
        while rest:
            rest = rest[self._file.write(rest) :]
        self.lines += 1
        self._show_if_due()

    def finish(self, *, is_whole: bool) -> None:
        """Have the disk hold them; if these are all there will be, readers see them, however few."""
        os.fsync(self._file.fileno())
        if is_whole and not self._is_shown:
            self._show()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def _show_if_due(self) -> None:
        if not self._is_shown and self.lines >= self._before:
            self._show()

    def _show(self) -> None:
        self._fresh.replace(self._path)
        self._is_shown = True


class Part(NamedTuple):
    """Whole lines of an open file, from `start` to `end`, in bytes."""

    stream: BinaryIO
    start: int
    end: int

    def blocks(self) -> Iterator[bytes]:
        """The lines in pieces; closes the file."""
        with self.stream as stream:
            stream.seek(self.start)
            left = self.end - self.start
            while left > 0 and (block := stream.read(min(left, _BLOCK_BYTES))):
                left -= len(block)
                yield block


def part(folder: Path, *, skip: int = 0) -> Part | None:
    """The results that are there now, without the first `skip` lines; None if there is no file yet."""
    try:
        stream = (folder / RESULTS).open("rb")
    except FileNotFoundError:
        return None
    try:
        end = _whole_lines(stream)
        stream.seek(0)
        for _ in range(skip):
            if stream.tell() >= end:
                break
            stream.readline()
        return Part(stream, min(stream.tell(), end), end)
    except BaseException:
        stream.close()
        raise


def _whole_lines(stream: BinaryIO) -> int:
    """Where the last whole line ends: another one may be on its way."""
    place = stream.seek(0, os.SEEK_END)
    while place > 0:
        start = max(0, place - _BLOCK_BYTES)
        stream.seek(start)
        if (at := stream.read(place - start).rfind(b"\n")) >= 0:
            return start + at + 1
        place = start
    return 0


def _count(path: Path) -> int:
    try:
        with path.open("rb") as stream:
            return sum(block.count(b"\n") for block in iter(lambda: stream.read(_BLOCK_BYTES), b""))
    except FileNotFoundError:
        return 0
