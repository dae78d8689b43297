"""What holds for the rules on any text: they end, and what they emit is proved by its evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given

from extractor import Article, Extractor, rules
from extractor.canonical import CANONICALISERS
from extractor.schema.fields import BY_PATH
from tests.strategies import any_texts, news_texts
from tests.timing import growth

SEEDS = sorted((Path(__file__).resolve().parents[2] / "seeds").glob("*.txt"))
HOSTILE = [
    "A",
    "9",
    '"',
    "“",
    "(",
    ".",
    "Rp",
    "1.",
    "Kab. ",
    "Kota ",
    "Drs. ",
    "2/",
    "a,",
    "\n",
    "Kepala ",
    "dan ",
]
SIZE = 20_000


def leaves(value: object, pointer: str) -> Iterator[tuple[str, object]]:
    """Every leaf below `value` that is not null, with its pointer."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from leaves(item, f"{pointer}/{name}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from leaves(item, f"{pointer}/{index}")
    elif value is not None:
        yield pointer, value


@given(news_texts() | any_texts())
def test_every_emitted_value_is_the_canonical_form_of_its_evidence(text: str) -> None:
    record = Extractor().extract(Article(id="a", text=text)).model_dump()
    provenance = record["provenance"]
    content = {
        name: value for name, value in record.items() if name in {path.group for path in BY_PATH.values()}
    }
    for pointer, value in leaves(content, ""):
        field = BY_PATH[re.sub(r"/\d+", "[]", pointer).strip("/").replace("/", ".")]
        spans = [(one["start"], one["end"]) for one in provenance[pointer]["evidence"]]
        assert all(0 <= start < end <= len(text) for start, end in spans), pointer
        if field.canonicaliser is not None:
            surfaces = tuple(text[start:end] for start, end in spans)
            assert CANONICALISERS[field.canonicaliser](surfaces, value) == value, (pointer, surfaces)


@given(news_texts() | any_texts())
def test_any_text_becomes_a_record(text: str) -> None:
    record = Extractor().extract(Article(id="a", text=text))
    assert record.run is not None
    assert record.run.status == "ok", record.run.error
    assert all(0 <= leaf.confidence <= 1 for leaf in record.provenance.values())


@pytest.mark.parametrize("piece", HOSTILE)
def test_time_grows_no_faster_than_the_text(piece: str) -> None:
    once, twice = (Article(id="a", text=piece * (size // len(piece))) for size in (SIZE, 2 * SIZE))
    assert growth(rules.extract, once, twice) <= 3


@pytest.mark.parametrize("piece", ["a", '"', "(", "1", "1.000,"])
def test_two_megabytes_take_at_most_three_times_as_long_as_one(piece: str) -> None:
    once, twice = (Article(id="a", text=piece * (size // len(piece))) for size in (1_000_000, 2_000_000))
    assert growth(Extractor().extract, once, twice, tries=3, runs=1) <= 3


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_time_grows_no_faster_than_news(path: Path) -> None:
    news = path.read_text(encoding="utf-8") + "\n"
    once, twice = (Article(id="a", text=news * copies) for copies in (20, 40))
    assert growth(rules.extract, once, twice) <= 3
