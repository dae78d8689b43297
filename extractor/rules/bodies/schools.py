"""Schools of the article: their printed names, and the kabupaten or kota in which each of them lies."""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

from extractor.canonical import regions as known
from extractor.canonical.schools import School, common_run, find_schools, school_form, school_name, short_run
from extractor.rules.bodies.offices import Context
from extractor.rules.mentions import Office, Place, Scan
from extractor.schema.types import Span
from extractor.text import fold

_HEAD_OF_SCHOOL_WORDS = 4
_Region = tuple[str | None, tuple[Span, ...]]


class _Local(NamedTuple):
    """The mentions of kabupaten and kota in order, where they start, and where a school lies by default."""

    places: list[Place]
    starts: list[int]
    ends: frozenset[int]
    default: _Region


def read_schools(scan: Scan, context: Context) -> list[Office]:
    """Every mention of a school, in text order."""
    local = _local(scan, context)
    schools = [one for one in find_schools(scan.text) if _is_school(scan, one, local)]
    printed = [scan.text[one.start : one.end] for one in schools]
    offices = []
    for one, name, run in zip(schools, printed, common_run(printed), strict=True):
        is_glued = run == name and one.is_headed and len(name.split(" ")) >= _HEAD_OF_SCHOOL_WORDS
        surface = short_run(name) if is_glued else run
        canonical = school_name(surface)
        span = Span(one.start, one.start + len(surface))
        region, spans = _region(scan, span, local)
        flags = ("spelling_corrected",) if fold(canonical) != fold(surface) else ()
        offices.append(Office((span, *spans), canonical, "school", region, flags))
    return _with_full_names(offices)


def _with_full_names(offices: list[Office]) -> list[Office]:
    """A short mention (`SDN 12`) takes the name of the only school whose full name it opens."""
    if not any(office.name[-1].isdigit() for office in offices):
        return offices
    longer: dict[str, dict[str, Office]] = {}
    forms = [school_form(office.name) for office in offices]
    for form, office in zip(forms, offices, strict=True):
        kind, _, rest = form.partition(" ")
        number, _, words = rest.partition(" ")
        if words and number.isdigit():
            longer.setdefault(f"{kind} {number}", {}).setdefault(form, office)
    return [_renamed(office, longer.get(form, {})) for form, office in zip(forms, offices, strict=True)]


def _renamed(office: Office, longer: dict[str, Office]) -> Office:
    if len(longer) != 1:
        return office
    model = next(iter(longer.values()))
    flags = tuple(dict.fromkeys((*office.flags, "from_context")))
    return Office((office.span, *model.spans), model.name, "school", model.region, flags)


def _local(scan: Scan, context: Context) -> _Local:
    places = [place for place in context.places if known.region(place.code).level != known.PROVINCE]
    starts = [place.span.start for place in places]
    first: dict[str, Span] = {}
    for place in places:
        first.setdefault(place.code, place.span)
    main = context.main
    if main is None or main not in first:
        town = scan.layout.dateline
        others = set(first) - {
            place.code for place in places if town and town.start <= place.span.start < town.end
        }
        main = others.pop() if len(others) == 1 else None
    default: _Region = (main, (first[main],)) if main else (None, ())
    return _Local(places, starts, frozenset(place.span.end for place in context.places), default)


def _is_school(scan: Scan, school: School, local: _Local) -> bool:
    """False for noise, and for a kind with nothing but a region behind it (`guru SD Pontianak`)."""
    is_regional = not school.is_numbered and school.end in local.ends and not school.is_named
    return not is_regional and not scan.layout.is_noise(school.start)


def _region(scan: Scan, span: Span, local: _Local) -> _Region:
    """A kabupaten or kota in its name or behind it, else the article's, else the last of its sentence."""
    index = bisect_left(local.starts, span.start)
    if index < len(local.starts) and local.starts[index] <= span.end + 2:
        return local.places[index].code, (local.places[index].span,)
    if local.default[0] is not None:
        return local.default
    if index and local.starts[index - 1] >= scan.sentence_at(span.start).start:
        return local.places[index - 1].code, (local.places[index - 1].span,)
    return None, ()
