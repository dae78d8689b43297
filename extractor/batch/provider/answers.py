"""What came of a batch, by question: in whatever order, however broken, each counted once.

Lines stay on the disk and are read when an article asks for them; in memory is only where they are.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

from extractor.batch.provider.preparing import id_of
from extractor.batch.provider.state import Standing, State
from extractor.models import ModelConfig, read_line
from extractor.pipeline.arrivals import Arrived
from extractor.schema.calls import NO_USAGE, Outcome

if TYPE_CHECKING:
    from pydantic import BaseModel

_ID_CHARS = 64
_REASONS = {
    "failed": "the provider did not take the batch{codes}",
    "expired": "the provider's time for the batch ran out before it came to this request",
    "cancelled": "the batch was cancelled before it came to this request",
    "completed": "the provider's answers do not hold this one",
    "gone": "the provider no longer keeps the answers",
}
_UNFINISHED = "the batch is not finished"


class _Place(NamedTuple):
    file: int
    offset: int


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
        self._asked: dict[bytes, _Place] = {}
        self._found: dict[bytes, _Place] = {}
        self._texts: set[bytes] = set()
        self._taken: set[bytes] = set()
        self._why: dict[int, str] = {}
        for parcel, batch in parcels:
            codes = f" ({', '.join(batch.errors)})" if batch is not None and batch.errors else ""
            reason = _REASONS.get(batch.status, _UNFINISHED) if batch is not None else _UNFINISHED
            self._enter_asked(state.path("asked", parcel), reason.format(codes=codes))
        for parcel, _ in parcels:
            self._enter_found(state.path("output", parcel))
            self._enter_found(state.path("errors", parcel))

    def concerns(self, text_sha256: str) -> bool:
        """Whether something was asked about the article with this text."""
        return bytes.fromhex(text_sha256) in self._texts

    def take(self, key: str) -> Arrived | None:
        """What came of the question with `key`; what it took is told the first time only."""
        digest = _digest(id_of(key))
        if digest is None or digest not in self._asked:
            return None
        arrived = self._arrived(digest)
        if self._is_rest_open and arrived.outcome.kind == "unavailable":
            return None
        if digest in self._taken:
            return arrived._replace(outcome=replace(arrived.outcome, usage=NO_USAGE))
        self._taken.add(digest)
        return arrived

    def rest(self) -> Iterator[tuple[str, Arrived]]:
        """What no article has taken, each with its key: articles change, and answers are paid for."""
        for digest in self._asked:
            if digest not in self._taken:
                yield self._question(digest)["key"], self._arrived(digest)  # type: ignore[misc]  # a text

    def __enter__(self) -> Answers:
        return self

    def __exit__(self, *_: object) -> None:
        for file in self._files:
            file.close()

    def _arrived(self, digest: bytes) -> Arrived:
        draft = self._question(digest)["draft"]
        place = self._found.get(digest)
        if place is None:
            why = self._why[self._asked[digest].file]
            return Arrived(Outcome("unavailable", error=why))
        read = read_line(self._line(place), self._answer_type, self._config)
        return Arrived(read.outcome, draft)  # type: ignore[arg-type]  # as it was written

    def _question(self, digest: bytes) -> Mapping[str, object]:
        return self._line(self._asked[digest])

    def _line(self, place: _Place) -> Mapping[str, object]:
        file = self._files[place.file]
        file.seek(place.offset)
        line: Mapping[str, object] = json.loads(file.readline())
        return line

    def _enter_asked(self, path: Path, why: str) -> None:
        for place, line in self._lines(path):
            self._why[place.file] = why
            digest = _digest(id_of(str(line.get("key"))))
            if digest is not None:
                self._asked[digest] = place
                self._texts.add(bytes.fromhex(str(line.get("text"))))

    def _enter_found(self, path: Path) -> None:
        if not path.exists():
            return
        for place, line in self._lines(path):
            digest = _digest(line.get("custom_id"))
            if digest is None or digest not in self._asked:
                self.odd.unknown += 1
                continue
            if digest in self._found:
                self.odd.repeated += 1
                if not _is_answer(line) or _is_answer(self._line(self._found[digest])):
                    continue
            self._found[digest] = place
            if self.complaint is None and not _is_answer(line):
                self.complaint = read_line(line, self._answer_type, self._config).complaint

    def _lines(self, path: Path) -> Iterator[tuple[_Place, Mapping[str, object]]]:
        file = path.open("rb")
        self._files.append(file)
        offset = 0
        while raw := file.readline():
            place, offset = _Place(len(self._files) - 1, offset), offset + len(raw)
            if raw.strip():
                line = _object(raw)
                if line is None:
                    self.odd.broken += 1
                else:
                    yield place, line
                    file.seek(offset)


def _object(raw: bytes) -> Mapping[str, object] | None:
    try:
        line = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    return line if isinstance(line, dict) else None


def _digest(custom_id: object) -> bytes | None:
    """An id in half the memory; None if it is none of ours."""
    if not isinstance(custom_id, str) or len(custom_id) != _ID_CHARS:
        return None
    try:
        return bytes.fromhex(custom_id)
    except ValueError:
        return None


def _is_answer(line: Mapping[str, object]) -> bool:
    response = line.get("response")
    return isinstance(response, dict) and response.get("status_code") == 200
