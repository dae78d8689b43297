"""Where a venue's name begins and ends, and which buildings are no venue."""

from __future__ import annotations

import pytest

from extractor.rules import extract
from extractor.schema.types import Article, Candidate

HEAD = "Mutu Sekolah Naik Lagi\n\nKENDAL – "
TAIL = "\n\nKepala dinas berharap mutu sekolah terus naik di seluruh wilayah Kabupaten Kendal."


def venue(text: str) -> object:
    event = extract(Article("a", text))["event"]
    assert isinstance(event, dict)
    node = event["venue"]
    return node.value if isinstance(node, Candidate) else None


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("di Aula Handayani Dinas Pendidikan Kendal", "Aula Handayani Dinas Pendidikan Kendal"),
        ("di aula lantai IV Dinas Pendidikan Kendal", "Aula lantai IV Dinas Pendidikan Kendal"),
        ("bertempat di Ruang Rapat Bupati Kendal", "Ruang Rapat Bupati Kendal"),
        ("diruang rapat Setda Kendal", "Ruang Rapat Setda Kendal"),
        ("di Hotel Grand Wahid, Salatiga", "Hotel Grand Wahid, Salatiga"),
        ("di Muara Hotel", "Muara Hotel"),
        ("di Grand Ballroom Hotel Claro Makassar", "Grand Ballroom Hotel Claro Makassar"),
        ("di Pendopo Tumenggung Bahurekso", "Pendopo Tumenggung Bahurekso"),
        ("di Gedung PGRI Kabupaten Kendal", "Gedung PGRI Kabupaten Kendal"),
        ("di SDN O4 Patebon", "SDN 04 Patebon"),
        ("di SMP Negeri 1 Kendal dan SMP Negeri 2 Kendal", "SMP Negeri 1 Kendal dan SMP Negeri 2 Kendal"),
        ("di GOR Bahurekso Kendal", "GOR Bahurekso Kendal"),
        (
            "di Hotel Sae Inn, Jl. Soekarno Hatta no.3, Kelurahan Bugangin",
            "Hotel Sae Inn, Jl. Soekarno Hatta no.3, Kelurahan Bugangin",
        ),
        ("di Aula Al Ikhlas Kantor Kemenag setempat", "Aula Al Ikhlas Kantor Kemenag"),
        ("di Ruang Rapat Praja, Kantor Bupati Kendal", "Ruang Rapat Praja, Kantor Bupati Kendal"),
        ("di pelataran Rujab Bupati", "Pelataran Rujab Bupati"),
        ("di Kabupaten Kendal", None),
        ("di aula", None),
        ("secara daring", None),
        ("di ruang kelas baru", None),
    ],
)
@pytest.mark.parametrize(
    "after", [", Rabu (2/11/2022)", " pada Rabu (2/11/2022)", ". Kegiatan dibuka, Rabu (2/11/2022)"]
)
def test_a_venue_runs_from_its_building_to_its_place(place: str, expected: str | None, after: str) -> None:
    text = (
        HEAD
        + f"Dinas Pendidikan Kabupaten Kendal menggelar rapat koordinasi mutu pendidikan {place}{after}."
        + TAIL
    )
    assert venue(text) == expected


@pytest.mark.parametrize(
    "where",
    [
        "saat ditemui di Aula Dinas Pendidikan Kendal",
        "ketika dikonfirmasi di Kantor Bupati Kendal",
        "yang mengajar di SMP Negeri 1 Kendal",
        "bagi para guru di SMP Negeri 1 Kendal",
    ],
)
def test_where_somebody_was_asked_or_works_is_no_venue(where: str) -> None:
    text = (
        HEAD + f"Kendal kekurangan 700 guru SD. Hal itu dikatakan Suwandi {where}, Rabu (2/11/2022)." + TAIL
    )
    assert venue(text) is None


def test_the_place_behind_a_comma_ends_where_the_next_clause_begins() -> None:
    text = (
        HEAD + "Pemkab Kendal meraih penghargaan, Rabu (2/11/2022). Di Hotel Patra Semarang, Kendal "
        "membawa pulang "
        "piagam penghargaan mutu pendidikan." + TAIL
    )
    assert venue(text) == "Hotel Patra Semarang"


def test_the_hall_of_an_occasion_is_the_venue_of_the_topic_that_was_told_there() -> None:
    text = (
        HEAD
        + "Kabupaten Kendal mendapat anggaran Rp 24 miliar. Uang itu untuk sekolah.\n\nHal itu disampaikan "
        "kepala dinas pada acara pembagian buku di Aula Handayani Kendal, Rabu (12/8/2020)." + TAIL
    )
    assert venue(text) == "Aula Handayani Kendal"


@pytest.mark.parametrize("held", ["pelatihan guru", "lomba antar pelajar", "workshop bagi guru kelas"])
def test_a_hall_behind_those_for_whom_it_is_held_is_the_venue(held: str) -> None:
    text = f"{HEAD}LPMP Jawa Tengah menggelar {held} di Hotel Sae Inn Kendal, Rabu (2/11/2022).{TAIL}"
    assert venue(text) == "Hotel Sae Inn Kendal"


def test_of_two_buildings_the_one_of_the_happening_counts() -> None:
    text = (
        HEAD
        + "Rapat koordinasi mutu pendidikan digelar di Hotel Sae Inn Kendal, Rabu (2/11/2022). Peserta juga "
        "diajak melihat praktik baik di SMP Negeri 2 Kendal pekan depan." + TAIL
    )
    assert venue(text) == "Hotel Sae Inn Kendal"
