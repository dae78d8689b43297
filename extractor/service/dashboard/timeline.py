"""Articles over time as stacked columns: of months if these hold most articles, else of quarters or years."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from extractor.service.dashboard.filters import join
from extractor.service.dashboard.queries import Month
from extractor.service.dashboard.scales import Tick, scale

HEIGHT = 200
"""Of the columns' ground, in pixels."""
COLUMNS = 60
SERIES = 5
"""So many types have a colour of their own; the others share the last one."""

_FEWEST = 12
_ENOUGH = 0.9
_STRAY = 0.005
_GAP = 0.16

Unit = Literal["month", "quarter", "year"]
_MONTHS: dict[Unit, int] = {"month": 1, "quarter": 3, "year": 12}


class Segment(NamedTuple):
    """A part of a column, in pixels; `series` counts from 0, the last one is of all `others`."""

    series: int
    type: str
    y: float
    height: float
    articles: int


class Column(NamedTuple):
    """One stretch of time, `since` its first and `until` its last month; `x` and `width` are percents."""

    since: str
    until: str
    x: float
    width: float
    articles: int
    segments: tuple[Segment, ...]
    by_series: tuple[int, ...]


class Label(NamedTuple):
    """What stands below the columns: a year where one begins, or a month's name."""

    x: float
    month: str
    is_year: bool


class Timeline(NamedTuple):
    """The drawing, and what lies outside of it: articles before, after, and dated to no month.

    `series` are types in the order of their colours; `others` are all other types as one filter, if any.
    """

    unit: Unit
    series: tuple[str, ...]
    others: str | None
    columns: tuple[Column, ...]
    ticks: tuple[Tick, ...]
    labels: tuple[Label, ...]
    before: int
    after: int
    coarse: int


def timeline(months: Sequence[Month], types: Sequence[str]) -> Timeline | None:
    """The columns of `months`; None where no article is dated finely enough.

    Args:
        months: Articles by month and type, in order of time.
        types: Types of events, the most frequent first; the first ones get a colour.
    """
    series = tuple(types[:SERIES])
    unit, first, last = _window(months)
    counts: dict[int, Counter[int]] = {}
    outside = Counter[str]()
    for month in months:
        place = _place(month.month, unit)
        side = "coarse" if place is None else "before" if place < first else "after" if place > last else None
        if place is None or side:
            outside[side or ""] += month.articles
        else:
            counts.setdefault(place, Counter())[_series(month.type, series)] += month.articles
    if not counts:
        return None
    height = scale(max(count.total() for count in counts.values()))
    places = range(first, last + 1)
    slots = max(len(places), _FEWEST)
    others = join(dict.fromkeys(month.type for month in months if month.type not in series))
    columns = tuple(
        _column(
            place, counts.get(place, Counter()), _Frame(unit, (*series, others), height.top, slots, number)
        )
        for number, place in enumerate(places)
    )
    return Timeline(
        unit,
        series,
        others or None,
        columns,
        height.ticks,
        tuple(_labels(columns, unit)),
        outside["before"],
        outside["after"],
        outside["coarse"],
    )


def _window(months: Sequence[Month]) -> tuple[Unit, int, int]:
    """The finest unit whose newest columns hold nearly all articles, and its first and last place."""
    units: tuple[Unit, ...] = ("month", "quarter", "year")
    for unit in units:
        totals = Counter[int]()
        for month in months:
            if (place := _place(month.month, unit)) is not None:
                totals[place] += month.articles
        if not totals:
            continue
        last = _edge(totals, sorted(totals, reverse=True))
        first = max(_edge(totals, sorted(totals)), last - COLUMNS + 1)
        inside = sum(count for place, count in totals.items() if first <= place <= last)
        if inside >= _ENOUGH * totals.total() or unit == "year":
            return unit, first, last
    return "year", 0, 0


def _edge(totals: Counter[int], places: Iterable[int]) -> int:
    """The first of `places` that is more than a stray: one misread year must not stretch the drawing."""
    seen = 0
    for place in places:
        seen += totals[place]
        if seen > _STRAY * totals.total():
            return place
    raise AssertionError("all together are more than strays")


def _place(date: str, unit: Unit) -> int | None:
    """The number of the month, quarter or year; None if `date` tells a year only and that is too coarse."""
    if len(date) < 7:
        return int(date[:4]) if unit == "year" else None
    return (int(date[:4]) * 12 + int(date[5:7]) - 1) // _MONTHS[unit]


def _series(name: str, series: tuple[str, ...]) -> int:
    return series.index(name) if name in series else len(series)


class _Frame(NamedTuple):
    unit: Unit
    series: tuple[str, ...]
    top: float
    slots: int
    number: int


def _column(place: int, counts: Counter[int], frame: _Frame) -> Column:
    step = 100 / frame.slots
    first = place * _MONTHS[frame.unit]
    by_series = tuple(counts[number] for number in range(len(frame.series)))
    return Column(
        _date(first, frame.unit),
        _date(first + _MONTHS[frame.unit] - 1, frame.unit),
        round(step * (frame.number + _GAP / 2), 3),
        round(step * (1 - _GAP), 3),
        sum(by_series),
        tuple(_segments(by_series, frame)),
        by_series,
    )


def _segments(by_series: Sequence[int], frame: _Frame) -> Iterable[Segment]:
    ground = float(HEIGHT)
    for number, articles in enumerate(by_series):
        if articles:
            height = HEIGHT * articles / frame.top
            ground -= height
            yield Segment(number, frame.series[number], round(ground, 2), round(height, 2), articles)


def _date(month: int, unit: Unit) -> str:
    year, number = divmod(month, 12)
    return f"{year:04}" if unit == "year" else f"{year:04}-{number + 1:02}"


def _labels(columns: Sequence[Column], unit: Unit) -> Iterable[Label]:
    """Years where they begin, no two too close; months, too, if there is room for their names."""
    room = max(1, -(-len(columns) // _FEWEST)) if unit == "year" else 1
    has_months = unit == "month" and len(columns) <= 2 * _FEWEST
    for number, column in enumerate(columns):
        begins = unit == "year" or column.since.endswith("-01")
        middle = round(column.x + column.width / 2, 3)
        if has_months:
            yield Label(middle, column.since, False)
        if (begins and number % room == 0) or (number == 0 and not _begins_soon(columns)):
            yield Label(middle if unit == "year" else column.x, column.since[:4], True)


def _begins_soon(columns: Sequence[Column]) -> bool:
    """Whether a new year's label stands so near to the first column that one of its own would touch it."""
    return any(column.since.endswith("-01") or len(column.since) == 4 for column in columns[:4])
