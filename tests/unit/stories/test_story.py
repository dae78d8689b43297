"""What a story says: all its sources, what they agree on and what they tell differently."""

from __future__ import annotations

import time
from typing import Any

import pytest

from extractor.stories import build, from_record
from tests.records import a_failed_record
from tests.unit.stories.test_matching import member


def figure(value: float, **more: Any) -> dict[str, Any]:
    return {"subject": "guru penggerak", "value": value, "unit": "orang", "region": "15.71", **more}


def told(conflict: dict[str, Any]) -> dict[Any, list[str]]:
    return {one["value"]: one["sources"] for one in conflict["values"]}


def test_values_of_one_thing_that_differ_are_a_conflict_with_their_sources() -> None:
    story = build([member(nth, indicators=[figure(value)]) for nth, value in enumerate((41, 44, 41))])
    (conflict,) = story["conflicts"]
    assert (conflict["field"], conflict["subject"], conflict["region"]) == (
        "indicators",
        "guru penggerak",
        "15.71",
    )
    assert told(conflict) == {41: ["a0", "a2"], 44: ["a1"]}
    assert story["figures"] == []


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(figure(41, subject="guru yang penggerak"), id="a word without weight"),
        pytest.param(figure(41, region=None), id="the region left out"),
        pytest.param(figure(41, subject="Guru Penggerak"), id="capitals"),
    ],
)
def test_one_thing_printed_in_two_ways_is_one_figure(other: dict[str, Any]) -> None:
    story = build([member(0, indicators=[figure(41)]), member(1, indicators=[other])])
    (one,) = story["figures"]
    assert told(one) == {41: ["a0", "a1"]}
    assert story["conflicts"] == []


@pytest.mark.parametrize(
    "changes", [{"region": "15.72"}, {"unit": "persen"}, {"subject": "sekolah penggerak"}]
)
def test_another_thing_is_no_conflict(changes: dict[str, Any]) -> None:
    story = build([member(0, indicators=[figure(41)]), member(1, indicators=[figure(52, **changes)])])
    assert story["conflicts"] == []
    assert len(story["figures"]) == 2


def test_a_source_that_tells_more_values_of_one_thing_contradicts_nobody() -> None:
    story = build([member(0, indicators=[figure(68.4), figure(75.1)]), member(1, indicators=[figure(75.1)])])
    assert story["conflicts"] == []
    assert told(story["figures"][0]) == {68.4: ["a0"], 75.1: ["a0", "a1"]}


def test_the_event_is_what_most_say_and_the_parties_are_those_of_all() -> None:
    story = build(
        [member(0, venue=None), member(1, venue="Hotel Odua"), member(2, parties=["PGRI Provinsi Jambi"])]
    )
    assert story["event"]["venue"] == "Hotel Odua"
    assert story["event"]["parties"] == [
        "BPMP Provinsi Jambi",
        "Dinas Pendidikan Kota Jambi",
        "PGRI Provinsi Jambi",
    ]


def test_another_date_and_another_type_are_listed() -> None:
    story = build([member(0), member(1, date="2024-05-15", type="visit"), member(2)])
    assert {conflict["field"]: told(conflict) for conflict in story["conflicts"]} == {
        "event/type": {"training": ["a0", "a2"], "visit": ["a1"]},
        "event/date": {"2024-05-14": ["a0", "a2"], "2024-05-15": ["a1"]},
    }
    assert story["event"]["date"] == "2024-05-14"


def test_the_key_stays_when_later_sources_join() -> None:
    assert build([member(0)])["key"] == build([member(0), member(1)])["key"]
    assert build([member(0)])["key"].startswith("2024-05-14/15.71/training/")


def test_an_article_without_event_is_a_story_with_a_key() -> None:
    story = build([from_record(a_failed_record(), 0)])
    assert story["event"] is None
    assert len(story["key"]) == 8


def test_thousands_of_copies_are_compared_at_once() -> None:
    copies = [member(nth, indicators=[figure(41 + nth % 2)]) for nth in range(4000)]
    started = time.process_time()
    (conflict,) = build(copies)["conflicts"]
    assert [len(sources) for sources in told(conflict).values()] == [2000, 2000]
    assert time.process_time() - started < 1
