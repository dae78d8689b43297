"""Baselines: the blessed reports that later runs are held against. `bless` is their only writer."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path

from evals.sides import Report, problems_of
from extractor.errors import SettingsError

FOLDER = Path(__file__).resolve().parent / "baselines"
"""The baselines of the package itself: the rule engine on the project's gold."""

MARGIN = 0.05
"""How far below the best blessed headline the floor lies: the gate's own hard drop."""

_KEPT = ("format", "run", "n_articles", "headline", "groups", "articles")


def gold_name(gold: Path) -> str:
    """What a gold folder is called in a baseline's name: the seeds' labels lie in `gold` itself."""
    name = gold.resolve().name
    return "seeds" if name == "gold" else name


def path_of(gold: Path, engine: str, folder: Path = FOLDER) -> Path:
    """Where the baseline of `engine` on the gold in `gold` lies: `corpus.rules.json`."""
    return folder / f"{gold_name(gold)}.{engine}.json"


def load(path: Path) -> dict[str, object]:
    """A blessed report.

    Raises:
        SettingsError: There is none at `path`, or it is no JSON object.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise SettingsError(f"no baseline at {path}; `evals bless --reason …` writes one") from error
    except ValueError as error:
        raise SettingsError(f"the baseline at {path} is no JSON: {error}") from error
    if not isinstance(found, dict):
        raise SettingsError(f"the baseline at {path} is no JSON object")
    return found


def bless(
    report: Report, *, path: Path, reason: str, floor: float | None = None, lower_floor: bool = False
) -> dict[str, object]:
    """Make `report` the baseline at `path`.

    Args:
        report: A valid `report.json`; its counts, critical slots and hashes are kept.
        path: Where the baseline lies; an older one there gives the floor.
        reason: Why this is the new standard; kept in the baseline.
        floor: The headline below which the gate blocks, 0 to 1. Without it the older floor, or `MARGIN`
            below this headline if that is higher, so that many small steps down cannot add up.
        lower_floor: Take a floor that is lower than the older one.

    Returns:
        What was written.

    Raises:
        SettingsError: No reason, a report that is not valid, a headline under its floor, or a lower floor.
    """
    headline = _checked_headline(report, reason)
    older = _floor_of(path)
    chosen = _floor(headline, older=older, asked=floor, lower_floor=lower_floor)
    if older is not None and chosen < older and not lower_floor:
        raise SettingsError(
            f"the floor is {older:.4f}, {chosen:.4f} would lower it; say so with --lower-floor"
        )
    if headline < chosen:
        raise SettingsError(
            f"H is {headline:.4f}, under the floor of {chosen:.4f}; to lower it, say --lower-floor"
        )
    baseline: dict[str, object] = {
        "blessed": {"reason": reason.strip(), "floor": chosen},
        **{name: report[name] for name in _KEPT if name in report},
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_render(baseline), encoding="utf-8")
    return baseline


def _checked_headline(report: Report, reason: str) -> float:
    if not reason.strip():
        raise SettingsError("a baseline needs a reason")
    problems = list(problems_of(report, "report"))
    headline = report.get("headline")
    value = headline.get("h") if isinstance(headline, Mapping) else None
    if problems or not isinstance(value, int | float):
        raise SettingsError("; ".join(problems) or "report: no headline")
    return float(value)


def _floor(headline: float, *, older: float | None, asked: float | None, lower_floor: bool) -> float:
    if asked is not None:
        return asked
    fresh = max(0.0, math.floor((headline - MARGIN) * 10_000) / 10_000)
    return fresh if older is None or lower_floor else max(older, fresh)


def _floor_of(path: Path) -> float | None:
    if not path.exists():
        return None
    blessed = load(path).get("blessed")
    floor = blessed.get("floor") if isinstance(blessed, Mapping) else None
    return float(floor) if isinstance(floor, int | float) else None


def _render(baseline: Mapping[str, object]) -> str:
    """JSON with a line for each article, so that a diff of two baselines names the articles that moved."""
    parts = [f"{json.dumps(name)}: {_render_part(name, part)}" for name, part in baseline.items()]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _render_part(name: str, part: object) -> str:
    if name not in {"articles", "groups"} or not isinstance(part, Mapping):
        return json.dumps(part, ensure_ascii=False)
    lines = [f" {json.dumps(key)}: {json.dumps(part[key], ensure_ascii=False)}" for key in part]
    return "{\n" + ",\n".join(lines) + "\n}"
