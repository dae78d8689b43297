"""Articles that are read at the same time in several threads do not know of each other."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from extractor import Article, Extractor

ROOT = Path(__file__).resolve().parents[3]


def values(article: Article) -> str:
    """The record without how long it took."""
    record = Extractor().extract(article)
    assert record.run is not None
    record.run.duration_s = 0.0
    return record.model_dump_json()


def test_many_threads_make_the_records_that_one_makes() -> None:
    paths = [*sorted(ROOT.glob("seeds/*.txt")), *sorted(ROOT.glob("gold/corpus/articles/*.txt"))[:40]]
    articles = [Article(path.stem, path.read_text(encoding="utf-8")) for path in paths]
    alone = [values(article) for article in articles]
    interval_s = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(8) as threads:
            together = list(threads.map(values, articles * 3))
    finally:
        sys.setswitchinterval(interval_s)
    assert together == alone * 3
