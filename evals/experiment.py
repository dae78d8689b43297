"""Several engines, prompts and models on the same gold, as one experiment with one leaderboard.

The matrix is a small YAML file; every combination that makes sense is a cell:

    name: first-look
    gold: gold/corpus
    engines: [rules, llm, hybrid]
    prompts: [full, patch]
    models: [gpt-4o-mini]

`rules` reads without prompt and model, so it is one cell, however many prompts and models there are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import NamedTuple, TypeAlias

from rich.console import Console
from rich.table import Table
from rich.text import Text

from evals.terminal import plain
from evals.view import View, interval, percent, read
from extractor.errors import SettingsError

_KEYS = {"name", "gold", "articles", "engines", "prompts", "models", "repeat"}
_NO_NAME = re.compile(r"[^A-Za-z0-9._-]")
_WITHOUT_MODEL = "rules"


class Cell(NamedTuple):
    """One combination; `prompt` and `model` are None for an engine that uses neither."""

    engine: str
    prompt: str | None
    model: str | None

    @property
    def name(self) -> str:
        """The parts that are set, joined, as a run's name can carry them."""
        return "+".join(_NO_NAME.sub("_", part) for part in self if part)


@dataclass(frozen=True, slots=True)
class Matrix:
    """A matrix file. Paths are as written there, relative to the working directory."""

    name: str
    gold: Path
    articles: Path | None
    cells: tuple[Cell, ...]
    repeat: int


class Entry(NamedTuple):
    """One cell of the leaderboard: what its run gave, or why it was refused."""

    cell: Cell
    view: View | None
    refused: str


Recorder: TypeAlias = Callable[[Matrix, Cell], Mapping[str, object]]
"""Runs, scores and stores one cell and returns its report; raises SettingsError for what it cannot run."""


def run_matrix(path: str | Path, record: Recorder) -> list[Entry]:
    """Run every cell of the matrix file at `path` and rank them, the best headline first.

    A cell that cannot run, for want of a setting, is refused with its reason and stands at the end.

    Raises:
        SettingsError: The file is no matrix, or no cell of it could run.
    """
    matrix = load(path)
    entries = [_run(matrix, cell, record) for cell in matrix.cells]
    if all(entry.view is None for entry in entries):
        raise SettingsError(f"{path}: no cell could run: {entries[0].refused}")
    return sorted(entries, key=_rank)


def load(path: str | Path) -> Matrix:
    """Read a matrix file.

    Raises:
        SettingsError: It cannot be read, or a key or a value in it is not known.
    """
    import yaml

    try:
        content = yaml.safe_load(Path(path).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise SettingsError(f"cannot read the matrix {path}: {error}") from error
    if not isinstance(content, dict):
        raise SettingsError(f"{path}: a matrix is a mapping with the keys {', '.join(sorted(_KEYS))}")
    unknown = sorted(str(key) for key in content.keys() - _KEYS)
    if unknown:
        raise SettingsError(f"{path}: unknown key {', '.join(unknown)}; known are {', '.join(sorted(_KEYS))}")
    return _matrix(content, Path(path))


def show(entries: Sequence[Entry], console: Console) -> None:
    """Print the leaderboard: headline with interval, cost and latency of each cell, then the refused ones."""
    table = Table(
        box=None, pad_edge=False, collapse_padding=True, caption="H in points", caption_justify="left"
    )
    table.add_column("Cell")
    for name in ("H", "95 % CI", "N", "p50 s", "p95 s", "tokens in", "tokens out", "USD"):
        table.add_column(name, justify="right", no_wrap=True)
    for entry in entries:
        if entry.view:
            table.add_row(Text(plain(entry.cell.name)), *_figures(entry.view))
    console.print(table)
    for entry in entries:
        if entry.refused:
            console.print(Text(f"refused: {plain(entry.cell.name)}: {plain(entry.refused)}", "yellow"))


def _matrix(content: Mapping[str, object], path: Path) -> Matrix:
    engines = _names(content, "engines", path)
    prompts, models = _names(content, "prompts", path), _names(content, "models", path)
    gold, articles, repeat = content.get("gold"), content.get("articles"), content.get("repeat", 1)
    if not engines or not isinstance(gold, str):
        raise SettingsError(f"{path}: a matrix names a gold folder and at least one engine")
    if not isinstance(articles, str | None):
        raise SettingsError(f"{path}: articles is {articles!r}; write a folder")
    if not isinstance(repeat, int) or isinstance(repeat, bool) or repeat < 1:
        raise SettingsError(f"{path}: repeat is {repeat!r}; write a number from 1 on")
    return Matrix(
        name=str(content.get("name") or path.stem),
        gold=Path(gold),
        articles=Path(articles) if articles else None,
        cells=tuple(dict.fromkeys(_cells(engines, prompts, models))),
        repeat=repeat,
    )


def _names(content: Mapping[str, object], key: str, path: Path) -> list[str]:
    names = content.get(key) or []
    if not isinstance(names, list) or not all(isinstance(name, str) and name for name in names):
        raise SettingsError(f"{path}: {key} is {names!r}; write a list of names")
    return names


def _cells(engines: Sequence[str], prompts: Sequence[str], models: Sequence[str]) -> Iterator[Cell]:
    for engine in engines:
        if engine == _WITHOUT_MODEL:
            yield Cell(engine, None, None)
            continue
        for prompt, model in product(prompts or (None,), models or (None,)):
            yield Cell(engine, prompt, model)


def _run(matrix: Matrix, cell: Cell, record: Recorder) -> Entry:
    try:
        return Entry(cell, read(record(matrix, cell)), "")
    except SettingsError as error:
        return Entry(cell, None, str(error))


def _rank(entry: Entry) -> tuple[bool, float, str]:
    headline = entry.view.h if entry.view and entry.view.h is not None else -1.0
    return (entry.view is None, -headline, entry.cell.name)


def _figures(view: View) -> Iterator[str | Text]:
    yield percent(view.h)
    yield Text(interval(view.low, view.high))
    yield str(len(view.articles))
    for figure in (view.cost.p50_s, view.cost.p95_s):
        yield "" if figure is None else f"{figure:.3f}"
    for figure in (view.cost.input_tokens, view.cost.output_tokens):
        yield "" if figure is None else f"{figure:,.0f}"
    yield "" if view.cost.usd is None else f"{view.cost.usd:.4f}"
