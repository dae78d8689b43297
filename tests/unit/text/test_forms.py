"""The two forms of text that everything else is compared in."""

from __future__ import annotations

import pytest

from extractor.text import fold, squeeze


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        pytest.param("Dinas PENDIDIKAN", "dinas pendidikan", id="capitals"),
        pytest.param("“Siap,” kata ‘dia’", "\"siap,\" kata 'dia'", id="curly quotes"),
        pytest.param("„Siap‟ «ya»", '"siap" "ya"', id="low and angle quotes"),
        pytest.param("Abdul Mu’ti Mu`ti Mu´ti Muʼti", "abdul mu'ti mu'ti mu'ti mu'ti", id="apostrophes"),
        pytest.param("2020–2021 — lalu −5 ‐ ‑", "2020-2021 - lalu -5 - -", id="dashes and minus"),
        pytest.param("41\u00a0orang\u202fguru\u2009baru\tini", "41 orang guru baru ini", id="spaces"),
        pytest.param("\u0130stanbul", "\u0130stanbul", id="dotted capital I would grow, so it stays"),
        pytest.param("STRASSE ß ẞ", "strasse ß ß", id="sharp s keeps one character"),
        pytest.param("E\u0301cole ÉCOLE", "e\u0301cole école", id="combining marks stay where they are"),
        pytest.param("\u0130 A“B”", '\u0130 a"b"', id="one growing letter spares the others"),
        pytest.param("Baris\nDua\r\n", "baris\ndua\r\n", id="line ends stay"),
        pytest.param("👩🏽‍🏫 Guru", "👩🏽‍🏫 guru", id="emoji"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_fold_makes_letters_small_and_punctuation_plain(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_fold_keeps_offsets_behind_a_letter_whose_small_form_is_longer() -> None:
    text = "\u0130\u0130 Kota Palopo"
    start = fold(text).index("palopo")
    assert text[start : start + 6] == "Palopo"


@pytest.mark.parametrize(
    ("text", "squeezed"),
    [
        ("  Kota \n\t Palopo ", "Kota Palopo"),
        ("Rabu,\u00a0\u00a02 Desember", "Rabu, 2 Desember"),
        ("satu\r\ndua", "satu dua"),
        (" \u3000\u2028", ""),
        ("nol\u200blebar", "nol\u200blebar"),
        ("rapi", "rapi"),
    ],
)
def test_squeeze_leaves_one_space_for_each_run_of_white_space(text: str, squeezed: str) -> None:
    assert squeeze(text) == squeezed
