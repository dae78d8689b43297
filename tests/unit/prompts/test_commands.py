"""The commands `prompts …` show what there is and what would be sent, and send nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from extractor.cli.prompts import app

ROOT = Path(__file__).parents[3]
SEED = str(sorted((ROOT / "seeds").glob("*.txt"))[0])


def run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(app, arguments, input=stdin)


def test_list_tells_every_template_with_its_tokens() -> None:
    rows = run("list").stdout.splitlines()[1:]
    assert [row.split()[0] for row in rows] == ["full.v1", "patch.v1", "repair.v1"]
    assert all(int(row.split()[1]) > 50 for row in rows)


@pytest.mark.parametrize("name", ["full", "full.v1", "patch.v1", "repair"])
def test_show_prints_the_file_as_it_is(name: str) -> None:
    path = ROOT / "prompts" / f"{name.removesuffix('.v1')}.v1.md"
    assert run("show", name).stdout.rstrip("\n") == path.read_text(encoding="utf-8").rstrip("\n")


def test_render_prints_the_request_message_by_message_with_tokens() -> None:
    printed = run("render", SEED).stdout
    assert re.findall(r"^--- (\w+): about [\d,]+ tokens$", printed, re.MULTILINE) == [
        "system",
        "user",
        "assistant",
        "user",
    ]
    assert printed.startswith(f"=== {Path(SEED).stem}, full.v1, request 1 of 1: about ")
    assert "\ns1| Mutu Pendidikan di Banjarmasin Terus Ditingkatkan\n" in printed


def test_render_of_a_patch_shows_the_rules_draft() -> None:
    printed = run("render", SEED, "--prompt", "patch").stdout
    assert "person=Yuli Haryanto" in printed.rpartition("<draf>")[2]


def test_render_reads_standard_input() -> None:
    assert "\ns1| Guru hadir.\n" in run("render", "-", stdin="Guru hadir.\n").stdout


def test_diff_is_empty_for_one_template_and_names_the_lines_of_two() -> None:
    assert run("diff", "full", "full.v1").stdout.strip() == ""
    printed = run("diff", "full", "patch").stdout
    assert re.match(r"--- full\.v1 \(about \d+ tokens, example \d+\)\n\+\+\+ patch\.v1 \(", printed)
    assert "\n-strategy: full\n" in printed
    assert "\n+strategy: patch\n" in printed


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "x"),
        ("render", SEED, "--prompt", "x"),
        ("render", SEED, "--prompt", "repair"),
        ("render", "nowhere.txt"),
        ("diff", "full", "x"),
    ],
)
def test_what_does_not_exist_is_one_line_on_stderr_and_exit_code_2(arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert re.fullmatch(r"error: [^\n]+\n", result.stderr)
    assert result.stdout == ""
