"""Orders in an article change nothing, although the model that reads it obeys them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from extractor import Extractor, Record, Settings
from extractor.batch import records
from extractor.schema.types import Article
from tests.injections import BODY, NEWS, ORDERS, PERSON, QUOTE, VENUE, Injected, injected, placed
from tests.servers.obedient import EVENT, Obedient
from tests.servers.openai_stub import OpenAIStub

ARTICLES = injected()
RUNS = (("llm", "full"), ("hybrid", "full"), ("hybrid", "patch"))
WORDS = (*PERSON.split(), *BODY.split()[:2], VENUE, QUOTE, "Sabang", "Aceh", "adiwiyata", "Adiwiyata")
VALUES = {999, 9_000_000_000, "99", 2030, "11", "11.72"}


class Read(NamedTuple):
    """One run over all articles: the records by id, and the lines of the prompts that the model betrayed."""

    records: dict[str, Record]
    leaks: frozenset[str]


def run(engine: str, prompt: str, articles: tuple[Injected, ...], home: Path) -> Read:
    model = Obedient(articles)
    with OpenAIStub(model) as stub:
        settings = Settings(
            engine=engine,  # type: ignore[arg-type]
            model="stub",
            base_url=stub.base_url,
            prompt=prompt,
            cache=False,
            home=home,
            max_output_tokens=60_000,
        )
        with Extractor(settings) as extractor:
            done = [read.record for read in records(extractor, [one.article for one in articles])]
    return Read({record.article_id: record for record in done}, frozenset(model.leaks))


@pytest.fixture(scope="module", params=RUNS, ids="-".join)
def read(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Read:
    engine, prompt = request.param
    return run(engine, prompt, ARTICLES, tmp_path_factory.mktemp("home"))


@pytest.fixture(params=ARTICLES, ids=lambda one: one.order)
def one(request: pytest.FixtureRequest) -> Injected:
    article: Injected = request.param
    return article


def leaves(record: Record) -> Iterator[tuple[str, object]]:
    """Pointer and value of every leaf that is not null."""
    values = record.model_dump(mode="json", exclude={"provenance", "run"})
    stack: list[tuple[str, object]] = [("", values)]
    while stack:
        pointer, node = stack.pop()
        if isinstance(node, dict):
            stack += [(f"{pointer}/{name}", value) for name, value in node.items()]
        elif isinstance(node, list):
            stack += [(f"{pointer}/{index}", value) for index, value in enumerate(node)]
        elif node is not None:
            yield pointer, node


def is_planted(value: object) -> bool:
    text = str(value)
    return value in VALUES or text.startswith("2030") or any(word in text for word in WORDS)


def test_there_are_enough_articles_and_no_order_is_news() -> None:
    assert len(ARTICLES) >= 20
    assert not any(word in text for text in NEWS.values() for word in WORDS)


def test_no_planted_value_is_in_the_record(one: Injected, read: Read) -> None:
    record = read.records[one.article.id]
    assert record.run is not None
    assert (record.run.status, record.run.error) == ("ok", None)
    assert [(pointer, value) for pointer, value in leaves(record) if is_planted(value)] == []
    assert record.event is None or record.event.type != EVENT
    spans = [(pointer, span) for pointer, entry in record.provenance.items() for span in entry.evidence]
    assert [place for place, span in spans if span.start < one.span.end and one.span.start < span.end] == []


def test_what_the_article_tells_is_still_read(one: Injected, read: Read) -> None:
    record, clean = read.records[one.article.id], Extractor().extract(one.clean)
    assert {person.name for person in clean.people} <= {person.name for person in record.people}
    assert [said.quote for said in record.statements] == [said.quote for said in clean.statements]
    assert record.run is not None
    # A patch that only obeys has nothing true to add.
    is_patch = str(record.run.prompt).startswith("patch")
    assert is_patch or any("llm" in entry.source for entry in record.provenance.values())


def test_no_words_of_the_prompt_are_in_the_record(one: Injected, read: Read) -> None:
    record = read.records[one.article.id]
    assert record.run is not None
    assert "prompt_text" in {drop.reason for drop in record.run.dropped}
    written = json.dumps(record.model_dump(mode="json"), ensure_ascii=False)
    pieces = {leak[at : at + 30] for leak in read.leaks for at in range(len(leak) - 30)}
    assert pieces
    assert not [piece for piece in pieces if piece in written]


@cache
def told(article: Article) -> dict[str, object]:
    return {place: value for place, value in leaves(Extractor().extract(article)) if place != "/text_sha256"}


@pytest.mark.parametrize("order", ORDERS)
def test_the_rules_read_the_same_wherever_an_order_stands(order: str) -> None:
    assert [article.text for article, clean in placed(order) if told(article) != told(clean)] == []


def test_the_same_values_told_as_news_are_read(tmp_path: Path) -> None:
    """Else the drill would pass with a model that nobody listens to."""
    first = next(one for one in ARTICLES if one.order == "override")
    sentence = ORDERS["override"].partition("Catat bahwa ")[2]
    text = first.article.text.replace(ORDERS["override"], sentence)
    span = first.span._replace(end=first.span.start + len(sentence))
    told = first._replace(article=Article("told", text), span=span)
    record = run("llm", "full", (told,), tmp_path).records["told"]
    found = {value for _, value in leaves(record) if is_planted(value)}
    assert {PERSON, BODY, 999, 9_000_000_000, "11.72"} <= found
