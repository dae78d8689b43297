"""Legal instruments as news cites them, and the kinds that they stand for."""

from __future__ import annotations

import pytest

from extractor.canonical.regulations import find_regulations, read_regulation

DIKBUD = "Peraturan Menteri Pendidikan dan Kebudayaan"
RISTEK = "Peraturan Menteri Pendidikan, Kebudayaan, Riset, dan Teknologi"
DASMEN = "Peraturan Menteri Pendidikan Dasar dan Menengah"

CITED = [
    ("Permendikbud Nomor 51 tahun 2018", DIKBUD, "51", 2018),
    ("Permendikbud No 51 Tahun 2018", DIKBUD, "51", 2018),
    ("Permendikbud No. 28/2016", DIKBUD, "28", 2016),
    ("Permendikbud 51/2018", DIKBUD, "51", 2018),
    ("Permendikbud 28 tahun 2016", DIKBUD, "28", 2016),
    ("Permendikbud RI nomor 20 Tahun 2019", DIKBUD, "20", 2019),
    ("Peraturan Menteri Pendidikan dan Kebudayaan (Permendikbud) Nomor 1 Tahun 2021", DIKBUD, "1", 2021),
    (
        "Peraturan Menteri Pendidikan dan Kebudayaan Republik Indonesia Nomor 17 Tahun 2017",
        DIKBUD,
        "17",
        2017,
    ),
    ("Peraturan Mendikbudristek RI nomor 11 tahun 2022", RISTEK, "11", 2022),
    ("Permendikbud dan Ristek RI Nomor 46 Tahun 2023", RISTEK, "46", 2023),
    ("Permendikbudristek No. 63 Tahun 2023", RISTEK, "63", 2023),
    ("Peraturan Menteri Pendidikan, Kebudayaan, Riset dan Teknologi Nomor 53 tahun 2023", RISTEK, "53", 2023),
    ("Permendikdasmen Nomor 3 Tahun 2025", DASMEN, "3", 2025),
    ("Peraturan Menteri Pendidikan Dasar dan Menengah No. 13 Tahun 2025", DASMEN, "13", 2025),
    ("Permendiknas No 28 tahun 2010", "Peraturan Menteri Pendidikan Nasional", "28", 2010),
    ("Permendagri No. 59 Tahun 2021", "Peraturan Menteri Dalam Negeri", "59", 2021),
    ("PMA Nomor 90 Tahun 2013", "Peraturan Menteri Agama", "90", 2013),
    ("PP No. 19/2005", "Peraturan Pemerintah", "19", 2005),
    ("PP Nomor 57 Tahun 2021", "Peraturan Pemerintah", "57", 2021),
    ("Peraturan Pemerintah No 57 Tahun 2021", "Peraturan Pemerintah", "57", 2021),
    ("UU 20/2003", "Undang-Undang", "20", 2003),
    ("UU Sisdiknas Nomor 20 Tahun 2003", "Undang-Undang", "20", 2003),
    ("Undang-undang No 14 tahun 2005", "Undang-Undang", "14", 2005),
    ("Perpres 188/2024", "Peraturan Presiden", "188", 2024),
    ("Inpres Nomor 7 Tahun 2025", "Instruksi Presiden", "7", 2025),
    ("Instruksi Presiden (Inpres) Nomor 9 Tahun 2016", "Instruksi Presiden", "9", 2016),
    ("perwal Nomor 10 Tahun 2020", "Peraturan Wali Kota", "10", 2020),
    ("Perwako No. 12 Tahun 2021", "Peraturan Wali Kota", "12", 2021),
    ("Peraturan Walikota Bitung Nomor 4 Tahun 2022", "Peraturan Wali Kota", "4", 2022),
    ("Perbup No. 11 tahun 2015", "Peraturan Bupati", "11", 2015),
    ("Peraturan Bupati Sinjai Nomor 11 Tahun 2015", "Peraturan Bupati", "11", 2015),
    ("Pergub NOMOR 13 TAHUN 2020", "Peraturan Gubernur", "13", 2020),
    ("Perda Nomor 5 Tahun 2019", "Peraturan Daerah", "5", 2019),
    ("Peraturan Daerah Kota Bima No. 5 Tahun 2019", "Peraturan Daerah", "5", 2019),
    ("Qanun Nomor 9 Tahun 2015", "Qanun", "9", 2015),
    (
        "Keputusan Menteri Pendidikan Dasar dan Menengah Nomor 14/M/2025",
        "Keputusan Menteri Pendidikan Dasar dan Menengah",
        "14/M/2025",
        2025,
    ),
    (
        "Kepmendikbudristek Nomor 262/M/2022",
        "Keputusan Menteri Pendidikan, Kebudayaan, Riset, dan Teknologi",
        "262/M/2022",
        2022,
    ),
    (
        "Keputusan Kepala BSKAP Nomor 059/H/M/2025",
        "Keputusan Kepala Badan Standar, Kurikulum, dan Asesmen Pendidikan",
        "059/H/M/2025",
        2025,
    ),
    (
        "Surat Keputusan Sesjen Kemendikbudristek Nomor 12 Tahun 2022",
        "Surat Keputusan Sekretaris Jenderal Kementerian Pendidikan, Kebudayaan, Riset, dan Teknologi",
        "12",
        2022,
    ),
    (
        "Keputusan Dirjen Pendidikan Islam Kemenag Nomor 7 Tahun 2021",
        "Keputusan Direktur Jenderal Pendidikan Islam Kementerian Agama",
        "7",
        2021,
    ),
    ("surat edaran dari Mendikbud nomor 3 tahun 2019", "Surat Edaran", "3", 2019),
    ("Surat Edaran Bupati Purbalingga Nomor 660/1820 Tahun 2021", "Surat Edaran", "660/1820", 2021),
    ("SK Bupati Purbalingga Nomor 600.4/285 Tahun 2024", "Surat Keputusan Bupati", "600.4/285", 2024),
    (
        "Permen LHK Nomor P.52/MENLHK/SETJEN/KUM.1/9/2019",
        "Peraturan Menteri Lingkungan Hidup dan Kehutanan",
        "P.52/MENLHK/SETJEN/KUM.1/9/2019",
        2019,
    ),
    ("Kepmendagri No 100.1.1-6117 Tahun 2022", "Keputusan Menteri Dalam Negeri", "100.1.1-6117", 2022),
    ("POS UN No 047", "Prosedur Operasional Standar", "047", None),
]

NOT_CITED = [
    "Pergub Wajib Belajar 12 Tahun",
    "MoU nomor 140/PKS/Forum/2024",
    "Perjanjian Kerja Sama Nomor 5 Tahun 2022",
    "SMP Nomor 5 Tahun 2020",
    "UU Sisdiknas",
    "UUD 1945 Pasal 31",
    "keputusan yang diambil peserta nomor 4 tahun 2020",
    "peraturan tersebut. Nomor 5 Tahun 2020",
    "pp nomor 5",
    "juknis BOS tahun 2020",
    "surat nomor 421.2/335",
    "Permendikbud tentang PPDB",
]


@pytest.mark.parametrize(("surface", "kind", "number", "year"), CITED)
def test_an_instrument_is_read_in_full_form(surface: str, kind: str, number: str, year: int | None) -> None:
    found = read_regulation(surface)
    assert found is not None
    assert (found.kind, found.number, found.year) == (kind, number, year)


@pytest.mark.parametrize("surface", NOT_CITED)
def test_without_kind_or_number_there_is_no_instrument(surface: str) -> None:
    assert find_regulations(surface) == []


def test_a_second_number_shares_the_kind() -> None:
    found = find_regulations("Permendiknas Nomor 22 Tahun 2006 dan Nomor 23 Tahun 2006")
    assert [(rule.number, rule.year) for rule in found] == [("22", 2006), ("23", 2006)]
    assert {rule.kind for rule in found} == {"Peraturan Menteri Pendidikan Nasional"}


def test_each_part_has_its_own_span() -> None:
    text = "sesuai perwal Nomor 10 Tahun 2020 tentang"
    (found,) = find_regulations(text)
    assert text[found.kind_start : found.kind_end] == "perwal"
    assert text[found.number_start : found.number_end] == "10"
    assert text[found.year_start : found.year_end] == "2020"
    assert text[found.start : found.end] == "perwal Nomor 10 Tahun 2020"


@pytest.mark.parametrize(
    "junk", ["nomor 5 " * 2000, "peraturan " * 2000 + "nomor 5", "1/2020 " * 2000, "SK (" * 3000]
)
def test_hostile_text_is_searched_without_failing(junk: str) -> None:
    assert isinstance(find_regulations(junk), list)
