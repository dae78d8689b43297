"""The narrowest region in which it happened; where that is not said, the one that it concerns."""

from __future__ import annotations

from extractor.canonical import regions as known
from extractor.rules.alternatives import passed_over
from extractor.rules.events.event_type import Happening
from extractor.rules.mentions import Place, Scan
from extractor.schema.types import Candidate, Span

_JAKARTA = "31"
"""Behind a building it names the town, not which of its cities."""


def find_region(
    scan: Scan, happening: Happening, places: tuple[Place, ...], venue: Candidate | None
) -> Candidate | None:
    """By the venue's own place, then the article's region, then the dateline's town inside its province."""
    main = scan.main
    dateline = scan.layout.dateline
    town = _inside(places, dateline) if dateline else None
    others = (main, town.code if town else None)
    if venue is not None and (place := _inside(places, venue.spans[0])):
        if place.code == _JAKARTA and main is not None and _is_narrower(main, _JAKARTA):
            place = next(one for one in _clearest_first(places) if one.code == main)
        elif town and _is_narrower(town.code, place.code) and main in (place.code, town.code):
            return _candidate(town, 0.75, "dateline_region", (place.code, main))
        return _candidate(place, 0.92, "venue_region", others)
    if main is None:
        return _candidate(town, 0.6, "dateline_region", others) if town else None
    if town and happening.is_occasion and _is_narrower(town.code, main):
        return _candidate(town, 0.75, "dateline_region", others)
    place = next(place for place in _clearest_first(places) if place.code == main)
    return _candidate(place, 0.85, "main_region", others)


def _inside(places: tuple[Place, ...], span: Span) -> Place | None:
    """The narrowest region named inside `span`; of two as narrow, the last."""
    inside = [place for place in places if span.start <= place.span.start < span.end]
    narrow = [place for place in inside if known.region(place.code).level != known.PROVINCE]
    found = narrow or inside
    return found[-1] if found else None


def _is_narrower(code: str, other: str) -> bool:
    return len(code) > len(other) and known.province_of(code) == other


def _clearest_first(places: tuple[Place, ...]) -> list[Place]:
    return sorted(places, key=lambda place: (not place.is_clear, len(place.flags), place.span.start))


def _candidate(place: Place, confidence: float, reason: str, others: tuple[str | None, ...]) -> Candidate:
    lost = passed_over(place.code, others)
    return Candidate(place.code, (place.span,), confidence, reason, place.flags, alternatives=lost)
