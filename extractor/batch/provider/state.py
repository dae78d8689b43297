"""How far a batch has come: one small file in a folder of its own, beside what was asked and answered.

`state.json` is replaced as a whole before each step at the provider and after it. A process that is killed
between the two leaves a step begun; whoever goes on first looks whether it was done.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Literal, NamedTuple, TypeAlias

from extractor import durable
from extractor.errors import SettingsError
from extractor.models import RemoteBatch

Step: TypeAlias = Literal["written", "uploading", "uploaded", "creating", "created"]

FILE = "state.json"
_LOCK = "lock"
_FORMAT = 1


@dataclass(slots=True)
class Parcel:
    """One file of requests and the provider's batch that answers them.

    `number` counts from 1. `attempt` counts the batches made of the file, of which the last one stands.
    `file_id` is there from step `uploaded` on, `batch_id` from `created` on. `is_doubtful` tells that an
    earlier try to make the batch broke off, so that there may be another one that was not listed yet.
    """

    number: int
    requests: int
    size_bytes: int
    step: Step = "written"
    attempt: int = 1
    file_id: str | None = None
    batch_id: str | None = None
    is_doubtful: bool = False


@dataclass(slots=True)
class State:
    """One batch: what it is about, and its parcels.

    `asked_with` are the settings that answers depend on, as plain values without secrets. `paths` are as they
    were given in `paths_from`, the folder of work at that time. Until `is_prepared`, the files of requests
    may be incomplete. `known` counts articles that nothing had to be asked about, `unread` those that could
    not be read.
    """

    id: str
    folder: Path
    asked_with: dict[str, object]
    paths: list[str]
    paths_from: str
    is_prepared: bool = False
    articles: int = 0
    known: int = 0
    unread: int = 0
    estimate: list[int] = field(default_factory=lambda: [0, 0])
    """Input and output tokens that all requests together were estimated to take."""
    parcels: list[Parcel] = field(default_factory=list)

    @property
    def requests(self) -> int:
        """How many requests all parcels hold."""
        return sum(parcel.requests for parcel in self.parcels)

    @property
    def is_sent(self) -> bool:
        """Whether every parcel has a batch at the provider."""
        return self.is_prepared and all(parcel.step == "created" for parcel in self.parcels)

    @property
    def sources(self) -> list[str]:
        """`paths` as they are found from where the process works now."""
        if os.path.realpath(self.paths_from) == os.path.realpath(os.getcwd()):
            return self.paths
        return [os.path.join(self.paths_from, path) for path in self.paths]

    def name(self, parcel: Parcel) -> str:
        """The name that a parcel's file is uploaded under; nobody else's file has it."""
        return f"edumutu-{self.id}-{parcel.number:04}.jsonl"

    def tag(self, parcel: Parcel) -> str:
        """What a parcel's batch is marked with at the provider."""
        return f"{self.id}-{parcel.number:04}-{parcel.attempt}"

    def path(self, kind: Literal["requests", "asked", "output", "errors"], parcel: Parcel) -> Path:
        """Where something of a parcel is kept; its suffix keeps it from being read as articles."""
        return self.folder / f"{kind}-{parcel.number:04}.ndjson"

    def save(self) -> None:
        """Replace the file; when this returns it is on the disk.

        Raises:
            SettingsError: The disk does not take it.
        """
        plain = {**asdict(self), "format": _FORMAT}
        del plain["folder"]
        try:
            durable.replace(self.folder / FILE, json.dumps(plain, ensure_ascii=False, indent=1).encode())
        except OSError as error:
            raise SettingsError(f"cannot write to {self.folder}: {error.strerror or error}") from error


class Standing(NamedTuple):
    """A parcel, and how its batch stands; None while it has none."""

    parcel: Parcel
    batch: RemoteBatch | None


def new(folder: Path, paths: Sequence[str], asked_with: Mapping[str, object]) -> State:
    """A state of which nothing is done yet; it is saved already."""
    state = State(secrets.token_hex(8), folder, dict(asked_with), list(paths), os.getcwd())
    state.save()
    return state


def load(folder: Path) -> State | None:
    """The state in `folder`, None where there is none.

    Raises:
        SettingsError: There is something else.
    """
    path = folder / FILE
    try:
        plain = json.loads(path.read_text(encoding="utf-8"))
        if plain.pop("format") != _FORMAT:
            raise ValueError
        parcels = [Parcel(**parcel) for parcel in plain.pop("parcels")]
        return State(folder=folder, parcels=parcels, **plain)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror or error}") from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise SettingsError(f"{path} tells of no batch of this program; name another folder") from error


def private(path: Path) -> IO[bytes]:
    """A new file at `path`, in place of what is there, that its owner alone may read: it holds articles."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
    return os.fdopen(descriptor, "wb")


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Keep other processes from working at the batch in `folder`, which is made if need be, mode 0700.

    Raises:
        SettingsError: Another process does, or the folder cannot be used.
    """
    try:
        lock = durable.locked_end(folder / _LOCK)
    except BlockingIOError as error:
        raise SettingsError(f"another process works at the batch in {folder}; wait for its end") from error
    except OSError as error:
        raise SettingsError(f"{folder} cannot be used: {error.strerror or error}") from error
    with lock:
        yield
