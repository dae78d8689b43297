"""Figures that share a noun: lists over places, parts of a whole, changes, sums beside shares, asides."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.rules.bodies import organizations, regions
from extractor.rules.counts import indicators
from extractor.rules.scan import scan
from extractor.schema.types import Article

CLOSING = (
    "\n\nDinas Pendidikan mengajak guru, siswa dan kepala sekolah menjaga mutu pendidikan di setiap sekolah."
)
ACEH = "Dinas Pendidikan Aceh Tengah Paparkan Data Sekolah\n\nTAKENGON, Kabar.com – "
JATENG = "Disdikbud Wonosobo Paparkan Data Sekolah\n\nWONOSOBO – Data itu milik Kabupaten Wonosobo. "
NTT = "Dinas PPO Sikka Paparkan Data Sekolah\n\nMAUMERE – Data itu milik Kabupaten Sikka. "
SULTRA = "Disdikbud Sultra Paparkan Data Sekolah\n\nKENDARI – Data itu milik Provinsi Sulawesi Tenggara. "
KALTIM = "Disdikbud Kota Bontang Paparkan Data Sekolah\n\nBONTANG – Data itu milik Kota Bontang. "

Figures = list[tuple[object, object, object]]


def read(lead: str, body: str) -> list[dict[str, Any]]:
    seen = scan(Article("a", f"{lead}{body}{CLOSING}"))
    places = regions.find(seen)
    nodes: Any = indicators.draft(seen, places, organizations.find(seen, places))
    return [{key: leaf.value if leaf else None for key, leaf in node.items()} for node in nodes]


def values(lead: str, body: str) -> Figures:
    """Value, unit and subject of each figure."""
    return [(node["value"], node["unit"], node["subject"]) for node in read(lead, body)]


OVER_PLACES: list[tuple[str, str, Figures]] = [
    (
        ACEH,
        "Siswa yang tidak lulus terbanyak di Kecamatan Bebesen, 14 orang. Menyusul Pegasing dan Linge "
        "masing-masing sembilan orang, lalu Jagong Jeget 7 orang.",
        [
            (14, "orang", "siswa yang tidak lulus"),
            (9, "orang", "siswa yang tidak lulus"),
            (7, "orang", "siswa yang tidak lulus"),
        ],
    ),
    (
        JATENG,
        "Sekolah yang belum berlistrik paling banyak berada di Kecamatan Kejajar (11), Watumalang (9), "
        "dan Kaliwiro (8).",
        [
            (11, None, "sekolah yang belum berlistrik"),
            (9, None, "sekolah yang belum berlistrik"),
            (8, None, "sekolah yang belum berlistrik"),
        ],
    ),
    (
        NTT,
        "Di Kecamatan Alok terdapat 38 sekolah inklusi, Nita 34 dan Kewapante 33.",
        [(38, "sekolah", "sekolah inklusi"), (34, None, "sekolah inklusi"), (33, None, "sekolah inklusi")],
    ),
    (
        NTT,
        "Anak putus sekolah terbanyak di Talibura, 41 orang, disusul Waigete 27 orang dan Doreng 12 orang.",
        [
            (41, "orang", "anak putus sekolah"),
            (27, "orang", "anak putus sekolah"),
            (12, "orang", "anak putus sekolah"),
        ],
    ),
    (
        SULTRA,
        "Kepala BPMP memaparkan indeks literasi jenjang SD. Tertinggi Kota Kendari 71,4, lalu Kolaka 66,2. "
        "Berikutnya Konawe 58,9, Buton 51,3 dan Wakatobi 48,75.",
        [
            (71.4, None, "indeks literasi jenjang SD"),
            (66.2, None, "indeks literasi jenjang SD"),
            (58.9, None, "indeks literasi jenjang SD"),
            (51.3, None, "indeks literasi jenjang SD"),
            (48.75, None, "indeks literasi jenjang SD"),
        ],
    ),
    (
        KALTIM,
        "Kekurangan guru kelas di Bontang Selatan 64 orang, Bontang Utara 41 orang, dan Bontang Barat "
        "7 orang.",
        [
            (64, "orang", "kekurangan guru kelas"),
            (41, "orang", "kekurangan guru kelas"),
            (7, "orang", "kekurangan guru kelas"),
        ],
    ),
]

PARTS: list[tuple[str, str, Figures]] = [
    (
        JATENG,
        "Sebanyak 412 dari 530 guru sudah menuntaskan pelatihan mandiri.",
        [(412, None, "guru menuntaskan pelatihan mandiri"), (530, "guru", "guru")],
    ),
    (
        ACEH,
        "Baru 14 dari 29 sekolah berada di daerah terpencil.",
        [(14, None, "sekolah berada di daerah terpencil"), (29, "sekolah", "sekolah")],
    ),
    (
        NTT,
        "Disebutkan 212 dari 640 guru di kabupaten itu masih berstatus honorer.",
        [(212, None, "guru berstatus honorer"), (640, "guru", "guru")],
    ),
    (
        SULTRA,
        "Dari 412 guru yang mendaftar, 356 orang lolos administrasi dan 298 orang dinyatakan lulus uji "
        "kompetensi.",
        [
            (412, "guru", "guru yang mendaftar"),
            (356, "orang", "guru lolos administrasi"),
            (298, "orang", "guru lulus uji kompetensi"),
        ],
    ),
    (
        KALTIM,
        "Baru 41 dari 97 SD yang sudah mengunduh Rapor Pendidikan.",
        [(41, None, "SD yang sudah mengunduh Rapor Pendidikan"), (97, None, "SD")],
    ),
    (
        SULTRA,
        "Peserta ANBK tercatat 9.204 siswa, 8.711 orang di antaranya mengikuti hari pertama.",
        [(9204, "siswa", "peserta ANBK"), (8711, "orang", "peserta ANBK")],
    ),
    (
        ACEH,
        "Sekolah itu punya 6 ruang kelas, dua di antaranya kosong.",
        [(6, "ruang", "ruang kelas"), (2, None, "ruang kelas")],
    ),
    (NTT, "Dari 78 SD hanya 31 yang aktif.", [(78, None, "SD"), (31, None, "SD yang aktif")]),
    (
        KALTIM,
        "Dari 24 komunitas belajar, 17 yang rutin.",
        [(24, None, "komunitas belajar"), (17, None, "komunitas belajar yang rutin")],
    ),
    (
        JATENG,
        "Guru yang bersertifikat baru 38,7 persen. Adapun yang berijazah S1 mencapai 1.700 orang lebih.",
        [
            (38.7, "persen", "guru yang bersertifikat"),
            (1700, "orang", "guru yang berijazah S1"),
        ],
    ),
]

CHANGES: list[tuple[str, str, Figures]] = [
    (
        SULTRA,
        "Komunitas belajar bertambah dari 184 jadi 391 kombel.",
        [(184, None, "komunitas belajar"), (391, None, "komunitas belajar")],
    ),
    (
        KALTIM,
        "Kekosongan jabatan kepala sekolah yang semula 63 kini menyusut menjadi 9 sekolah.",
        [
            (63, None, "kekosongan jabatan kepala sekolah"),
            (9, "sekolah", "kekosongan jabatan kepala sekolah"),
        ],
    ),
    (
        JATENG,
        "Jumlah anak tidak sekolah turun dari 4.812 menjadi 3.975.",
        [(4812, None, "anak tidak sekolah"), (3975, None, "anak tidak sekolah")],
    ),
    (
        ACEH,
        "Sekolah inklusi bertambah dari 12 menjadi 31.",
        [(12, None, "sekolah inklusi"), (31, None, "sekolah inklusi")],
    ),
]

BESIDE: list[tuple[str, str, Figures]] = [
    (
        NTT,
        "Penyerapan dana BOS sudah 99,1 persen, atau senilai Rp 71,6 miliar.",
        [(99.1, "persen", "penyerapan dana BOS"), (71_600_000_000, "rupiah", "penyerapan dana BOS")],
    ),
    (
        ACEH,
        "Pemkab mengucurkan Rp 14 miliar dana Otsus untuk beasiswa yatim.",
        [(14_000_000_000, "rupiah", "dana Otsus untuk beasiswa yatim")],
    ),
    (
        KALTIM,
        "Honor guru honorer dibayar lewat APBD sebesar Rp1,3 juta.",
        [(1_300_000, "rupiah", "honor guru honorer")],
    ),
    (
        SULTRA,
        "Dana BOS Afirmasi dan BOS Kinerja mencapai Rp 6,84 miliar.",
        [(6_840_000_000, "rupiah", "dana BOS Afirmasi dan BOS Kinerja")],
    ),
    (
        JATENG,
        "Satu sekolah muridnya cuma 23 orang.",
        [(23, "orang", "murid")],
    ),
    (
        NTT,
        "Sekolah pemenang memperoleh uang pembinaan Rp5 juta, Rp 4 juta dan Rp3 juta.",
        [
            (5_000_000, "rupiah", "uang pembinaan"),
            (4_000_000, "rupiah", "uang pembinaan"),
            (3_000_000, "rupiah", "uang pembinaan"),
        ],
    ),
    (ACEH, "Angka anak tidak sekolah kita masih 4.107.", [(4107, None, "angka anak tidak sekolah")]),
    (KALTIM, "APS 13-15 tahun baru 93,5 persen.", [(93.5, "persen", "APS 13-15 tahun")]),
    (
        NTT,
        "Baru 41,3 persen siswa SD yang mencapai kompetensi minimum numerasi.",
        [(41.3, "persen", "siswa SD yang mencapai kompetensi minimum numerasi")],
    ),
    (
        ACEH,
        "Standar pelayanan minimal pendidikan baru 64 persen.",
        [(64, "persen", "standar pelayanan minimal pendidikan")],
    ),
    (JATENG, "Beasiswa untuk 24.000 lebih siswa SMA.", [(24000, "siswa", "siswa SMA")]),
    (
        SULTRA,
        "Dari jumlah itu 87 orang menjadi kepala SD dan 21 orang menjadi kepala SMP.",
        [(87, "orang", "kepala SD"), (21, "orang", "kepala SMP")],
    ),
    (
        KALTIM,
        "Besarannya Rp 30 ribu per siswa SD dan Rp 45 ribu per siswa SMP.",
        [(30_000, "rupiah", "besaran per siswa SD"), (45_000, "rupiah", "besaran per siswa SMP")],
    ),
    (NTT, "Seleksi itu diikuti 431 pelamar.", [(431, None, "pelamar")]),
    (SULTRA, "Literasi SD Kota Kendari ada di urutan ke-3.", [(3, "peringkat", "literasi SD")]),
    (
        ACEH,
        "Rata-rata UKG kabupaten kita 45,62. Kita nomor 19 dari 23 kabupaten/kota.",
        [(45.62, None, "rata-rata UKG"), (19, "peringkat", "rata-rata UKG")],
    ),
]

IN_NO_LIST = [
    "Guru angkatan Melati 12, Mawar 13 dan Kenanga 14 dilatih.",
    "Upacara digelar di Lapangan Merdeka, Jalan Sudirman 12, dan Gedung Wanita.",
    "Rombongan mampir di Warung Sate Pak Kumis 2, lalu pulang.",
    "Hadir pula Ketua Karang Taruna Tunas Muda 5, Sutrisno.",
]


@pytest.mark.parametrize(
    ("lead", "body", "expected"), [*OVER_PLACES, *PARTS, *CHANGES, *BESIDE], ids=lambda value: str(value)[:40]
)
def test_figures_that_share_a_noun_get_it(lead: str, body: str, expected: Figures) -> None:
    assert values(lead, body) == expected


@pytest.mark.parametrize("body", IN_NO_LIST)
def test_a_number_in_a_name_is_no_member_of_a_list(body: str) -> None:
    assert values(JATENG, body) == []


def test_each_place_of_a_list_owns_its_figure() -> None:
    body = (
        "Kepala BPMP memaparkan indeks literasi. Tertinggi Kolaka 64,28, lalu Konawe 61,7. "
        "Berikutnya Wakatobi 47,15."
    )
    assert [node["region"] for node in read(SULTRA, body)] == ["74.01", "74.02", "74.07"]


@pytest.mark.parametrize(
    ("lead", "body", "expected"),
    [
        (
            NTT,
            "APK PAUD di Ende dan Flores Timur masing-masing 41,2 persen dan 38,7 persen.",
            [(41.2, "APK PAUD", "53.08"), (38.7, "APK PAUD", "53.06")],
        ),
        (
            SULTRA,
            "Kepala BPMP memaparkan indeks literasi. Tiga daerah paling bawah yaitu Wakatobi, Kolaka Timur, "
            "dan Muna Barat, masing-masing 31,6; 27,44; dan 25,1.",
            [
                (31.6, "indeks literasi", "74.07"),
                (27.44, "indeks literasi", "74.11"),
                (25.1, "indeks literasi", "74.13"),
            ],
        ),
    ],
)
def test_masing_masing_gives_the_nth_number_to_the_nth_place(
    lead: str, body: str, expected: list[tuple[object, object, object]]
) -> None:
    assert [(node["value"], node["subject"], node["region"]) for node in read(lead, body)] == expected


def test_a_province_s_mean_belongs_to_the_province() -> None:
    body = "Indeks literasi 2,44 sudah di atas rata-rata provinsi 2,38 di Kalimantan Timur."
    assert [node["region"] for node in read(KALTIM, body)] == ["64.74", "64"]
