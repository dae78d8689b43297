"""Figures that measure education come with what they count, their unit and their region."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.canonical.numbers import read_number
from extractor.canonical.units import read_unit
from extractor.rules import indicators, organizations, regions
from extractor.rules.scan import scan
from extractor.schema.types import Article, Candidate

LEAD = "Dinas Pendidikan Kabupaten Sleman Dorong Mutu Sekolah\n\nSLEMAN, Kabar.com – "

CLOSING = (
    "\n\nDinas Pendidikan mengajak guru, siswa dan kepala sekolah menjaga mutu pendidikan di setiap sekolah."
)


def draft(body: str, lead: str = LEAD) -> tuple[str, list[dict[str, Candidate | None]]]:
    seen = scan(Article("a", f"{lead}{body}{CLOSING}"))
    places = regions.find(seen)
    nodes: Any = indicators.draft(seen, places, organizations.find(seen, places))
    return seen.text, nodes


def values(body: str) -> list[tuple[object, object, object]]:
    """Value, unit and subject of each figure."""
    _, nodes = draft(body)
    return [
        tuple(leaf.value if (leaf := node[key]) else None for key in ("value", "unit", "subject"))
        for node in nodes
    ]  # type: ignore[misc]


COUNTED = [
    # the noun follows
    ("Sejauh ini sudah ada 41 orang guru penggerak.", [(41, "orang", "guru penggerak")]),
    ("Sebanyak 1.250 siswa SMP mengikuti ANBK.", [(1250, "siswa", "siswa SMP")]),
    ("Lomba diikuti 26 SMP.", [(26, None, "SMP")]),
    ("Ada 144 komunitas belajar yang terdaftar.", [(144, None, "komunitas belajar yang terdaftar")]),
    ("Pemkab memperbaiki 12 ruang kelas rusak berat.", [(12, "ruang", "ruang kelas rusak berat")]),
    ("Kegiatan dihadiri 120 kepala sekolah SD dan SMP.", [(120, None, "kepala sekolah SD dan SMP")]),
    (
        "Terdapat 240 satuan pendidikan yang melaksanakan kurikulum Merdeka.",
        [(240, "satuan pendidikan", "satuan pendidikan yang melaksanakan kurikulum Merdeka")],
    ),
    (
        "Revitalisasi 100 ruang kelas SD, SMP, dan PAUD yang kondisinya rusak terus dikebut.",
        [(100, "ruang", "ruang kelas SD, SMP, dan PAUD yang kondisinya rusak")],
    ),
    ("Program menyasar dua puluh lima sekolah.", [(25, "sekolah", "sekolah")]),
    ("Bantuan berupa 50 unit laptop untuk guru.", [(50, "unit", "laptop")]),
    # the noun stands before
    ("Jumlah guru penggerak di wilayahnya mencapai 230 orang.", [(230, "orang", "guru penggerak")]),
    ("Peserta ANBK di sekolah itu berjumlah 45 orang.", [(45, "orang", "peserta ANBK")]),
    ("Guru yang sudah ikut pelatihan 4.279 orang.", [(4279, "orang", "guru yang sudah ikut pelatihan")]),
    ("Pemerintah menambah tenaga kependidikan sebanyak 225 orang.", [(225, "orang", "tenaga kependidikan")]),
    (
        "Jenjang SMP yang telah melaksanakan SPMI secara mandiri sudah ada 8 sekolah.",
        [(8, "sekolah", "SMP yang telah melaksanakan SPMI secara mandiri")],
    ),
    ("Untuk SD saja sebanyak 1.650 sekolah.", [(1650, "sekolah", "SD")]),
    ("Daya tampung hanya 9.800 kursi.", [(9800, None, "daya tampung")]),
    ("Sekolah penggerak angkatan 3 berjumlah 27 sekolah.", [(27, "sekolah", "sekolah penggerak angkatan 3")]),
    # shares
    (
        "Sampai saat ini pengiriman data PMP sudah mencapai 52 persen.",
        [(52, "persen", "pengiriman data PMP")],
    ),
    ("Kuota zonasi tetap dipatok pemerintah sebesar 90 persen.", [(90, "persen", "kuota zonasi")]),
    ("Pengiriman datanya baru sampai 50 persen.", [(50, "persen", "pengiriman data")]),
    ("Guru yang telah bersertifikat sebanyak 65%.", [(65, "persen", "guru yang telah bersertifikat")]),
    ("Kelulusan siswa SMA tahun ini 100 persen.", [(100, "persen", "kelulusan siswa SMA")]),
    (
        "Baru 25% satuan pendidikan pada tiap jenjang yang menjalankan kurikulum 2013.",
        [(25, "persen", "satuan pendidikan yang menjalankan kurikulum 2013")],
    ),
    (
        "Kuota jalur prestasi diubah dari 15 persen menjadi 25 persen.",
        [(15, "persen", "kuota jalur prestasi"), (25, "persen", "kuota jalur prestasi")],
    ),
    # scores and means
    ("Nilai rata-rata guru hanya 63,37.", [(63.37, None, "nilai rata-rata guru")]),
    ("Rata-rata lama sekolah tercatat 10,9 tahun.", [(10.9, "tahun", "rata-rata lama sekolah")]),
    # money
    ("Anggaran BOS sebesar Rp 12,5 miliar.", [(12_500_000_000, "rupiah", "anggaran BOS")]),
    (
        "Bantuan komputer sekolah senilai Rp17,5 miliar diajukan.",
        [(17_500_000_000, "rupiah", "bantuan komputer sekolah")],
    ),
    (
        "Dana guru disiapkan Rp100-150 juta.",
        [(100_000_000, "rupiah", "dana guru"), (150_000_000, "rupiah", "dana guru")],
    ),
    ("Anggaran sekolah Rp 5 M.", [(5_000_000_000, "rupiah", "anggaran sekolah")]),
    ("Sebanyak 34.045 persen siswa lulus.", [(34.045, "persen", "siswa lulus")]),
    ("Sekolah itu meraih juara II lomba guru penggerak.", [(2, "peringkat", "lomba guru penggerak")]),
    # enumerations
    (
        "Sasarannya SD 29 sekolah, SMP 4 sekolah, dan SMA 2 sekolah.",
        [(29, "sekolah", "SD"), (4, "sekolah", "SMP"), (2, "sekolah", "SMA")],
    ),
    ("Sasarannya 53 SD dan 26 SMP.", [(53, None, "SD"), (26, None, "SMP")]),
    (
        "SMP 35.096 siswa (632 sekolah), SMA 15.449 siswa (238 sekolah).",
        [(35096, "siswa", "SMP"), (632, "sekolah", "SMP"), (15449, "siswa", "SMA"), (238, "sekolah", "SMA")],
    ),
    (
        "Peserta ANBK berjumlah 45 orang. Tiap sesi diikuti 23 orang dan 22 orang.",
        [(45, "orang", "peserta ANBK"), (23, "orang", "peserta ANBK"), (22, "orang", "peserta ANBK")],
    ),
    # ranks
    (
        "Sleman meraih peringkat kedua nasional dalam capaian Rapor Pendidikan.",
        [(2, "peringkat", "capaian Rapor Pendidikan")],
    ),
    (
        "Pengiriman data PMP mencapai 98 persen dan tertinggi pertama.",
        [(98, "persen", "pengiriman data PMP"), (1, "peringkat", "pengiriman data PMP")],
    ),
    # said twice
    (
        "Ada 41 orang guru penggerak. Sekali lagi, ada 41 orang guru penggerak.",
        [(41, "orang", "guru penggerak")],
    ),
]

NOT_COUNTED = [
    "Rapat digelar Rabu (2/11/2022) pukul 08.00 WIB.",
    "Guru penggerak angkatan 9 mengikuti lokakarya ke-7.",
    "Ia berusia 45 tahun dan sudah 20 tahun menjadi guru.",
    "Kegiatan berlangsung selama tiga hari.",
    "Dasarnya Permendikbud Nomor 51 Tahun 2018 Pasal 31.",
    "Acara digelar di SMP Negeri 8 dan SDN 04.",
    "Hubungi 0812-3456-7890 untuk mendaftar.",
    "Jika ada 100 siswa yang mendaftar, zonasi berlaku.",
    "Tahun pelajaran 2018/2019 segera mulai.",
    "Program wajib belajar 13 tahun dimulai.",
    "Ada tiga hal yang perlu dilakukan sekolah.",
    "Jumlah zona tidak boleh lebih dari 10 zona.",
    "Salah satu sekolah di sana ikut.",
    "Kelas 5 belajar di rumah.",
    "Kurikulum 2013 diterapkan.",
]


@pytest.mark.parametrize(("body", "expected"), COUNTED)
def test_a_figure_has_value_unit_and_subject(
    body: str, expected: list[tuple[object, object, object]]
) -> None:
    assert values(body) == expected


@pytest.mark.parametrize("body", NOT_COUNTED)
def test_other_numbers_are_no_figures(body: str) -> None:
    assert values(body) == []


@pytest.mark.parametrize(("body", "expected"), COUNTED)
def test_the_evidence_proves_every_leaf(body: str, expected: list[tuple[object, object, object]]) -> None:
    text, nodes = draft(body)
    assert len(nodes) == len(expected)
    for node in nodes:
        for key, leaf in node.items():
            printed = " ".join(text[span.start : span.end] for span in leaf.spans) if leaf else ""
            if key == "value":
                assert leaf is not None
                assert read_number(printed) == leaf.value
            elif key == "unit" and leaf:
                assert read_unit(printed) == leaf.value
            elif key == "subject":
                assert leaf is not None
                assert " ".join(printed.split()).casefold() == str(leaf.value).casefold()


def regions_of(body: str) -> list[object]:
    _, nodes = draft(body)
    return [leaf.value if (leaf := node["region"]) else None for node in nodes]


def test_a_figure_belongs_to_the_region_that_the_article_is_about() -> None:
    assert regions_of("Sudah ada 41 orang guru penggerak.") == ["34.04"]


def test_a_region_in_the_figure_s_clause_comes_first() -> None:
    assert regions_of("Rata-rata nilai di Kabupaten Bantul hanya 60,91.") == ["34.02"]


def test_other_regions_figures_have_no_region() -> None:
    body = "Daerah lain pengiriman datanya baru sampai 50 persen, tapi pengiriman data Sleman 98 persen."
    assert regions_of(body) == [None, "34.04"]


def test_participants_from_many_regions_have_no_region() -> None:
    assert regions_of("Kegiatan diikuti 75 peserta dari 15 kabupaten/kota.") == [None]


@pytest.mark.parametrize(
    "junk",
    ["9 guru " * 2000, "Rp " * 3000, "persen 5 " * 2000, "yang 5 " * 2000, "(" * 4000, "juara 1, " * 900],
)
def test_hostile_text_is_read_without_failing(junk: str) -> None:
    _, nodes = draft(junk)
    assert isinstance(nodes, list)
