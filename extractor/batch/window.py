"""The articles between input and output: some under way, some done that wait for an earlier one.

Records leave in the order of the input. So that one slow article does not hold up all others, more may be
done ahead of it than are under way; both are bounded, so memory does not depend on the input's length.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from extractor.batch.journal import Journal
from extractor.batch.ledger import Ledger
from extractor.batch.stop import Stop
from extractor.errors import ArticleError
from extractor.pipeline import BudgetError, Extractor, failed_record
from extractor.schema.kept import Kept
from extractor.schema.types import Article

if TYPE_CHECKING:
    from extractor.schema.record import Record

_AHEAD = 8
"""How many articles may be in the window for each one under way."""


class Read(NamedTuple):
    """An article, or why it could not be read, and what came of it; `is_resumed` if a journal had it."""

    item: Article | ArticleError
    made: Record | Kept
    is_resumed: bool = False

    @property
    def record(self) -> Record:
        """The record; one that the cache has is read here."""
        return self.made.record if isinstance(self.made, Kept) else self.made


@dataclass(slots=True, eq=False)
class Slot:
    """The place of one article: `future` while it is under way, then `read`; neither if left unread."""

    item: Article | ArticleError
    future: Future[Record] | None = None
    read: Read | None = None


class Window:
    """What is under way; used by one thread, which is told by `tell`, in any thread, of each future's end."""

    def __init__(
        self,
        extractor: Extractor,
        tell: Callable[[Slot], object],
        *,
        journal: Journal | None,
        ledger: Ledger,
        stop: Stop,
    ) -> None:
        settings = extractor.settings
        # Rules wait for nothing: without a model each record leaves before the next article is read.
        self._most = settings.workers if settings.needs_model else 1
        self._extractor = extractor
        self._tell = tell
        self._journal = journal
        self._ledger = ledger
        self._stop = stop
        self._slots: deque[Slot] = deque()
        self._under_way = 0

    @property
    def is_full(self) -> bool:
        """Whether an article has to end before the next one is begun."""
        return self._under_way >= self._most or len(self._slots) >= self._most * _AHEAD

    @property
    def is_idle(self) -> bool:
        """Whether nothing is under way."""
        return not self._under_way

    def begin(self, item: Article | ArticleError) -> None:
        """Start on an article, unless its record is there at once."""
        slot = Slot(item)
        self._slots.append(slot)
        if isinstance(item, ArticleError):
            self._end(slot, failed_record(item))
        elif self._journal is not None and (record := self._journal.get(item)) is not None:
            self._end(slot, record, is_resumed=True)
        elif (kept := self._extractor.kept(item)) is not None:
            self._enter(slot, kept)
        else:
            self._under_way += 1
            slot.future = self._extractor.submit(item, is_new=True)
            slot.future.add_done_callback(lambda _: self._tell(slot))

    def land(self, slot: Slot) -> None:
        """Take the record of an article whose future has ended; enter it in journal and ledger."""
        assert slot.future is not None
        self._under_way -= 1
        future, slot.future = slot.future, None
        try:
            record = future.result()
        except BudgetError as error:
            self._ledger.pay(error.usage)
            self._ledger.abandoned += 1
            self._stop.ask("budget")
            return
        self._enter(slot, record)

    def leaving(self) -> Iterator[Read]:
        """The records that no earlier article holds up, in order."""
        while self._slots and self._slots[0].future is None:
            if (read := self._slots.popleft().read) is not None:
                yield read

    def cancel(self) -> None:
        """Give up what is under way."""
        for slot in self._slots:
            if slot.future is not None:
                slot.future.cancel()

    def _enter(self, slot: Slot, record: Record | Kept) -> None:
        if self._journal is not None and isinstance(slot.item, Article):
            self._journal.put(slot.item, record)
        self._end(slot, record)

    def _end(self, slot: Slot, record: Record | Kept, *, is_resumed: bool = False) -> None:
        slot.read = Read(slot.item, record, is_resumed)
        if record.run is not None:
            self._ledger.add(record.run, is_resumed=is_resumed)
