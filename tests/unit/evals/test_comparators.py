"""When a predicted value is the gold value: the pairs that likeness of characters gets wrong are here."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.comparators import COMPARATORS, same_organization, token_f1, tokens
from extractor.knowledge import tables
from tests.strategies import any_texts

CASES = [
    # enums, codes, numbers
    ("equal", "award", "award", "COR"),
    ("equal", "award", "training", "INC"),
    ("equal", "63.71", "63.72", "INC"),
    ("equal", "63", "63.71", "INC"),
    ("equal", 52, 52.0, "COR"),
    ("equal", 52.3, 523, "INC"),
    ("equal", 1234, 1.234, "INC"),
    ("equal", 1_200_000_000, 1_200_000, "INC"),
    ("equal", "persen", "poin", "INC"),
    ("equal", True, False, "INC"),
    ("equal", "10", "010", "INC"),
    # numbers, also as printed
    ("number", 1234.5, "1.234,5", "COR"),
    ("number", 1234, "1.234", "COR"),
    ("number", 1.234, "1.234", "INC"),
    ("number", 52, "52 persen", "COR"),
    ("number", "52%", "lima puluh dua persen", "COR"),
    ("number", 52.3, "52,3", "COR"),
    ("number", 52.3, 523, "INC"),
    ("number", "52,3", "523", "INC"),
    ("number", 1_500_000_000_000, "Rp1,5 triliun", "COR"),
    ("number", 250_000, "dua ratus lima puluh ribu", "COR"),
    ("number", 250_000, "250 ribu", "COR"),
    ("number", 2024, "2024/2025", "INC"),
    ("number", 52, 52.0, "COR"),
    ("number", 52, 52.01, "INC"),
    ("number", "banyak", "sedikit", "INC"),
    # units
    ("unit", "persen", "%", "COR"),
    ("unit", "persen", "poin persentase", "INC"),
    ("unit", "persen", "poin", "INC"),
    ("unit", "rupiah", "Rp", "COR"),
    ("unit", "guru", "siswa", "INC"),
    ("unit", "sekolah", "satuan pendidikan", "INC"),
    # roles
    ("role", "Kepala Bidang SMA", "Kabid SMA", "COR"),
    ("role", "Wali Kota", "Walikota", "COR"),
    ("role", "Kepala Bidang SMA", "Kepala Bidang SMP", "INC"),
    ("role", "Wakil Ketua I", "Wakil Ketua II", "INC"),
    ("role", "Kepala", "Wakil Kepala", "INC"),
    ("role", "Bupati", "Wakil Bupati", "INC"),
    ("role", "Ketua Tim Teknis", "ketua tim teknis", "COR"),
    # kinds of instruments
    ("regulation", "Peraturan Wali Kota", "Perwali", "COR"),
    ("regulation", "Peraturan Menteri Pendidikan dan Kebudayaan", "Permendikbud", "COR"),
    ("regulation", "Peraturan Wali Kota", "Peraturan Bupati", "INC"),
    # as labels, without the reader of posts
    ("label", "Kepala", "kepala", "COR"),
    ("label", "Wakil Ketua I", "Wakil Ketua I", "COR"),
    ("label", "Wakil Ketua I", "Wakil Ketua II", "INC"),
    ("label", "Kepala Bidang SMA", "Kepala Bidang SMP", "INC"),
    ("label", "Kepala Bidang SD", "Kepala Bidang", "INC"),
    ("label", "Kepala", "Kepala Sekolah", "INC"),
    ("label", "Ketua", "Wakil Ketua", "INC"),
    ("label", "Bupati", "Wakil Bupati", "INC"),
    ("label", "Wali Kota", "Walikota", "INC"),
    ("label", "Kepala Seksi  Pendidikan Menengah", "Kepala Seksi Pendidikan Menengah", "COR"),
    # outlets, bylines, datelines
    ("label", "klikkalsel.com", "KLIKKALSEL.COM", "COR"),
    ("label", "TERASKATA.com", "TERASKATA", "INC"),
    ("label", "fachrul", "Fachrul", "COR"),
    ("label", "Ant", "Ads", "INC"),
    ("label", "Mu'arif", "Mu’arif", "COR"),
    ("label", "Banjarmasin", "Banjarbaru", "INC"),
    # state schools
    ("label", "SMPN 3", "SMP Negeri 3", "COR"),
    ("label", "SMP NEGERI 3", "smpn 3", "COR"),
    ("label", "SD Negeri 1 Sleman", "SDN 1 Sleman", "COR"),
    ("label", "MTsN 2 Kediri", "MTs Negeri 2 Kediri", "COR"),
    ("label", "SLBN 1", "SLB Negeri 1", "COR"),
    ("label", "SMPN 3", "SMAN 3", "INC"),
    ("label", "SDN 1", "SDN 2", "INC"),
    ("label", "SMKN 1", "SMK 1", "INC"),
    # dates: gold's precision decides
    ("date", "2022-11-02", "2022-11-02", "COR"),
    ("date", "2022-11", "2022-11-02", "COR"),
    ("date", "2022", "2022-11", "COR"),
    ("date", "2022-11-02", "2022-11", "PAR"),
    ("date", "2022-11-02", "2022", "PAR"),
    ("date", "2022-11-02", "2022-11-20", "INC"),
    ("date", "2022-11-02", "2022-02-11", "INC"),
    ("date", "2022-11-02", "2021-11-02", "INC"),
    ("date", "2022-11", "2022-12-02", "INC"),
    ("date", "2022-1", "2022-11", "INC"),
    ("date", "2024-12-02", "Senin, 2 Desember 2024", "COR"),
    ("date", "2022-11", "Nopember 2022", "COR"),
    ("date", "2021-02-03", "3 Pebruari 2021", "COR"),
    ("date", "2021-02-03", "4 Pebruari 2021", "INC"),
    ("date", "2021-02-03", "tahun pelajaran 2021/2022", "INC"),
    # persons
    ("person", "Abdul Mu'ti", "Abdul Mu’ti", "COR"),
    ("person", "Abdul Mu’ti", "Prof. Dr. Abdul Mu'ti, M.Ed.", "COR"),
    ("person", "Ibnu Sina", "IBNU SINA", "COR"),
    ("person", "Abdul Halim Muharram", "Abdul Halim", "COR"),
    ("person", "Asnita Darwis", "Darwis Asnita", "COR"),
    ("person", "Abdul Halim Muharram", "Halim", "PAR"),
    ("person", "Halim", "Abdul Halim Muharram", "PAR"),
    ("person", "Siti Aminah", "Siti Fatimah", "INC"),
    ("person", "Muhammad Fadhil Arief", "Muhammad Fadil Arief", "INC"),
    ("person", "A. Iskandar", "B. Iskandar", "INC"),
    ("person", "Yuli Haryanto", "Yuli", "PAR"),
    ("person", "Rina", "Rini", "INC"),
    ("person", "Ali Ali", "Ali", "PAR"),
    ("person", "Halim", "Dr. Halim, M.Pd.", "COR"),
    ("person", "Halim", "Halim dan Rina", "PAR"),
    ("person", "Abdul Mu'ti", "Abdul Munir", "INC"),
    # organizations
    ("organization", "BPMP Provinsi Jambi", "BPMP PROVINSI JAMBI", "COR"),
    ("organization", "LPMP Provinsi Jambi", "BPMP Provinsi Jambi", "INC"),
    ("organization", "BPMP Provinsi Jambi", "BBPMP Provinsi Jambi", "INC"),
    ("organization", "LPMP", "BPMP", "INC"),
    ("organization", "SMPN 3", "SMAN 3", "INC"),
    ("organization", "SMP Negeri 3 Palopo", "SMPN 3 Palopo", "COR"),
    ("organization", "SD Negeri 1 Sleman", "SDN 1 Sleman", "COR"),
    ("organization", "SDN 1 Sleman", "SDN 2 Sleman", "INC"),
    ("organization", "SDN 04 Birugo", "SDN 4 Birugo", "COR"),
    ("organization", "SDN 1", "SDN 1 Sleman", "PAR"),
    ("organization", "BPMP Provinsi Sulawesi Tengah", "BPMP Provinsi Sulawesi Tenggara", "INC"),
    ("organization", "BPMP Provinsi Sulawesi Utara", "BPMP Provinsi Sulawesi Barat", "INC"),
    ("organization", "Dinas Pendidikan Kabupaten Badung", "Dinas Pendidikan Kabupaten Bandung", "INC"),
    ("organization", "Dinas Pendidikan Kota Bandung", "Dinas Pendidikan Kabupaten Bandung", "INC"),
    ("organization", "Dinas Pendidikan Kota Padang", "Dinas Pendidikan Kota Padang Panjang", "INC"),
    ("organization", "Dinas Pendidikan Kota Palopo", "Dinas Pendidkan Kota Palopo", "COR"),
    ("organization", "Dinas Pendidikan Kota Palopo", "Dinas Kesehatan Kota Palopo", "INC"),
    ("organization", "Dinas Pendidikan Kota Palopo", "Dinas Pendidikan", "PAR"),
    ("organization", "Dinas Pendidikan Kota Palopo", "Dinas Pendidikan dan Kebudayaan Kota Palopo", "PAR"),
    ("organization", "Dinas Pendidikan Kota Palopo", "Dinas", "INC"),
    ("organization", "Pemerintah Kota Palopo", "Pemerintah Kabupaten Luwu", "INC"),
    ("organization", "Yayasan 1234567", "Yayasan 1234568", "INC"),
    ("organization", "Kemendikbud", "Kemendikbudristek", "INC"),
    ("organization", "Kemendikbudristek", "Kemendikbudristek", "COR"),
    ("organization", "Kemendikbud", "Kementerian Pendidikan dan Kebudayaan", "COR"),
    ("organization", "Dinas Pendidikan Kota Palopo", "Disdik Kota Palopo", "COR"),
    ("organization", "Pemerintah Kota Palopo", "Pemkot Palopo", "COR"),
    ("organization", "Dinas Pendidikan Kota Palopo", "Bidang SD Dinas Pendidikan Kota Palopo", "PAR"),
    ("organization", "DPR RI", "Komisi X DPR RI", "PAR"),
    ("organization", "Kepala Bidang SMA", "Kepala Bidang SMP", "INC"),
    # venues
    ("venue", "Aula Dinas Pendidikan Palopo", "Aula Dinas Pendidikan Palopo", "COR"),
    ("venue", "Aula Dinas Pendidikan Palopo", "Aula Dinas Pendidikan Kota Palopo", "COR"),
    ("venue", "Aula Handayani Dinas Pendidikan Sinjai", "Dinas Pendidikan Sinjai", "PAR"),
    ("venue", "Aula LPMP, Bandar Lampung", "Aula LPMP Bandar Lampung", "COR"),
    ("venue", "Hotel Claro", "Hotel Grand Mulia", "INC"),
    ("venue", "Ruang rapat lantai 2 kantor bupati Luwu", "Ruang rapat lantai 3 kantor bupati Luwu", "PAR"),
    ("venue", "SMP Negeri 1 Singkil", "SMP Negeri 2 Singkil", "PAR"),
    ("venue", "SMP Negeri 1 Singkil", "SMPN 1 Singkil", "COR"),
    # titles, subjects, quotations
    ("phrase", "guru penggerak", "Guru Penggerak", "COR"),
    ("phrase", "“guru penggerak”", "guru penggerak", "COR"),
    ("phrase", "sekolah yang melaksanakan SPMI", "sekolah melaksanakan SPMI", "PAR"),
    ("phrase", "guru penggerak", "sekolah penggerak", "INC"),
    ("phrase", "siswa", "pelajar", "INC"),
    ("phrase", "satu dua tiga empat lima enam", "satu dua tiga empat lima", "COR"),
    ("phrase", "...", "...", "COR"),
    ("phrase", "...", "???", "INC"),
]


@pytest.mark.parametrize(
    ("comparator", "gold", "predicted", "verdict"),
    CASES,
    ids=[f"{name}: {gold} | {predicted}" for name, gold, predicted, _ in CASES],
)
def test_verdict(comparator: str, gold: object, predicted: object, verdict: str) -> None:
    assert COMPARATORS[comparator](gold, predicted) == verdict


@pytest.mark.parametrize(("comparator", "gold", "predicted", "verdict"), CASES)
def test_only_dates_ask_which_side_is_gold(
    comparator: str, gold: object, predicted: object, verdict: str
) -> None:
    swapped = COMPARATORS[comparator](predicted, gold)
    assert swapped == verdict or (comparator == "date" and {swapped, verdict} == {"COR", "PAR"})


@pytest.mark.parametrize("comparator", COMPARATORS)
@given(value=any_texts())
def test_a_value_equals_itself(comparator: str, value: str) -> None:
    assert COMPARATORS[comparator](value, value) == "COR"


@pytest.mark.parametrize("comparator", COMPARATORS)
@given(gold=any_texts() | st.integers() | st.booleans(), predicted=any_texts() | st.integers() | st.none())
def test_any_two_values_get_a_verdict(comparator: str, gold: object, predicted: object) -> None:
    assert COMPARATORS[comparator](gold, predicted) in {"COR", "PAR", "INC"}


def test_no_two_regions_of_indonesia_are_taken_for_one() -> None:
    names = [row["name"] for row in tables.rows("regions")]
    assert len(names) == 552
    confused = [
        (left, right)
        for left, right in combinations(names, 2)
        if same_organization(f"Dinas Pendidikan {left}", f"Dinas Pendidikan {right}") != "INC"
    ]
    assert confused == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Abdul Mu’ti, M.Ed.", ["abdul", "mu'ti", "m", "ed"]),
        ("52,3 persen", ["52", "3", "persen"]),
        ("kabupaten/kota_baru", ["kabupaten", "kota", "baru"]),
        ("'kutip'", ["kutip"]),
        ("…", []),
    ],
)
def test_tokens_are_words_and_numbers_in_small_letters(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


@pytest.mark.parametrize(
    ("gold", "predicted", "ratio"),
    [
        ("a b c d", "a b c d", 1.0),
        ("a b", "b a", 1.0),
        ("a b", "c d", 0.0),
        ("a a b", "a b", 0.8),
        ("", "a", 0.0),
    ],
)
def test_token_f1_counts_each_token_as_often_as_both_have_it(gold: str, predicted: str, ratio: float) -> None:
    assert token_f1(gold, predicted) == pytest.approx(ratio)
