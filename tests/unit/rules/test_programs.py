"""Which programs an article names: longest name first, short acronyms only beside a second clue."""

from __future__ import annotations

import pytest

from extractor.rules.bodies import programs
from extractor.rules.scan import scan
from extractor.schema.types import Article, Candidate


def ids(text: str) -> list[object]:
    return [leaf.value for leaf in programs.draft(scan(Article("a", text))) if isinstance(leaf, Candidate)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Program Sekolah Penggerak dan guru penggerak berjalan.", ["sekolah_penggerak", "guru_penggerak"]),
        ("Sebanyak 69 Calon Guru Penggerak (CGP) hadir.", ["calon_guru_penggerak"]),
        ("Balai Guru Penggerak Papua hadir.", []),
        ("Tim Penjaminan Mutu Pendidikan Daerah bekerja.", ["tpmpd"]),
        ("Sistem penjaminan mutu internal dan eksternal dibahas.", ["spmi", "spme"]),
        ("Ujian nasional berbasis komputer (UNBK) dimulai.", ["unbk"]),
        ("Ujian Nasional (UN) dan UNBK digelar.", ["un", "unbk"]),
        ("Kurikulum Merdeka dan Merdeka Belajar.", ["kurikulum_merdeka", "merdeka_belajar"]),
        ("Pengisian data PMP selesai.", ["pmp"]),
        ("Program paket B dan Paket C diikuti warga.", ["uji_kesetaraan"]),
        ("Isi paket berupa buku.", []),
        ("Rapor Pendidikan membaik, SPM naik.", ["rapor_pendidikan", "spm"]),
        ("BPMP Bali menilai SPM.", ["spm"]),
        ("Dapodik dan Profil Pendidikan 2014 dirilis.", ["dapodik"]),
        ("Dapodik dan Profil Pendidikan 2023 dirilis.", ["dapodik", "rapor_pendidikan"]),
        ("Sekolah menyusun RKAS.", ["arkas"]),
        ("Bendahara menandatangani SPM.", []),
        ("Sekretaris PBB membahas UN.", []),
        ("Akreditasi madrasah dimulai.", ["akreditasi"]),
        ("Akreditasi program studi dimulai.", []),
        ("Revitalisasi 100 ruang kelas pada 2025.", ["revitalisasi"]),
        ("Inpres Nomor 9 Tahun 2016 tentang revitalisasi SMK.", []),
        ("Wajib belajar 13 tahun dan penanganan anak tidak sekolah ( ATS).", ["wajar13", "ats"]),
        ("Buka https://ppdb.disdik.go.id/ sekarang.", []),
        ("PPDB/SPMB dibuka.", ["ppdb", "spmb"]),
    ],
)
def test_programs_are_named_by_their_names(text: str, expected: list[str]) -> None:
    assert ids(text) == expected


def test_a_program_is_listed_once_with_its_first_mention() -> None:
    text = "ANBK dimulai. Asesmen Nasional Berbasis Komputer lancar."
    (leaf,) = programs.draft(scan(Article("a", text)))
    assert isinstance(leaf, Candidate)
    assert [text[slice(*span)] for span in leaf.spans] == ["ANBK"]
