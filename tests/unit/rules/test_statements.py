"""Statements and their speakers, told by verbs, pronouns and what the text is about."""

from __future__ import annotations

import pytest

from extractor.rules.bodies import organizations, regions
from extractor.rules.mentions import Quotation
from extractor.rules.persons import people
from extractor.rules.scan import scan
from extractor.rules.speech import statements
from extractor.schema.types import Article

LEAD = (
    "Rakor Mutu Pendidikan Digelar\n\n"
    "SINJAI – Dinas Pendidikan Kabupaten Sinjai menggelar rapat, Rabu (2/12/2020).\n\n"
    "Rapat dibuka Bupati Sinjai Andi Satya dan dihadiri Kepala LPMP Sulsel, Abdul Halim Muharrami.\n\n"
)
CLOSING = "Kegiatan berlangsung hingga sore dan ditutup dengan doa bersama di ruang yang sama."
SATYA, HALIM, LPMP = "Andi Satya", "Abdul Halim Muharrami", "LPMP Provinsi Sulawesi Selatan"


def read(body: str) -> tuple[str, tuple[Quotation, ...]]:
    seen = scan(Article("a", f"{LEAD}{body}\n\n{CLOSING}"))
    places = regions.find(seen)
    offices = organizations.find(seen, places)
    quotations = statements.find_quotations(seen)
    persons = people.find(seen, places, offices, quotations)
    return seen.text, statements.attribute(seen, quotations, persons, offices)


SPOKEN = [
    # the verb behind the quotation
    ("“Mutu naik tahun ini,” kata Halim.", [("Mutu naik tahun ini,", HALIM)]),
    ("“Mutu naik tahun ini,” ujar Bupati Sinjai Andi Satya.", [("Mutu naik tahun ini,", SATYA)]),
    ("“Mutu naik tahun ini,” cetus Bupati.", [("Mutu naik tahun ini,", SATYA)]),
    ("“Mutu naik,” kata Kepala LPMP Sulsel itu.", [("Mutu naik,", HALIM)]),
    ("“Mutu naik tahun ini”, lanjut Halim lagi.", [("Mutu naik tahun ini", HALIM)]),
    ("“Mutu naik tahun ini,” kata LPMP Sulsel dalam rilisnya.", [("Mutu naik tahun ini,", LPMP)]),
    ("“Mutu naik tahun ini,” kelakar Halim.", [("Mutu naik tahun ini,", HALIM)]),
    ("“Mutu naik,” kata Halim yang disimak Bupati Andi Satya.", [("Mutu naik,", HALIM)]),
    ("“Mutu naik tahun ini.” Hal itu disampaikan Halim.", [("Mutu naik tahun ini.", HALIM)]),
    ("“Mutu naik tahun ini,” demikian Halim.", [("Mutu naik tahun ini,", HALIM)]),
    # the verb before it
    ("Halim mengatakan, “Mutu naik tahun ini.”", [("Mutu naik tahun ini.", HALIM)]),
    ("Kata Halim, “Mutu naik tahun ini.”", [("Mutu naik tahun ini.", HALIM)]),
    ("Menurut Satya, “Mutu naik tahun ini.”", [("Mutu naik tahun ini.", SATYA)]),
    ("Halim berpesan: “Pertahankan capaian ini!”", [("Pertahankan capaian ini!", HALIM)]),
    (
        "Halim, menjawab wabup “Yang diminta sudah kita anggarkan”, begitu.",
        [("Yang diminta sudah kita anggarkan", HALIM)],
    ),
    # pronouns
    ("Halim hadir. “Mutu naik tahun ini,” katanya.", [("Mutu naik tahun ini,", HALIM)]),
    ("Satya membuka rapat. “Mutu naik,” kata dia.", [("Mutu naik,", SATYA)]),
    (
        "Halim mengatakan hal itu kepada Satya.\n\n“Mutu naik tahun ini,” ujarnya.",
        [("Mutu naik tahun ini,", HALIM)],
    ),
    (
        "“Mutu naik,” kata Halim.\n\nIa mengatakan hal lain.\n\n“Data lengkap,” tuturnya.",
        [("Mutu naik,", HALIM), ("Data lengkap,", HALIM)],
    ),
    (
        "“Mutu naik,” kata Halim.\n\nSementara Satya berharap banyak.\n\n“Data lengkap,” harapnya.",
        [("Mutu naik,", HALIM), ("Data lengkap,", SATYA)],
    ),
    # delegation: the person present speaks
    (
        "Mewakili Bupati Andi Satya, Halim menyampaikan apresiasi.\n\n“Mutu naik tahun ini,” tandasnya.",
        [("Mutu naik tahun ini,", HALIM)],
    ),
    (
        "Sambutan Bupati Andi Satya dibacakan Abdul Halim Muharrami.\n\n“Mutu naik tahun ini,” ucapnya.",
        [("Mutu naik tahun ini,", HALIM)],
    ),
    # parts and paragraphs
    (
        "“Mutu naik,” kata Halim, “dan data lengkap.”",
        [("Mutu naik,", HALIM), ("dan data lengkap.", HALIM)],
    ),
    (
        "“Mutu naik,” kata Halim.\n\n“Data sudah lengkap di semua sekolah.”",
        [("Mutu naik,", HALIM), ("Data sudah lengkap di semua sekolah.", HALIM)],
    ),
    (
        "“Mutu naik tahun ini.\n\nData juga lengkap,” kata Halim.",
        [("Mutu naik tahun ini. Data juga lengkap,", HALIM)],
    ),
    # careless marks
    ('"Mutu naik tahun ini, " tandas Halim.', [("Mutu naik tahun ini,", HALIM)]),
    ("“Mutu naik tahun ini,”ujar Halim.", [("Mutu naik tahun ini,", HALIM)]),
    ('"Mutu naik tahun ini, ujar Halim.', [("Mutu naik tahun ini,", HALIM)]),
    ("Halim mengatakan, “Mutu naik tahun ini.", [("Mutu naik tahun ini.", HALIM)]),
    ('"Kelas ("over load") penuh," kata Halim.', [('Kelas ("over load") penuh,', HALIM)]),
    (
        "“Kita bertetangga,” kata Halim, “jadi sekolah harus bagus.”\n\nDijelaskan Siri Mauna, dana naik.",
        [("Kita bertetangga,", HALIM), ("jadi sekolah harus bagus.", HALIM)],
    ),
    # no speech
    ("Rapat bertema “Bersama Wujudkan Mutu Pendidikan Sinjai.” ini ramai.", []),
    ("Program “Sekolah Ramah Anak” didukung Halim.", []),
    ("Halim menilai “zonasi” perlu dikaji.", []),
    ('Buku berjudul "Guru Hebat di Sinjai" dibagikan kepada Halim.', []),
]


@pytest.mark.parametrize(("body", "spoken"), SPOKEN)
def test_statements_and_speakers(body: str, spoken: list[tuple[str, str | None]]) -> None:
    assert [(one.quote, one.speaker) for one in read(body)[1]] == spoken


@pytest.mark.parametrize(("body", "spoken"), [case for case in SPOKEN if case[1]])
def test_evidence_holds_the_quotation_and_the_speakers_full_name(
    body: str, spoken: list[tuple[str, str | None]]
) -> None:
    text, found = read(body)
    for one in found:
        assert " ".join(text[one.span.start : one.span.end].split()) == one.quote
        proofs = [text[span.start : span.end] for span in one.speaker_spans]
        assert one.speaker in proofs or one.speaker == LPMP


def test_speaker_is_null_when_the_text_names_nobody() -> None:
    seen = scan(
        Article("a", "Judul\n\nSINJAI – Rapat digelar.\n\n“Mutu naik tahun ini,” katanya.\n\nSelesai sudah.")
    )
    quotations = statements.find_quotations(seen)
    assert [one.speaker for one in statements.attribute(seen, quotations, (), ())] == [None]


def test_repeated_quotation_counts_once() -> None:
    _, found = read("“Mutu naik tahun ini,” kata Halim.\n\n“Mutu naik tahun ini,” kata Halim.")
    assert len(found) == 1


def test_draft_leaves_an_unknown_speaker_out() -> None:
    seen = scan(
        Article("a", "Judul\n\nSINJAI – Rapat digelar.\n\n“Mutu naik tahun ini,” katanya.\n\nSelesai sudah.")
    )
    (node,) = statements.draft(statements.find_quotations(seen))
    assert isinstance(node, dict)
    assert node["speaker"] is None
