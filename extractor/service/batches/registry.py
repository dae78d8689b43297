"""Which batches there are, and which comes next: in memory, with every change of state on the disk first.

Whoever only reads needs no lock: a batch is never changed, it is replaced by another one.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias

from extractor.service.batches import journals
from extractor.service.batches.state import Batch, Ending, Progress, State, now
from extractor.service.batches.store import Store

Fault: TypeAlias = Literal["queue_full", "too_many_kept", "key_used", "closing"]
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is taken on.

    Args:
        at_once: Batches that are worked on at once.
        max_lines: Articles of one batch.
        max_queued: Batches that wait, of all callers.
        max_kept: Batches of one caller, ended ones included.
        max_uploads: Uploads that come in at once, of one caller a quarter; others wait for a few seconds.
        max_streams: Event streams that are open at once; of one caller a quarter.
        max_stalls: Starts in a row that are broken off without a record; after them a batch fails, for what
            ends the process each time would keep all others from their end.
        rest_s: Seconds until a batch is begun again that the disk or the settings did not let go on.
    """

    at_once: int = 2
    max_lines: int = 200_000
    max_queued: int = 100
    max_kept: int = 500
    max_uploads: int = 16
    max_streams: int = 64
    max_stalls: int = 20
    rest_s: float = 60.0


class RefusedError(Exception):
    """A batch is not taken on; `fault` tells why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


class Added(NamedTuple):
    """A batch, and whether it is new or one that the same request made before."""

    batch: Batch
    is_new: bool


class Registry:
    """The batches of a store that this process holds; used by any number of threads."""

    def __init__(self, store: Store, limits: Limits) -> None:
        self._store = store
        self._limits = limits
        self._changed = threading.Condition()
        self._batches: dict[str, Batch] = {}
        self._queue: list[str] = []
        self._rested_s: dict[str, float] = {}
        self.is_closing = False

    def adopt(self) -> None:
        """Take in what is in the store; unfinished batches are queued again."""
        with self._changed:
            for batch in self._store.load():
                self._batches[batch.id] = batch
                if batch.is_cancelling:
                    self._end(batch.id, Ending("cancelled", "requested"))
                elif not batch.is_ended:
                    self._again(batch)
            self._changed.notify_all()

    def get(self, batch_id: str, owner: str | None) -> Batch | None:
        """The batch, if it is `owner`'s; everybody's for None, since then there are no keys."""
        batch = self._batches.get(batch_id)
        return batch if batch is not None and owner in {None, batch.owner} else None

    def all(self, owner: str | None, state: State | None = None) -> Iterator[Batch]:
        """The batches of `owner`, the newest first."""
        for batch in reversed(tuple(self._batches.values())):
            if owner in {None, batch.owner} and state in {None, batch.state}:
                yield batch

    def position(self, batch_id: str) -> int | None:
        """How many are to be begun until this one is, itself included; None if it is not queued."""
        queue = tuple(self._queue)
        return queue.index(batch_id) + 1 if batch_id in queue else None

    def check(self, owner: str | None, idempotency_key: str | None = None) -> None:
        """Refuse early what `add` would refuse after the whole upload; what may be repeated is let through.

        Raises:
            RefusedError: As for `add`.
        """
        if self.is_closing:
            raise RefusedError("closing")
        if idempotency_key is not None and self._of_key(owner, idempotency_key) is not None:
            return
        if len(self._queue) >= self._limits.max_queued:
            raise RefusedError("queue_full")
        if sum(batch.owner == owner for batch in tuple(self._batches.values())) >= self._limits.max_kept:
            raise RefusedError("too_many_kept")

    def add(self, draft: Path, batch: Batch) -> Added:
        """Make a draft a batch and queue it; a request that was repeated gets the batch that it made before.

        Raises:
            RefusedError: There are too many, the key stands for another upload, or the end is near.
            OSError: The disk does not take it.
        """
        with self._changed:
            if (before := self.repeated(batch)) is not None:
                return Added(before, False)
            self.check(batch.owner)
            self._store.publish(draft, batch)
            self._batches[batch.id] = batch
            self._queue.append(batch.id)
            self._changed.notify()
        return Added(batch, True)

    def take(self) -> Batch | None:
        """Wait for the next batch and begin it; None once the end is near.

        Callers take turns: a batch goes before those of callers who have one running already.
        """
        with self._changed:
            while not self.is_closing:
                if (batch_id := self._next()) is not None:
                    self._queue.remove(batch_id)
                    self._rested_s.pop(batch_id, None)
                    batch = self._batches[batch_id]
                    return self._put(
                        replace(
                            batch,
                            state="running",
                            error=None,
                            starts=batch.starts + 1,
                            started_at=batch.started_at or now(),
                        )
                    )
                self._changed.wait(self._rest_s())
        return None

    def put_back(self, batch_id: str, error: str) -> Batch:
        """Queue a batch again that could not go on; it rests for a while, and tells `error` until then."""
        with self._changed:
            if self.is_cancelling(batch_id):
                return self._end(batch_id, Ending("cancelled", "requested"))
            self._queue.append(batch_id)
            self._rested_s[batch_id] = time.monotonic() + self._limits.rest_s
            self._changed.notify()
            return self._end(batch_id, Ending("queued", error=error))

    def tell(self, batch_id: str, progress: Progress) -> None:
        """Note how far a running batch is; in memory only, since the journal holds what was done."""
        with self._changed:
            self._batches[batch_id] = replace(self._batches[batch_id], progress=progress)

    def is_to_stop(self, batch_id: str) -> bool:
        """Whether no further article of a running batch is to be begun."""
        return self.is_closing or self.is_cancelling(batch_id)

    def is_cancelling(self, batch_id: str) -> bool:
        """Whether the owner of a batch asked for its end."""
        return self._batches[batch_id].is_cancelling

    def end(self, batch_id: str, ending: Ending) -> Batch:
        """Note how work on a batch ended."""
        with self._changed:
            return self._end(batch_id, ending)

    def cancel(self, batch_id: str) -> Batch | None:
        """Have a batch end after what is under way; an ended one stays as it is. None if it is gone."""
        with self._changed:
            batch = self._batches.get(batch_id)
            if batch is None:
                return None
            if batch.state == "queued":
                if batch_id in self._queue:
                    self._queue.remove(batch_id)
                return self._end(batch_id, Ending("cancelled", "requested"))
            if batch.state == "running" and not batch.is_cancelling:
                return self._put(replace(batch, is_cancelling=True))
            return batch

    def remove(self, batch_id: str) -> bool:
        """Remove an ended batch and all its files; whether it is gone.

        Raises:
            OSError: The disk does not let it go.
        """
        with self._changed:
            batch = self._batches.get(batch_id)
            if batch is None or not batch.is_ended:
                return batch is None
            self._store.remove(batch_id)
            del self._batches[batch_id]
        return True

    def close(self) -> None:
        """Begin no further batch and no further article; returns at once."""
        with self._changed:
            self.is_closing = True
            self._changed.notify_all()

    def repeated(self, batch: Batch) -> Batch | None:
        """The batch that the same request made before, by its idempotency key.

        Raises:
            RefusedError: The key came with another upload or another budget.
        """
        if batch.idempotency_key is None:
            return None
        before = self._of_key(batch.owner, batch.idempotency_key)
        if before is None:
            return None
        if (before.input_sha256, before.budget_usd) != (batch.input_sha256, batch.budget_usd):
            raise RefusedError("key_used")
        return before

    def _of_key(self, owner: str | None, idempotency_key: str) -> Batch | None:
        known = tuple(self._batches.values())
        return next(
            (one for one in known if (one.owner, one.idempotency_key) == (owner, idempotency_key)), None
        )

    def _again(self, batch: Batch) -> None:
        """Queue what is unfinished, unless it was broken off too often."""
        stalls, size_bytes = 0, batch.journaled_bytes
        if batch.state == "running":
            size_bytes = journals.size_bytes(self._store.folder(batch.id))
            stalls = batch.stalls + 1 if size_bytes <= batch.journaled_bytes else 0
        if stalls >= self._limits.max_stalls:
            error = f"the server was broken off {stalls} times in a row, each time before it read any article"
            self._end(batch.id, Ending("failed", error=error))
            return
        self._batches[batch.id] = replace(batch, state="queued", stalls=stalls, journaled_bytes=size_bytes)
        self._queue.append(batch.id)

    def _next(self) -> str | None:
        now_s = time.monotonic()
        ready = [one for one in self._queue if self._rested_s.get(one, 0.0) <= now_s]
        busy = {batch.owner for batch in self._batches.values() if batch.state == "running"}
        return next((one for one in ready if self._batches[one].owner not in busy), next(iter(ready), None))

    def _rest_s(self) -> float | None:
        """Seconds until a batch has rested; None if none rests."""
        until_s = min((self._rested_s[one] for one in self._queue if one in self._rested_s), default=None)
        return None if until_s is None else max(0.0, until_s - time.monotonic())

    def _end(self, batch_id: str, ending: Ending) -> Batch:
        batch = self._batches[batch_id]
        is_ended = ending.state != "queued"
        return self._put(
            replace(
                batch,
                state=ending.state,
                reason=ending.reason,
                error=ending.error,
                is_cancelling=False,
                ended_at=now() if is_ended else None,
                progress=replace(batch.progress, eta_s=None),
            )
        )

    def _put(self, batch: Batch) -> Batch:
        self._batches[batch.id] = batch
        try:
            self._store.save(batch)
        except OSError as error:
            # What was done is in the journal; after a restart it is found there, and the state made anew.
            log.error("the state of batch %s cannot be saved: %s", batch.id, error.strerror)
        return batch
