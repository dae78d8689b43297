"""What each worker of a distributed run does: the records of one shard after another, each into its file."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NamedTuple, Self

from extractor.batch.collecting import collect_seldom
from extractor.batch.flow import records
from extractor.batch.ledger import Ledger
from extractor.batch.manifest import NAME, Made, shard_name
from extractor.batch.shards import Shard, heard, unpacked
from extractor.batch.window import Read
from extractor.errors import SettingsError
from extractor.pipeline import Extractor, record_version
from extractor.schema.types import Article
from extractor.settings import Settings
from extractor.sinks import Entry, Filters, file_writer, filtered

STOP = ".stop"
"""A file in the folder: while it is there, no further shard is begun."""

_UNANSWERED = "unavailable:"


@dataclass(frozen=True, slots=True)
class Plan:
    """What all workers of a run have in common.

    `folder` is where shards go, and `header` the first line of the manifest there, by which a worker knows
    that it sees the same folder as the process that it works for; `version` is that of the code.
    """

    settings: Settings
    folder: Path
    filters: Filters
    header: str
    version: str


class Told(NamedTuple):
    """What came of a shard: `made`, or why it could not be made in `trouble`; neither if it was not begun.

    `is_kept` and `is_end` are those of the `Shard`, which then had nothing to make.
    """

    number: int
    digest: str = ""
    is_kept: bool = False
    is_end: bool = False
    made: Made | None = None
    trouble: str | None = None
    said: tuple[str, ...] = ()

    def to_json(self) -> str:
        """As text that travels between machines."""
        *head, made, trouble, said = self
        return json.dumps([*head, asdict(made) if made else None, trouble, said])

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The same again."""
        number, digest, is_kept, is_end, made, trouble, said = json.loads(text)
        return cls(number, digest, is_kept, is_end, Made(**made) if made else None, trouble, tuple(said))


class ShardMaker:
    """Makes shards with one extractor, which is set up for the first of them and kept."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._extractor: Extractor | None = None

    def tell(self, shard: Shard) -> Told:
        """Make `shard` if it is new and the run goes on; what the operator can mend is told, not raised."""
        told = Told(shard.number, shard.digest, shard.state == "kept", shard.state == "end", said=shard.said)
        if shard.state != "new" or (self._plan.folder / STOP).exists():
            return told
        books = _Books()
        with heard() as books.said:
            try:
                told = told._replace(made=self._make(shard, books))
            except SettingsError as error:
                told = told._replace(trouble=str(error))
        return told._replace(said=(*told.said, *books.said))

    def close(self) -> None:
        """Close what the extractor holds; the maker is not used afterwards."""
        if self._extractor is not None:
            self._extractor.close()
            self._extractor = None

    def _make(self, shard: Shard, books: _Books) -> Made:
        if self._extractor is None:
            self._extractor = self._ready()
        path = self._plan.folder / shard_name(shard.number)
        write = file_writer("parquet")
        assert write is not None
        reads = records(self._extractor, unpacked(shard.items), ledger=books.ledger)
        entries = filtered(books.entries(reads), self._plan.filters, on_left_out=books.leave_out)
        try:
            write(entries, str(path))
            size = path.stat().st_size
        except OSError as error:
            raise SettingsError(f"cannot write {path}: {error.strerror or error}") from error
        return books.closed(shard, size)

    def _ready(self) -> Extractor:
        here = socket.gethostname()
        if record_version() != self._plan.version:
            raise SettingsError(
                f"{here} has another version of edumutu-llm: install the same one on all machines"
            )
        seen = ""
        with suppress(OSError), (self._plan.folder / NAME).open(encoding="utf-8") as stream:
            seen = stream.readline().removesuffix("\n")
        if seen != self._plan.header:
            raise SettingsError(
                f"{here} does not see {self._plan.folder}: write to a folder that all machines share"
            )
        collect_seldom()
        return Extractor(self._plan.settings)


class _Books:
    """What one shard comes to while it is made."""

    def __init__(self) -> None:
        self.ledger = Ledger()
        self.left_out = 0
        self.unanswered = 0
        self.said: list[str] = []

    def entries(self, reads: Iterable[Read]) -> Iterator[Entry]:
        """The records of `reads`; what failed is noted."""
        for item, made, _ in reads:
            assert made.run is not None
            if made.run.error:
                self.said.append(f"{made.run.status}: {made.article_id}: {made.run.error}")
                self.unanswered += made.run.error.startswith(_UNANSWERED)
            yield Entry(made, item.text if isinstance(item, Article) else None)

    def leave_out(self, _entry: Entry) -> None:
        """Count a record that a filter held back."""
        self.left_out += 1

    def closed(self, shard: Shard, size: int) -> Made:
        """The entry of `shard`, whose file has so many bytes."""
        ledger = self.ledger
        statuses, fallbacks = dict(ledger.statuses), dict(ledger.fallbacks)
        spent = ledger.usage._asdict()
        more = {"left_out": self.left_out, "unanswered": self.unanswered}
        return Made(shard.number, shard.digest, size, statuses, fallbacks, ledger.cached, **spent, **more)
