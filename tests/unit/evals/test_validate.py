"""Faults of gold are told in plain words, each where it is."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from evals.gold import text_sha256
from evals.skeleton import skeleton
from evals.validate import faults
from extractor.errors import SettingsError
from extractor.schema.fields import FIELDS
from extractor.schema.record import Record
from extractor.schema.types import Article

TEXT = "Palopo - “Mutu harus naik,” kata Rina Wati."
RECORD: dict[str, Any] = {
    "schema_version": "1",
    "article_id": "a",
    "text_sha256": text_sha256(TEXT),
    "in_scope": True,
    "article": {"dateline": "Palopo"},
    "event": {"type": "other", "region": "73.73", "parties": ["Dinas Pendidikan Kota Palopo"]},
    "regions": [{"code": "73.73", "name": "Kota Palopo", "level": "city"}],
    "organizations": [
        {"name": "Dinas Pendidikan Kota Palopo", "kind": "education_office", "region": "73.73"}
    ],
    "people": [{"name": "Rina Wati", "role": "Kepala", "organization": "Dinas Pendidikan Kota Palopo"}],
    "programs": ["anbk"],
    "statements": [{"speaker": "Rina Wati", "quote": "Mutu harus naik,"}],
}


def write(folder: Path, record: object, name: str = "a") -> Path:
    (folder / "articles").mkdir(exist_ok=True)
    (folder / "articles" / "a.txt").write_text(TEXT, encoding="utf-8")
    (folder / f"{name}.json").write_text(json.dumps(record), encoding="utf-8")
    return folder


def test_good_gold_has_no_fault(tmp_path: Path) -> None:
    assert faults(write(tmp_path, RECORD)) == []


def test_several_answers_are_no_fault(tmp_path: Path) -> None:
    record = deepcopy(RECORD)
    record["people"][0]["role"] = {"any_of": ["Kepala", None]}
    record["programs"].append({"value": "spm", "optional": True})
    record["statements"].append({"ignore": True})
    record["article"]["title"] = {"ignore": True}
    assert faults(write(tmp_path, record)) == []


def changed(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    record = deepcopy(RECORD)
    change(record)
    return record


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda record: record.pop("event"), "/event: Field required"),
        (lambda record: record["event"].update(type="party"), "/event/type: Input should be"),
        (lambda record: record["people"][0].update(title="Dr."), "/people/0/title"),
        (lambda record: record.update(article_id="b"), "article_id is 'b'"),
        (lambda record: record.update(text_sha256="0"), "text_sha256 is not the hash"),
        (lambda record: record["statements"][0].update(quote="Mutu turun"), "/statements/0/quote is not in"),
        (lambda record: record["statements"][0].update(speaker="Budi"), "/statements/0/speaker: 'Budi'"),
        (
            lambda record: record["people"][0].update(organization="DPR RI"),
            "/people/0/organization: 'DPR RI'",
        ),
        (lambda record: record["event"].update(parties=["DPR RI"]), "/event/parties/0: 'DPR RI'"),
        (lambda record: record["regions"][0].update(code="99.99"), "there is no region 99.99"),
        (lambda record: record["regions"][0].update(name="Palopo"), "73.73 is 'Kota Palopo', not 'Palopo'"),
        (lambda record: record["regions"].append(record["regions"][0]), "lists 73.73 more than once"),
        (lambda record: record["event"].update(region="73"), "region 73 is pointed at"),
        (lambda record: record["programs"].append("xyzzy"), "there is no program 'xyzzy'"),
    ],
)
def test_a_fault_is_named(tmp_path: Path, change: Callable[[dict[str, Any]], object], message: str) -> None:
    found = faults(write(tmp_path, changed(change)))
    assert any(message in fault and fault.startswith("a.json: ") for fault in found), found


def test_a_file_that_is_no_record_is_a_fault_and_the_others_are_still_checked(tmp_path: Path) -> None:
    write(tmp_path, RECORD)
    (tmp_path / "b.json").write_text("{")
    (tmp_path / "c[1].json").write_text(json.dumps({**RECORD, "text_sha256": None}))
    found = faults(tmp_path)
    assert [fault.split(":")[0] for fault in found] == ["b.json", "c[1].json"]


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no gold"):
        faults(tmp_path)


def test_a_new_record_has_every_field_in_the_contract_s_order() -> None:
    empty = skeleton(Article("a", TEXT))
    own = [name for name in Record.model_fields if name not in {"provenance", "run"}]
    assert list(empty) == own
    assert empty["text_sha256"] == text_sha256(TEXT)
    assert empty["event"] == {
        field.path.removeprefix("event.").removesuffix("[]"): [] if field.path.endswith("[]") else None
        for field in FIELDS
        if field.group == "event"
    }
