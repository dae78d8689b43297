"""The page's furniture is found and cut, and the article around it survives."""

from __future__ import annotations

from itertools import pairwise

import pytest

from extractor.rules.mentions import Layout
from extractor.rules.scan import scan
from extractor.schema.types import Article

TITLE = "Rapat Koordinasi Mutu Pendidikan Dibuka"
LEAD = (
    "KENDAL – Dinas Pendidikan setempat menggelar rapat koordinasi penjaminan mutu pendidikan "
    "bersama seluruh "
    "kepala sekolah dasar dan pengawas pada Rabu (16/1/2019). Kegiatan itu dibuka oleh kepala dinas."
)
SECOND = (
    "Kepala dinas mengatakan kegiatan itu penting bagi mutu sekolah di seluruh wilayah kabupaten tersebut."
)
THIRD = (
    "Peserta rapat berasal dari dua puluh kecamatan, dan mereka akan bertemu lagi bulan depan untuk evaluasi."
)


def layout(text: str) -> Layout:
    return scan(Article("a", text)).layout


def is_cut(text: str, part: str) -> bool:
    start = text.rindex(part)
    found = layout(text)
    return all(found.is_noise(at) for at in range(start, start + len(part)) if not text[at].isspace())


def survives(text: str, part: str) -> bool:
    start = text.index(part)
    found = layout(text)
    return not any(found.is_noise(at) for at in range(start, start + len(part)))


@pytest.mark.parametrize(
    "noise",
    [
        "Baca Juga : KPU Kendal Goes to School",
        "Baca juga: Wali Murid Ancam Turun Aksi",
        "BACA JUGA: Zonasi Diusulkan",
        "Baca Juga, Suarakendal: Judul Berita",
        "Baca: Judul Berita Lain",
        "(Baca : Bupati Lantik Pejabat)",
        "Baca Juga",
        "Baca Juga\n\nBupati Lantik Pejabat Baru\n\nPolisi Tangkap Pelaku",
        "Bacaan Lainnya\n\nPemprov Serahkan Bantuan untuk Warga\n\nLibur Akhir Tahun, Siswa di Rumah Saja",
        "Berita Terkait\nBupati Lantik Pejabat\nDPRD Kendal Bahas Perda",
        "Berita Populer\n1. Bupati Lantik Pejabat\n2. DPRD Bahas Perda",
        "Iklan",
        "ADVERTISEMENT",
        "SCROLL TO RESUME CONTENT",
        "- Advertisement -",
        "Advertisement. Scroll to continue reading.",
        "Bagikan",
        "Sebarkan:",
        "123 SHARES",
        "45 VIEWS",
        "• Whatsapp",
        "Ikuti Berita Suarakendal di Google News",
        "Cek Berita dan Artikel yang lain di Google News",
        "Swipe up untuk membaca artikel",
        '[caption id="attachment_12"]',
        "====",
        "×",
        "foto-rapat-dinas.jpg",
        "Lihat juga video 'Ribuan Santri':",
        "Hot Posts\nBupati Lantik Pejabat",
        'Simak Video "Bupati Lantik Pejabat"',
        "Artikel Terkait :\n• Bupati Lantik Pejabat\n• DPRD Bahas Perda",
        "Baca Juga: Bupati Lantik Pejabat BaruPolisi Tangkap Pelaku Curanmor di Kendal",
        "Dilihat: 123 kali",
        "Gabung di grup WhatsApp Suarakendal sekarang juga",
        "TERKINIBupati Lantik Pejabat BaruPolisi Tangkap Pelaku",
        "ADVERTISEMENTS",
        "Foto: Humas Pemkab",
        "Halaman Selanjutnya",
        "Loading...",
        "Advertisement\n\nScroll kebawah untuk lihat konten",
    ],
)
def test_noise_between_paragraphs_is_cut_and_the_article_goes_on(noise: str) -> None:
    text = f"{TITLE}\n\n{LEAD}\n\n{SECOND}\n\n{noise}\n\n{THIRD}\n"
    assert is_cut(text, noise)
    assert survives(text, SECOND)
    assert survives(text, THIRD)


@pytest.mark.parametrize(
    "noise",
    [
        "Tinggalkan Balasan\nAlamat email Anda tidak akan dipublikasikan.\nKomentar\nNama",
        "Leave a Reply",
        "Komentar\nTampilkan\n• Rapat Koordinasi Mutu Pendidikan Dibuka\n• 0\nTerkini\nIklan",
        "Comments 1",
        "Tags: bupati, kendal",
        "Tag: revitalisasi sekolah, Bupati Kendal",
        "Copyright © 2024 Suarakendal",
        "Sumber: Humas",
        "Pos terkait\nBupati Lantik Pejabat",
        "TERKINI\nBupati Lantik Pejabat\nDPRD Bahas Perda",
        "Editor : Amran",
        "Post Views: 123",
        "Share this:\nFacebook\nX",
        "Penulis: Andi",
        "Artikel ini telah dibaca 214 kali",
        "Berita Lainnya\n\nBupati Kendal Lantik Pejabat\nSenin, 12 Mei 2025\nDPRD Bahas "
        "Perda\nSenin, 12 Mei 2025",
        "Related Posts\nBupati Lantik",
        "Konten Terkait\nBupati Lantik",
        "Rekomendasi Untuk Anda\nBupati Lantik Pejabat",
        "Page 1 of 2",
        "Laman: 1 2",
        "id Kendal,Bupati Kendal,rapat",
    ],
)
def test_the_page_s_foot_is_cut(noise: str) -> None:
    text = f"{TITLE}\n\n{LEAD}\n\n{SECOND}\n\n{THIRD}\n\n{noise}\n"
    assert is_cut(text, noise)
    assert survives(text, THIRD)


@pytest.mark.parametrize("repeated", ["", f"\n\n{TITLE}", f"\n\n{TITLE.upper()}", f"\n\nFoto: {TITLE}"])
@pytest.mark.parametrize(
    "head",
    [
        "",
        "Iklan\n\n",
        "Home > Berita > Daerah\n",
        "Home » Pendidikan\n",
        "Beranda / Daerah / Kendal\n",
        "KabarKendal.com | Home » Daerah » Kendal\n",
        "Pendidikan\n",
        "BERITA UTAMA\n",
        "0\n",
        "SHARES\n",
        "foto-bupati-kendal.jpg\n",
        "__temp__\n",
        "Menu\n\nMode Gelap\n\n",
        "Andi Saputra\n16 Januari 2019\n",
        "Daerah Pendidikan Headline\n",
        "Rabu, 16 Januari 2019\n",
        "id Kendal,Bupati\n",
        '[caption id="attachment_1" align="aligncenter"]Suasana rapat di aula[/caption]\n',
    ],
)
def test_the_headline_is_found_behind_what_stands_above_it(head: str, repeated: str) -> None:
    text = f"{head}{TITLE}{repeated}\n\n{LEAD}\n\n{SECOND}\n"
    title = layout(text).title
    assert title is not None
    assert text[title.start : title.end] == TITLE


def test_the_site_that_opens_a_menu_line_is_the_outlet_where_the_dateline_names_none() -> None:
    text = f"KabarKendal.com | Home » Daerah » Kendal\n\n{TITLE}\n\n{LEAD}\n\n{SECOND}\n"
    outlet = layout(text).outlet
    assert outlet is not None
    assert text[outlet.start : outlet.end] == "KabarKendal.com"


def test_a_repeated_headline_is_noise() -> None:
    text = f"{TITLE}\n{TITLE.lower()}\n\n{LEAD}\n\n{SECOND}\n"
    assert is_cut(text, TITLE.lower())


def test_of_a_caption_only_the_repeated_headline_is_noise() -> None:
    caption = "Kepala Dinas Pendidikan Wahyu Hidayat membuka rapat."
    text = f"{TITLE}\n\n{TITLE} {caption}\n\n{LEAD}\n\n{SECOND}\n"
    assert survives(text, caption)


def test_the_photographer_s_credit_is_noise_and_the_caption_is_not() -> None:
    text = f"{TITLE}\n\nSuasana rapat di aula dinas (Antara/Al Fatah)\n\n{LEAD}\n\n{SECOND}\n"
    assert is_cut(text, "(Antara/Al Fatah)")
    assert survives(text, "Suasana rapat di aula dinas")


def test_a_link_glued_into_a_paragraph_is_cut_to_the_line_s_end() -> None:
    link = "Baca Juga: Bupati Lantik Pejabat Baru"
    text = f"{TITLE}\n\n{LEAD}\n\n{SECOND}{link}\n\n{THIRD}\n"
    assert is_cut(text, link)
    assert survives(text, SECOND)
    assert survives(text, THIRD)


def test_a_word_that_only_begins_like_a_rubric_stays() -> None:
    line = "Popularitas program ini terus naik di sekolah"
    assert survives(f"{TITLE}\n\n{LEAD}\n\n{line}\n\n{THIRD}\n", line)


@pytest.mark.parametrize(
    "text", ["", "\n\n", " ", "Satu", "(", "- - -", "😀" * 50, '"' * 500, "1" * 500, "A, " * 200]
)
def test_any_text_has_a_layout(text: str) -> None:
    found = layout(text)
    assert 0 <= found.body <= len(text)
    assert list(found.noise) == sorted(found.noise)


def test_noise_spans_never_overlap() -> None:
    text = f"{TITLE}\n\n{LEAD}\n\nBaca Juga: X\nIklan\n\n{SECOND}(fachrul)\n\nEditor : Amran\nBagikan\n"
    noise = layout(text).noise
    assert all(before.end < after.start for before, after in pairwise(noise))


@pytest.mark.parametrize(
    "menu",
    [
        "HOME  BERITA  POLITIK  HUKUM  PENDIDIKAN  OPINI",
        "Beranda Nasional Daerah Pendidikan Olahraga Video",
        "Home | Berita | Ekonomi | Kesehatan",
    ],
)
def test_a_menu_above_the_headline_is_no_headline(menu: str) -> None:
    text = f"{menu}\n{TITLE}\n\n{LEAD}\n\n{SECOND}\n"
    title = layout(text).title
    assert title is not None
    assert text[title.start : title.end] == TITLE


def test_a_headline_that_opens_like_a_menu_survives() -> None:
    headline = "Home Visit Guru SD Jadi Andalan Daerah"
    assert survives(f"{headline}\n\n{LEAD}\n\n{SECOND}\n", headline)
