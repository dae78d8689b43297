"""Which organizations an article names: heads read, regions completed, one office under one name."""

from __future__ import annotations

import pytest

from extractor.rules.bodies import organizations, regions
from extractor.rules.mentions import Office, Person
from extractor.rules.scan import scan
from extractor.schema.types import Article, Span
from tests.timing import growth


def offices(text: str) -> tuple[Office, ...]:
    seen = scan(Article("a", text))
    return organizations.find(seen, regions.find(seen))


def names(text: str) -> list[str]:
    return list(dict.fromkeys(office.name for office in offices(text)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Disdik Sinjai dan BPMP Sulsel hadir.",
            ["Dinas Pendidikan Kabupaten Sinjai", "BPMP Provinsi Sulawesi Selatan"],
        ),
        ("Kota Palopo maju. Dinas Pendidikan siap.", ["Dinas Pendidikan Kota Palopo"]),
        (
            "Bangli siap. Dinas Pendidikan, Kepemudaan dan Olahraga (Disdikpora) Bangli dan Disdikpora.",
            ["Dinas Pendidikan, Kepemudaan dan Olahraga Kabupaten Bangli"],
        ),
        (
            "Dikbud Kepahiang dan Dinas Pendidikan Kepahiang.",
            ["Dinas Pendidikan dan Kebudayaan Kabupaten Kepahiang"],
        ),
        (
            "Disdikbud Kabupaten Lampung Utara mengambil soal dari Disdikbud Provinsi Lampung.",
            [
                "Dinas Pendidikan dan Kebudayaan Kabupaten Lampung Utara",
                "Dinas Pendidikan dan Kebudayaan Provinsi Lampung",
            ],
        ),
        (
            "Kantor Kemenag Lamongan maju. Kemenag senang.",
            ["Kantor Kementerian Agama Kabupaten Lamongan"],
        ),
        ("BAN-PDM Provinsi Bali tiba. BAN PDM menilai.", ["BAN-PDM Provinsi Bali"]),
        (
            "Kepala Perwakilan BKKBN Provinsi Sumsel dan BKKBN Provinsi Sumsel.",
            ["Perwakilan BKKBN Provinsi Sumatera Selatan"],
        ),
        ("Lahan Kabupaten Sinjai dipinjam PTPN XIV.", ["PTPN XIV"]),
        ("Sinjai aman. Polsek berjaga.", []),
        (
            "PGRI Kecamatan Tellulimpoe dan PGRI Sinjai.",
            ["PGRI Kecamatan Tellulimpoe", "PGRI Kabupaten Sinjai"],
        ),
        ("Satuan Polisi Pamong Praja Kota Palopo.", ["Satuan Polisi Pamong Praja Kota Palopo"]),
        ("Pada 2025 Kementerian Pendidikan memberi dana.", ["Kemendikdasmen"]),
        ("Kota Kotamobagu menang. Bepelitbangda Kota Kotamobagu hebat.", ["Bapelitbangda Kota Kotamobagu"]),
        ("DPRD Provinsi Bali berapat. Anggota DPR setuju.", ["DPRD Provinsi Bali"]),
        (
            "Kabupaten Wajo hebat. Pemkab senang, LPMP juga.",
            ["Pemerintah Kabupaten Wajo", "LPMP Provinsi Sulawesi Selatan"],
        ),
        ("Institut Widya Pratama (Iwima) dan PT Djarum membantu.", ["Institut Widya Pratama", "PT Djarum"]),
        ("UNP dan Universitas Negeri Padang (UNP) di Kota Padang.", ["Universitas Negeri Padang"]),
        ("Dinas Kominfo Kota Pekalongan siap.", ["Dinas Kominfo Kota Pekalongan"]),
        ("Undangan BPMP\n\nPANDEGLANG, bingar.id - Kabupaten Pandeglang menang.", ["BPMP Provinsi Banten"]),
    ],
)
def test_organizations_stand_under_their_full_names(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Seluruh dinas pendidikan kabupaten/kota hadir di Kota Palopo.",
        "Utusan Dinas Pendidikan Kab/Kota se-Sulsel hadir.",
        "Para kepala sekolah, OPD, kepolisian, dan stakeholder di Kota Palopo.",
        "Pemerintah daerah dan Pemda di Kota Palopo siap.",
        "Setiap Dinas Pendidikan di Kota Palopo diundang.",
        "Ada SD 53 dan SMP 26 sekolah, guru SD Palopo, SMP sederajat, Kabid SMP Gatot Subroto di Palopo.",
        "Laman ppdb.disdik.palopokota.go.id milik Kota Palopo.",
    ],
)
def test_kinds_of_bodies_are_no_organizations(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ANBK di SMP Negeri 1 Bayu dan SDN 4 Abuan, Aceh Utara.", ["SMP Negeri 1 Bayu", "SDN 4 Abuan"]),
        (
            "Kepala SMP Negeri 1 Syamtalira Bayu Yusmadi. SMP Negeri 1 Syamtalira Bayu siap.",
            ["SMP Negeri 1 Syamtalira Bayu"],
        ),
        ("Kepala SDN 2 Dukuhseti Sri Wahyuni, S.Pd senang.", ["SDN 2 Dukuhseti"]),
        ("Lokasi: SDN O4 Birugo.", ["SDN 04 Birugo"]),
        (
            "SD Alkhairaat Labuha dan SMK Wiyasa menang.",
            ["SD Alkhairaat Labuha", "SMK Wiyasa"],
        ),
        (
            "SMP Tarakanita Solo Baru dan SMA GMIM Tondano menang.",
            ["SMP Tarakanita Solo Baru", "SMA GMIM Tondano"],
        ),
        (
            "SMA YPPK Santo Thomas Wamena dan SMP Muhammadiyah 3 menang.",
            ["SMA YPPK Santo Thomas Wamena", "SMP Muhammadiyah 3"],
        ),
        ("Sekolah Menengah Atas Negeri (SMAN) 1 Praya menang.", ["SMAN 1 Praya"]),
        ("SMPN 1 Selong maju. SMP Negeri 1 Selong jaya.", ["SMPN 1 Selong", "SMP Negeri 1 Selong"]),
        ("SMPN 4 Selong penuh. Di SMPN 4 ada antrean.", ["SMPN 4 Selong"]),
        (
            "SMPN 4 Selong dan SMPN 4 Praya penuh. Di SMPN 4 ada antrean.",
            ["SMPN 4 Selong", "SMPN 4 Praya", "SMPN 4"],
        ),
        ("Kepala SMA Negeri 3 Kota Sorong Rina Tanu hadir.", ["SMA Negeri 3 Kota Sorong"]),
        ("Kepala SD Inpres Wamena, Maria Bui, mengaku lega atas bantuan itu.", ["SD Inpres Wamena"]),
    ],
)
def test_schools_keep_their_printed_names(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_two_spellings_of_one_school_are_one_organization() -> None:
    assert len(organizations.draft(offices("SMPN 1 Selong maju. SMP Negeri 1 Selong jaya."))) == 1


def test_a_ministrys_release_from_the_capital_completes_nothing() -> None:
    title = "Kemendikdasmen Gandeng Organisasi Guru Nasional"
    text = f"{title}\n\nJakarta (ANTARA) - Rakor dihadiri PGRI, Senin, di Jakarta."
    assert names(text) == ["Kemendikdasmen", "PGRI"]


def test_a_completed_region_is_flagged_and_proven_by_its_own_span() -> None:
    text = "Kota Palopo maju. Dinas Pendidikan siap."
    (office,) = offices(text)
    assert office.flags == ("from_context",)
    assert [text[slice(*span)] for span in office.spans] == ["Dinas Pendidikan", "Kota Palopo"]
    assert office.region == "73.73"


def test_a_school_lies_in_the_region_that_the_article_is_about() -> None:
    found = {
        office.name: office.region for office in offices("Kabupaten Bangli: SDN 4 Abuan dan SMPN 2 Sragen.")
    }
    assert found == {"SDN 4 Abuan": "51.06", "SMPN 2 Sragen": "33.14"}


@pytest.mark.parametrize("line", ["SDN 1 Abc Def ", "Disdik Pati, Dinas Aaa Bbb ", "PT A ", "UPT AAA "])
def test_time_grows_with_the_length_of_the_text(line: str) -> None:
    seen = [scan(Article("a", line * (size // len(line)))) for size in (20_000, 40_000)]
    once, twice = [(one, regions.find(one)) for one in seen]
    assert growth(lambda found: organizations.find(*found), once, twice) <= 3


def test_the_articles_own_outlet_is_no_organization() -> None:
    text = (
        "Universitas News, PALOPO – Kegiatan berlangsung meriah dan diikuti ratusan siswa sejak kemarin pagi."
    )
    assert "Universitas News" not in names(text)


def test_the_employer_of_a_named_person_is_added_once() -> None:
    text = "Bupati Sinjai Andi Seto hadir."
    seen = scan(Article("a", text))
    person = Person(
        "Andi Seto",
        Span(14, 23),
        (Span(14, 23),),
        organization="Pemerintah Kabupaten Sinjai",
        organization_spans=(Span(0, 13),),
    )
    found = organizations.with_employers(seen, (), (person, person))
    assert [(office.name, office.kind, office.region) for office in found] == [
        ("Pemerintah Kabupaten Sinjai", "local_government", "73.07")
    ]
    assert organizations.with_employers(seen, found, (person,)) == found
