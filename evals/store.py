"""Runs on disk: `.edumutu/runs/NAME/` holds what was asked (`run.json`), answered and counted.

`predictions.jsonl` and `report.json` hold nothing that differs between two runs with the same answers; the
time of day and latencies are in `run.json`. `EDUMUTU_HOME` moves the folder `.edumutu`.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from extractor.errors import SettingsError

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]*")
_PRIVATE = 0o700
REPORT, RUN = "report.json", "run.json"


class Stored(NamedTuple):
    """A stored run, or a report file by itself, whose `facts` are empty.

    `report` is that of the disk, its usage completed by the latencies of `run.json`.
    """

    name: str
    report: dict[str, object]
    facts: dict[str, object]
    folder: Path


def home() -> Path:
    """Where runs, caches and journals are kept."""
    return Path(os.environ.get("EDUMUTU_HOME") or ".edumutu")


def runs_folder() -> Path:
    """The folder of all runs."""
    return home() / "runs"


def free_name(stem: str) -> str:
    """`stem-1`, or the first such name that no run has yet."""
    taken = {path.name for path in runs_folder().glob(f"{stem}-*")}
    number = 1
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}"


def reserve(name: str, *, replace: bool = False) -> Path:
    """Make the folder of a new run.

    Raises:
        SettingsError: The name cannot be a folder's, or a run has it and is not to be replaced.
    """
    if not _NAME.fullmatch(name):
        raise SettingsError(f"{name!r} is no name for a run; use letters, digits and . _ + -")
    folder = runs_folder() / name
    if folder.exists():
        if not replace:
            raise SettingsError(f"there is a run {name!r} already; choose another name, or --replace it")
        shutil.rmtree(folder)
    for path in (home(), runs_folder(), folder):
        path.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
    return folder


def write_predictions(folder: Path, passes: Sequence[Sequence[Mapping[str, object]]]) -> None:
    """Write one line for each record; passes after the first go into `predictions.2.jsonl` and so on."""
    for number, records in enumerate(passes, 1):
        name = "predictions.jsonl" if number == 1 else f"predictions.{number}.jsonl"
        lines = [json.dumps(record, ensure_ascii=False) + "\n" for record in records]
        (folder / name).write_text("".join(lines), encoding="utf-8", newline="\n")


def write_json(path: Path, content: Mapping[str, object]) -> None:
    """Write `content` as `render` shows it."""
    path.write_text(render(content), encoding="utf-8", newline="\n")


def render(content: Mapping[str, object]) -> str:
    """JSON text, indented, in the order of `content`, with a line end at its end."""
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def load(reference: str) -> Stored:
    """A run by its name, by its folder, or a report by its file.

    Raises:
        SettingsError: There is none, or it cannot be read.
    """
    path = Path(reference)
    named = runs_folder() / reference
    if path.is_file():
        folder, file = path.parent, path
    elif (path / REPORT).is_file():
        folder, file = path, path / REPORT
    elif (named / REPORT).is_file():
        folder, file = named, named / REPORT
    else:
        raise SettingsError(f"there is no run {reference!r}; `evals list` shows those that there are")
    report = _read(file)
    has_facts = file.name == REPORT and (folder / RUN).is_file()
    facts = _read(folder / RUN) if has_facts else {}
    usage = facts.get("usage")
    if isinstance(usage, Mapping):
        report["usage"] = dict(usage)
    return Stored(folder.name if file.name == REPORT else file.stem, report, facts, folder)


def bare(report: Mapping[str, object]) -> dict[str, object]:
    """The report as it is on disk: without latencies."""
    usage = report.get("usage")
    figures = usage if isinstance(usage, Mapping) else {}
    kept = {name: figure for name, figure in figures.items() if not str(name).startswith("latency")}
    return {**report, "usage": kept}


def all_runs() -> list[Stored]:
    """Every stored run, by name."""
    return [load(str(path.parent)) for path in sorted(runs_folder().glob(f"*/{REPORT}"))]


def _read(path: Path) -> dict[str, object]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SettingsError(f"{path} cannot be read as JSON: {error}") from error
    if not isinstance(content, dict):
        raise SettingsError(f"{path} holds no JSON object")
    return content
