"""`s3 kata`: which sentence a value names, and which words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.prompts.cites import read_cite
from extractor.schema.claims import Cite
from extractor.text import squeeze
from tests.strategies import any_texts


@pytest.mark.parametrize(
    "written",
    [
        "s3 Dinas Pendidikan",
        "S3 Dinas Pendidikan",
        "s3: Dinas Pendidikan",
        "s3 : Dinas Pendidikan",
        "s3| Dinas Pendidikan",
        "s3. Dinas Pendidikan",
        "s3 - Dinas Pendidikan",
        "s3 – Dinas Pendidikan",
        "[s3] Dinas Pendidikan",
        "[s3]: Dinas Pendidikan",
        "(s3) Dinas Pendidikan",
        "<s3> Dinas Pendidikan",
        "s 3 Dinas Pendidikan",
        "s03 Dinas Pendidikan",
        "s3-s4 Dinas Pendidikan",
        "s3, s4 Dinas Pendidikan",
        "[s3, s4] Dinas Pendidikan",
        "s3 s3| Dinas Pendidikan",
        "kalimat 3: Dinas Pendidikan",
        "[3] Dinas Pendidikan",
        "3| Dinas Pendidikan",
        "  s3\n Dinas \t Pendidikan ",
        's3 "Dinas Pendidikan"',
        "s3 “Dinas Pendidikan”",
        's3"Dinas Pendidikan"',
    ],
)
def test_an_id_in_any_of_its_forms_is_read(written: str) -> None:
    assert read_cite(written) == Cite("Dinas Pendidikan", 3)


@pytest.mark.parametrize(
    ("written", "cite"),
    [
        ("Dinas Pendidikan", Cite("Dinas Pendidikan")),
        ("41 orang", Cite("41 orang")),
        ("41", Cite("41")),
        ("s7 41 orang", Cite("41 orang", 7)),
        ("s7 -5", Cite("-5", 7)),
        ("1.234,5", Cite("1.234,5")),
        ("3 sekolah", Cite("3 sekolah")),
        ("3. Tujuan", Cite("3. Tujuan")),
        ("12/2020", Cite("12/2020")),
        ("2 November 2022", Cite("2 November 2022")),
        ("s5 S2 Pendidikan", Cite("S2 Pendidikan", 5)),
        ("SD 3 Palopo", Cite("SD 3 Palopo")),
        ("SMPN 1", Cite("SMPN 1")),
        ("s3kata", Cite("s3kata")),
        ("sN Dinas", Cite("Dinas")),
        ("s? Dinas", Cite("Dinas")),
        ("s0 Dinas", Cite("Dinas")),
        ("s123456789 Dinas", Cite("Dinas")),
        ("Dinas s3", Cite("Dinas s3")),
        ("s1 “A,” kata “B”", Cite("“A,” kata “B”", 1)),
    ],
)
def test_what_is_missing_garbled_or_ambiguous_loses_no_word(written: str, cite: Cite) -> None:
    assert read_cite(written) == cite


@pytest.mark.parametrize("written", ["3 Ibnu Sina", "3. Ibnu Sina", "3: Ibnu Sina", "s3 Ibnu Sina"])
def test_before_a_name_a_lone_number_is_the_sentence(written: str) -> None:
    assert read_cite(written, is_name=True) == Cite("Ibnu Sina", 3)


@pytest.mark.parametrize(
    "written", ["s4 “Kami siap,”", 's4 "Kami siap,"', "s4 Kami siap,", "s4 «Kami siap,»"]
)
def test_marks_around_a_quotation_are_not_in_it(written: str) -> None:
    assert read_cite(written, is_quote=True) == Cite("Kami siap,", 4)


@pytest.mark.parametrize("written", ["", " ", "s3", "s3:", "null", "s3 null", "-", "s3 -", "Tidak ada", '""'])
def test_no_words_are_no_cite(written: str) -> None:
    assert read_cite(written, is_quote=True) is None


@given(text=any_texts(), number=st.integers(1, 99_999), is_name=st.booleans())
def test_words_behind_an_id_come_back_as_they_are(text: str, number: int, is_name: bool) -> None:
    words = squeeze(f"Guru {text} x")
    assert read_cite(f"s{number} {words}", is_name=is_name) == Cite(words, number)


@given(number=st.integers(0, 10**9), rest=st.sampled_from(["", " orang", " persen", ",5 poin", ".000 guru"]))
def test_a_figure_without_an_id_keeps_its_digits(number: int, rest: str) -> None:
    assert read_cite(f"{number}{rest}") == Cite(f"{number}{rest}")


@given(written=any_texts(), is_name=st.booleans(), is_quote=st.booleans())
def test_whatever_is_written_is_read_and_words_are_only_taken_from_it(
    written: str, is_name: bool, is_quote: bool
) -> None:
    cite = read_cite(written, is_name=is_name, is_quote=is_quote)
    assert cite is None or (cite.text and cite.text in squeeze(written))
