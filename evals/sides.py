"""Two reports read for a comparison: are they comparable, and which critical slots changed?"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias, cast

from evals import stats
from evals.metrics import Counts
from evals.stats import ArticleCounts

Report: TypeAlias = Mapping[str, object]
"""A `report.json`, read back."""

COMPARED_HASHES = ("gold", "scorer", "schema")
DETERMINISTIC_ENGINES = frozenset({"rules"})


class Side(NamedTuple):
    """One report: what it was made with, counts by article, and critical slots (one truth per repeat)."""

    hashes: Mapping[str, object]
    engine: str
    repeats: int
    groups: tuple[str, ...]
    counts: dict[str, ArticleCounts]
    critical: dict[str, list[bool]]
    floor: float | None


class PairedCounts(NamedTuple):
    """The counts of the same articles in the same order, as if both sides had as many repeats."""

    before: list[ArticleCounts]
    after: list[ArticleCounts]


def problems_of(report: Report, side: str) -> Iterator[str]:
    """Why `report` is no basis of a decision, each reason beginning with `side`."""
    missing = [name for name in ("run", "headline", "articles") if not isinstance(report.get(name), Mapping)]
    if missing:
        yield f"{side}: not a report: no {', '.join(missing)}"
        return
    articles = _mapping(report, "articles")
    if not articles:
        yield f"{side}: no article was scored"
    failed = [name for name in sorted(articles) if _mapping(articles, name).get("status") == "INFRA"]
    if failed:
        yield f"{side}: not scored, the provider failed: {', '.join(failed)}"
    if report.get("n_articles", len(articles)) != len(articles):
        yield f"{side}: {report.get('n_articles')} articles, but {len(articles)} scored"
    yield from (f"{side}: {reason}" for reason in _sequence(report, "invalid"))
    hashes = _mapping(_mapping(report, "run"), "hashes")
    yield from (f"{side}: no hash of {name}" for name in COMPARED_HASHES if not hashes.get(name))


def read(report: Report) -> Side:
    """The parts of a report without `problems_of` it that a comparison needs."""
    run, articles = _mapping(report, "run"), _mapping(report, "articles")
    counts: dict[str, ArticleCounts] = {}
    critical: dict[str, list[bool]] = {}
    for name in articles:
        article = _mapping(articles, name)
        counts[name] = read_counts(article)
        for slot, truth in _mapping(article, "critical").items():
            truths = truth if isinstance(truth, list) else [truth]
            critical[f"{name}: {slot}"] = [one is True for one in truths]
    floor = _mapping(report, "blessed").get("floor")
    return Side(
        hashes=_mapping(run, "hashes"),
        engine=str(run.get("engine")),
        repeats=max(1, _whole(run.get("repeats"), 1)),
        groups=tuple(str(name) for name in _sequence(_mapping(report, "headline"), "groups")),
        counts=counts,
        critical=critical,
        floor=floor if isinstance(floor, float) else None,
    )


def mismatches(baseline: Side, candidate: Side) -> Iterator[str]:
    """Why the two may not be compared: they were not asked the same, or not measured alike."""
    for name in COMPARED_HASHES:
        old, new = baseline.hashes[name], candidate.hashes[name]
        if old != new:
            yield f"{name} is not the baseline's: {old} there, {new} here"
    if baseline.groups != candidate.groups:
        yield "the headline's groups differ"
    for side, others, names in (
        ("candidate", "baseline", baseline.counts.keys() - candidate.counts.keys()),
        ("baseline", "candidate", candidate.counts.keys() - baseline.counts.keys()),
    ):
        if names:
            yield f"{side}: not scored, but in the {others}: {', '.join(sorted(names))}"


def paired_counts(baseline: Side, candidate: Side) -> PairedCounts:
    """Both sides' counts by article; the side with fewer repeats weighs no less when articles swap."""
    shared = math.gcd(baseline.repeats, candidate.repeats)
    order = sorted(baseline.counts)
    return PairedCounts(
        [_times(baseline.counts[name], candidate.repeats // shared) for name in order],
        [_times(candidate.counts[name], baseline.repeats // shared) for name in order],
    )


def critical_changes(baseline: Side, candidate: Side) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Critical slots lost and won: right in every repeat of one side, wrong in most repeats of the other."""
    names = sorted(baseline.critical.keys() | candidate.critical.keys())
    before = {name: baseline.critical.get(name, [False]) for name in names}
    after = {name: candidate.critical.get(name, [False]) for name in names}
    lost = tuple(name for name in names if all(before[name]) and _mostly_wrong(after[name]))
    won = tuple(name for name in names if all(after[name]) and _mostly_wrong(before[name]))
    return lost, won


def single_slots_count(side: Side, min_repeats: int) -> bool:
    """Whether one slot says something: the engine repeats itself exactly, or was asked often enough."""
    return side.engine in DETERMINISTIC_ENGINES or side.repeats >= min_repeats


def pooled(reports: Sequence[Report]) -> dict[str, object]:
    """One report of K repeats of the same run: counts summed, a list of K truths per critical slot.

    Raises:
        ValueError: There is no report, or the repeats differ in gold, scorer, schema, engine or articles.
    """
    if not reports:
        raise ValueError("no repeat to pool")
    first = reports[0]
    names = _mapping(first, "articles").keys()
    for report in reports[1:]:
        if _identity(report) != _identity(first) or _mapping(report, "articles").keys() != names:
            raise ValueError("repeats of one run differ in their gold, scorer, schema, engine or articles")
    per_report = [_mapping(report, "articles") for report in reports]
    articles = {name: _pooled_article([_mapping(one, name) for one in per_report]) for name in names}
    groups = tuple(str(name) for name in _sequence(_mapping(first, "headline"), "groups"))
    whole = stats.interval([read_counts(article) for article in articles.values()], groups)
    return {
        **first,
        "run": {**_mapping(first, "run"), "repeats": len(reports)},
        "headline": {"h": whole.value, "low": whole.low, "high": whole.high, "groups": list(groups)},
        "articles": articles,
        "invalid": [reason for report in reports for reason in _sequence(report, "invalid")],
    }


def read_counts(article: Mapping[str, object]) -> dict[str, Counts]:
    """The counts per group of one article of a report."""
    groups = _mapping(article, "groups")
    return {name: _counts(_mapping(groups, name)) for name in groups}


def _pooled_article(repeats: Sequence[Mapping[str, object]]) -> dict[str, object]:
    statuses = [str(one.get("status")) for one in repeats]
    sums: dict[str, Counts] = {}
    critical: dict[str, list[bool]] = {}
    for number, repeat in enumerate(repeats):
        for name, counts in read_counts(repeat).items():
            sums[name] = sums.get(name, Counts()) + counts
        for slot, truth in _mapping(repeat, "critical").items():
            critical.setdefault(slot, [False] * len(repeats))[number] = bool(truth)
    return {
        "status": next((status for status in statuses if status == "INFRA"), statuses[0]),
        "groups": {name: counts.to_json() for name, counts in sums.items()},
        "critical": critical,
    }


def _identity(report: Report) -> tuple[object, ...]:
    run = _mapping(report, "run")
    return (run.get("engine"), *(_mapping(run, "hashes").get(name) for name in COMPARED_HASHES))


def _times(article: ArticleCounts, factor: int) -> ArticleCounts:
    return {name: sum([counts] * factor, Counts()) for name, counts in article.items()}


def _mostly_wrong(truths: Sequence[bool]) -> bool:
    return 2 * truths.count(False) > len(truths)


def _counts(numbers: Mapping[str, object]) -> Counts:
    return Counts(**{name: _whole(numbers.get(name), 0) for name in ("cor", "par", "inc", "mis", "spu")})


def _mapping(parent: Mapping[str, object], name: str) -> Mapping[str, object]:
    found = parent.get(name)
    return cast("Mapping[str, object]", found) if isinstance(found, Mapping) else {}


def _sequence(parent: Mapping[str, object], name: str) -> Sequence[object]:
    found = parent.get(name)
    return found if isinstance(found, list | tuple) else ()


def _whole(value: object, otherwise: int) -> int:
    return value if isinstance(value, int) else otherwise
