"""The command `evals run`: ask an engine, score its answers, keep both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from fnmatch import fnmatch
from pathlib import Path

from evals import gold, hashes, run, scoring, sides, store
from evals.baselines import gold_name
from evals.gold import GoldItem
from evals.predictions import Predictions
from extractor.errors import SettingsError


@dataclass(frozen=True, slots=True)
class Task:
    """What to run: an engine on the gold of a folder; `repeat` passes, each asked anew."""

    gold: Path
    articles: Path | None = None
    only: str = "*"
    engine: str = "rules"
    model: str | None = None
    prompt: str | None = None
    repeat: int = 1


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
    run.check_engine(task.engine)
    if task.model or task.prompt:
        raise SettingsError(f"engine '{task.engine}' reads without a model; leave --model and --prompt out")
    if task.repeat < 1:
        raise SettingsError(f"repeat is {task.repeat}; give 1 or more")
    chosen = choose(task.gold, task.articles, task.only)
    folder = store.reserve(name or store.free_name(f"{gold_name(task.gold)}.{task.engine}"), replace=replace)
    passes = [run.predict(chosen.items, task.engine) for _ in range(task.repeat)]
    store.write_predictions(folder, [answers.records for answers in passes])
    info = scoring.RunInfo(task.engine, task.model, task.prompt, None, hashes.code())
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
