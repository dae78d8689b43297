"""What the marked words of an article say: values by the same code that reads a model's claims.

A selection is read like a claim that quotes its own place, so a reviewer who marks `Rabu (2/11/2022)`,
`Rp 1,2 miliar` or `Disdik` gets the date, the amount or the office's full name, and never has to know
canonical forms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple, TypeAlias, get_args

from evals.review.pointers import Record, identity_of, items
from extractor.canonical import CANONICALISERS
from extractor.canonical.context import Context
from extractor.canonical.regions import region
from extractor.grounding import amounts, instruments, names, posts, printed, when
from extractor.grounding.bodies import Bodies
from extractor.grounding.bodies import Grounded as Body
from extractor.grounding.found import Found, Miss, proves
from extractor.grounding.page import Page
from extractor.grounding.where import Regions
from extractor.knowledge import tables
from extractor.rules import engine
from extractor.schema.claims import Cite
from extractor.schema.fields import BY_PATH
from extractor.schema.types import Article, EventType, Sentence, Span, Value
from extractor.text import split_sentences, squeeze

Read: TypeAlias = dict[str, Found]
"""By path: the leaf that was asked for, and those beside it that the same words tell."""

_NO_FALLBACK = frozenset(("event.date", "event.end_date", "article.published_on"))
"""A date without a year is read by the article's clues or not at all."""

_EDGES = " \n\t\u00a0,;:"


class _Look(NamedTuple):
    """A stretch of the article under the reader's eye."""

    page: Page
    regions: Regions
    bodies: Bodies
    record: Record


class Reader:
    """One article's reader.

    Args:
        article: Offsets of all spans point into its text.
    """

    def __init__(self, article: Article) -> None:
        self.article = article

    def span(self, start: int, end: int) -> Span | None:
        """The selection without white space at its edges; None where no text is left."""
        text = self.article.text
        if not 0 <= start < end <= len(text):
            return None
        surface = text[start:end]
        start += len(surface) - len(surface.lstrip())
        end = start + len(surface.strip())
        return Span(start, end) if start < end else None

    def marked(self, path: str, span: Span, record: Record) -> Read:
        """What the words at `span` say for the field `path`; empty if they hold no value of it."""
        if BY_PATH[path].canonicaliser == "date":
            span = self._whole_date(span)
        surface = self.article.text[span.start : span.end]
        look = self._selection(span, record)
        found = _READERS[path](look, Cite(surface.strip(_EDGES), 1)) if path in _READERS else {}
        return found if path in found else self._plainly(path, span)

    def item(self, path: str, span: Span, record: Record) -> Read:
        """What the words at `span` say for a new item of the list `path`: as many leaves as they tell."""
        identity = identity_of(path)
        more = _MORE.get(path)
        found = more(self._selection(span, record), span) if more else {}
        return found if identity in found else {**self.marked(identity, span, record), **found}

    def proofs(self, path: str, value: Value, record: Record) -> tuple[Span, ...]:
        """The places that prove `value` in the article, or none; the field's first mention goes first."""
        canonicaliser = BY_PATH[path].canonicaliser
        if canonicaliser is None or value is None:
            return ()
        look = self._whole(record)
        if canonicaliser == "date":
            spans = [Span(one.start, one.end) for one in look.page.dates]
        elif canonicaliser == "number":
            spans = [Span(one.start, one.end) for one in look.page.quantities if one.value == value]
        else:
            reader = _READERS.get(path)
            found = reader(look, Cite(str(value), None)) if reader else {}
            return found[path].spans if path in found and found[path].value == value else ()
        content = [span for span in spans if not look.page.is_noise(span.start)]
        return next(((span,) for span in content if self._proves(canonicaliser, span, value)), ())

    def holds(self, path: str, spans: tuple[Span, ...], value: Value) -> bool:
        """True when the words at `spans` say `value`; fields that need no proof always hold."""
        canonicaliser = BY_PATH[path].canonicaliser
        if canonicaliser is None:
            return True
        surfaces = tuple(self.article.text[start:end] for start, end in spans)
        return bool(surfaces) and all(surfaces) and _read(canonicaliser, surfaces, value) == value

    def _proves(self, canonicaliser: str, span: Span, value: Value) -> bool:
        return _read(canonicaliser, (self.article.text[span.start : span.end],), value) == value

    def _whole_date(self, span: Span) -> Span:
        """The printed date that `span` is a part of: `(2/11/2022)` belongs to the weekday before it."""
        dates = self._page_look.page.dates
        touched = (one for one in dates if one.start < span.end and span.start < one.end)
        return next((Span(min(span.start, one.start), max(span.end, one.end)) for one in touched), span)

    def _plainly(self, path: str, span: Span) -> Read:
        """The value of the words alone, for what is only read in certain places by others."""
        canonicaliser = BY_PATH[path].canonicaliser
        if canonicaliser is None or path in _NO_FALLBACK:
            return {}
        surface = self.article.text[span.start : span.end].strip(_EDGES)
        value = _read(canonicaliser, (surface,), None) if surface else None
        return {} if value is None else {path: Found(value, (span,), "exact")}

    def _selection(self, span: Span, record: Record) -> _Look:
        """The selection as the only sentence; what the page's layout makes noise is the reviewer's choice."""
        context = self._context._replace(noise=(), machine_talk=())
        return _look(Page(self.article, (Sentence("s1", span.start, span.end, 0),), context), record)

    def _whole(self, record: Record) -> _Look:
        return self._page_look._replace(record=record)

    @cached_property
    def _context(self) -> Context:
        return engine.context(self.article)

    @cached_property
    def _page_look(self) -> _Look:
        return _look(Page(self.article, tuple(split_sentences(self.article.text)), self._context), {})


def _look(page: Page, record: Record) -> _Look:
    regions = Regions(page)
    return _Look(page, regions, Bodies(page, regions), record)


def _read(canonicaliser: str, surfaces: tuple[str, ...], claim: Value) -> Value:
    """As the canonicaliser has it; None where it needs a claim (a year) and there is none."""
    try:
        return CANONICALISERS[canonicaliser](surfaces, claim)
    except ValueError:
        return None


def _simple(path: str, read: Callable[[Page, Cite], Found | Miss]) -> Callable[[_Look, Cite], Read]:
    def reader(look: _Look, cite: Cite) -> Read:
        return _one(path, read(look.page, cite))

    return reader


def _one(path: str, found: Found | Miss) -> Read:
    return {path: found} if isinstance(found, Found) else {}


def _event_type(look: _Look, cite: Cite) -> Read:
    """The kind of happening that the first cue among the words tells."""
    kinds = {row["id"]: row["event"] for row in tables.rows("event_cues")}
    zone = look.page.zones(cite)[0]
    for hit in look.page.hits["cue"]:
        if zone.start <= hit.start and hit.end <= zone.end and kinds[hit.key] in get_args(EventType):
            return {"event.type": Found(kinds[hit.key], (Span(hit.start, hit.end),), "exact")}
    return {}


def _event_date(look: _Look, cite: Cite) -> Read:
    found = _one("event.date", when.first_day(look.page, cite))
    last = when.end_of(look.page, cite) if found else None
    if last is not None and last.value != found["event.date"].value:
        found["event.end_date"] = last
    return found


def _regions(path: str) -> Callable[[_Look, Cite], Read]:
    def reader(look: _Look, cite: Cite) -> Read:
        found = _one(path, look.regions.ground(cite))
        if path == "regions[].code" and found:
            known = region(str(found[path].value))
            found["regions[].name"] = found[path]._replace(value=known.name)
            found["regions[].level"] = found[path]._replace(value=known.level)
        return found

    return reader


def _bodies(path: str) -> Callable[[_Look, Cite], Read]:
    def reader(look: _Look, cite: Cite) -> Read:
        body = look.bodies.ground(cite)
        return {path: body.name} if isinstance(body, Body) else {}

    return reader


def _organization(look: _Look, cite: Cite) -> Read:
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


def _post(look: _Look, cite: Cite) -> Read:
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


def _figure(look: _Look, cite: Cite) -> Read:
    found = amounts.figure(look.page, cite)
    if isinstance(found, Miss):
        return {}
    read = {"indicators[].value": found.value}
    if found.unit is not None:
        read["indicators[].unit"] = found.unit
    return read


def _program(look: _Look, cite: Cite) -> Read:
    found = instruments.programs(look.page, cite)
    return {} if isinstance(found, Miss) else {"programs[]": found[0]}


def _regulation(look: _Look, cite: Cite) -> Read:
    found = instruments.regulation(look.page, cite)
    if isinstance(found, Miss):
        return {}
    read = {"regulations[].kind": found.kind, "regulations[].number": found.number}
    if found.year is not None:
        read["regulations[].year"] = found.year
    return read


def _speaker(look: _Look, cite: Cite) -> Read:
    """A person of the record by any part of the name, else a body."""
    path = "statements[].speaker"
    people = [_known(look, item["name"]) for item in _people(look.record) if item.get("name")]
    found = _one(path, names.speaking(look.page, cite, people))
    return found or _bodies(path)(look, cite)


def _people(record: Record) -> list[Mapping[str, object]]:
    return [item for item in items(record, "people") if isinstance(item, Mapping)]


def _known(look: _Look, name: object) -> names.Known:
    """A person of the record with the place of the full name, which the proof of a short form needs."""
    found = names.person(look.page, Cite(str(name), None))
    spans = found.spans if isinstance(found, Found) else ()
    return names.known(Found(str(name), spans, "exact"))


def _person_with_post(look: _Look, span: Span) -> Read:
    """Name and post of `Kepala BPMP Kalsel, Yuli Haryanto` and the like, whichever comes first."""
    text = look.page.text
    hit = next((one for one in look.page.hits["role"] if span.start <= one.start < span.end), None)
    if hit is None:
        return {}
    post = _post(look, Cite(text[hit.start : span.end], 1))
    if not post:
        return {}
    taken = post["people[].role"].spans[0]
    for piece in _pieces(text, span, taken):
        name = names.person(look.page, Cite(piece, 1))
        if isinstance(name, Found):
            return {**post, "people[].name": name}
    return post


def _pieces(text: str, span: Span, taken: Span) -> Iterator[str]:
    """What stands between commas behind a post, then before it."""
    for stretch in (text[taken.end : span.end], text[span.start : taken.start]):
        yield from (piece for part in reversed(stretch.split(",")) if (piece := part.strip(_EDGES)))


def _figure_with_subject(look: _Look, span: Span) -> Read:
    """Number, unit and what is counted of `41 orang guru penggerak`; a unit may be what is counted itself."""
    text = look.page.text
    read = _figure(look, Cite(text[span.start : span.end].strip(_EDGES), 1))
    value, unit = read.get("indicators[].value"), read.get("indicators[].unit")
    if value is None:
        return {}
    last = unit.spans[-1] if unit is not None else value.spans[-1]
    end = max(value.spans[-1].end, last.end)
    own = text[last.start : last.end] if unit is not None and unit.value not in _MEASURES else ""
    for surface in (text[end : span.end], own, text[span.start : value.spans[0].start]):
        subject = (
            printed.subject(look.page, Cite(squeeze(surface).strip(_EDGES), 1)) if surface.strip() else None
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

_READERS: dict[str, Callable[[_Look, Cite], Read]] = {
    **{path: _simple(path, read) for path, read in _SIMPLE.items()},
    "event.type": _event_type,
    "event.date": _event_date,
    "event.region": _regions("event.region"),
    "event.parties[]": _bodies("event.parties[]"),
    "regions[].code": _regions("regions[].code"),
    "organizations[].name": _organization,
    "organizations[].region": _regions("organizations[].region"),
    "people[].role": _post,
    "people[].organization": _bodies("people[].organization"),
    "programs[]": _program,
    "indicators[].value": _figure,
    "indicators[].region": _regions("indicators[].region"),
    "regulations[].kind": _regulation,
    "statements[].speaker": _speaker,
}

_MORE: dict[str, Callable[[_Look, Span], Read]] = {
    "people": _person_with_post,
    "indicators": _figure_with_subject,
}

_MEASURES = frozenset(("persen", "poin", "rupiah", "peringkat", "jam", "hari", "bulan", "tahun", "orang"))
"""Units that are never what is counted."""
