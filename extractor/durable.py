"""Files that a crash leaves whole: replaced at once, appended to in full, locked, forced to the disk.

Windows has neither locks of this kind nor folders that can be opened; there the operator sees to it that two
runs do not share a file.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from io import FileIO
from pathlib import Path

PRIVATE = 0o600
"""For the owner's eyes alone."""


def replace(path: Path, content: bytes, *, mode: int = PRIVATE, is_synced: bool = True) -> None:
    """Put `content` at `path`: whoever reads it finds the old file or the new one, never half of either.

    Args:
        path: Its folder is there.
        content: The whole file.
        mode: Its permissions.
        is_synced: Whether it is on the disk when this returns; else a power cut may bring the old one back.

    Raises:
        OSError: The disk does not take it; the old file stands.
    """
    descriptor, draft = tempfile.mkstemp(prefix=f".{path.name[:40]}-", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            if mode != PRIVATE:
                os.fchmod(descriptor, mode)
            file.write(content)
            file.flush()
            if is_synced:
                os.fsync(descriptor)
        os.replace(draft, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(draft)
        raise
    if is_synced:
        sync_folder(path.parent)


def append(descriptor: int, content: bytes) -> None:
    """Write all of `content`, in as many goes as the system wants.

    Raises:
        OSError: The disk does not take it; a part may have been written.
    """
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def lock(descriptor: int, *, is_waiting: bool = False) -> None:
    """Hold an open file against other holders until it is closed.

    Raises:
        BlockingIOError: Somebody else holds it; not if `is_waiting`.
    """
    with suppress(ImportError):
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX if is_waiting else fcntl.LOCK_EX | fcntl.LOCK_NB)


def locked_end(path: Path) -> FileIO:
    """The end of the file, to be written to, locked against other runs; made with its folder if need be.

    Raises:
        OSError: It cannot be opened; BlockingIOError, another run holds it.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags, 0o600)
    try:
        lock(descriptor)
        return FileIO(descriptor, "ab")
    except BaseException:
        os.close(descriptor)
        raise


def sync_folder(folder: Path) -> None:
    """Have the disk hold which files are in `folder`, and under which names."""
    with suppress(PermissionError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
