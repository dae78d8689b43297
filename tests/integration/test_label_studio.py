"""Gold goes to Label Studio and comes back the same; marks alone are read; what cannot be used is told."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import pytest
from click.testing import Result
from typer.testing import CliRunner

from evals import gold
from evals.agreement import agree
from evals.cli_gold import app
from extractor.cli.app import app as main

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "gold" / "corpus"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(one) for one in arguments])


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("exported") / "tasks.json"
    done = run(
        "export", CORPUS, "--only", "d1_*", "--output", path, "--config", path.with_name("interface.xml")
    )
    assert done.exit_code == 0, done.output
    return path


def changed(path: Path, target: Path, change: Callable[[dict[str, Any]], None]) -> Path:
    tasks = json.loads(path.read_text(encoding="utf-8"))
    for task in tasks:
        change(task)
    target.write_text(json.dumps(tasks), encoding="utf-8")
    return target


def results(task: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = task["annotations"][0]["result"]
    return found


def test_gold_comes_back_as_it_went(exported: Path, tmp_path: Path) -> None:
    done = run("import", exported, "--gold", tmp_path, "--annotator", "sari")
    assert done.exit_code == 0, done.output
    found = agree(CORPUS, tmp_path / "passes" / "sari")
    assert (len(found.articles), found.overall) == (12, 1.0)
    assert run("validate", tmp_path).exit_code == 0
    index = json.loads((tmp_path / "index.json").read_text(encoding="utf-8"))
    assert index["d1_01"]["annotators"] == ["sari"]


def test_every_span_of_an_export_holds_what_it_says(exported: Path) -> None:
    for task in json.loads(exported.read_text(encoding="utf-8")):
        marks = [one["value"] for one in results(task) if one.get("type") == "labels"]
        assert marks
        assert all(task["data"]["text"][one["start"] : one["end"]] == one["text"] for one in marks)


def test_the_interface_has_every_label_and_control_of_the_tasks(exported: Path) -> None:
    interface = Xml.parse(exported.with_name("interface.xml"))
    labels = {label.get("value") for label in interface.iter("Label")}
    controls = {element.get("name") for element in interface.iter() if element.get("toName")}
    found = [one for task in json.loads(exported.read_text("utf-8")) for one in results(task)]
    assert {name for one in found if one["type"] == "labels" for name in one["value"]["labels"]} <= labels
    assert {one["from_name"] for one in found if one["type"] != "relation"} <= controls


def test_marks_without_typed_values_are_read_by_their_words(exported: Path, tmp_path: Path) -> None:
    def untyped(task: dict[str, Any]) -> None:
        results(task)[:] = [one for one in results(task) if one.get("from_name") != "value"]

    bare = changed(exported, tmp_path / "bare.json", untyped)
    run("import", bare, "--gold", tmp_path / "gold", "--annotator", "sari")
    found = agree(CORPUS, tmp_path / "gold" / "passes" / "sari")
    assert len(found.articles) >= 10
    assert found.overall is not None
    assert found.overall >= 0.85


def test_a_pass_is_not_written_over_unless_it_is_asked_for(exported: Path, tmp_path: Path) -> None:
    arguments = ("import", exported, "--gold", tmp_path, "--annotator", "sari")
    run(*arguments)
    path = tmp_path / "passes" / "sari" / "d1_01.json"
    path.write_text("{}", encoding="utf-8")
    again = run(*arguments)
    assert again.exit_code == 1
    assert "--replace writes it anew" in again.output
    assert path.read_text(encoding="utf-8") == "{}"
    assert run(*arguments, "--replace").exit_code == 0
    assert path.read_text(encoding="utf-8") != "{}"


def test_another_annotator_does_not_touch_gold(exported: Path, tmp_path: Path) -> None:
    run("import", exported, "--gold", tmp_path, "--annotator", "sari")

    def without_people(task: dict[str, Any]) -> None:
        gone = {
            one["id"]
            for one in results(task)
            if one.get("type") == "labels" and one["value"]["labels"][0].startswith("people.")
        }
        results(task)[:] = [one for one in results(task) if one.get("id") not in gone]

    other = changed(exported, tmp_path / "other.json", without_people)
    assert run("import", other, "--gold", tmp_path, "--annotator", "budi").exit_code == 0
    assert gold.read_record(tmp_path / "passes" / "budi" / "d1_01.json")["people"] == []
    assert gold.read_record(tmp_path / "d1_01.json")["people"] != []


def test_labels_of_another_project_are_told_and_can_be_translated(tmp_path: Path) -> None:
    text = "PALOPO – Kepala LPMP Sulsel, Abdul Halim Muharram hadir."
    spots = {
        "ORANG": "Abdul Halim Muharram",
        "JABATAN": "Kepala",
        "LEMBAGA": "LPMP Sulsel",
        "CATATAN": "hadir",
    }
    marks = [
        {
            "id": name,
            "type": "labels",
            "value": {"start": text.index(at), "end": text.index(at) + len(at), "labels": [name]},
        }
        for name, at in spots.items()
    ]
    relation = {"type": "relation", "from_id": "JABATAN", "to_id": "ORANG"}
    scope = {"from_name": "in_scope", "type": "choices", "value": {"choices": ["true"]}}
    task = {
        "data": {"text": text, "article_id": "baru"},
        "annotations": [{"completed_by": 4, "result": [*marks, relation, scope]}],
    }
    path = tmp_path / "project.json"
    path.write_text(json.dumps([task]), encoding="utf-8")
    refused = run("import", path, "--gold", tmp_path)
    assert refused.exit_code == 2
    assert "CATATAN, JABATAN, LEMBAGA, ORANG" in refused.output
    aliases = ("ORANG=people.name", "JABATAN=people.role", "LEMBAGA=organizations.name", "CATATAN=-")
    done = run("import", path, "--gold", tmp_path, *(part for one in aliases for part in ("--label", one)))
    assert done.exit_code == 0, done.output
    record = gold.read_record(tmp_path / "passes" / "4" / "baru.json")
    assert [(one["name"], one["role"]) for one in record["people"]] == [("Abdul Halim Muharram", "Kepala")]  # type: ignore[attr-defined]
    assert [one["name"] for one in record["organizations"]] == ["LPMP Provinsi Sulawesi Selatan"]  # type: ignore[attr-defined]


def test_records_are_exported_as_what_is_to_be_corrected(tmp_path: Path) -> None:
    from extractor import Article, Extractor

    folder = tmp_path / "articles"
    folder.mkdir()
    text = (CORPUS / "articles" / "d1_01.txt").read_text(encoding="utf-8")
    (folder / "d1_01.txt").write_text(text, encoding="utf-8")
    record = Extractor().extract(Article("d1_01", text))
    records = tmp_path / "records.jsonl"
    records.write_text(record.model_dump_json() + "\n", encoding="utf-8")
    output = tmp_path / "tasks.json"
    done = run("export", "--records", records, "--articles", folder, "--output", output)
    assert done.exit_code == 0, done.output
    [task] = json.loads(output.read_text(encoding="utf-8"))
    assert "annotations" not in task
    assert task["predictions"][0]["model_version"] == "rules"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(("export",), "give a folder of gold, or --records", id="nothing to export"),
        pytest.param(("export", "--records", "r.jsonl"), "--articles DIR", id="records without articles"),
        pytest.param(("export", "none"), "there is no folder none", id="no such folder"),
        pytest.param(("import", "none.json", "--gold", "g"), "cannot be read as JSON", id="no such export"),
    ],
)
def test_what_cannot_be_done_is_said(arguments: tuple[str, ...], words: str) -> None:
    done = run(*arguments)
    assert done.exit_code == 2
    assert words in done.output


def test_the_commands_of_the_page_work_one_after_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("gold", "seeds"):
        (tmp_path / name).symlink_to(ROOT / name)
    monkeypatch.chdir(tmp_path)
    page = (ROOT / "docs" / "label-studio.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```$", page, re.M | re.S)
    commands = [line for block in blocks for line in block.splitlines()]
    assert len(commands) == 5
    for command in commands:
        done = CliRunner().invoke(main, shlex.split(command)[1:])
        assert done.exit_code == 0, f"{command}\n{done.output}"
