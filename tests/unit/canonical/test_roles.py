"""A post's surface becomes a role in full words and a stand-in."""

from __future__ import annotations

import pytest

from extractor.canonical.roles import Role, misprinted_head, posts, prefix_before, read_role

ROLES = [
    ("Plt Kadis", "Kepala", "Plt"),
    ("PLT. Kadis", "Kepala", "Plt"),
    ("Plt. Kepala Dinas Pendidikan Kota Palopo", "Kepala", "Plt"),
    ("Penjabat (Pj) Bupati Aceh Utara", "Bupati", "Pj"),
    ("Penjabat Bupati", "Bupati", "Pj"),
    ("Pj. Gubernur", "Gubernur", "Pj"),
    ("Pj Wali Kota", "Wali Kota", "Pj"),
    ("Pjs. Bupati", "Bupati", "Pjs"),
    ("Penjabat Sementara Bupati", "Bupati", "Pjs"),
    ("Plh. Sekda", "Sekretaris Daerah", "Plh"),
    ("Pelaksana Harian Kepala Dinas", "Kepala", "Plh"),
    ("Pelaksana Tugas Kepala Disdik", "Kepala", "Plt"),
    ("Pelaksana Tugas (Plt) Bupati", "Bupati", "Plt"),
    ("Kabid PKPMP Dinas Pendidikan Kota Solok", "Kepala Bidang PKPMP", None),
    ("Kabid SD", "Kepala Bidang SD", None),
    ("Kepala Bidang SMA/SMK", "Kepala Bidang SMA/SMK", None),
    (
        "Kepala Bidang Pembinaan Pendidik dan Tenaga Pendidik",
        "Kepala Bidang Pembinaan Pendidik dan Tenaga Pendidik",
        None,
    ),
    ("Kasi Pendma", "Kepala Seksi Pendidikan Madrasah", None),
    ("Kasie Kurikulum", "Kepala Seksi Kurikulum", None),
    ("Kasubag Tata Usaha", "Kepala Subbagian Tata Usaha", None),
    ("Staf seksi pemetaan mutu dan super visi LPMP", "Staf Seksi Pemetaan Mutu dan Supervisi", None),
    ("asisten II", "Asisten II", None),
    ("Asisten III bidang administrasi umum Setda", "Asisten III Bidang Administrasi Umum", None),
    (
        "Staf Ahli Bupati Bidang Pemerintahan, Hukum dan Politik",
        "Staf Ahli Bidang Pemerintahan, Hukum dan Politik",
        None,
    ),
    ("Wabup", "Wakil Bupati", None),
    ("Walikota", "Wali Kota", None),
    ("Wawako", "Wakil Wali Kota", None),
    ("Wagub", "Wakil Gubernur", None),
    ("Kepala SMPN 1 Selong", "Kepala Sekolah", None),
    ("Kepsek", "Kepala Sekolah", None),
    ("kepala MTsN 2", "Kepala Madrasah", None),
    ("Kamad", "Kepala Madrasah", None),
    ("Ketua Komisi D DPRD", "Ketua Komisi D", None),
    ("Wakil Ketua I DPRD", "Wakil Ketua I", None),
    ("Ketua koordinator pengajar praktek", "Ketua Koordinator Pengajar Praktik", None),
    ("Ketua Dewan Pendidikan", "Ketua", None),
    ("Kadisdik", "Kepala", None),
    ("Sekdisdik", "Sekretaris", None),
    ("Sekertaris Daerah", "Sekretaris Daerah", None),
    ("Mendikdasmen", "Menteri", None),
    ("Menteri Pendidikan, Kebudayaan, Riset, dan Teknologi", "Menteri", None),
    ("Dirjen PAUD Dikdasmen", "Direktur Jenderal PAUD Dikdasmen", None),
    ("Widyaprada Ahli Madya", "Widyaprada Ahli Madya", None),
    ("Krpala Dinas", "Kepala", None),
    ("Koordinaor Pengawas Sekolah", "Koordinator Pengawas Sekolah", None),
    ("mantan Kepala LPMP", "Kepala", None),
    ("tim BBPMP", None, None),
]


@pytest.mark.parametrize(("surface", "role", "acting"), ROLES)
def test_post_is_read_in_full_words(surface: str, role: str | None, acting: str | None) -> None:
    assert read_role(surface) == Role(role, acting)


@pytest.mark.parametrize("surface", ["", "kepada", "Pendidikan", "Budi Santoso", "Plt", "…"])
def test_what_is_no_post_is_none(surface: str) -> None:
    assert read_role(surface) is None


def test_numeral_is_no_balinese_particle() -> None:
    surface = "Kasi Peserta Didik I Gede Sukarja"
    assert read_role("Kasi Peserta Didik I") == Role("Kepala Seksi Peserta Didik I", None)
    found = read_role(surface)
    assert found is not None
    assert found.role == "Kepala Seksi Peserta Didik"


@pytest.mark.parametrize("word", ["kepada", "Kepala", "Kelapa", "Bupati", "anggaran", "Kedua"])
def test_real_words_are_no_misprints(word: str) -> None:
    assert misprinted_head(word) is None


@pytest.mark.parametrize(
    ("text", "is_former"),
    [("mantan Bupati", True), ("eks Bupati", True), ("semantan Bupati", False), ("Bupati", False)],
)
def test_former_posts_show(text: str, is_former: bool) -> None:
    assert prefix_before(text, text.index("Bupati")).is_former is is_former


def test_every_post_of_the_table_reads_back_as_its_own_role() -> None:
    kept = {post.role for post in posts().values() if post.role}
    assert {role for role in kept if (read := read_role(role)) is None or read.role != role} == set()
