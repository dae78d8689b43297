"""The canonical form of a piece of evidence, field by field: what the printed words prove.

A leaf is proved when the canonical form of its evidence is its value. Where the words leave something open
(which year, which of two regions of one name, whose education office), the claimed value chooses among what
they allow, and among nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date as calendar_date
from itertools import chain
from typing import TypeAlias

from extractor import knowledge
from extractor.canonical.dates import DateExpression, find_dates
from extractor.canonical.employers import read_employer
from extractor.canonical.memory import remembered, remembered_proof
from extractor.canonical.names import read_person
from extractor.canonical.numbers import find_quantities
from extractor.canonical.organizations import read_organization
from extractor.canonical.places import read_town, read_venue
from extractor.canonical.regions import codes_of, province_of, read_region, region
from extractor.canonical.regulations import find_regulations
from extractor.canonical.roles import read_acting, read_role
from extractor.canonical.schools import school_form
from extractor.canonical.units import read_unit
from extractor.schema.types import Span, Value
from extractor.text import fold, squeeze

Surfaces: TypeAlias = tuple[str, ...]
Canonicaliser: TypeAlias = Callable[[Surfaces, Value], Value]
"""`(surfaces, claim)` → the claim if the surfaces allow it, else their first reading, None without one."""

_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
RANK = "peringkat"
_FULL_DATE = len("YYYY-MM-DD")
_MINISTRY_YEARS = (2005, 2010, 2013, 2022, 2025)


def surfaces_of(text: str, spans: tuple[Span, ...]) -> Surfaces:
    """What stands in `text` at each of `spans`."""
    if len(spans) == 1:
        # Most values have one place, and a comprehension costs as much as a call.
        ((start, end),) = spans
        return (text[start:end],)
    return tuple([text[start:end] for start, end in spans])


def verbatim(surfaces: Surfaces, claim: Value) -> Value:
    """The printed text with white space folded; several places are joined in order."""
    del claim
    return squeeze(" ".join(surfaces)) or None


def subject(surfaces: Surfaces, claim: Value) -> Value:
    """As `verbatim`, but the letter case may differ: a subject is lower case except for names."""
    printed = squeeze(" ".join(surfaces))
    return claim if fold(printed) == fold(str(claim)) else printed


def venue(surfaces: Surfaces, claim: Value) -> Value:
    """The building as the record spells it."""
    del claim
    return read_venue(" ".join(surfaces))


@remembered_proof
def town(surfaces: Surfaces, claim: Value) -> Value:
    """A place name without its kind, corrected where it is a region's."""
    return _choose((found.name for surface in surfaces if (found := read_town(surface)) is not None), claim)


@remembered_proof
def date(surfaces: Surfaces, claim: Value) -> Value:
    """An ISO date: day and month stand in one surface, the year in any of them or in none."""
    years = {int(year) for surface in surfaces for year in _YEAR.findall(surface)}
    readings = [
        day for surface in surfaces for found in find_dates(surface) for day in _days(found, years, claim)
    ]
    return _choose((*readings, *map(str, sorted(years))), claim)


@remembered_proof
def region_code(surfaces: Surfaces, claim: Value) -> Value:
    """The code of a region that one of the surfaces names."""
    return _choose(_codes(*surfaces), claim)


@remembered_proof
def seat(surfaces: Surfaces, claim: Value) -> Value:
    """The region that a body serves: one named, or the province of one named (`LPMP` in Sinjai)."""
    return _choose((one for code in _codes(*surfaces) for one in (code, province_of(code))), claim)


@remembered_proof
def region_name(surfaces: Surfaces, claim: Value) -> Value:
    """The official name of a region that one of the surfaces names."""
    return _choose((region(code).name for code in _codes(*surfaces)), claim)


@remembered_proof
def organization(surfaces: Surfaces, claim: Value) -> Value:
    """A body that a surface names or a post implies, its region from the same or another surface."""
    wanted = school_form(str(claim))
    first: Value = None
    for name in _bodies(surfaces):
        if name == claim or school_form(name) == wanted:
            return claim
        first = first or name
    return first


@remembered_proof
def person(surfaces: Surfaces, claim: Value) -> Value:
    """The bare name."""
    found = (read_person(surface) for surface in surfaces)
    return _choose((name.name for name in found if name is not None), claim)


@remembered_proof
def role(surfaces: Surfaces, claim: Value) -> Value:
    """The post in full words."""
    found = (read_role(surface) for surface in (*surfaces, " ".join(surfaces)))
    return _choose((one.role for one in found if one is not None), claim)


@remembered_proof
def acting(surfaces: Surfaces, claim: Value) -> Value:
    """How the post is held: Plt, Pj, Plh, Pjs."""
    return _choose((read_acting(surface) for surface in surfaces), claim)


@remembered_proof
def program(surfaces: Surfaces, claim: Value) -> Value:
    """The id of a program that a surface names; a row for two programs proves both."""
    hits = (hit for surface in surfaces for hit in knowledge.scan(surface, fold(surface))["program"])
    return _choose((part.strip() for hit in hits for part in hit.key.split(";")), claim)


@remembered_proof
def number(surfaces: Surfaces, claim: Value) -> Value:
    """A number that a surface holds."""
    if len(surfaces) == 1 and surfaces[0].isdecimal():
        return int(surfaces[0])
    joined = " ".join(surfaces)
    return _choose((found.value for text in (*surfaces, joined) for found in find_quantities(text)), claim)


@remembered_proof
def unit(surfaces: Surfaces, claim: Value) -> Value:
    """A unit of the closed list by any of its names; an ordinal is a rank (`tertinggi pertama`)."""
    if claim == RANK and any(found.is_ordinal for surface in surfaces for found in find_quantities(surface)):
        return claim
    return _choose((read_unit(surface) for surface in surfaces), claim)


@remembered_proof
def regulation_kind(surfaces: Surfaces, claim: Value) -> Value:
    """The kind of instrument in full words."""
    return _choose((found.kind for found in find_regulations(_as_rule(surfaces))), claim)


def regulation_number(surfaces: Surfaces, claim: Value) -> Value:
    """The instrument's number as text."""
    printed = squeeze(surfaces[0])
    return claim if fold(printed) == fold(str(claim)) else printed


def regulation_year(surfaces: Surfaces, claim: Value) -> Value:
    """A year of four digits."""
    return _choose((int(year) for surface in surfaces for year in _YEAR.findall(surface)), claim)


@remembered_proof
def speaker(surfaces: Surfaces, claim: Value) -> Value:
    """A person by the full name in one of the surfaces, or a body that speaks."""
    named = person(surfaces, claim)
    return named if named == claim else organization(surfaces, claim)


CANONICALISERS: dict[str, Canonicaliser] = {
    "verbatim": verbatim,
    "venue": venue,
    "subject": subject,
    "town": town,
    "date": date,
    "region": region_code,
    "region_name": region_name,
    "seat": seat,
    "organization": organization,
    "person": person,
    "role": role,
    "acting": acting,
    "program": program,
    "number": number,
    "unit": unit,
    "regulation_kind": regulation_kind,
    "regulation_number": regulation_number,
    "regulation_year": regulation_year,
    "speaker": speaker,
}
"""By the names that `extractor.schema.fields` uses."""


def _choose(readings: Iterable[Value], claim: Value) -> Value:
    first: Value = None
    for reading in readings:
        if reading == claim:
            return claim
        first = reading if first is None else first
    return first


def _days(found: DateExpression, years: set[int], claim: Value) -> Iterator[str]:
    """First and last day of an expression, as ISO dates; a year printed nowhere is the claimed one."""
    ends = (found.day, found.month, found.year), (found.end_day, found.end_month, found.end_year)
    for day, month, year in ends:
        if month is None:
            continue
        printed = {year} if year else years or {int(str(claim)[:4])}
        for one in sorted(printed):
            yield f"{one:04}-{month:02}" if day is None else f"{one:04}-{month:02}-{day:02}"
    if found.month is None and claim is not None and _falls_on(str(claim), found.weekday):
        yield str(claim)


def _falls_on(day: str, weekday: int | None) -> bool:
    """True when the ISO date is that weekday; words such as `kemarin` name none and leave the day open."""
    if weekday is None:
        return True
    return len(day) == _FULL_DATE and calendar_date.fromisoformat(day).weekday() == weekday


def _codes(*surfaces: str) -> Iterator[str]:
    """Codes of the regions that the surfaces can name, from bare names to corrected ones."""
    for surface in surfaces:
        yield from codes_of(fold(surface))
    for surface in surfaces:
        yield from _codes_inside(surface)
    for surface in surfaces:
        reading = read_region(surface)
        if reading is not None:
            yield from (reading.code, *reading.options)


@remembered
def _codes_inside(surface: str) -> tuple[str, ...]:
    folded = fold(surface)
    hits = knowledge.scan(surface, folded)["region"]
    return tuple([code for hit in hits for code in codes_of(folded[hit.start : hit.end])])


def _bodies(surfaces: Surfaces) -> Iterator[str]:
    """Names of bodies that the surfaces can mean, the likeliest and cheapest first."""
    yield squeeze(surfaces[0])
    for context in chain(_codes(*surfaces[1:]), (None,), _codes(surfaces[0])):
        yield from _named(surfaces[0], context)
    for context in chain((None,), _codes(*surfaces)):
        for surface in dict.fromkeys((*surfaces[1:], " ".join(surfaces))):
            yield from _named(surface, context)
    for year in _MINISTRY_YEARS:
        found = read_organization(surfaces[0], year=year)
        if found is not None:
            yield found.name


def _named(surface: str, context: str | None) -> Iterator[str]:
    """The body that `surface` names, and the one that a post in it implies."""
    for read in (read_organization, read_employer):
        found = read(surface, context=context)
        if found is not None:
            yield found.name


def _as_rule(surfaces: Surfaces) -> str:
    """A kind alone is no instrument: give it a number, so that it is read as one."""
    return " ".join(surfaces) + " Nomor 1 Tahun 2020"
