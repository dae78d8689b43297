"""What a folder of shards holds, so that a run that ended early goes on where it was.

`_manifest.jsonl` stands beside the shards. Its first line tells the settings that all of them are made with;
each other line a shard that is done, with its books, or how a run ended. A line is written when the shard's
file is whole and in its place. So after a kill at any point a shard is either in the manifest, or made again
under the same name: nothing is lost, and nothing comes twice.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from io import FileIO
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from extractor import durable
from extractor.batch.ledger import Ledger
from extractor.batch.made_with import refuse_other
from extractor.errors import SettingsError
from extractor.schema.calls import Usage

NAME = "_manifest.jsonl"
"""Readers of folders of Parquet pass over names that begin with an underscore."""
SHARDS = "part-*.parquet"

_DRAFTS = ".part-*"
_FORMAT = 1
_OPENING = b'{"manifest": '


def shard_name(number: int) -> str:
    """What the file of a shard is called; sorted by name, shards stand in the order of the input."""
    return f"part-{number:05}.parquet"


@dataclass(frozen=True, slots=True)
class Made:
    """A shard whose file is there: `bytes` long, made of the articles behind `digest`.

    `left_out` counts records that a filter held back, `unanswered` those for which no server answered: a
    shard that has some is made again when the run is resumed.
    """

    shard: int
    digest: str
    bytes: int
    statuses: dict[str, int] = field(default_factory=dict)
    fallbacks: dict[str, int] = field(default_factory=dict)
    cached: int = 0
    calls: int = 0
    retries: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost_usd: float = 0.0
    left_out: int = 0
    unanswered: int = 0

    @property
    def records(self) -> int:
        """How many articles ended with a record, written or left out."""
        return sum(self.statuses.values())

    def books(self, *, is_resumed: bool = False) -> Ledger:
        """What the shard came to; one of an earlier run costs nothing in this one."""
        statuses, fallbacks = Counter(self.statuses), Counter(self.fallbacks)
        if is_resumed:
            return Ledger(statuses, fallbacks, resumed=self.records)
        usage = Usage(self.calls, self.retries, self.input_tokens, self.output_tokens, self.cost_usd)
        return Ledger(statuses, fallbacks, cached=self.cached, usage=usage)


class Manifest:
    """The manifest of one folder, held by this process alone; closed by its `with` block.

    Args:
        folder: Made when there is none.
        settings: What its shards are made with, as plain values.
        is_resumed: Whether shards that it holds already are taken; else the folder must be empty.

    Raises:
        SettingsError: The folder holds something and is not to be resumed, is in use, was made with other
            settings, or cannot be read or written.
    """

    def __init__(self, folder: Path, settings: Mapping[str, object], *, is_resumed: bool = False) -> None:
        self._folder = folder
        self.header = json.dumps({"manifest": _FORMAT, "made_with": settings}, ensure_ascii=False)
        self.made: dict[int, Made] = {}
        path = folder / NAME
        try:
            if folder.is_dir() and not path.exists() and any(folder.iterdir()):
                raise SettingsError(f"{folder} holds other files: name a new folder with --output DIR")
            folder.mkdir(parents=True, exist_ok=True)
            self._end: FileIO = durable.locked_end(path)
        except OSError as error:
            raise self._trouble(error) from error
        try:
            self._start(path, settings, is_resumed=is_resumed)
        except OSError as error:
            self._end.close()
            raise self._trouble(error) from error
        except BaseException:
            self._end.close()
            raise

    def sound(self) -> dict[int, str]:
        """The digests of the shards that need not be made again, by number."""
        return {
            number: made.digest
            for number, made in self.made.items()
            if not made.unanswered and self._size(number) == made.bytes
        }

    def put(self, made: Made) -> None:
        """Enter a shard whose file is in its place.

        Raises:
            SettingsError: The disk does not take it.
        """
        self.made[made.shard] = made
        self._append(asdict(made))

    def finish(self, shards: int) -> None:
        """Note that the run is done, with so many shards; files of a longer input before go.

        Raises:
            SettingsError: The disk does not take it, or does not let go.
        """
        names = set(map(shard_name, range(shards)))
        try:
            for path in self._folder.glob(SHARDS):
                if path.name not in names:
                    path.unlink()
        except OSError as error:
            raise self._trouble(error) from error
        records = sum(self.made[number].records for number in range(shards))
        self._append({"ended": "done", "shards": shards, "records": records})

    def note(self, **told: object) -> None:
        """Enter how the run ended.

        Raises:
            SettingsError: The disk does not take it.
        """
        self._append(told)

    def close(self) -> None:
        """Give the folder free."""
        self._end.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _start(self, path: Path, settings: Mapping[str, object], *, is_resumed: bool) -> None:
        content = path.read_bytes()
        header, _, rest = content.partition(b"\n")
        if _is_unfinished(content):
            os.truncate(path, 0)
            self._write(f"{self.header}\n".encode())
            return
        if not is_resumed:
            raise SettingsError(
                f"{self._folder} holds shards: add --resume to go on with them, or name a new folder"
            )
        self._check(_object(header), settings)
        self.header = header.decode()
        for line in rest.splitlines():
            if (made := _made(line)) is not None:
                self.made[made.shard] = made
        if not content.endswith(b"\n"):
            # Else the first new line would become one with the torn one.
            self._write(b"\n")
        for draft in self._folder.glob(_DRAFTS):
            draft.unlink()

    def _check(self, header: Mapping[str, Any], settings: Mapping[str, object]) -> None:
        if header.get("manifest") != _FORMAT:
            raise SettingsError(f"{self._folder / NAME} is no manifest of this program; name a new folder")
        refuse_other(f"the shards in {self._folder} were", header["made_with"], settings)

    def _size(self, number: int) -> int | None:
        with suppress(OSError):
            return (self._folder / shard_name(number)).stat().st_size
        return None

    def _append(self, told: Mapping[str, object]) -> None:
        self._write(json.dumps(told, ensure_ascii=False).encode() + b"\n")

    def _write(self, line: bytes) -> None:
        try:
            durable.append(self._end.fileno(), line)
            os.fsync(self._end.fileno())
        except OSError as error:
            raise self._trouble(error) from error

    def _trouble(self, error: OSError) -> SettingsError:
        if isinstance(error, BlockingIOError):
            return SettingsError(f"{self._folder} is in use by another run; wait for its end")
        return SettingsError(f"{self._folder} cannot be used: {error.strerror or error}")


def _is_unfinished(content: bytes) -> bool:
    """Whether a manifest is new, or torn before its first line was whole: nothing was made then."""
    return b"\n" not in content and (content.startswith(_OPENING) or _OPENING.startswith(content))


def _object(line: bytes) -> dict[str, Any]:
    """The object on a line; an empty one if the line is damaged or torn."""
    with suppress(ValueError):
        told = json.loads(line)
        if isinstance(told, dict):
            return told
    return {}


def _made(line: bytes) -> Made | None:
    """The shard on a line; None if it tells something else, is damaged or torn."""
    told = _object(line)
    if "shard" not in told:
        return None
    try:
        return Made(**told)
    except TypeError:
        return None
