"""A matrix of engines, prompts and models runs cell by cell and gives one ranked leaderboard."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path

import pytest
from rich.console import Console

from evals import experiment
from evals.experiment import Cell, Entry, Matrix
from extractor.errors import SettingsError
from extractor.settings import Settings
from tests.reports import report

MATRIX = "gold: gold/corpus\nengines: [hybrid, rules]\nprompts: [full, patch]\nmodels: [m1, org/m2]\n"


def file(folder: Path, text: str = MATRIX) -> Path:
    path = folder / "matrix.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def recorded(_matrix: Matrix, cell: Cell) -> Mapping[str, object]:
    """Scores that rise with the length of the cell's name; the rules' settings judge what can run."""
    return report(headline={"h": len(cell.name) / 100, "low": 0.1, "high": 0.2, "groups": []})


def by_settings(matrix: Matrix, cell: Cell) -> Mapping[str, object]:
    Settings(engine=cell.engine)  # type: ignore[arg-type]
    return recorded(matrix, cell)


def shown(entries: list[Entry]) -> str:
    stream = io.StringIO()
    experiment.show(entries, Console(file=stream, width=160))
    return stream.getvalue()


def test_each_combination_is_a_cell_and_the_rules_are_one_whatever_the_prompts(tmp_path: Path) -> None:
    matrix = experiment.load(file(tmp_path))
    assert matrix.cells == (
        Cell("hybrid", "full", "m1"),
        Cell("hybrid", "full", "org/m2"),
        Cell("hybrid", "patch", "m1"),
        Cell("hybrid", "patch", "org/m2"),
        Cell("rules", None, None),
    )
    assert (matrix.name, matrix.gold, matrix.articles, matrix.repeat) == (
        "matrix",
        Path("gold/corpus"),
        None,
        1,
    )


def test_a_cells_name_fits_a_folder() -> None:
    assert Cell("hybrid", "full", "org/m2:8b").name == "hybrid+full+org_m2_8b"


def test_the_leaderboard_has_the_best_headline_first(tmp_path: Path) -> None:
    entries = experiment.run_matrix(file(tmp_path), recorded)
    headlines = [entry.view.h for entry in entries if entry.view]
    assert len(headlines) == 5
    assert headlines == sorted(headlines, reverse=True)  # type: ignore[type-var]


def test_the_leaderboard_shows_headline_interval_latency_tokens_and_cost(tmp_path: Path) -> None:
    text = shown(experiment.run_matrix(file(tmp_path, "gold: g\nengines: [rules]\n"), recorded))
    row = next(line for line in text.splitlines() if "rules" in line)
    assert row.split() == ["rules", "5.0", "[10.0,", "20.0]", "2", "0.001", "0.002", "1,200", "80", "0.2500"]


def test_cells_that_this_version_cannot_run_are_refused_and_the_others_run(tmp_path: Path) -> None:
    entries = experiment.run_matrix(file(tmp_path), by_settings)
    assert [bool(entry.view) for entry in entries] == [True, False, False, False, False]
    assert entries[0].cell.engine == "rules"
    assert shown(entries).count("needs a model") == 4


def test_an_experiment_without_a_cell_that_can_run_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"no cell could run.*needs a model"):
        experiment.run_matrix(file(tmp_path, "gold: g\nengines: [llm]\n"), by_settings)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("- a", "a matrix is a mapping"),
        ("", "a matrix is a mapping"),
        ("gold: [", "cannot read"),
        ("gold: g\nengines: [rules]\nmodel: x", "unknown key model"),
        ("gold: g\nengines: []", "at least one engine"),
        ("engines: [rules]", "gold folder"),
        ("gold: g\nengines: rules", "engines is 'rules'"),
        ("gold: g\nengines: [1]", "engines is"),
        ("gold: g\nengines: [rules]\nrepeat: 0", "repeat is 0"),
        ("gold: g\nengines: [rules]\narticles: 3", "articles is 3"),
    ],
)
def test_a_file_that_is_no_matrix_is_refused_with_its_reason(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(SettingsError, match=reason.replace("[", r"\[")):
        experiment.load(file(tmp_path, text))


def test_a_matrix_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot read the matrix"):
        experiment.load(tmp_path / "none.yaml")
