"""The overview's drawings: numbers become tiles, columns, bars and dots, each with its articles' address."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from extractor.service.dashboard import quality
from extractor.service.dashboard import timeline as time_line
from extractor.service.dashboard.filters import Filters
from extractor.service.dashboard.overview import Overview
from extractor.service.dashboard.page import Page, province
from extractor.service.dashboard.queries import Count
from extractor.service.dashboard.runs import Run
from extractor.service.dashboard.scales import shades, share
from extractor.service.dashboard.tiles import SIDE, tile_map
from extractor.service.dashboard.timeline import Column, Timeline, timeline

PLACES = 14
"""So many kabupaten and kota have a bar; of a chosen province all have one."""


class Bar(NamedTuple):
    """One bar: `percent` of the longest; `series` is the class of its type's colour, if it has one.

    `is_chosen` tells that it is what the filters ask for.
    """

    name: str
    note: str | None
    articles: int
    percent: float
    href: str
    series: str | None = None
    is_chosen: bool = False


class Ranking(NamedTuple):
    """One list of bars; `id` names it among the words."""

    id: str
    bars: list[Bar]
    has_note: bool = False


def overview_context(page: Page, overview: Overview, runs: Sequence[Run]) -> dict[str, Any]:
    """All that overview.html shows."""
    counts = {code: count for code, count in overview.places.items() if len(code) == 2}
    scale = shades(counts.values())
    line = timeline(overview.months, [one.key for one in overview.types])
    bars = list(_place_bars(page, overview))
    shown = bars if page.filters.province else bars[:PLACES]
    return {
        "overview": overview,
        "map": tile_map(counts, scale),
        "side": SIDE,
        "shades": scale,
        "province_names": {code: province(name) for code, name in overview.regions.items() if len(code) == 2},
        "places_title": _places_title(page, overview),
        "place_bars": shown,
        "places_left": len(bars) - len(shown),
        "timeline": line,
        "height": time_line.HEIGHT,
        "rankings": rankings(page, overview, line.series if line else ()),
        **_time_context(page, line),
        **runs_context(page, runs),
        **page.filter_context(overview.choices, overview.names),
    }


def runs_context(page: Page, runs: Sequence[Run]) -> dict[str, Any]:
    """All that runs.html shows."""
    lang = page.language

    def run_score(run: Run) -> str:
        interval = f"{lang.number(run.low, 1)}–{lang.number(run.high, 1)}"
        when = f", {lang.date(run.created_at[:10])}" if run.created_at else ""
        return f"H {lang.number(run.h, 1)} ({interval}), {lang.money(run.cost_usd)}{when}"

    panels = quality.panels(runs)
    drawn = {dot.run.name for panel in panels for dot in panel.dots}
    return {
        "runs": runs,
        "drawn": [run for run in runs if run.name in drawn],
        "panels": panels,
        "quality_height": quality.HEIGHT,
        "run_score": run_score,
        "scores_of": lambda run: {score.group: score for score in run.scores},
    }


def rankings(page: Page, overview: Overview, series: Sequence[str]) -> list[Ranking]:
    """The lists of bars, in the order of the page."""
    lang = page.language
    types = [one._replace(name=lang.name("type", one.key)) for one in overview.types]
    colours = {key: f"s{number}" for number, key in enumerate(series)}
    return [
        Ranking("programs", _bars(page, "program", overview.programs)),
        Ranking(
            "types",
            [
                bar._replace(series=colours.get(one.key, "others"))
                for bar, one in zip(_bars(page, "type", types), types, strict=True)
            ],
        ),
        Ranking("speakers", list(_speaker_bars(page, overview)), True),
        Ranking("institutions", _bars(page, "organization", overview.institutions), True),
        Ranking("subjects", _bars(page, "subject", overview.subjects)),
        Ranking("outlets", _bars(page, "outlet", overview.outlets)),
    ]


def _bars(page: Page, name: str, counts: Sequence[Count]) -> list[Bar]:
    longest = max((one.articles for one in counts), default=0)
    return [
        Bar(
            one.name,
            None,
            one.articles,
            share(one.articles, longest),
            page.link("/articles", page.filters.but(**{name: one.key})),
        )
        for one in counts
    ]


def _speaker_bars(page: Page, overview: Overview) -> Iterable[Bar]:
    longest = max((one.articles for one in overview.speakers), default=0)
    for one in overview.speakers:
        filters = page.filters.but(speaker=one.name, organization=one.lineage)
        post = ", ".join(part for part in (one.role, one.organization) if part)
        yield Bar(
            one.name,
            post or None,
            one.articles,
            share(one.articles, longest),
            page.link("/articles", filters),
        )


def _place_bars(page: Page, overview: Overview) -> Iterable[Bar]:
    """Kabupaten and kota of the chosen province, or of all, those with most articles first."""
    within = page.filters.province or ""
    found = [
        Count(code, overview.regions.get(code, code), count)
        for code, count in overview.places.items()
        if len(code) > 2 and code.startswith(within)
    ]
    found.sort(key=lambda one: (-one.articles, one.name))
    longest = found[0].articles if found else 0
    for one in found:
        note = None if within else province(overview.regions.get(one.key[:2], ""))
        href = page.link("/articles", page.filters.but(region=one.key))
        is_chosen = one.key == page.filters.region
        yield Bar(one.name, note, one.articles, share(one.articles, longest), href, is_chosen=is_chosen)


def _places_title(page: Page, overview: Overview) -> str:
    code = page.filters.province
    if code is None:
        return page.language.text("places.title")
    name = province(overview.regions.get(code, code))
    return page.language.text("places.title.in", province=name)


def _time_context(page: Page, line: Timeline | None) -> dict[str, Any]:
    lang = page.language

    def column_filters(column: Column, kind: str | None = None) -> Filters:
        # A whole month or year is one filter; a quarter has a beginning and an end.
        stretch = (
            page.filters.but(month=column.since)
            if column.since == column.until
            else page.filters.but(since=column.since, until=column.until)
        )
        return stretch if kind is None else stretch.but(type=kind)

    def column_name(column: Column) -> str:
        if column.since == column.until:
            return lang.date(column.since)
        year, month = column.since.split("-")
        return lang.text("time.quarter", n=(int(month) + 2) // 3, year=year)

    def series_name(kind: str) -> str:
        return lang.text("time.others") if line and kind == line.others else lang.name("type", kind)

    named: dict[str, Any] = {
        "column_filters": column_filters,
        "column_name": column_name,
        "series_name": series_name,
    }
    if line:
        named["before_filters"] = page.filters.but(until=_month_before(line.columns[0].since))
        named["after_filters"] = page.filters.but(since=_month_after(line.columns[-1].until))
    return named


def _month_before(month: str) -> str:
    """The month before; of a year, the year before."""
    if len(month) == 4:
        return f"{int(month) - 1:04}"
    year, number = divmod(int(month[:4]) * 12 + int(month[5:]) - 2, 12)
    return f"{year:04}-{number + 1:02}"


def _month_after(month: str) -> str:
    """The month after; of a year, the year after."""
    if len(month) == 4:
        return f"{int(month) + 1:04}"
    year, number = divmod(int(month[:4]) * 12 + int(month[5:]), 12)
    return f"{year:04}-{number + 1:02}"
