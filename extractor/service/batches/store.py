"""Batches on disk, one folder each: `input.jsonl`, `batch.json`, journals, `results.jsonl`.

A batch is there as a whole or not at all: its folder is made under a hidden name and gets its own by one
rename, after everything in it is on the disk. `batch.json` is replaced in the same way. So whatever kills the
server leaves nothing to repair but hidden folders, which the next start removes.

One process at a time holds a store. Another one may wait for it (`Store.hold`) and takes over when the first
has ended, be it by force.
"""

from __future__ import annotations

import logging
import os
import re
import secrets
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from extractor import durable
from extractor.service.batches.state import Batch, from_json, to_json

INPUT, STATE, RESULTS = "input.jsonl", "batch.json", "results.jsonl"
_LOCK = "lock"
_ID = re.compile(r"[0-9a-f]{28}")
log = logging.getLogger(__name__)


def new_id() -> str:
    """28 hexadecimal digits that nobody can guess; later ones sort after earlier ones."""
    return f"{time.time_ns() // 1_000_000:012x}{secrets.token_hex(8)}"


class Store:
    """The batches under `root`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._held: int | None = None

    def hold(self) -> bool:
        """Whether this process alone works on the store from now on; it does until `release` or its end.

        Raises:
            OSError: The folder cannot be made or used.
        """
        if self._held is None:
            self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(self.root / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                durable.lock(descriptor)
            except BlockingIOError:
                os.close(descriptor)
                return False
            self._held = descriptor
        return True

    def release(self) -> None:
        """Leave the store to another process."""
        if self._held is not None:
            os.close(self._held)
            self._held = None

    def folder(self, batch_id: str) -> Path:
        """Where the files of a batch are.

        Raises:
            ValueError: This is no id of a batch.
        """
        if not _ID.fullmatch(batch_id):
            raise ValueError("no id of a batch")
        return self.root / batch_id

    def load(self) -> Iterator[Batch]:
        """All batches, the oldest first; what never became one is removed."""
        for folder in sorted(self.root.iterdir()):
            if folder.name.startswith("."):
                shutil.rmtree(folder, ignore_errors=True)
            elif _ID.fullmatch(folder.name):
                try:
                    yield from_json((folder / STATE).read_bytes())
                except (OSError, ValueError):
                    log.error("batch %s cannot be read and is left alone", folder.name)

    def draft(self) -> Path:
        """A new hidden folder for an upload."""
        folder = self.root / f".{new_id()}"
        folder.mkdir(mode=0o700)
        return folder

    def publish(self, draft: Path, batch: Batch) -> None:
        """Make a draft, whose input is on the disk already, a batch; it is there to stay."""
        durable.replace(draft / STATE, to_json(batch))
        draft.rename(self.folder(batch.id))
        durable.sync_folder(self.root)

    def save(self, batch: Batch) -> None:
        """Replace what is kept of a batch.

        Raises:
            OSError: The disk does not take it; what was kept before stands.
        """
        durable.replace(self.folder(batch.id) / STATE, to_json(batch))

    def remove(self, batch_id: str) -> None:
        """Remove a batch with all its files."""
        hidden = self.root / f".{batch_id}"
        self.folder(batch_id).rename(hidden)
        durable.sync_folder(self.root)
        shutil.rmtree(hidden, ignore_errors=True)
