"""How long the dashboard's pages take on a large database.

    python benchmarks/dashboard.py [--articles 100000] [--database FILE]

Makes a database of so many articles from the seeds and the corpus (other ids, dates, regions, types, programs
and outlets, and in each region other names, drawn by a fixed seed), or takes the one there is under that
name. Prints for each page how long it takes when it is read from the file, on the clock and of the processor,
how long while the service remembers it, and its size.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, TypeVar

from pydantic import BaseModel
from starlette.testclient import TestClient

from extractor import Article, Extractor, Settings
from extractor.knowledge.tables import rows
from extractor.schema.record import Record
from extractor.service.app import create_app
from extractor.service.options import ServiceOptions
from extractor.sinks import Entry, file_writer

ROOT = Path(__file__).resolve().parent.parent
TYPES = {
    "training": 30,
    "coordination_meeting": 25,
    "award": 12,
    "visit": 12,
    "launch": 8,
    "policy": 7,
    "other": 6,
}
Item = TypeVar("Item", bound=BaseModel)
YEARS = range(2016, 2027)
PAGES = (
    "/",
    "/?lang=id",
    "/?region=73",
    "/?region=73&type=training",
    "/?program=guru_penggerak",
    "/?month=2022-11",
    "/articles",
    "/articles?page=900",
    "/articles?region=73",
    "/articles?region=73&type=training&month=2022",
    "/articles/a7",
)


def entries(count: int) -> Iterator[Entry]:
    """So many records, no two of one id."""
    draw = random.Random(7)
    paths = [*sorted(ROOT.glob("seeds/*.txt")), *sorted(ROOT.glob("gold/corpus/articles/*.txt"))]
    with Extractor(Settings()) as extractor:
        known = [extractor.extract(Article(id="x", text=path.read_text(encoding="utf-8"))) for path in paths]
    regions = [row["code"] for row in rows("regions")]
    weights = [1 / (1 + draw.random() * 60) for _ in regions]
    programs = [row["id"] for row in rows("programs")]
    for number in range(count):
        region = draw.choices(regions, weights)[0]
        changed = {"article_id": f"a{number}", "programs": draw.sample(programs, draw.randint(0, 3))}
        yield Entry(moved(known[number % len(known)], region, draw).model_copy(update=changed), "")


def moved(record: Record, region: str, draw: random.Random) -> Record:
    """`record` as if it told of another day and place, of other people and offices, in another outlet."""
    year, month, day = draw.choices(YEARS, range(1, 12))[0], draw.randint(1, 12), draw.randint(1, 28)
    kind = draw.choices([*TYPES], [*TYPES.values()])[0]
    event = {"date": f"{year}-{month:02}-{day:02}", "type": kind, "region": region}
    outlet = {"outlet": f"Harian {draw.randint(1, 400)}"}
    return record.model_copy(
        update={
            "event": record.event and record.event.model_copy(update=event),
            "article": record.article and record.article.model_copy(update=outlet),
            "organizations": [renamed(one, region, "name") for one in record.organizations],
            "people": [renamed(one, region, "name", "organization") for one in record.people],
            "statements": [renamed(one, region, "speaker") for one in record.statements],
        }
    )


def renamed(item: Item, region: str, *fields: str) -> Item:
    """`item` with the region's code behind its names: each place has offices and people of its own."""
    names = {field: name and f"{name} {region}" for field in fields for name in [getattr(item, field)]}
    return item.model_copy(update=names)


def make(path: Path, count: int) -> None:
    """Write the database of `count` articles."""
    started = time.perf_counter()
    to_file = file_writer("sqlite")
    assert to_file is not None
    to_file(entries(count), str(path))
    print(
        f"{count} articles, {path.stat().st_size / 1e6:.0f} MB, made in {time.perf_counter() - started:.0f} s"
    )


class Taken(NamedTuple):
    """One answer: milliseconds on the clock and of the processor, and its bytes."""

    clock_ms: float
    processor_ms: float
    size: int


def measure(path: Path, times: int) -> None:
    """Print how long each page takes: read from the file, and while the service remembers it."""
    print(f"{'page':48}{'first ms':>10}{'processor':>11}{'again ms':>10}{'kB':>6}")
    with tempfile.TemporaryDirectory() as home:
        for page in PAGES:
            firsts, again = [], []
            for _ in range(times):
                app = create_app(Settings(), ServiceOptions(records=path, home=Path(home)))
                client = TestClient(app, base_url="http://127.0.0.1")
                firsts.append(timed(client, page))
                again.append(timed(client, page))
            clock, processor, later = (
                statistics.median(found)
                for found in (
                    [one.clock_ms for one in firsts],
                    [one.processor_ms for one in firsts],
                    [one.clock_ms for one in again],
                )
            )
            print(f"{page:48}{clock:10.0f}{processor:11.0f}{later:10.0f}{firsts[0].size / 1e3:6.0f}")


def timed(client: TestClient, page: str) -> Taken:
    """How long one answer takes."""
    clock, processor = time.perf_counter(), time.process_time()
    answer = client.get(page)
    taken = (time.perf_counter() - clock) * 1000, (time.process_time() - processor) * 1000
    assert answer.status_code == 200, page
    return Taken(*taken, len(answer.content))


def main() -> None:
    """Make the database if need be, and time the pages."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--database", type=Path)
    parser.add_argument("--times", type=int, default=5)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = arguments.database or Path(folder) / "news.sqlite"
        if not path.exists():
            make(path, arguments.articles)
        measure(path, arguments.times)


if __name__ == "__main__":
    main()
