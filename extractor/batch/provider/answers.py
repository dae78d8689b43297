"""What came of a batch, by question: in whatever order, however broken, each counted once.

Lines stay on the disk and are read when an article asks for them; in memory is only where they are.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING

from extractor.batch.provider.preparing import id_of
from extractor.batch.provider.state import Standing, State
from extractor.errors import SettingsError
from extractor.models import ModelConfig, RemoteBatch, read_line
from extractor.pipeline.arrivals import Arrived
from extractor.schema.calls import NO_USAGE, Outcome

if TYPE_CHECKING:
    from pydantic import BaseModel

_ID_CHARS = 64
_DIGEST_BYTES = 16
_REASONS = {
    "failed": "the provider did not take the batch{codes}",
    "expired": "the provider's time for the batch ran out before it came to this request",
    "cancelled": "the batch was cancelled before it came to this request",
    "completed": "the provider's answers do not hold this one",
    "gone": "the provider no longer keeps the answers",
}
_UNFINISHED = "the batch is not finished"


_NOWHERE = -1
_OFFSET_BITS = 40
"""A place is one number: which file, and where in it."""


@dataclass(slots=True)
class Oddities:
    """What was in the files and should not be: lines that are none, answers that came twice or to nobody."""

    broken: int = 0
    repeated: int = 0
    unknown: int = 0


class Answers:
    """The answers of all parcels of a batch; used by one thread at a time, and closed by its `with` block.

    Args:
        state: All that was asked.
        parcels: How the batches stand; it says why an answer is missing.
        answer_type: The shape of the answers.
        config: The model that was asked; its prices count, at the share that a batch costs.
        is_rest_open: Whether what did not come is left to be asked directly.

    Raises:
        SettingsError: A file of the batch is missing.
    """

    def __init__(
        self,
        state: State,
        parcels: Sequence[Standing],
        answer_type: type[BaseModel],
        config: ModelConfig,
        *,
        is_rest_open: bool = False,
    ) -> None:
        self.odd = Oddities()
        self.complaint: str | None = None
        """What the provider did not like about the form of the requests; it may hold parts of articles."""
        self._answer_type = answer_type
        self._config = config
        self._is_rest_open = is_rest_open
        self._files: list[IO[bytes]] = []
        self._numbers: dict[bytes, int] = {}
        self._asked = array("q")
        self._found = array("q")
        self._taken = bytearray()
        self._texts: set[bytes] = set()
        self._why: dict[int, str] = {}
        try:
            for parcel, batch in parcels:
                self._enter_asked(state.path("asked", parcel), _why_missing(batch))
            for parcel, _ in parcels:
                self._enter_found(state.path("output", parcel))
                self._enter_found(state.path("errors", parcel))
        except BaseException:
            self.close()
            raise

    def concerns(self, text_sha256: str) -> bool:
        """Whether something was asked about the article with this text."""
        return _digest(text_sha256) in self._texts

    def take(self, key: str) -> Arrived | None:
        """What came of the question with `key`; what it took is told the first time only."""
        number = self._number(id_of(key))
        if number is None:
            return None
        arrived = self._arrived(number)
        if self._is_rest_open and arrived.outcome.kind == "unavailable":
            return None
        if self._taken[number]:
            return arrived._replace(outcome=replace(arrived.outcome, usage=NO_USAGE))
        self._taken[number] = True
        return arrived

    def rest(self) -> Iterator[tuple[str, Arrived]]:
        """What no article has taken, each with its key: articles change, and answers are paid for."""
        for number, is_taken in enumerate(self._taken):
            if not is_taken:
                yield str(self._line(self._asked[number])["key"]), self._arrived(number)

    def __enter__(self) -> Answers:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the files."""
        for file in self._files:
            file.close()

    def _number(self, custom_id: object) -> int | None:
        """Which question has this id, counted from 0."""
        digest = _digest(custom_id)
        return None if digest is None else self._numbers.get(digest)

    def _arrived(self, number: int) -> Arrived:
        asked, found = self._asked[number], self._found[number]
        if found == _NOWHERE:
            return Arrived(Outcome("unavailable", error=self._why[asked >> _OFFSET_BITS]))
        read = read_line(self._line(found), self._answer_type, self._config)
        return Arrived(read.outcome, self._line(asked)["draft"])  # type: ignore[arg-type]  # as it was written

    def _line(self, place: int) -> Mapping[str, object]:
        file = self._files[place >> _OFFSET_BITS]
        file.seek(place & ((1 << _OFFSET_BITS) - 1))
        line: Mapping[str, object] = json.loads(file.readline())
        return line

    def _enter_asked(self, path: Path, why: str) -> None:
        for place, line in self._lines(path):
            self._why[place >> _OFFSET_BITS] = why
            digest, text = _digest(id_of(str(line.get("key")))), _digest(line.get("text"))
            if digest is None or text is None:
                self.odd.broken += 1
                continue
            self._numbers[digest] = len(self._asked)
            self._asked.append(place)
            self._found.append(_NOWHERE)
            self._taken.append(False)
            self._texts.add(text)

    def _enter_found(self, path: Path) -> None:
        if not path.exists():
            return
        for place, line in self._lines(path):
            number = self._number(line.get("custom_id"))
            if number is None:
                self.odd.unknown += 1
                continue
            if self._found[number] != _NOWHERE:
                self.odd.repeated += 1
                if not _is_answer(line) or _is_answer(self._line(self._found[number])):
                    continue
            self._found[number] = place
            if self.complaint is None and not _is_answer(line):
                self.complaint = read_line(line, self._answer_type, self._config).complaint

    def _lines(self, path: Path) -> Iterator[tuple[int, Mapping[str, object]]]:
        try:
            file = path.open("rb")
        except OSError as error:
            raise SettingsError(f"{path} cannot be read: {error.strerror or error}") from error
        self._files.append(file)
        offset = 0
        while raw := file.readline():
            place, offset = (len(self._files) - 1) << _OFFSET_BITS | offset, offset + len(raw)
            if raw.strip():
                line = _object(raw)
                if line is None:
                    self.odd.broken += 1
                else:
                    yield place, line
                    file.seek(offset)


def _why_missing(batch: RemoteBatch | None) -> str:
    """Why an answer of this batch is missing, if it is."""
    codes = f" ({', '.join(batch.errors)})" if batch is not None and batch.errors else ""
    reason = _REASONS.get(batch.status, _UNFINISHED) if batch is not None else _UNFINISHED
    return reason.format(codes=codes)


def _object(raw: bytes) -> Mapping[str, object] | None:
    try:
        line = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    return line if isinstance(line, dict) else None


def _digest(custom_id: object) -> bytes | None:
    """An id in a quarter of the memory; None if it is none of ours."""
    if not isinstance(custom_id, str) or len(custom_id) != _ID_CHARS:
        return None
    try:
        return bytes.fromhex(custom_id)[:_DIGEST_BYTES]
    except ValueError:
        return None


def _is_answer(line: Mapping[str, object]) -> bool:
    response = line.get("response")
    return isinstance(response, dict) and response.get("status_code") == 200
