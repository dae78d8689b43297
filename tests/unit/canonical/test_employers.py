"""A post's own word tells its organization, completed by the region beside it or by the article's."""

from __future__ import annotations

import pytest

from extractor.canonical.employers import read_employer

SINJAI, PALOPO, SULSEL = "73.07", "73.73", "73"


@pytest.mark.parametrize(
    ("surface", "context", "name"),
    [
        ("Bupati Sinjai", None, "Pemerintah Kabupaten Sinjai"),
        ("Wakil Bupati Sinjai", None, "Pemerintah Kabupaten Sinjai"),
        ("Wali Kota Palopo", None, "Pemerintah Kota Palopo"),
        ("Walikota Bandung", None, "Pemerintah Kota Bandung"),
        ("Bupati Bandung", None, "Pemerintah Kabupaten Bandung"),
        ("Gubernur Jawa Timur", None, "Pemerintah Provinsi Jawa Timur"),
        ("Gubernur DKI Jakarta", None, "Pemerintah Provinsi DKI Jakarta"),
        ("Bupati", SINJAI, "Pemerintah Kabupaten Sinjai"),
        ("Gubernur", SINJAI, "Pemerintah Provinsi Sulawesi Selatan"),
        ("Sekda", PALOPO, "Pemerintah Kota Palopo"),
        ("Sekda Provinsi Sulsel", None, "Pemerintah Provinsi Sulawesi Selatan"),
        ("Asisten II", SULSEL, "Pemerintah Provinsi Sulawesi Selatan"),
        ("Mendikdasmen", None, "Kemendikdasmen"),
        ("Gubri", None, "Pemerintah Provinsi Riau"),
        ("Kadisdik Palopo", None, "Dinas Pendidikan Kota Palopo"),
        ("Kadisdikbud", SINJAI, "Dinas Pendidikan dan Kebudayaan Kabupaten Sinjai"),
        ("Kadis Pendidikan Kota Palopo", None, "Dinas Pendidikan Kota Palopo"),
        ("Kepala Dinas (Kadis) Pendidikan Kota Palopo", None, "Dinas Pendidikan Kota Palopo"),
        ("Kakankemenag Sinjai", None, "Kantor Kementerian Agama Kabupaten Sinjai"),
    ],
)
def test_post_implies_its_organization(surface: str, context: str | None, name: str) -> None:
    found = read_employer(surface, context=context)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    ("surface", "context"),
    [
        ("Bupati", None),
        ("Bupati", PALOPO),
        ("Wali Kota", SINJAI),
        ("Presiden", SINJAI),
        ("Ketua", SINJAI),
        ("", None),
    ],
)
def test_post_without_a_fitting_region_implies_none(surface: str, context: str | None) -> None:
    assert read_employer(surface, context=context) is None


def test_region_from_the_context_is_flagged() -> None:
    found = read_employer("Bupati", context=SINJAI)
    assert found is not None
    assert found.flags == ("from_context",)
