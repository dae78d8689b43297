"""Find dates in Indonesian text in every form that news prints, as far as the text itself gives them.

Every date but a weekday or a relative word holds digits, so the scan looks at runs of digits and at what
stands beside them. A weekday that stands before a date belongs to it, for it narrows the year.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from operator import attrgetter
from typing import NamedTuple

from extractor.canonical.calendar import MONTHS, WEEKDAYS, read_month
from extractor.text import fold


class DateExpression(NamedTuple):
    """One date as printed at `[start, end)`; None for what is not printed.

    `year` has four digits. `end_day`, `end_month`, `end_year` are set for a span of days only, and then all
    that the text gives for its last day. `weekday` (Monday 0) is the first day's, `end_weekday` the last's.
    `offset_days` is set for a relative word alone: 0 for `hari ini`, -1 for `kemarin`. `is_corrected`: the
    month's name is misprinted.
    """

    start: int
    end: int
    day: int | None
    month: int | None
    year: int | None
    end_day: int | None = None
    end_month: int | None = None
    end_year: int | None = None
    weekday: int | None = None
    end_weekday: int | None = None
    offset_days: int | None = None
    is_corrected: bool = False

    @property
    def is_complete(self) -> bool:
        """True when day, month and year are printed."""
        return self.day is not None and self.month is not None and self.year is not None


_WEEKDAY = r"(?:senin|selasa|rabu|kamis|jum'?a?at|sabtu|minggu|ahad)"
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_TO = r"(?:-{1,3}|s/d|s\. ?d\.?|sd\.?|hingga|sampai(?: dengan)?|dan|&)"
_DAY = r"(?:[12][0-9]|3[01]|0?[1-9])"
_DAYPART = r"(?: ?(?:pagi|siang|sore|malam|petang|dini hari|kemarin|lalu|tadi|ini|hari ini|besok|pekan lalu))"

# What may stand before the day: weekday, daypart, bracket, 'tanggal'. Searched backwards in a short window.
_LEAD = re.compile(
    rf"\b(?:hari )?(?:(?P<first>{_WEEKDAY}) ?{_TO} ?)?(?P<last>{_WEEKDAY}){_DAYPART}{{0,2}}"
    r"(?: ?[,(/|:] ?| ){0,3}(?:pada )?(?:(?:tanggal|tgl\.?),? )?\(? ?$"
)
_BARE_LEAD = re.compile(r"(?:\b(?:tanggal|tgl\.?) )?\( ?$|\b(?:tanggal|tgl\.?) $")
# The single digit in front lets the scan leap: half the time of `[0-9]++`.
_NUMBER = re.compile(r"[0-9][0-9]*+")
_MONTH_NEXT = re.compile(rf" ?-?[ ]?(?P<month>{_MONTH})(?![^\W\d_])\.?")
_FIRST_DAY = re.compile(
    rf"(?<![0-9])(?P<day>{_DAY})(?: (?P<month>{_MONTH})\.?(?: (?P<year>(?:19|20)[0-9]{{2}}))?)?,?"
    rf" ?(?P<to>{_TO}) ?(?:(?:tanggal|tgl\.?) )?(?:(?P<weekday>{_WEEKDAY}),? ?)?(?:(?:tanggal|tgl\.?) )?$"
)
_YEAR_NEXT = re.compile(
    r"[ ,'-]{0,2}(?:tahun )?(?P<year>(?:19|20)[0-9]{2})(?![0-9]|[.,][0-9])|[ ]?'(?P<short>[0-9]{2})\b"
)
_WORD_BEFORE = re.compile(r"([^\W\d_]+)\.?[ ,'-]{0,2}(?:tahun )?$")
_NUMERIC = re.compile(
    rf"(?:(?P<day>{_DAY})(?:[/.](?P<month>[01]?[0-9])(?:[/.](?P<year>(?:20)?[0-9]{{2}}))?)?"
    rf" ?(?P<to>{_TO}) ?)?"
    rf"(?P<last>{_DAY})(?P<mark>[/.-])(?P<last_month>[01]?[0-9])"
    r"(?:(?P=mark)(?P<last_year>(?:20|19)?[0-9]{2}))?(?![0-9/]|[.,][0-9])"
)
_ISO = re.compile(r"((?:19|20)[0-9]{2})-([01][0-9])-([0-3][0-9])(?![0-9])")
_MISPRINT = re.compile(r" ([a-z]{5,11}) ((?:19|20)[0-9]{2})\b")
_WEEKDAY_STEMS = ("senin", "selasa", "rabu", "kamis", "jum", "sabtu", "minggu", "ahad")
# A stem that is missing rules out all its forms with one look at the text.
_LONE_WORDS = (
    *((stem, tuple(word for word in WEEKDAYS if word.startswith(stem))) for stem in _WEEKDAY_STEMS),
    ("hari ini", ("hari ini",)),
    ("kemar", ("kemarin", "kemaren")),
)
_DAY_CONTEXT = re.compile(r" ?[,(.]| (?:pagi|siang|sore|malam)")
_LEAD_WINDOW = 60
_MONTH_NAMES = tuple(MONTHS)
_MONTH_INITIALS = frozenset(name[0] for name in MONTHS)
# What the day of a date in figures is followed by: the mark, or the first letter of a word for `until`.
_AFTER_DAY = frozenset("/.-shd&")
_CLOSING = re.compile(r" ?\)")


def find_dates(text: str, folded: str | None = None) -> list[DateExpression]:
    """All dates of `text` in text order, without overlaps; `folded` is `fold(text)`, if the caller has it.

    School years (`2018/2019`), years alone and clock times are no dates. A month with a year but no day is
    one (`Oktober 2021`). A weekday or a relative word that belongs to no date is an expression of its own.
    """
    plain = fold(text) if folded is None else folded
    kept: list[DateExpression] = []
    for expression in sorted(_dates(plain), key=lambda date: (date.start, -date.end)):
        if not kept or expression.start >= kept[-1].end:
            kept.append(expression)
    return _with_words(plain, kept)


def _dates(plain: str) -> Iterator[DateExpression]:
    """Every date holds digits: look at each run of them and at what stands beside it."""
    for match in _NUMBER.finditer(plain):
        start, end = match.span()
        size = end - start
        expression = None
        if size <= 2:
            expression = (
                _day_first(plain, start, end)
                or _figures(plain, start, end)
                or _month_first(plain, start, end)
            )
        elif size == 4:
            expression = _iso(plain, start) or _month_and_year(plain, start, end)
        if expression is not None:
            yield expression


def _day_first(plain: str, start: int, end: int) -> DateExpression | None:
    """`21 Desember 2022`, `31 Juli hingga 2 Agustus 2025`; the day is `[start, end)`."""
    if plain[end : end + 3].lstrip(" -")[:1] not in _MONTH_INITIALS:
        return None
    day = int(plain[start:end])
    is_fraction = plain[start - 1 : start] in ("/", ",") and plain[start - 2 : start - 1].isdecimal()
    if is_fraction or not 1 <= day <= 31:
        return None
    found = _MONTH_NEXT.match(plain, end)
    if found is None:
        return _misprinted(plain, start, end)
    month = MONTHS[found["month"]]
    year, end = _year_next(plain, found.end())
    first = _FIRST_DAY.search(plain, max(0, start - _LEAD_WINDOW), start)
    if first is None or not _is_span(first, day):
        return _with_lead(plain, DateExpression(start, end, day, month, year))
    first_month = MONTHS[first["month"]] if first["month"] else month
    first_year = int(first["year"]) if first["year"] else _year_before(first_month, month, year)
    end_weekday = WEEKDAYS[_weekday_key(first["weekday"])] if first["weekday"] else None
    expression = DateExpression(
        first.start(), end, int(first["day"]), first_month, first_year, day, month, year
    )
    return _with_lead(plain, expression._replace(end_weekday=end_weekday))


def _is_span(first: re.Match[str], last_day: int) -> bool:
    """False for `4 dan 11 Mei` (two days, no span) and for a list of places in order (`11 - 4 Mei`)."""
    day = int(first["day"])
    if first["to"] in ("dan", "&"):
        return last_day - day == 1
    return day < last_day or first["month"] is not None


def _misprinted(plain: str, start: int, end: int) -> DateExpression | None:
    """`12 Ferbuari 2020`: a word between day and year that is nearly a month."""
    match = _MISPRINT.match(plain, end)
    month = read_month(match[1]) if match else None
    if match is None or month is None:
        return None
    expression = DateExpression(
        start, match.end(), int(plain[start:end]), month, int(match[2]), is_corrected=True
    )
    return _with_lead(plain, expression)


def _month_first(plain: str, start: int, end: int) -> DateExpression | None:
    """`June 5, 2025`; the day is `[start, end)`."""
    if plain[end : end + 2] != ", " or plain[end + 2 : end + 4] not in ("19", "20"):
        return None
    before = _WORD_BEFORE.search(plain, max(0, start - 12), start)
    year, year_end = _year_next(plain, end)
    if before is None or year is None or before[1] not in MONTHS or not 1 <= int(plain[start:end]) <= 31:
        return None
    month = MONTHS[before[1]]
    return _with_lead(plain, DateExpression(before.start(), year_end, int(plain[start:end]), month, year))


def _month_and_year(plain: str, start: int, end: int) -> DateExpression | None:
    """`Oktober 2021` with no day before it; the year is `[start, end)`."""
    if plain[start : start + 2] not in ("19", "20"):
        return None
    if not _ends_with_month(plain[max(0, start - 18) : start]):
        return None
    before = _WORD_BEFORE.search(plain, max(0, start - 18), start)
    if before is None or before[1] not in MONTHS:
        return None
    return DateExpression(before.start(), end, None, MONTHS[before[1]], int(plain[start:end]))


def _ends_with_month(before: str) -> bool:
    """A quick look at the last word: most years stand behind no month."""
    before = before.rstrip(" ,'-.").removesuffix("tahun").rstrip(" ,'-.")
    return before.endswith(_MONTH_NAMES)


def _year_next(plain: str, end: int) -> tuple[int | None, int]:
    match = _YEAR_NEXT.match(plain, end)
    if match is None:
        return None, end
    return (int(match["year"]) if match["year"] else 2000 + int(match["short"])), match.end()


def _iso(plain: str, start: int) -> DateExpression | None:
    match = _ISO.match(plain, start)
    if match is None or plain[start - 1 : start] in ("-", "/"):
        return None
    year, month, day = (int(part) for part in match.groups())
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        return None
    return DateExpression(start, match.end(), day, month, year)


def _figures(plain: str, start: int, end: int) -> DateExpression | None:
    """Dates in figures that open with the digits `[start, end)`: `2/11/2022`, `(24/11)`, `10-13/9/2019`."""
    before = plain[start - 1 : start]
    if before.isalnum() or (before in ("/", ".", ",", "-") and plain[start - 2 : start - 1].isalnum()):
        return None
    if plain[end : end + 2].lstrip(" ")[:1] not in _AFTER_DAY:
        return None
    match = _NUMERIC.match(plain, start)
    if match is None:
        return None
    month, year = int(match["last_month"]), _full_year(match["last_year"])
    if not 1 <= month <= 12 or (match["mark"] != "/" and (year is None or len(match["last_year"]) == 2)):
        return None
    expression = DateExpression(start, match.end(), int(match["last"]), month, year)
    if match["day"] is not None:
        first_month = int(match["month"]) if match["month"] else month
        if not 1 <= first_month <= 12 or (match["month"] is None and not _is_span(match, int(match["last"]))):
            return None
        first_year = _full_year(match["year"]) or _year_before(first_month, month, year)
        expression = DateExpression(
            start, match.end(), int(match["day"]), first_month, first_year, int(match["last"]), month, year
        )
    dated = _with_lead(plain, expression)
    is_sure = dated.weekday is not None or dated.start < expression.start
    return dated if is_sure or (year is not None and len(match["last_year"]) == 4) else None


def _year_before(first_month: int, last_month: int, year: int | None) -> int | None:
    """A span's first year where only its last one is printed (`30 Desember - 2 Januari 2024`)."""
    return year - 1 if year is not None and first_month > last_month else year


def _full_year(printed: str | None) -> int | None:
    if printed is None:
        return None
    return int(printed) if len(printed) == 4 else 2000 + int(printed)


def _with_lead(plain: str, expression: DateExpression) -> DateExpression:
    """Take in what belongs to the date around it: weekday, daypart, 'tanggal', brackets."""
    start, end = expression.start, expression.end
    window = max(0, start - _LEAD_WINDOW)
    near = plain[window:start]
    # Looking for a weekday in the window is much cheaper than the pattern, which tries every position.
    has_weekday = any(map(near.__contains__, _WEEKDAY_STEMS))
    lead = _LEAD.search(plain, window, start) if has_weekday else None
    if lead is None:
        bare = _BARE_LEAD.search(plain, window, start)
        start = bare.start() if bare else start
        return expression._replace(start=start, end=_closed(plain, start, end))
    weekday = WEEKDAYS[_weekday_key(lead["last"])]
    end_weekday = expression.end_weekday
    if lead["first"]:
        weekday, end_weekday = WEEKDAYS[_weekday_key(lead["first"])], weekday
    start = lead.start()
    return expression._replace(
        start=start, end=_closed(plain, start, end), weekday=weekday, end_weekday=end_weekday
    )


def _closed(plain: str, start: int, end: int) -> int:
    """The end with the bracket that closes one opened inside `[start, end)`."""
    if plain.count("(", start, end) <= plain.count(")", start, end):
        return end
    closing = _CLOSING.match(plain, end)
    return closing.end() if closing else end


def _weekday_key(word: str) -> str:
    return word if word in WEEKDAYS else "jumat"


def _with_words(plain: str, dates: list[DateExpression]) -> list[DateExpression]:
    """Add weekdays and relative words that stand in no date and beside none."""
    free: list[DateExpression] = []
    for stem, forms in _LONE_WORDS:
        if stem in plain:
            for word in forms:
                free += _lone(plain, word, dates)
    return sorted([*dates, *free]) if free else dates


def _lone(plain: str, word: str, dates: list[DateExpression]) -> Iterator[DateExpression]:
    """All places where `word` stands as a word of its own, and beside none of `dates`."""
    weekday = WEEKDAYS.get(word)
    offset = None if weekday is not None else 0 if word == "hari ini" else -1
    start = plain.find(word)
    while start >= 0:
        end = start + len(word)
        is_word = not plain[start - 1 : start].isalnum() and not plain[end : end + 1].isalnum()
        # 'minggu' is also a week: it is a day only where a comma or a daypart shows it.
        is_day = is_word and (word != "minggu" or _DAY_CONTEXT.match(plain, end))
        if is_day and not _is_beside(plain, start, end, dates):
            yield DateExpression(start, end, None, None, None, weekday=weekday, offset_days=offset)
        start = plain.find(word, end)


def _is_beside(plain: str, start: int, end: int, dates: list[DateExpression]) -> bool:
    """True when `[start, end)` lies in a date or touches one but for white space, commas and brackets."""
    index = bisect_right(dates, start, key=attrgetter("start"))
    for date in dates[max(0, index - 1) : index + 1]:
        if date.start <= start < date.end:
            return True
        gap = plain[end : date.start] if end <= date.start else plain[date.end : start]
        if len(gap) < 12 and not gap.strip(" ,()."):
            return True
    return False
