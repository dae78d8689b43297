"""From predictions and gold to a report: what is counted, what is left out, and that it never varies."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from evals import gold, predictions
from evals.gold import GoldItem
from evals.predictions import Prediction
from evals.scoring import HEADLINE, MIN_GOLD_SLOTS, RunInfo, headline_groups, score
from evals.slots import compare
from extractor.errors import SettingsError

ROOT = Path(__file__).resolve().parents[3]
TEXT = "Palopo - Rina Wati dan Budi Santoso hadir pada 2 November 2022 bersama 41 guru."
RECORD: dict[str, Any] = {
    "event": {"type": "award", "date": "2022-11-02"},
    "people": [{"name": "Rina Wati", "role": "Kepala"}, {"name": "Budi Santoso"}],
    "indicators": [{"subject": "guru", "value": 41, "unit": "guru"}],
}
WRONG: dict[str, Any] = {
    "event": {"type": "visit", "date": "2022-11-02"},
    "people": [{"name": "Rina Wati", "role": "Kepala"}],
    "indicators": [{"subject": "guru", "value": 41, "unit": "siswa"}],
}


def items(count: int = 3) -> list[GoldItem]:
    return [GoldItem(f"a{number}", RECORD, TEXT, f"a{number}.txt") for number in range(count)]


def report(*answers: Prediction | None) -> dict[str, Any]:
    known = {f"a{number}": one for number, one in enumerate(answers) if one is not None}
    return score(items(len(answers)), known, run=RunInfo("rules")).to_json()


def test_critical_slots_are_told_by_their_place_in_gold() -> None:
    found = report(Prediction(WRONG))["articles"]["a0"]
    assert found["critical"] == {
        "/event/date": True,
        "/indicators/0/unit": False,
        "/indicators/0/value": True,
        "/people/0/name": True,
        "/people/1/name": False,
    }


def test_wrong_values_of_closed_sets_go_into_the_confusion_matrix() -> None:
    assert report(Prediction(WRONG), Prediction(WRONG))["confusion"] == {
        "event.type": {"award": {"visit": 2}},
        "indicators[].unit": {"guru": {"siswa": 2}},
    }


def test_errors_point_at_the_article_s_words() -> None:
    errors = {error["path"]: error for error in report(Prediction(WRONG))["errors"]}
    assert errors["people[].name"]["label"] == "OMITTED_OBJECT"
    start, end = errors["people[].name"]["spans"][0]
    assert TEXT[start:end] == "Budi Santoso"


def test_errors_show_the_prediction_s_own_evidence() -> None:
    provenance = {"/indicators/0/unit": {"evidence": [{"start": 72, "end": 79}]}}
    found = report(Prediction({**WRONG, "provenance": provenance}))
    assert [error["spans"] for error in found["errors"] if error["path"] == "indicators[].unit"] == [
        [[72, 79]]
    ]


@pytest.mark.parametrize("failure", ["PARSE_FAIL", "SCHEMA_INVALID"])
def test_an_unreadable_answer_misses_every_slot(failure: Any) -> None:
    found = report(Prediction(None, failure, "why"))
    slots = len(compare(RECORD, RECORD))
    assert found["overall"]["counts"] == {"cor": 0, "par": 0, "inc": 0, "mis": slots, "spu": 0}
    assert found["articles"]["a0"]["status"] == "PARSE_FAIL"
    assert found["labels"][failure] == 1
    assert found["invalid"] == []


@pytest.mark.parametrize("answer", [None, Prediction(None, "INFRA", "timeout")])
def test_an_answer_that_never_came_is_not_scored_and_makes_the_report_invalid(
    answer: Prediction | None,
) -> None:
    found = report(Prediction(RECORD), answer)
    assert found["n_articles"] == 1
    assert found["overall"]["f1"] == 1.0
    assert found["articles"]["a1"] == {"status": "INFRA", "groups": {}, "critical": {}}
    assert len(found["invalid"]) == 1
    assert found["invalid"][0].startswith("a1")


@pytest.mark.parametrize(
    ("run", "failure"),
    [
        ({"engine": "rules", "status": "ok"}, None),
        ({"engine": "hybrid", "status": "fallback", "error": "ModelUnavailableError: 503"}, "INFRA"),
        ({"engine": "llm", "status": "fallback", "error": "ModelUnavailableError: 503"}, "INFRA"),
        ({"engine": "llm", "status": "fallback", "error": "ModelOutputError: no JSON"}, "PARSE_FAIL"),
        ({"engine": "hybrid", "status": "fallback", "error": "ModelOutputError: no JSON"}, None),
        ({"engine": "rules", "status": "failed", "error": "rules: KeyError"}, "PARSE_FAIL"),
    ],
)
def test_a_fallback_is_judged_by_its_cause(run: dict[str, str], failure: str | None) -> None:
    assert predictions.judge({**RECORD, "run": run}).failure == failure


@pytest.mark.parametrize(
    "record",
    [
        [],
        "text",
        {"people": {}},
        {"people": ["Rina"]},
        {"programs": [{}]},
        {"indicators": [{"value": True}]},
        {"article": []},
        {"in_scope": "ya"},
        {"people": [{"name": ["Rina"]}]},
    ],
)
def test_another_shape_than_a_record_s_is_schema_invalid(record: object) -> None:
    assert predictions.judge(record).failure == "SCHEMA_INVALID"


@pytest.mark.parametrize(
    ("text", "failure"),
    [
        ('{"indicators": [{"value": NaN}]}', "PARSE_FAIL"),
        ("[" * 100_000, "PARSE_FAIL"),
        ('{"indicators": [{"value": 1e999}]}', "SCHEMA_INVALID"),
        ('{"indicators": [{"value": 1' + "0" * 400 + "}]}", "SCHEMA_INVALID"),
        ('{"people": [{"name": "\\ud800"}]}', "SCHEMA_INVALID"),
        ('{"people": [{"name": "\\ud83d\\ude00"}]}', None),
    ],
)
def test_what_no_report_could_hold_is_refused(text: str, failure: str | None) -> None:
    assert predictions.judge_text(text).failure == failure


def test_a_runaway_answer_is_scored_in_time() -> None:
    people = [{"name": f"Nama{number} Orang{number}"} for number in range(400)]
    found = report(Prediction({**RECORD, "people": [*RECORD["people"], *people]}))
    assert found["paths"]["people[].name"]["counts"] == {"cor": 2, "par": 0, "inc": 0, "mis": 0, "spu": 400}


def test_evidence_outside_the_article_is_not_shown() -> None:
    provenance = {
        "/indicators/0/unit": {"evidence": [{"start": 72, "end": 7_900}, {"start": -1, "end": 2}, 5]}
    }
    found = report(Prediction({**WRONG, "provenance": provenance}))
    spans = next(error["spans"] for error in found["errors"] if error["path"] == "indicators[].unit")
    assert all(end <= len(TEXT) for span in spans for end in span)


@pytest.mark.parametrize("record", [{}, {"people": None}, RECORD, {"indicators": [{"value": "52 persen"}]}])
def test_a_record_may_leave_out_what_it_does_not_know(record: dict[str, object]) -> None:
    assert predictions.judge(record).failure is None


def test_small_groups_are_shown_but_are_no_part_of_the_headline() -> None:
    few = headline_groups(items(3))
    assert few == ()
    many = headline_groups(items(MIN_GOLD_SLOTS))
    assert many == ("event", "people", "indicators")
    found = score(items(1), {"a0": Prediction(RECORD)}, groups=many).to_json()
    assert found["headline"]["groups"] == list(many)  # type: ignore[index]
    assert set(HEADLINE) < set(found["groups"])  # type: ignore[call-overload]


def test_reports_of_the_same_answers_are_equal_byte_for_byte_in_another_process() -> None:
    program = (
        "import json; from pathlib import Path; from evals import gold, scoring, predictions\n"
        "items = gold.load(Path('gold/corpus'))\n"
        "others = {item.id: predictions.judge(items[index - 1].record) for index, item in enumerate(items)}\n"
        "print(json.dumps(scoring.score(items, others).to_json()))"
    )
    first, second = (
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2")
    )
    assert first == second
    assert len(json.loads(first)["errors"]) > 1_000


def test_the_core_imports_no_model_client_and_nothing_heavy() -> None:
    heavy = "deepeval pydantic scipy numpy openai instructor rich typer"
    program = (
        "import sys, evals.scoring, evals.gate, evals.store, evals.predictions\n"
        f"print([name for name in '{heavy}'.split() if name in sys.modules])"
    )
    shown = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    assert shown.strip() == "[]"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "other-name.txt").write_bytes(b"\xef\xbb\xbf" + TEXT.encode() + b"\r\n")
    (tmp_path / "articles" / "a.txt").write_text("Teks lain.", encoding="utf-8")
    sha = gold.text_sha256(TEXT + "\n")
    (tmp_path / "a.json").write_text(json.dumps({**RECORD, "article_id": "a", "text_sha256": sha}))
    (tmp_path / "index.json").write_text("{}")
    return tmp_path


def test_texts_are_matched_by_hash_before_they_are_matched_by_name(folder: Path) -> None:
    (item,) = gold.load(folder)
    assert item.text == TEXT + "\n"
    (folder / "articles" / "other-name.txt").unlink()
    assert gold.load(folder)[0].text == "Teks lain."
    (folder / "articles" / "a.txt").unlink()
    with pytest.raises(SettingsError, match="--articles"):
        gold.load(folder)


def test_texts_may_lie_anywhere(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("texts")
    (elsewhere / "a.txt").write_text(TEXT, encoding="utf-8")
    assert gold.load(folder, elsewhere)[0].path == str(elsewhere / "a.txt")
    with pytest.raises(SettingsError, match="missing"):
        gold.load(folder, elsewhere / "missing")


def test_a_page_gives_fields_but_no_text(folder: Path) -> None:
    for path in (folder / "articles").iterdir():
        path.unlink()
    (folder / "articles" / "a.html").write_text("<html></html>")
    assert gold.load(folder)[0].text == ""


@pytest.mark.parametrize("content", ["{", "[]", "null"])
def test_gold_that_is_no_record_is_refused(folder: Path, content: str) -> None:
    (folder / "b.json").write_text(content)
    with pytest.raises(SettingsError, match=r"b\.json"):
        gold.load(folder)


def test_lines_that_cannot_be_read_are_given_to_their_article(tmp_path: Path) -> None:
    file = tmp_path / "found.jsonl"
    file.write_text(
        '{"article_id": "a"}\n\n{"article_id": "b", "people": [\n{"people": []}\n{"article_id": "a"}\n'
    )
    found = predictions.read(file)
    assert {name: one.failure for name, one in found.predictions.items()} == {"a": None, "b": "PARSE_FAIL"}
    assert found.faults == (
        "found.jsonl line 4 names no article",
        "found.jsonl line 5 predicts a a second time",
    )


def test_nothing_to_score_is_an_error(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.jsonl"):
        with pytest.raises(SettingsError, match="no predictions"):
            predictions.read(path)
