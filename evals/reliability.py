"""Do probabilities keep what they promise, and how much can be accepted unread? Figures and their tables.

All figures are of values judged by a table that was fitted without their article.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

from evals import stats
from evals.calibration import Leaf, Tally, cross_validated
from evals.metrics import Counts
from extractor.schema.fields import BY_PATH

PRECISION = 0.95
"""What accepted values shall reach."""

EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.925, 0.95, 0.975)
"""Where the bins begin; finer at the top, where nearly all values lie."""

THRESHOLDS = (0.8, 0.85, 0.9, 0.925, 0.95, 0.975)

_NAME = "accepted"

Estimate: TypeAlias = Callable[[Sequence[Leaf]], list[float]]
"""From values to a probability for each."""


class Judged(NamedTuple):
    """One value: its article and field group, the probability that it was given, and whether it is right."""

    article: str
    group: str
    probability: float
    right: bool


class Bin(NamedTuple):
    """Values whose probability is at least `start` and less than the next bin's."""

    start: float
    values: int
    mean: float
    right: float


class Accepted(NamedTuple):
    """What a threshold lets through: `share` of all values, and the `precision` of those."""

    share: float
    precision: stats.Interval


def judged(leaves: Sequence[Leaf], probabilities: Sequence[float]) -> list[Judged]:
    """The counted ones of `leaves`, with their probabilities."""
    return [
        Judged(leaf.article, BY_PATH[leaf.path].group, probability, leaf.right)
        for leaf, probability in zip(leaves, probabilities, strict=True)
        if leaf.right is not None
    ]


def bins(values: Iterable[Judged]) -> list[Bin]:
    """The reliability table; bins without values are left out."""
    found: dict[float, list[Judged]] = {}
    for value in values:
        found.setdefault(max(edge for edge in EDGES if edge <= value.probability), []).append(value)
    return [Bin(start, len(part), _mean(part), _right(part)) for start, part in sorted(found.items())]


def ece(values: Collection[Judged]) -> float:
    """Expected calibration error: |mean probability - share right|, mean over the bins by their values."""
    return sum(one.values * abs(one.mean - one.right) for one in bins(values)) / max(1, len(values))


def brier(values: Collection[Judged]) -> float:
    """Mean squared distance of the probabilities from what came true, 0 to 1 (Brier 1950)."""
    return sum((value.probability - value.right) ** 2 for value in values) / max(1, len(values))


def ece_by_chance(values: Collection[Judged]) -> float:
    """The ECE to expect of probabilities that are exactly true, were all values independent of each other.

    A bin's share of n values then strays from its mean by sqrt(2/π · Σ p(1-p)) / n on average.
    """
    spread: dict[float, float] = {}
    for value in values:
        start = max(edge for edge in EDGES if edge <= value.probability)
        spread[start] = spread.get(start, 0.0) + value.probability * (1 - value.probability)
    return sum(math.sqrt(2 / math.pi * variance) for variance in spread.values()) / max(1, len(values))


def least_threshold(values: Iterable[Judged], precision: float = PRECISION) -> float:
    """The lowest probability from which on the values reach `precision`; above 1 where none does."""
    best, right, count = math.inf, 0, 0
    by_probability: dict[float, list[Judged]] = {}
    for value in values:
        by_probability.setdefault(value.probability, []).append(value)
    for probability in sorted(by_probability, reverse=True):
        part = by_probability[probability]
        right, count = right + sum(value.right for value in part), count + len(part)
        if right >= precision * count:
            best = probability
    return best


def accept(values: Sequence[Judged], thresholds: dict[str, float]) -> Accepted:
    """What is accepted by each article's own threshold, with an interval over the articles."""
    articles = {name: Counts() for name in thresholds}
    for value in values:
        if value.probability >= thresholds[value.article]:
            articles[value.article].add("COR" if value.right else "INC")
    taken = sum(counts.actual for counts in articles.values())
    # With as many slots in the gold as were filled, F1 is precision.
    interval = stats.interval([{_NAME: counts} for counts in articles.values()], (_NAME,))
    return Accepted(taken / max(1, len(values)), interval)


def accept_from(values: Sequence[Judged], threshold: float) -> Accepted:
    """What one threshold for all articles accepts."""
    return accept(values, dict.fromkeys((value.article for value in values), threshold))


def outside_thresholds(leaves: Sequence[Leaf], estimate: Estimate) -> dict[str, float]:
    """For each article the threshold that all the others ask for, their values judged among themselves."""
    found = {}
    for article in dict.fromkeys(leaf.article for leaf in leaves):
        rest = [leaf for leaf in leaves if leaf.article != article]
        found[article] = least_threshold(judged(rest, estimate(rest)))
    return found


def render(leaves: Sequence[Leaf], seen: Tally) -> Iterator[str]:
    """The report's lines on `leaves`, all of unseen articles."""

    def calibrated(some: Sequence[Leaf]) -> list[float]:
        return cross_validated(some, seen)

    values, raw = judged(leaves, calibrated(leaves)), judged(leaves, _raw(leaves))
    articles = len({value.article for value in values})
    yield f"{len(values)} values of {articles} articles, {_right(values):.1%} right"
    yield ""
    yield "from    values   mean  right"
    for one in bins(values):
        yield f"{one.start:<5.3f}  {one.values:7}  {one.mean:.3f}  {one.right:.3f}"
    yield ""
    by_chance = f"exact probabilities would show {ece_by_chance(values):.3f}"
    yield f"ECE    {ece(values):.3f}, raw confidence {ece(raw):.3f}; {by_chance}"
    yield f"Brier  {brier(values):.4f}, raw confidence {brier(raw):.4f}"
    yield ""
    yield "accepted from  share  precision"
    for threshold in THRESHOLDS:
        yield f"{threshold:<13.3f}  {_shown(accept_from(values, threshold))}"
    thresholds = outside_thresholds(leaves, calibrated)
    found, found_raw = accept(values, thresholds), accept(raw, outside_thresholds(leaves, _raw))
    yield ""
    yield f"at {PRECISION:.0%} precision, each article by a threshold from the others: {_shown(found)}"
    yield f"the same by raw confidence: {_shown(found_raw)}"
    yield f"the threshold from all of them: {least_threshold(values):.3f}"
    yield ""
    yield "group          values   mean  right  accepted  precision"
    for group in sorted({value.group for value in values}):
        yield _group_line(group, [value for value in values if value.group == group], thresholds)


def _raw(leaves: Sequence[Leaf]) -> list[float]:
    return [leaf.raw for leaf in leaves]


def _group_line(group: str, values: Sequence[Judged], thresholds: dict[str, float]) -> str:
    found = accept(values, thresholds)
    precision = "-" if found.precision.value is None else f"{found.precision.value:.3f}"
    means = f"{_mean(values):.3f}  {_right(values):.3f}"
    return f"{group:13}  {len(values):6}  {means}  {found.share:8.1%}  {precision:>9}"


def _shown(accepted: Accepted) -> str:
    precision = accepted.precision
    if precision.value is None:
        return f"{accepted.share:5.1%}  -"
    reach = "" if precision.low is None else f" [{precision.low:.3f}, {precision.high:.3f}]"
    return f"{accepted.share:5.1%}  {precision.value:.3f}{reach}"


def _mean(values: Sequence[Judged]) -> float:
    return sum(value.probability for value in values) / max(1, len(values))


def _right(values: Sequence[Judged]) -> float:
    return sum(value.right for value in values) / max(1, len(values))
