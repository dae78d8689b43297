"""An upload on its way to the disk, counted as it comes."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias

from extractor.service.batches.store import INPUT

Fault: TypeAlias = Literal["too_large", "too_many_lines", "no_lines", "no_objects"]

_NOT_BLANK = re.compile(rb"\S")
_MARK = b"\xef\xbb\xbf"


class UploadError(Exception):
    """The upload cannot become a batch; `fault` tells why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


class Taken(NamedTuple):
    """A whole upload: lines that are not blank, bytes, hexadecimal SHA-256."""

    lines: int
    size_bytes: int
    sha256: str


class Upload:
    """Written piece by piece into a draft's folder; bound to end with `finish` or `discard`.

    Args:
        folder: A draft of the store.
        max_bytes: Of the whole upload.
        max_lines: That are not blank.
    """

    def __init__(self, folder: Path, *, max_bytes: int, max_lines: int) -> None:
        self.folder = folder
        self._max_bytes = max_bytes
        self._max_lines = max_lines
        self._size_bytes = 0
        self._lines = 0
        self._objects = 0
        self._is_line_open = False
        self._digest = hashlib.sha256()
        descriptor = os.open(folder / INPUT, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self._file = os.fdopen(descriptor, "wb", buffering=0)

    def write(self, piece: bytes) -> None:
        """Add a piece.

        Raises:
            UploadError: It is one too many.
            OSError: The disk does not take it.
        """
        self._size_bytes += len(piece)
        if self._size_bytes > self._max_bytes:
            raise UploadError("too_large")
        self._count(piece)
        if self._lines > self._max_lines:
            raise UploadError("too_many_lines")
        self._digest.update(piece)
        rest = memoryview(piece)
        while rest:
            rest = rest[self._file.write(rest) :]

    def finish(self) -> Taken:
        """Have the disk hold all of it.

        Raises:
            UploadError: No line of it could be an article; single bad lines are let through.
            OSError: The disk does not take it.
        """
        if not self._lines:
            raise UploadError("no_lines")
        if not self._objects:
            raise UploadError("no_objects")
        os.fsync(self._file.fileno())
        self._file.close()
        return Taken(self._lines, self._size_bytes, self._digest.hexdigest())

    def discard(self) -> None:
        """Remove what was written, unless it has become a batch."""
        self._file.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _count(self, piece: bytes) -> None:
        """Count the lines that begin in `piece`, and those that open as a JSON object does."""
        for number, part in enumerate(piece.removeprefix(_MARK).split(b"\n")):
            if number:
                self._is_line_open = False
            if not self._is_line_open and (opening := _NOT_BLANK.search(part)):
                self._is_line_open = True
                self._lines += 1
                self._objects += opening[0] == b"{"
