"""One article in, one record out, whatever happens on the way."""

from __future__ import annotations

import json
import logging
import re
from typing import Any

import pytest

from extractor import rules
from extractor.errors import ArticleError
from extractor.pipeline import Extractor, failed_record, rules_version
from extractor.schema.record import Record
from extractor.schema.types import Article, Candidate, Draft, Span

TEXT = "Rapat Mutu Digelar\n\nPALOPO – Kepala Dinas Pendidikan membuka rapat, Rabu (2/11/2022)."


def draft_of(article: Article) -> Draft:
    title = Candidate(article.text[:18], (Span(0, 18),), 0.9, "test")
    lists = ("regions", "organizations", "people", "programs", "indicators", "regulations", "statements")
    return {
        "in_scope": Candidate(True, (), 0.8, "test"),
        "article": {"title": title, "outlet": None, "dateline": None, "published_on": None},
        "event": None,
        **{name: [] for name in lists},
        "summary": None,
    }


@pytest.fixture
def simple_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rules that find the headline only, so that the stages around them are what is tested."""
    monkeypatch.setattr(rules, "extract", draft_of)


@pytest.mark.usefixtures("simple_rules")
def test_a_record_carries_id_hash_values_and_how_it_was_made() -> None:
    article = Article("a", TEXT)
    record = Extractor().extract(article)
    assert (record.article_id, record.text_sha256) == ("a", article.text_sha256)
    assert record.article is not None
    assert record.article.title == "Rapat Mutu Digelar"
    assert record.run is not None
    assert (record.run.engine, record.run.status, record.run.error) == ("rules", "ok", None)
    assert record.run.rules_version == rules_version()
    assert record.run.duration_s > 0


@pytest.mark.usefixtures("simple_rules")
def test_the_same_article_gives_the_same_record_but_for_the_time_it_took() -> None:
    first, second = (json.loads(Extractor().extract(Article("a", TEXT)).model_dump_json()) for _ in range(2))
    del first["run"]["duration_s"], second["run"]["duration_s"]
    assert first == second


@pytest.mark.usefixtures("simple_rules")
@pytest.mark.parametrize("is_guessed", [True, False])
def test_a_guessed_encoding_is_flagged_at_every_leaf_read_from_the_text(is_guessed: bool) -> None:
    record = Extractor().extract(Article("a", TEXT, encoding_guessed=is_guessed))
    assert ("encoding_guessed" in record.provenance["/article/title"].flags) is is_guessed


def test_what_the_evidence_does_not_prove_is_dropped_and_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    def with_a_wrong_figure(article: Article) -> Draft:
        figure = {
            "subject": Candidate("rapat", (Span(53, 58),), 0.9, "test"),
            "value": Candidate(2023, (Span(0, 5),), 0.9, "test"),
            **dict.fromkeys(("unit", "region", "note")),
        }
        return {**draft_of(article), "indicators": [figure]}

    monkeypatch.setattr(rules, "extract", with_a_wrong_figure)
    record = Extractor().extract(Article("a", TEXT))
    assert record.indicators == []
    assert record.run is not None
    assert ("/indicators/0/value", 2023) in [(drop.pointer, drop.value) for drop in record.run.dropped]


def break_rules(article: Article) -> Draft:
    raise KeyError(article.text)


def give_an_unknown_type(article: Article) -> Draft:
    return {**draft_of(article), "event": {"type": Candidate("pesta rakyat", (), 0.9, "test")}}


def give_a_field_too_many(article: Article) -> Draft:
    return {**draft_of(article), "colour": Candidate("merah", (Span(0, 5),), 0.9, "test")}


@pytest.mark.parametrize(
    ("extract", "stage"),
    [(break_rules, "rules"), (give_an_unknown_type, "record"), (give_a_field_too_many, "grounding")],
)
def test_a_stage_that_breaks_makes_a_failed_record_that_quotes_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, extract: Any, stage: str
) -> None:
    monkeypatch.setattr(rules, "extract", extract)
    with caplog.at_level(logging.DEBUG):
        record = Extractor().extract(Article("a", TEXT))
    assert record.run is not None
    assert record.run.status == "failed"
    assert re.fullmatch(rf"{stage}: \w+ at [\w.]+:\d+", record.run.error or "")
    assert (record.in_scope, record.article, record.event, record.text_sha256) == (None, None, None, None)
    assert "Rapat" not in record.model_dump_json() + caplog.text
    assert "pesta" not in record.model_dump_json() + caplog.text


def test_an_unreadable_article_makes_a_failed_record_with_the_contracts_nulls() -> None:
    record = failed_record(ArticleError("b", "x/b.txt", "is empty; put the article's text into it"))
    assert record.article_id == "b"
    values = record.model_dump(exclude={"run", "provenance", "schema_version", "article_id"})
    assert all(value in (None, []) for value in values.values())
    assert record.run is not None
    assert (record.run.status, record.run.error) == (
        "failed",
        "x/b.txt: is empty; put the article's text into it",
    )
    assert Record.model_validate_json(record.model_dump_json()) == record


@pytest.mark.usefixtures("simple_rules")
def test_each_article_closes_with_one_event_without_its_text(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="extractor"):
        Extractor().extract(Article("a", TEXT))
        failed_record(ArticleError("b", "b.txt", "is empty"))
    messages = [record.getMessage() for record in caplog.records]
    assert [message.partition(" dropped")[0] for message in messages] == [
        "article_done id='a' status=ok",
        "article_done id='b' status=failed",
    ]
    assert "Rapat" not in caplog.text


def test_the_rules_version_is_twelve_hexadecimal_digits() -> None:
    assert re.fullmatch(r"[0-9a-f]{12}", rules_version())
