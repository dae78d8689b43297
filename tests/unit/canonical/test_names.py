"""A person's bare name comes out of every printed form of titles and degrees."""

from __future__ import annotations

import pytest

from extractor.canonical.names import name_at, read_person, skip_degrees, title_case

BARE_NAMES = [
    ("Drs.H.Supratman, S,Pd", "Supratman"),
    ("Ir.H.Joko Santosa", "Joko Santosa"),
    ("Dr. H. Arman Sulaiman, S.IP., M.Si.,", "Arman Sulaiman"),
    ("Prof. DR (Hc) Olvi Tumbelaka, SE", "Olvi Tumbelaka"),
    ("Prof. Dr. (H.C.) Rahmat Hidayat", "Rahmat Hidayat"),
    ("Hj. A. Kartika Ottong, Wakil", "A. Kartika Ottong"),
    ("A. Jefri Asapati", "A. Jefri Asapati"),
    ("Andi Sabirin", "Andi Sabirin"),
    ("I Gede Sukarja, yang", "I Gede Sukarja"),
    ("Ni Nyoman Putri", "Ni Nyoman Putri"),
    ("M. Taufan menyampaikan", "M. Taufan"),
    ("M.Taufan menyampaikan", "M.Taufan"),
    ("Drs. H. Abd. Azhar", "Abd. Azhar"),
    ("Moh. Rifai", "Moh. Rifai"),
    ("R. Budiman", "R. Budiman"),
    ("HM Wardana", "M Wardana"),
    ("H.M. Wardana", "M. Wardana"),
    ("K.H. Ahmad Fauzan", "Ahmad Fauzan"),
    ("KH. Ahmad Fauzan", "Ahmad Fauzan"),
    ("dr. Khairuddin saat", "Khairuddin"),
    ("Dra. Hj. Mas Atika", "Mas Atika"),
    ("Bapak Karno", "Karno"),
    ("Ibu Heni", "Heni"),
    ("Pak Budi", "Budi"),
    ("Brigjen TNI (Purn) Edy Raharja", "Edy Raharja"),
    ("Letkol Inf Budi Santosa", "Budi Santosa"),
    ("AKBP Edwin Zul", "Edwin Zul"),
    ("Markus SH.", "Markus"),
    ("Medy Haryanto SH MH juga", "Medy Haryanto"),
    ("Zainal Abdi SSi.", "Zainal Abdi"),
    ("Yusman, SPd.I., MAP., serta", "Yusman"),
    ("Netty Hera, S. Sos, Selasa", "Netty Hera"),
    ("Yusti, M. Pd menuturkan", "Yusti"),
    ("Muh. Ali S.Pd.,M.Pd. kata", "Muh. Ali"),
    ("Ahmad Fauzan ST MInf Tech (Man) berkata", "Ahmad Fauzan"),
    ("Febri H J Dian", "Febri H J Dian"),
    ("Abdul Mu'in", "Abdul Mu'in"),
    ("Abdul Mu’in", "Abdul Mu’in"),
    ("IBNU SANI", "Ibnu Sani"),
    ("ABDUL MU'IN", "Abdul Mu'in"),
    ("Anak Agung Gede Oka", "Anak Agung Gede Oka"),
    ("Lalu Gita Aria", "Lalu Gita Aria"),
    ("Siti Amina binti Ahmad", "Siti Amina binti Ahmad"),
    ("Ris. Irian", "Ris. Irian"),
    ("Budi Setia Rabu (3/4)", "Budi Setia"),
    ("Venan Minggu, S.Pd", "Venan Minggu"),
    ("Sabri. Rakor dibuka", "Sabri"),
    ("“Budi Setia”", "Budi Setia"),
]


@pytest.mark.parametrize(("surface", "name"), BARE_NAMES)
def test_titles_and_degrees_come_off_and_name_parts_stay(surface: str, name: str) -> None:
    found = read_person(surface)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(("surface", "name"), BARE_NAMES)
def test_offsets_enclose_the_bare_name(surface: str, name: str) -> None:
    found = read_person(surface)
    assert found is not None
    assert title_case(surface[found.start : found.end]) == name
    again = read_person(surface[found.start : found.end])
    assert again is not None
    # A title or a degree can be what tells a name from an address word or a day.
    assert again.name == name or name in {"Mas Atika", "Venan Minggu"}


@pytest.mark.parametrize(
    "surface",
    ["", "   ", "S.Pd", "SH", "Dinas Pendidikan", "Senin", "kepala sekolah", "12 orang", "(", "Ia", "Bupati"],
)
def test_what_opens_with_no_name_is_none(surface: str) -> None:
    assert read_person(surface) is None


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Budi, S.Pd., M.Pd., Kepala", ", Kepala"),
        ("Budi SH MH juga", " juga"),
        ("Budi ST MInf Tech (Man) juga", " juga"),
        ("Budi, S.Pd, I Made", ", I Made"),
        ("Budi S.Pd, M.Taufan", ", M.Taufan"),
        ("Budi, Kepala", ", Kepala"),
        ("Budi, M.Xyz. hadir", " hadir"),
    ],
)
def test_degrees_end_before_the_next_name(text: str, rest: str) -> None:
    found = name_at(text, 0)
    assert found is not None
    assert text[skip_degrees(text, found.end) :] == rest
