"""Evaluations of made-up articles whose true score is known: they measure what intervals and gate promise.

Slots of one article share its difficulty, so they are over-dispersed as in real runs: an article's share of
right slots follows a beta law, the number of its slots a gamma-Poisson law with the means of gold/corpus.
"""

from __future__ import annotations

import math
from random import Random
from typing import NamedTuple

from evals.metrics import Counts
from evals.stats import ArticleCounts

SLOTS = {
    "article": 2.8,
    "event": 5.2,
    "regions": 2.5,
    "organizations": 11.2,
    "people": 6.8,
    "programs": 1.5,
    "indicators": 15.8,
    "statements": 4.4,
}
"""Mean gold slots per article and group in gold/corpus."""

GROUPS = tuple(SLOTS)
_ERRORS = ("inc", "inc", "inc", "mis", "mis", "mis", "mis", "spu", "spu", "spu")


class World(NamedTuple):
    """How hard articles are: mean share of right slots, and how alike articles are (beta's a + b)."""

    right: float = 0.85
    alikeness: float = 8.0


def true_score(world: World) -> float:
    """The headline over endlessly many articles; all groups are equally hard."""
    wrong = 1 - world.right
    per_error = sum(2 if error == "inc" else 1 for error in _ERRORS) / len(_ERRORS)
    return 2 * world.right / (2 * world.right + wrong * per_error)


def run(world: World, articles: int, random: Random) -> list[ArticleCounts]:
    """One evaluation of `articles` articles."""
    return [_counts(slots) for slots in _slots(world, articles, random)]


def paired_runs(
    world: World, articles: int, random: Random, *, changed: float, harm: float = 0.0
) -> tuple[list[ArticleCounts], list[ArticleCounts]]:
    """A baseline and a candidate on the same articles.

    In both, slots are decided anew, independently, at a rate that differs between articles with mean
    `changed`; so neither is better. In the candidate, right slots are then lost at the rate `harm`.
    """
    baseline, candidate = [], []
    for article in _slots(world, articles, random):
        rate = random.betavariate(changed * 4, (1 - changed) * 4) if changed else 0.0
        right = _share(world, random)
        baseline.append(_counts(_redecide(article, rate, right, random)))
        candidate.append(_counts(_lose(_redecide(article, rate, right, random), harm, random)))
    return baseline, candidate


_Article = dict[str, list[str]]


def _slots(world: World, articles: int, random: Random) -> list[_Article]:
    return [
        {
            name: [_outcome(right, random) for _ in range(_poisson(mean, random))]
            for name, mean in SLOTS.items()
        }
        for right in (_share(world, random) for _ in range(articles))
    ]


def _share(world: World, random: Random) -> float:
    return random.betavariate(world.right * world.alikeness, (1 - world.right) * world.alikeness)


def _outcome(right: float, random: Random) -> str:
    return "cor" if random.random() < right else random.choice(_ERRORS)


def _redecide(article: _Article, rate: float, right: float, random: Random) -> _Article:
    return {
        name: [_outcome(right, random) if random.random() < rate else slot for slot in slots]
        for name, slots in article.items()
    }


def _lose(article: _Article, harm: float, random: Random) -> _Article:
    return {
        name: ["mis" if slot == "cor" and random.random() < harm else slot for slot in slots]
        for name, slots in article.items()
    }


def _poisson(mean: float, random: Random) -> int:
    """A gamma-Poisson draw: variance mean + mean²/2, as long and short articles give (Knuth's product)."""
    limit, product, count = math.exp(-random.gammavariate(2, mean / 2)), random.random(), 0
    while product > limit:
        product *= random.random()
        count += 1
    return count


def _counts(article: _Article) -> dict[str, Counts]:
    return {
        name: Counts(**{verdict: slots.count(verdict) for verdict in ("cor", "inc", "mis", "spu")})
        for name, slots in article.items()
    }


def as_report(articles: list[ArticleCounts]) -> dict[str, object]:
    """A `report.json` of a model's run, as far as the gate reads it."""
    return {
        "run": {"engine": "llm", "hashes": {"gold": "g", "scorer": "s", "schema": "c"}},
        "n_articles": len(articles),
        "headline": {"groups": list(GROUPS)},
        "articles": {
            f"{number:03}": {
                "status": "ok",
                "groups": {name: counts.to_json() for name, counts in article.items()},
                "critical": {},
            }
            for number, article in enumerate(articles)
        },
    }
