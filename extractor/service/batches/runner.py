"""Threads that work on batches: a few at once, the rest queued, from the start of the server to its end.

While another process holds the store (the server before this one, ending), the runner waits for it. So one
server can take over from another without a gap, and a batch is never worked on twice.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from extractor.errors import SettingsError
from extractor.pipeline import Extractor
from extractor.pipeline.records import place_of
from extractor.service.batches.attempt import Work, carry_on
from extractor.service.batches.purse import Purse
from extractor.service.batches.registry import Limits, Registry
from extractor.service.batches.state import Batch, Ending, Progress
from extractor.service.batches.store import Store
from extractor.settings import Settings

if TYPE_CHECKING:
    from extractor.schema.record import Run

_TAKEOVER_S = 0.5
_SPENT = "the budget of the service for models is used up; whoever runs it can raise it"
_LACKING = "the server lacks a setting or room on its disk; it will try again, and its log tells more"
log = logging.getLogger(__name__)


class Figures(NamedTuple):
    """Batches that wait, batches that are worked on, and articles of both that are still to be read."""

    queued: int
    running: int
    articles_left: int


class Runner:
    """Works on the batches of one folder.

    Args:
        root: The folder; made by `start` when there is none.
        settings: How articles are read; their budget is of all batches together.
        limits: How many batches at once, and more.
        make_extractor: What reads the articles of one batch; each has its own, for each has its own budget.
        on_article: Told how each record was made that no journal had, in a thread of the runner.
    """

    def __init__(
        self,
        root: Path,
        settings: Settings,
        *,
        limits: Limits,
        make_extractor: Callable[[Settings], Extractor],
        on_article: Callable[[Run], object],
    ) -> None:
        self.store = Store(root)
        self.registry = Registry(self.store, limits)
        self.limits = limits
        self.is_holding = False
        self.settings = settings
        self.make_extractor = make_extractor
        self._purse = Purse(settings.budget_usd)
        self._on_article = on_article
        self._ending = threading.Event()
        self._keeper = threading.Thread(target=self._wait_for_store, name="batches", daemon=True)
        # Daemons: a model that does not answer must not keep the process; the journal has the rest.
        self._workers = [
            threading.Thread(target=self._work, name=f"batches-{number}", daemon=True)
            for number in range(limits.at_once)
        ]

    def start(self) -> None:
        """Go on with what is unfinished; at once, or when the process that holds the store has ended.

        Raises:
            SettingsError: The folder cannot be used.
        """
        try:
            is_ours = self._take_store()
        except OSError as error:
            raise SettingsError(
                f"batches cannot be kept in {self.store.root} ({error.strerror}): name a folder of your own "
                "with EDUMUTU_HOME"
            ) from error
        if not is_ours:
            log.warning("another process works on the batches in %s; waiting for its end", self.store.root)
            self._keeper.start()

    def drain(self) -> None:
        """Begin nothing further; what is under way comes to its end. Returns at once."""
        self._ending.set()
        self.registry.close()

    def close(self, timeout_s: float) -> bool:
        """Drain, and wait for what is under way; whether all of it ended in time."""
        self.drain()
        until_s = time.monotonic() + timeout_s
        threads = [one for one in (self._keeper, *self._workers) if one.ident is not None]
        for thread in threads:
            thread.join(max(0.0, until_s - time.monotonic()))
        has_ended = not any(thread.is_alive() for thread in threads)
        if has_ended:
            self.store.release()
        else:
            log.warning("batches were left in the middle of articles; the next start asks for those again")
        return has_ended

    def figures(self) -> Figures:
        """What there is to do."""
        open_ = [batch for batch in self.registry.all(None) if not batch.is_ended]
        running = sum(batch.state == "running" for batch in open_)
        return Figures(len(open_) - running, running, sum(articles_left(batch) for batch in open_))

    def _wait_for_store(self) -> None:
        while not self._ending.wait(_TAKEOVER_S):
            if self._take_store():
                return

    def _take_store(self) -> bool:
        if not self.store.hold():
            return False
        self.registry.adopt()
        self.is_holding = True
        for worker in self._workers:
            worker.start()
        return True

    def _work(self) -> None:
        while (batch := self.registry.take()) is not None:
            facts = {"batch": batch.id, "starts": batch.starts, "lines": batch.lines}
            log.info("batch_begun", extra={"facts": facts})
            ended = self._ended(batch)
            facts = {
                "batch": ended.id,
                "state": ended.state,
                "reason": ended.reason,
                **asdict(ended.progress),
            }
            log.info("batch_left", extra={"facts": facts})

    def _ended(self, batch: Batch) -> Batch:
        ending = self._outcome(batch)
        if ending.state == "queued" and ending.error is not None:
            return self.registry.put_back(batch.id, ending.error)
        return self.registry.end(batch.id, ending)

    def _outcome(self, batch: Batch) -> Ending:
        if self._purse.is_empty:
            return Ending("queued", error=_SPENT)
        try:
            how = carry_on(self._work_of(batch), self.settings, self.make_extractor)
        except (SettingsError, OSError) as error:
            # Nothing is lost by waiting, and who runs the server can mend it.
            log.error("batch %s cannot go on: %s", batch.id, error)
            return Ending("queued", error=_LACKING)
        except Exception as error:  # one batch's bug must not stop the other batches
            log.error("batch %s broke: %s", batch.id, place_of(error))
            return Ending("failed", error=f"internal error: {place_of(error)}")
        if how == "budget":
            return Ending("cancelled", "budget")
        if how == "done":
            return Ending("done")
        if self.registry.is_cancelling(batch.id):
            return Ending("cancelled", "requested")
        return Ending("queued", error=None if self.registry.is_closing else _SPENT)

    def _work_of(self, batch: Batch) -> Work:
        attempt = (batch.id, batch.starts)

        def is_to_stop(cost_usd: float) -> bool:
            self._purse.note(attempt, cost_usd)
            return self._purse.is_empty or self.registry.is_to_stop(batch.id)

        def tell(progress: Progress) -> None:
            self.registry.tell(batch.id, progress)

        return Work(
            self.store.folder(batch.id),
            batch.lines,
            batch.budget_usd,
            is_to_stop=is_to_stop,
            on_progress=tell,
            on_article=self._on_article,
        )


def articles_left(batch: Batch) -> int:
    """Articles of a batch that are still to be read; 0 when it has ended."""
    progress = batch.progress
    done = progress.ok + progress.fallback + progress.failed + progress.repeated
    return 0 if batch.is_ended else max(0, batch.lines - done)
