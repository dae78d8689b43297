"""Names of regions in all their printed forms lead to one code."""

from __future__ import annotations

import pytest

from extractor.canonical import regions
from extractor.canonical.regions import name_in_organization, read_region
from extractor.text import fold


@pytest.mark.parametrize(
    ("surface", "code"),
    [
        ("Kalsel", "63"),
        ("Sumbar", "13"),
        ("Provsu", "12"),
        ("Babel", "19"),
        ("Kepri", "21"),
        ("DIY", "34"),
        ("D.I. Yogyakarta", "34"),
        ("DKI", "31"),
        ("Jakarta", "31"),
        ("Provinsi NTB", "52"),
        ("propinsi NTT", "53"),
        ("Prov. Sulawesi Tenggara", "74"),
        ("Nanggroe Aceh Darussalam", "11"),
        ("Papua Barat Daya", "96"),
        ("Kabupaten Bandung", "32.04"),
        ("Kota Bandung", "32.73"),
        ("Kab. Bandung Barat", "32.17"),
        ("kabupaten kepahiang", "17.08"),
        ("KOTA PALOPO", "73.73"),
        ("Kota Administrasi Jakarta Selatan", "31.74"),
        ("Jaksel", "31.74"),
        ("Kotamadya Surabaya", "35.78"),
        ("se-Kota Banjarmasin", "63.71"),
        ("Siantar", "12.72"),
        ("Tanjung Balai", "12.74"),
        ("Tanjungbalai", "12.74"),
        ("Padang Sidempuan", "12.77"),
        ("PADANGPARIAMAN", "13.05"),
        ("Kota Pakpak Barat", "12.15"),
        ("Lamteng", "18.02"),
        ("Tulangbawang Barat", "18.12"),
        ("Muba", "16.06"),
        ("OKU Timur", "16.08"),
        ("KLU", "52.08"),
        ("KSB", "52.07"),
        ("Kotim", "62.02"),
        ("HST", "63.07"),
        ("Kukar", "64.02"),
        ("Minsel", "71.05"),
        ("Parimo", "72.08"),
        ("Selayar", "73.01"),
        ("Pangkep", "73.10"),
        ("Kabupaten Polman", "76.04"),
        ("Baubau", "74.72"),
        ("Fak-Fak", "92.03"),
        ("Yapen", "91.05"),
        ("Solo", "33.72"),
        ("Jogja", "34.71"),
        ("Yogyakarta", "34.71"),
        ("Provinsi Yogyakarta", "34"),
        ("Toba Samosir", "12.12"),
        ("Palangka Raya", "62.71"),
    ],
)
def test_a_printed_name_leads_to_its_code(surface: str, code: str) -> None:
    reading = read_region(surface)
    assert reading is not None
    assert reading.code == code


@pytest.mark.parametrize(
    ("surface", "code"),
    [
        ("SOPPPENG", "73.12"),
        ("Bataghari", "15.04"),
        ("Kabupateb Batanghari", "15.04"),
        ("kabupaten kepahing", "17.08"),
        ("Kota Banjarmsin", "63.71"),
        ("Kab. Tasikmlaya", "32.06"),
    ],
)
def test_one_slip_is_corrected_and_flagged(surface: str, code: str) -> None:
    reading = read_region(surface)
    assert reading is not None
    assert (reading.code, reading.flags) == (code, ("spelling_corrected",))


@pytest.mark.parametrize(
    "surface",
    ["", "Lhoksukon", "Mentok", "Sampit", "Kota Madinah", "kabupaten setempat", "Jawa", "Bogr", "???"],
)
def test_what_names_no_region_gives_none(surface: str) -> None:
    assert read_region(surface) is None


@pytest.mark.parametrize(
    ("surface", "context", "code"),
    [
        ("Malang", None, "35.07"),
        ("Malang", "35.73", "35.73"),
        ("Wali Kota", "35.73", None),
        ("Banjar", "32.79", "32.79"),
        ("Banjar", "63.71", "63.03"),
        ("Gorontalo", None, "75"),
        ("Gorontalo", "75.71", "75.71"),
        ("Kota Gorontalo", "75.01", "75.71"),
    ],
)
def test_the_article_decides_between_regions_of_one_name(
    surface: str, context: str | None, code: str | None
) -> None:
    reading = read_region(surface, context=context)
    assert (reading and reading.code) == code


def test_an_undecided_name_keeps_all_regions_that_it_could_mean() -> None:
    reading = read_region("Gorontalo")
    assert reading is not None
    assert reading.options == ("75", "75.01", "75.71")


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("31", "Provinsi DKI Jakarta"),
        ("34", "Provinsi DI Yogyakarta"),
        ("31.74", "Kota Jakarta Selatan"),
        ("73.73", "Kota Palopo"),
        ("19", "Provinsi Kepulauan Bangka Belitung"),
    ],
)
def test_organizations_name_their_region_with_its_kind(code: str, name: str) -> None:
    assert name_in_organization(code) == name


def test_all_provinces_and_regencies_are_known() -> None:
    levels = [region.level for region in regions.regions().values()]
    assert (levels.count("province"), levels.count("regency"), levels.count("city")) == (38, 416, 98)


@pytest.mark.parametrize("region", regions.regions().values(), ids=lambda region: region.code)
def test_an_official_name_reads_as_itself(region: regions.Region) -> None:
    assert read_region(region.name) == (*region, (), ())
    assert region.code in regions.codes_of(fold(region.name.split(" ", 1)[1].replace("Administrasi ", "")))
