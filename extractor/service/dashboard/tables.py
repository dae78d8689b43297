"""The page's own tables in `data/`: CSV with a header; lines that start with `#` carry source and date."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

Row = dict[str, str]


@cache
def rows(name: str) -> tuple[Row, ...]:
    """All rows of `data/<name>.csv`, in file order."""
    text = files("extractor.service.dashboard").joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(line for line in text.splitlines() if line and not line.startswith("#")))
