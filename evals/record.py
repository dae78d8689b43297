"""The command `evals run`: ask an engine, score its answers, keep both."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING

from evals import gold, hashes, run, scoring, sides, store
from evals.baselines import gold_name
from evals.gold import GoldItem
from evals.predictions import Predictions
from extractor.errors import SettingsError
from extractor.settings import Settings

if TYPE_CHECKING:
    from extractor.models import Model


@dataclass(frozen=True, slots=True)
class Task:
    """What to run: an engine on the gold of a folder.

    `repeat` passes are made, each asked anew if there are several. `replay` is a file of recorded answers
    that stands in for the model; `record` one that its answers are added to.
    """

    gold: Path
    articles: Path | None = None
    only: str = "*"
    settings: Settings = field(default_factory=Settings)
    repeat: int = 1
    record: Path | None = None
    replay: Path | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """The items to score, and the headline's groups, which the whole gold decides."""

    items: tuple[GoldItem, ...]
    groups: tuple[str, ...]


def choose(folder: Path, articles: Path | None, only: str) -> Chosen:
    """Load gold and take the items whose id fits the pattern `only`.

    Raises:
        SettingsError: There is no gold, or none fits.
    """
    items = gold.load(folder, articles)
    chosen = tuple(item for item in items if fnmatch(item.id, only))
    if not chosen:
        raise SettingsError(f"no gold in {folder} matches {only!r}")
    return Chosen(chosen, scoring.headline_groups(items))


def record(task: Task, name: str | None = None, *, replace: bool = False) -> store.Stored:
    """Run, score and store.

    Raises:
        SettingsError: The engine cannot run here, the gold cannot be read, or the name is taken.
    """
    if task.repeat < 1:
        raise SettingsError(f"repeat is {task.repeat}; give 1 or more")
    chosen = choose(task.gold, task.articles, task.only)
    engine = task.settings.engine
    passes = [run.predict(chosen.items, _asking(task), _model(task)) for _ in range(task.repeat)]
    folder = store.reserve(name or store.free_name(f"{gold_name(task.gold)}.{engine}"), replace=replace)
    store.write_predictions(folder, [answers.records for answers in passes])
    said = _info([dict(found) for one in passes[0].records if isinstance(found := one.get("run"), dict)])
    info = dataclasses.replace(said, engine=engine, code=hashes.code())
    reports = [
        scoring.score(
            chosen.items,
            answers.predictions,
            run=info,
            groups=chosen.groups,
            usage=answers.usage.of_calls(),
        )
        for answers in passes
    ]
    store.write_json(folder / store.REPORT, _together(reports))
    store.write_json(folder / store.RUN, _facts(task, passes[0].usage))
    return store.load(str(folder))


def _asking(task: Task) -> Settings:
    """A recording is no cache, and what is asked several times is not answered from one."""
    has_own_answers = task.repeat > 1 or task.record is not None or task.replay is not None
    return dataclasses.replace(task.settings, cache=False) if has_own_answers else task.settings


def _model(task: Task) -> Model | None:
    """What stands in for the server; None where nothing does.

    Raises:
        SettingsError: A recording is asked for where no model is, or it cannot be read.
    """
    if task.record is None and task.replay is None:
        return None
    if not task.settings.needs_model:
        raise SettingsError("engine 'rules' asks no model; leave --record and --replay out")
    from extractor.models import Recorder, Replay
    from extractor.pipeline.connection import connect

    if task.replay is not None:
        return Replay(task.replay)
    assert task.record is not None
    return Recorder(connect(task.settings), task.record)


def rescore(chosen: Chosen, predictions: Predictions, *, faults: Sequence[str] = ()) -> dict[str, object]:
    """The report of predictions that came from elsewhere; their own `run` tells what made them."""
    runs = [one.record.get("run") for one in predictions.values() if one.record is not None]
    known = [found for found in runs if isinstance(found, dict)]
    usage = run.usage_of([{"run": found} for found in known]).of_calls()
    report = scoring.score(
        chosen.items, predictions, run=_info(known), groups=chosen.groups, usage=usage, faults=faults
    )
    return report.to_json()


def _info(runs: Sequence[dict[str, object]]) -> scoring.RunInfo:
    def said(name: str) -> str | None:
        values = {str(found[name]) for found in runs if found.get(name) is not None}
        return " ".join(sorted(values)) or None

    return scoring.RunInfo(
        said("engine") or "unknown",
        said("model"),
        said("prompt"),
        said("prompt_sha256"),
        said("rules_version"),
    )


def _together(reports: Sequence[scoring.Report]) -> dict[str, object]:
    """One report of all passes: counts and critical slots pooled, with the share of slots that flipped."""
    found = [report.to_json() for report in reports]
    if len(found) == 1:
        return found[0]
    rights = [[_right_slots(article) for article in report.articles] for report in reports]
    repeats = {"n": len(reports), "flip_rate": run.flip_rate(rights)}
    return {**sides.pooled(found), "repeats": repeats}


def _right_slots(article: scoring.ArticleScore) -> dict[str, bool]:
    return {
        slot.gold_pointer: slot.verdict == "COR" for slot in article.slots if slot.gold_pointer is not None
    }


def _facts(task: Task, usage: run.Usage) -> dict[str, object]:
    return {
        "created_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "gold": str(task.gold),
        "articles": None if task.articles is None else str(task.articles),
        "only": task.only,
        "repeat": task.repeat,
        "usage": usage._asdict(),
    }
