"""How sure is a score? Intervals and tests in which the article, not the slot, is the unit.

Slots of one article succeed and fail together, so whatever pools slots is too sure of itself: in
simulation a Wilson interval on pooled slots covers 73 %, a percentile bootstrap over articles 81, 89 and
91 % at 5, 10 and 20 articles. Delete-one-article jackknives with t(N-1) hold their level from 5 articles up
(Efron & Tibshirani 1993, chapter 11; `tests/unit/evals/test_simulation.py` measures it).
"""

from __future__ import annotations

import math
import random
import struct
from collections.abc import Iterator, Mapping, Sequence
from itertools import compress
from typing import NamedTuple, TypeAlias

from evals.metrics import Counts
from evals.student import t_quantile

ArticleCounts: TypeAlias = Mapping[str, Counts]
"""The counts of one article by the name of their group."""

EXACT_UP_TO = 13
"""With at most so many differing articles all arrangements are tried (8,192)."""

_POWER = 0.80
_ALPHA = 0.05
_EQUAL = 1e-12
_SELECTORS = bytes.maketrans(b"01", b"\x00\x01")


class Interval(NamedTuple):
    """A score over `n` articles with its 95 % interval; None where it is not defined."""

    value: float | None
    low: float | None
    high: float | None
    n: int


class Difference(NamedTuple):
    """Candidate minus baseline over `n` articles, on the scale of the score (0.01 is one point).

    `low` and `high` bound it with 95 %, `bound` is the one-sided lower 95 % bound; None with one article.
    `p` is the chance of a drop at least as deep if the two were exchangeable. `mde` is the smallest true
    difference that a test at 5 % would find in 80 % of such runs.
    """

    delta: float
    low: float | None
    high: float | None
    bound: float | None
    p: float
    mde: float | None
    n: int


class _Tally(NamedTuple):
    """Per group of one article, or of many: right slots, and filled slots of both sides."""

    right: tuple[int, ...]
    filled: tuple[int, ...]

    def minus(self, other: _Tally) -> _Tally:
        return _Tally(
            tuple(map(int.__sub__, self.right, other.right)),
            tuple(map(int.__sub__, self.filled, other.filled)),
        )


def headline(articles: Sequence[ArticleCounts], groups: Sequence[str]) -> float | None:
    """Mean strict micro-F1 of `groups` over `articles`, 0 to 1; a group without any slot is left out."""
    return _mean_f1(_sum([_tally(article, groups) for article in articles]))


def interval(
    articles: Sequence[ArticleCounts], groups: Sequence[str], *, confidence: float = 0.95
) -> Interval:
    """The headline with its interval: jackknife over articles, on the logit scale, with t(N-1).

    The logit is taken of (H·n + ½) / (n + 1), n being the slots behind H, so that 1.0 has one. Where the
    half slot pulls the whole interval off the score itself, it is widened to hold it.
    """
    tallies = [_tally(article, groups) for article in articles]
    whole = _sum(tallies)
    value = _mean_f1(whole)
    rest = [whole.minus(tally) for tally in tallies]
    logits = [_logit(tally) for tally in rest if any(tally.filled)]
    if value is None or len(logits) < 2:
        return Interval(value, None, None, len(articles))
    reach = t_quantile((1 + confidence) / 2, len(logits) - 1) * _jackknife_error(logits)
    centre = _logit(whole)
    low, high = _expit(centre - reach), _expit(centre + reach)
    return Interval(value, min(low, value), max(high, value), len(articles))


def compare(
    baseline: Sequence[ArticleCounts],
    candidate: Sequence[ArticleCounts],
    groups: Sequence[str],
    *,
    draws: int = 10_000,
    seed: int = 0,
) -> Difference | None:
    """What the candidate changed, article by article; None where either side has no slot in `groups`.

    Args:
        baseline: Counts per article.
        candidate: Counts of the same articles in the same order.
        groups: What the score is the mean of; one group for that group's F1.
        draws: Random arrangements of the test when there are too many to try all.
        seed: Of those draws; the same input gives the same p.

    Raises:
        ValueError: The two sides differ in length.
    """
    before = [_tally(article, groups) for article in baseline]
    after = [_tally(article, groups) for article in candidate]
    if len(before) != len(after):
        raise ValueError(f"a paired comparison of {len(before)} and {len(after)} articles")
    whole = _sum(before), _sum(after)
    delta = _difference(*whole)
    if delta is None:
        return None
    p = _randomisation_p(before, after, draws=draws, seed=seed)
    leave_one_out = [
        _difference(whole[0].minus(a), whole[1].minus(b)) for a, b in zip(before, after, strict=True)
    ]
    parts = [part for part in leave_one_out if part is not None]
    if len(parts) < 2:
        return Difference(delta, None, None, None, p, None, len(before))
    df, error = len(parts) - 1, _jackknife_error(parts)
    reach = t_quantile(0.975, df) * error
    one_sided = t_quantile(1 - _ALPHA, df) * error
    mde = one_sided + t_quantile(_POWER, df) * error
    return Difference(delta, delta - reach, delta + reach, delta - one_sided, p, mde, len(before))


def holm(p_values: Mapping[str, float]) -> dict[str, float]:
    """Holm's adjusted p-values (1979): each may be held against the level as if it were the only test."""
    adjusted: dict[str, float] = {}
    highest = 0.0
    ranked = sorted(p_values.items(), key=lambda item: (item[1], item[0]))
    for rank, (name, p) in enumerate(ranked):
        highest = max(highest, min(1.0, (len(ranked) - rank) * p))
        adjusted[name] = highest
    return {name: adjusted[name] for name in p_values}


def _randomisation_p(before: Sequence[_Tally], after: Sequence[_Tally], *, draws: int, seed: int) -> float:
    """One-sided p of the paired randomisation test: baseline and candidate swap places, article by article.

    An article whose counts are equal on both sides may swap unseen, so only the others are arranged.
    All groups' counts are packed into one integer, whose sums are then sums of each of them.
    """
    first, second = _sum(before), _sum(after)
    layout = struct.Struct(f"<{2 * len(first.right)}I")
    swaps = [_pack(b, layout) - _pack(a, layout) for a, b in zip(before, after, strict=True) if a != b]
    start, both = _pack(first, layout), _pack(first, layout) + _pack(second, layout)
    observed = _difference(first, second) or 0.0
    exact = len(swaps) <= EXACT_UP_TO
    as_deep = total = 0
    for chosen in _arrangements(len(swaps), exact=exact, draws=draws, seed=seed):
        packed = start + sum(compress(swaps, chosen))
        drop = _difference(_unpack(packed, layout), _unpack(both - packed, layout))
        as_deep += drop is not None and drop <= observed + _EQUAL
        total += 1
    return as_deep / total if exact else (as_deep + 1) / (total + 1)


def _arrangements(size: int, *, exact: bool, draws: int, seed: int) -> Iterator[bytes]:
    """Which articles swap: a byte for each, 1 where it does. All of them, or `draws` at random."""
    generator = random.Random(seed)
    masks = iter(range(2**size)) if exact else (generator.getrandbits(size) for _ in range(draws))
    for mask in masks:
        yield f"{mask:0{size}b}".encode().translate(_SELECTORS) if size else b""


def _pack(tally: _Tally, layout: struct.Struct) -> int:
    return int.from_bytes(layout.pack(*tally.right, *tally.filled), "little")


def _unpack(packed: int, layout: struct.Struct) -> _Tally:
    fields = layout.unpack(packed.to_bytes(layout.size, "little"))
    middle = len(fields) // 2
    return _Tally(fields[:middle], fields[middle:])


def _tally(article: ArticleCounts, groups: Sequence[str]) -> _Tally:
    counts = [article.get(name) or Counts() for name in groups]
    return _Tally(
        tuple(count.cor for count in counts), tuple(count.actual + count.possible for count in counts)
    )


def _sum(tallies: Sequence[_Tally]) -> _Tally:
    rights, filled = zip(*tallies, strict=True) if tallies else ((), ())
    return _Tally(tuple(map(sum, zip(*rights, strict=True))), tuple(map(sum, zip(*filled, strict=True))))


def _mean_f1(tally: _Tally) -> float | None:
    scores = [2 * right / filled for right, filled in zip(*tally, strict=True) if filled]
    return sum(scores) / len(scores) if scores else None


def _difference(before: _Tally, after: _Tally) -> float | None:
    low, high = _mean_f1(before), _mean_f1(after)
    return None if low is None or high is None else high - low


def _logit(tally: _Tally) -> float:
    slots = sum(tally.filled) / 2
    right = (_mean_f1(tally) or 0.0) * slots
    return math.log((right + 0.5) / (slots - right + 0.5))


def _expit(logit: float) -> float:
    return 1 / (1 + math.exp(-logit)) if logit >= 0 else math.exp(logit) / (1 + math.exp(logit))


def _jackknife_error(parts: Sequence[float]) -> float:
    """Standard error from the statistic with each article left out once (Tukey 1958)."""
    mean = math.fsum(parts) / len(parts)
    spread = math.fsum((part - mean) ** 2 for part in parts)
    return math.sqrt((len(parts) - 1) / len(parts) * spread)
