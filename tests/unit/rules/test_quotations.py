"""Quotation marks are paired by their neighbours, whatever glyphs the page prints."""

from __future__ import annotations

from itertools import pairwise

import pytest

from extractor.rules.speech.quotations import find_quoted
from tests.timing import growth

PASSAGES = [
    ("“Kami siap bekerja,” kata Budi.", ["Kami siap bekerja,"]),
    ('"Kami siap bekerja," kata Budi.', ["Kami siap bekerja,"]),
    ('“Kami siap bekerja," kata Budi.', ["Kami siap bekerja,"]),
    ('"Kami siap bekerja,” kata Budi.', ["Kami siap bekerja,"]),
    ("”Kami siap bekerja,” kata Budi.", ["Kami siap bekerja,"]),
    ("“Kami siap bekerja,“ kata Budi.", ["Kami siap bekerja,"]),
    ("‘Kami siap bekerja,” kata Budi.", ["Kami siap bekerja,"]),
    ("‘Kami siap bekerja,’ kata Budi.", ["Kami siap bekerja,"]),
    ("‘’Kami siap bekerja,’’ kata Budi.", ["Kami siap bekerja,"]),
    ("''Kami siap bekerja,'' kata Budi.", ["Kami siap bekerja,"]),
    ("Sudah siap.“Kami siap bekerja,” kata Budi.", ["Kami siap bekerja,"]),
    ("«Kami siap bekerja,» kata Budi.", ["Kami siap bekerja,"]),
    ("“Kami siap bekerja,†kata Budi.", ["Kami siap bekerja,"]),
    ('"Kami siap bekerja, " tandasnya.', ["Kami siap bekerja,"]),
    ("“ Kami siap bekerja,” katanya.", ["Kami siap bekerja,"]),
    ("“Kami siap bekerja,”ujarnya.", ["Kami siap bekerja,"]),
    ('"Kami siap bekerja,"ujarnya.', ["Kami siap bekerja,"]),
    ("“Kami siap bekerja”, ujarnya.", ["Kami siap bekerja"]),
    ('Budi mengatakan,"Kami siap bekerja."', ["Kami siap bekerja."]),
    ('"Kelasnya ("Over load") penuh," kata Budi.', ['Kelasnya ("Over load") penuh,']),
    ('"Guru ini "luar biasa" sekali," kata Budi.', ['Guru ini "luar biasa" sekali,']),
    ("“A siap,” kata Budi, “dan B juga.”", ["A siap,", "dan B juga."]),
    ("“Baru dimulai.\n\nSelesai tahun ini,” tuturnya.", ["Baru dimulai.\n\nSelesai tahun ini,"]),
    ("Jum’at lalu Mu’in hadir di Ma‘had", []),
    ("tanpa tanda kutip", []),
    ("“”", []),
    ('5" dan 6" panjangnya', []),
]


@pytest.mark.parametrize(("text", "passages"), PASSAGES)
def test_passages_stand_between_their_marks(text: str, passages: list[str]) -> None:
    assert [text[one.start : one.end] for one in find_quoted(text) if one.is_closed] == passages


def test_unclosed_passage_runs_to_the_end_of_its_line() -> None:
    text = '"Kami siap, ujar Budi\nParagraf lain tanpa tanda.'
    (passage,) = find_quoted(text)
    assert not passage.is_closed
    assert text[passage.start : passage.end] == "Kami siap, ujar Budi"


def test_stray_opener_of_each_paragraph_swallows_no_other_paragraph() -> None:
    text = '"Kami siap, ujar Budi\n"Mereka juga," kata Ani.\n'
    passages = [text[one.start : one.end] for one in find_quoted(text)]
    assert passages == ["Kami siap, ujar Budi", "Mereka juga,"]


def test_passages_never_overlap_and_keep_text_order() -> None:
    text = '"a" “b” ‘c’ "d “e” f" ”g” "h\n“i" "j'
    found = find_quoted(text)
    assert all(one.outer_start <= one.start <= one.end <= one.outer_end for one in found)
    assert all(left.outer_end <= right.outer_start for left, right in pairwise(found))


@pytest.mark.parametrize("unit", ['"', "“", "”", '" "', "‘a’ ", 'a"b ', '"\n', '“a" '])
def test_time_grows_no_faster_than_the_text(unit: str) -> None:
    assert growth(find_quoted, unit * 40_000, unit * 80_000) <= 3
