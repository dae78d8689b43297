"""The commands `evals …` and `gold …`, as people type them."""

from __future__ import annotations

import json
import shutil
import stat
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from evals.cli import app
from evals.cli_gold import app as gold_app
from extractor.cli import app as main_app

ROOT = Path(__file__).resolve().parents[2]
CORPUS = str(ROOT / "gold" / "corpus")
SEED = "000_7d0259ef5c0de7e4"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """State goes here; the working directory holds nothing of the project."""
    monkeypatch.setenv("EDUMUTU_HOME", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)
    for name in ("OPENAI_API_KEY", "EDUMUTU_MODEL"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "state"


def evals(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def run_d1(name: str, *more: str) -> Result:
    return evals("run", "--gold", CORPUS, "--only", "d1_0*", "--name", name, *more)


def report_of(home: Path, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((home / "runs" / name / "report.json").read_text(encoding="utf-8"))
    return found


def test_rules_run_on_the_corpus_without_a_key(home: Path) -> None:
    result = evals("run", "--engine", "rules", "--gold", CORPUS)
    assert result.exit_code == 0, result.output
    assert "indicators" in result.stdout
    report = report_of(home, "corpus.rules-1")
    assert report["n_articles"] == 24
    assert report["invalid"] == []
    assert report["headline"]["low"] < report["headline"]["h"] < report["headline"]["high"]


def test_rules_run_on_the_seeds_wherever_one_stands(home: Path) -> None:
    result = evals("run", "--gold", str(ROOT / "gold"), "--json")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["n_articles"] == 5
    assert report_of(home, "seeds.rules-1")["run"]["engine"] == "rules"


def test_two_runs_leave_the_same_bytes_but_for_the_time_of_day(home: Path) -> None:
    assert run_d1("one").exit_code == run_d1("two").exit_code == 0
    for file in ("predictions.jsonl", "report.json"):
        first, second = ((home / "runs" / name / file).read_bytes() for name in ("one", "two"))
        assert first == second


def test_state_is_private(home: Path) -> None:
    run_d1("one")
    assert [stat.S_IMODE(path.stat().st_mode) for path in (home, home / "runs", home / "runs" / "one")] == [
        0o700,
        0o700,
        0o700,
    ]


def test_a_run_is_replaced_only_when_asked(home: Path) -> None:
    run_d1("one")
    taken = run_d1("one")
    assert taken.exit_code == 2
    assert "--replace" in taken.stderr
    assert run_d1("one", "--replace").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--engine", "llm"), "needs a model"),
        (("--engine", "hybrid"), "needs a model"),
        (("--engine", "magic"), "choose one of rules, llm, hybrid"),
        (("--model", "gpt"), "without a model"),
        (("--only", "zz*"), "zz*"),
        (("--repeat", "0"), "repeat is 0"),
        (("--name", "../x"), "no name for a run"),
        (("--gold", "nowhere"), "nowhere"),
        (("--articles", "nowhere"), "nowhere"),
    ],
)
def test_what_cannot_run_is_refused_in_one_line(arguments: tuple[str, ...], message: str, home: Path) -> None:
    result = evals("run", *(() if "--gold" in arguments else ("--gold", CORPUS)), *arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert not (home / "runs").exists()


def test_repeats_report_how_often_slots_flip(home: Path) -> None:
    run_d1("three", "--repeat", "3")
    report = report_of(home, "three")
    assert report["repeats"] == {"n": 3, "flip_rate": 0.0}
    assert report["run"]["repeats"] == 3
    assert (home / "runs" / "three" / "predictions.3.jsonl").is_file()


def test_a_stored_run_is_scored_to_the_same_report(home: Path) -> None:
    run_d1("one")
    again = evals(
        "score", "--gold", CORPUS, "--only", "d1_0*", "--pred", str(home / "runs" / "one"), "--json"
    )
    assert again.exit_code == 0
    assert again.stdout == (home / "runs" / "one" / "report.json").read_text(encoding="utf-8")


def test_people_score_their_own_labels_and_records(tmp_path: Path) -> None:
    mine, answers = tmp_path / "mine", tmp_path / "answers"
    mine.mkdir()
    shutil.copy(ROOT / "gold" / f"{SEED}.json", mine)
    shutil.copytree(mine, answers)
    result = evals(
        "score", "--gold", "mine", "--articles", str(ROOT / "seeds"), "--pred", "answers", "--json"
    )
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["overall"]["f1"] == 1.0


def test_predictions_that_miss_an_article_are_no_valid_evaluation(tmp_path: Path) -> None:
    (tmp_path / "found.jsonl").write_text('{"article_id": "d1_01"}\n', encoding="utf-8")
    result = evals("score", "--gold", CORPUS, "--only", "d1_0*", "--pred", "found.jsonl")
    assert result.exit_code == 3
    assert "INVALID" in result.stdout


def test_a_truncated_answer_counts_as_a_miss(tmp_path: Path) -> None:
    answers = tmp_path / "answers"
    answers.mkdir()
    text = (ROOT / "gold" / "corpus" / "d1_01.json").read_text(encoding="utf-8")
    (answers / "d1_01.json").write_text(text[: len(text) // 2], encoding="utf-8")
    result = evals("score", "--gold", CORPUS, "--only", "d1_01", "--pred", "answers", "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["labels"]["PARSE_FAIL"] == 1
    assert json.loads(result.stdout)["overall"]["recall"] == 0.0


def damaged(home: Path, tmp_path: Path) -> str:
    """The report of a run that lost its people, as a file."""
    lines = (home / "runs" / "one" / "predictions.jsonl").read_text(encoding="utf-8").splitlines()
    records = [{**json.loads(line), "people": []} for line in lines]
    (tmp_path / "worse.jsonl").write_text(
        "".join(json.dumps(one) + "\n" for one in records), encoding="utf-8"
    )
    evals("score", "--gold", CORPUS, "--only", "d1_0*", "--pred", "worse.jsonl", "--output", "worse.json")
    return "worse.json"


def test_runs_are_listed_compared_and_told_apart(home: Path, tmp_path: Path) -> None:
    run_d1("one")
    worse = damaged(home, tmp_path)
    assert "one" in evals("list").stdout
    assert "0 errors went, 0 came" in evals("diff", "one", "one").stdout
    lines = evals("diff", "one", worse).stdout.splitlines()
    assert any(line.startswith("+ d1_01 people[].name OMITTED_OBJECT") for line in lines)
    shown = evals("compare", "one", worse)
    assert shown.exit_code == 0
    assert "people" in shown.stdout
    told = json.loads(evals("compare", "one", worse, "--json").stdout)
    assert told["delta"] < -0.1
    assert told["groups"]["people"][1] == 0.0


def test_the_gate_passes_the_same_and_blocks_a_loss(home: Path, tmp_path: Path) -> None:
    run_d1("one")
    blessed = evals("bless", "one", "--reason", "first", "--output", "base.json")
    assert blessed.exit_code == 0, blessed.output
    same = evals("gate", "one", "--baseline", "base.json", "--junit", "gate.xml")
    assert (same.exit_code, same.stdout.split()[0]) == (0, "PASS")
    assert (tmp_path / "gate.xml").read_bytes().startswith(b"<?xml")
    lost = evals("gate", damaged(home, tmp_path), "--baseline", "base.json")
    assert (lost.exit_code, lost.stdout.split()[0]) == (1, "BLOCK")
    other = evals("gate", "--gold", CORPUS, "--baseline", "base.json")
    assert (other.exit_code, other.stdout.split()[0]) == (3, "INVALID")


def test_a_report_is_a_page_with_the_article_s_words(tmp_path: Path) -> None:
    run_d1("one")
    result = evals("report", "one", "--html", "page.html", "--junit", "one.xml", "--against", "one")
    assert result.exit_code == 0, result.output
    assert "<html" in (tmp_path / "page.html").read_text(encoding="utf-8")
    assert evals("report", "one", "--json").stdout.startswith("{")


def test_two_readers_of_the_gold_agree() -> None:
    passes = ROOT / "gold" / "passes"
    result = evals("agree", str(passes / "first"), str(passes / "second"), "--json")
    assert json.loads(result.stdout)["reaches_goal"] is True


def test_an_unknown_run_is_a_usage_error() -> None:
    for arguments in (("diff", "x", "y"), ("report", "x"), ("gate", "x"), ("bless", "x", "--reason", "y")):
        assert evals(*arguments).exit_code == 2


def test_a_matrix_ranks_what_can_run(tmp_path: Path) -> None:
    (tmp_path / "m.yaml").write_text(f"gold: {CORPUS}\nengines: [rules, llm]\nmodels: [some]\n")
    result = evals("run", "--matrix", "m.yaml")
    assert result.exit_code == 0, result.output
    assert "refused: llm+some" in result.stdout


def test_the_commands_belong_to_edumutu_llm() -> None:
    listed = CliRunner().invoke(main_app, ["--help"]).stdout
    assert "evals" in listed
    assert "gold" in listed
    assert "agree" in CliRunner().invoke(main_app, ["evals", "--help"]).stdout


def test_a_new_record_waits_for_its_labels(tmp_path: Path) -> None:
    article = ROOT / "seeds" / f"{SEED}.txt"
    made = CliRunner().invoke(gold_app, ["new", str(article), "--output", "mine"])
    assert made.exit_code == 0, made.output
    record = json.loads((tmp_path / "mine" / f"{SEED}.json").read_text(encoding="utf-8"))
    known = json.loads((ROOT / "gold" / f"{SEED}.json").read_text(encoding="utf-8"))
    assert (record["article_id"], record["text_sha256"]) == (SEED, known["text_sha256"])
    again = CliRunner().invoke(gold_app, ["new", str(article), "--output", "mine"])
    assert again.exit_code == 2
    checked = CliRunner().invoke(gold_app, ["validate", "mine", "--articles", str(ROOT / "seeds")])
    assert checked.exit_code == 3
    assert "/event/type" in checked.stdout


@pytest.mark.parametrize("folder", ["gold", "gold/corpus", "gold/heldout"])
def test_the_project_s_gold_has_no_faults(folder: str) -> None:
    result = CliRunner().invoke(gold_app, ["validate", str(ROOT / folder)])
    assert (result.exit_code, result.stdout) == (0, "")
