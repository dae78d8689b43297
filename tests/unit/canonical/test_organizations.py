"""Names of organizations in print lead to one canonical name, kind and region."""

from __future__ import annotations

import pytest

from extractor.canonical.organizations import ministry_of, read_organization, school_form

EDU, GOV, QA, MIN = "education_office", "local_government", "quality_agency", "ministry"


@pytest.mark.parametrize(
    ("surface", "name", "kind", "region"),
    [
        ("Disdik Kab. Sinjai", "Dinas Pendidikan Kabupaten Sinjai", EDU, "73.07"),
        ("Dindik Jatim", "Dinas Pendidikan Provinsi Jawa Timur", EDU, "35"),
        ("Dispendik Surabaya", "Dinas Pendidikan Kota Surabaya", EDU, "35.78"),
        ("Dinas Pendidikan (Disdik) Sragen", "Dinas Pendidikan Kabupaten Sragen", EDU, "33.14"),
        ("Dikbud Lombok Timur", "Dinas Pendidikan dan Kebudayaan Kabupaten Lombok Timur", EDU, "52.03"),
        ("Kadisdikbud Provinsi Maluku", "Dinas Pendidikan dan Kebudayaan Provinsi Maluku", EDU, "81"),
        ("Dinas P dan K NTT", "Dinas Pendidikan dan Kebudayaan Provinsi Nusa Tenggara Timur", EDU, "53"),
        (
            "Disdikpora Bangka Barat",
            "Dinas Pendidikan, Pemuda dan Olahraga Kabupaten Bangka Barat",
            EDU,
            "19.05",
        ),
        (
            "Dinas Pendidikan, Kepemudaan dan Olahraga (Disdikpora) Bangli",
            "Dinas Pendidikan, Kepemudaan dan Olahraga Kabupaten Bangli",
            EDU,
            "51.06",
        ),
        (
            "Dinas Pendidikan Pemuda dan Olah Raga Kota Yogyakarta",
            "Dinas Pendidikan, Pemuda dan Olahraga Kota Yogyakarta",
            EDU,
            "34.71",
        ),
        (
            "Dikbudpora KLU",
            "Dinas Pendidikan, Kebudayaan, Pemuda dan Olahraga Kabupaten Lombok Utara",
            EDU,
            "52.08",
        ),
        ("KCD Pendidikan Provinsi Jawa Barat", "Cabang Dinas Pendidikan Provinsi Jawa Barat", EDU, "32"),
        (
            "Cabang Dinas Pendidikan Wilayah VII Jabar",
            "Cabang Dinas Pendidikan Wilayah VII Provinsi Jawa Barat",
            EDU,
            "32",
        ),
        ("(UPT TIKP) Dindik Jatim", "UPT TIKP Dinas Pendidikan Provinsi Jawa Timur", EDU, "35"),
        ("BPMP Kalsel", "BPMP Provinsi Kalimantan Selatan", QA, "63"),
        ("BPMP-NTB", "BPMP Provinsi Nusa Tenggara Barat", QA, "52"),
        ("Balai Penjamin Mutu Pendidikan (BPMP) Provinsi Jambi", "BPMP Provinsi Jambi", QA, "15"),
        ("Badan Penjaminan Mutu Pendidikan (BPMP) Sultra", "BPMP Provinsi Sulawesi Tenggara", QA, "74"),
        ("LPMP (Lembaga Penjamin Mutu Pendidikan) Lampung", "LPMP Provinsi Lampung", QA, "18"),
        ("lembaga penjaminan mutu pendidikan Provinsi Bali", "LPMP Provinsi Bali", QA, "51"),
        ("Balai Besar Penjaminan Mutu Pendidikan(BBPMP)Sulsel", "BBPMP Provinsi Sulawesi Selatan", QA, "73"),
        ("BPMP DKI Jakarta", "BPMP Provinsi DKI Jakarta", QA, "31"),
        ("BBPPMPV Seni dan Budaya", "BBPPMPV", MIN, None),
        ("Balai Guru Penggerak (BGP) Gorontalo", "BGP Provinsi Gorontalo", MIN, "75"),
        ("BBGTK Sumut", "BBGTK Provinsi Sumatera Utara", MIN, "12"),
        ("Kemendikbud Ristek", "Kemendikbudristek", MIN, None),
        ("Kementerian Pendidikan Dasar dan Menengah", "Kemendikdasmen", MIN, None),
        ("Pusat Data dan Teknologi Informasi (Pusdatin)", "Pusdatin", MIN, None),
        ("Kemenag", "Kemenag", MIN, None),
        ("Kemenag Lamongan", "Kantor Kementerian Agama Kabupaten Lamongan", MIN, "35.24"),
        ("Kankemenag Kota Bima", "Kantor Kementerian Agama Kota Bima", MIN, "52.72"),
        ("Kemenag Jatim", "Kantor Wilayah Kementerian Agama Provinsi Jawa Timur", MIN, "35"),
        ("Pemko Banjarmasin", "Pemerintah Kota Banjarmasin", GOV, "63.71"),
        ("Pemerintah Kota (Pemkot) Kotamobagu", "Pemerintah Kota Kotamobagu", GOV, "71.74"),
        ("Pemkot Gorontalo", "Pemerintah Kota Gorontalo", GOV, "75.71"),
        ("Pemkab Gorontalo", "Pemerintah Kabupaten Gorontalo", GOV, "75.01"),
        ("Pemprov Babel", "Pemerintah Provinsi Kepulauan Bangka Belitung", GOV, "19"),
        ("Pemda Batanghari", "Pemerintah Kabupaten Batanghari", GOV, "15.04"),
        ("Pemda DIY", "Pemerintah Provinsi DI Yogyakarta", GOV, "34"),
        ("Pemerintah Aceh", "Pemerintah Provinsi Aceh", GOV, "11"),
        ("Bappeda Sinjai", "Bappeda Kabupaten Sinjai", GOV, "73.07"),
        ("Dinas PUTRLH Kabupaten Tasikmalaya", "Dinas PUTRLH Kabupaten Tasikmalaya", GOV, "32.06"),
        (
            "Dewan Perwakilan Rakyat Daerah (DPRD) Kepahiang",
            "DPRD Kabupaten Kepahiang",
            "legislature",
            "17.08",
        ),
        ("Komisi X DPR RI", "DPR RI", "legislature", None),
        ("Dewan Pendidikan Lampung", "Dewan Pendidikan Provinsi Lampung", "education_council", "18"),
        ("PGRI Kota Palu", "PGRI Kota Palu", "profession", "72.71"),
        ("MKKS SMA Sumut", "MKKS SMA Provinsi Sumatera Utara", "profession", "12"),
        ("BAN PDM Provinsi Jawa Timur", "BAN-PDM Provinsi Jawa Timur", "other", "35"),
        (
            "Badan Akreditasi Nasional (BAN) Pendidikan Dasar dan Menengah (PDM) Bali",
            "BAN-PDM Provinsi Bali",
            "other",
            "51",
        ),
        ("Tim Penjaminan Mutu Pendidikan Daerah (TPMPD) Kota Palopo", "TPMPD Kota Palopo", "other", "73.73"),
        ("Bepelitbangda Kota Kotamobagu", "Bapelitbangda Kota Kotamobagu", GOV, "71.74"),
        ("Pemkab Bataghari", "Pemerintah Kabupaten Batanghari", GOV, "15.04"),
        ("Disdik kabupaten kepahing", "Dinas Pendidikan Kabupaten Kepahiang", EDU, "17.08"),
        ("KPU Banjarmasin", "KPU Kota Banjarmasin", "other", "63.71"),
        ("UNP", "Universitas Negeri Padang", "university", "13.71"),
        ("Universitas Muria Kudus", "Universitas Muria Kudus", "university", "33.19"),
        ("PT Semen Padang", "PT Semen Padang", "company", None),
        ("SDN O4 Birugo", "SDN 04 Birugo", "school", None),
        ("SMPN 2 Sragen", "SMPN 2 Sragen", "school", "33.14"),
        ("SMP Negeri 1 Syamtalira Bayu", "SMP Negeri 1 Syamtalira Bayu", "school", None),
        ("SDS Cita Bunda", "SDS Cita Bunda", "school", None),
        ("UPT SD Inpres 12/79 Biru", "UPT SD Inpres 12/79 Biru", "school", None),
        ("SMA Santo Thomas 1 Medan", "SMA Santo Thomas 1 Medan", "school", "12.71"),
        ("SDN Batu Ampar 02", "SDN Batu Ampar 02", "school", None),
    ],
)
def test_a_printed_name_is_written_out(surface: str, name: str, kind: str, region: str | None) -> None:
    organization = read_organization(surface)
    assert organization is not None
    assert (organization.name, organization.kind, organization.region) == (name, kind, region)


@pytest.mark.parametrize(
    "name",
    [
        "Dinas Pendidikan, Pemuda dan Olahraga Kabupaten Bangka Barat",
        "Kantor Kementerian Agama Kabupaten Lamongan",
        "Kantor Wilayah Kementerian Agama Provinsi DI Yogyakarta",
        "Pemerintah Provinsi DKI Jakarta",
        "Cabang Dinas Pendidikan Provinsi Jawa Timur di Surabaya-Sidoarjo",
        "UPT TIKP Dinas Pendidikan Provinsi Jawa Timur",
        "Perwakilan BKKBN Provinsi Sumatera Selatan",
        "TPMPD Kota Palopo",
        "Tim Penjaminan Mutu Pendidikan Daerah Kota Palopo",
    ],
)
def test_a_canonical_name_is_returned_as_it_is(name: str) -> None:
    organization = read_organization(name)
    assert organization is not None
    assert organization.name == name


@pytest.mark.parametrize(
    ("surface", "context", "name"),
    [
        ("Dinas Pendidikan", "73.73", "Dinas Pendidikan Kota Palopo"),
        ("Disdikbud", "11.08", "Dinas Pendidikan dan Kebudayaan Kabupaten Aceh Utara"),
        ("LPMP", "73.73", "LPMP Provinsi Sulawesi Selatan"),
        ("Pemkab", "73.07", "Pemerintah Kabupaten Sinjai"),
        ("Kankemenag", "35.24", "Kantor Kementerian Agama Kabupaten Lamongan"),
        ("Dinas Pendidikan Provinsi", "73.01", "Dinas Pendidikan Provinsi Sulawesi Selatan"),
    ],
)
def test_a_missing_region_comes_from_the_article(surface: str, context: str, name: str) -> None:
    organization = read_organization(surface, context=context)
    assert organization is not None
    assert (organization.name, organization.flags) == (name, ("from_context",))


@pytest.mark.parametrize(
    "surface",
    ["", "Pemda", "Pemerintah Daerah", "para stakeholder", "OPD", "SMP", "SMP 26 sekolah", "kepolisian"],
)
def test_a_kind_of_bodies_is_no_organization(surface: str) -> None:
    assert read_organization(surface) is None


@pytest.mark.parametrize(
    ("year", "name"),
    [
        (2025, "Kemendikdasmen"),
        (2022, "Kemendikbudristek"),
        (2018, "Kemendikbud"),
        (2010, "Kemendiknas"),
        (2005, "Depdiknas"),
        (None, None),
    ],
)
def test_the_ministry_bears_the_name_of_its_year(year: int | None, name: str | None) -> None:
    assert ministry_of(year) == name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SMPN 1 Selong", "SMP Negeri 1 Selong"),
        ("SMP N 1 Gerung", "SMPN 1 Gerung"),
        ("SDN 04 Birugo", "SDN 4 Birugo"),
        ("MTsN Tambakberas", "MTs Negeri Tambakberas"),
        ("Sekolah Dasar Negeri 3 Dausa", "SDN 3 Dausa"),
    ],
)
def test_spellings_of_one_school_have_one_form(one: str, other: str) -> None:
    assert school_form(one) == school_form(other)


def test_schools_of_different_number_have_different_forms() -> None:
    assert school_form("SDN 1 Abuan") != school_form("SDN 10 Abuan")
