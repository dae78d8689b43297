"""Where the input of a distributed run is cut, and how its pieces travel."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor import Article
from extractor.articles import Page
from extractor.batch import shards as module
from extractor.batch.shards import Input, Shard, packed, shards, unpacked
from extractor.errors import ArticleError
from extractor.schema.types import Metadata

TEXTS = st.text(st.sampled_from('aé\u0130\u2028\x85\r\n"\\\ud800{}[]'))
OPTIONAL = st.none() | TEXTS
ITEMS = st.lists(
    st.builds(
        Article, TEXTS, TEXTS, st.builds(Metadata, OPTIONAL, OPTIONAL, OPTIONAL, OPTIONAL), st.booleans()
    )
    | st.builds(ArticleError, TEXTS, TEXTS, TEXTS)
)


def line(article_id: str, text: str, **more: str) -> str:
    return json.dumps({"id": article_id, "text": text, **more}) + "\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    lines = [line(f"a{number}", f"Rapat di Palopo dihadiri {number} guru.") for number in range(5)]
    (tmp_path / "in.jsonl").write_text("".join(lines), encoding="utf-8")
    return tmp_path


def cut(folder: Path, size: int, *files: str, kept: dict[int, str] | None = None) -> list[Shard]:
    return list(shards(Input(files or ("in.jsonl",), folder, size, kept or {}), lambda: False))


def ids(shard: Shard) -> list[str]:
    return [item.id if isinstance(item, Article) else item.article_id for item in unpacked(shard.items)]


def plain(item: Article | ArticleError) -> Any:
    return item if isinstance(item, Article) else (item.article_id, item.source, item.reason)


@given(items=ITEMS)
def test_what_is_packed_is_unpacked_as_it_was(items: list[Article | ArticleError]) -> None:
    assert [plain(item) for item in unpacked(packed(items))] == [plain(item) for item in items]


def test_pages_travel_unread_and_are_read_where_they_arrive(folder: Path) -> None:
    raw = b"<html><body><article><p>" + b"Rapat guru di Palopo. " * 20
    (folder / "page.html").write_bytes(raw)
    first, _ = cut(folder, 9, "page.html")
    assert b"Palopo" not in first.items
    (article,) = unpacked(first.items)
    assert article == Page("page", "page.html", raw).read()
    (folder / "page.html").write_bytes(raw + b"!")
    assert cut(folder, 9, "page.html")[0].digest != first.digest


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (2, [["a0", "a1"], ["a2", "a3"], ["a4"], []]),
        (5, [["a0", "a1", "a2", "a3", "a4"], []]),
        (9, [["a0", "a1", "a2", "a3", "a4"], []]),
    ],
)
def test_shards_follow_the_input_and_an_end_tells_how_many(
    folder: Path, size: int, expected: list[list[str]]
) -> None:
    found = cut(folder, size)
    assert [ids(shard) for shard in found] == expected
    assert [shard.number for shard in found] == list(range(len(expected)))
    assert [shard.state for shard in found] == ["new"] * (len(expected) - 1) + ["end"]


def test_long_texts_end_a_shard_early(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_CHARS", 64)
    assert [len(ids(shard)) for shard in cut(folder, 100)] == [2, 2, 1, 0]


def test_ids_are_unique_over_all_shards(folder: Path) -> None:
    again = [line("a0", "Rapat di Palopo dihadiri 0 guru."), line("a1", "Rapat lain.")]
    (folder / "more.jsonl").write_text("".join(again), encoding="utf-8")
    found = cut(folder, 2, "in.jsonl", "more.jsonl")
    assert [ids(shard) for shard in found] == [["a0", "a1"], ["a2", "a3"], ["a4", "a1~2"], []]
    assert [shard.said for shard in found[:2]] == [(), ()]
    assert "a1~2" in found[2].said[0]


def test_a_file_that_cannot_be_read_travels_under_the_name_it_was_given(folder: Path) -> None:
    os.symlink("nowhere", folder / "gone.txt")
    first, _ = cut(folder, 9, "gone.txt", "in.jsonl")
    (error, *_) = unpacked(first.items)
    assert isinstance(error, ArticleError)
    assert (error.article_id, error.source) == ("gone", "gone.txt")


def test_a_shard_that_is_there_does_not_travel_again(folder: Path) -> None:
    before = cut(folder, 2)
    after = cut(folder, 2, kept={0: before[0].digest, 1: "of something else"})
    assert [shard.state for shard in after] == ["kept", "new", "new", "end"]
    assert after[0].items == b""
    assert after[1:] == before[1:]


@pytest.mark.parametrize(
    "changed",
    [
        line("a1", "Rapat di Palopo dihadiri 2 guru."),
        line("b1", "Rapat di Palopo dihadiri 1 guru."),
        line("a1", "Rapat di Palopo dihadiri 1 guru.", url="https://example.org"),
        "{}\n",
    ],
)
def test_its_digest_changes_with_whatever_its_records_depend_on(folder: Path, changed: str) -> None:
    before = cut(folder, 2)
    path = folder / "in.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([lines[0], changed, *lines[2:]]), encoding="utf-8")
    after = cut(folder, 2)
    assert [one.digest == two.digest for one, two in zip(before, after, strict=True)] == [
        False,
        True,
        True,
        True,
    ]


def test_nothing_is_read_once_the_run_is_to_end(folder: Path) -> None:
    answers = iter([False, True])
    found = list(shards(Input(("in.jsonl",), folder, 2, {}), lambda: next(answers)))
    assert [ids(shard) for shard in found] == [["a0", "a1"]]
