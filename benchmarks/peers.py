"""Ours beside what one would otherwise reach for, on the same articles in one run: speed and F1 per field.

    python benchmarks/peers.py [--gold FOLDER:PATTERN]… [--train FOLDER:PATTERN]… [--passes 5] [--json FILE]

`benchmarks/README.md` says how to install the peers and what each figure means. A peer that cannot run is
shown with the reason.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import textwrap
import time
from collections.abc import Callable, Iterator, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any, NamedTuple

# Numerical libraries start a thread a core unless told otherwise before they are imported.
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import peer_engines
from benchmarks.peer_crf import crf
from benchmarks.peer_engines import Engine
from benchmarks.peer_scoring import FIELDS, count, timed, total, values_of
from evals import gold, stats
from evals.gold import GoldItem
from evals.metrics import Counts

ROOT = Path(__file__).resolve().parent.parent
TEST = ("gold/corpus:d2_*", "gold/heldout:u3_*")
TRAIN = ("gold/corpus:d1_*",)
OURS = "edumutu-llm"
WIDTH = 110


class Row(NamedTuple):
    """One engine on one field; `blocked` says why there are no figures."""

    field: str
    engine: str
    package: str
    notes: str = ""
    blocked: str = ""
    load_s: float = 0.0
    times_s: tuple[float, ...] = ()
    counts: tuple[Counts, ...] = ()
    answers: tuple[object, ...] = ()


class Contender(NamedTuple):
    """A package that may or may not run here, and the fields it stands for."""

    name: str
    package: str
    fields: tuple[str, ...]
    build: Callable[[], Engine]


def contenders(training: Sequence[GoldItem]) -> list[Contender]:
    """Ours and the peers."""
    return [
        Contender("edumutu-llm (rules)", OURS, tuple(FIELDS), peer_engines.ours),
        Contender("dateparser.search", "dateparser", ("dates", "event date"), peer_engines.dateparser),
        Contender("price-parser", "price-parser", ("numbers",), peer_engines.price_parser),
        Contender("quantulum3", "quantulum3", ("numbers",), peer_engines.quantulum),
        Contender("id-location-ner", "id-location-ner", ("regions",), peer_engines.location_ner),
        Contender(
            "CRF (python-crfsuite)", "python-crfsuite", ("persons", "organizations"), lambda: crf(training)
        ),
    ]


def measure(contender: Contender, items: Sequence[GoldItem], passes: int) -> Iterator[Row]:
    """The contender's rows; whatever stops a peer is what its rows say.

    Raises:
        Exception: Ours does not run: a comparison without it is none.
    """
    try:
        start = time.process_time()
        engine = contender.build()
        load_s = time.process_time() - start
        raws, times = timed(engine.read, items, passes)
        answers = [engine.answers(raw, item) for raw, item in zip(raws, items, strict=True)]
    except Exception as error:
        if contender.package == OURS:
            raise
        reason = f"{type(error).__name__}: {error}".splitlines()[0]
        for field in contender.fields:
            yield Row(field, contender.name, contender.package, blocked=reason)
        return
    for field in contender.fields:
        counts = tuple(
            count(field, values_of(item.record, field), answer[field])
            for item, answer in zip(items, answers, strict=True)
        )
        said = tuple(answer[field] for answer in answers)
        package = f"{contender.package} {metadata.version(contender.package)}"
        yield Row(field, contender.name, package, engine.notes, "", load_s, tuple(times), counts, said)


def table(rows: Sequence[Row]) -> str:
    """The rows as text, field by field, ours first; the notes below."""
    out = [
        f"{'field':14} {'engine':22} {'articles/s':>10} {'found':>6} {'gold':>5} {'P':>6} {'R':>6}"
        f" {'F1':>6} {'95 % interval':>15} {'lenient':>8}"
    ]
    for field in FIELDS:
        out.append("")
        out += [_line(row) for row in rows if row.field == field]
    out += ["", "What each field compares:"]
    out += [_note(field.name, field.what) for field in FIELDS.values()]
    out += ["", "What was done for each engine, and what its figures mean:"]
    out += [_note(*said) for said in dict.fromkeys((row.package, row.notes) for row in rows) if said[1]]
    return "\n".join(out)


def _note(name: str, text: str) -> str:
    return textwrap.fill(f"{name}: {text}", WIDTH, initial_indent="  ", subsequent_indent="    ")


def _line(row: Row) -> str:
    if row.blocked:
        return f"{row.field:14} {row.engine:22} not run: {row.blocked}"
    counts, (low, high) = total(row.counts), _interval(row)
    scores = [counts.precision, counts.recall, counts.f1]
    return (
        f"{row.field:14} {row.engine:22} {_per_second(row):10,.0f} {counts.actual:6} {counts.possible:5}"
        + "".join(f" {_figure(score):>6}" for score in scores)
        + f" {f'{_figure(low)} – {_figure(high)}':>15} {_figure(counts.lenient_f1):>8}"
    )


def _interval(row: Row) -> tuple[float | None, float | None]:
    found = stats.interval([{row.field: one} for one in row.counts], [row.field])
    return found.low, found.high


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _per_second(row: Row) -> float:
    return len(row.times_s) / max(sum(row.times_s), 1e-9)


def as_json(rows: Sequence[Row], items: Sequence[GoldItem], *, passes: int, answers: bool) -> dict[str, Any]:
    """The same figures for machines; with `answers` also what each engine said of each article."""
    listed = []
    for row in rows:
        entry: dict[str, Any] = {"field": row.field, "engine": row.engine, "package": row.package}
        if row.blocked:
            listed.append({**entry, "blocked": row.blocked})
            continue
        counts, (low, high) = total(row.counts), _interval(row)
        entry |= {"articles_per_s": round(_per_second(row), 1), "load_s": round(row.load_s, 3)}
        entry |= {"precision": counts.precision, "recall": counts.recall, "f1": counts.f1}
        entry |= {"f1_low": low, "f1_high": high, "lenient_f1": counts.lenient_f1}
        entry |= {"counts": counts.to_json(), "notes": row.notes}
        if answers:
            entry["answers"] = dict(zip((item.id for item in items), row.answers, strict=True))
        listed.append(entry)
    if answers:
        for field in FIELDS:
            said = {item.id: values_of(item.record, field) for item in items}
            listed.append({"field": field, "engine": "gold", "answers": said})
    return {
        "articles": [item.id for item in items],
        "gold_sha256": gold.digest(items),
        "python": platform.python_version(),
        "passes": passes,
        "rows": listed,
    }


def load(sources: Sequence[str]) -> list[GoldItem]:
    """The labelled articles of `FOLDER:PATTERN` sources; a folder of the project need not be absolute."""
    items: list[GoldItem] = []
    for source in sources:
        folder, _, pattern = source.partition(":")
        path = Path(folder) if Path(folder).is_dir() else ROOT / folder
        items += gold.load(path, only=pattern or "*")
    return items


def main() -> None:
    """Measure all, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--gold", action="append", metavar="FOLDER:PATTERN", help=f"what to compare on; default: {TEST}"
    )
    parser.add_argument(
        "--train",
        action="append",
        metavar="FOLDER:PATTERN",
        help=f"what the CRF learns from; default: {TRAIN}",
    )
    parser.add_argument("--passes", type=int, default=5, help="the fastest of so many counts")
    parser.add_argument("--json", type=Path, help="write the figures here, too")
    parser.add_argument("--answers", action="store_true", help="with --json: what each engine answered")
    options = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    items, training = load(options.gold or TEST), load(options.train or TRAIN)
    if options.passes < 1:
        parser.error("--passes must be at least 1")
    if not items or not training:
        parser.error("no articles; see --gold and --train")
    if seen := {item.text for item in items} & {item.text for item in training}:
        parser.error(f"{len(seen)} articles are both learned from and compared on")
    rows = [row for one in contenders(training) for row in measure(one, items, options.passes)]
    size_kb = sum(len(item.text.encode()) for item in items) / len(items) / 1000
    print(
        f"{len(items)} articles of {size_kb:.1f} KB on average ({items[0].id} to {items[-1].id}); processor"
        f" time on one core, of each article the fastest of {options.passes} passes after a first one\n"
    )
    print(table(rows))
    if options.json:
        report = as_json(rows, items, passes=options.passes, answers=options.answers)
        options.json.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
