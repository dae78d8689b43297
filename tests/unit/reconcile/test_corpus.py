"""On real articles: an empty or worthless answer changes nothing of what the rules say."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from extractor import rules
from extractor.reconcile import assemble, model_only, weigh
from extractor.schema.record import Record
from extractor.schema.types import Article, Candidate, Draft
from tests.unit.reconcile.drafts import by_model, values

ROOT = Path(__file__).parents[3]
TEXTS = sorted([*ROOT.glob("seeds/*.txt"), *ROOT.glob("gold/*/articles/*.txt")])
ARTICLES = [pytest.param(index, id=path.stem) for index, path in enumerate(TEXTS)]


@cache
def read(index: int) -> Draft:
    return rules.extract(Article(TEXTS[index].stem, TEXTS[index].read_text(encoding="utf-8")))


def spoilt(node: Any) -> Any:
    """The same leaves, each with a wrong value."""
    if isinstance(node, Candidate):
        wrong = node.value + 1 if isinstance(node.value, int) else f"{node.value} palsu"
        return Candidate(wrong, node.spans, 0.9, "llm", source="llm")
    if isinstance(node, list):
        return [spoilt(item) for item in node]
    return {name: spoilt(item) for name, item in node.items()} if isinstance(node, dict) else node


def test_there_are_articles() -> None:
    assert len(TEXTS) > 50


@pytest.mark.parametrize("is_complete", [True, False], ids=["full", "patch"])
@pytest.mark.parametrize("index", ARTICLES)
def test_an_empty_answer_leaves_the_rules_draft_as_it_is(index: int, is_complete: bool) -> None:
    assert weigh(read(index), {}, (), is_complete=is_complete) == (read(index), ())


@pytest.mark.parametrize("index", ARTICLES)
def test_wrong_values_at_every_place_change_nothing(index: int) -> None:
    found = weigh(read(index), spoilt(read(index)), (), is_complete=True)
    assert values(found.draft) == values(read(index))


@pytest.mark.parametrize("index", ARTICLES)
def test_the_reading_of_another_article_changes_nothing(index: int) -> None:
    # Half the folder away: the texts of one event follow each other.
    stranger = by_model(read((index + len(TEXTS) // 2) % len(TEXTS)))
    found = weigh(read(index), stranger, (), is_complete=True)
    assert values(found.draft) == values(read(index))
    assert {drop.reason for drop in found.dropped} <= {"model_not_trusted", "duplicate"}


@pytest.mark.parametrize("index", ARTICLES)
def test_a_model_that_reads_as_the_rules_do_only_makes_them_surer(index: int) -> None:
    ours, both = assemble(read(index)), assemble(weigh(read(index), read(index), (), is_complete=True).draft)
    assert both.values == ours.values
    assert {entry["source"] for entry in both.provenance.values()} == {"rules+llm"}


@pytest.mark.parametrize("index", ARTICLES)
def test_a_model_alone_gives_valid_records(index: int) -> None:
    for model in (read(index), spoilt(read(index)), {}):
        draft = model_only(read(index), model)
        assert list(draft) == list(read(index))
        ours = values(draft)
        assert ours["in_scope"] == values(read(index))["in_scope"]
        if model is not read(index):
            continue
        Record.model_validate({"article_id": "a", "text_sha256": None, **ours})
        assert {one["name"] for one in ours["organizations"]} == {
            one["name"] for one in values(read(index))["organizations"]
        }
