"""Which organizations the article names, under their full names, each with the text that proves it."""

from __future__ import annotations

from extractor.canonical import regions as known
from extractor.canonical.heads import EDUCATION_OFFICES, RegionAt, functions_of
from extractor.canonical.institutions import find_institutions
from extractor.canonical.organizations import read_organization, region_inside
from extractor.canonical.schools import School, common_run, find_schools, school_form, school_name, short_run
from extractor.rules.mentions import Office, Person, Place, Scan
from extractor.rules.offices import Context, Found, find_offices, read_context, region_lookup
from extractor.rules.regions import main_region
from extractor.schema.types import Candidate, Node, Span
from extractor.text import fold

_EXPLICIT, _COMPLETED, _PATTERN = 0.95, 0.8, 0.85
_HEAD_OF_SCHOOL_WORDS = 4


def find(scan: Scan, places: tuple[Place, ...]) -> tuple[Office, ...]:
    """Every mention of an organization, in text order; the article's own outlet is none."""
    context = read_context(scan, places, main_region(scan, places))
    region_at = region_lookup(scan, places)
    schools = _schools(scan, context)
    taken = [office.span for office in schools]
    found = [one for one in find_offices(scan, context, region_at) if not _is_inside(one.span, taken)]
    offices = [_office(one) for one in _unify(found)]
    taken += [Span(one.span.start, one.reach) for one in found]
    offices += [*schools, *_institutions(scan, region_at, taken)]
    outlet = scan.layout.outlet
    kept = [office for office in offices if outlet is None or not _overlaps(office.span, outlet)]
    return tuple(sorted(kept, key=lambda office: office.span))


def with_employers(
    scan: Scan,  # noqa: ARG001
    offices: tuple[Office, ...],
    persons: tuple[Person, ...],
) -> tuple[Office, ...]:
    """Add the organizations that only a named person's post tells (`Bupati X` → its government)."""
    named = {office.name for office in offices}
    added: list[Office] = []
    for person in persons:
        name = person.organization
        if name is None or name in named:
            continue
        named.add(name)
        read = read_organization(name)
        spans = person.organization_spans or person.role_spans or (person.span,)
        kind, region = (read.kind, read.region) if read else ("other", None)
        added.append(Office(spans, name, kind, region, ("from_context",)))
    return tuple(sorted([*offices, *added], key=lambda office: office.span))


def draft(offices: tuple[Office, ...]) -> list[Node]:
    """One node per organization, in the order of first mention; its best proven mention is the evidence."""
    groups: dict[str, list[Office]] = {}
    for office in offices:
        key = school_form(office.name) if office.kind == "school" else office.name
        groups.setdefault(key, []).append(office)
    return [_node(min(group, key=lambda office: len(office.flags))) for group in groups.values()]


def _node(office: Office) -> dict[str, Node]:
    sure = _COMPLETED if "from_context" in office.flags else _EXPLICIT
    name = Candidate(office.name, office.spans, sure, "organization", office.flags)
    kind = Candidate(office.kind, office.spans[:1], sure, "organization_kind")
    region = None
    if office.region is not None:
        region = Candidate(office.region, office.spans, sure, "organization_region", office.flags)
    return {"name": name, "kind": kind, "region": region}


def _office(found: Found, more: tuple[Span, ...] = ()) -> Office:
    spans = tuple(dict.fromkeys((found.span, *more, *found.region_spans)))
    return Office(spans, found.name, found.kind, found.code, found.flags)


def _unify(found: list[Found]) -> list[Found]:
    """Mentions of one office under one name: an education office's fullest, a branch with its region."""
    fullest: dict[str, Found] = {}
    for one in found:
        if one.id not in EDUCATION_OFFICES or one.code is None:
            continue
        best = fullest.get(one.code)
        if best is None or _fullness(one) > _fullness(best):
            fullest[one.code] = one
    found = [one for one in found if one.id != "dpr" or not any(other.id == "dprd" for other in found)]
    branches = {_body(one): one for one in reversed(found) if one.code is not None}
    unified: list[Found] = []
    for one in found:
        model = fullest.get(one.code or "") if one.id in EDUCATION_OFFICES else branches.get(_body(one))
        is_same = model is not None and (one.id in EDUCATION_OFFICES or one.code in (None, model.code))
        unified.append(_renamed(one, model) if model and is_same and model.name != one.name else one)
    return unified


def _renamed(one: Found, model: Found) -> Found:
    spans = (*one.region_spans, model.span, *model.region_spans)
    flags = tuple(dict.fromkeys((*one.flags, "from_context")))
    return one._replace(name=model.name, kind=model.kind, code=model.code, region_spans=spans, flags=flags)


def _body(one: Found) -> str:
    """Ids of one body: an office of the ministry of religion, a representation of the family board."""
    if one.id in ("kemenag", "kankemenag"):
        return "kankemenag"
    return "perwakilan_bkkbn" if one.id == "bkkbn" else one.id


def _fullness(one: Found) -> tuple[bool, int]:
    """A name in full words beats an acronym's expansion; more functions beat fewer."""
    count = functions_of(one.title)
    is_long = count > 0 and one.span.end - one.span.start >= len(one.title)
    return is_long, count


def _schools(scan: Scan, context: Context) -> list[Office]:
    schools = [one for one in find_schools(scan.text) if _is_school(scan, one, context)]
    printed = [scan.text[one.start : one.end] for one in schools]
    offices = []
    for one, name, run in zip(schools, printed, common_run(printed), strict=True):
        is_glued = run == name and one.is_headed and len(name.split(" ")) >= _HEAD_OF_SCHOOL_WORDS
        surface = short_run(name) if is_glued else run
        canonical = school_name(surface)
        span = Span(one.start, one.start + len(surface))
        region, spans = _school_region(scan, span, context)
        flags = ("spelling_corrected",) if fold(canonical) != fold(surface) else ()
        offices.append(Office((span, *spans), canonical, "school", region, flags))
    return offices


def _is_school(scan: Scan, school: School, context: Context) -> bool:
    """False for noise, and for a kind with nothing but a region behind it (`guru SD Pontianak`)."""
    is_regional = not school.is_numbered and any(
        school.start < place.span.start and place.span.end == school.end for place in context.places
    )
    return not is_regional and not scan.layout.is_noise(school.start)


def _school_region(scan: Scan, span: Span, context: Context) -> tuple[str | None, tuple[Span, ...]]:
    """A kabupaten or kota in its name or right behind it, else the one that the article is about."""
    for place in context.places:
        is_near = span.start <= place.span.start <= span.end + 2
        if is_near and known.region(place.code).level != known.PROVINCE:
            return place.code, (place.span,)
    main = context.main
    if main is None or known.region(main).level == known.PROVINCE:
        return _region_before(scan, span, context)
    return main, tuple(place.span for place in context.places if place.code == main)[:1]


def _region_before(scan: Scan, span: Span, context: Context) -> tuple[str | None, tuple[Span, ...]]:
    """The only kabupaten or kota besides the dateline, else the last one before it in its sentence."""
    codes = {place.code for place in context.places if known.region(place.code).level != known.PROVINCE}
    town = scan.layout.dateline
    codes -= {place.code for place in context.places if town is not None and _overlaps(place.span, town)}
    if len(codes) == 1:
        code = codes.pop()
        return code, tuple(place.span for place in context.places if place.code == code)[:1]
    first = scan.sentence_at(span.start).start
    before = [
        place
        for place in context.places
        if first <= place.span.start < span.start and known.region(place.code).level != known.PROVINCE
    ]
    return (before[-1].code, (before[-1].span,)) if before else (None, ())


def _institutions(scan: Scan, region_at: RegionAt, taken: list[Span]) -> list[Office]:
    offices = []
    for one in find_institutions(scan.text, region_at):
        span = Span(one.start, one.end)
        if (
            scan.layout.is_noise(one.start)
            or _is_inside(span, taken)
            or any(_overlaps(span, other) for other in taken)
        ):
            continue
        name = scan.text[one.start : one.end]
        if not one.is_office:
            code = region_inside(name) if one.kind == "university" else None
            offices.append(Office((span,), name, one.kind, code))
            continue
        at = region_at(one.reach + 1)
        if at is not None:
            name = f"{one.acronym or name} {known.name_in_organization(at[0])}"
            offices.append(Office((Span(one.start, at[1]),), name, one.kind, at[0]))
    return offices


def _is_inside(span: Span, others: list[Span]) -> bool:
    return any(other.start <= span.start < other.end for other in others)


def _overlaps(span: Span, other: Span) -> bool:
    return span.start < other.end and other.start < span.end
