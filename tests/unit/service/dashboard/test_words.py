"""Both languages, their numbers and dates, and which one a reader gets."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import get_args

import pytest

from extractor.schema.types import EventType
from extractor.service.dashboard.filters import Filters, address, read_filters
from extractor.service.dashboard.language import CODES, Code, language, wanted
from extractor.service.dashboard.tables import rows

ENGLISH, INDONESIAN = language("en"), language("id")


def test_every_text_is_there_in_both_languages_with_the_same_places() -> None:
    keys = [row["key"] for row in rows("words")]
    assert len(keys) == len(set(keys))
    for row in rows("words"):
        places = [sorted(re.findall(r"{(\w+)}", row[code])) for code in CODES]
        assert all(row[code] for code in CODES)
        assert places[0] == places[1], row["key"]


def test_every_text_that_a_template_names_is_there() -> None:
    folder = files("extractor.service.dashboard").joinpath("templates")
    named = {
        key
        for template in folder.iterdir()
        for key in re.findall(r"""\bt\(["']([\w.]+)["'][,)]""", template.read_text(encoding="utf-8"))
    }
    assert len(named) > 40
    assert named <= set(ENGLISH.words)


def test_closed_sets_and_filters_have_names() -> None:
    wanted_keys = {f"type.{kind}" for kind in get_args(EventType)} | {
        f"filter.{name}" for name in Filters._fields
    }
    assert wanted_keys <= set(ENGLISH.words)


@pytest.mark.parametrize(
    ("value", "english", "indonesian"),
    [
        (1234567, "1,234,567", "1.234.567"),
        (52.5, "52.5", "52,5"),
        (0, "0", "0"),
        (1234.125, "1,234.125", "1.234,125"),
    ],
)
def test_numbers_are_grouped_as_each_language_does(value: float, english: str, indonesian: str) -> None:
    assert (ENGLISH.number(value), INDONESIAN.number(value)) == (english, indonesian)


@pytest.mark.parametrize(
    ("iso", "english", "indonesian"),
    [
        ("2022-08-02", "2 August 2022", "2 Agustus 2022"),
        ("2022-12", "December 2022", "Desember 2022"),
        ("2022", "2022", "2022"),
        ("no-date", "no-date", "no-date"),
        ("2022-77", "77 2022", "77 2022"),
        ("", "", ""),
    ],
)
def test_dates_are_told_as_finely_as_they_are_known(iso: str, english: str, indonesian: str) -> None:
    assert (ENGLISH.date(iso), INDONESIAN.date(iso)) == (english, indonesian)


def test_small_sums_keep_their_digits() -> None:
    assert [ENGLISH.money(sum_) for sum_ in (0, 0.0011, 12.5)] == ["US$ 0.00", "US$ 0.0011", "US$ 12.50"]


@pytest.mark.parametrize(
    ("asked", "accepted", "code"),
    [
        ("id", "en", "id"),
        (None, "id-ID,id;q=0.9,en;q=0.8", "id"),
        (None, "fr, en;q=0.5, in;q=0.7", "id"),
        (None, "en-GB", "en"),
        (None, "id;q=0, de", "en"),
        ("xx", "", "en"),
        (None, ";;q=x,,", "en"),
    ],
)
def test_the_language_is_the_one_asked_for_or_preferred(asked: str | None, accepted: str, code: Code) -> None:
    assert wanted(asked, accepted) == code


def test_filters_come_back_from_their_address() -> None:
    filters = Filters(region="63.71", q='a&b="c" é', outlet="B & C")
    query = dict(re.findall(r"[?&](\w+)=([^&]*)", address("/articles", filters)))
    assert set(query) == {"region", "q", "outlet"}
    assert read_filters({"region": " 63.71 ", "q": "", "page": "2"}) == Filters(region="63.71")
    assert address("/", Filters()) == "/"
    assert address("/", Filters(), lang="id", page=None) == "/?lang=id"


def test_a_filter_is_not_longer_than_needed() -> None:
    assert len(read_filters({"q": "x" * 10_000}).q or "") == 300
