"""Figures that measure education come with what they count, their unit and their region."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.canonical.numbers import read_number
from extractor.canonical.units import read_unit
from extractor.rules.bodies import organizations, regions
from extractor.rules.counts import indicators
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
    # relative clauses: what restricts stays whole, what only leads on is left out
    ("SD Mekar punya 412 siswa yang diajar 21 guru.", [(412, "siswa", "siswa"), (21, "guru", "guru")]),
    (
        "Tersedia 900 bangku yang terbagi dalam 30 kelas.",
        [(900, None, "bangku"), (30, "kelas", "kelas")],
    ),
    ("Ada lima sekolah binaan yang didampinginya.", [(5, "sekolah", "sekolah binaan")]),
    ("Hingga sore sudah 1.120 pendaftar yang masuk.", [(1120, None, "pendaftar")]),
    ("Sudah 640 orang pendaftar masuk ke laman.", [(640, "orang", "pendaftar")]),
    (
        "Masih ada 9 madrasah yang atapnya belum diganti.",
        [(9, None, "madrasah yang atapnya belum diganti")],
    ),
    (
        "Tercatat 75 anak yang belum pernah mengikuti ujian.",
        [(75, None, "anak yang belum pernah mengikuti ujian")],
    ),
    ("Didata 40 siswa yang bermukim di asrama.", [(40, "siswa", "siswa yang bermukim di asrama")]),
    (
        "Ada 88 sekolah yang meraih akreditasi minimal B.",
        [(88, "sekolah", "sekolah yang meraih akreditasi minimal B")],
    ),
    # words between noun and number
    ("Angka kelulusan SMP justru 97,5 persen.", [(97.5, "persen", "angka kelulusan SMP")]),
    ("Kuota afirmasi paling sedikit 15 persen.", [(15, "persen", "kuota afirmasi")]),
    ("Lulusan SMP tahun ini 5.210 anak.", [(5210, None, "lulusan SMP")]),
    ("Lulusan SMA lk. 2.300 anak.", [(2300, None, "lulusan SMA")]),
    ("Semua MI, jumlahnya 54 lembaga, ikut serta.", [(54, "lembaga", "MI")]),
    ("Jalur zonasi mendapat porsi 50 persen.", [(50, "persen", "jalur zonasi")]),
    ("Daya tampung 8 SMA negeri cuma 2.016 kursi.", [(8, None, "SMA negeri"), (2016, None, "daya tampung")]),
    ("Putus Sekolah (PS) sebanyak 210 anak.", [(210, None, "putus Sekolah (PS)")]),
    ("Sekolah itu punya 6 ruang kelas.", [(6, "ruang", "ruang kelas")]),
    ("Penerimanya 17 satuan pendidikan.", [(17, "satuan pendidikan", "satuan pendidikan")]),
    ("Nilai rapor sekolah itu tercatat 6,12.", [(6.12, None, "nilai rapor")]),
    ("APS usia 13-15 tahun baru 91,5 persen.", [(91.5, "persen", "APS usia 13-15 tahun")]),
    ("Kekurangan guru SMP mencapai 118 orang.", [(118, "orang", "kekurangan guru SMP")]),
    ("Ada 64 SMP negeri dan swasta.", [(64, None, "SMP negeri dan swasta")]),
    ("Dibangun 12 ruang kelas baru di Sleman.", [(12, "ruang", "ruang kelas baru")]),
    ("Bantuan itu menyasar ke 45 sekolah.", [(45, "sekolah", "sekolah")]),
    ("Sekolah menerima 7 unit papan digital.", [(7, "unit", "papan digital")]),
    ("Aktivasi akun belajar.id mencapai 88 persen.", [(88, "persen", "aktivasi akun belajar.id")]),
    # money
    (
        "Dana otonomi khusus sekolah sebesar Rp2 miliar.",
        [(2_000_000_000, "rupiah", "dana otonomi khusus sekolah")],
    ),
    ("Dana BOS kami Rp. 150.000.000 setahun.", [(150_000_000, "rupiah", "dana BOS")]),
    (
        "Bantuan Rp1 juta per siswa SMP dan Rp1,5 juta per siswa SMA.",
        [(1_000_000, "rupiah", "bantuan per siswa SMP"), (1_500_000, "rupiah", "bantuan per siswa SMA")],
    ),
    (
        "Subsidi Rp1 juta sampai Rp3 juta per siswa.",
        [(1_000_000, "rupiah", "subsidi"), (3_000_000, "rupiah", "subsidi")],
    ),
    # figures that go on from the one before
    (
        "Kuota jalur zonasi 60 persen, prestasi 25 persen dan mutasi 5 persen.",
        [
            (60, "persen", "kuota jalur zonasi"),
            (25, "persen", "kuota jalur prestasi"),
            (5, "persen", "kuota jalur mutasi"),
        ],
    ),
    ("APK SD 104 persen dan SMP 88 persen.", [(104, "persen", "APK SD"), (88, "persen", "APK SMP")]),
    (
        "Dari 500 guru SMA, tercatat 420 orang sudah mengikuti pelatihan.",
        [(500, "guru", "guru SMA"), (420, "orang", "guru SMA mengikuti pelatihan")],
    ),
    ("Lulus 210 orang guru atau 84 persen.", [(210, "orang", "guru"), (84, "persen", "guru")]),
    ("Dulu hanya 12 kombel, sekarang 70.", [(12, None, "kombel"), (70, None, "kombel")]),
    ("Gurunya 14 orang, tiga orang di antaranya honorer.", [(14, "orang", "guru"), (3, "orang", "honorer")]),
    # ranks
    (
        "Untuk kategori literasi sekolah, Sleman menempati urutan ketiga.",
        [(3, "peringkat", "literasi sekolah")],
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


def test_figures_spread_over_regions_belong_each_to_its_own() -> None:
    body = (
        "Beasiswa diterima 900 siswa SMA. Terbanyak di Kabupaten Bantul yakni 400 siswa, disusul Kulon Progo "
        "300 siswa, sementara paling sedikit di Gunungkidul dengan 60 orang."
    )
    _, nodes = draft(body)
    assert [node["subject"].value for node in nodes if node["subject"]] == ["siswa SMA"] * 4
    assert regions_of(body)[1:] == ["34.02", "34.01", "34.03"]


def test_a_region_that_opens_the_clause_owns_the_figure() -> None:
    assert regions_of("Ada 30 SMP, sementara Bantul mengerahkan 45 guru.") == ["34.04", "34.02"]


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
