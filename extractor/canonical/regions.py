"""Surface text of a region → its code and official name.

So that every room resolves a name in the same way.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from extractor.canonical.memory import remembered
from extractor.canonical.spelling import Corrector
from extractor.knowledge.tables import cells, rows
from extractor.text import fold, squeeze

PROVINCE, REGENCY, CITY = "province", "regency", "city"

KIND_WORDS: dict[str, str] = {
    "provinsi": PROVINCE,
    "propinsi": PROVINCE,
    "prov": PROVINCE,
    "prop": PROVINCE,
    "kabupaten": REGENCY,
    "kab": REGENCY,
    "kota": CITY,
    "kotamadya": CITY,
    "kodya": CITY,
}
"""Words that are part of a region's official name, or stand for it, and the level that they tell."""

_KIND = re.compile(
    r"(?:se-? ?)?(provinsi|propinsi|prov\.?|kabupaten/kota|kabupat\w{1,3}|kab\.?|kotamadya|kota)"
    r"(?: administrasi)? (?=\S)"
)
_EDGES = " .,;:!?()[]\"'-/"
_SHORT_NAMES = {"31": "Provinsi DKI Jakarta", "34": "Provinsi DI Yogyakarta"}
_MIN_CORRECTED = 6


class Region(NamedTuple):
    """A province, kabupaten or kota: Kemendagri code, official name with its kind, level."""

    code: str
    name: str
    level: str


class RegionReading(NamedTuple):
    """What a surface names: the best region, flags.

    And in `options` every code that the bare name could mean.
    """

    code: str
    name: str
    level: str
    flags: tuple[str, ...] = ()
    options: tuple[str, ...] = ()


@cache
def regions() -> dict[str, Region]:
    """All regions by code, provinces first."""
    return {row["code"]: Region(row["code"], row["name"], row["level"]) for row in rows("regions")}


def region(code: str) -> Region:
    """The region with this code; KeyError if there is none."""
    return regions()[code]


def province_of(code: str) -> str:
    """The code of the province that holds the region, its own for a province."""
    return code[:2]


def name_in_organization(code: str) -> str:
    """The region's name as a part of an organization's name: `Kota Palopo`, `Provinsi DKI Jakarta`."""
    return _SHORT_NAMES.get(code) or region(code).name.replace(" Administrasi", "")


@remembered
def read_region(surface: str, *, context: str | None = None) -> RegionReading | None:
    """Read the name of one region, with or without its kind, abbreviated or misprinted.

    Args:
        surface: The printed name (`Kab. Sinjai`, `Kalsel`, `SOPPPENG`).
        context: Code of the region that the article is about; decides between regions of one name.

    Returns:
        None when no region has this name, nor one a single slip away from it (then flagged
        `spelling_corrected`).
    """
    plain = squeeze(fold(surface)).strip(_EDGES)
    whole = codes_of(plain)
    if whole:
        return _reading(whole, None, context, ())
    kind = _KIND.match(plain)
    level = level_of(kind.group(1)) if kind else None
    slip = ("spelling_corrected",) if kind and is_slip(kind.group(1)) else ()
    bare = plain[kind.end() :].strip(_EDGES) if kind else plain
    codes = codes_of(bare)
    if codes:
        return _reading(codes, level, context, slip)
    corrected = correct(bare)
    return _reading(codes_of(corrected), level, context, ("spelling_corrected",)) if corrected else None


def codes_of(name: str) -> tuple[str, ...]:
    """Codes of all regions that bear this folded bare name, alias or short form; empty if none does."""
    return _index().get(name, ())


def is_guarded(name: str) -> bool:
    """True when the folded name is also an ordinary word or a part of other names.

    And needs a clue beside it.
    """
    return name in _guarded()


def level_of(kind: str) -> str | None:
    """The level that a folded kind word tells (`kab.` → regency).

    None for `kabupaten/kota` and other words.
    """
    word = kind.rstrip(".")
    return KIND_WORDS.get(word) or (REGENCY if word.startswith("kabupat") and "/" not in word else None)


def is_slip(kind: str) -> bool:
    """True when the folded kind word is a misprint (`kabupateb`)."""
    return kind.startswith("kabupat") and not kind.startswith("kabupaten")


def correct(name: str) -> str | None:
    """The official bare name one slip away from `name` (folded, at least six letters).

    If it is the only one.
    """
    return _corrector().correct(name) if len(name) >= _MIN_CORRECTED else None


def choose(codes: tuple[str, ...], level: str | None, context: str | None) -> tuple[str, tuple[str, ...]]:
    """The best of the regions with one name, and those that stay possible after `level` and `context`.

    Without a clue a kabupaten goes before the kota of its name, and a province before both.
    """
    possible = tuple(code for code in codes if region(code).level == level) if level else codes
    possible = possible or codes
    if context and len(possible) > 1:
        near = tuple(code for code in possible if province_of(code) == province_of(context))
        possible = near or possible
        if context in possible:
            return context, possible
    return possible[0], possible


def _reading(
    codes: tuple[str, ...], level: str | None, context: str | None, flags: tuple[str, ...]
) -> RegionReading:
    code, possible = choose(codes, level, context)
    return RegionReading(*region(code), flags, possible if len(possible) > 1 else ())


@cache
def _index() -> dict[str, tuple[str, ...]]:
    index: dict[str, tuple[str, ...]] = {}
    for row in rows("region_names"):
        for name in (*cells(row["names"]), *cells(row["exact"])):
            if row["code"] in index.get(fold(name), ()):
                continue
            index[fold(name)] = (*index.get(fold(name), ()), row["code"])
    return {name: tuple(sorted(codes, key=lambda code: _rank(name, code))) for name, codes in index.items()}


def _rank(name: str, code: str) -> tuple[bool, str]:
    """Regions that officially bear the name go before those for which it is a short form."""
    return _KIND.sub("", region(code).name.lower(), count=1) != name, code


@cache
def _guarded() -> frozenset[str]:
    return frozenset(fold(name) for row in rows("region_names") for name in cells(row["guarded"]))


@cache
def _corrector() -> Corrector:
    official = (fold(cells(row["names"])[0]) for row in rows("region_names"))
    return Corrector(name for name in official if len(name) >= _MIN_CORRECTED)
