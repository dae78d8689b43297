"""Regulations of the record: every legal instrument that the article prints with a number, once each."""

from __future__ import annotations

from extractor.canonical.regulations import Regulation
from extractor.rules.mentions import Scan
from extractor.schema.types import Candidate, Node, Span


def draft(scan: Scan) -> list[Node]:
    """The instruments in order of first mention; the same one cited twice is one item."""
    drafted: dict[tuple[str, str, int | None], Node] = {}
    for found in scan.regulations:
        if not scan.layout.is_noise(found.start):
            drafted.setdefault((found.kind, found.number, found.year), _item(scan, found))
    return list(drafted.values())


def _item(scan: Scan, found: Regulation) -> Node:
    printed = scan.text[found.kind_start : found.kind_end]
    kind_flags = () if printed == found.kind else ("normalized",)
    year = None
    if found.year is not None:
        year = Candidate(found.year, (Span(found.year_start, found.year_end),), 0.97, "regulation_year")
    return {
        "kind": Candidate(
            found.kind, (Span(found.kind_start, found.kind_end),), 0.93, "regulation_kind", kind_flags
        ),
        "number": Candidate(
            found.number, (Span(found.number_start, found.number_end),), 0.97, "regulation_number"
        ),
        "year": year,
    }
