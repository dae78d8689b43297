"""How the words of each field are read: one reader a field, over the code that reads a model's claims."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple, TypeAlias, get_args

from evals.review.contents.pointers import Record, items
from extractor.canonical.regions import region
from extractor.canonical.units import read_unit
from extractor.grounding import amounts, instruments, names, posts, printed, retelling, when
from extractor.grounding.bodies import Bodies
from extractor.grounding.bodies import Grounded as Body
from extractor.grounding.found import Found, Miss, proves
from extractor.grounding.page import Page
from extractor.grounding.where import Regions
from extractor.knowledge import tables
from extractor.schema.claims import Cite
from extractor.schema.types import EventType, Span, Value
from extractor.text import squeeze

Read: TypeAlias = dict[str, Found]
"""By path: the leaf that was asked for, and those beside it that the same words tell."""

EDGES = " \n\t\u00a0,;:"


class Look(NamedTuple):
    """A stretch of the article under the reader's eye."""

    page: Page
    regions: Regions
    bodies: Bodies
    record: Record


def look_at(page: Page, record: Record) -> Look:
    """What is to be read on `page`, beside the record as it stands."""
    regions = Regions(page)
    return Look(page, regions, Bodies(page, regions), record)


def _simple(path: str, read: Callable[[Page, Cite], Found | Miss]) -> Callable[[Look, Cite], Read]:
    def reader(look: Look, cite: Cite) -> Read:
        return _one(path, read(look.page, cite))

    return reader


def _one(path: str, found: Found | Miss) -> Read:
    return {path: found} if isinstance(found, Found) else {}


def retold(look: Look, cite: Cite) -> Read:
    """The sentences that a summary retells."""
    return _one("summary", retelling.summary(look.page, cite))


def _event_type(look: Look, cite: Cite) -> Read:
    """The kind of happening that the first cue among the words tells."""
    kinds = {row["id"]: row["event"] for row in tables.rows("event_cues")}
    zone = look.page.zones(cite)[0]
    for hit in look.page.hits["cue"]:
        if zone.start <= hit.start and hit.end <= zone.end and kinds[hit.key] in get_args(EventType):
            return {"event.type": Found(kinds[hit.key], (Span(hit.start, hit.end),), "exact")}
    return {}


def _event_date(look: Look, cite: Cite) -> Read:
    found = _one("event.date", when.first_day(look.page, cite))
    last = when.end_of(look.page, cite) if found else None
    if last is not None and last.value != found["event.date"].value:
        found["event.end_date"] = last
    return found


def _regions(path: str) -> Callable[[Look, Cite], Read]:
    def reader(look: Look, cite: Cite) -> Read:
        found = _one(path, look.regions.ground(cite))
        if path == "regions[].code" and found:
            known = region(str(found[path].value))
            found["regions[].name"] = found[path]._replace(value=known.name)
            found["regions[].level"] = found[path]._replace(value=known.level)
        return found

    return reader


def _bodies(path: str) -> Callable[[Look, Cite], Read]:
    def reader(look: Look, cite: Cite) -> Read:
        body = look.bodies.ground(cite)
        return {path: body.name} if isinstance(body, Body) else {}

    return reader


def _organization(look: Look, cite: Cite) -> Read:
    body = look.bodies.ground(cite)
    if not isinstance(body, Body):
        return {}
    found = {
        "organizations[].name": body.name,
        "organizations[].kind": body.name._replace(value=body.kind, spans=body.name.spans[:1], flags=()),
    }
    if body.region is not None:
        home = look.regions.first(body.region)
        choices = (body.name.spans, (*body.name.spans, home)) if home else (body.name.spans,)
        spans = next((spans for spans in choices if proves("seat", look.page, spans, body.region)), ())
        found["organizations[].region"] = body.name._replace(value=body.region, spans=spans)
    return found


def _seat(look: Look, cite: Cite) -> Read:
    """A region by its name, or the one of the body that the words name."""
    path = "organizations[].region"
    found = _regions(path)(look, cite) or _organization(look, cite)
    return {path: found[path]} if path in found else {}


def _post(look: Look, cite: Cite) -> Read:
    found = posts.post(look.page, cite)
    if isinstance(found, Miss):
        return {}
    read = {"people[].role": found.role}
    if found.acting is not None:
        read["people[].acting"] = found.acting
    employer = look.bodies.employer_at(found.span)
    if employer is not None:
        read["people[].organization"] = employer.name
    return read


def _figure(look: Look, cite: Cite) -> Read:
    found = amounts.figure(look.page, cite)
    if isinstance(found, Miss):
        return {}
    read = {"indicators[].value": found.value}
    if found.unit is not None:
        read["indicators[].unit"] = found.unit
    return read


def _program(look: Look, cite: Cite) -> Read:
    found = instruments.programs(look.page, cite)
    if isinstance(found, Miss):
        return {}
    # `Sekolah Model SPMI` names two; who marks it again means the other one.
    known = items(look.record, "programs")
    return {"programs[]": next((one for one in found if one.value not in known), found[0])}


def _regulation(look: Look, cite: Cite) -> Read:
    found = instruments.regulation(look.page, cite)
    if isinstance(found, Miss):
        return {}
    read = {"regulations[].kind": found.kind, "regulations[].number": found.number}
    if found.year is not None:
        read["regulations[].year"] = found.year
    return read


def _speaker(look: Look, cite: Cite) -> Read:
    """A person of the record by any part of the name, else a body."""
    path = "statements[].speaker"
    people = [_known(look, item["name"]) for item in _people(look.record) if item.get("name")]
    found = _one(path, names.speaking(look.page, cite, people))
    return found or _bodies(path)(look, cite)


def _people(record: Record) -> list[Mapping[str, object]]:
    return [item for item in items(record, "people") if isinstance(item, Mapping)]


def _known(look: Look, name: object) -> names.Known:
    """A person of the record with the place of the full name, which the proof of a short form needs."""
    found = names.person(look.page, Cite(str(name), None))
    spans = found.spans if isinstance(found, Found) else ()
    return names.known(Found(str(name), spans, "exact"))


def _person_with_post(look: Look, span: Span) -> Read:
    """Name and post of `Kepala BPMP Kalsel, Yuli Haryanto` and the like, whichever comes first."""
    text, parts = look.page.text, list(_parts(look.page.text, span))
    role = next((one for one in look.page.hits["role"] if span.start <= one.start < span.end), None)
    if role is None:
        return {}
    at = next(part for part in parts if part.start <= role.start < part.end)
    read = _post(look, Cite(text[at.start : at.end], 1))
    named = [hit.end for kind in ("organization", "region") for hit in look.page.hits[kind]]
    behind = max((end for end in (*named, role.end) if end <= at.end), default=role.end)
    others = [part for part in parts if part != at]
    for part in (*others, Span(behind, at.end), Span(at.start, role.start)):
        name = names.person(look.page, Cite(text[part.start : part.end].strip(EDGES), 1))
        if isinstance(name, Found):
            return {**read, "people[].name": name}
    return read


def _parts(text: str, span: Span) -> Iterator[Span]:
    """The stretches between commas."""
    start = span.start
    for part in text[span.start : span.end].split(","):
        yield Span(start, start + len(part))
        start += len(part) + 1


def _figure_with_subject(look: Look, span: Span) -> Read:
    """Number, unit and what is counted of `41 orang guru penggerak`; a unit may be what is counted itself."""
    text = look.page.text
    read = _figure(look, Cite(text[span.start : span.end].strip(EDGES), 1))
    value, unit = read.get("indicators[].value"), read.get("indicators[].unit")
    if value is None:
        return {}
    last = unit.spans[-1] if unit is not None else value.spans[-1]
    end = max(value.spans[-1].end, last.end)
    own = text[last.start : last.end] if unit is not None and unit.value not in _MEASURES else ""
    opens = min([value.spans[0].start, *(one.start for one in (unit.spans if unit else ()))])
    for surface in (text[end : span.end], own, text[span.start : opens]):
        subject = (
            printed.subject(look.page, Cite(squeeze(surface).strip(EDGES), 1)) if surface.strip() else None
        )
        if isinstance(subject, Found):
            return {**read, "indicators[].subject": subject}
    return read


_SIMPLE: dict[str, Callable[[Page, Cite], Found | Miss]] = {
    "article.title": printed.phrase,
    "article.outlet": printed.byline,
    "article.dateline": printed.town,
    "article.published_on": when.page_day,
    "article.reporters[]": printed.byline,
    "article.editors[]": printed.byline,
    "event.end_date": when.last_day,
    "event.venue": printed.venue,
    "people[].name": names.person,
    "indicators[].subject": printed.subject,
    "indicators[].note": printed.phrase,
    "statements[].quote": printed.quote,
    "summary": printed.phrase,
}


def _units(look: Look, value: Value) -> Iterator[Span]:
    """The words, and pairs of words, that mean the unit; a rank is an ordinal."""
    words = look.page.words
    for index, start in enumerate(words.starts):
        for end in words.ends[index : index + 2]:
            if read_unit(look.page.folded[start:end]) == value:
                yield Span(start, end)
                break
    for one in look.page.quantities:
        if one.is_ordinal:
            yield Span(one.start, one.end)


def _dates(look: Look, _: Value) -> Iterator[Span]:
    return (Span(one.start, one.end) for one in look.page.dates)


def _numbers(look: Look, value: Value) -> Iterator[Span]:
    return (Span(one.start, one.end) for one in look.page.quantities if one.value == value)


def _named_regions(look: Look, value: Value) -> Iterator[Span]:
    return (one.span for one in look.regions.all if str(value) in (one.code, *one.possible))


PLACES: dict[str, Callable[[Look, Value], Iterator[Span]]] = {
    "date": _dates,
    "number": _numbers,
    "unit": _units,
    "region": _named_regions,
}
"""By canonicaliser: every place that may prove such a value, where the value does not read as its claim."""

READERS: dict[str, Callable[[Look, Cite], Read]] = {
    **{path: _simple(path, read) for path, read in _SIMPLE.items()},
    "event.type": _event_type,
    "event.date": _event_date,
    "event.region": _regions("event.region"),
    "event.parties[]": _bodies("event.parties[]"),
    "regions[].code": _regions("regions[].code"),
    "organizations[].name": _organization,
    "organizations[].region": _seat,
    "people[].role": _post,
    "people[].organization": _bodies("people[].organization"),
    "programs[]": _program,
    "indicators[].value": _figure,
    "indicators[].region": _regions("indicators[].region"),
    "regulations[].kind": _regulation,
    "statements[].speaker": _speaker,
}

MORE: dict[str, Callable[[Look, Span], Read]] = {
    "people": _person_with_post,
    "indicators": _figure_with_subject,
}

_MEASURES = frozenset(("persen", "poin", "rupiah", "peringkat", "jam", "hari", "bulan", "tahun", "orang"))
"""Units that are never what is counted."""
