"""Files that appear only when they are whole."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def drafts(*targets: str) -> Iterator[tuple[str, ...]]:
    """Paths to write to, one beside each target; at the end each moves to its place, the first one last.

    So the first target, once it is there, tells that the others are. After a failure in writing all of them
    are as they were.
    """
    targets = tuple(os.path.realpath(target) for target in targets)
    paths = tuple(_beside(target) for target in targets)
    try:
        yield paths
        for path in paths:
            _keep(path)
        for path, target in reversed(tuple(zip(paths, targets, strict=True))):
            os.replace(path, target)
    except BaseException:
        for path in paths:
            with suppress(OSError):
                os.remove(path)
        raise


def is_special(path: str) -> bool:
    """True for a device, pipe or folder: what exists and cannot be replaced by a file."""
    return os.path.exists(path) and not os.path.isfile(path)


def _beside(target: str) -> str:
    folder, name = os.path.split(target)
    return os.path.join(folder, f".{name}.{os.getpid()}.part")


def _keep(path: str) -> None:
    """Have the disk hold what was written, so that a move never publishes an empty file."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
