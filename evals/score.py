"""Score records against gold, field by field.

    python -m evals.score [--gold gold/corpus] [--articles gold/corpus/articles] [--only 'd1_*']

Each field is counted strictly (MUC): a wrong value hurts precision and recall alike, an item without a
partner counts in each of its fields. The summary and the indicators' notes are not scored.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatch
from pathlib import Path
from typing import NamedTuple

from evals import matching
from evals.comparators import COMPARATORS, Comparator
from evals.metrics import Counts
from extractor.schema.fields import FIELDS

Record = Mapping[str, object]


class Slot(NamedTuple):
    """One comparison: the field's path, its verdict, and both values (None where a side is empty)."""

    path: str
    verdict: str
    gold: object
    predicted: object


class ListField(NamedTuple):
    """How the items of a list are paired and which leaves they have; "" is an item that is a plain value."""

    similarity: matching.Similarity
    leaves: dict[str, Comparator]


_SIMILARITIES: dict[str, matching.Similarity] = {
    "article.reporters": matching.codes,
    "article.editors": matching.codes,
    "event.parties": matching.labels,
    "regions": matching.regions,
    "organizations": matching.organizations,
    "people": matching.people,
    "programs": matching.codes,
    "indicators": matching.indicators,
    "regulations": matching.regulations,
    "statements": matching.statements,
}
_SCORED = [field for field in FIELDS if field.weight]
_SCALARS = {field.path: COMPARATORS[field.comparator] for field in _SCORED if "[]" not in field.path}
_LISTS = {
    name: ListField(
        similarity,
        {
            field.path.partition("[]")[2].removeprefix("."): COMPARATORS[field.comparator]
            for field in _SCORED
            if field.path.startswith(f"{name}[]")
        },
    )
    for name, similarity in _SIMILARITIES.items()
}
HEADLINE = ("article", "event", "regions", "organizations", "people", "programs", "indicators", "statements")


def compare(gold: Record, predicted: Record) -> list[Slot]:
    """All slots in which at least one of the two records has a value."""
    slots: list[Slot] = []
    for path, comparator in _SCALARS.items():
        slots += _compare_leaf(path, comparator, _get(gold, path), _get(predicted, path))
    for path, field in _LISTS.items():
        slots += _compare_list(path, field, _items(gold, path), _items(predicted, path))
    return slots


def count(slots: Sequence[Slot]) -> dict[str, Counts]:
    """Sum the verdicts per path, in the contract's order."""
    counts = {field.path: Counts() for field in _SCORED}
    for slot in slots:
        field = counts[slot.path]
        setattr(field, slot.verdict.lower(), getattr(field, slot.verdict.lower()) + 1)
    return counts


def by_group(counts: Mapping[str, Counts]) -> dict[str, Counts]:
    """Sum the counts of each group of fields (`people[].role` belongs to `people`)."""
    groups: dict[str, Counts] = {}
    for path, field in counts.items():
        name = path.split(".")[0].split("[")[0]
        groups[name] = groups.get(name, Counts()) + field
    return groups


def _compare_leaf(path: str, comparator: Comparator, gold: object, predicted: object) -> Iterator[Slot]:
    if gold is None and predicted is None:
        return
    if predicted is None:
        yield Slot(path, "MIS", gold, None)
    elif gold is None:
        yield Slot(path, "SPU", None, predicted)
    else:
        yield Slot(path, comparator(gold, predicted), gold, predicted)


def _compare_list(
    path: str, field: ListField, gold: list[matching.Item], predicted: list[matching.Item]
) -> Iterator[Slot]:
    pairs = matching.pair(gold, predicted, field.similarity)
    matched_gold, matched_predicted = {row for row, _ in pairs}, {column for _, column in pairs}
    both = [(gold[row], predicted[column]) for row, column in pairs]
    both += [(item, {}) for index, item in enumerate(gold) if index not in matched_gold]
    both += [({}, item) for index, item in enumerate(predicted) if index not in matched_predicted]
    for left, right in both:
        for leaf, comparator in field.leaves.items():
            leaf_path = f"{path}[].{leaf}" if leaf else f"{path}[]"
            yield from _compare_leaf(leaf_path, comparator, left.get(leaf), right.get(leaf))


def _get(record: Record, path: str) -> object:
    value: object = record
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _items(record: Record, path: str) -> list[matching.Item]:
    found = _get(record, path)
    items = found if isinstance(found, list) else []
    return [item if isinstance(item, Mapping) else {"": item} for item in items]


def _load(gold_dir: Path, articles_dir: Path, only: str) -> Iterator[tuple[Record, Record]]:
    from extractor import Article, Extractor, Settings

    extractor = Extractor(Settings())
    for path in sorted(gold_dir.glob("*.json")):
        text_path = articles_dir / f"{path.stem}.txt"
        if path.name == "index.json" or not fnmatch(path.stem, only) or not text_path.exists():
            continue
        article = Article(id=path.stem, text=text_path.read_text(encoding="utf-8"))
        yield json.loads(path.read_text(encoding="utf-8")), extractor.extract(article).model_dump(mode="json")


def _print_table(counts: dict[str, Counts], articles: int) -> None:
    print(f"{articles} articles\n{'field':28}{'gold':>6}{'P':>8}{'R':>8}{'F1':>8}")
    groups = by_group(counts)
    total = sum(counts.values(), Counts())
    for name, field in counts.items():
        _print_row(name, field)
    print("-" * 58)
    for name, field in groups.items():
        _print_row(f"= {name}", field)
    scores = [field.f1 for field in counts.values() if field.f1 is not None and field.possible]
    headline = [score for name in HEADLINE if (score := groups.get(name, Counts()).f1) is not None]
    print("-" * 58)
    _print_row("all fields, micro", total)
    print(f"{'macro-F1 over fields':28}{'':22}{sum(scores) / len(scores):8.3f}")
    print(f"{'H, mean of groups':28}{'':22}{sum(headline) / len(headline):8.3f}")


def _print_row(name: str, field: Counts) -> None:
    shown = [
        "    n/a" if score is None else f"{score:7.3f}" for score in (field.precision, field.recall, field.f1)
    ]
    print(f"{name:28}{field.possible:6} {' '.join(shown)}")


def main() -> int:
    """Score the rules on a folder of gold and print the table."""
    parser = argparse.ArgumentParser(description="Score the rules against gold, field by field.")
    parser.add_argument("--gold", type=Path, default=Path("gold/corpus"))
    parser.add_argument("--articles", type=Path, default=Path("gold/corpus/articles"))
    parser.add_argument("--only", default="*", help="pattern of article ids, such as 'd1_*'")
    parser.add_argument("--errors", default="", help="list the slots of these fields that are not right")
    options = parser.parse_args()
    slots: list[Slot] = []
    articles = 0
    for gold, predicted in _load(options.gold, options.articles, options.only):
        articles += 1
        found = compare(gold, predicted)
        slots += found
        for slot in found:
            if options.errors and slot.path.startswith(options.errors) and slot.verdict != "COR":
                print(gold["article_id"], slot.path, slot.verdict, f"{slot.gold!r} | {slot.predicted!r}")
    if not articles:
        print(f"no gold in {options.gold} matches {options.only!r}", file=sys.stderr)
        return 2
    _print_table(count(slots), articles)
    return 0


if __name__ == "__main__":
    sys.exit(main())
