"""From counts to drawings: scales, shades, tiles, columns and dots."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.knowledge.tables import rows as known
from extractor.service.dashboard.quality import HEIGHT as QUALITY_HEIGHT
from extractor.service.dashboard.quality import SHOWN, panels
from extractor.service.dashboard.queries import Month
from extractor.service.dashboard.runs import Run
from extractor.service.dashboard.scales import MOST_TICKS, SHADES, scale, shades, share
from extractor.service.dashboard.tiles import SIDE, tile_map
from extractor.service.dashboard.timeline import COLUMNS, HEIGHT, SERIES, timeline

TYPES = ["training", "award", "visit", "launch", "policy", "other", "funding"]
MONTHS = st.builds(
    lambda year, month, kind, count: Month(f"{year}-{month:02}", kind, count),
    st.integers(1990, 2040),
    st.integers(1, 12),
    st.sampled_from(TYPES),
    st.integers(1, 5_000),
)
YEARS = st.builds(Month, st.integers(1990, 2040).map(str), st.sampled_from(TYPES), st.integers(1, 5))


@pytest.mark.parametrize(("largest", "top", "steps"), [(1, 1, 1), (5, 5, 5), (6, 6, 3), (4_400, 5_000, 5)])
def test_scales_end_at_a_round_number(largest: float, top: float, steps: int) -> None:
    found = scale(largest)
    assert (found.top, len(found.ticks)) == (top, steps)


@given(st.integers(0, 10**9))
def test_a_scale_holds_its_largest_value(largest: int) -> None:
    found = scale(largest)
    assert found.top >= largest
    assert 1 <= len(found.ticks) <= MOST_TICKS
    assert found.ticks[-1].percent == 100
    assert all(tick.value == int(tick.value) for tick in found.ticks)


@given(st.integers(-1, 10**9), st.integers(0, 10**9))
def test_a_bar_is_seen_if_there_is_anything(value: int, largest: int) -> None:
    found = share(min(value, largest), largest)
    assert 0 <= found <= 100
    assert (found > 0) == (min(value, largest) > 0)


@given(st.lists(st.integers(0, 10**6), max_size=40))
def test_shades_grow_with_the_counts(counts: list[int]) -> None:
    found = shades(counts)
    ordered = [found.of(count) for count in sorted(counts)]
    assert ordered == sorted(ordered)
    assert len(found.bounds) <= SHADES
    assert all(low < high for low, high in pairwise(found.bounds))
    assert all((found.of(count) == 0) == (count == 0) for count in counts)


def test_the_map_has_one_tile_for_each_province_of_today() -> None:
    counts = {"63": 4, "73": 2}
    found = tile_map(counts, shades(counts.values()))
    assert {tile.code for tile in found.tiles} == {
        row["code"] for row in known("regions") if row["level"] == "province"
    }
    assert len({(tile.x, tile.y) for tile in found.tiles}) == len(found.tiles)
    assert len({tile.label for tile in found.tiles}) == len({tile.name for tile in found.tiles}) == 38
    assert all(tile.x + SIDE <= found.width and tile.y + SIDE <= found.height for tile in found.tiles)
    assert {tile.code: tile.articles for tile in found.tiles if tile.articles} == counts
    assert {tile.code for tile in found.tiles if tile.shade} == set(counts)


def test_no_dates_make_no_columns() -> None:
    assert timeline([], TYPES) is None


def test_few_months_are_columns_of_months_with_their_names() -> None:
    found = timeline([Month("2022-11", "award", 2), Month("2023-01", "training", 1)], ["award", "training"])
    assert found is not None
    assert (found.unit, [column.since for column in found.columns]) == (
        "month",
        ["2022-11", "2022-12", "2023-01"],
    )
    assert [column.by_series for column in found.columns] == [(2, 0, 0), (0, 0, 0), (0, 1, 0)]
    assert [label.month for label in found.labels if not label.is_year] == ["2022-11", "2022-12", "2023-01"]
    assert [label.month for label in found.labels if label.is_year] == ["2023"]


@pytest.mark.parametrize(
    ("months", "unit"),
    [
        ([Month(f"20{year}-01", "award", 9) for year in range(10, 24)], "quarter"),
        ([Month(f"19{year}-01", "award", 9) for year in range(50, 99)], "year"),
        ([Month("2021", "award", 3), Month("2022", "award", 1)], "year"),
    ],
)
def test_a_longer_time_has_wider_columns(months: list[Month], unit: str) -> None:
    found = timeline(months, ["award"])
    assert found is not None
    assert found.unit == unit


def test_a_quarter_leads_to_its_three_months() -> None:
    found = timeline([Month(f"20{year}-05", "award", 9) for year in range(10, 24)], ["award"])
    assert found is not None
    assert (found.columns[0].since, found.columns[0].until) == ("2010-04", "2010-06")


def test_one_misread_year_does_not_stretch_the_drawing() -> None:
    months = [Month("1945-08", "other", 1), Month("2022-10", "award", 999), Month("2031-01", "award", 1)]
    found = timeline(months, ["award"])
    assert found is not None
    assert (found.unit, len(found.columns), found.before, found.after) == ("month", 1, 1, 1)


@given(st.lists(st.one_of(MONTHS, YEARS), min_size=1, max_size=60))
def test_every_dated_article_is_drawn_or_told(months: list[Month]) -> None:
    months = sorted(months)
    found = timeline(months, TYPES)
    assert found is not None
    drawn = sum(column.articles for column in found.columns)
    total = sum(month.articles for month in months)
    assert drawn + found.before + found.after + found.coarse == total
    assert len(found.columns) <= COLUMNS
    assert len(found.series) <= SERIES
    top = found.ticks[-1].value
    for column in found.columns:
        assert 0 <= column.x <= column.x + column.width <= 100
        assert sum(part.articles for part in column.segments) == sum(column.by_series) == column.articles
        assert column.articles <= top
        # Segments stand on each other, from the ground up.
        edges = [part.y + part.height for part in column.segments] + [
            column.segments[-1].y if column.segments else HEIGHT
        ]
        assert edges[0] == pytest.approx(HEIGHT, abs=0.1)
        assert all(
            below.y == pytest.approx(above.y + above.height, abs=0.1)
            for below, above in pairwise(column.segments)
        )
        assert edges[-1] >= -0.1


def run(name: str, **changes: object) -> Run:
    base = Run(
        name, "2026-11-22", "gold/corpus", "rules", None, None, 24, 95.0, 92.0, 97.0, 0, 0, 0.0, None, ()
    )
    return base._replace(**changes)  # type: ignore[arg-type]


def test_each_gold_set_has_its_runs_in_order() -> None:
    found = panels([run("a"), run("b", gold="gold"), run("c", cost_usd=0.5), run("d", cost_usd=0.25)])
    assert [(panel.gold, [dot.run.name for dot in panel.dots]) for panel in found] == [
        ("gold/corpus", ["a", "c", "d"]),
        ("gold", ["b"]),
    ]
    assert [dot.cost for dot in found[0].dots] == [0, 100, 50]
    assert found[0].floor == 90


def test_dots_lie_within_their_interval_and_the_drawing() -> None:
    (panel,) = panels(
        [run(str(number), h=h, low=h - 3, high=min(h + 2, 100)) for number, h in enumerate((12.0, 55, 99))]
    )
    assert panel.floor == 0
    for dot in panel.dots:
        assert 0 <= dot.top <= dot.y <= dot.bottom <= QUALITY_HEIGHT
        assert 0 < dot.x < 100


def test_only_the_latest_runs_are_drawn() -> None:
    (panel,) = panels([run(str(number)) for number in range(SHOWN + 5)])
    assert (len(panel.dots), panel.left_out) == (SHOWN, 5)
    assert panel.dots[-1].run.name == str(SHOWN + 4)


def test_tiles_state_where_they_come_from() -> None:
    table = Path("extractor/service/dashboard/data/tiles.csv").read_text(encoding="utf-8")
    assert table.startswith("# source: ")
