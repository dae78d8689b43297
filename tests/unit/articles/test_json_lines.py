"""Each line is an article or an error that names the line; one does not stop the others."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import assume, given

from extractor.articles import MAX_BYTES
from extractor.articles.decode import normalize
from extractor.articles.json_lines import read
from extractor.errors import ArticleError
from extractor.schema.types import Article, Metadata
from tests.strategies import any_texts


def lines(*raw: bytes) -> list[Article | ArticleError]:
    return list(read(io.BytesIO(b"\n".join(raw)), "berita", "berita.jsonl"))


def test_all_known_keys_are_read_and_others_ignored() -> None:
    line = {
        "id": "k-1",
        "text": "Isi\r\nberita",
        "title": " Judul  besar ",
        "outlet": "Harian Contoh",
        "published_on": "2024-05-17T08:00:00+07:00",
        "url": "https://contoh.example/k-1",
        "views": 17,
    }
    assert lines(json.dumps(line).encode()) == [
        Article(
            "k-1",
            "Isi\nberita",
            Metadata("Judul besar", "Harian Contoh", "2024-05-17", "https://contoh.example/k-1"),
        )
    ]


def test_a_line_without_an_id_is_called_by_its_number_and_blank_lines_count() -> None:
    found = lines(b'{"text": "satu"}', b"", b'{"text": "dua", "id": null}', b'{"text": "tiga", "id": 7}')
    assert [item.id for item in found if isinstance(item, Article)] == ["berita-1", "berita-3", "7"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"text": ', "no JSON"),
        (b"{'text': 'satu'}", "no JSON"),
        (b'["satu"]', "no JSON object"),
        (b'"satu"', "no JSON object"),
        (b"{}", "no text"),
        (b'{"text": null}', "no text"),
        (b'{"text": "  \\n"}', "no text"),
        (b'{"text": 5}', "something else than a string under 'text'"),
        (b'{"text": "a", "id": ["b"]}', "something else than a string under 'id'"),
        (b'{"text": "a", "id": true}', "something else than a string under 'id'"),
        (b'{"text": "a", "title": 5}', "something else than a string under 'title'"),
        (b'{"text": "a", "published_on": "kemarin"}', "YYYY-MM-DD"),
        (b'{"text": "a", "published_on": "2024-13-01"}', "YYYY-MM-DD"),
        (b'{"text": "\\ud800"}', "surrogate"),
        (b'{"text": "a\x00b"}', "binary"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"text": "' + b"a" * (MAX_BYTES + 1) + b'"}', "larger than 2 MB"),
        (b'{"id": "' + b"a" * (6 * MAX_BYTES) + b'"}', "larger than 2 MB"),
        (b'{"text": "a", "n": ' + b"9" * 5000 + b"}", "no JSON"),
    ],
    ids=lambda value: value[:30].decode("latin-1") if isinstance(value, bytes) else value,
)
def test_a_bad_line_is_named_and_the_others_are_read(line: bytes, reason: str) -> None:
    first, bad, last = lines(b'{"text": "satu"}', line, b'{"text": "tiga"}')
    assert (first, last) == (Article("berita-1", "satu"), Article("berita-3", "tiga"))
    assert isinstance(bad, ArticleError)
    assert bad.article_id == "berita-2"
    assert bad.source == "berita.jsonl"
    assert bad.reason.startswith("line 2 ")
    assert reason in bad.reason


def test_an_error_never_quotes_the_article() -> None:
    (bad,) = lines(b'{"text": "rahasia", "title": rahasia}')
    assert isinstance(bad, ArticleError)
    assert "rahasia" not in str(bad)


def test_a_line_in_cp1252_is_read_and_marked_as_a_guess() -> None:
    found = lines('{"text": "Café"}'.encode("cp1252"), '{"text": "Café"}'.encode())
    assert [(item.text, item.encoding_guessed) for item in found if isinstance(item, Article)] == [
        ("Café", True),
        ("Café", False),
    ]


def test_a_byte_order_mark_before_the_first_line_is_no_part_of_it() -> None:
    assert lines(b'\xef\xbb\xbf{"text": "satu"}') == [Article("berita-1", "satu")]


@pytest.mark.parametrize("raw", ['{"text": "satu"}\n{"text": "dua"}'.encode("utf-16"), b"", b"\n \n"])
def test_a_file_that_holds_no_lines_at_all_is_one_error(raw: bytes) -> None:
    (bad,) = lines(raw)
    assert isinstance(bad, ArticleError)
    assert bad.article_id == "berita"


def test_a_key_that_is_blank_counts_as_missing() -> None:
    assert lines(b'{"text": "a", "id": " ", "title": "", "published_on": ""}') == [Article("berita-1", "a")]


@given(any_texts())
def test_any_text_survives_json_in_its_normal_form(text: str) -> None:
    assume(text.strip() and "\0" not in text)
    (found,) = lines(json.dumps({"id": "a", "text": text}).encode())
    assert found == Article("a", normalize(text))


PAGE = """<html><head>
<meta property="og:title" content="Judul halaman"><meta property="og:site_name" content="Situs">
</head><body><article>
<h1>Judul halaman</h1><p>Guru dan murid di Palopo mengikuti pelatihan mutu pendidikan.</p>
</article></body></html>"""


def test_a_line_without_text_may_hold_its_page() -> None:
    (article,) = lines(json.dumps({"id": "h-1", "html": PAGE}).encode())
    assert isinstance(article, Article)
    assert "pelatihan mutu pendidikan" in article.text
    assert "<" not in article.text
    assert (article.metadata.title, article.metadata.outlet) == ("Judul halaman", "Situs")


def test_what_the_line_says_wins_over_the_head_of_its_page() -> None:
    (article,) = lines(
        json.dumps({"html": PAGE, "title": "Judul baris", "published_on": "2024-05-17"}).encode()
    )
    assert isinstance(article, Article)
    assert article.metadata == Metadata("Judul baris", "Situs", "2024-05-17", None)


def test_where_there_is_text_the_page_is_ignored() -> None:
    assert lines(json.dumps({"text": "Isi", "html": PAGE}).encode()) == [Article("berita-1", "Isi")]


@pytest.mark.parametrize(
    ("html", "reason"),
    [("<p></p>", "no text that stands out"), ("x" * 2_000_001, "larger than 2 MB"), (5, "string")],
)
def test_a_page_that_holds_no_article_is_an_error(html: object, reason: str) -> None:
    (error,) = lines(json.dumps({"html": html}).encode())
    assert isinstance(error, ArticleError)
    assert reason in error.reason
