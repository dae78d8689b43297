"""Surface text of an organization → its canonical name, kind and region, for rules.

Grounding and evals alike.
"""

from __future__ import annotations

import re

from extractor import knowledge
from extractor.canonical import regions
from extractor.canonical.heads import (
    Head,
    Printed,
    RegionAt,
    full_name,
    heads,
    misprinted_heads,
    read_printed,
)
from extractor.canonical.institutions import find_institutions
from extractor.canonical.memory import remembered
from extractor.canonical.schools import find_schools, school_form, school_name
from extractor.canonical.slotted import slotted
from extractor.knowledge import Hit
from extractor.text import fold, squeeze

__all__ = [
    "Organization",
    "complete",
    "ministry_of",
    "read_organization",
    "region_finder",
    "school_form",
    "unit_before",
]

_KIND = re.compile(
    r"(provinsi|propinsi|prov\.?|kabupat\w{1,3}|kab\.?|kotamadya|kota)(?: administrasi)? {1,2}"
)
_TWO_WORDS = re.compile(r"([a-z'-]{4,24})(?: [a-z'-]{4,24})?\b")
_UNIT = re.compile(r"(UPT[DP]?D?(?: [A-Z][A-Za-z]{1,12}){1,4})\)?\s{0,2}$")
_MINISTRIES = (
    (2025, "Kemendikdasmen"),
    (2021, "Kemendikbudristek"),
    (2012, "Kemendikbud"),
    (2010, "Kemendiknas"),
)
_OLDEST_MINISTRY = "Depdiknas"
_LOCAL = (regions.REGENCY, regions.CITY)


@slotted
class Organization:
    """A canonical name, its kind.

    And the code of its region (None for national bodies and where none is known).
    """

    name: str
    kind: str
    region: str | None
    flags: tuple[str, ...] = ()


@remembered
def read_organization(
    surface: str, *, context: str | None = None, year: int | None = None
) -> Organization | None:
    """Read the first organization that `surface` names.

    Args:
        surface: A printed name (`Disdik Kab. Sinjai`) or a canonical one, which is returned as it is.
        context: Code of the region that the article is about; completes names printed without a region.
        year: Year of the article; names the ministry of its day for a bare `Kementerian Pendidikan`.

    Returns:
        None when the surface names no organization that tables or opening words make known.
    """
    text = squeeze(surface)
    folded = fold(text)
    hits = knowledge.scan(text, folded)
    region_at = region_finder(folded, hits["region"], context)
    school = next(find_schools(text, is_name=True), None)
    found = hits["organization"] or misprinted_heads(text, [])
    if school is not None and not (found and found[0].start < school.start):
        return _school(text, school.start, school.end, context)
    if found:
        printed = read_printed(text, folded, found[0], region_at)
        return _office(text, printed, context, year)
    return _institution(text, region_at, context)


def complete(head: Head, level: str | None, context: str | None) -> str | None:
    """The region of an office printed without one, in an article about `context`.

    None if that does not tell.
    """
    if context is None or head.scope not in ("regional", "university", "district"):
        return None
    wanted = level or "any" if head.level == "any" else head.level
    if wanted == regions.PROVINCE:
        return regions.province_of(context)
    is_local = regions.region(context).level in _LOCAL
    if wanted == "local":
        return context if is_local else None
    return context if wanted in ("any", regions.region(context).level) else None


def ministry_of(year: int | None) -> str | None:
    """The short name that the ministry of school education bore for most of `year`."""
    if year is None:
        return None
    return next((name for first, name in _MINISTRIES if year >= first), _OLDEST_MINISTRY)


def region_finder(folded: str, hits: list[Hit], context: str | None) -> RegionAt:
    """Where regions stand in a short text, each read by its own kind word or else by `context`."""
    by_start = {hit.start: hit for hit in hits}

    def region_at(position: int) -> tuple[str, int] | None:
        kind = _KIND.match(folded, position)
        hit = by_start.get(kind.end() if kind else position) or by_start.get(position)
        level = regions.level_of(kind.group(1)) if kind else None
        if hit is None:
            return _misprinted_region(folded, kind.end() if kind else position, level, context)
        codes = regions.codes_of(folded[hit.start : hit.end])
        level = (level if hit.start > position else None) or _level_before(folded, position)
        return regions.choose(codes, level, context)[0], hit.end

    return region_at


def _misprinted_region(
    folded: str, start: int, level: str | None, context: str | None
) -> tuple[str, int] | None:
    """The region whose name, one slip away, starts at `start`: of two words, else of one."""
    match = _TWO_WORDS.match(folded, start)
    for end in (match.end(), match.end(1)) if match else ():
        name = regions.correct(folded[start:end])
        if name is not None:
            return regions.choose(regions.codes_of(name), level, context)[0], end
    return None


@remembered
def region_inside(name: str) -> str | None:
    """The code of the first region named inside a canonical name (`Universitas Negeri Padang`).

    If there is one.
    """
    folded = fold(name)
    hits = [hit for hit in knowledge.scan(name, folded)["region"] if _is_plain(folded[hit.start : hit.end])]
    found = region_finder(folded, hits, None)(hits[0].start) if hits else None
    return found[0] if found else None


def _is_plain(name: str) -> bool:
    """False for names that are also ordinary words (`SDN Batu Ampar`)."""
    return not regions.is_guarded(name)


def unit_before(text: str, start: int) -> tuple[int, str] | None:
    """An executing unit named right before its office (`UPT TIKP`): where its name starts, and the name."""
    match = _UNIT.search(text, max(0, start - 60), start)
    return (match.start(1), squeeze(match.group(1))) if match else None


def _level_before(folded: str, position: int) -> str | None:
    """The level that the head itself tells, for a bare name of a kabupaten, kota and province."""
    before = folded[max(0, position - 30) : position].rstrip(" )")
    if before.endswith(("pemkot", "pemko", "pemerintah kota", "wali kota", "walikota")):
        return regions.CITY
    if before.endswith(("pemkab", "pemerintah kabupaten", "bupati")):
        return regions.REGENCY
    return regions.PROVINCE if before.endswith(("pmp", "pemprov", "pemerintah provinsi", "polda")) else None


def _office(text: str, printed: Printed, context: str | None, year: int | None) -> Organization | None:
    head = printed.head
    code = printed.code
    flags: tuple[str, ...] = ()
    if code is None:
        code = complete(head, printed.level, context)
        flags = ("from_context",) if code else ()
    if head.id == "kementerian_pendidikan":
        return Organization(ministry_of(year) or head.name, head.kind, None)
    if head.scope == "government" and code is None:
        return None
    if head.scope in ("national", "university"):
        return Organization(
            head.name, head.kind, region_inside(head.name) if head.scope == "university" else None
        )
    name = full_name(head, printed.title, code, printed.suffix)
    unit = unit_before(text, printed.start)
    return Organization(f"{unit[1]} {name}" if unit else name, head.kind, code, flags)


def _school(text: str, start: int, end: int, context: str | None) -> Organization:
    name = school_name(text[start:end])
    region = region_inside(name)
    flags = ("spelling_corrected",) if name != text[start:end] and "O" in text[start:end] else ()
    local = context if context and regions.region(context).level in _LOCAL else None
    return Organization(name, "school", region if region and len(region) > 2 else local, flags)


def _institution(text: str, region_at: RegionAt, context: str | None) -> Organization | None:
    found = next(find_institutions(text, region_at), None)
    if found is None:
        return None
    name = text[found.start : found.end]
    at = region_at(found.reach + 1)
    if found.is_office:
        code = at[0] if at else context
        name = found.acronym or name
        return Organization(
            f"{name} {regions.name_in_organization(code)}" if code else name, found.kind, code
        )
    return Organization(name, found.kind, region_inside(name) if found.kind == "university" else None)


def kind_of(head_id: str) -> str:
    """The kind of the body with this id; KeyError if there is none."""
    return heads()[head_id].kind
