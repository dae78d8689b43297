"""Quality over time as drawings: for each gold set its runs in order, each a dot with its interval."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from extractor.service.dashboard.runs import Run
from extractor.service.dashboard.scales import Tick, share

HEIGHT = 160
"""Of the scale, in pixels."""
SHOWN = 24
"""So many of the latest runs of one gold set are drawn; the table has all of them."""

_FEWEST = 6
_MARGIN = 9
"""Percent of the width that the scale's numbers take."""


class Dot(NamedTuple):
    """A run: `x` in percent, the rest in pixels from the top; `cost` is its bar's height in percent."""

    run: Run
    x: float
    y: float
    top: float
    bottom: float
    cost: float


class Panel(NamedTuple):
    """The runs of one gold set, from `floor` to 100 points; `dearest` is the highest cost in US dollars."""

    gold: str
    floor: int
    dots: tuple[Dot, ...]
    ticks: tuple[Tick, ...]
    dearest: float
    left_out: int


def panels(runs: Sequence[Run]) -> tuple[Panel, ...]:
    """A panel for each gold set, the one with most runs first."""
    by_gold: dict[str, list[Run]] = {}
    for run in runs:
        by_gold.setdefault(run.gold, []).append(run)
    ordered = sorted(by_gold.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(_panel(gold, found) for gold, found in ordered)


def _panel(gold: str, runs: Sequence[Run]) -> Panel:
    shown = runs[-SHOWN:]
    floor = _floor(run.low for run in shown)
    dearest = max(run.cost_usd for run in shown)
    step = (100 - _MARGIN) / max(len(shown), _FEWEST)
    dots = tuple(
        Dot(
            run,
            round(_MARGIN + step * (number + 0.5), 3),
            _height(run.h, floor),
            _height(run.high, floor),
            _height(run.low, floor),
            share(run.cost_usd, dearest),
        )
        for number, run in enumerate(shown)
    )
    return Panel(gold, floor, dots, tuple(_ticks(floor)), dearest, len(runs) - len(shown))


def _floor(lows: Iterable[float]) -> int:
    """The tens below the lowest interval, with ten points to see at least."""
    return max(0, min(int(min(lows) // 10) * 10, 90))


def _height(points: float, floor: int) -> float:
    return round(HEIGHT * (1 - _clamped((points - floor) / (100 - floor) * 100) / 100), 2)


def _clamped(percent: float) -> float:
    return round(min(max(percent, 0.0), 100.0), 2)


def _ticks(floor: int) -> Iterable[Tick]:
    step = 5 if floor >= 80 else 10 if floor >= 50 else 20
    return (
        Tick(points, _clamped((points - floor) / (100 - floor) * 100)) for points in range(floor, 101, step)
    )
