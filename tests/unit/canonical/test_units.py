"""The closed list of units and the synonyms that the record knows."""

from __future__ import annotations

import pytest

from extractor.canonical.units import read_unit


@pytest.mark.parametrize(
    ("surface", "unit"),
    [
        ("orang", "orang"),
        ("Orang guru penggerak", "orang"),
        ("siswa", "siswa"),
        ("siswi", "siswa"),
        ("siswa/siswi", "siswa"),
        ("siswa / siswi", "siswa"),
        ("pelajar", "siswa"),
        ("murid", "siswa"),
        ("guru", "guru"),
        ("sekolah dasar", "sekolah"),
        ("satuan pendidikan", "satuan pendidikan"),
        ("lembaga", "lembaga"),
        ("kelas", "kelas"),
        ("rombel", "rombel"),
        ("rombongan belajar", "rombel"),
        ("ruang", "ruang"),
        ("ruangan", "ruang"),
        ("ruang kelas", "ruang"),
        ("unit", "unit"),
        ("paket", "paket"),
        ("indikator", "indikator"),
        ("persen", "persen"),
        ("%", "persen"),
        ("poin", "poin"),
        ("poin persentase", "poin"),
        ("Rp", "rupiah"),
        ("Rp.", "rupiah"),
        ("rupiah", "rupiah"),
        ("peringkat", "peringkat"),
        ("juara", "peringkat"),
        ("jam pelajaran", "jam"),
        ("hari", "hari"),
        ("bulan", "bulan"),
        ("tahun", "tahun"),
        ("kabupaten/kota", "kabupaten/kota"),
        ("kabupaten dan kota", "kabupaten/kota"),
        ("kota dan kabupaten", "kabupaten/kota"),
    ],
)
def test_a_synonym_has_its_unit(surface: str, unit: str) -> None:
    assert read_unit(surface) == unit


@pytest.mark.parametrize("surface", ["anak", "peserta", "pendaftar", "pendidik", "zona", "kali", "", "  "])
def test_other_nouns_are_no_unit(surface: str) -> None:
    assert read_unit(surface) is None
