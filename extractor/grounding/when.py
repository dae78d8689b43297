"""Claimed dates: the printed date of one day, month, year and weekday, resolved by the article's clues."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date as calendar_date
from typing import NamedTuple

from extractor.canonical.dates import DateExpression, DateReading, find_dates, resolve
from extractor.grounding.found import Found, Miss, how_found, proves
from extractor.grounding.page import Page, Zone, placed_in
from extractor.schema.claims import Cite
from extractor.schema.types import Span
from extractor.text import fold

_YEAR = re.compile(r"(?:(?:pada )?tahun )?((?:19|20)[0-9]{2})")
_YEAR_MONTH = re.compile(r"((?:19|20)[0-9]{2})-(0[1-9]|1[0-2])")
_ISO_DAY = len("YYYY-MM-DD")


class _Day(NamedTuple):
    """One end of a date expression, as far as it is printed."""

    day: int | None
    month: int | None
    year: int | None
    weekday: int | None


def first_day(page: Page, cite: Cite) -> Found | Miss:
    """The day claimed, of a span of days the first one."""
    return _ground(page, cite)


def page_day(page: Page, cite: Cite) -> Found | Miss:
    """The day that the page states as its own, beside the content if need be."""
    return _ground(page, cite, is_page=True)


def last_day(page: Page, cite: Cite) -> Found | Miss:
    """The last day of the span claimed, or the one day claimed."""
    return _ground(page, cite, is_last=True)


def end_of(page: Page, cite: Cite) -> Found | None:
    """The last day of the span of days that `cite` claims; None where it claims a single day."""
    claimed = next(iter(find_dates(cite.text)), None)
    if claimed is None or claimed.end_day is None:
        return None
    found = last_day(page, cite)
    return found if isinstance(found, Found) else None


def _ground(page: Page, cite: Cite, *, is_last: bool = False, is_page: bool = False) -> Found | Miss:
    claimed = _read(cite.text)
    if claimed is None:
        return _year(page, cite)
    end = -1 if is_last else 0
    miss = Miss("not_in_article")
    for zone in page.zones(cite):
        for printed in placed_in(page.dates, zone):
            if page.is_noise(printed.start) and not (is_page and page.is_furniture(printed.start)):
                miss = Miss("in_noise") if miss.reason == "not_in_article" else miss
                continue
            answer = _match(page, claimed, printed, end)
            if answer is None:
                miss = Miss("value_differs")
                continue
            reading, day = answer
            if day is None:
                miss = Miss("year_unknown")
                continue
            span = Span(printed.start, printed.end)
            if proves("date", page, (span,), day):
                return Found(day, (span,), how_found(page, span, cite.text, zone), reading.flags)
    return miss


def _read(surface: str) -> DateExpression | None:
    found = find_dates(surface)
    if found:
        return found[0]
    month = _YEAR_MONTH.fullmatch(surface)
    return DateExpression(0, len(surface), None, int(month[2]), int(month[1])) if month else None


def _ends(date: DateExpression) -> tuple[_Day, ...]:
    """The first day of an expression, and the last one of a span of days."""
    first = _Day(date.day, date.month, date.year, date.weekday)
    if date.end_day is None:
        return (first,)
    return first, _Day(date.end_day, date.end_month, date.end_year or date.year, date.end_weekday)


def _match(
    page: Page, claimed: DateExpression, printed: DateExpression, which: int
) -> tuple[DateReading, str | None] | None:
    """The printed date's reading and its first or last day if that is the one claimed, else None."""
    reading = resolve(printed, page.context.clues)
    wanted, day = _ends(claimed)[which], _ends(printed)[which]
    if printed.month is None or wanted.month is None:
        return _match_word(claimed, wanted, printed, reading)
    iso = (reading.end_date or reading.date) if which else reading.date
    is_same = (day.day, day.month) == (wanted.day, wanted.month) and _agree(wanted, day, iso)
    return (reading, iso) if is_same else None


def _agree(wanted: _Day, printed: _Day, iso: str | None) -> bool:
    """True when the claim's year and weekday are those printed, or those that the clues give."""
    year = printed.year or (int(iso[:4]) if iso else None)
    if wanted.year is not None and wanted.year != year:
        return False
    if wanted.weekday is None:
        return True
    return wanted.weekday == (printed.weekday if printed.weekday is not None else _weekday(iso))


def _match_word(
    claimed: DateExpression, wanted: _Day, printed: DateExpression, reading: DateReading
) -> tuple[DateReading, str | None] | None:
    """`kemarin`, `Rabu`: the same word, or the day that it is by the page's own date."""
    if printed.month is not None:
        return None
    if wanted.month is None:
        is_same = (claimed.weekday, claimed.offset_days) == (printed.weekday, printed.offset_days)
        return (reading, reading.date) if is_same else None
    if reading.date is None or wanted.day is None or wanted.year is None:
        return None
    is_same = reading.date == f"{wanted.year:04}-{wanted.month:02}-{wanted.day:02}"
    return (reading, reading.date) if is_same else None


def _weekday(iso: str | None) -> int | None:
    return calendar_date.fromisoformat(iso).weekday() if iso and len(iso) == _ISO_DAY else None


def _year(page: Page, cite: Cite) -> Found | Miss:
    """A year alone, as a word of the text."""
    match = _YEAR.fullmatch(fold(cite.text).strip(" ()"))
    if match is None:
        return Miss("wrong_kind")
    for zone, span in _words(page, cite, match[1]):
        if not page.is_noise(span.start):
            return Found(match[1], (span,), how_found(page, span, cite.text, zone))
    return Miss("not_in_article")


def _words(page: Page, cite: Cite, word: str) -> Iterator[tuple[Zone, Span]]:
    for zone in page.zones(cite):
        first, last = page.words.within(zone.start, zone.end)
        for index in page.words.places(word, first, last):
            yield zone, Span(page.words.starts[index], page.words.ends[index])
