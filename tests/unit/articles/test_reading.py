"""Sources of every kind become articles; each class of bad source becomes one error and stops nothing."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from extractor.articles import MAX_BYTES, read
from extractor.errors import ArticleError, SettingsError
from extractor.schema.types import Article

GOLD = Path(__file__).parents[3] / "gold" / "corpus" / "articles"


def from_stdin(raw: bytes) -> list[Article | ArticleError]:
    return list(read(["-"], io.BytesIO(raw)))


def from_paths(*paths: Path) -> list[Article | ArticleError]:
    return list(read([str(path) for path in paths], io.BytesIO()))


def test_a_text_file_is_one_article_called_by_its_stem(tmp_path: Path) -> None:
    path = tmp_path / "2024.berita.txt"
    path.write_bytes(b"\xef\xbb\xbfSatu\r\ndua")
    (article,) = from_paths(path)
    assert article == Article("2024.berita", "Satu\ndua")
    assert isinstance(article, Article)
    assert article.text_sha256 == hashlib.sha256(b"Satu\ndua").hexdigest()


def test_a_file_of_unknown_kind_is_told_by_how_it_opens(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Teks biasa", encoding="utf-8")
    (tmp_path / "b.ndjson").write_text('{"text": "satu"}', encoding="utf-8")
    (tmp_path / "c").write_text(
        "<!DOCTYPE html><html><body><p>Halaman berita.</p></body></html>", encoding="utf-8"
    )
    found = from_paths(tmp_path / "a.md", tmp_path / "b.ndjson", tmp_path / "c")
    assert found == [Article("a", "Teks biasa"), Article("b-1", "satu"), Article("c", "Halaman berita.")]


def test_standard_input_is_text_lines_or_a_page() -> None:
    assert from_stdin(b"Teks biasa\n") == [Article("stdin", "Teks biasa\n")]
    assert from_stdin(b'\n{"text": "satu"}\n{"text": "dua", "id": "x"}') == [
        Article("stdin-2", "satu"),
        Article("x", "dua"),
    ]
    assert from_stdin(b"<html><body><p>Halaman berita.</p></body></html>") == [
        Article("stdin", "Halaman berita.")
    ]


def test_standard_input_is_read_line_by_line() -> None:
    reader, writer = os.pipe()
    with os.fdopen(reader, "rb") as stream, os.fdopen(writer, "wb", buffering=0) as source:
        source.write(b'{"text": "satu"}\n')
        items = read(["-"], stream)
        assert next(items) == Article("stdin-1", "satu")
        source.write(b'{"text": "dua"}\n')
        assert next(items) == Article("stdin-2", "dua")


def test_a_guessed_encoding_is_noted(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Café".encode("cp1252"))
    assert from_paths(path) == [Article("a", "Café", encoding_guessed=True)]


def make_empty(path: Path) -> None:
    path.write_bytes(b"")


def make_blank(path: Path) -> None:
    path.write_bytes(b"\xef\xbb\xbf \r\n\t\n")


def make_binary(path: Path) -> None:
    path.write_bytes(b"%PDF-1.4 \x00\x01\x02")


def make_oversized(path: Path) -> None:
    path.write_bytes(b"a" * (MAX_BYTES + 1))


def make_dangling(path: Path) -> None:
    path.symlink_to(path.with_suffix(".gone"))


def make_forbidden(path: Path) -> None:
    path.write_bytes(b"isi")
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read everything")


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (make_empty, "is empty"),
        (make_blank, "is empty"),
        (make_binary, "is binary"),
        (make_oversized, "larger than 2 MB"),
        (make_dangling, "cannot be read"),
        (make_forbidden, "cannot be read"),
    ],
)
def test_a_bad_file_is_an_error_and_the_others_are_read(
    tmp_path: Path, make: Callable[[Path], None], reason: str
) -> None:
    (tmp_path / "a.txt").write_text("satu", encoding="utf-8")
    make(tmp_path / "b.txt")
    (tmp_path / "c.txt").write_text("tiga", encoding="utf-8")
    first, bad, last = from_paths(tmp_path)
    assert (first, last) == (Article("a", "satu"), Article("c", "tiga"))
    assert isinstance(bad, ArticleError)
    assert (bad.article_id, bad.source) == ("b", str(tmp_path / "b.txt"))
    assert reason in bad.reason


def test_a_page_without_article_text_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("<html><body></body></html>", encoding="utf-8")
    (bad,) = from_paths(path)
    assert isinstance(bad, ArticleError)
    assert "plain text" in bad.reason


def test_an_article_of_exactly_the_limit_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"a" * MAX_BYTES)
    assert from_paths(path) == [Article("a", "a" * MAX_BYTES)]


@pytest.mark.parametrize("raw", [b"", b" \n"])
def test_an_empty_standard_input_is_an_error(raw: bytes) -> None:
    (bad,) = from_stdin(raw)
    assert isinstance(bad, ArticleError)
    assert bad.article_id == "stdin"


def test_a_missing_path_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(SettingsError):
        read([str(tmp_path / "none.txt")], io.BytesIO())


def test_a_file_given_twice_is_read_once(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("satu", encoding="utf-8")
    assert from_paths(path, tmp_path) == [Article("a", "satu")]


def test_a_name_that_is_no_utf8_still_gives_an_id(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/berita\xff.txt"
    try:
        with open(path, "wb") as stream:
            stream.write(b"isi")
    except OSError:
        pytest.skip("this file system refuses such names")
    assert from_paths(tmp_path) == [Article("berita\ufffd", "isi")]


@pytest.mark.parametrize("name", ["d2_11", "d2_12"])
def test_a_page_and_its_text_twin_hold_the_same_lines(name: str) -> None:
    page, twin = from_paths(GOLD / f"{name}.html", GOLD / f"{name}.txt")
    assert isinstance(page, Article)
    assert isinstance(twin, Article)
    assert page.text.split("\n") == [line for line in twin.text.split("\n") if line]
    assert page.metadata.title == twin.text.partition("\n")[0]
