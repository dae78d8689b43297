"""Which articles are about schools."""

from __future__ import annotations

import pytest

from extractor.rules import extract
from extractor.schema.types import Article, Candidate


def in_scope(text: str) -> Candidate:
    node = extract(Article("a", text))["in_scope"]
    assert isinstance(node, Candidate)
    return node


@pytest.mark.parametrize(
    "text",
    [
        "Guru SD Ikuti Pelatihan\n\nKENDAL – Dinas Pendidikan Kabupaten Kendal melatih 60 guru "
        "sekolah dasar.",
        "PPDB Kendal Dibuka\n\nKENDAL – Penerimaan peserta didik baru jenjang SMP di Kendal dibuka Senin.",
        "Madrasah Terima Bantuan\n\nKENDAL – Sebanyak 20 madrasah di Kendal menerima bantuan "
        "operasional siswa.",
        "Unimed Latih Guru\n\nMEDAN – Universitas Negeri Medan melatih guru SD dan SMP bersama "
        "Dinas Pendidikan "
        "Kota Medan. Guru sekolah dasar dan kepala sekolah belajar menyusun kurikulum.",
        "Anak Tidak Sekolah Didata\n\nTARAKAN – Pemkot mendata anak tidak sekolah di semua "
        "kelurahan. Anak usia SD "
        "diarahkan ke sekolah terdekat, kata Kepala Dinas Pendidikan Kota Tarakan.",
    ],
)
def test_articles_about_schools_are_in_scope(text: str) -> None:
    assert in_scope(text).value is True
    assert in_scope(text).spans


@pytest.mark.parametrize(
    "text",
    [
        "UGM Wisuda 2.100 Sarjana\n\nSLEMAN – Universitas Gadjah Mada mewisuda 2.100 sarjana. "
        "Rektor berpesan agar "
        "mahasiswa adaptif. Wisudawan terbaik berasal dari fakultas teknik.",
        "Posyandu Gelar Imunisasi\n\nKUDUS – Posyandu Melati menggelar imunisasi balita untuk "
        "mencegah stunting. "
        "Kader membagikan makanan tambahan, dan sebagian balita anak seorang guru.",
        "Banjir Rendam Demak\n\nDEMAK – Banjir merendam ratusan rumah. Warga mengungsi ke gedung sekolah.",
        "Harga Cabai Naik\n\nBREBES – Harga cabai di pasar naik dua kali lipat menjelang lebaran.",
        "Perda Rokok Disosialisasikan\n\nBREBES – Dinas Kesehatan Kabupaten Brebes menjelaskan larangan "
        "merokok. Camat dan kepala sekolah hadir. Kepala SMP Negeri 3 Brebes mendukung larangan itu.",
        "",
    ],
)
def test_other_articles_are_not(text: str) -> None:
    assert in_scope(text).value is False


def test_words_in_related_links_do_not_count() -> None:
    links = "\n\nBaca Juga: Sekolah, Guru, Siswa, Kurikulum, Madrasah, PPDB" * 5
    text = (
        f"Harga Cabai Naik\n\nBREBES – Harga cabai di pasar naik dua kali lipat menjelang lebaran.{links}\n"
    )
    assert in_scope(text).value is False
