"""The package as a library: an article in, a record out."""

from __future__ import annotations

import pytest

from extractor import Article, Extractor, Record, Settings


def test_an_article_becomes_a_record_with_evidence_inside_its_text() -> None:
    text = "Rapat Mutu Digelar\n\nPALOPO – Dinas Pendidikan Kota Palopo membuka rapat mutu, Rabu (2/11/2022)."
    record = Extractor(Settings()).extract(Article("a", text))
    assert isinstance(record, Record)
    assert record.run is not None
    assert (record.run.status, record.run.error) == ("ok", None)
    assert record.provenance
    spans = [span for leaf in record.provenance.values() for span in leaf.evidence]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)


@pytest.mark.parametrize("text", ["", " ", "😀" * 50, "\n" * 200, "“" * 300, "1.234,5 " * 100, "A. " * 200])
def test_no_text_is_too_odd_for_a_record(text: str) -> None:
    record = Extractor().extract(Article("a", text))
    assert record.run is not None
    assert (record.run.status, record.run.error) == ("ok", None)
