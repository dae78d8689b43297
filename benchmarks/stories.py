"""What grouping into stories costs: python benchmarks/stories.py [--count 20000] [--events-alone]

How well it groups, `python -m tests.stories` prints. So many records are made from those of the corpus, on
days and in words of their own but for every fifth, which tells the story of the one before.
"""

from __future__ import annotations

import argparse
import datetime
import random
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from extractor import Extractor
from extractor.schema.record import Record
from extractor.settings import Settings
from extractor.stories import Signatures, build, cluster, from_record
from tests import stories

FIRST_DAY = datetime.date(2015, 1, 1)
DAYS = 3650
WORDS_CHANGED = 0.5


def main() -> None:
    """Print the costs of one way; memory is only comparable in processes of their own."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--events-alone", action="store_true")
    options = parser.parse_args()
    extractor = Extractor(Settings(engine="rules"))
    told = [one for one in stories.made() if one.story == one.article.id]
    sources = [(extractor.extract(one.article), one.article.text) for one in told]
    _measure(sources, options.count, with_texts=not options.events_alone)


def _measure(sources: list[tuple[Record, str]], count: int, *, with_texts: bool) -> None:
    before = _memory_mb()
    spent = 0.0
    members, signatures = [], Signatures() if with_texts else None
    for position, (record, text) in enumerate(_made(sources, count)):
        begun = time.perf_counter()
        members.append(from_record(record, position))
        if signatures:
            signatures.add(position, text)
        spent += time.perf_counter() - begun
    begun = time.perf_counter()
    found = sum(bool(build(group)) for group in cluster(members, signatures))
    spent += time.perf_counter() - begun
    name = "texts and events" if with_texts else "events alone"
    print(
        f"{name}: {count:,} records, {found:,} stories, {spent:.1f} s ({count / spent:,.0f} a second), "
        f"{_memory_mb() - before:.0f} MB more at the peak"
    )


def _made(sources: list[tuple[Record, str]], count: int) -> Iterator[tuple[Record, str]]:
    chance = random.Random(1)
    vocabulary = sorted({word for _, text in sources for word in text.split()})
    previous = None
    for position in range(count):
        if previous is None or position % 5:
            record, text = sources[position % len(sources)]
            words = [
                chance.choice(vocabulary) if chance.random() < WORDS_CHANGED else word
                for word in text.split()
            ]
            day = FIRST_DAY + datetime.timedelta(days=chance.randrange(DAYS))
            event = record.event and record.event.model_copy(
                update={"date": day.isoformat(), "end_date": None}
            )
            previous = (record.model_copy(update={"event": event}), " ".join(words))
        record, text = previous
        name = f"{position:064d}"
        yield record.model_copy(update={"article_id": name, "text_sha256": name}), text


def _memory_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
