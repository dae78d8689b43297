"""Runs of the evaluation, read from where they are kept: how good the records were, when, and at what cost.

Read as plain JSON, for nothing in this package knows the evaluation; what cannot be read is left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from math import isfinite
from pathlib import Path
from typing import NamedTuple

_KEPT = 500


class Score(NamedTuple):
    """F1 of one group of fields with its interval, 0 to 100 points; None where nothing was counted."""

    group: str
    f1: float | None
    low: float | None
    high: float | None
    in_headline: bool


class Run(NamedTuple):
    """One run. `h` is its headline score with the interval from `low` to `high`, in points from 0 to 100.

    `gold` is what it was scored on. `created_at` is ISO, empty where the run does not tell.
    """

    name: str
    created_at: str
    gold: str
    engine: str
    model: str | None
    prompt: str | None
    articles: int
    h: float
    low: float
    high: float
    calls: int
    tokens: int
    cost_usd: float
    latency_p50_s: float | None
    scores: tuple[Score, ...]


def all_runs(home: Path) -> tuple[Run, ...]:
    """Every run under `home`, the oldest first."""
    found = []
    for report in sorted(home.glob("runs/*/report.json")):
        facts = report.with_name("run.json")
        try:
            run = _run(report, report.stat().st_mtime_ns, facts.stat().st_mtime_ns if facts.is_file() else 0)
        except OSError:
            continue
        if run is not None:
            found.append(run)
    return tuple(sorted(found, key=lambda run: (run.created_at, run.name)))


@lru_cache(maxsize=_KEPT)
def _run(report: Path, *_changed_ns: int) -> Run | None:
    """Remembered until one of its files changes: a report is large, and this needs a little of it."""
    facts = report.with_name("run.json")
    try:
        return _read(report.parent.name, _object(report), _object(facts) if facts.is_file() else {})
    except (ValueError, TypeError, OverflowError, RecursionError):
        return None


def _object(path: Path) -> dict[str, object]:
    content = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(content, dict):
        raise TypeError(f"{path.name} holds no object")
    return content


def _read(name: str, report: Mapping[str, object], facts: Mapping[str, object]) -> Run | None:
    made, headline = _part(report, "run"), _part(report, "headline")
    usage = {**_part(report, "usage"), **_part(facts, "usage")}
    h, low, high = (_points(headline.get(key)) for key in ("h", "low", "high"))
    if h is None:
        return None
    return Run(
        name,
        str(facts.get("created_at") or ""),
        str(facts.get("gold") or ""),
        str(made.get("engine") or ""),
        _text(made.get("model")),
        _text(made.get("prompt")),
        int(_number(report.get("n_articles"))),
        h,
        h if low is None else low,
        h if high is None else high,
        int(_number(usage.get("calls"))),
        int(_number(usage.get("input_tokens")) + _number(usage.get("output_tokens"))),
        _number(usage.get("cost_usd")),
        _number(usage["latency_p50_s"]) if usage.get("latency_p50_s") is not None else None,
        tuple(_scores(_part(report, "groups"))),
    )


def _scores(groups: Mapping[str, object]) -> Iterator[Score]:
    for group in groups:
        told = _part(groups, group)
        f1, low, high = (_points(told.get(key)) for key in ("f1", "low", "high"))
        yield Score(group, f1, low, high, bool(told.get("in_headline")))


def _part(whole: Mapping[str, object], key: str) -> Mapping[str, object]:
    part = whole.get(key)
    return part if isinstance(part, Mapping) else {}


def _points(value: object) -> float | None:
    return 100 * float(value) if isinstance(value, int | float) and isfinite(value) else None


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) and isfinite(value) else 0.0


def _text(value: object) -> str | None:
    return None if value is None else str(value)
