"""Faults are told where they are, with a way to mend them; the value most likely wrong is asked first."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import get_args

import pytest

from evals import store
from evals.review.checks.extras import last_report, read_extras, suggestions
from evals.review.checks.faults import faults
from evals.review.checks.order import LOW, order
from evals.review.contents.content import Content
from evals.review.contents.pointers import put
from evals.review.editing.edits import edited
from evals.review.readers.reader import Reader
from evals.review.types import AcceptAll, Add, Fault, FaultCode, Origin, Set
from extractor.schema.types import Article
from tests.reviews import ARTICLE, reader, span, start

SPAN = span("Halim Muharram")


def found(content: Content, article: Article = ARTICLE) -> list[Fault]:
    known = reader() if article is ARTICLE else Reader(article)
    return list(faults(content, known))


def holding(pointer: str, value: object) -> Content:
    """The start with a value that no edit would have let in, as a file may hold it."""
    return start()._replace(record=put(start().record, pointer, value))


def test_the_rules_record_has_no_fault() -> None:
    assert found(start()) == []


CASES: list[tuple[str, object, FaultCode, bool]] = [
    ("/people/0/name", None, "required", True),
    ("/programs/0", None, "required", True),
    ("/in_scope", None, "required", True),
    ("/event/type", None, "required", True),
    ("/event/date", "2020-02-30", "no_date", True),
    ("/event/date", "2/12/2020", "no_date", True),
    ("/event/end_date", "2020-12-01", "date_order", False),
    ("/event/type", "pesta", "not_in_list", True),
    ("/people/0/acting", "Plx", "not_in_list", True),
    ("/indicators/0/unit", "Orang", "not_in_list", True),
    ("/indicators/0/value", "41", "wrong_type", True),
    ("/indicators/0/value", 41.0, "wrong_type", False),
    ("/in_scope", "true", "wrong_type", True),
    ("/people/0/role", 41, "wrong_type", True),
    ("/people/0/role", ["Kepala"], "wrong_type", True),
    ("/programs/0", "zzz", "no_program", True),
    ("/event/region", "99.99", "no_region", True),
    ("/event/region", "11.71", "region_unlisted", True),
    ("/regions/0/name", "Sinjai", "region_name", True),
    ("/people/0/organization", "Dinas Pendidikan Kota Palopo", "organization_unlisted", True),
    ("/statements/0/speaker", "Rina Wati", "speaker_unlisted", True),
    ("/statements/0/quote", "Tidak dikatakan", "quote_not_verbatim", True),
    ("/text_sha256", "0" * 64, "article_changed", True),
    ("/article_id", "lain", "bad_id", True),
]


@pytest.mark.parametrize(("pointer", "value", "code", "blocks"), CASES)
def test_a_fault_is_told_at_its_leaf(pointer: str, value: object, code: FaultCode, blocks: bool) -> None:
    told = {fault.code: fault for fault in found(holding(pointer, value))}
    assert code in told
    assert told[code].blocks is blocks
    assert told[code].pointer in {pointer, ""}
    assert all(fault.code in get_args(FaultCode) for fault in told.values())


def test_the_same_region_twice_blocks_and_the_same_person_does_not() -> None:
    twice = edited(start(), Add("/regions", value="73.07"), reader()).content
    [fault] = [fault for fault in found(twice) if fault.code == "duplicate"]
    assert fault.blocks
    again = edited(start(), Add("/people", value="Halim Muharram"), reader()).content
    [fault] = [fault for fault in found(again) if fault.code == "duplicate"]
    assert not fault.blocks


def test_a_fault_with_an_obvious_mend_brings_it() -> None:
    content = edited(start(), Set("/people/0/organization", "Dinas Pendidikan Kota Palopo"), reader()).content
    [fault] = [fault for fault in found(content) if fault.code == "organization_unlisted"]
    assert fault.fix is not None
    mended = edited(content, fault.fix, reader()).content
    assert {fault.code for fault in found(mended)} & {"organization_unlisted"} == set()


def test_a_typed_value_that_the_article_lacks_needs_a_marked_place() -> None:
    bare = edited(start(), Set("/event/venue", "Hotel Mulia"), reader()).content
    [fault] = found(bare._replace(origins={**bare.origins, "/event/venue": Origin()}))
    assert (fault.code, fault.pointer, fault.blocks) == ("missing_evidence", "/event/venue", True)
    elsewhere = edited(start(), Set("/event/venue", "Hotel Mulia", (SPAN,)), reader()).content
    [fault] = found(elsewhere)
    assert (fault.code, fault.blocks, fault.params["reads"]) == ("evidence_differs", False, "Halim Muharram")


def test_an_old_value_without_a_place_is_only_remarked() -> None:
    content = start()._replace(origins={**start().origins, "/event/date": Origin()})
    [fault] = found(content)
    assert (fault.code, fault.blocks) == ("missing_evidence", False)


def test_a_text_that_no_file_can_hold_is_told() -> None:
    odd = Article(ARTICLE.id, ARTICLE.text + "\ud800")
    content = start()._replace(record=put(start().record, "/text_sha256", odd.text_sha256))
    assert "article_unwritable" in {fault.code for fault in found(content, odd)}


def with_origin(pointer: str, origin: Origin) -> Content:
    return start()._replace(origins={**start().origins, pointer: origin})


def test_the_least_sure_value_comes_first() -> None:
    content = with_origin("/people/1/role", Origin((SPAN,), "rules", 0.4))
    todo = order(content)
    assert todo.pointers[0] == "/people/1/role"
    assert todo.reasons["/people/1/role"] == ("low_confidence",)


@pytest.mark.parametrize(
    ("origin", "reason"),
    [
        (Origin((SPAN,), "llm", 0.9, ("disagreement",), alternatives=(("Ketua", "rules"),)), "disagreement"),
        (Origin((), "rules", 0.9), "no_evidence"),
        (Origin((SPAN,), "rules", 1 - LOW), "low_confidence"),
        (Origin((SPAN,), "rules", 0.99), "unchecked"),
    ],
)
def test_each_value_tells_why_it_is_asked(origin: Origin, reason: str) -> None:
    assert reason in order(with_origin("/people/1/role", origin)).reasons["/people/1/role"]


def test_an_open_null_is_asked_and_a_plain_one_is_not() -> None:
    content = edited(start(), Set("/event/date", None), reader()).content._replace(decisions={})
    assert "/event/date" not in order(content).pointers
    origin = Origin((SPAN,), "rules", 0.5, candidates=("2019-12-02", "2020-12-02"))
    opened = content._replace(origins={**content.origins, "/event/date": origin})
    assert order(opened).reasons["/event/date"] == ("open", "low_confidence")


def an_error(path: str, predicted: object, *words: str, label: str = "GROUNDED_EXTRA") -> dict[str, object]:
    spans = [list(span(one)) for one in words]
    return {"article": ARTICLE.id, "path": path, "label": label, "predicted": predicted, "spans": spans}


def test_an_extra_of_the_last_run_is_asked_before_a_sure_value() -> None:
    extra = an_error("programs[]", "anbk", "ANBK")
    other = an_error("programs[]", "sekolah_penggerak", label="UNGROUNDED")
    todo = order(start(), read_extras({"errors": [extra, other, "odd"]})[ARTICLE.id])
    index = list(start().record["programs"]).index("anbk")  # type: ignore[call-overload]
    pointer = f"/programs/{index}"
    assert todo.reasons[pointer] == ("extra",)
    assert todo.pointers[0] == pointer
    assert sum("extra" in reasons for reasons in todo.reasons.values()) == 1


def test_an_extra_is_the_value_at_its_place_and_no_other() -> None:
    role = an_error("people[].role", "Kepala", "Kepala LPMP")
    todo = order(start(), read_extras({"errors": [role]})[ARTICLE.id])
    asked = [pointer for pointer, reasons in todo.reasons.items() if "extra" in reasons]
    assert asked == ["/people/1/role"]


def test_what_the_last_run_read_and_the_record_lacks_is_suggested() -> None:
    errors = [
        an_error("programs[]", "spm", "Mutu"),
        an_error("event.end_date", "2020-12-03"),
        an_error("people[].role", "Ketua"),
        an_error("programs[]", "anbk"),
        an_error("nothing", "x"),
    ]
    extras = read_extras({"errors": errors})[ARTICLE.id]
    found = suggestions(start().record, extras)
    assert [(one.path, one.value) for one in found] == [
        ("programs[]", "spm"),
        ("event.end_date", "2020-12-03"),
    ]
    content = edited(start(), found[0].edit, reader()).content
    assert suggestions(content.record, extras) == found[1:]
    assert order(start(), extras).gain > order(start()).gain + 1


@pytest.mark.parametrize("report", [None, {}, {"errors": None}, {"errors": [{"label": "GROUNDED_EXTRA"}]}])
def test_a_report_without_errors_of_the_article_changes_nothing(report: Mapping[str, object] | None) -> None:
    assert ARTICLE.id not in read_extras(report)


def test_the_last_run_is_the_newest_that_scored_the_articles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDUMUTU_HOME", str(tmp_path))
    assert last_report([ARTICLE.id]) is None
    for name, when, article in (
        ("a", "2026-01-02", ARTICLE.id),
        ("b", "2026-01-01", ARTICLE.id),
        ("c", "2026-01-03", "x"),
    ):
        folder = tmp_path / "runs" / name
        folder.mkdir(parents=True)
        store.write_json(folder / store.REPORT, {"name": name, "articles": {article: {}}})
        store.write_json(folder / store.RUN, {"created_at": when})
    (tmp_path / "runs" / "b" / store.REPORT).write_text("{", encoding="utf-8")
    report = last_report([ARTICLE.id])
    assert report is not None
    assert report["name"] == "a"


def test_what_is_decided_is_asked_no_more_and_the_gain_sinks() -> None:
    before = order(start())
    after = order(edited(start(), AcceptAll(0.0), reader()).content)
    assert (after.pointers, after.gain, after.open_values) == ((), 0.0, 0)
    assert before.gain == pytest.approx(
        sum(1 - start().origins[pointer].confidence for pointer in before.pointers if pointer != "/summary")
        + 0.01 * (1 - start().origins["/summary"].confidence),
        rel=0.2,
    )
    assert before.pointers[-1] == "/summary"
