"""Who is a party of the happening, and who only listens, speaks or lends the room."""

from __future__ import annotations

import pytest

from extractor.rules import extract
from extractor.schema.types import Article, Candidate

HEAD = "Mutu Sekolah Naik Lagi\n\nKENDAL – "
TAIL = "\n\nKepala dinas berharap mutu sekolah terus naik di seluruh wilayah Kabupaten Kendal."

DISDIK, LPMP = "Dinas Pendidikan Kabupaten Kendal", "LPMP Provinsi Jawa Tengah"
PEMKAB = "Pemerintah Kabupaten Kendal"


def parties(text: str) -> set[object]:
    event = extract(Article("a", text))["event"]
    assert isinstance(event, dict)
    nodes = event["parties"]
    assert isinstance(nodes, list)
    return {node.value for node in nodes if isinstance(node, Candidate)}


@pytest.mark.parametrize(
    ("lead", "expected"),
    [
        ("Pemerintah Kabupaten Kendal melalui Dinas Pendidikan menggelar lokakarya guru", {DISDIK}),
        (f"{DISDIK} menggelar rapat koordinasi yang dihadiri DPRD Kabupaten Kendal", {DISDIK}),
        (f"{DISDIK} menggelar rapat koordinasi, diikuti utusan PGRI Kabupaten Kendal", {DISDIK}),
        (f"{DISDIK} bekerja sama dengan LPMP Jawa Tengah menggelar bimbingan teknis", {DISDIK, LPMP}),
        ("LPMP Jawa Tengah menggelar workshop dengan narasumber dari PGRI Kabupaten Kendal", {LPMP}),
        ("Bupati Kendal Dico Ganinduto meresmikan gedung perpustakaan sekolah", {PEMKAB}),
        (f"Rapat koordinasi mutu digelar {DISDIK} di Aula LPMP Jawa Tengah", {DISDIK}),
        ("LPMP Jawa Tengah memberikan penghargaan kepada Pemerintah Kabupaten Kendal", {LPMP, PEMKAB}),
        ("Nota kesepahaman diteken Pemerintah Kabupaten Kendal dan LPMP Jawa Tengah", {LPMP, PEMKAB}),
        ("Peserta bimtek yang digelar LPMP Jawa Tengah berjumlah 60 guru", {LPMP}),
        (
            "LPMP Jawa Tengah menggelar rakor, sedangkan bupati berhalangan karena bertemu DPRD Kendal",
            {LPMP},
        ),
        (
            "Sebanyak 90 persen data pokok pendidikan terisi, kata Kadis Pendidikan Kendal Rudi Hartono",
            set(),
        ),
        ("LPMP Jawa Tengah menyosialisasikan rapor mutu kepada kepala sekolah", {LPMP}),
    ],
)
def test_who_is_a_party_and_who_is_not(lead: str, expected: set[str]) -> None:
    assert parties(f"{HEAD}{lead}, Rabu (2/11/2022).{TAIL}") == expected


def test_an_opener_is_no_party_beside_the_one_that_holds_the_meeting() -> None:
    text = (
        HEAD
        + "LPMP Jawa Tengah menggelar diseminasi mutu pendidikan di Kendal, Rabu (2/11/2022). Acara dibuka "
        "Wakil Bupati Kendal Windu Suko Basuki." + TAIL
    )
    assert parties(text) == {LPMP}


def test_an_opener_is_the_party_where_nobody_else_is_named() -> None:
    text = HEAD + "Bupati Kendal Dico Ganinduto membuka rapat koordinasi guru, Rabu (2/11/2022)." + TAIL
    assert parties(text) == {PEMKAB}


def test_who_sets_the_rules_of_an_admission_is_a_party_beside_the_one_that_runs_it() -> None:
    text = (
        "SPMB SMP Kendal Dibuka\n\nKENDAL – Penerimaan murid baru (SPMB) SMP dibuka Dinas Pendidikan "
        "Kabupaten Kendal, Senin (23/6/2025). Ada 13 SMP. Kursinya 3.712. Jalurnya ditetapkan Pemkab Kendal."
        + TAIL
    )
    assert parties(text) == {DISDIK, PEMKAB}


def test_of_a_grant_the_giver_and_the_school_that_receives_it_are_parties() -> None:
    text = (
        HEAD
        + "Bantuan revitalisasi sekolah mengalir ke Kendal. Bupati Kendal Dico Ganinduto menyerahkan bantuan "
        "itu, Rabu (2/11/2022). Kepala SMP Negeri 2 Kendal, Siti Rahma, maju menerima papan nama." + TAIL
    )
    assert parties(text) == {PEMKAB, "SMP Negeri 2 Kendal"}


def test_an_organization_named_only_in_a_quotation_is_no_party() -> None:
    text = (
        HEAD + "Dinas Pendidikan Kabupaten Kendal menggelar pelatihan guru, Rabu (2/11/2022).\n\n“Tahun lalu "
        "pelatihan digelar PGRI Kabupaten Kendal,” kata panitia." + TAIL
    )
    assert parties(text) == {DISDIK}


def test_of_two_holders_of_one_post_the_one_named_first_proves_their_organization() -> None:
    """Whatever the process: an order that a hash decides gives the same article other records elsewhere."""
    text = (
        HEAD
        + "Bupati Kendal Dico Ganinduto meresmikan gedung sekolah, Rabu (2/11/2022). Bupati, Windu Basuki, "
        "pernah menjanjikannya. Acara itu dibuka Bupati Kendal." + TAIL
    )
    event = extract(Article("a", text))["event"]
    assert isinstance(event, dict)
    assert isinstance(event["parties"], list)
    party = event["parties"][0]
    assert isinstance(party, Candidate)
    assert [text[span.start : span.end] for span in party.spans] == ["Bupati", "Bupati Kendal"]
    assert not party.flags
