"""What is held back is held back everywhere: in lists, texts, provenance, and in every format."""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from extractor.canonical.heads import heads
from extractor.knowledge.tables import cells, rows
from extractor.schema.record import OrganizationKind, Record
from extractor.sinks import FORMATS, Entry, Filters, Format, file_writer, filtered, writer
from extractor.sinks.confident import confident
from extractor.sinks.posts import has_public_post
from extractor.sinks.redaction import BLACK, MASK
from tests.records import a_failed_record, a_record

TEXT = (
    "Siswi Nurul Hidayah Juara, Bupati Siti Rahma Bangga\n\n"
    "SUKAMAJU – Nurul Hidayah, siswi SMPN 1, juara lomba. “Saya senang,” kata Nurul. "
    "“Selamat untuk Nurul,” kata Bupati Siti Rahma. Ibunya, Siti Aminah, hadir. "
    "NURUL HIDAYAH belajar di Yayasan Hidayah."
)
NAMES = ("nurul", "aminah")


def span(words: str, nth: int = 0) -> list[dict[str, int]]:
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return [{"start": start, "end": start + len(words)}]


def leaf(words: str = "", confidence: float = 0.9, *, nth: int = 0, **more: Any) -> dict[str, Any]:
    return {
        "evidence": span(words, nth) if words else [],
        "source": "rules",
        "confidence": confidence,
        **more,
    }


CONTEST = a_record(
    article_id="lomba",
    article={"title": "Siswi Nurul Hidayah Juara, Bupati Siti Rahma Bangga", "reporters": ["Ant"]},
    event={"type": "award", "venue": "rumah Nurul Hidayah", "parties": ["SMPN 1", "Yayasan Hidayah"]},
    organizations=[
        {"name": "SMPN 1", "kind": "school"},
        {"name": "Yayasan Hidayah", "kind": "other"},
        {"name": "Pemerintah Kabupaten Sukamaju", "kind": "local_government"},
    ],
    people=[
        {"name": "Nurul Hidayah", "role": "Siswi", "organization": "SMPN 1"},
        {"name": "Siti Rahma", "role": "Bupati", "organization": "Pemerintah Kabupaten Sukamaju"},
        {"name": "Siti Aminah"},
    ],
    programs=["anbk", "pmm"],
    indicators=[{"subject": "guru", "value": 41}, {"subject": "kelas Nurul", "value": 3}],
    statements=[
        {"speaker": "Nurul Hidayah", "quote": "Saya senang,"},
        {"speaker": "Siti Rahma", "quote": "Selamat untuk Nurul,"},
        {"speaker": "Yayasan Hidayah", "quote": "Ya."},
    ],
    summary="Nurul Hidayah, siswi SMPN 1, juara lomba.",
    provenance={
        "/in_scope": leaf(),
        "/article/title": leaf("Siswi Nurul Hidayah Juara, Bupati Siti Rahma Bangga"),
        "/event/type": leaf("Juara", 0.6),
        "/event/venue": leaf("Nurul Hidayah", candidates=["rumah Nurul", "aula"]),
        "/people/0/name": leaf("Nurul Hidayah", 0.5),
        "/people/0/role": leaf("Siswi"),
        "/people/1/name": leaf(
            "Siti Rahma",
            alternatives=[{"value": "Siti Aminah", "source": "llm"}, {"value": None, "source": "rules"}],
        ),
        "/people/1/role": leaf("Bupati", 0.5),
        "/people/1/organization": leaf("Bupati"),
        "/people/2/name": leaf("Siti Aminah"),
        "/programs/0": leaf("lomba", 0.2),
        "/programs/1": leaf("juara"),
        "/indicators/0/subject": leaf("siswi"),
        "/indicators/0/value": leaf("1", 0.3),
        "/indicators/1/subject": leaf("lomba"),
        "/indicators/1/value": leaf("juara"),
        "/statements/0/speaker": leaf("Nurul", nth=2),
        "/statements/0/quote": leaf("Saya senang,"),
        "/statements/1/quote": leaf("Selamat untuk Nurul,"),
        "/summary": leaf("Nurul Hidayah, siswi SMPN 1, juara lomba."),
    },
    run={
        "engine": "hybrid",
        "status": "ok",
        "rules_version": "x",
        "dropped": [
            {"pointer": "/people/9/name", "value": "Orang Lain", "reason": "not_in_article"},
            {"pointer": "/statements/4/quote", "value": "kata Nurul", "reason": "not_in_article"},
        ],
    },
)
OUT_OF_SCOPE = a_record(article_id="bola", in_scope=False)
PRIVATE = Filters(redact_people="private")


def only(entries: Iterator[Entry]) -> Entry:
    (entry,) = entries
    return entry


def masked() -> Entry:
    return only(filtered([Entry(CONTEST, TEXT)], PRIVATE))


def strings(value: Any, pointer: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, part in value.items():
            yield from strings(part, f"{pointer}/{name}")
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from strings(part, f"{pointer}/{index}")
    elif isinstance(value, str):
        yield pointer, value


def test_without_filters_records_pass_as_they_are() -> None:
    entries = [Entry(CONTEST, TEXT), Entry(a_failed_record(), None), Entry(OUT_OF_SCOPE, TEXT)]
    assert list(filtered(entries, Filters())) == entries


def test_only_articles_in_scope_and_failed_ones_stay() -> None:
    entries = [Entry(CONTEST, TEXT), Entry(a_failed_record(), None), Entry(OUT_OF_SCOPE, TEXT)]
    kept = [entry.record.article_id for entry in filtered(entries, Filters(only_in_scope=True))]
    assert kept == ["lomba", "b"]


def test_a_leaf_that_is_not_sure_enough_becomes_null_and_is_told() -> None:
    record = confident(CONTEST, 0.55)
    assert (record.people[0].role, record.people[0].organization) == (None, "Pemerintah Kabupaten Sukamaju")
    assert record.run is not None
    told = [(drop.pointer, drop.value) for drop in record.run.dropped if drop.reason == "low_confidence"]
    assert told == [
        ("/people/0/name", "Nurul Hidayah"),
        ("/people/1/role", "Bupati"),
        ("/programs/0", "anbk"),
        ("/indicators/0/value", 41),
    ]


def test_an_item_goes_with_a_leaf_that_it_needs_and_pointers_move_up() -> None:
    record = confident(CONTEST, 0.55)
    assert [person.name for person in record.people] == ["Siti Rahma", "Siti Aminah"]
    assert record.programs == ["pmm"]
    assert [item.subject for item in record.indicators] == ["kelas Nurul"]
    assert record.provenance["/people/1/name"].evidence == CONTEST.provenance["/people/2/name"].evidence
    assert record.provenance["/programs/0"].evidence == CONTEST.provenance["/programs/1"].evidence
    assert all(leaf.confidence >= 0.55 for leaf in record.provenance.values())


def test_every_pointer_leads_to_a_value_of_the_new_record() -> None:
    record = confident(CONTEST, 0.7)
    places = {pointer for pointer, _ in strings(record.model_dump())} | {"/in_scope", "/indicators/0/value"}
    assert set(record.provenance) <= places


def test_an_event_goes_with_its_type() -> None:
    assert confident(CONTEST, 0.59).event is not None
    record = confident(CONTEST, 0.7)
    assert record.event is None
    assert not any(pointer.startswith("/event") for pointer in record.provenance)


def test_a_confidence_at_the_border_is_enough() -> None:
    assert confident(CONTEST, 0.2) is CONTEST


def test_rules_move_with_their_leaves() -> None:
    record = CONTEST.model_copy(deep=True)
    record.reasons.update({"/people/0/name": "a", "/people/2/name": "c"})
    assert confident(record, 0.55).reasons == {"/people/1/name": "c"}


def test_who_holds_no_public_post_is_masked_in_every_list() -> None:
    record = masked().record
    assert [person.name for person in record.people] == [MASK, "Siti Rahma", MASK]
    assert [person.role for person in record.people] == ["Siswi", "Bupati", None]
    assert [statement.speaker for statement in record.statements] == [MASK, "Siti Rahma", "Yayasan Hidayah"]


def test_a_name_is_masked_in_texts_too_short_forms_included() -> None:
    record = masked().record
    assert record.article is not None
    assert record.article.title == f"Siswi {MASK} Juara, Bupati Siti Rahma Bangga"
    assert record.statements[1].quote == f"Selamat untuk {MASK},"
    assert record.summary == f"{MASK}, siswi SMPN 1, juara lomba."
    assert record.event is not None
    assert (record.event.venue, record.event.parties[1]) == (f"rumah {MASK}", "Yayasan Hidayah")
    assert record.indicators[1].subject == f"kelas {MASK}"


def test_no_part_of_the_record_tells_the_name() -> None:
    told = [(pointer, text) for pointer, text in strings(masked().record.model_dump())]
    assert [found for found in told if any(name in found[1].casefold() for name in NAMES)] == []
    assert ("/run/dropped/0/value", MASK) in told


def test_a_text_that_was_changed_has_no_spans_any_more_and_others_keep_theirs() -> None:
    before, after = CONTEST.provenance, masked().record.provenance
    changed = {pointer for pointer in before if before[pointer].evidence and not after[pointer].evidence}
    assert changed == {
        "/article/title",
        "/event/venue",
        "/people/0/name",
        "/people/2/name",
        "/indicators/1/subject",
        "/statements/0/speaker",
        "/statements/1/quote",
        "/summary",
    }
    assert all(after[pointer].evidence == before[pointer].evidence for pointer in before.keys() - changed)


def test_the_text_is_blacked_out_letter_by_letter() -> None:
    text = masked().text
    assert text is not None
    assert len(text) == len(TEXT)
    assert not any(name in text.casefold() for name in NAMES)
    assert text.startswith(f"Siswi {BLACK * 5} {BLACK * 7} Juara, Bupati Siti Rahma Bangga")
    assert text.endswith(f"{BLACK * 5} {BLACK * 7} belajar di Yayasan Hidayah.")


def test_a_name_that_is_not_sure_enough_to_be_listed_is_not_told_in_a_quotation() -> None:
    record = only(
        filtered([Entry(CONTEST, TEXT)], Filters(min_confidence=0.55, redact_people="private"))
    ).record
    assert not any(name in text.casefold() for _, text in strings(record.model_dump()) for name in NAMES)


def test_a_person_whose_post_is_not_sure_enough_is_private() -> None:
    record = only(
        filtered([Entry(CONTEST, TEXT)], Filters(min_confidence=0.55, redact_people="private"))
    ).record
    assert [person.name for person in record.people] == [MASK, MASK]


@pytest.mark.parametrize("words", ["Dia", "Ani"])
def test_a_word_that_only_points_at_a_person_is_no_name(words: str) -> None:
    text = "Kata Ani, ia senang. Dia anak baik. ANI juara."
    start = text.index(words)
    evidence = [{"start": start, "end": start + len(words)}]
    record = a_record(
        people=[{"name": "Ani"}],
        statements=[{"speaker": "Ani", "quote": "Dia anak baik, kata Ani dan ANI."}],
        provenance={"/statements/0/speaker": {**leaf(), "evidence": evidence}},
    )
    told = only(filtered([Entry(record, text)], PRIVATE))
    assert told.record.statements[0].quote == f"Dia anak baik, kata {MASK} dan {MASK}."
    assert told.text == "Kata ███, ia senang. Dia anak baik. ███ juara."


def test_a_name_that_is_a_word_of_the_language_is_masked_with_a_capital_only() -> None:
    record = a_record(people=[{"name": "Bunga"}], summary="Bunga membawa bunga.")
    assert only(filtered([Entry(record, None)], PRIVATE)).record.summary == f"{MASK} membawa bunga."


def test_a_record_without_private_persons_stays_as_it_is() -> None:
    record = a_record(people=[{"name": "Siti", "role": "Bupati"}])
    assert only(filtered([Entry(record, TEXT)], PRIVATE)) == Entry(record, TEXT)


@pytest.mark.parametrize("name", FORMATS)
def test_no_format_tells_the_name(name: Format, tmp_path: Path) -> None:
    entries = list(filtered([Entry(CONTEST, TEXT)], PRIVATE))
    output = "".join(written(name, entries, tmp_path)).casefold()
    assert "siti" in output
    assert [hidden for hidden in NAMES if hidden in output] == []


def written(name: Format, entries: list[Entry], folder: Path) -> Iterator[str]:
    to_stream, to_file = writer(name), file_writer(name)
    if to_stream:
        stream = io.StringIO()
        to_stream(entries, stream)
        yield stream.getvalue()
    if to_file:
        if name == "parquet":
            duckdb = pytest.importorskip("duckdb")
        to_file(entries, str(folder / f"out.{name}"))
        for path in folder.iterdir():
            yield path.read_bytes().decode("utf-8", "replace")
        if name == "parquet":
            yield str(duckdb.from_parquet(str(folder / "out.parquet")).fetchall())


def test_a_database_forgets_a_name_that_is_masked_later(tmp_path: Path) -> None:
    path = tmp_path / "news.sqlite"
    write = file_writer("sqlite")
    assert write is not None
    write([Entry(CONTEST, TEXT)], str(path))
    write(list(filtered([Entry(CONTEST, TEXT)], PRIVATE)), str(path))
    assert not any(name.encode() in path.read_bytes().lower() for name in NAMES)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM articles").fetchone() == (1,)


KINDS = {
    "BPMP Provinsi Jambi": "quality_agency",
    "Kemendikdasmen": "ministry",
    "Dinas Pendidikan Kota Jambi": "education_office",
    "SMPN 1 Jambi": "school",
    "PGRI Kota Jambi": "profession",
    "Universitas Jambi": "university",
    "DPRD Kota Jambi": "legislature",
    "Polres Jambi": "other",
    "Yayasan Maju": "other",
    "PT Maju": "company",
}


@pytest.mark.parametrize(
    ("role", "organization", "is_public"),
    [
        ("Kepala", "BPMP Provinsi Jambi", True),
        ("Widyaprada", "BPMP Provinsi Jambi", True),
        ("Kepala Bidang SD", "Dinas Pendidikan Kota Jambi", True),
        ("Menteri", "Kemendikdasmen", True),
        ("Anggota Komisi IV", "DPRD Kota Jambi", True),
        ("Kepala Sekolah", "SMPN 1 Jambi", True),
        ("Guru", "SMPN 1 Jambi", False),
        ("Guru Honorer", "Dinas Pendidikan Kota Jambi", False),
        ("Siswa", "SMPN 1 Jambi", False),
        ("Ketua", "PGRI Kota Jambi", True),
        ("Anggota", "PGRI Kota Jambi", False),
        ("Rektor", "Universitas Jambi", True),
        ("Dosen", "Universitas Jambi", False),
        ("Kepala", "Polres Jambi", True),
        ("Ketua", "Yayasan Maju", False),
        ("Direktur", "PT Maju", False),
        ("Bupati", None, True),
        ("Presiden", None, True),
        ("Kepalanya", None, False),
        ("Orang Tua", None, False),
        ("Tersangka", None, False),
        (None, "BPMP Provinsi Jambi", False),
        (None, None, False),
        ("Kepala", "Dinas Pendidikan Kota Palopo", True),
        ("Kepala", "Paguyuban Entah", False),
    ],
)
def test_who_holds_a_public_post(role: str | None, organization: str | None, is_public: bool) -> None:
    assert has_public_post({"role": role, "organization": organization}, KINDS) is is_public


def test_the_table_of_posts_knows_only_kinds_and_bodies_that_there_are() -> None:
    kinds = {*OrganizationKind.__args__, "never", "none"}
    bodies = {head.name for head in heads().values()} | {"RSUD"}
    for row in rows("public_posts"):
        assert row["kind"] in kinds
        assert set(cells(row["bodies"])) <= bodies


def test_a_masked_record_is_a_record() -> None:
    assert Record.model_validate_json(masked().record.model_dump_json()) == masked().record
