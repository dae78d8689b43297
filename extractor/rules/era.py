"""What an article tells about its own year: printed years, the copyright line, and the bodies that it names.

LPMP became BPMP in 2022, ministries changed their names, programs began and ended: an article that names such
bodies was written while all of them existed. This is what dates `Kamis (24/11)`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache

from extractor.canonical.dates import FIRST_YEAR, LAST_YEAR, DateExpression, YearClues
from extractor.knowledge import Hit
from extractor.knowledge.tables import rows
from extractor.rules.mentions import Scan

_YEAR = re.compile(r"[12][0-9]{3}(?![0-9])")
_COPYRIGHT = re.compile(r"(?:copyright|©|hak cipta)[^\n0-9]{0,40}((?:19|20)[0-9]{2})(?![0-9]|[ ]?-)")
_RULE_BEFORE = re.compile(
    r"(?:\bnomor|\bno\.?|\buu|\bpp|permen\w{0,20}|perwal|perbup|pergub|perda)[^.\n]{0,24}$"
)

Years = tuple[int, int]


def read_clues(scan: Scan, page_date: str | None, dates: Sequence[DateExpression]) -> YearClues:
    """The clues of one article; `dates` are all printed in it, `page_date` is the page's own.

    Years and era are read only if some date lacks its year: nothing else asks for them.
    """
    page_date = page_date or _copyright_year(scan.folded)
    if not any(date.year is None and date.day is not None for date in dates):
        return YearClues(page_date)
    return YearClues(page_date, _printed_years(scan, dates), _era(scan))


def _copyright_year(plain: str) -> str | None:
    if "copyright" not in plain and "©" not in plain and "hak cipta" not in plain:
        return None
    years = {match[1] for match in _COPYRIGHT.finditer(plain)}
    return years.pop() if len(years) == 1 else None


def _printed_years(scan: Scan, dates: Iterable[DateExpression]) -> tuple[int, ...]:
    """Years of full dates, then bare years; in each group the most frequent first, then the latest."""
    full = Counter(
        date.year for date in dates if date.year is not None and not scan.layout.is_noise(date.start)
    )
    bare = Counter(
        int(match.group())
        for match in _YEAR.finditer(scan.folded)
        if FIRST_YEAR <= int(match.group()) <= LAST_YEAR and _is_bare_year(scan, match)
    )
    ordered = [*_by_weight(full), *_by_weight(bare)]
    return tuple(dict.fromkeys(ordered))


def _by_weight(years: Counter[int]) -> list[int]:
    return sorted(years, key=lambda year: (-years[year], -year))


def _is_bare_year(scan: Scan, match: re.Match[str]) -> bool:
    """False for digits of longer numbers, for years of regulations and for noise."""
    plain, start = scan.folded, match.start()
    if plain[start - 1 : start].isalnum() or plain[start - 1 : start] in (".", ",", "-"):
        return False
    if plain[match.end() : match.end() + 1].isalpha() or scan.layout.is_noise(start):
        return False
    return _RULE_BEFORE.search(plain, max(0, start - 40), start) is None


def _era(scan: Scan) -> Years | None:
    """The years in which every dated body and program named existed; one group if the two contradict."""
    bodies = _intersection(scan.hits["organization"], "organizations")
    programs = _intersection(scan.hits["program"], "programs")
    both = (max(bodies[0], programs[0]), min(bodies[1], programs[1]))
    for era in (both, bodies, programs):
        if era[0] <= era[1] and era != (FIRST_YEAR, LAST_YEAR):
            return era
    return None


def _intersection(hits: Iterable[Hit], table: str) -> Years:
    first, last = FIRST_YEAR, LAST_YEAR
    known = _years_of(table)
    for key in {hit.key for hit in hits}:
        start, end = known.get(key, (FIRST_YEAR, LAST_YEAR))
        first, last = max(first, start), min(last, end)
    return first, last


@cache
def _years_of(table: str) -> dict[str, Years]:
    years: dict[str, Years] = {}
    for row in rows(table):
        start, end = row.get("start_year", ""), row.get("end_year", "")
        if start or end:
            years[row["id"]] = (int(start or FIRST_YEAR), int(end or LAST_YEAR))
    return years
