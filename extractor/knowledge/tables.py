"""Read the tables in `data/`: CSV with a header; lines that start with `#` carry source and date."""

from __future__ import annotations

import csv
from functools import cache, lru_cache
from importlib.resources import files

Row = dict[str, str]


@cache
def rows(name: str) -> tuple[Row, ...]:
    """All rows of `data/<name>.csv`, in file order, cells stripped."""
    text = files("extractor.knowledge").joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return tuple({key: value.strip() for key, value in row.items()} for row in csv.DictReader(lines))


@lru_cache(maxsize=1024)
def cells(cell: str) -> tuple[str, ...]:
    """The parts of a cell that holds several values, separated by semicolons."""
    return tuple(part for raw in cell.split(";") if (part := raw.strip()))
