"""How often a value of each rule is right on articles that nobody wrote a rule from, as a table of steps.

On the articles that the rules were written from nearly every value is right, so a table fitted there would
lie about all others. How likely values are right is counted on the articles named as unseen alone. Seen ones
tell where errors are likelier than elsewhere, and which rules there are.

Unseen values are few, so each estimate is drawn towards a more general one (beta-binomial shrinkage): a raw
confidence of a rule towards the rule's other ones, a rule towards the path's other rules, a path towards all
values. What a part is drawn towards is counted on the rest of its whole, so that no value counts twice, and
moved on the logit scale by a share of how part and whole differ in the seen articles. Within a rule isotonic
regression then makes the steps ascend.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple, TypeAlias

from evals import scoring
from evals.gold import GoldItem
from evals.predictions import Prediction
from extractor.knowledge.tables import Row
from extractor.reconcile import assemble
from extractor.reconcile.calibration import ANY, Calibration
from extractor.schema.fields import FIELDS
from extractor.schema.types import Article, Candidate, Draft, Node

STRENGTH = 20.0
"""How many values of a part the estimate that it is drawn towards is worth."""

SEEN_SHARE = 0.5
"""How much of a difference between seen articles is believed to hold for unseen ones.

Of strengths from 5 to 40 and shares from 0 to 1 (25 pairs) these two have the least cross-validated log loss
(0.2386); the others come to 0.239 to 0.249, so nothing hangs on them.
"""

FOLLOWS = {"regions[].name": "regions[].code", "regions[].level": "regions[].code"}
"""Paths that no score counts, and the one that they are computed from."""

_GRID = 20

_Key: TypeAlias = tuple[str | float, ...]
"""A part of the values: (), (path,), (path, reason) or (path, reason, raw)."""


class Leaf(NamedTuple):
    """One value of the rules; `right` is None where the gold does not count it."""

    article: str
    path: str
    reason: str
    raw: float
    right: bool | None

    @property
    def cell(self) -> tuple[str, str, float]:
        """Where it is counted: raw confidences are taken together in steps of 0.05."""
        return (self.path, self.reason, int(round(self.raw, 3) * _GRID + 1e-6) / _GRID)


class Tally:
    """How many values each part of some leaves holds, and how many of them are right.

    Attributes:
        cells: Every path, rule and raw confidence that the leaves have, counted by the gold or not.
    """

    def __init__(self, leaves: Iterable[Leaf]) -> None:
        self.values: Counter[_Key] = Counter()
        self.right: Counter[_Key] = Counter()
        self.cells: set[tuple[str, str, float]] = set()
        for leaf in leaves:
            cell = leaf.cell
            self.cells.add(cell)
            if leaf.right is None:
                continue
            for length in range(4):
                self.values[cell[:length]] += 1
                self.right[cell[:length]] += leaf.right

    @property
    def share(self) -> float:
        """The share of right ones in all values; never 0 or 1."""
        return (self.right[()] + 0.5) / (self.values[()] + 1)


def gather(items: Sequence[GoldItem]) -> list[Leaf]:
    """Every value that the rules find in the gold's articles, and whether it is right."""
    drafts = {item.id: _draft(item) for item in items}
    predictions = {name: Prediction(assemble(draft).values) for name, draft in drafts.items()}
    found = []
    for article in scoring.score(items, predictions).articles:
        verdicts = {slot.pointer: slot.verdict for slot in article.slots if slot.pointer is not None}
        for pointer, path, candidate in _leaves(drafts[article.id], "", ""):
            verdict = verdicts.get(pointer, "NON")
            right = None if verdict == "NON" else verdict == "COR"
            found.append(Leaf(article.id, path, candidate.reason, candidate.confidence, right))
    return found


def ascending(points: Sequence[tuple[float, float]]) -> list[float]:
    """Isotonic regression of `(value, weight)` by pooling adjacent violators (Ayer et al. 1955).

    Args:
        points: In the order in which the values shall not fall; weights are above 0.

    Returns:
        As many values, never falling, with the same weighted mean.
    """
    pools: list[tuple[float, float, int]] = []
    for value, weight in points:
        pool = (value, weight, 1)
        while pools and pools[-1][0] >= pool[0]:
            pool = _pooled(pools.pop(), pool)
        pools.append(pool)
    return [value for value, _, times in pools for _ in range(times)]


def fit(unseen: Tally, seen: Tally) -> list[Row]:
    """The table's rows: one or more for each path and rule that either tally knows, one for the rest."""
    estimates = _Estimates(unseen, seen)
    table = [
        row
        for rule, parts in groupby(sorted(unseen.cells | seen.cells), key=lambda cell: cell[:2])
        for row in _steps(estimates, (rule[0], rule[1]), [cell[2] for cell in parts])
    ]
    table += [
        _row(unseen, (field.path, ANY, 0.0), [(field.path,)], estimates.of((field.path,))) for field in FIELDS
    ]
    followed = [
        {**row, "path": path, "values": "0", "right": "0"}
        for path, leader in FOLLOWS.items()
        for row in table
        if row["path"] == leader
    ]
    order = {field.path: index for index, field in enumerate(FIELDS)}
    kept = [row for row in table if row["path"] not in FOLLOWS]
    return sorted(kept + followed, key=lambda row: (order[row["path"]], row["reason"], float(row["raw"])))


def cross_validated(leaves: Sequence[Leaf], seen: Tally) -> list[float]:
    """For each of the unseen `leaves` the probability by a table fitted without its article."""
    tables = {
        article: Calibration(fit(Tally(leaf for leaf in leaves if leaf.article != article), seen))
        for article in dict.fromkeys(leaf.article for leaf in leaves)
    }
    return [tables[leaf.article].probability(leaf.path, leaf.reason, leaf.raw) for leaf in leaves]


class _Estimates:
    """The probability of each part of the unseen values."""

    def __init__(self, unseen: Tally, seen: Tally) -> None:
        self.unseen = unseen
        self._seen = seen

    def of(self, key: _Key) -> float:
        """The share of right values in a part, drawn towards what is expected of it."""
        return _drawn(self.unseen.right[key], self.unseen.values[key], self._expected(key))

    def _expected(self, key: _Key) -> float:
        if not key:
            return self.unseen.share
        rest = self._rest(self.unseen, key, self._expected(key[:-1]))
        moved = SEEN_SHARE * (_logit(self._in_seen(key)) - _logit(self._in_seen(key[:-1])))
        return 1 / (1 + math.exp(-_logit(rest) - moved))

    def _in_seen(self, key: _Key) -> float:
        return _drawn(self._seen.right[key], self._seen.values[key], self._expected_in_seen(key))

    def _expected_in_seen(self, key: _Key) -> float:
        return self._rest(self._seen, key, self._expected_in_seen(key[:-1])) if key else self._seen.share

    @staticmethod
    def _rest(tally: Tally, key: _Key, expected: float) -> float:
        """The share of right values in the whole without `key`, drawn to what is `expected` of the whole."""
        whole = key[:-1]
        return _drawn(
            tally.right[whole] - tally.right[key], tally.values[whole] - tally.values[key], expected
        )


def _drawn(right: int, values: int, expected: float) -> float:
    return (right + STRENGTH * expected) / (values + STRENGTH)


def _logit(share: float) -> float:
    return math.log(share / (1 - share))


def _steps(estimates: _Estimates, rule: tuple[str, str], levels: Sequence[float]) -> Iterator[Row]:
    """The rows of one rule on one path: levels with the same probability are one step."""
    unseen = estimates.unseen
    keys: list[_Key] = [(*rule, level) for level in levels]
    heights = ascending([(estimates.of(key), unseen.values[key] + STRENGTH) for key in keys])
    for height, step in groupby(zip(heights, keys, strict=True), key=lambda pair: round(pair[0], 3)):
        parts = [key for _, key in step]
        yield _row(unseen, (*rule, float(parts[0][-1])), parts, height)


def _row(unseen: Tally, step: tuple[str, str, float], parts: Sequence[_Key], probability: float) -> Row:
    return {
        "path": step[0],
        "reason": step[1],
        "raw": f"{step[2]:.2f}",
        "confidence": f"{probability:.3f}",
        "values": str(sum(unseen.values[part] for part in parts)),
        "right": str(sum(unseen.right[part] for part in parts)),
    }


def _pooled(first: tuple[float, float, int], second: tuple[float, float, int]) -> tuple[float, float, int]:
    weight = first[1] + second[1]
    return ((first[0] * first[1] + second[0] * second[1]) / weight, weight, first[2] + second[2])


def _draft(item: GoldItem) -> Draft:
    from extractor import grounding, rules

    return grounding.check(rules.extract(Article(id=item.id, text=item.text)), item.text).draft


def _leaves(node: Node, pointer: str, path: str) -> Iterator[tuple[str, str, Candidate]]:
    """Pointer, path and candidate of each leaf that has a value."""
    if isinstance(node, Candidate):
        if node.value is not None:
            yield pointer, path, node
    elif isinstance(node, list):
        for index, item in enumerate(node):
            yield from _leaves(item, f"{pointer}/{index}", f"{path}[]")
    elif node is not None:
        for name, part in node.items():
            yield from _leaves(part, f"{pointer}/{name}", f"{path}.{name}" if path else name)
