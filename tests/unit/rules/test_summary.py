"""The lead, word for word."""

from __future__ import annotations

from extractor.rules import summary
from extractor.rules.scan import scan
from extractor.schema.types import Article

LEAD = (
    "Dinas Pendidikan Kabupaten Kendal menggelar rapat koordinasi penjaminan mutu pendidikan "
    "pada Rabu (2/11/2022)."
)
REST = (
    "\n\nKepala dinas mengatakan kegiatan itu penting bagi mutu sekolah di seluruh wilayah "
    "kabupaten tersebut."
)


def read(text: str) -> str | None:
    found = summary.draft(scan(Article("a", text)))
    if found is None:
        return None
    span = found.spans[0]
    assert " ".join(text[span.start : span.end].split()) == found.value
    return str(found.value)


def test_the_lead_is_the_summary_without_its_dateline() -> None:
    assert read(f"Rapat Mutu Dibuka\n\nKENDAL, kabar.id – {LEAD}{REST}") == LEAD


def test_a_short_first_sentence_takes_the_second_with_it() -> None:
    text = f"Rapat Mutu Dibuka\n\nKENDAL – Rapat mutu dibuka. {LEAD}{REST}"
    assert read(text) == f"Rapat mutu dibuka. {LEAD}"


def test_white_space_is_folded() -> None:
    assert read(f"KENDAL – {LEAD.replace(' ', '  ')}{REST}") == LEAD


def test_noise_never_gets_into_the_summary() -> None:
    text = f"Rapat Mutu Dibuka\n\nKENDAL – Rapat mutu dibuka.\n\nBaca Juga: Polisi Tangkap Pelaku\n\n{LEAD}"
    found = read(text)
    assert found is not None
    assert "Polisi" not in found


def test_a_text_without_sentences_has_no_summary() -> None:
    assert read("") is None
