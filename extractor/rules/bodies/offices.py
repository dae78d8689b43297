"""Offices as printed: each known head read with what follows it, its region found or completed.

A kind of offices ("dinas pendidikan kabupaten/kota", "para kepala dinas") is no office, so a head in small
letters counts only with a region behind it, and one without a region only if the article tells whose it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from extractor.canonical import regions
from extractor.canonical.heads import (
    GOVERNMENTS,
    Printed,
    RegionAt,
    full_name,
    heads,
    is_of_subdistrict,
    misprinted_heads,
    read_printed,
)
from extractor.canonical.organizations import complete, ministry_of, region_inside, unit_before
from extractor.canonical.slotted import slotted
from extractor.knowledge import Hit
from extractor.rules.bodies.region_clues import is_in_address
from extractor.rules.mentions import Place, Scan
from extractor.schema.types import Span

_PLURAL = re.compile(
    r"(?:seluruh|semua|setiap|tiap|para|masing-masing|antar|berbagai|beberapa|sejumlah|(?<!\d)\d{1,3}|suatu|sebuah)"
    r" (?:(?:kepala|kadis|ketua|sekretaris) )?$"
)
_PLURAL_ENDINGS = tuple(
    f"{word} "
    for word in (
        *"seluruh semua tiap para masing antar berbagai beberapa sejumlah suatu sebuah".split(),
        *"kepala kadis ketua sekretaris 0 1 2 3 4 5 6 7 8 9".split(),
    )
)
_YEAR = re.compile(r"\b20[0-3]\d\b")
_CARRIERS = ("poltekkes ", "politeknik kesehatan ")
"""What an office's name follows as a part of another body's."""
_UNDATED = "kementerian_pendidikan"
_CAPITAL = "31"
_SINGLE_LEVEL = ("regency", "city")


@slotted
class Found:
    """One mention: `reach` lies behind its acronym in brackets, `region_spans` prove its region."""

    span: Span
    reach: int
    id: str
    title: str
    name: str
    kind: str
    code: str | None
    region_spans: tuple[Span, ...]
    flags: tuple[str, ...]


@slotted
class Context:
    """What completes a name printed without its region: the article's main region, all places, its year.

    `first` is where each region is named first, `counts` how often each is named. `slips` are the misprinted
    places by their ends: a longer surface alone does not prove them.
    """

    main: str | None
    places: tuple[Place, ...]
    first: dict[str, Span]
    counts: Counter[str]
    year: int | None
    slips: dict[int, Span]


def read_context(scan: Scan, places: tuple[Place, ...], main: str | None) -> Context:
    """The article's year, looked for only where a ministry without a date needs it, is its latest one."""
    years: list[int] = []
    published = scan.article.metadata.published_on
    if published:
        years.append(int(published[:4]))
    if any(hit.key == _UNDATED for hit in scan.hits["organization"]):
        years += [int(match.group()) for match in _YEAR.finditer(scan.text)]
    slips = {place.span.end: place.span for place in places if place.flags}
    main = None if _is_national(scan, places, main) else main
    first = {place.code: place.span for place in reversed(places)}
    counts = Counter(place.code for place in places)
    return Context(main, places, first, counts, max(years, default=None), slips)


def _is_national(scan: Scan, places: tuple[Place, ...], main: str | None) -> bool:
    """True when a ministry speaks from the capital, and the headline names no region."""
    title = scan.layout.title
    if main != _CAPITAL or title is None:
        return False
    names_region = any(title.start <= place.span.start < title.end for place in places)
    in_title = {hit.key for hit in scan.hits["organization"] if title.start <= hit.start < title.end}
    return not names_region and any(heads()[key].kind == "ministry" for key in in_title)


def region_lookup(scan: Scan, places: tuple[Place, ...]) -> RegionAt:
    """Where the article's resolved regions start, with their kind word and without it."""
    at = {place.span.start: (place.code, place.span.end) for place in places}
    ends = {place.span.end: place.code for place in places}
    for hit in scan.hits["region"]:
        if hit.end in ends:
            at.setdefault(hit.start, (ends[hit.end], hit.end))
    return at.get


def find_offices(scan: Scan, context: Context, region_at: RegionAt) -> Iterator[Found]:
    """All offices whose heads the tables know, in text order."""
    reach = -1
    known = scan.hits["organization"]
    slips = {hit for hit in misprinted_heads(scan.text, known) if not scan.layout.is_noise(hit.start)}
    for hit in sorted([*known, *slips]):
        is_part = scan.folded.endswith(_CARRIERS, 0, hit.start)
        is_part = is_part or _is_in_number(scan.text, hit)
        if hit.start < reach or is_part or is_in_address(scan.text, hit):
            continue
        printed = read_printed(scan.text, scan.folded, hit, region_at)
        found = _found(scan, hit, printed, context)
        if found is not None:
            reach = found.reach
            yield replace(found, flags=(*found.flags, "spelling_corrected")) if hit in slips else found


def _is_in_number(text: str, hit: Hit) -> bool:
    """True for the `BSNP` of `Nomor 0044/P/BSNP/XI/2017`."""
    return text[hit.start - 1 : hit.start] == "/" and text[hit.end : hit.end + 1] == "/"


def _found(scan: Scan, hit: Hit, printed: Printed, context: Context) -> Found | None:
    head = printed.head
    is_small = scan.text[hit.start].islower()
    if printed.is_generic or (printed.code is None and (is_small or _is_plural(scan, hit.start))):
        return None
    if head.scope in ("national", "university"):
        return _national(scan, printed, context)
    code, spans, flags = _region(printed, context)
    is_national = context.main is None and head.kind == "profession"
    if code is None and head.scope not in ("branch", "religion") and not is_national:
        return None
    start, prefix = printed.start, ""
    unit = unit_before(scan.text, printed.start)
    if unit is not None:
        start, prefix = unit[0], unit[1] + " "
    name = prefix + full_name(head, printed.title, code, printed.suffix)
    of_subdistrict = is_of_subdistrict(head, printed.title)
    if head.scope == "district" and printed.title == head.name:
        return None
    key = printed.title if of_subdistrict else prefix or head.id
    title = prefix + printed.title
    return Found(Span(start, printed.end), printed.reach, key, title, name, head.kind, code, spans, flags)


def _is_plural(scan: Scan, start: int) -> bool:
    return (
        scan.folded.endswith(_PLURAL_ENDINGS, 0, start)
        and _PLURAL.search(scan.folded, max(0, start - 40), start) is not None
    )


def _national(scan: Scan, printed: Printed, context: Context) -> Found | None:
    head = printed.head
    name = head.name
    code, spans = _university_region(head.name, context) if head.scope == "university" else (None, ())
    span = Span(printed.start, printed.start + len(scan.text[printed.start : printed.end].rstrip()))
    if head.id == _UNDATED:
        named = ministry_of(context.year)
        if named is None:
            return None
        name = named
    return Found(span, printed.reach, head.id, head.name, name, head.kind, code, spans, ())


def _university_region(name: str, context: Context) -> tuple[str | None, tuple[Span, ...]]:
    """The region inside the university's full name, if the article names it too."""
    code = region_inside(name)
    span = context.first.get(code) if code else None
    return (code, (span,)) if span else (None, ())


def _region(printed: Printed, context: Context) -> tuple[str | None, tuple[Span, ...], tuple[str, ...]]:
    """The office's region, the spans outside its name that prove it, and the flags."""
    if printed.code is not None:
        slip = context.slips.get(printed.end)
        return printed.code, (slip,) if slip else (), ()
    if printed.head.scope == "government":
        return None, (), ()
    code = complete(printed.head, printed.level, context.main)
    if code is None and printed.head.id in GOVERNMENTS:
        code = _only_one(printed.head.level, context)
    if code is None:
        return None, (), ()
    span = context.first.get(code or "") or context.first.get(context.main or "")
    return code, (span,) if span else (), ("from_context",)


def _only_one(level: str, context: Context) -> str | None:
    """The region of this level that the article names most."""
    if level not in _SINGLE_LEVEL:
        return None
    codes = [code for code in context.counts if regions.region(code).level == level]
    return max(codes, key=lambda code: context.counts[code], default=None)
