"""The journal of a long run: every finished record, as it is finished, on lines that prove themselves.

A journal is one append-only file. Its first line tells the settings that its records are made with; the
others are records (`extractor.batch.lines`), each with the key of its article: id, text and metadata. Notes
between them tell how a run ended.

The journal is the truth and the output is made from it: a resumed run reads the input again, takes the
records that the journal has, makes the others, and writes the whole output, in the order of the input, to a
file that appears when it is whole. So a process that is killed at any point leaves nothing to repair: a
record is in the journal or its article is read again, and none comes twice, whatever the format of the
output. Only what was under way, at most `workers` articles, may be asked and paid for again.

A line is handed to the system before the next article is started, and forced to the disk about once a second
and at the end. A killed process loses no line by that; a power cut may lose those of the last second.

A record for which no server answered is not entered: resuming asks again.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple, Self, cast

from extractor import durable
from extractor.batch.lines import key_of, note_line, parse, record_line
from extractor.batch.made_with import refuse_other
from extractor.errors import SettingsError
from extractor.schema.kept import Kept
from extractor.schema.types import Article

if TYPE_CHECKING:
    from extractor.schema.record import Record

SYNC_S = 1.0
_FORMAT = 1
_UNANSWERED = "unavailable:"


class Found(NamedTuple):
    """What a journal held when it was opened: whole records, and damaged lines, which are made anew."""

    records: int = 0
    damaged: int = 0


class Journal:
    """One journal, held by this process alone; closed by its `with` block.

    Args:
        path: The file; its folder is made when there is none.
        settings: What its records are made with, as plain values (`extractor.batch.made_with`).
        is_resumed: Whether records that it holds already are taken; else it must be new.

    Raises:
        SettingsError: It exists and is not to be resumed, is in use, is none, was made with other settings,
            or cannot be read or written.
    """

    def __init__(self, path: Path, settings: Mapping[str, object], *, is_resumed: bool = False) -> None:
        self._path = path
        self._places: dict[bytes, int] = {}
        self._synced_s = time.monotonic()
        self.found = Found()
        try:
            self._end = durable.locked_end(path)
            # Apart from the end that is written to: writing would move the place that is read.
            self._file = path.open("rb")
        except OSError as error:
            raise self._trouble(error) from error
        try:
            self._start(settings, is_resumed=is_resumed)
        except BaseException:
            self._file.close()
            self._end.close()
            raise

    def get(self, article: Article) -> Record | None:
        """The record of `article` as it was finished before; None if it is to be made."""
        place = self._places.get(key_of(article))
        if place is None:
            return None
        from pydantic import ValidationError

        from extractor.schema.record import Record

        with suppress(OSError, ValidationError):
            self._file.seek(place)
            line = self._file.readline()
            parsed = parse(line)
            if parsed is not None:
                return Record.model_validate_json(line[parsed.json_at :])
        return None

    def has(self, article: Article) -> bool:
        """Whether the record of `article` was finished before."""
        return key_of(article) in self._places

    def put(self, article: Article, record: Record | Kept) -> None:
        """Enter a finished record, unless its only trouble is that no server answered.

        Raises:
            SettingsError: The disk does not take it.
        """
        error = record.run.error if record.run is not None else None
        if error is None or not error.startswith(_UNANSWERED):
            json_text = record.json_text if isinstance(record, Kept) else record.model_dump_json()
            self._append(record_line(key_of(article), json_text))

    def note(self, **told: object) -> None:
        """Enter how the run ended.

        Raises:
            SettingsError: The disk does not take it.
        """
        self._append(note_line(told))

    def close(self) -> None:
        """Force everything to the disk and give the file free.

        Raises:
            SettingsError: The disk does not take it.
        """
        if self._end.closed:
            return
        try:
            os.fsync(self._end.fileno())
        except OSError as error:
            raise self._trouble(error) from error
        finally:
            self._file.close()
            self._end.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _start(self, settings: Mapping[str, object], *, is_resumed: bool) -> None:
        header = self._file.readline()
        if not header:
            self._append(note_line({"journal": _FORMAT, "made_with": settings}), is_forced=True)
            return
        if not is_resumed:
            raise SettingsError(
                f"the journal {self._path} exists: add --resume to go on with it, or name another one"
            )
        self._check(header, settings)
        self._read()

    def _check(self, header: bytes, settings: Mapping[str, object]) -> None:
        parsed = parse(header)
        told = json.loads(header[parsed.json_at :]) if parsed is not None and parsed.key is None else {}
        if told.get("journal") != _FORMAT:
            raise SettingsError(f"{self._path} is no journal of this program; name another file")
        refuse_other(f"the journal {self._path} was", cast("dict[str, object]", told["made_with"]), settings)

    def _read(self) -> None:
        damaged, place, line = 0, self._file.tell(), b"\n"
        for line in self._file:
            parsed = parse(line)
            if parsed is None:
                damaged += 1
            elif parsed.key is not None:
                self._places[parsed.key] = place
            place += len(line)
        self.found = Found(len(self._places), damaged)
        if not line.endswith(b"\n"):
            # Else the first new line would become one with the torn one.
            self._append(b"\n")

    def _append(self, line: bytes, *, is_forced: bool = False) -> None:
        try:
            durable.append(self._end.fileno(), line)
            if is_forced or time.monotonic() - self._synced_s >= SYNC_S:
                os.fsync(self._end.fileno())
                self._synced_s = time.monotonic()
        except OSError as error:
            raise self._trouble(error) from error

    def _trouble(self, error: OSError) -> SettingsError:
        if isinstance(error, BlockingIOError):
            return SettingsError(f"the journal {self._path} is in use by another run; wait for its end")
        return SettingsError(f"the journal {self._path} cannot be used: {error.strerror or error}")
