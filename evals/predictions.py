"""What an engine answered, one prediction an article: from the lines of a run, or from a folder of records.

An answer that cannot be read is PARSE_FAIL, one of another shape than a record SCHEMA_INVALID: both miss all
slots. An answer that never came is INFRA: it says nothing about the engine, and is not scored.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias

from evals.gold import INDEX
from evals.shape import fault
from extractor.errors import SettingsError

LINES = "predictions.jsonl"
"""What a stored run's predictions are called in its folder."""

Failure: TypeAlias = Literal["PARSE_FAIL", "SCHEMA_INVALID", "INFRA"]

_ID = re.compile(r'"article_id"\s*:\s*"((?:[^"\\]|\\.)*)"')
_TRANSPORT = ("ModelUnavailableError", "model unavailable", "unavailable")


class Prediction(NamedTuple):
    """`record` is None where nothing could be read; `failure` and `reason` then tell why."""

    record: Mapping[str, object] | None
    failure: Failure | None = None
    reason: str = ""


Predictions: TypeAlias = dict[str, Prediction]


class Read(NamedTuple):
    """Predictions by article, and what could not be given to any."""

    predictions: Predictions
    faults: tuple[str, ...] = ()


def read(path: Path) -> Read:
    """Predictions from a stored run, a folder of `ID.json` files, or a file of one record a line.

    Raises:
        SettingsError: Nothing is there.
    """
    lines = path / LINES
    if lines.is_file():
        return _read_lines(_text(lines).split("\n"), lines)
    if path.is_dir():
        files = sorted(file for file in path.glob("*.json") if file.name != INDEX)
        if files:
            return Read({file.stem: judge_text(_text(file)) for file in files})
    if not path.is_file():
        raise SettingsError(f"there are no predictions in {path}; give a folder of records or a JSONL file")
    return _read_lines(_text(path).split("\n"), path)


def judge_text(text: str) -> Prediction:
    """The prediction that a file or a line holds."""
    try:
        record = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        return Prediction(None, "PARSE_FAIL", f"no JSON: {error}")
    return judge(record)


def judge(record: object) -> Prediction:
    """The prediction that a parsed answer is: failures of the engine are told from those of its provider."""
    if not isinstance(record, Mapping):
        return Prediction(None, "SCHEMA_INVALID", "no JSON object")
    reason = fault(record)
    if reason:
        return Prediction(None, "SCHEMA_INVALID", reason)
    run = record.get("run")
    if isinstance(run, Mapping):
        return _judge_run(record, run)
    return Prediction(record)


def _judge_run(record: Mapping[str, object], run: Mapping[str, object]) -> Prediction:
    status, error = run.get("status"), str(run.get("error") or "")
    if status not in {"fallback", "failed"}:
        return Prediction(record)
    if run.get("engine") != "rules" and any(word in error for word in _TRANSPORT):
        return Prediction(None, "INFRA", error)
    if status == "failed" or run.get("engine") == "llm":
        # Scoring what the rules filled in would praise a model that gave nothing.
        return Prediction(None, "PARSE_FAIL", error or f"status {status}")
    return Prediction(record)


def _read_lines(lines: Iterable[str], path: Path) -> Read:
    found: Predictions = {}
    faults: list[str] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        prediction = judge_text(line)
        name = _article_id(prediction, line)
        if name is None:
            faults.append(f"{path.name} line {number} names no article")
        elif name in found:
            faults.append(f"{path.name} line {number} predicts {name} a second time")
        else:
            found[name] = prediction
    return Read(found, tuple(faults))


def _article_id(prediction: Prediction, line: str) -> str | None:
    if prediction.record is not None and isinstance(prediction.record.get("article_id"), str):
        return str(prediction.record["article_id"])
    match = _ID.search(line)
    return json.loads(f'"{match[1]}"') if match else None


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace")
