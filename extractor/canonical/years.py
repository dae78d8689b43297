"""Turn a printed date into an ISO date, inferring what is not printed and saying so.

A year that is not printed takes the nearest year that fits the printed weekday, seen from the page's own
date, else from another year in the text, else from the years in which every dated body that the article names
existed. Where several years stay possible there is no date, only candidates; a printed date is not repaired.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from extractor.canonical.date_finder import DateExpression, find_dates
from extractor.text import fold

FIRST_YEAR, LAST_YEAR = 2003, 2026
"""The years of Indonesian quality-assurance news that the tables know; the era lies inside them."""
_TOLERANCE_DAYS = 31
_LEAP_CYCLE = 11
_YEAR_ALONE = re.compile(r"(?:(?:pada )?tahun )?((?:19|20)[0-9]{2})")
_MOST_CANDIDATES = 8


class YearClues(NamedTuple):
    """What an article tells about its year.

    `page_date` is the page's own date (`YYYY-MM-DD` or coarser), `years` those printed in the text, strongest
    first, `era` the first and last year in which all dated bodies named existed.
    """

    page_date: str | None = None
    years: tuple[int, ...] = ()
    era: tuple[int, int] | None = None


class DateReading(NamedTuple):
    """ISO dates (`YYYY-MM-DD`, `YYYY-MM`), the record's flags, and what is possible where `date` is None."""

    date: str | None
    end_date: str | None = None
    flags: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()


def read_date(surface: str, clues: YearClues) -> DateReading | None:
    """Read one date expression, or a year alone (`tahun 2020`), which in a running text would be no date."""
    found = find_dates(surface)
    if found:
        return resolve(found[0], clues)
    year = _YEAR_ALONE.fullmatch(fold(surface).strip())
    return DateReading(year[1]) if year else None


def resolve(expression: DateExpression, clues: YearClues) -> DateReading:
    """The date that `expression` means in an article with these clues."""
    reading = _resolve(expression, clues)
    if expression.is_corrected and reading.date is not None:
        return reading._replace(flags=(*reading.flags, "spelling_corrected"))
    return reading


def _resolve(expression: DateExpression, clues: YearClues) -> DateReading:
    if expression.month is None:
        return _from_page(expression, clues)
    if expression.day is None:
        year = expression.year
        return DateReading(f"{year:04}-{expression.month:02}") if year else DateReading(None)
    if expression.year is not None:
        return _printed(expression)
    years = _years(expression, clues)
    readings = [_printed(_with_year(expression, year)) for year in years]
    if len(readings) != 1:
        candidates = tuple(reading.date for reading in readings if reading.date)
        return DateReading(None, candidates=candidates if len(candidates) <= _MOST_CANDIDATES else ())
    return readings[0]._replace(flags=("inferred_year", *readings[0].flags))


def _printed(expression: DateExpression) -> DateReading:
    """A date with its year: as printed, with a flag where the weekday does not fit."""
    first = _day(expression.year, expression.month, expression.day)
    if first is None:
        return DateReading(None)
    last = _day(expression.end_year, expression.end_month, expression.end_day)
    if last is not None and last <= first:
        last = None
    fits = expression.weekday in (None, first.weekday())
    fits = fits and (last is None or expression.end_weekday in (None, last.weekday()))
    flags = () if fits else ("weekday_conflict",)
    return DateReading(first.isoformat(), last.isoformat() if last else None, flags)


def _with_year(expression: DateExpression, year: int) -> DateExpression:
    """The expression with its first day in `year`; a span over New Year ends in the next one."""
    if expression.end_day is None:
        return expression._replace(year=year)
    is_over = (expression.end_month or 0) < (expression.month or 0)
    return expression._replace(year=year, end_year=year + is_over)


def _from_page(expression: DateExpression, clues: YearClues) -> DateReading:
    """A relative word or a weekday alone: counted back from the page's date."""
    page = _page_day(clues)
    if page is None:
        return DateReading(None)
    if expression.offset_days is not None:
        return DateReading(
            (page + timedelta(days=expression.offset_days)).isoformat(), None, ("inferred_year",)
        )
    if expression.weekday is None:
        return DateReading(None)
    back = (page.weekday() - expression.weekday) % 7
    return DateReading((page - timedelta(days=back)).isoformat(), None, ("inferred_year",))


def _years(expression: DateExpression, clues: YearClues) -> list[int]:
    """The years that the clues leave, by the first clue that leaves any."""
    if clues.page_date and (year := _near_page(expression, clues.page_date)) is not None:
        return [year]
    fitting = [year for year in dict.fromkeys(clues.years) if _fits(expression, year)]
    first, last = clues.era or (FIRST_YEAR, LAST_YEAR)
    in_era = [year for year in range(max(first, FIRST_YEAR), last + 1) if _fits(expression, year)]
    if fitting and (expression.weekday is not None or len(clues.years) == 1):
        both = [year for year in fitting if year in in_era] or fitting
        return both[:1] if len(both) == 1 else sorted(both)
    if fitting:
        return fitting[:1]
    if clues.years and expression.weekday is not None:
        nearest = _nearest(in_era, clues.years[0])
        return in_era if nearest is None else [nearest]
    return in_era


def _near_page(expression: DateExpression, page_date: str) -> int | None:
    """The fitting year that brings the date nearest to the page's; normally the page is the later one."""
    page_year = int(page_date[:4])
    page = _iso_day(page_date)
    if page is None:
        return _nearest([year for year in _around(page_year) if _fits(expression, year)], page_year)
    best: tuple[int, int] | None = None
    for year in _around(page_year):
        day = _day(year, expression.month, expression.day)
        if day is None or not _fits(expression, year):
            continue
        distance = (page - day).days
        # An event is announced at most weeks ahead, and reported at any time after.
        cost = distance if distance >= 0 else -distance if -distance <= _TOLERANCE_DAYS else -2 * distance
        if best is None or cost < best[0]:
            best = (cost, year)
    return best[1] if best else None


def _around(year: int) -> range:
    return range(year - _LEAP_CYCLE, year + 2)


def _nearest(years: list[int], to: int) -> int | None:
    return min(years, key=lambda year: (abs(year - to), year > to), default=None)


def _fits(expression: DateExpression, year: int) -> bool:
    day = _day(year, expression.month, expression.day)
    return day is not None and expression.weekday in (None, day.weekday())


def _page_day(clues: YearClues) -> date | None:
    return _iso_day(clues.page_date) if clues.page_date else None


def _iso_day(text: str) -> date | None:
    if len(text) != 10:
        return None
    return _day(int(text[:4]), int(text[5:7]), int(text[8:]))


def _day(year: int | None, month: int | None, day: int | None) -> date | None:
    if year is None or month is None or day is None:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
