"""Towns and venues in the record's spelling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.canonical.places import read_town, read_venue


@pytest.mark.parametrize(
    ("surface", "name", "flags"),
    [
        ("BANJARMASIN", "Banjarmasin", ()),
        ("Kota Palopo", "Palopo", ()),
        ("KABUPATEN SINJAI", "Sinjai", ()),
        ("Kab. Bogor", "Bogor", ()),
        ("SOPPPENG", "Soppeng", ("spelling_corrected",)),
        ("Bulian", "Bulian", ()),
        ("LHOKSUKON", "Lhoksukon", ()),
        ("PALANGKA  RAYA", "Palangka Raya", ()),
        ("BAU-BAU", "Bau-Bau", ()),
        ("NTB", "NTB", ()),
        ("KULONPROGO", "Kulon Progo", ()),
        ("Tanahdatar", "Tanah Datar", ()),
        ("TANJUNGPINANG", "Tanjungpinang", ()),
    ],
)
def test_a_town_is_written_in_title_case_and_mended(surface: str, name: str, flags: tuple[str, ...]) -> None:
    town = read_town(surface)
    assert town is not None
    assert (town.name, town.flags) == (name, flags)


@pytest.mark.parametrize(
    ("surface", "venue"),
    [
        ("Aula Dinas Pendidikan Palopo", "Aula Dinas Pendidikan Palopo"),
        ("ruang rapat pemda kabupaten kepahiang", "Ruang Rapat Pemda Kabupaten Kepahiang"),
        ("ruang Abdi Praja II", "Ruang Abdi Praja II"),
        ("SDN O4 Birugo,\n Bukittinggi.", "SDN 04 Birugo, Bukittinggi"),
        ("Sekolah Rakyat di Kampung Ibdi", "Sekolah Rakyat di Kampung Ibdi"),
    ],
)
def test_a_venue_keeps_its_words_and_gets_its_capitals(surface: str, venue: str) -> None:
    assert read_venue(surface) == venue


@pytest.mark.parametrize("surface", ["", " ", "123", "--"])
def test_a_surface_without_letters_names_nothing(surface: str) -> None:
    assert read_town(surface) is None
    assert read_venue(surface) is None


@given(st.text(st.sampled_from("aAbO0 4iIvV.,-\n'’éß\u0130"), max_size=30))
def test_reading_a_venue_twice_changes_nothing(surface: str) -> None:
    once = read_venue(surface)
    assert once is None or read_venue(once) == once


@given(st.text(st.sampled_from("aAbKkot 4. -\n'’éß\u0130"), max_size=30))
def test_reading_a_town_never_fails(surface: str) -> None:
    town = read_town(surface)
    assert town is None or town.name.strip() == town.name
