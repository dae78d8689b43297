"""Pages that are read later give the articles that reading all at once gives, under the same ids."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractor.articles import read
from extractor.articles.later import Page, read_later
from extractor.errors import ArticleError
from extractor.schema.types import Article

TEXTS = ("Rapat guru di Palopo.", "Rapat guru di Sinjai.", "")
FOLDERS = ("one", "two")
FILES = st.lists(
    st.tuples(
        st.sampled_from(FOLDERS), st.sampled_from(("a", "a~2", "b")), st.sampled_from((".html", ".txt"))
    ),
    unique=True,
    max_size=8,
)


def page(text: str) -> str:
    told = "".join(f"<p>{text} {text} {text}</p>" for _ in range(3)) if text else ""
    return f"<!doctype html><html><head><title>T</title></head><body><article>{told}</article></body></html>"


def plain(item: Article | ArticleError | Page) -> Any:
    read_item = item.read() if isinstance(item, Page) else item
    if isinstance(read_item, Article):
        return read_item
    return (read_item.article_id, read_item.source, read_item.reason)


@given(files=FILES, texts=st.lists(st.sampled_from(TEXTS), min_size=8, max_size=8), at_end=st.booleans())
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_it_gives_the_same_articles_under_the_same_ids(
    tmp_path_factory: pytest.TempPathFactory,
    files: list[tuple[str, str, str]],
    texts: list[str],
    at_end: bool,
) -> None:
    folder = tmp_path_factory.mktemp("input")
    paths = []
    for (name, stem, suffix), text in zip(files, texts, strict=False):
        (folder / name).mkdir(exist_ok=True)
        path = folder / name / f"{stem}{suffix}"
        path.write_text(page(text) if suffix == ".html" else text, encoding="utf-8")
        paths.append(str(path))
    lines = folder / "lines.jsonl"
    lines.write_text(
        "".join(f"{json.dumps({'id': 'a', 'text': text})}\n" for text in TEXTS), encoding="utf-8"
    )
    paths.insert(len(paths) if at_end else 0, str(lines))
    assert list(map(plain, read_later(paths))) == list(map(plain, read(paths, io.BytesIO())))


def test_a_page_is_not_read_while_its_id_is_its_own(tmp_path: Path) -> None:
    (tmp_path / "a.HTM").write_bytes(b"<html>\xff")
    assert list(read_later([str(tmp_path)])) == [Page("a", str(tmp_path / "a.HTM"), b"<html>\xff")]


def test_a_page_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.html").symlink_to("nowhere")
    (error,) = read_later([str(tmp_path / "a.html")])
    assert isinstance(error, ArticleError)
    assert "cannot be read" in error.reason
