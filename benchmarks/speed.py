"""How long one article takes by rules, record included, on one core after loading.

    python benchmarks/speed.py [--repeat 40]

Reads the seeds and the corpus, extracts each `--repeat` times and prints the median milliseconds per article,
the same for 2.3 KB of text, and articles per second.
"""

from __future__ import annotations

import argparse
import statistics
import time
from pathlib import Path

from extractor import Article, Extractor, Settings

ROOT = Path(__file__).resolve().parent.parent
REFERENCE_BYTES = 2300


def articles() -> list[Article]:
    """The seeds and the corpus, as articles."""
    paths = [*sorted(ROOT.glob("seeds/*.txt")), *sorted(ROOT.glob("gold/corpus/articles/*.txt"))]
    return [Article(id=path.stem, text=path.read_text(encoding="utf-8")) for path in paths]


def main() -> None:
    """Time every article and print the medians."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeat", type=int, default=40)
    repeat = parser.parse_args().repeat
    extractor, sample = Extractor(Settings()), articles()
    for article in sample:
        extractor.extract(article)
    per_article, per_reference = [], []
    # Article after article, so that nothing of the one before can help the next one.
    for _ in range(repeat):
        for article in sample:
            size = len(article.text.encode())
            start = time.perf_counter()
            extractor.extract(article)
            spent_ms = (time.perf_counter() - start) * 1000
            per_article.append(spent_ms)
            per_reference.append(spent_ms * REFERENCE_BYTES / size)
    median = statistics.median(per_article)
    print(f"{len(sample)} articles, {repeat} runs each, one core")
    print(f"median per article   {median:7.2f} ms ({1000 / median:.0f} articles/s)")
    print(f"median per 2.3 KB    {statistics.median(per_reference):7.2f} ms")


if __name__ == "__main__":
    main()
