"""What the page says about itself: headline, outlet, dateline, its own date, who wrote it.

What the text prints wins. What only the input's metadata gives is taken too, without a span, and says so.
"""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.canonical.dates import DateExpression, find_dates
from extractor.canonical.places import read_town
from extractor.rules.alternatives import passed_over
from extractor.rules.mentions import Place, Scan, Stamp
from extractor.schema.types import Candidate, Node, Span
from extractor.text import squeeze

_COPYRIGHT = re.compile(r"(?:copyright|hak cipta|©|\(c\))[^\n]{0,60}?\b((?:19|20)\d\d)\b")
_COPYRIGHT_OUTLET = re.compile(r"[Cc](?:OPYRIGHT|opyright) ?(?:©|\([cC]\)) ?([A-Z][\w.]{2,30})")
_EMPLOYER = re.compile(r"(?:[Jj]urnalis|[Ww]artawan|[Rr]eporter|[Kk]ontributor) ([A-Z][\w.]{2,30})\b")
_FOLLOW = re.compile(r"(?:[Ii]kuti|[Cc]ek) [Bb]erita ([A-Z][\w.]{2,30})\b[^\n]{0,40}Google News")
_HEADER_LINES = 600
_STALE_DAYS = 60


def draft(scan: Scan, places: tuple[Place, ...]) -> dict[str, Node]:
    """The fields of `article`."""
    return {
        "title": _title(scan),
        "outlet": _outlet(scan),
        "dateline": _dateline(scan, places),
        "published_on": _published(scan),
        "reporters": [_verbatim(scan, span, 0.85, "byline") for span in _once(scan, scan.layout.reporters)],
        "editors": [_verbatim(scan, span, 0.95, "editor") for span in _once(scan, scan.layout.editors)],
    }


def published_on(scan: Scan) -> str | None:
    """The page's own date, `YYYY-MM-DD`: printed in its header or its last line, else from the metadata."""
    return scan.stamp.date if scan.stamp else scan.article.metadata.published_on


def copyright_year(scan: Scan) -> int | None:
    """The year of the copyright line: when the page was made, if nothing better is printed."""
    folded = scan.folded
    if "copyright" not in folded and "©" not in folded and "hak cipta" not in folded and "(c)" not in folded:
        return None
    years: list[str] = _COPYRIGHT.findall(scan.folded)
    return int(years[-1]) if years else None


def find_stamp(scan: Scan) -> Stamp | None:
    """The page's printed date: below the headline first, then at the end, then above the headline.

    A date above the headline may be the clock of the site on the day of the copy: one much later than every
    date of the text is not taken.
    """
    layout = scan.layout
    title = layout.title.start if layout.title else -1
    best: tuple[int, Stamp] | None = None
    for span in layout.stamps:
        date = _first_full_date(scan, span)
        if date is None:
            continue
        rank = 0 if title < span.start < layout.body else 1 if span.start >= layout.body else 2
        stamp = Stamp(_iso(date), Span(span.start + date.start, span.start + date.end), 0.95 - 0.1 * rank)
        if rank == 2 and title >= 0 and _is_stale(scan, stamp):
            continue
        if best is None or rank < best[0]:
            best = (rank, stamp)
    return best[1] if best else None


def _first_full_date(scan: Scan, span: Span) -> DateExpression | None:
    found = find_dates(scan.text[span.start : span.end], scan.folded[span.start : span.end])
    return next((date for date in found if date.is_complete and _is_possible(date)), None)


def _is_possible(date: DateExpression) -> bool:
    return date.month is not None and 1 <= date.month <= 12


def _iso(date: DateExpression) -> str:
    return f"{date.year:04d}-{date.month:02d}-{date.day:02d}"


def _is_stale(scan: Scan, stamp: Stamp) -> bool:
    """True when the text's own full dates all lie long before the stamp."""
    body = scan.layout.body
    window = (scan.text[body : body + 4000], scan.folded[body : body + 4000])
    dates = [_iso(date) for date in find_dates(*window) if date.is_complete and _is_possible(date)]
    return bool(dates) and _days(stamp.date) - _days(max(dates)) > _STALE_DAYS


def _days(iso: str) -> int:
    """Days on a rough calendar, good enough to compare months."""
    year, month, day = map(int, iso.split("-"))
    return year * 365 + month * 30 + day


def _title(scan: Scan) -> Candidate | None:
    if scan.layout.title is not None:
        return _beside_metadata(
            _verbatim(scan, scan.layout.title, 0.9, "headline"), scan.article.metadata.title
        )
    return _from_metadata(scan.article.metadata.title)


def _outlet(scan: Scan) -> Candidate | None:
    printed = _printed_outlet(scan)
    metadata = scan.article.metadata.outlet
    return _beside_metadata(printed, metadata) if printed else _from_metadata(metadata)


def _printed_outlet(scan: Scan) -> Candidate | None:
    if scan.layout.outlet is not None:
        return _verbatim(scan, scan.layout.outlet, 0.9, "dateline")
    header = scan.text[:_HEADER_LINES]
    if match := _EMPLOYER.search(header, 0, min(len(header), scan.layout.body)):
        return _verbatim(scan, Span(*match.span(1)), 0.8, "byline")
    for mark, pattern in (("opyright", _COPYRIGHT_OUTLET), ("google news", _FOLLOW)):
        if mark in scan.folded and (match := pattern.search(scan.text)):
            return _verbatim(scan, Span(*match.span(1)), 0.7, "footer")
    return None


def _dateline(scan: Scan, places: tuple[Place, ...]) -> Candidate | None:
    span = scan.layout.dateline
    town = read_town(scan.text[span.start : span.end]) if span else None
    if span is None or town is None:
        return None
    is_region = any(place.span.start < span.end and span.start < place.span.end for place in places)
    return Candidate(town.name, (span,), 0.95 if is_region else 0.85, "dateline", town.flags)


def _published(scan: Scan) -> Candidate | None:
    stamp = scan.stamp
    if stamp is not None:
        printed = Candidate(stamp.date, (stamp.span,), stamp.confidence, "stamp")
        return _beside_metadata(printed, scan.article.metadata.published_on)
    return _from_metadata(scan.article.metadata.published_on)


def _from_metadata(value: str | None) -> Candidate | None:
    plain = squeeze(value) if value else ""
    return Candidate(plain, (), 0.9, "metadata", ("from_metadata",), source="input") if plain else None


def _beside_metadata(printed: Candidate, value: str | None) -> Candidate:
    """What the page prints, with what its metadata say where that differs."""
    lost = passed_over(printed.value, [squeeze(value) or None if value else None], source="input")
    return replace(printed, alternatives=lost) if lost else printed


def _verbatim(scan: Scan, span: Span, confidence: float, reason: str) -> Candidate:
    return Candidate(squeeze(scan.text[span.start : span.end]), (span,), confidence, reason)


def _once(scan: Scan, spans: tuple[Span, ...]) -> list[Span]:
    """The first printing of each name."""
    seen: dict[str, Span] = {}
    for span in spans:
        seen.setdefault(squeeze(scan.folded[span.start : span.end]), span)
    return list(seen.values())
