"""How likely a value of the rules is right, from a table fitted to articles that no rule was written from.

The rules' own confidence orders the candidates of one rule and drives the policy; it is no probability. The
table `confidence` translates it for whoever reads a record: `evals calibrate` makes it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from extractor.knowledge.tables import rows

TABLE = "confidence"
ANY = "*"
"""Stands in the table for every rule that has no row of its own on a path."""


class _Steps(NamedTuple):
    """Ascending raw confidences and, for each, the probability that holds from there on."""

    raw: list[float]
    probability: list[float]


class Calibration:
    """Steps by path and rule; the rows of one path and rule ascend in `raw`."""

    def __init__(self, table: Iterable[Mapping[str, str]]) -> None:
        self._steps: dict[tuple[str, str], _Steps] = {}
        for row in table:
            steps = self._steps.setdefault((row["path"], row["reason"]), _Steps([], []))
            steps.raw.append(float(row["raw"]))
            steps.probability.append(float(row["confidence"]))

    def __contains__(self, rule: tuple[str, str]) -> bool:
        """Whether this path and rule have rows of their own."""
        return rule in self._steps

    def probability(self, path: str, reason: str, raw: float) -> float:
        """The chance that a value is right, 0 to 1, three decimals; never falls as `raw` rises.

        Args:
            path: The leaf's path in `FIELDS`.
            reason: The rule that found the value.
            raw: The rule's own confidence, 0 to 1. Below the lowest step the chance shrinks in proportion.

        Returns:
            `raw` itself for a path that the table does not know.
        """
        steps = self._steps.get((path, reason)) or self._steps.get((path, ANY))
        raw = round(raw, 3)
        if steps is None:
            return raw
        index = bisect_right(steps.raw, raw)
        if index:
            return steps.probability[index - 1]
        return round(steps.probability[0] * raw / steps.raw[0], 3)


@lru_cache(maxsize=4096)
def probability(path: str, reason: str, raw: float) -> float:
    """`Calibration.probability` by the table that records are made with; an article asks the same often."""
    return calibration().probability(path, reason, raw)


@cache
def calibration() -> Calibration:
    """The one that records are made with."""
    return Calibration(rows(TABLE))
