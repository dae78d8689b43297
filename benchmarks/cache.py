"""What the cache costs: keeping and finding records and answers, and serving a warm run.

    python benchmarks/cache.py [--rounds 20]

Keeps the records of the seeds and the corpus `--rounds` times under different keys, finds them all again, and
prints medians in microseconds. `warm` is what the cache adds to a run for an article that it knows: the key
from the text, the record's JSON text from disk.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from extractor import Article, Extractor, Settings
from extractor.cache import Cache, StoredResponse, record_key, response_key
from extractor.schema.calls import Usage

ROOT = Path(__file__).resolve().parent.parent
PARAMETERS = {"temperature": 0.0, "seed": 0, "max_output_tokens": 4096}


def key_of(article: Article, number: int) -> str:
    """The key of one article's record, as if a model had answered; `number` makes it another one."""
    answer = response_key(
        text_sha256=article.text_sha256,
        prompt_sha256="0" * 64,
        wire_sha256="1" * 64,
        base_url="http://127.0.0.1:8080/v1",
        model="model",
        parameters=PARAMETERS,
        part=1,
        parts=1,
    )
    return record_key((answer,), f"code {number}")


def time_us(what: Callable[[], object]) -> float:
    """Microseconds of wall time that one call takes."""
    start = time.perf_counter()
    what()
    return (time.perf_counter() - start) * 1e6


def report(name: str, times_us: Iterable[float]) -> None:
    """Print median and 95th percentile, and how many fit into a second."""
    found = sorted(times_us)
    median = statistics.median(found)
    late = found[int(len(found) * 0.95)]
    print(f"{name:22}{median:8.1f} us median{late:9.1f} us at 95 %{1e6 / median:10,.0f}/s")


def measure(cache: Cache, articles: list[Article], records: list[str], rounds: int) -> None:
    """Fill `cache`, find everything again, and print how long it took."""
    answer = StoredResponse("complete", {"people": ["x" * 40] * 30}, Usage(1, 0, 1450, 410, 0.001))
    known = [(article, number) for number in range(rounds) for article in articles]
    keys = [key_of(article, number) for article, number in known]
    texts = dict(zip(keys, records * rounds, strict=True))
    report("keep a record", [time_us(lambda k=k: cache.put_record(k, texts[k])) for k in keys])
    report("find a record", [time_us(lambda k=k: cache.get_record(k)) for k in keys])
    report("keep an answer", [time_us(lambda k=k: cache.put_response(k, answer)) for k in keys])
    report("find an answer", [time_us(lambda k=k: cache.get_response(k)) for k in keys])
    report("warm", [time_us(lambda a=a, n=n: cache.get_record(key_of(a, n))) for a, n in known])
    assert all(cache.get_record(key) == text for key, text in texts.items())
    for name, size in cache.stats().levels.items():
        print(f"{name:22}{size.entries:8,} entries{size.bytes / max(size.entries, 1):12,.0f} bytes each")


def main() -> None:
    """Make the records by rules, and measure in a folder of its own."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=20)
    rounds = parser.parse_args().rounds
    paths = [*sorted(ROOT.glob("seeds/*.txt")), *sorted(ROOT.glob("gold/corpus/articles/*.txt"))]
    articles = [Article(id=path.stem, text=path.read_text(encoding="utf-8")) for path in paths]
    extractor = Extractor(Settings())
    records = [extractor.extract(article).model_dump_json() for article in articles]
    median = statistics.median(map(len, records))
    print(f"{len(articles)} articles, {rounds} rounds, records of {median:,.0f} characters (median)")
    with tempfile.TemporaryDirectory() as folder:
        cache = Cache.open(Path(folder) / "home")
        measure(cache, articles, records, rounds)
        cache.close()


if __name__ == "__main__":
    main()
