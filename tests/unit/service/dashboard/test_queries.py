"""What the overview is told of the articles that the filters let through."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from extractor.service.dashboard import leaders, queries
from extractor.service.dashboard.choices import choices, names
from extractor.service.dashboard.database import choose, database
from extractor.service.dashboard.filters import NONE, Filters
from extractor.service.dashboard.listing import PAGE, listing
from tests.news_database import made_records, write_database


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_database(tmp_path_factory.mktemp("made") / "news.sqlite", made_records())


@pytest.fixture
def connection(path: Path) -> Iterator[sqlite3.Connection]:
    with database(path) as opened:
        choose(opened, Filters())
        yield opened


def chosen(connection: sqlite3.Connection, **filters: str) -> set[str]:
    choose(connection, Filters(**filters))
    return {key for (key,) in connection.execute("SELECT article_id FROM chosen")}


@pytest.mark.parametrize(
    ("filters", "articles"),
    [
        ({"region": "63.71"}, {"bjm-1", "bjm-2"}),
        ({"region": "63"}, {"bjm-1", "bjm-2", "bjr-1", "kalsel"}),
        # Without an event's place every place that is named counts.
        ({"region": "73"}, {"palopo", "named"}),
        ({"region": "64"}, {"named"}),
        ({"region": NONE}, {"hostile"}),
        ({"program": "guru_penggerak"}, {"bjm-1", "bjr-1"}),
        ({"program": NONE, "region": "63.71"}, {"bjm-2"}),
        ({"type": "training"}, {"bjm-1", "bjr-1", "palopo"}),
        ({"type": NONE}, {"named"}),
        ({"type": "award,policy,none"}, {"bjm-2", "kalsel", "named"}),
        ({"type": ","}, set()),
        ({"month": "2022-11"}, {"bjm-1", "bjm-2"}),
        ({"month": "2022"}, {"bjm-1", "bjm-2", "bjr-1"}),
        ({"month": "2023-01"}, {"palopo"}),
        ({"month": NONE}, {"named"}),
        ({"since": "2022-12", "until": "2023-01"}, {"bjr-1", "palopo"}),
        ({"until": "2021"}, {"kalsel"}),
        ({"outlet": "B & C"}, {"bjm-2"}),
        ({"subject": "guru penggerak", "month": "2021"}, {"kalsel"}),
        ({"scope": "out"}, {"kalsel"}),
        ({"scope": "anything"}, set()),
        ({"status": "fallback"}, {"hostile"}),
        ({"speaker": "Ibnu Sina"}, {"bjm-1", "bjm-2"}),
        ({"speaker": "Ibnu Sina", "organization": NONE}, set()),
        # A pupil's articles are nobody's to collect.
        ({"speaker": "Budi"}, set()),
        ({"q": "JUDUL bj"}, {"bjm-1", "bjm-2", "bjr-1"}),
        ({"q": "%"}, set()),
        ({"region": "63' OR '1'='1"}, set()),
        ({"type": "training", "region": "63.71", "program": "ktsp"}, set()),
    ],
)
def test_filters_let_through_what_they_name(
    connection: sqlite3.Connection, filters: dict[str, str], articles: set[str]
) -> None:
    assert chosen(connection, **filters) == articles


def test_a_filter_and_its_lack_share_no_article_and_miss_none(connection: sqlite3.Connection) -> None:
    for name in ("region", "program", "type", "month", "organization", "outlet", "scope"):
        lacking = chosen(connection, **{name: NONE})
        everything = chosen(connection)
        choose(connection, Filters())
        values = {
            "region": ("63", "73", "64"),
            "program": ("guru_penggerak", "ktsp"),
            "type": ("training", "award", "policy", "other"),
            "month": ("2021", "2022", "2023"),
            "organization": tuple(one.key for one in leaders.institutions(connection)),
            "outlet": ("Harian Contoh", "B & C"),
            "scope": ("in", "out"),
        }[name]
        having = set().union(*(chosen(connection, **{name: value}) for value in values))
        assert having == everything - lacking, name


def test_totals_count_articles_and_costs(connection: sqlite3.Connection) -> None:
    total = queries.totals(connection)
    assert (total.articles, total.in_scope, total.out_of_scope, total.undated) == (7, 6, 1, 1)
    assert (total.first, total.last) == ("2021", "2023-02-01")
    assert [(one.key, one.articles) for one in total.statuses] == [("ok", 6), ("fallback", 1)]
    assert (total.input_tokens, total.cost_usd) == (8400, 0.25)


def test_totals_of_nothing_are_zeros(connection: sqlite3.Connection) -> None:
    choose(connection, Filters(region="11"))
    assert queries.totals(connection) == queries.Totals(0, 0, 0, 0, None, None, (), 0, 0, 0, 0)


def test_a_province_counts_its_places_and_an_article_once(connection: sqlite3.Connection) -> None:
    found = queries.places(connection)
    assert found == {"63": 4, "63.71": 2, "63.72": 1, "73": 2, "73.73": 2, "64": 1}


def test_months_keep_the_fineness_of_their_dates(connection: sqlite3.Connection) -> None:
    assert [tuple(month) for month in queries.months(connection)] == [
        ("2021", "policy", 1),
        ("2022-11", "award", 1),
        ("2022-11", "training", 1),
        ("2022-12", "training", 1),
        ("2023-01", "training", 1),
        ("2023-02", "other", 1),
    ]


def test_speakers_are_counted_by_articles_and_hold_public_posts(connection: sqlite3.Connection) -> None:
    (speaker,) = leaders.speakers(connection)
    assert (speaker.name, speaker.role, speaker.organization) == (
        "Ibnu Sina",
        "Wali Kota",
        "Pemerintah Kota Banjarmasin",
    )
    assert (speaker.articles, speaker.statements) == (2, 4)


@pytest.mark.parametrize("limit", [1, 3, 10])
def test_leaders_are_those_of_an_exact_count(limit: int) -> None:
    """Bounds are too high by any measure, and some keys count nothing or twice."""
    exact = {f"k{number:03}": (number * 37) % 101 for number in range(300)}
    bounds = sorted(
        ((key, count + number % 50) for number, (key, count) in enumerate(exact.items())), key=lambda b: -b[1]
    )
    asked: list[str] = []

    def count(keys: Sequence[str]) -> list[queries.Count]:
        asked.extend(keys)
        return [queries.Count(key, key, exact[key]) for key in keys if exact[key]]

    found = leaders.leaders(bounds, count, limit)
    assert [one.articles for one in found] == sorted(exact.values(), reverse=True)[:limit]
    assert len(asked) < len(exact)


def test_rankings_count_the_chosen_articles_only(connection: sqlite3.Connection) -> None:
    everywhere = {one.key: one.articles for one in queries.programs(connection)}
    assert everywhere == {"guru_penggerak": 2, "ktsp": 1}
    choose(connection, Filters(region="63.72"))
    assert {one.key: one.articles for one in queries.programs(connection)} == {"guru_penggerak": 1, "ktsp": 1}
    assert queries.outlets(connection) == (queries.Count("Harian Contoh", "Harian Contoh", 1),)
    assert leaders.institutions(connection) == ()


def test_latest_figures_come_with_their_article(connection: sqlite3.Connection) -> None:
    figures = queries.latest_figures(connection, limit=2)
    assert [one.article_id for one in figures] == ["hostile", "palopo"]
    assert (figures[1].value, figures[1].unit, figures[1].region) == (41.5, "orang", "Kota Palopo")


def test_figures_of_one_subject_are_that_subject_s(connection: sqlite3.Connection) -> None:
    assert len(queries.latest_figures(connection, "guru penggerak")) == 6
    assert queries.latest_figures(connection, "sekolah") == ()


def test_choices_are_what_some_article_has(connection: sqlite3.Connection) -> None:
    found = choices(connection)
    assert len(found.provinces) == 38
    assert [one.value for one in found.programs] == ["ktsp", "guru_penggerak"]
    assert found.years == ("2023", "2022", "2021")


def test_values_of_filters_are_shown_by_their_names(connection: sqlite3.Connection) -> None:
    lineage = leaders.institutions(connection)[0].key
    filters = Filters(region="63.71", program="guru_penggerak", organization=lineage, outlet="x")
    assert names(connection, filters) == {
        "region": "Kota Banjarmasin",
        "program": "Pendidikan Guru Penggerak",
        "organization": "Pemerintah Kota Banjarmasin",
    }
    assert names(connection, Filters(region="99", program=NONE)) == {}


def test_the_list_has_the_latest_first_and_the_undated_last(connection: sqlite3.Connection) -> None:
    found = listing(connection, 1)
    assert [line.article_id for line in found.lines] == [
        "hostile",
        "palopo",
        "bjr-1",
        "bjm-2",
        "bjm-1",
        "kalsel",
        "named",
    ]
    assert (found.total, found.page, found.pages) == (7, 1, 1)


@pytest.mark.parametrize("asked", [-3, 0, 2, 10**12])
def test_a_page_past_either_end_is_the_nearest(connection: sqlite3.Connection, asked: int) -> None:
    assert listing(connection, asked).page == 1


def test_pages_of_the_list_share_no_article(tmp_path: Path) -> None:
    base = made_records()[0]
    records = [base.model_copy(update={"article_id": f"a{number:03}"}) for number in range(PAGE + 7)]
    with database(write_database(tmp_path / "many.sqlite", records)) as connection:
        choose(connection, Filters())
        first, second = listing(connection, 1), listing(connection, 2)
    assert (first.pages, len(first.lines), len(second.lines)) == (2, PAGE, 7)
    assert not {line.article_id for line in first.lines} & {line.article_id for line in second.lines}
