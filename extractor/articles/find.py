"""Which files the caller means: files, folders, globs and `-`, in one fixed order."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence

from extractor.errors import SettingsError

STDIN = "-"
SUFFIXES = (".txt", ".html", ".htm", ".jsonl")
"""What is read in a folder. A file that is named itself may have any suffix."""


def find(paths: Sequence[str]) -> list[str]:
    """All files that `paths` stand for, in the order given; those of a folder and its folders sorted by name.

    Hidden files and files of unknown kinds in folders are left out. The result means itself when given again.

    Raises:
        SettingsError: One of `paths` matches nothing.
    """
    found: list[str] = []
    for path in paths:
        files = list(_expand(path))
        if not files:
            raise SettingsError(f"nothing to read at {path!r}; {_advice(path)}")
        found.extend(files)
    return found


def _expand(path: str) -> Iterator[str]:
    if path == STDIN:
        yield path
    elif os.path.isdir(path):
        yield from _walk(path)
    elif os.path.lexists(path):
        yield path
    else:
        for match in sorted(glob.glob(path, recursive=True)):
            yield from _expand(match)


def _walk(folder: str) -> Iterator[str]:
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError:
        # Opening it as a file fails in the same way, so that the folder is reported like an unreadable file.
        yield folder
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(entry.path)
        elif entry.name.lower().endswith(SUFFIXES):
            yield entry.path


def _advice(path: str) -> str:
    if os.path.isdir(path):
        return f"the folder holds no file that ends in {', '.join(SUFFIXES)}"
    return "give files, folders, globs, or - for standard input"
