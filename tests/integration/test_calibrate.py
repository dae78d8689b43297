"""`evals calibrate`, as people type it."""

from __future__ import annotations

import csv
import io
import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from evals.calibrate import in_use
from evals.cli import app
from extractor.pipeline import rules_version, version
from extractor.reconcile.calibration import Calibration

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs" / "confidence.md"
GOLD = ("--gold", str(ROOT / "gold" / "heldout"))


def table_of(path: Path) -> list[dict[str, str]]:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(io.StringIO("\n".join(lines))))


def test_one_command_makes_a_table_and_a_report_on_it(tmp_path: Path) -> None:
    output = tmp_path / "confidence.csv"
    arguments = ["calibrate", *GOLD, "--unseen", "u3_*", "--output", str(output)]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    assert "ECE" in result.stdout
    head = output.read_text(encoding="utf-8").splitlines()[:2]
    assert head[0].startswith("# Source: ")
    assert f"rules_version: {rules_version()}; gold: u3_*, 8 of " in head[1]
    assert f"fitted now: rules_version: {rules_version()}" in result.stdout
    assert "in use:     rules_version: " in result.stdout
    table = Calibration(table_of(output))
    assert table.probability("people[].name", "person", 0.95) > table.probability(
        "indicators[].subject", "counted_noun", 0.6
    )
    first = output.read_bytes()
    assert CliRunner().invoke(app, arguments).stdout == result.stdout
    assert output.read_bytes() == first


def test_the_report_takes_its_place_on_a_page(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("before\n\n```sh\ndate\n```\n\n```text\nold\n```\n\nafter\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["calibrate", *GOLD, "--unseen", "u3_*", "--page", str(page)])
    assert result.exit_code == 0, result.output
    text = page.read_text(encoding="utf-8")
    assert text.startswith(f"before\n\n```sh\ndate\n```\n\n```text\nrules_version: {rules_version()}; ")
    assert text.endswith("\n```\n\nafter\n")
    assert "\nold\n" not in text
    assert result.stdout.partition("\n\n")[2].strip() in text


def test_a_page_without_a_place_for_the_report_is_refused(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("nothing\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["calibrate", *GOLD, "--unseen", "u3_*", "--page", str(page)])
    assert result.exit_code == 2
    assert page.read_text(encoding="utf-8") == "nothing\n"


def test_the_guide_reports_on_the_table_in_use() -> None:
    origin = f"```text\n{in_use()}\n"
    assert origin in GUIDE.read_text(encoding="utf-8")


def test_the_guide_s_example_sorts_the_values(capsys: pytest.CaptureFixture[str]) -> None:
    code = re.search(r"^```python\n(.*?)^```$", GUIDE.read_text(encoding="utf-8"), re.M | re.S)
    assert code
    exec(code[1], {})
    verdicts = {line.split()[1]: line.split()[0] for line in capsys.readouterr().out.splitlines()}
    assert verdicts["/people/0/name"] == "accept"
    assert verdicts["/indicators/0/subject"] == "read"


def test_too_few_unseen_articles_are_refused() -> None:
    result = CliRunner().invoke(app, ["calibrate", *GOLD, "--unseen", "zz_*"])
    assert result.exit_code == 2
    assert "0 articles match --unseen 'zz_*'" in result.stderr


def test_another_table_makes_other_records_by_the_same_rules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "extractor"
    shutil.copytree(ROOT / "extractor", copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(version, "__file__", str(copy / "pipeline" / "version.py"))
    before = version.rules_version.__wrapped__(), version.record_version.__wrapped__()
    with (copy / "knowledge" / "data" / "confidence.csv").open("a", encoding="utf-8") as table:
        table.write("event.type,another,0.50,0.500,0,0\n")
    after = version.rules_version.__wrapped__(), version.record_version.__wrapped__()
    assert before[0] == after[0]
    assert before[1] != after[1]
