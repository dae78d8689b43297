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


class Hits(dict[str, list[Hit]]):
    """By kind, in text order, without overlaps inside a kind; a kind without a hit reads as an empty list."""

    def __missing__(self, kind: str) -> list[Hit]:
        return []


# kind of hit -> (table, key column, name columns); a column `exact` holds names that need exact case.
_SOURCES: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "region": ("region_names", "code", ("names",)),
    "program": ("programs", "id", ("names",)),
    "organization": ("organization_names", "id", ("names",)),
    "role": ("roles", "id", ("names",)),
    "verb": ("attribution_verbs", "id", ("names",)),
    "cue": ("event_cues", "id", ("names",)),
    "venue": ("venue_heads", "id", ("names",)),
    "machine": ("machine_cues", "kind", ("names",)),
}


class _Automaton(NamedTuple):
    """Finds names; `meanings` has the kinds and keys of each of them."""

    automaton: AhoCorasick
    meanings: list[list[tuple[str, str]]]


class _Lexicon(NamedTuple):
    """Names by whether their case counts: most short ones are also letters inside of common words."""

    folded: _Automaton
    exact: _Automaton


@cache
def _lexicon() -> _Lexicon:
    folded: dict[str, list[tuple[str, str]]] = {}
    cased: dict[str, list[tuple[str, str]]] = {}
    for kind, (table, key, columns) in _SOURCES.items():
        for row in rows(table):
            exact = set(cells(row.get("exact", "")))
            for name in [name for column in columns for name in cells(row[column])] + sorted(exact):
                if name in exact or len(name) <= SHORT:
                    cased.setdefault(name, []).append((kind, row[key]))
                else:
                    folded.setdefault(fold(name), []).append((kind, row[key]))
    return _Lexicon(_automaton(folded), _automaton(cased))


def _automaton(names: dict[str, list[tuple[str, str]]]) -> _Automaton:
    return _Automaton(AhoCorasick(list(names), matchkind=MatchKind.Standard), list(names.values()))


def scan(text: str, folded: str) -> Hits:
    """Find all known names in `text`; `folded` is `fold(text)`."""
    lexicon = _lexicon()
    found = Hits()
    _collect(lexicon.folded, folded, found)
    _collect(lexicon.exact, text, found)
    for kind, hits in found.items():
        if len(hits) > 1:
            found[kind] = _longest(hits)
    return found


def _collect(names: _Automaton, text: str, found: Hits) -> None:
    """Add the hits of `names` that are whole words of `text`."""
    meanings, new = names.meanings, tuple.__new__
    size = len(text)
    for pattern, start, end in names.automaton.find_matches_as_indexes(text, overlapping=True):
        # Two letters side by side are in one word.
        if start and text[start - 1 : start + 1].isalnum():
            continue
        if end < size and text[end - 1 : end + 1].isalnum():
            continue
        for kind, key in meanings[pattern]:
            # Half the time of `Hit(…)`, for every known name of the text.
            hit = new(Hit, (start, end, kind, key))
            if kind in found:
                found[kind].append(hit)
            else:
                found[kind] = [hit]


def _longest(hits: list[Hit]) -> list[Hit]:
    """Keep the leftmost of overlapping hits and the longest of those that start together."""
    hits.sort()
    kept: list[Hit] = []
    last, reach = -1, 0
    for hit in hits:
        start, end, _, _ = hit
        if start >= reach:
            kept.append(hit)
        elif start == last and end > reach:
            kept[-1] = hit
        else:
            continue
        last, reach = start, end
    return kept
