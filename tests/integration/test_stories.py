"""The command `dedupe`, and how well it groups the made set of stories."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from extractor import Extractor
from extractor.cli import app
from extractor.settings import Settings
from tests.stories import Told, changed_figures, grouped, made, members_of, score, true_pairs

STORY = "u3_03"


@pytest.fixture(scope="module")
def told() -> list[Told]:
    return made()


@pytest.fixture
def one_story(told: list[Told], tmp_path: Path) -> tuple[Path, Path]:
    """The records of a story, of one article of the next year among them, and the articles."""
    chosen = [one for one in told if one.article.id.startswith(STORY)]
    extractor = Extractor(Settings(engine="rules"))
    records, articles = tmp_path / "records.jsonl", tmp_path / "articles.jsonl"
    records.write_text(
        "".join(f"{extractor.extract(one.article).model_dump_json()}\n" for one in chosen), encoding="utf-8"
    )
    articles.write_text(
        "".join(f"{json.dumps({'id': one.article.id, 'text': one.article.text})}\n" for one in chosen),
        encoding="utf-8",
    )
    return records, articles


def call(*arguments: object, stdin: str | None = None) -> Result:
    return CliRunner().invoke(app, ["dedupe", *map(str, arguments)], input=stdin)


def stories(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


def ids(story: dict[str, Any]) -> list[str]:
    return [source["article_id"] for source in story["sources"]]


@pytest.mark.parametrize(
    ("part", "with_texts", "least_precision", "least_recall"),
    [
        pytest.param(1, True, 0.99, 0.95, id="what thresholds were chosen on"),
        pytest.param(1, False, 0.99, 0.95, id="the same, events alone"),
        pytest.param(2, True, 0.93, 0.95, id="what nothing was changed for"),
        pytest.param(2, False, 0.99, 0.7, id="the same, events alone"),
    ],
)
def test_pairs_of_the_made_set_are_grouped(
    part: int, with_texts: bool, least_precision: float, least_recall: float
) -> None:
    if with_texts:
        pytest.importorskip("rensa")
    told = made(part)
    result = score(grouped(told, members_of(told), with_texts=with_texts), true_pairs(told))
    assert result.precision >= least_precision
    assert result.recall >= least_recall


def test_figures_that_a_rewriting_changed_are_listed(told: list[Told]) -> None:
    pytest.importorskip("rensa")
    listed, changed = changed_figures(told, members_of(told))
    assert changed >= 15
    assert listed / changed >= 0.75


def test_the_made_set_holds_stories_enough(told: list[Told]) -> None:
    assert len({story for story, _ in told if sum(story == other.story for other in told) > 1}) >= 20
    assert len({one.article.id for one in told}) == len(told)


def test_one_story_a_line_with_sources_and_conflicts(one_story: tuple[Path, Path]) -> None:
    first, next_year = stories(call(one_story[0]))
    assert ids(first) == [STORY, *(f"{STORY}.{way}" for way in ("cut", "moved", "figure", "correction"))]
    assert ids(next_year) == [f"{STORY}.next_year"]
    (conflict,) = [one for one in first["conflicts"] if one["subject"] == "guru penggerak"]
    assert {told["value"]: told["sources"] for told in conflict["values"]} == {
        203: [STORY, f"{STORY}.moved"],
        213: [f"{STORY}.figure", f"{STORY}.correction"],
    }


def test_texts_bring_in_articles_that_have_no_record(one_story: tuple[Path, Path]) -> None:
    pytest.importorskip("rensa")
    records, articles = one_story
    lines = records.read_text(encoding="utf-8").splitlines(keepends=True)
    first = stories(call("-", "--articles", articles, stdin=lines[0]))[0]
    assert first["sources"][0]["has_record"]
    without = [source for source in first["sources"] if not source["has_record"]]
    assert f"{STORY}.moved" in {source["article_id"] for source in without}


def test_the_same_input_gives_the_same_bytes(one_story: tuple[Path, Path]) -> None:
    pytest.importorskip("rensa")
    outputs = {call(one_story[0], "--articles", one_story[1]).stdout for _ in range(2)}
    assert len(outputs) == 1


def test_the_table_shows_sources_and_what_differs(one_story: tuple[Path, Path], tmp_path: Path) -> None:
    target = tmp_path / "stories.txt"
    result = call(one_story[0], "--format", "table", "--min-sources", 2, "--output", target)
    assert result.exit_code == 0
    table = target.read_text(encoding="utf-8")
    assert table.count("2023-03-09/32.08/launch/") == 1
    assert f"! guru penggerak: 203 orang ({STORY}, {STORY}.moved); 213 orang" in table
    assert "next_year" not in table
    assert "6 articles: 1 stories written, 1 told by several, 1 with differing values" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["missing.jsonl"], "nothing to read at"),
        (["-", "--articles", "-"], "not both"),
        (["-", "--format", "csv"], "format 'csv' is unknown"),
    ],
)
def test_wrong_usage_is_told_in_one_line(arguments: list[str], message: str) -> None:
    result = call(*arguments, stdin="")
    assert result.exit_code == 2
    assert message in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_line_that_is_no_record_is_named_and_not_shown(tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    path.write_text('\n{"id": "a", "text": "rahasia sekali"}\n', encoding="utf-8")
    result = call(path)
    assert result.exit_code == 2
    assert "line 2 is no record" in result.stderr
    assert "rahasia" not in result.stderr


def test_without_the_extra_texts_are_refused_and_events_go_on(
    one_story: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "rensa", None)
    refused = call(one_story[0], "--articles", one_story[1])
    assert refused.exit_code == 2
    assert "pip install 'edumutu-llm[dedupe]'" in refused.stderr
    assert len(stories(call(one_story[0]))) == 2
