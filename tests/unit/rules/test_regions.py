"""Which regions an article names: clues beside the name, the article's other mentions, misprints."""

from __future__ import annotations

import pytest

from extractor.rules.bodies import regions
from extractor.rules.scan import scan
from extractor.schema.types import Article, Candidate
from tests.timing import growth


def codes(text: str) -> list[str]:
    return list(dict.fromkeys(place.code for place in regions.find(scan(Article("a", text)))))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kegiatan di Kabupaten Sinjai, Sulsel.", ["73.07", "73"]),
        ("Rapat di Jawa Barat dan Jawa Tengah.", ["32", "33"]),
        ("peserta se-Kota Palopo hadir", ["73.73"]),
        ("acara di ruang rapat pemda kabupaten kepahiang.", ["17.08"]),
        ("Kabupaten Sanggau, Sambas, dan Kubu Raya lulus.", ["61.03", "61.01", "61.12"]),
        (
            "Ada Kota Jayapura, Kabupaten Jayapura, Mimika, Biak, dan Keerom.",
            ["91.71", "91.03", "94.04", "91.06", "91.11"],
        ),
        ("Pemkab Matim dan Bupati Mabar bertemu di Kabupaten Flotim.", ["53.19", "53.15", "53.06"]),
        ("Disdik Pulpis, Disdik Bursel dan Pemkab Sorsel hadir.", ["62.11", "81.09", "96.02"]),
        ("Bupati Mura bertemu Bupati Murung Raya.", ["62.12"]),
        ("Terendah Puncak Jaya, Intan Jaya, dan Puncak.", ["94.02", "94.07", "94.05"]),
        ("Guru dari Batang, Kabupaten Kendal dan Demak hadir.", ["33.25", "33.24", "33.21"]),
        ("LPMP Susel menilai Kota Pakpak Barat.", ["73", "12.15"]),
    ],
)
def test_named_regions_are_found_in_order(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "guru itu belajar di sumatera dan di bali",
        "Menurut Lingga Saputra dan Bima Arya, siswa senang.",
        "Sdr. Banjar Nugroho dan Siak Wijaya hadir.",
        "Murid belajar bahasa Bali di Jalan Surabaya.",
        "Ia tinggal di Kecamatan Semarang, Pulau Bangka.",
        "Kunjungi laman sulsel.fajar.co.id atau @jateng.",
        "Radar Lampung dan Kalteng Pos memuatnya.",
        "Mereka datang dari Mentok, Sampit, dan Lhoksukon.",
        "Nasib malang, batu dan pati habis.",
        "Di Kecamatan Telanaipura ada 38 sekolah, Kotabaru 33.",
        "Guru naik Mitra bersama Tuba Sitompul.",
    ],
)
def test_a_name_without_a_region_in_it_gives_none(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Wali Kota Malang membuka acara. Siswa Malang senang.", ["35.73"]),
        ("Bupati Malang membuka acara. Siswa Kabupaten Malang senang.", ["35.07"]),
        ("Pemkot Bandung menunjuk guru. Sekolah di Bandung siap.", ["32.73"]),
        ("Sekolah di Bandung siap.", ["32.04"]),
        ("Sekolah di Bandung siap. Walikota hadir bersama Pemkot.", ["32.73"]),
        ("Kota Banjarmasin dan Banjarbaru. Bupati Banjar hadir.", ["63.71", "63.72", "63.03"]),
        ("BPMP Jambi menilai sekolah di Jambi.", ["15"]),
        ("Siswa orang asli Papua belajar di Kota Sorong.", ["96.71"]),
        ("Pemkot Gorontalo menerima piagam dari BPMP Gorontalo.", ["75.71", "75"]),
        ("Disdikpora DIY memanggil sekolah di Yogyakarta.", ["34", "34.71"]),
    ],
)
def test_words_beside_the_name_decide_between_regions_of_one_name(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


def test_a_dateline_names_the_city_not_its_province() -> None:
    text = "JAMBI, kabarjambi.id – Sebanyak 20 sekolah mengikuti bimbingan teknis sejak kemarin pagi."
    assert codes(text) == ["15.71"]


def test_a_misprinted_dateline_is_corrected_and_flagged() -> None:
    text = "RAKYATKITA.COM, SOPPPENG - Dinas menggelar rapat mutu bersama para kepala sekolah hari ini."
    (place,) = regions.find(scan(Article("a", text)))
    assert (place.code, place.flags) == ("73.12", ("spelling_corrected",))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Piagam untuk Pemkab Bataghari.", ["15.04"]),
        ("Satuan pendidikan di Kabupateb Batanghari siap.", ["15.04"]),
        ("Kepala dinas kabupaten kepahing hadir.", ["17.08"]),
        ("Bupati Sumarni dan Gubernur Rohidin hadir.", []),
        ("Kabupaten setempat dan kota tersebut siap.", []),
    ],
)
def test_misprints_are_corrected_only_where_a_region_must_stand(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


@pytest.mark.parametrize(
    ("text", "main"),
    [
        ("LPMP Bengkulu dan LPMP Bengkulu lagi di Kabupaten Kepahiang.", "17.08"),
        ("Provinsi Lampung siap. Provinsi Lampung maju. Lampung hebat. Aula di Bandar Lampung.", "18"),
        ("Tidak ada wilayah di sini.", None),
    ],
)
def test_the_main_region_is_the_one_that_the_article_is_about(text: str, main: str | None) -> None:
    seen = scan(Article("a", text))
    assert regions.main_region(regions.find(seen)) == main


def test_a_region_is_drafted_once_with_its_first_mention() -> None:
    text = "Kota Palopo maju. Palopo jaya."
    places = regions.find(scan(Article("a", text)))
    (node,) = regions.draft(places)
    assert isinstance(node, dict)
    leaves = [leaf for leaf in node.values() if isinstance(leaf, Candidate)]
    assert [leaf.value for leaf in leaves] == ["73.73", "Kota Palopo", "city"]
    assert text[slice(*leaves[0].spans[0])] == "Kota Palopo"


def test_time_grows_with_the_length_of_the_text() -> None:
    line = "Pemkab Bataghari, Kota Malang, Kabupaten kepahing, dan Bandung serta Batu. "
    assert growth(regions.find, scan(Article("a", line * 300)), scan(Article("a", line * 600))) <= 3
