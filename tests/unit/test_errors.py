"""Errors say what failed, and an article's failure keeps what its record needs."""

from __future__ import annotations

import pytest

from extractor.errors import ArticleError, ExtractorError, SettingsError


@pytest.mark.parametrize("error", [SettingsError("x"), ArticleError("a", "berita.txt", "is empty")])
def test_each_error_of_the_package_has_the_one_root(error: Exception) -> None:
    assert isinstance(error, ExtractorError)


def test_an_article_s_error_names_source_and_reason_and_keeps_the_id() -> None:
    error = ArticleError("berita-3", "berita.jsonl:3", "is no JSON object")
    assert str(error) == "berita.jsonl:3: is no JSON object"
    assert (error.article_id, error.source, error.reason) == (
        "berita-3",
        "berita.jsonl:3",
        "is no JSON object",
    )
