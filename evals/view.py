"""What the reports show of a run, read once from `report.json`, for table, page, JUnit and leaderboard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from evals.metrics import Counts
from extractor.errors import SettingsError

_HASH_LENGTH = 12


class Row(NamedTuple):
    """One group, one path, or all of them together.

    Scores run from 0 to 1, None where nothing was there to score. `low` and `high` are the 95 % interval
    of `f1`, None where the report gives none.
    """

    name: str
    counts: Counts
    precision: float | None
    recall: float | None
    f1: float | None
    lenient_f1: float | None
    low: float | None
    high: float | None
    in_headline: bool


class ArticleRow(NamedTuple):
    """One article: `status` is ok, PARSE_FAIL or INFRA; the counts are those of all its groups."""

    id: str
    status: str
    counts: Counts


class ErrorRow(NamedTuple):
    """One slot that is not right; `spans` point into the article, half open."""

    article: str
    path: str
    label: str
    gold: object
    predicted: object
    spans: tuple[tuple[int, int], ...]


class Cost(NamedTuple):
    """Seconds an article takes (median, 95th percentile), tokens and dollars of the run; None unknown."""

    p50_s: float | None
    p95_s: float | None
    input_tokens: float | None
    output_tokens: float | None
    usd: float | None


class Confusion(NamedTuple):
    """How often the value `gold` of a closed set was read as `predicted`."""

    path: str
    gold: str
    predicted: str
    times: int


@dataclass(frozen=True, slots=True)
class View:
    """A report in the order in which people read it.

    A baseline is one, too, though without paths, labels and errors. `flip_rate` is the share of gold slots,
    0 to 1, that were right in some repeats and wrong in others; None without repeats.
    """

    name: str
    facts: tuple[tuple[str, str], ...]
    articles: tuple[ArticleRow, ...]
    h: float | None
    low: float | None
    high: float | None
    groups: tuple[Row, ...]
    overall: Row
    paths: tuple[Row, ...]
    labels: tuple[tuple[str, int], ...]
    errors: tuple[ErrorRow, ...]
    confusion: tuple[Confusion, ...]
    cost: Cost
    usage: tuple[tuple[str, float], ...]
    flip_rate: float | None
    invalid: tuple[str, ...]


def read(report: Mapping[str, object]) -> View:
    """Read the dict of a `report.json`.

    Raises:
        SettingsError: It is no report.
    """
    headline = report.get("headline")
    if not isinstance(headline, Mapping):
        raise SettingsError("this is no report of `evals score` or `evals run`: the headline is missing")
    run, repeats = _mapping(report.get("run")), _mapping(report.get("repeats"))
    groups = tuple(_row(*item) for item in _mapping(report.get("groups")).items())
    labels = {str(label): _integer(times) for label, times in _mapping(report.get("labels")).items()}
    return View(
        name=" · ".join(str(run[key]) for key in ("engine", "model", "prompt") if run.get(key)) or "run",
        facts=tuple(_facts(run)),
        articles=tuple(_article(*item) for item in sorted(_mapping(report.get("articles")).items())),
        h=_number(headline.get("h")),
        low=_number(headline.get("low")),
        high=_number(headline.get("high")),
        groups=groups,
        overall=_overall(report.get("overall"), groups),
        paths=tuple(_row(*item) for item in _mapping(report.get("paths")).items()),
        labels=tuple(sorted(labels.items(), key=lambda item: (-item[1], item[0]))),
        errors=tuple(_error(_mapping(error)) for error in _sequence(report.get("errors"))),
        confusion=tuple(_confusion(report.get("confusion"))),
        cost=_cost(_mapping(report.get("usage"))),
        usage=tuple(_usage(report.get("usage"))),
        flip_rate=_number(repeats.get("flip_rate")),
        invalid=tuple(str(reason) for reason in _sequence(report.get("invalid"))),
    )


def percent(score: float | None) -> str:
    """A score from 0 to 1 in points, one decimal; `n/a` for None."""
    return "n/a" if score is None else f"{100 * score:.1f}"


def interval(low: float | None, high: float | None) -> str:
    """Two bounds in points as `[low, high]`; empty where one is missing."""
    return "" if low is None or high is None else f"[{100 * low:.1f}, {100 * high:.1f}]"


def _facts(run: Mapping[str, object]) -> list[tuple[str, str]]:
    """The run's own words, hashes cut short; what is empty is left out."""
    hashes = [
        (f"{name} hash", str(text)[:_HASH_LENGTH])
        for name, text in _mapping(run.get("hashes")).items()
        if text is not None
    ]
    own = [(str(name), str(value)) for name, value in run.items() if value is not None and name != "hashes"]
    return own + hashes


def _row(name: str, row: object) -> Row:
    fields = _mapping(row)
    counts = _counts(fields.get("counts"))
    return Row(
        name=name,
        counts=counts,
        precision=counts.precision,
        recall=counts.recall,
        f1=counts.f1,
        lenient_f1=counts.lenient_f1,
        low=_number(fields.get("low")),
        high=_number(fields.get("high")),
        in_headline=fields.get("in_headline") is True,
    )


def _overall(overall: object, groups: Sequence[Row]) -> Row:
    """The row of all fields; a baseline keeps only those of the groups, which add up to it."""
    counts = sum((row.counts for row in groups), Counts()).to_json()
    return _row("all fields", overall if isinstance(overall, Mapping) else {"counts": counts})


def _article(name: str, article: object) -> ArticleRow:
    fields = _mapping(article)
    groups = [_counts(counts) for counts in _mapping(fields.get("groups")).values()]
    return ArticleRow(name, str(fields.get("status", "")), sum(groups, Counts()))


def _error(error: Mapping[str, object]) -> ErrorRow:
    pairs = [_sequence(span) for span in _sequence(error.get("spans"))]
    return ErrorRow(
        article=str(error.get("article", "")),
        path=str(error.get("path", "")),
        label=str(error.get("label", "")),
        gold=error.get("gold"),
        predicted=error.get("predicted"),
        spans=tuple((_integer(pair[0]), _integer(pair[1])) for pair in pairs if len(pair) == 2),
    )


def _confusion(confusion: object) -> list[Confusion]:
    """Cells, the most frequent first; the report nests path, gold value, predicted value."""
    cells = [
        Confusion(str(path), str(gold), str(predicted), _integer(times))
        for path, rows in _mapping(confusion).items()
        for gold, row in _mapping(rows).items()
        for predicted, times in _mapping(row).items()
    ]
    return sorted(cells, key=lambda cell: (-cell.times, cell))


def _cost(usage: Mapping[str, object]) -> Cost:
    names = ("latency_p50_s", "latency_p95_s", "input_tokens", "output_tokens", "cost_usd")
    return Cost(*(_number(usage.get(name)) for name in names))


def _usage(usage: object, prefix: str = "") -> list[tuple[str, float]]:
    """Figures with their names, nested ones with the outer name before theirs."""
    found: list[tuple[str, float]] = []
    for name, value in _mapping(usage).items():
        full = f"{prefix}{name}"
        number = _number(value)
        if number is not None:
            found.append((full, number))
        found += _usage(value, f"{full}.")
    return found


def _counts(counts: object) -> Counts:
    fields = _mapping(counts)
    return Counts(*(_integer(fields.get(name, 0)) for name in ("cor", "par", "inc", "mis", "spu")))


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _sequence(value: object) -> Sequence[object]:
    return value if isinstance(value, list | tuple) else ()


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _integer(value: object) -> int:
    return int(_number(value) or 0)
