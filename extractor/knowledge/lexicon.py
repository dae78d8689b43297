"""One automaton over all names in the tables: where each of them stands in a text, in one pass.

Aho–Corasick finds every name at once; neither word boundaries nor letter case are its business, so they
are checked here. Names of different kinds may overlap ("Tim Penjaminan Mutu Pendidikan Daerah" is a body
and a program); inside one kind the longest name wins.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from extractor.knowledge.tables import cells, rows
from extractor.text import fold

SHORT = 3
"""Names of at most this many letters count only in the exact case of the table."""


class Hit(NamedTuple):
    """A known name in the text: `[start, end)`, the kind of table and the row's key there."""

    start: int
    end: int
    kind: str
    key: str


Hits = dict[str, list[Hit]]
"""By kind, in text order, without overlaps inside a kind; kinds without a hit have an empty list."""

# kind of hit -> (table, key column, name columns); a column `exact` holds names that need exact case.
_SOURCES: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "region": ("region_names", "code", ("names",)),
    "program": ("programs", "id", ("names",)),
    "organization": ("organization_names", "id", ("names",)),
    "role": ("roles", "id", ("names",)),
    "verb": ("attribution_verbs", "id", ("names",)),
    "unit": ("units", "unit", ("names",)),
    "cue": ("event_cues", "id", ("names",)),
    "venue": ("venue_heads", "id", ("names",)),
}
KINDS = tuple(_SOURCES)


class _Name(NamedTuple):
    kind: str
    key: str
    exact: str | None


class _Lexicon(NamedTuple):
    automaton: AhoCorasick
    names: list[list[_Name]]


@cache
def _lexicon() -> _Lexicon:
    index: dict[str, list[_Name]] = {}
    for kind, (table, key, columns) in _SOURCES.items():
        for row in rows(table):
            exact = set(cells(row.get("exact", "")))
            for name in [name for column in columns for name in cells(row[column])] + sorted(exact):
                cased = name if name in exact or len(name) <= SHORT else None
                index.setdefault(fold(name), []).append(_Name(kind, row[key], cased))
    automaton = AhoCorasick(list(index), matchkind=MatchKind.Standard)
    return _Lexicon(automaton, list(index.values()))


def scan(text: str, folded: str) -> Hits:
    """Find all known names in `text`; `folded` is `fold(text)`."""
    lexicon = _lexicon()
    found: Hits = {kind: [] for kind in KINDS}
    size = len(folded)
    names = lexicon.names
    for pattern, start, end in lexicon.automaton.find_matches_as_indexes(folded, overlapping=True):
        if (start and folded[start - 1].isalnum() and folded[start].isalnum()) or (
            end < size and folded[end].isalnum() and folded[end - 1].isalnum()
        ):
            continue
        for kind, key, exact in names[pattern]:
            if exact is None or text[start:end] == exact:
                found[kind].append(Hit(start, end, kind, key))
    return {kind: _longest(hits) for kind, hits in found.items()}


def _longest(hits: list[Hit]) -> list[Hit]:
    """Keep the leftmost of overlapping hits and the longest of those that start together."""
    hits.sort(key=lambda hit: (hit.start, -hit.end))
    kept: list[Hit] = []
    reach = -1
    for hit in hits:
        if hit.start >= reach:
            kept.append(hit)
            reach = hit.end
    return kept
