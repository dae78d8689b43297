"""Ask an engine for its records of the gold's articles, and note what that took."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from evals.gold import GoldItem
from evals.predictions import Predictions, judge
from extractor.errors import SettingsError

if TYPE_CHECKING:
    from extractor.models import Model
    from extractor.settings import Settings

# What differs between two runs that found the same; it goes into the usage, not into the predictions.
_OF_THIS_RUN = ("duration_s", "cached", "calls", "input_tokens", "output_tokens", "cost_usd")


class Usage(NamedTuple):
    """What all articles together took; latencies are of one article, in seconds."""

    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost_usd: float = 0.0
    latency_p50_s: float | None = None
    latency_p95_s: float | None = None

    def of_calls(self) -> dict[str, object]:
        """What the same answers always have: all but the times."""
        return {name: value for name, value in self._asdict().items() if not name.startswith("latency")}


class Answers(NamedTuple):
    """The predictions of one pass, the records they came from in gold's order, and their usage."""

    predictions: Predictions
    records: list[dict[str, object]]
    usage: Usage


def predict(
    items: Sequence[GoldItem], settings: Settings | None = None, model: Model | None = None
) -> Answers:
    """Read each article as `settings` say; only its text is shown to the engine, never its gold.

    Args:
        items: What to read, texts included.
        settings: By default those of the rules.
        model: What answers instead of the server that the settings name.

    Raises:
        SettingsError: The engine cannot run here, or an article has no text.
    """
    from extractor import Article, Extractor, batch

    articles = []
    for item in items:
        if not item.text:
            raise SettingsError(f"{item.path} is a page; save the text of {item.id} beside it as a .txt file")
        articles.append(Article(id=item.id, text=item.text))
    with Extractor(settings, model=model) as extractor:
        records = [read.record.model_dump(mode="json") for read in batch.records(extractor, articles)]
    usage = usage_of(records)
    stored = [_lasting(record) for record in records]
    return Answers({str(one["article_id"]): judge(one) for one in stored}, stored, usage)


def usage_of(records: Sequence[Mapping[str, object]]) -> Usage:
    """Sum what the records' `run` say."""
    runs = [run for record in records if isinstance(run := record.get("run"), Mapping)]
    times = sorted(_figure(run, "duration_s") for run in runs)
    return Usage(
        calls=int(sum(_figure(run, "calls") for run in runs)),
        input_tokens=int(sum(_figure(run, "input_tokens") for run in runs)),
        output_tokens=int(sum(_figure(run, "output_tokens") for run in runs)),
        cost_usd=round(sum(_figure(run, "cost_usd") for run in runs), 9),
        latency_p50_s=_percentile(times, 0.50),
        latency_p95_s=_percentile(times, 0.95),
    )


def flip_rate(passes: Sequence[Sequence[Mapping[str, bool]]]) -> float | None:
    """Share of gold's slots that were right in some passes and wrong in others; None with one pass.

    Args:
        passes: For each pass and article whether each of gold's slots was right.
    """
    if len(passes) < 2:
        return None
    flipped = total = 0
    for articles in zip(*passes, strict=True):
        for pointer in sorted({pointer for article in articles for pointer in article}):
            total += 1
            flipped += len({bool(article.get(pointer)) for article in articles}) > 1
    return flipped / total if total else 0.0


def _figure(run: Mapping[str, object], name: str) -> float:
    value = run.get(name)
    return float(value) if isinstance(value, int | float) else 0.0


def _percentile(ordered: Sequence[float], share: float) -> float | None:
    """Nearest-rank percentile."""
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else None


def _lasting(record: Mapping[str, object]) -> dict[str, object]:
    run = record.get("run")
    if not isinstance(run, Mapping):
        return dict(record)
    return {**record, "run": {name: value for name, value in run.items() if name not in _OF_THIS_RUN}}
