"""From counts to lengths, positions and shades: the arithmetic that all charts share."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator
from typing import NamedTuple

SHADES = 5
MOST_TICKS = 5


class Tick(NamedTuple):
    """A line of the grid: the value it stands for, and how far up it is, in percent of the height."""

    value: float
    percent: float


def share(value: float, largest: float) -> float:
    """How long a bar of `value` is, in percent of the longest; anything above 0 can be seen."""
    if value <= 0 or largest <= 0:
        return 0.0
    return round(max(100 * value / largest, 0.8), 2)


class Scale(NamedTuple):
    """From 0 to `top`, with a line of the grid at each of `ticks`."""

    top: float
    ticks: tuple[Tick, ...]


def scale(largest: float) -> Scale:
    """A scale that holds `largest`: up to five whole steps, each of them 1, 2 or 5 times a power of ten."""
    step = next(step for step in _steps() if step * MOST_TICKS >= largest)
    count = max(1, math.ceil(largest / step))
    return Scale(
        float(step * count), tuple(Tick(step * n, round(100 * n / count, 2)) for n in range(1, count + 1))
    )


def _steps() -> Iterator[int]:
    return (factor * 10**power for power in itertools.count() for factor in (1, 2, 5))


class Shades(NamedTuple):
    """`bounds` are the largest counts of shades 1, 2, …; nothing is above the last one."""

    bounds: tuple[int, ...]

    def of(self, count: int) -> int:
        """0 for none, else the shade from 1 up."""
        return 0 if count <= 0 else next((i for i, bound in enumerate(self.bounds, 1) if count <= bound), 0)


def shades(counts: Iterable[int]) -> Shades:
    """Up to `SHADES` shades for `counts`; their bounds grow by a factor, for few places have most news."""
    found = [count for count in counts if count > 0]
    if not found:
        return Shades(())
    least, most = min(found), max(found)
    if most - least < SHADES:
        return Shades(tuple(range(least, most + 1)))
    grown = (least * (most / least) ** (step / SHADES) for step in range(1, SHADES))
    return Shades(tuple(sorted({*map(_rounded, grown), most})))


def _rounded(count: float) -> int:
    """With two digits that count."""
    unit: int = 10 ** max(0, math.floor(math.log10(count)) - 1)
    return max(1, round(count / unit) * unit)
