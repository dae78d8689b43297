"""Score the rules against gold, field by field.

    python -m evals.score [--gold gold/corpus] [--articles DIR] [--only 'd1_*'] [--errors people]

The short way to `evals run --engine rules` while a rule is being written: prints the fields, stores nothing.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from evals import gold
from evals.metrics import Counts
from evals.run import predict
from evals.scoring import HEADLINE, Report, score
from evals.slots import by_group, count
from extractor.errors import SettingsError


def main(arguments: Sequence[str] | None = None) -> int:
    """Score the rules on a folder of gold and print the table; exit code 2 when there is none."""
    parser = argparse.ArgumentParser(prog="python -m evals.score", description=__doc__)
    parser.add_argument("--gold", type=Path, default=Path("gold/corpus"))
    parser.add_argument("--articles", type=Path, help="where the texts are; default: DIR/articles, seeds/")
    parser.add_argument("--only", default="*", help="pattern of article ids, such as 'd1_*'")
    parser.add_argument("--errors", default="", help="list the slots of these fields that are not right")
    options = parser.parse_args(arguments)
    try:
        items = gold.load(options.gold, options.articles, only=options.only)
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 2
    if not items:
        print(f"no gold in {options.gold} matches {options.only!r}", file=sys.stderr)
        return 2
    report = score(items, predict(items).predictions)
    if options.errors:
        _print_errors(report, options.errors)
    _print_table(report)
    return 0


def _print_errors(report: Report, field: str) -> None:
    for article in report.articles:
        for slot in article.slots:
            if slot.verdict != "COR" and slot.path.startswith(field):
                print(article.id, slot.path, slot.verdict, slot.label, f"{slot.gold!r} | {slot.predicted!r}")


def _print_table(report: Report) -> None:
    counts = count([slot for article in report.articles for slot in article.slots])
    groups = by_group(counts)
    print(f"{len(report.articles)} articles\n{'field':28}{'gold':>6}{'P':>8}{'R':>8}{'F1':>8}")
    for name, field in counts.items():
        _print_row(name, field)
    print("-" * 58)
    for name, field in groups.items():
        _print_row(f"= {name}", field)
    print("-" * 58)
    _print_row("all fields, micro", sum(counts.values(), Counts()))
    print(f"{'macro-F1 over fields':28}{'':22}{_mean_f1(counts):8.3f}")
    print(f"{'H, mean of groups':28}{'':22}{_mean_f1({name: groups[name] for name in HEADLINE}):8.3f}")


def _print_row(name: str, field: Counts) -> None:
    shown = [
        "    n/a" if score is None else f"{score:7.3f}" for score in (field.precision, field.recall, field.f1)
    ]
    print(f"{name:28}{field.possible:6} {' '.join(shown)}")


def _mean_f1(counts: Mapping[str, Counts]) -> float:
    scores = [field.f1 for field in counts.values() if field.f1 is not None and field.possible]
    return sum(scores) / len(scores) if scores else 0.0


if __name__ == "__main__":
    sys.exit(main())
