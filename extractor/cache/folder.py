"""The folder of the cache: its owner's alone, for it holds words of articles and is trusted when read."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

_PRIVATE = 0o700
_OTHERS = 0o077


def make_private(folder: Path) -> None:
    """Make `folder`, readable by its owner only; one that exists must be so already.

    Raises:
        OSError: It cannot be made, is no folder, is somebody else's, or is open to others.
    """
    folder.parent.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
    with suppress(FileExistsError):
        folder.mkdir(mode=_PRIVATE)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode):
        raise NotADirectoryError(f"{folder} is no folder of its own")
    # Windows has neither owners nor modes in this sense.
    if not hasattr(os, "getuid"):
        return
    if found.st_uid != os.getuid():
        raise PermissionError(f"{folder} belongs to another user")
    if found.st_mode & _OTHERS:
        raise PermissionError(f"{folder} is open to other users; set its mode to 700, or remove it")
