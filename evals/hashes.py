"""What a report was made with, as hashes: two reports with other gold or another scorer are not compared."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import extractor.schema
from extractor.pipeline import rules_version

_HERE = Path(__file__).parent
_SCORER = ("comparators", "labels", "matching", "metrics", "options", "scoring", "shape", "slots", "words")


@cache
def scorer() -> str:
    """SHA-256 over the sources that turn a prediction and its gold into counts.

    Canonical forms are left out: they are part of what is measured, and change with the rules (`code`).
    """
    return _sources(_HERE / f"{name}.py" for name in _SCORER)


@cache
def schema() -> str:
    """SHA-256 over the record's definition."""
    return _sources(sorted(Path(str(extractor.schema.__file__)).parent.glob("*.py")))


def code() -> str:
    """The version of rules, canonical forms and tables."""
    return rules_version()


def _sources(paths: Iterable[Path]) -> str:
    whole = hashlib.sha256()
    for path in paths:
        whole.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return whole.hexdigest()
