"""Find a region, a program or a name of the record by what a person types: short forms, codes, slips."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from rapidfuzz import fuzz, process

from evals.review.contents.pointers import Record, identity_pointer, items, value_at
from evals.review.contents.values import programs as program_ids
from evals.review.types import Match
from extractor.canonical.regions import read_region, region, regions
from extractor.knowledge import tables
from extractor.knowledge.tables import cells
from extractor.text import fold, squeeze

_LEAST_ALIKE = 70
_LONGEST = 200
_MOST_NAMES = 60
_PREFIXED = 95.0
_OF_A_WORD = 5


class _Names(NamedTuple):
    """Names as they are compared, each with the key of what bears it."""

    names: tuple[str, ...]
    keys: tuple[str, ...]


def find_regions(query: str, limit: int = 8) -> tuple[Match, ...]:
    """Provinces, kabupaten and kota by name, short form, code, or a misspelt name; best first."""
    wanted = fold(squeeze(query))[:_LONGEST]
    codes = [code for code in regions() if wanted and code.startswith(wanted)]
    reading = read_region(wanted) if wanted else None
    if reading is not None:
        codes += [reading.code, *reading.options]
    codes += _alike(wanted, _region_names())
    return tuple(_region_match(code) for code in list(dict.fromkeys(codes))[:limit])


def find_programs(query: str, limit: int = 8) -> tuple[Match, ...]:
    """Programs by id, name or alias; an empty query gives the first ones of the table."""
    wanted = fold(squeeze(query))[:_LONGEST]
    found = list(dict.fromkeys(_alike(wanted, _program_names()))) if wanted else list(_program_titles())
    return tuple(Match(key, _program_titles()[key], key) for key in found[:limit])


def find_names(record: Record, query: str, limit: int = 8) -> tuple[Match, ...]:
    """Organizations and people of the record; an empty query gives all."""
    found = [
        Match(str(name), str(name), _hint(item))
        for path in ("people", "organizations")
        for index, item in enumerate(items(record, path))
        if (name := value_at(record, identity_pointer(path, index))) is not None
    ]
    wanted = fold(squeeze(query))[:_LONGEST]
    if not wanted:
        return tuple(found[:limit])
    scored = [(_likeness(wanted, fold(match.label)), match) for match in found]
    best = sorted((one for one in scored if one[0] >= _LEAST_ALIKE), key=lambda one: -one[0])
    return tuple(match for _, match in best[:limit])


def _alike(wanted: str, known: _Names) -> list[str]:
    """Keys of the names that are like `wanted`, best first."""
    if not wanted:
        return []
    found = process.extract(
        wanted, known.names, scorer=_likeness, score_cutoff=_LEAST_ALIKE, limit=_MOST_NAMES
    )
    return [known.keys[index] for _, _, index in found]


def _likeness(wanted: str, name: str, **_: object) -> float:
    """0 to 100: the same name, its beginning, the beginning of a word of it, or one much like it."""
    if wanted == name:
        return 100.0
    if name.startswith(wanted):
        return _PREFIXED + len(wanted) / len(name)
    if f" {wanted}" in name:
        return _PREFIXED - 5 + len(wanted) / len(name)
    words = () if " " in wanted else name.split(" ")
    return max([fuzz.ratio(wanted, name), *(fuzz.ratio(wanted, word) - _OF_A_WORD for word in words)])


def _region_match(code: str) -> Match:
    known = region(code)
    above = region(code[:2]).name.removeprefix("Provinsi ") if len(code) > 2 else ""
    return Match(code, known.name, f"{code} {above}".strip())


def _hint(item: object) -> str:
    if not isinstance(item, Mapping):
        return ""
    told = (item.get(name) for name in ("acting", "role", "organization", "kind", "region"))
    return ", ".join(str(part) for part in told if part)


@cache
def _region_names() -> _Names:
    pairs = [(fold(known.name), code) for code, known in regions().items()]
    for row in tables.rows("region_names"):
        pairs += [(fold(name), row["code"]) for name in (*cells(row["names"]), *cells(row["exact"]))]
    return _Names(*(tuple(side) for side in zip(*pairs, strict=True)))


@cache
def _program_names() -> _Names:
    pairs: list[tuple[str, str]] = []
    for row in tables.rows("programs"):
        names = [row["name"], *cells(row["names"]), *cells(row.get("exact", ""))]
        for key in cells(row["id"]):
            own = [key, key.replace("_", " ")]
            pairs += [(fold(name), key) for name in (*names, *own) if name]
    return _Names(*(tuple(side) for side in zip(*pairs, strict=True)))


@cache
def _program_titles() -> dict[str, str]:
    ids = program_ids()
    return {row["id"]: row["name"] or row["id"] for row in tables.rows("programs") if row["id"] in ids}
