"""Claimed regulations and programs: the instrument of the same kind, number and year; the program's id."""

from __future__ import annotations

from typing import NamedTuple

from extractor import knowledge
from extractor.canonical.regulations import Regulation, find_regulations
from extractor.grounding.found import Found, How, Miss, how_found, proves
from extractor.grounding.page import Page, placed_in
from extractor.knowledge.tables import cells
from extractor.schema.claims import Cite
from extractor.schema.types import Span
from extractor.text import fold


class Instrument(NamedTuple):
    """A grounded regulation, part by part."""

    kind: Found
    number: Found
    year: Found | None


def regulation(page: Page, cite: Cite) -> Instrument | Miss:
    """The instrument that `cite` prints whole (`Perwal Nomor 10 Tahun 2020`)."""
    claimed = next(iter(find_regulations(cite.text)), None)
    if claimed is None:
        return Miss("wrong_kind")
    miss = Miss("not_in_article")
    for zone in page.zones(cite):
        for printed in placed_in(page.regulations, zone):
            if page.is_noise(printed.start):
                miss = Miss("in_noise") if miss.reason == "not_in_article" else miss
                continue
            if _is_same(claimed, printed):
                how = how_found(page, Span(printed.start, printed.end), cite.text, zone)
                found = _emit(page, printed, how)
                if found is not None:
                    return found
            miss = Miss("value_differs")
    return miss


def programs(page: Page, cite: Cite) -> tuple[Found, ...] | Miss:
    """The programs that `cite` names or is the id of; one printed name may stand for two."""
    hits = knowledge.scan(cite.text, fold(cite.text))["program"]
    wanted = {part for hit in hits for part in cells(hit.key)} or {fold(cite.text).replace(" ", "_")}
    for zone in page.zones(cite):
        for hit in placed_in(page.hits["program"], zone):
            span = Span(hit.start, hit.end)
            ids = [part for part in cells(hit.key) if part in wanted]
            how = how_found(page, span, cite.text, zone)
            found = tuple(leaf for one in ids if (leaf := _proved(page, "program", Found(one, (span,), how))))
            if found:
                return found
    return Miss("not_in_article" if hits else "wrong_kind")


def _is_same(claimed: Regulation, printed: Regulation) -> bool:
    """True for one kind, number and year; a claim may leave the year out."""
    if claimed.kind != printed.kind or fold(claimed.number) != fold(printed.number):
        return False
    return claimed.year is None or claimed.year == printed.year


def _emit(page: Page, printed: Regulation, how: How) -> Instrument | None:
    kind = _proved(
        page, "regulation_kind", Found(printed.kind, (Span(printed.kind_start, printed.kind_end),), how)
    )
    span = Span(printed.number_start, printed.number_end)
    number = _proved(page, "regulation_number", Found(printed.number, (span,), how))
    if kind is None or number is None:
        return None
    year = None
    if printed.year is not None:
        year_span = Span(printed.year_start, printed.year_end)
        year = _proved(page, "regulation_year", Found(printed.year, (year_span,), how))
    return Instrument(kind, number, year)


def _proved(page: Page, canonicaliser: str, found: Found) -> Found | None:
    return found if proves(canonicaliser, page, found.spans, found.value) else None
