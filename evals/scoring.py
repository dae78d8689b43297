"""From predictions and gold to one report: counts, scores, labels and every error, in a fixed order.

A report holds no time and no path, so the same predictions and gold give the same bytes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from evals import gold as gold_files
from evals import hashes, stats
from evals.gold import GoldItem
from evals.metrics import Counts
from evals.predictions import Prediction
from evals.slots import Comparison, Slot, by_group, compare, compare_all, count
from evals.words import Words
from extractor.schema.fields import BY_PATH

FORMAT = 1
HEADLINE = ("article", "event", "regions", "organizations", "people", "programs", "indicators", "statements")
MIN_GOLD_SLOTS = 20
"""A group with fewer of them is shown, but is no part of the headline."""

CRITICAL = frozenset(
    "indicators[].value indicators[].unit people[].name regulations[].number "
    "article.published_on event.date event.end_date".split()
)
_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class RunInfo:
    """What made the predictions; None for what does not apply."""

    engine: str
    model: str | None = None
    prompt: str | None = None
    prompt_sha256: str | None = None
    code: str | None = None


class ArticleScore(NamedTuple):
    """One article: `status` is ok, PARSE_FAIL or INFRA; an INFRA article has no slots."""

    id: str
    status: str
    slots: tuple[Slot, ...]
    objects: tuple[Slot, ...]
    errors: tuple[dict[str, object], ...]

    @property
    def groups(self) -> dict[str, Counts]:
        """Counts by group; empty where nothing was scored."""
        return {} if self.status == "INFRA" else by_group(count(self.slots))


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that was counted; `to_json` gives what is stored."""

    run: RunInfo
    gold_sha256: str
    headline_groups: tuple[str, ...]
    articles: tuple[ArticleScore, ...]
    run_labels: Mapping[str, int] = field(default_factory=dict)
    usage: Mapping[str, object] = field(default_factory=dict)
    invalid: tuple[str, ...] = ()

    def to_json(self) -> dict[str, object]:
        """The report as plain values, in a fixed order, scores rounded to six decimals."""
        scored = [article for article in self.articles if article.status != "INFRA"]
        per_article = [article.groups for article in scored]
        slots = [slot for article in scored for slot in article.slots]
        paths = count(slots)
        groups = by_group(paths)
        headline = stats.interval(per_article, self.headline_groups)
        return {
            "format": FORMAT,
            "run": self._run(),
            "n_articles": len(scored),
            "headline": {
                "h": _round(headline.value),
                "low": _round(headline.low),
                "high": _round(headline.high),
                "groups": list(self.headline_groups),
            },
            "overall": _row(sum(paths.values(), Counts()), stats.Interval(None, None, None, 0)),
            "groups": {
                name: {
                    **_row(counts, stats.interval(per_article, (name,))),
                    "in_headline": name in self.headline_groups,
                }
                for name, counts in groups.items()
            },
            "paths": _path_rows(paths, scored),
            "articles": {article.id: _article_json(article) for article in self.articles},
            "labels": self._labels(slots),
            "errors": [error for article in scored for error in article.errors],
            "confusion": _confusion(slots),
            "usage": dict(self.usage),
            "invalid": list(self.invalid),
        }

    def _run(self) -> dict[str, object]:
        return {
            "engine": self.run.engine,
            "model": self.run.model,
            "prompt": self.run.prompt,
            "hashes": {
                "gold": self.gold_sha256,
                "schema": hashes.schema(),
                "scorer": hashes.scorer(),
                "prompt": self.run.prompt_sha256,
                "code": self.run.code,
            },
        }

    def _labels(self, slots: Sequence[Slot]) -> dict[str, int]:
        counted = Counter(slot.label for slot in slots if slot.label)
        return {**dict(sorted(counted.items())), **dict(sorted(self.run_labels.items()))}


def score(
    items: Sequence[GoldItem],
    predictions: Mapping[str, Prediction],
    *,
    run: RunInfo | None = None,
    groups: Sequence[str] | None = None,
    usage: Mapping[str, object] | None = None,
    faults: Sequence[str] = (),
) -> Report:
    """Score `predictions` against `items`.

    Args:
        items: The gold, one item an article.
        predictions: By article id; an item without one makes the report invalid.
        run: What made the predictions.
        groups: The headline's groups; by default those that `items` have enough slots of.
        usage: Calls, tokens and cost.
        faults: What else makes the report invalid.
    """
    articles = tuple(_score_article(item, predictions.get(item.id)) for item in items)
    failures = Counter(
        found.failure for item in items if (found := predictions.get(item.id)) and found.failure
    )
    return Report(
        run=run or RunInfo("unknown"),
        gold_sha256=gold_files.digest(items),
        headline_groups=tuple(headline_groups(items) if groups is None else groups),
        articles=articles,
        run_labels={str(label): times for label, times in failures.items()},
        usage=usage or {},
        invalid=(*faults, *_invalid(items, predictions)),
    )


def headline_groups(items: Sequence[GoldItem]) -> tuple[str, ...]:
    """The groups that the headline is the mean of: those with at least 20 slots in the gold."""
    slots = [slot for item in items for slot in compare(item.record, {}, item.text)]
    found = by_group(count(slots))
    return tuple(name for name in HEADLINE if found[name].possible >= MIN_GOLD_SLOTS)


def _invalid(items: Sequence[GoldItem], predictions: Mapping[str, Prediction]) -> list[str]:
    found = []
    for item in items:
        prediction = predictions.get(item.id)
        if prediction is None:
            found.append(f"{item.id}: no prediction")
        elif prediction.failure == "INFRA":
            found.append(f"{item.id}: INFRA: {prediction.reason}")
    return found


def _score_article(item: GoldItem, prediction: Prediction | None) -> ArticleScore:
    if prediction is None or prediction.failure == "INFRA":
        return ArticleScore(item.id, "INFRA", (), (), ())
    record = prediction.record or {}
    found = compare_all(item.record, record, item.text)
    status = "PARSE_FAIL" if prediction.failure else "ok"
    return ArticleScore(
        item.id, status, tuple(found.leaves), tuple(found.objects), tuple(_errors(item, record, found))
    )


def _errors(item: GoldItem, record: Mapping[str, object], found: Comparison) -> list[dict[str, object]]:
    words = Words(item.text)
    return [
        {
            "article": item.id,
            "path": slot.path,
            "label": slot.label,
            "gold": slot.gold,
            "predicted": slot.predicted,
            "spans": _spans(slot, record, words),
        }
        for slot in found.leaves
        if slot.verdict != "COR"
    ]


def _spans(slot: Slot, record: Mapping[str, object], words: Words) -> list[list[int]]:
    """Where the article shows what went wrong: the prediction's evidence, else where a value stands."""
    entries = record.get("provenance")
    entry = entries.get(slot.pointer) if isinstance(entries, Mapping) else None
    evidence = entry.get("evidence") if isinstance(entry, Mapping) else None
    spans = [_span(one, len(words.text)) for one in evidence] if isinstance(evidence, list) else []
    known = [span for span in spans if span]
    if known:
        return known
    place = words.find(slot.predicted) or words.find(slot.gold)
    return [list(place)] if place else []


def _span(evidence: object, length: int) -> list[int]:
    """`[start, end]`, empty for what is no place in a text of that length."""
    if not isinstance(evidence, Mapping):
        return []
    start, end = evidence.get("start"), evidence.get("end")
    if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start < end <= length:
        return []
    return [start, end]


def _article_json(article: ArticleScore) -> dict[str, object]:
    critical = {
        str(slot.gold_pointer): slot.verdict == "COR"
        for slot in article.slots
        if slot.path in CRITICAL and slot.gold_pointer is not None
    }
    return {
        "status": article.status,
        "groups": {name: counts.to_json() for name, counts in article.groups.items()},
        "critical": dict(sorted(critical.items())),
    }


def _path_rows(paths: Mapping[str, Counts], scored: Sequence[ArticleScore]) -> dict[str, object]:
    """A row for each field, and before the fields of a list of objects one for the objects."""
    objects: dict[str, Counts] = {}
    for article in scored:
        for slot in article.objects:
            objects.setdefault(slot.path, Counts()).add(slot.verdict)
    rows: dict[str, object] = {}
    nowhere = stats.Interval(None, None, None, 0)
    for path, counts in paths.items():
        listed = path.partition("[].")[0] + "[]"
        if listed in objects and listed not in rows:
            rows[listed] = _row(objects[listed], nowhere)
        rows[path] = _row(counts, nowhere)
    return rows


def _row(counts: Counts, interval: stats.Interval) -> dict[str, object]:
    return {
        "counts": counts.to_json(),
        "precision": _round(counts.precision),
        "recall": _round(counts.recall),
        "f1": _round(counts.f1),
        "lenient_f1": _round(counts.lenient_f1),
        "low": _round(interval.low),
        "high": _round(interval.high),
    }


def _confusion(slots: Sequence[Slot]) -> dict[str, dict[str, dict[str, int]]]:
    """Of closed sets: how often gold's value was read as another one."""
    found: dict[str, dict[str, dict[str, int]]] = {}
    for slot in slots:
        if slot.verdict == "INC" and BY_PATH[slot.path].comparator in {"equal", "unit"}:
            row = found.setdefault(slot.path, {}).setdefault(str(slot.gold), {})
            row[str(slot.predicted)] = row.get(str(slot.predicted), 0) + 1
    return {
        path: {value: dict(sorted(row.items())) for value, row in sorted(rows.items())}
        for path, rows in sorted(found.items())
    }


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, _DECIMALS)
