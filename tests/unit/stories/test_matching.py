"""When two articles tell one event, and when they only look like it."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.schema.record import Record
from extractor.stories import Member, from_record
from extractor.stories.matching import by_event, by_text, clash
from extractor.stories.signatures import Alike

BODIES = [
    {"name": "BPMP Provinsi Jambi", "kind": "quality_agency", "region": "15"},
    {"name": "LPMP Provinsi Jambi", "kind": "quality_agency", "region": "15"},
    {"name": "Dinas Pendidikan Kota Jambi", "kind": "education_office", "region": "15.71"},
    {"name": "Dinas Pendidikan Kota Sungai Penuh", "kind": "education_office", "region": "15.72"},
    {"name": "PGRI Provinsi Jambi", "kind": "profession", "region": "15"},
]
EVENT = {
    "type": "training",
    "date": "2024-05-14",
    "region": "15.71",
    "parties": ["BPMP Provinsi Jambi", "Dinas Pendidikan Kota Jambi"],
}
HEAD = {"name": "Siti", "role": "Kepala", "organization": "BPMP Provinsi Jambi"}


def member(position: int, *, flags: tuple[str, ...] = (), **changes: Any) -> Member:
    """An article on `EVENT`; fields of the event and of the record change by their names."""
    of_event = {name: changes.pop(name) for name in list(changes) if name in {*EVENT, "venue", "end_date"}}
    record = Record.model_validate(
        {
            "article_id": f"a{position}",
            "text_sha256": f"{position:064d}",
            "in_scope": True,
            "article": {},
            "event": {**EVENT, **of_event},
            "organizations": BODIES,
            "provenance": {"/event/date": {"source": "rules", "confidence": 0.9, "flags": list(flags)}},
            **changes,
        }
    )
    return from_record(record, position)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({}, id="the same"),
        pytest.param({"parties": ["Dinas Pendidikan Kota Jambi", "LPMP Provinsi Jambi"]}, id="an older name"),
        pytest.param({"region": "15"}, id="its province"),
        pytest.param({"region": "15.72"}, id="another region of the province, but the same two parties"),
        pytest.param({"date": "2024-05-13", "end_date": "2024-05-15"}, id="a span that holds the day"),
        pytest.param(
            {"parties": ["BPMP Provinsi Jambi"], "venue": "Hotel Odua"}, id="one party fewer, the same hall"
        ),
    ],
)
def test_the_same_event_is_told(changes: dict[str, Any]) -> None:
    assert by_event(member(0, venue="Hotel Odua"), member(1, **changes))


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"type": "award"}, id="another type"),
        pytest.param({"date": "2024-05-15"}, id="the next day"),
        pytest.param({"date": "2023-05-14"}, id="the year before"),
        pytest.param({"date": None}, id="no date"),
        pytest.param({"date": "2024-05"}, id="only a month, and no third name"),
        pytest.param({"date": "2024-02-31"}, id="no real day"),
        pytest.param({"region": None}, id="no region"),
        pytest.param({"region": "63.71"}, id="another province"),
        pytest.param({"parties": ["BPMP Provinsi Jambi"]}, id="one shared party alone"),
        pytest.param({"parties": ["BPMP Provinsi Jambi", "PGRI Provinsi Jambi"]}, id="with somebody else"),
        pytest.param(
            {"parties": ["BPMP Provinsi Jambi", "Dinas Pendidikan Kota Sungai Penuh"], "people": [HEAD]},
            id="the same agency and its head with another city",
        ),
    ],
)
def test_what_only_looks_like_it_stays_apart(changes: dict[str, Any]) -> None:
    assert by_event(member(0, people=[HEAD]), member(1, **changes)) is None


def test_an_office_and_its_head_are_one_sign_not_two() -> None:
    alone = {"parties": ["BPMP Provinsi Jambi"], "people": [HEAD]}
    assert by_event(member(0, **alone), member(1, **alone)) is None


def test_a_telling_figure_that_both_have_makes_up_for_a_name() -> None:
    alone = {"parties": ["BPMP Provinsi Jambi"]}
    figure, small = {"subject": "guru", "value": 412}, {"subject": "guru", "value": 3}
    assert by_event(member(0, **alone, indicators=[figure]), member(1, **alone, indicators=[figure]))
    assert by_event(member(0, **alone, indicators=[small]), member(1, **alone, indicators=[small])) is None


@pytest.mark.parametrize(
    ("changes", "contained", "is_linked"),
    [
        ({}, 0.5, True),
        ({}, 0.4, False),
        ({"date": None}, 0.7, False),
        ({"date": None}, 0.8, True),
        ({"date": "2023-05-14"}, 1.0, False),
        ({"region": "63.71"}, 1.0, False),
        ({"parties": ["PGRI Provinsi Jambi"]}, 1.0, False),
        ({"parties": ["Dinas Pendidikan Kota Sungai Penuh", "BPMP Provinsi Jambi"]}, 1.0, False),
    ],
)
def test_texts_alike_are_one_story_unless_their_events_speak_against_it(
    changes: dict[str, Any], contained: float, is_linked: bool
) -> None:
    link = by_text(member(0), member(1, **changes), Alike(0, 1, contained / 2, contained))
    assert (link is not None) == is_linked


def test_statements_of_two_days_may_be_of_one_story_when_the_texts_are_alike() -> None:
    said = member(1, date="2024-05-15", flags=("statement_date",))
    assert not clash(member(0), said, is_text=True)
    assert clash(member(0), said, is_text=False)
    assert clash(member(0), member(1, date="2024-05-15"), is_text=True)


def test_undated_reports_with_other_figures_are_those_of_other_years() -> None:
    def report(position: int, *values: int) -> Member:
        figures = [{"subject": f"peserta {nth}", "value": value} for nth, value in enumerate(values)]
        return member(position, date=None, indicators=figures)

    assert clash(report(0, 162, 917, 232), report(1, 188, 942, 240), is_text=True)
    assert not clash(report(0, 162, 917, 232), report(1, 162, 971, 232), is_text=True)
