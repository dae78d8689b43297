"""Answers written down and given again, so that an evaluation runs without a model.

A recording is JSON Lines, `{"sha256": …, "outcome": …}`. The hash is over all that was asked, so a changed
prompt or article finds no answer. Articles and keys are not in it; what the model said is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import get_args

from extractor.errors import SettingsError
from extractor.models.protocol import Model
from extractor.schema.calls import Outcome, OutcomeKind, Request, Usage


class Recorder:
    """Passes requests on to `model` and adds each answer to the file; what did not come is not recorded.

    Args:
        model: What answers.
        path: The file; it and its folder are made, and what it holds already stays.

    Raises:
        SettingsError: The file cannot be written.
    """

    def __init__(self, model: Model, path: Path) -> None:
        self._model = model
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = path.open("a", encoding="utf-8")
        except OSError as error:
            raise SettingsError(f"{path} cannot be written: {error.strerror}") from error

    @property
    def name(self) -> str:
        """The name of the model that is recorded."""
        return self._model.name

    async def complete(self, request: Request) -> Outcome:
        """The model's outcome."""
        outcome = await self._model.complete(request)
        if outcome.kind != "unavailable":
            line = {"sha256": request.sha256, "outcome": _plain(outcome)}
            self._file.write(json.dumps(line, ensure_ascii=False) + "\n")
            self._file.flush()
        return outcome

    async def close(self) -> None:
        """Close the file and the model."""
        self._file.close()
        await self._model.close()


class Replay:
    """Answers from a recording; of several answers to one request the last one is given.

    Args:
        path: What a `Recorder` wrote.
        name: The name that records carry.

    Raises:
        SettingsError: The file cannot be read or is no recording.
    """

    def __init__(self, path: Path, *, name: str = "replay") -> None:
        self.name = name
        self._outcomes = _read(path)

    async def complete(self, request: Request) -> Outcome:
        """The recorded outcome with the usage that it took then; `unavailable` when there is none."""
        recorded = self._outcomes.get(request.sha256)
        return recorded or Outcome("unavailable", error="no recorded answer")

    async def close(self) -> None:
        """Do nothing: the recording was read at once."""


def _plain(outcome: Outcome) -> dict[str, object]:
    return {
        "kind": outcome.kind,
        "payload": outcome.payload,
        "usage": outcome.usage._asdict(),
        "error": outcome.error,
    }


def _read(path: Path) -> dict[str, Outcome]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"the recording {path} cannot be read: {error}") from error
    outcomes: dict[str, Outcome] = {}
    for number, line in enumerate(lines, start=1):
        try:
            entry = json.loads(line)
            outcomes[entry["sha256"]] = _outcome(entry["outcome"])
        except (ValueError, KeyError, TypeError) as error:
            raise SettingsError(f"{path}, line {number}: this is no recorded answer") from error
    return outcomes


def _outcome(plain: Mapping[str, object]) -> Outcome:
    kind, payload, usage, error = (plain[name] for name in ("kind", "payload", "usage", "error"))
    if kind not in get_args(OutcomeKind) or not isinstance(usage, dict):
        raise ValueError(kind)
    if (kind == "complete") != isinstance(payload, dict):
        raise ValueError(kind)
    return Outcome(kind, payload, Usage(**usage), error)  # type: ignore[arg-type]  # checked above
