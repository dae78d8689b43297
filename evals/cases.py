"""What a test runner asks of a scored run: is each group of fields of each article as good as it has to be?

Pure values; `pytest` and `deepeval` both judge them, and so cannot come to two verdicts.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from evals.baselines import MARGIN
from evals.gold import GoldItem
from evals.metrics import Counts
from evals.predictions import Prediction
from evals.sides import Report, read_counts


class Case(NamedTuple):
    """One article: gold and prediction as JSON, and what was counted in each group of fields.

    `floors` holds the least strict F1, 0 to 1, of each group that is judged. `counts` lacks the groups of
    an article that was not scored.
    """

    article: str
    expected: str
    actual: str
    status: str
    counts: Mapping[str, Counts]
    floors: Mapping[str, float]


def cases(
    report: Report,
    items: Sequence[GoldItem],
    predictions: Mapping[str, Prediction],
    *,
    baseline: Report | None = None,
    min_f1: float = 0.0,
) -> list[Case]:
    """One case for each item of `items`, in their order.

    Args:
        report: What `scoring.score` made of `items` and `predictions`.
        items: The gold.
        predictions: By article id.
        baseline: A blessed report: a group may fall five points under its F1 in that article.
        min_f1: The floor, 0 to 1, of what the baseline does not know; of all without a baseline.
    """
    now, before = _articles(report), _articles(baseline or {})
    found = []
    for item in items:
        article = now.get(item.id, {})
        counts = {name: count for name, count in read_counts(article).items() if count.f1 is not None}
        past = read_counts(before.get(item.id, {}))
        floors = dict(_floors(counts.keys() | past.keys(), counts, past, min_f1))
        prediction = predictions.get(item.id)
        found.append(
            Case(
                article=item.id,
                expected=_json(item.record),
                actual=_json(prediction.record if prediction else None),
                status=str(article.get("status", "INFRA")),
                counts=counts,
                floors=floors,
            )
        )
    return found


def _floors(
    names: set[str], counts: Mapping[str, Counts], past: Mapping[str, Counts], min_f1: float
) -> Iterator[tuple[str, float]]:
    for name in sorted(names):
        before = past[name].f1 if name in past else None
        if before is not None:
            yield name, max(0.0, before - MARGIN)
        elif name in counts:
            yield name, min_f1


def _articles(report: Report) -> dict[str, Mapping[str, object]]:
    articles = report.get("articles")
    rows = articles.items() if isinstance(articles, Mapping) else ()
    return {str(name): row for name, row in rows if isinstance(row, Mapping)}


def _json(record: Mapping[str, object] | None) -> str:
    """The record without what tells of the run and of evidence: only values are judged."""
    values = {name: value for name, value in (record or {}).items() if name not in {"provenance", "run"}}
    return json.dumps(values, ensure_ascii=False, indent=1)
