"""The one happening that the article reports: its type, date, venue, region and parties."""

from __future__ import annotations

from extractor.rules import dates
from extractor.rules.alternatives import passed_over
from extractor.rules.events.event_date import find_date
from extractor.rules.events.event_region import find_region
from extractor.rules.events.event_type import Happening, find_type
from extractor.rules.events.parties import find_parties
from extractor.rules.events.venue import find_venue
from extractor.rules.mentions import Office, Person, Place, Quotation, Scan
from extractor.rules.pages import page
from extractor.schema.types import Candidate, Node


def draft(
    scan: Scan,
    places: tuple[Place, ...],
    offices: tuple[Office, ...],
    persons: tuple[Person, ...],
    *,
    quotations: tuple[Quotation, ...],
) -> dict[str, Node] | None:
    """The fields of `event`; None for a text that reports no happening: without cue words, date and venue."""
    found = dates.find(scan, _page_date(scan))
    dated = frozenset(scan.sentence_at(one.span.start).start for one in found if _names_a_day(one))
    happening = find_type(scan, dated, quotations)
    date = find_date(scan, found, happening, quotations)
    venue = find_venue(scan, happening, places, dated=dated, quotations=quotations)
    if happening.span is None and date.date is None and venue is None:
        return None
    region = find_region(scan, happening, places, venue)
    parties = find_parties(scan, happening, offices, persons, venue=venue, quotations=quotations)
    return {
        "type": _type(happening),
        "date": date.date,
        "end_date": date.end_date,
        "venue": venue,
        "region": region,
        "parties": parties,
    }


def _page_date(scan: Scan) -> str | None:
    """The page's own date, or the year of its copyright line."""
    year = page.copyright_year(scan)
    return page.published_on(scan) or (str(year) if year else None)


def _names_a_day(dated: dates.Dated) -> bool:
    return dated.expression.day is not None or dated.expression.weekday is not None


def _type(happening: Happening) -> Candidate:
    spans = (happening.span,) if happening.span else ()
    lost = passed_over(happening.event, [happening.runner_up])
    return Candidate(happening.event, spans, happening.confidence, "event_type", alternatives=lost)
