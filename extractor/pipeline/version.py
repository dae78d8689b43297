"""Digests of the code that makes records, so that nobody has to remember to raise a number."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

_RULES = ("canonical", "knowledge", "rules")
_RECORD = (*_RULES, "grounding", "pipeline", "prompts", "reconcile", "schema", "text")
_FITTED = "confidence.csv"
"""Counted on what the rules of one version find: it names that version, so it can be no part of it."""

_SUFFIXES = (".py", ".csv")


@cache
def rules_version() -> str:
    """The first 12 hexadecimal digits of a SHA-256 over the sources and tables that the rules are made of."""
    return _digest(_RULES, without=_FITTED)[:12]


@cache
def record_version() -> str:
    """SHA-256 over all sources and tables that turn a model's answer into a record."""
    return _digest(_RECORD)


def _digest(rooms: tuple[str, ...], *, without: str = "") -> str:
    digest = hashlib.sha256()
    root = Path(__file__).parent.parent
    for room in rooms:
        for path in sorted(root.joinpath(room).rglob("*")):
            if path.suffix in _SUFFIXES and path.name != without:
                content = path.read_bytes()
                digest.update(f"{path.relative_to(root).as_posix()}\0{len(content)}\0".encode())
                digest.update(content)
    return digest.hexdigest()
