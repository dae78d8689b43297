"""Bytes become text by the contract's order of guesses, and one normal form comes out."""

from __future__ import annotations

import codecs
import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from extractor.articles.decode import Decoded, NotTextError, decode, normalize
from tests.strategies import any_texts

NEWS = "“Mutu naik,” kata Kadis – Rp 1,2 miliar. Café Ñ"


@pytest.mark.parametrize(
    ("raw", "is_guessed"),
    [
        (NEWS.encode(), False),
        (codecs.BOM_UTF8 + NEWS.encode(), False),
        (codecs.BOM_UTF16_LE + NEWS.encode("utf-16-le"), False),
        (codecs.BOM_UTF16_BE + NEWS.encode("utf-16-be"), False),
        (codecs.BOM_UTF32_LE + NEWS.encode("utf-32-le"), False),
        (codecs.BOM_UTF32_BE + NEWS.encode("utf-32-be"), False),
        (NEWS.encode("utf-16-le"), False),
        (NEWS.encode("utf-16-be"), False),
        (NEWS.encode("cp1252"), True),
    ],
    ids=["utf8", "bom8", "bom16le", "bom16be", "bom32le", "bom32be", "16le", "16be", "cp1252"],
)
def test_the_same_news_comes_out_of_every_encoding(raw: bytes, is_guessed: bool) -> None:
    assert decode(raw) == Decoded(NEWS, is_guessed)


def test_mojibake_stays_as_the_reader_sees_it() -> None:
    broken = "â€œMutuâ€\x9d"
    assert decode(broken.encode()).text == broken


def test_bytes_that_no_encoding_knows_become_replacement_characters() -> None:
    assert decode(b"harga \x81 \xe9") == Decoded("harga \ufffd é", True)


def test_a_damaged_end_of_utf16_costs_one_character_only() -> None:
    found = decode(codecs.BOM_UTF16_LE + "Guru dan siswa".encode("utf-16-le")[:-1])
    assert found == Decoded("Guru dan sisw\ufffd", True)


@pytest.mark.parametrize("line_end", ["\r\n", "\r", "\n"])
def test_every_line_end_becomes_one_newline(line_end: str) -> None:
    assert decode(f"satu{line_end}{line_end}dua{line_end}".encode()).text == "satu\n\ndua\n"


def test_letters_and_their_accents_are_joined() -> None:
    assert decode("Cafe\u0301".encode()).text == "Café"


@pytest.mark.parametrize(
    "raw",
    [
        b"%PDF-1.7 rest of it",
        b"PK\x03\x04 a word processor's file",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0 a photograph",
        b"\x7fELF\x02\x01\x01" + bytes(60) + b"program" * 9,
        b"Judul\0isi",
        bytes(range(1, 256)) * 4,
        bytes(100),
    ],
    ids=["pdf", "zip", "png", "jpeg", "elf", "nul", "all bytes", "only nul"],
)
def test_what_is_no_text_is_refused(raw: bytes) -> None:
    with pytest.raises(NotTextError):
        decode(raw)


def is_decodable(text: str) -> bool:
    return "\0" not in text and not text.startswith(("%PDF-", "GIF8", "{\\rtf"))


@given(any_texts())
def test_utf8_round_trips_to_the_normal_form(text: str) -> None:
    assume(is_decodable(text))
    assume(not any(ord(char) < 32 and char not in "\t\n\r\x0b\x0c" for char in text))
    assert decode(text.encode()) == Decoded(normalize(text), False)


@given(any_texts(), st.sampled_from(["utf-16-le", "utf-16-be"]))
def test_utf16_with_a_mark_round_trips_to_the_normal_form(text: str, encoding: str) -> None:
    assume("\0" not in text)
    assume(not any(ord(char) < 32 and char not in "\t\n\r\x0b\x0c" for char in text))
    assert decode(f"\ufeff{text}".encode(encoding)) == Decoded(normalize(text), False)


@given(st.text("abc .,\n", min_size=1), st.sampled_from(["utf-16-le", "utf-16-be"]))
def test_latin_utf16_needs_no_mark(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == Decoded(text, False)


@given(any_texts())
def test_the_normal_form_is_stable_and_has_one_kind_of_line_end(text: str) -> None:
    once = normalize(text)
    assert normalize(once) == once
    assert "\r" not in once
    assert unicodedata.is_normalized("NFC", once)


@given(st.binary(max_size=200))
def test_any_bytes_give_text_or_a_refusal(raw: bytes) -> None:
    try:
        found = decode(raw)
    except NotTextError:
        return
    assert "\0" not in found.text
    found.text.encode()
