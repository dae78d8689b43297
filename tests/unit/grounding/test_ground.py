"""What becomes of single claims: the place that is found for them, the value that code reads there."""

from __future__ import annotations

from typing import Any

import pytest

from extractor import rules
from extractor.grounding import Grounded, check, ground
from extractor.schema.claims import Cite, Claim, Claims
from extractor.schema.types import Article, Candidate, Node
from extractor.text import split_sentences

TEXT = """Mutu Pendidikan Palopo Naik

PALOPO, teraskata.com – Plt Kepala Dinas Pendidikan Kota Palopo, Drs. H. Abdul Halim, M.Pd., membuka rapat \
di Aula SMP Negeri 1 Palopo, Rabu (2/11/2022).
“Sudah ada 1.234 siswa dan 41 orang guru penggerak,” kata Halim.
Pemkot menyiapkan Rp 1,5 miliar, naik 12,5 persen, sesuai Perwal Nomor 10 Tahun 2020.
Kepala LPMP Sulsel Rina Amalia hadir pada 24 November.
Wali Kota Palopo Judas Amir menyebut dua belas sekolah masih menunggu.
Baca Juga: Disdik Makassar Terima Rp 9 miliar
"""
ARTICLE = Article("a", TEXT)
SENTENCES = split_sentences(TEXT)
CONTEXT = rules.context(ARTICLE)


def number(words: str) -> int:
    """The number of the sentence that prints `words`."""
    start = TEXT.index(words)
    return max(n for n, sentence in enumerate(SENTENCES, 1) if sentence.start <= start)


def cited(surface: str, words: str | None = None) -> Cite:
    """A claim that cites the sentence with `words`, by default with the claim's own."""
    return Cite(surface, number(words or surface))


def grounded(claims: Claims, **settings: Any) -> Grounded:
    return ground(claims, ARTICLE, SENTENCES, CONTEXT, **settings)


def leaf(claims: Claims, *way: str | int) -> Candidate | None:
    node: Any = grounded(claims).draft
    for step in way:
        if node is None or (isinstance(node, list) and not node):
            return None
        node = node[step]
    assert node is None or isinstance(node, Candidate)
    return node


def value(node: Candidate | None) -> object:
    return node.value if node else None


FIGURES = [
    ("1.234 siswa", "1.234", 1234, "siswa"),
    ("1234 siswa", "1.234", 1234, "siswa"),
    ("1234 pelajar", "1.234", 1234, "siswa"),
    ("41", "41 orang", 41, "orang"),
    ("empat puluh satu orang", "41 orang", 41, "orang"),
    ("12,5%", "12,5 persen", 12.5, "persen"),
    ("Rp1.500.000.000", "Rp 1,5", 1_500_000_000, "rupiah"),
    ("1.500 juta rupiah", "Rp 1,5", 1_500_000_000, "rupiah"),
    ("12 sekolah", "dua belas", 12, "sekolah"),
    ("1.235 siswa", "1.234", None, None),
    ("1.234 guru", "1.234", None, None),
    ("12,5 poin", "12,5 persen", None, None),
    ("125 persen", "12,5 persen", None, None),
    ("Rp 1,5 juta", "Rp 1,5", None, None),
    ("1,5", "Rp 1,5", None, None),
    ("2 sekolah", "dua belas", None, None),
    ("234 siswa", "1.234", None, None),
    ("Rp 9 miliar", "Rp 9", None, None),
]


@pytest.mark.parametrize(("surface", "words", "amount", "unit"), FIGURES, ids=[row[0] for row in FIGURES])
def test_a_figure_is_believed_by_value_scale_and_unit(
    surface: str, words: str, amount: object, unit: object
) -> None:
    item: Claim = {"value": cited(surface, words), "subject": Cite(_noun(words), number(words))}
    draft = grounded({"indicators": [item]}).draft
    items: Any = draft["indicators"]
    found = items[0] if items else {"value": None, "unit": None}
    assert (value(found["value"]), value(found["unit"])) == (amount, unit)


def _noun(words: str) -> str:
    """A word of the sentence to be counted."""
    return {"41 orang": "guru penggerak", "1.234": "siswa", "dua belas": "sekolah"}.get(words, "sesuai")


DATES = [
    ("2 November 2022", "Rabu (2/11", "2022-11-02"),
    ("Rabu, 2/11/2022", "Rabu (2/11", "2022-11-02"),
    ("2022-11-02", "Rabu (2/11", "2022-11-02"),
    ("Kamis (2/11/2022)", "Rabu (2/11", None),
    ("2 November 2021", "Rabu (2/11", None),
    ("3 November 2022", "Rabu (2/11", None),
    ("24 November", "24 November", "2022-11-24"),
    ("24 November 2022", "24 November", "2022-11-24"),
    ("24 November 2019", "24 November", None),
    ("bulan depan", "24 November", None),
]


@pytest.mark.parametrize(("surface", "words", "day"), DATES, ids=[row[0] for row in DATES])
def test_a_date_is_believed_by_day_year_and_weekday(surface: str, words: str, day: object) -> None:
    assert value(leaf({"event": {"date": cited(surface, words)}}, "event", "date")) == day


BODIES = [
    ("Disdik Palopo", "Plt Kepala", "Dinas Pendidikan Kota Palopo"),
    ("Dinas Pendidikan", "Plt Kepala", "Dinas Pendidikan Kota Palopo"),
    ("Dinas Pendidikan Kota Makassar", "Plt Kepala", None),
    ("Pemerintah Kota Palopo", "Pemkot", "Pemerintah Kota Palopo"),
    ("Pemerintah Kota Palopo", "Wali Kota", "Pemerintah Kota Palopo"),
    ("LPMP Provinsi Sulawesi Selatan", "LPMP", "LPMP Provinsi Sulawesi Selatan"),
    ("BPMP Provinsi Sulawesi Selatan", "LPMP", None),
    ("Lembaga Penjaminan Mutu Pendidikan (BPMP) Sulsel", "LPMP", None),
    ("SMPN 1 Palopo", "SMP Negeri 1", "SMP Negeri 1 Palopo"),
    ("SMP Negeri 1", "SMP Negeri 1", "SMP Negeri 1 Palopo"),
    ("SMP Negeri 11 Palopo", "SMP Negeri 1", None),
    ("Disdik Makassar", "Disdik Makassar", None),
    ("Kepala", "Plt Kepala", None),
]


@pytest.mark.parametrize(("surface", "words", "name"), BODIES, ids=[row[0] for row in BODIES])
def test_an_organization_is_believed_as_the_text_names_it(surface: str, words: str, name: object) -> None:
    found = leaf({"organizations": [{"name": cited(surface, words)}]}, "organizations", 0, "name")
    assert value(found) == name


REGIONS = [
    ("Sulawesi Selatan", "Sulsel", "73"),
    ("Palopo", "PALOPO", "73.73"),
    ("KOTA PALOPO", "PALOPO", "73.73"),
    ("Kota Makassar", "PALOPO", None),
    ("Sulawesi Utara", "Sulsel", None),
    ("guru", "Sulsel", None),
]


@pytest.mark.parametrize(("surface", "words", "code"), REGIONS, ids=[row[0] for row in REGIONS])
def test_a_region_is_believed_under_any_of_its_names(surface: str, words: str, code: object) -> None:
    assert value(leaf({"regions": [{"code": cited(surface, words)}]}, "regions", 0, "code")) == code


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("SOPPPENG – Rapat digelar.", "Kabupaten Soppeng", "73.12"),
        ("Kabupateb Batanghar menerima penghargaan.", "Kabupaten Batanghari", "15.04"),
        ("Lembaga itu menerima penghargaan.", "Kabupaten Lembata", None),
    ],
)
def test_a_misprint_is_the_region_but_a_word_of_its_own_is_not(text: str, name: str, code: object) -> None:
    article = Article("b", text)
    claims: Claims = {"event": {"region": Cite(name, 1)}}
    event: Any = ground(claims, article, split_sentences(text), rules.context(article)).draft["event"]
    assert value(event and event["region"]) == code


PEOPLE = [
    ("Abdul Halim", "Drs. H.", "Abdul Halim"),
    ("DRS. H. ABDUL HALIM, M.PD", "Drs. H.", "Abdul Halim"),
    ("Halim", "kata Halim", "Abdul Halim"),
    ("Abdul Hakim", "Drs. H.", None),
    ("Abdul", "kata Halim", "Abdul Halim"),
    ("Kota Palopo", "Plt Kepala", None),
    ("Dinas Pendidikan", "Plt Kepala", None),
]


@pytest.mark.parametrize(("surface", "words", "name"), PEOPLE, ids=[row[0] for row in PEOPLE])
def test_a_person_is_believed_by_each_word_of_the_name(surface: str, words: str, name: object) -> None:
    assert value(leaf({"people": [{"name": cited(surface, words)}]}, "people", 0, "name")) == name


POSTS = [
    ("Plt Kepala", "Kepala", "Plt", "Dinas Pendidikan Kota Palopo"),
    ("kepala", "Kepala", "Plt", "Dinas Pendidikan Kota Palopo"),
    ("Pj Kepala", None, None, None),
    ("Sekretaris", None, None, None),
]


@pytest.mark.parametrize(("surface", "role", "acting", "office"), POSTS, ids=[row[0] for row in POSTS])
def test_a_post_tells_stand_in_and_organization(
    surface: str, role: object, acting: object, office: object
) -> None:
    person = {"name": cited("Abdul Halim"), "role": cited(surface, "Plt Kepala")}
    names = ("role", "acting", "organization")
    found = [value(leaf({"people": [person]}, "people", 0, name)) for name in names]
    assert found == [role, acting, office]


def test_a_post_in_the_next_sentence_is_nobody_elses() -> None:
    person = {"name": cited("Rina Amalia"), "role": cited("Wali Kota", "Rina Amalia")}
    assert leaf({"people": [person]}, "people", 0, "role") is None


def test_a_regulation_is_believed_by_kind_number_and_year() -> None:
    claims: Claims = {"regulations": [{"kind": cited("Peraturan Wali Kota No. 10 Tahun 2020", "Perwal")}]}
    found: Any = grounded(claims).draft["regulations"]
    assert [value(found[0][name]) for name in ("kind", "number", "year")] == [
        "Peraturan Wali Kota",
        "10",
        2020,
    ]
    claims = {"regulations": [{"kind": cited("Perwal Nomor 10 Tahun 2021", "Perwal")}]}
    assert grounded(claims).draft["regulations"] == []


def test_a_quotation_keeps_its_comma_and_finds_its_speaker_by_a_short_name() -> None:
    quote = "Sudah ada 1.234 siswa dan 41 orang guru penggerak"
    claims: Claims = {
        "people": [{"name": cited("Abdul Halim")}],
        "statements": [{"quote": cited(f'"{quote}"', quote), "speaker": cited("Halim", "kata Halim")}],
    }
    found: Any = grounded(claims).draft["statements"]
    assert value(found[0]["quote"]) == f"{quote},"
    assert value(found[0]["speaker"]) == "Abdul Halim"


def test_a_name_that_two_people_bear_is_no_speaker() -> None:
    text = "Ahmad Fauzi dan Ahmad Yani hadir.\n“Mutu naik tahun ini,” kata Ahmad."
    article, sentences = Article("b", text), split_sentences(text)
    claims: Claims = {
        "people": [{"name": Cite("Ahmad Fauzi", 1)}, {"name": Cite("Ahmad Yani", 1)}],
        "statements": [{"quote": Cite("Mutu naik tahun ini,", 2), "speaker": Cite("Ahmad", 2)}],
    }
    found = ground(claims, article, sentences, rules.context(article))
    assert [drop.reason for drop in found.dropped] == ["ambiguous"]


@pytest.mark.parametrize(
    ("quote", "reason"),
    [
        ("Sudah ada 1.235 siswa dan 41 orang guru penggerak", "not_in_article"),
        ("menyebut dua belas sekolah masih menunggu", "not_quoted"),
    ],
)
def test_a_reworded_or_indirect_quotation_is_no_statement(quote: str, reason: str) -> None:
    found = grounded({"statements": [{"quote": Cite(quote, number("kata Halim")), "speaker": None}]})
    assert found.draft["statements"] == []
    assert [drop.reason for drop in found.dropped] == [reason]


SUMMARIES = [
    ("Abdul Halim membuka rapat di Palopo pada 2 November 2022 dengan 41 orang guru.", True),
    ("Abdul Halim membuka rapat di Palopo pada 3 November 2022 dengan 41 orang guru.", False),
    ("Abdul Halim membuka rapat di Palopo dengan 42 orang guru.", False),
    ("Abdul Hakim membuka rapat di Palopo dengan 41 orang guru.", False),
    ("Pesan lain sama sekali tanpa isi berita ini.", False),
]


@pytest.mark.parametrize(("summary", "is_believed"), SUMMARIES, ids=[row[0][:30] for row in SUMMARIES])
def test_a_summary_is_believed_if_all_its_figures_dates_and_names_are(
    summary: str, is_believed: bool
) -> None:
    found = grounded({"summary": Cite(summary)})
    assert (found.draft["summary"] is not None) is is_believed
    assert check(found.draft, TEXT).dropped == []


def test_a_claim_without_sentence_is_looked_for_everywhere_with_less_confidence() -> None:
    near = leaf({"people": [{"name": cited("Rina Amalia")}]}, "people", 0, "name")
    beside = leaf({"people": [{"name": Cite("Rina Amalia", number("Pemkot"))}]}, "people", 0, "name")
    anywhere = leaf({"people": [{"name": Cite("Rina Amalia", None)}]}, "people", 0, "name")
    far = leaf({"people": [{"name": Cite("Rina Amalia", 1)}]}, "people", 0, "name")
    assert near is not None
    assert beside is not None
    assert anywhere is not None
    assert near.confidence > beside.confidence > anywhere.confidence
    assert [one.reason for one in (near, beside, anywhere)] == ["llm:exact", "llm:neighbour", "llm:anywhere"]
    assert far is None


@pytest.mark.parametrize("sentence", [0, -1, 99, None])
def test_a_sentence_that_the_article_lacks_is_none(sentence: int | None) -> None:
    assert value(leaf({"event": {"date": Cite("2/11/2022", sentence)}}, "event", "date")) == "2022-11-02"


def test_what_fails_is_dropped_with_its_reason_and_asked_again_if_that_may_help() -> None:
    claims: Claims = {
        "people": [{"name": cited("Budi Zulkarnain", "kata Halim")}, {"name": None}],
        "regions": [{"code": Cite("Makassar", number("Disdik Makassar"))}],
        "programs": [Cite("Program Zulkarnain", 2)],
    }
    found = grounded(claims, canaries=frozenset({"Zulkarnain"}))
    assert {(drop.pointer, drop.reason) for drop in found.dropped} == {
        ("/people/0/name", "canary"),
        ("/people/1", "incomplete"),
        ("/regions/0/code", "in_noise"),
        ("/programs/0", "canary"),
    }
    assert found.failed == ()
    again = grounded({"people": [{"name": cited("Budi Santoso", "kata Halim")}]}).failed
    assert [(one.pointer, one.path, one.reason) for one in again] == [
        ("/people/0/name", "people[].name", "not_in_article")
    ]


def test_a_canary_that_the_article_prints_is_a_word_like_any_other() -> None:
    found = grounded({"people": [{"name": cited("Rina Amalia")}]}, canaries=frozenset({"rina amalia"}))
    assert found.dropped == ()


def test_a_repaired_claim_says_so() -> None:
    claims: Claims = {"people": [{"name": cited("Rina Amalia")}, {"name": cited("Judas Amir")}]}
    found: Any = grounded(claims, repaired=frozenset({"/people/1/name"})).draft["people"]
    assert [person["name"].source for person in found] == ["llm", "repaired"]


def test_items_come_once_and_in_the_order_of_the_text() -> None:
    claims: Claims = {
        "people": [{"name": cited(name)} for name in ("Judas Amir", "Halim", "Abdul Halim", "Rina Amalia")],
        "organizations": [{"name": cited("LPMP Sulsel")}, {"name": cited("Pemkot")}, {"name": cited("LPMP")}],
    }
    draft = grounded(claims).draft
    assert _names(draft["people"]) == ["Abdul Halim", "Rina Amalia", "Judas Amir"]
    assert _names(draft["organizations"]) == ["Pemerintah Kota Palopo", "LPMP Provinsi Sulawesi Selatan"]


def _names(items: Node) -> list[object]:
    assert isinstance(items, list)
    return [value(item["name"]) for item in items if isinstance(item, dict)]  # type: ignore[arg-type]


def test_a_span_of_days_gives_both_its_ends() -> None:
    article = Article("b", "Pelatihan guru berlangsung 12-13 Maret 2019 di Palopo.")
    claims: Claims = {"event": {"date": Cite("12-13 Maret 2019", 1)}}
    event: Any = ground(claims, article, split_sentences(article.text), rules.context(article)).draft["event"]
    assert (value(event["date"]), value(event["end_date"])) == ("2019-03-12", "2019-03-13")
