"""Which organizations the article names, under their full names, each with the text that proves it."""

from __future__ import annotations

from dataclasses import replace

from extractor.canonical import regions as known
from extractor.canonical.heads import EDUCATION_OFFICES, RegionAt, functions_of
from extractor.canonical.institutions import find_institutions
from extractor.canonical.organizations import read_organization, region_inside
from extractor.canonical.schools import school_form
from extractor.rules.bodies.offices import Context, Found, find_offices, read_context, region_lookup
from extractor.rules.bodies.schools import read_schools
from extractor.rules.mentions import Office, Person, Place, Scan
from extractor.rules.overlaps import SpanSet
from extractor.schema.types import Candidate, Node, Span

# A post of its head makes one body of a kind: `Kepala Dinas Perkebunan`.
_HEADED = (" kepala ", " kadis ", " plt kepala ", " sekretaris ")
_EXPLICIT, _COMPLETED, _PATTERN = 0.95, 0.8, 0.85


def find(scan: Scan, places: tuple[Place, ...]) -> tuple[Office, ...]:
    """Every mention of an organization, in text order; the article's own outlet is none."""
    context = read_context(scan, places, scan.main)
    region_at = region_lookup(scan, places)
    schools = read_schools(scan, context)
    names = [office.span for office in schools]
    outlet = [scan.layout.outlet] if scan.layout.outlet else []
    taken = SpanSet([*names, *outlet])
    found = [one for one in find_offices(scan, context, region_at) if not taken.touches(one.span)]
    names += [Span(one.span.start, one.reach) for one in found]
    offices = [_office(one) for one in _unify(found)] + schools
    offices += _institutions(scan, region_at, SpanSet([*names, *outlet]), context)
    return tuple(sorted(offices, key=lambda office: office.span))


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
    return tuple(sorted([*offices, *added], key=lambda office: office.span)) if added else offices


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
    return replace(one, name=model.name, kind=model.kind, code=model.code, region_spans=spans, flags=flags)


def _body(one: Found) -> str:
    """Ids of one body: an office of the ministry of religion, a representation of the family board."""
    if one.id in ("kemenag", "kankemenag"):
        return "kankemenag"
    if one.id in ("ombudsman", "ombudsman_perwakilan"):
        return "ombudsman"
    return "perwakilan_bkkbn" if one.id == "bkkbn" else one.id


def _fullness(one: Found) -> tuple[bool, int]:
    """A name in full words beats an acronym's expansion; more functions beat fewer."""
    count = functions_of(one.title)
    is_long = count > 0 and one.span.end - one.span.start >= len(one.title)
    return is_long, count


def _institutions(scan: Scan, region_at: RegionAt, taken: SpanSet, context: Context) -> list[Office]:
    offices = []
    for one in find_institutions(scan.text, region_at):
        span = Span(one.start, one.end)
        if scan.layout.is_noise(one.start) or taken.touches(span):
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
        elif scan.folded.endswith(_HEADED, 0, one.start) and (main := _local_main(context)):
            name = f"{one.acronym or name} {known.name_in_organization(main)}"
            offices.append(Office((span, context.first[main]), name, one.kind, main, ("from_context",)))
    return offices


def _local_main(context: Context) -> str | None:
    """The kabupaten or kota that the article is about; None where it is about a province or none."""
    main = context.main
    is_local = main is not None and main in context.first and known.region(main).level != known.PROVINCE
    return main if is_local else None
