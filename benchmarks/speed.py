"""How long articles take by rules, record included, on one core after loading.

    python benchmarks/speed.py [--repeat 40] [--growth] [--memory 100000]

Reads the seeds and the corpus, extracts each `--repeat` times and prints the median milliseconds per article,
the same for 2.3 KB of text, and articles per second, all in processor time: once as the articles of one night
come, and once with all that was remembered of other articles forgotten before each. `--growth` prints how
time grows from 1 to 2 MB, for articles and for hostile texts; `--memory` how memory does over so many.
"""

from __future__ import annotations

import argparse
import gc
import random
import resource
import statistics
import time
from collections.abc import Callable, Iterable
from functools import _lru_cache_wrapper
from pathlib import Path

from extractor import Article, Extractor, Settings

ROOT = Path(__file__).resolve().parent.parent
REFERENCE_BYTES = 2300
MEGABYTE = 1_000_000
HOSTILE = {
    "one letter": "a",
    "one capital": "A",
    "spaces": " ",
    "lines": "\n",
    "full stops": ". ",
    "quotes": '"',
    "curly quotes": "“”",
    "apostrophes": "'",
    "brackets": "(",
    "closing brackets": ")",
    "square brackets": "[",
    "digits": "1",
    "single digits": "1 ",
    "grouped digits": "1.000",
    "strokes": "12/3/",
    "titles": "H. ",
    "posts": "Bupati Sinjai ",
    "rules": "Nomor 1 ",
}


def articles() -> list[Article]:
    """The seeds and the corpus, as articles."""
    paths = [*sorted(ROOT.glob("seeds/*.txt")), *sorted(ROOT.glob("gold/corpus/articles/*.txt"))]
    return [Article(id=path.stem, text=path.read_text(encoding="utf-8")) for path in paths]


def remembering() -> list[Callable[[], None]]:
    """What empties each memory that an article may leave for the next one; tables stay loaded."""
    memories = (found for found in gc.get_objects() if isinstance(found, _lru_cache_wrapper))
    return [
        memory.cache_clear
        for memory in memories
        if memory.cache_parameters()["maxsize"] is not None and memory.__module__.startswith("extractor")
    ]


def time_articles(
    extractor: Extractor, sample: list[Article], repeat: int, forget: Iterable[Callable[[], None]]
) -> None:
    """Time every article and print the medians."""
    per_article, per_reference = [], []
    # Article after article, so that nothing of the one before can help the next one.
    for _ in range(repeat):
        for article in sample:
            for clear in forget:
                clear()
            size = len(article.text.encode())
            start = time.process_time()
            extractor.extract(article)
            spent_ms = (time.process_time() - start) * 1000
            per_article.append(spent_ms)
            per_reference.append(spent_ms * REFERENCE_BYTES / size)
    median = statistics.median(per_article)
    print(f"  median per article   {median:7.2f} ms ({1000 / median:.0f} articles/s)")
    print(f"  median per 2.3 KB    {statistics.median(per_reference):7.2f} ms")


def time_growth(extractor: Extractor, sample: list[Article]) -> None:
    """Print seconds for 1 MB and 2 MB of articles and of each hostile text, and what twice the text costs."""
    texts = {"articles": "\n\n".join(article.text for article in sample), **HOSTILE}
    for name, unit in texts.items():
        spent_s = []
        for size in (MEGABYTE, 2 * MEGABYTE):
            article = Article(id=name, text=(unit * (size // len(unit) + 1))[:size])
            start = time.process_time()
            extractor.extract(article)
            spent_s.append(time.process_time() - start)
        print(f"  {name:18}{spent_s[0]:7.2f} s{spent_s[1]:7.2f} s   x {spent_s[1] / spent_s[0]:.2f}")


def watch_memory(extractor: Extractor, sample: list[Article], count: int) -> None:
    """Print the most memory used so far, ten times while `count` articles of ever new words go by."""
    generator = random.Random(1)
    for done in range(1, count + 1):
        words = generator.choice(sample).text.split(" ")
        name = "".join(generator.choices("aeiukmnrst", k=8)).title()
        words[generator.randrange(len(words))] = f"Kepala Dinas Pendidikan {name} {name[::-1].title()}"
        extractor.extract(Article(id=str(done), text=" ".join(words)))
        if done % max(1, count // 10) == 0:
            peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"  {done:7} articles   {peak_mb:7.1f} MB", flush=True)


def main() -> None:
    """Print what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeat", type=int, default=40)
    parser.add_argument("--growth", action="store_true", help="time 1 and 2 MB, hostile texts too (a minute)")
    parser.add_argument("--memory", type=int, default=0, metavar="ARTICLES", help="watch memory over so many")
    chosen = parser.parse_args()
    sample = articles()
    start = time.process_time()
    extractor = Extractor(Settings())
    extractor.extract(sample[0])
    print(f"first article, with what it imports and loads: {(time.process_time() - start) * 1000:.0f} ms")
    for article in sample:
        extractor.extract(article)
    print(f"{len(sample)} articles, {chosen.repeat} runs each, one core")
    time_articles(extractor, sample, chosen.repeat, forget=())
    print("the same, each as if it were the first one")
    time_articles(extractor, sample, chosen.repeat, forget=remembering())
    if chosen.growth:
        print("1 MB and 2 MB of text, processor time")
        time_growth(extractor, sample)
    if chosen.memory:
        print("most memory used so far")
        watch_memory(extractor, sample, chosen.memory)


if __name__ == "__main__":
    main()
