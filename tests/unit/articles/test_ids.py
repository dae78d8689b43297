"""Within a run an id stands for one article, and no article is read twice."""

from __future__ import annotations

import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.articles.ids import unique
from extractor.errors import ArticleError
from extractor.schema.types import Article


def id_of(item: Article | ArticleError) -> str:
    return item.id if isinstance(item, Article) else item.article_id


def ids(*items: Article | ArticleError) -> list[str]:
    return [id_of(item) for item in unique(items)]


def test_the_same_article_twice_comes_once() -> None:
    assert ids(Article("a", "satu"), Article("a", "satu"), Article("b", "satu")) == ["a", "b"]


def test_other_texts_under_one_id_are_numbered_from_two_with_a_warning(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.WARNING):
        assert ids(*(Article("a", text) for text in ("satu", "dua", "tiga"))) == ["a", "a~2", "a~3"]
    assert [record.getMessage().rpartition(" ")[2] for record in caplog.records] == ["a~2", "a~3"]
    assert "satu" not in caplog.text


def test_a_text_that_came_under_a_number_is_known_too() -> None:
    assert ids(Article("a", "satu"), Article("a", "dua"), Article("a", "dua")) == ["a", "a~2"]


def test_a_number_that_is_somebodys_own_id_is_passed_over() -> None:
    assert ids(Article("a~2", "satu"), Article("a", "satu"), Article("a", "dua")) == ["a~2", "a", "a~3"]


def test_an_error_takes_part_in_the_numbering() -> None:
    broken = ArticleError("a", "a.html", "is empty")
    assert ids(Article("a", "satu"), broken, broken) == ["a", "a~2"]


def test_what_is_renamed_stays_the_same_otherwise() -> None:
    _, second = unique([Article("a", "satu"), ArticleError("a", "x/a.txt", "is empty")])
    assert isinstance(second, ArticleError)
    assert (second.article_id, second.source, second.reason) == ("a~2", "x/a.txt", "is empty")


ITEMS = st.builds(
    Article, st.sampled_from(["a", "a~2", "a~3", "b"]), st.sampled_from(["", "satu", "dua", "tiga"])
)


@given(st.lists(ITEMS, max_size=20))
def test_ids_never_repeat_and_no_text_is_lost(items: list[Article]) -> None:
    found = list(unique(items))
    assert len({id_of(item) for item in found}) == len(found)
    assert [item.text for item in found if isinstance(item, Article)] == [
        text for _, text in dict.fromkeys((item.id, item.text) for item in items)
    ]


@given(st.lists(ITEMS, max_size=20))
def test_an_id_changes_only_by_a_number(items: list[Article]) -> None:
    kept = dict.fromkeys((item.id, item.text) for item in items)
    for (original, _), item in zip(kept, unique(items), strict=True):
        head, _, tail = id_of(item).rpartition("~")
        assert id_of(item) == original or (head == original and int(tail) >= 2)
