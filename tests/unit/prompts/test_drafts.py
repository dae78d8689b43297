"""What a patch prompt shows of the rules' draft, and what pointers into it mean."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor import rules
from extractor.prompts import shown
from extractor.prompts.drafts import SHOWN, entries, resolve
from extractor.schema.types import Article, Candidate, Draft, Node, Span, Value
from tests.strategies import any_texts, news_texts


def leaf(value: Value, start: int = 0) -> Candidate:
    return Candidate(value, (Span(start, start + 1),), 0.9, "rule")


DRAFT: Draft = {
    "article": {"title": leaf("Judul\nberita", 5), "outlet": None, "reporters": [leaf("ant", 90)]},
    "event": {
        "type": leaf("award"),
        "region": leaf("63.71", 30),
        "parties": [leaf("BPMP Provinsi Jambi", 40)],
    },
    "regions": [{"code": leaf("63.71"), "name": leaf("Kota Banjarmasin"), "level": leaf("city")}],
    "organizations": [{"name": leaf("BPMP Provinsi Jambi", 40), "kind": leaf("quality_agency")}],
    "people": [
        {
            "name": leaf("Asnita Darwis", 60),
            "role": leaf("Kepala", 50),
            "acting": leaf("Plt", 45),
            "organization": None,
        },
        {"name": leaf("Suaedi", 70), "role": None, "acting": None, "organization": None},
    ],
    "programs": [leaf("spmi", 80)],
    "indicators": [
        {
            "subject": leaf("pengiriman data", 85),
            "value": leaf(52.5, 84),
            "unit": leaf("persen", 86),
            "region": leaf("73.73"),
        },
        {"subject": leaf("mutu", 85), "value": leaf(1, 84), "unit": leaf("peringkat", 86), "note": None},
    ],
    "regulations": [
        {"kind": leaf("Peraturan Wali Kota", 91), "number": leaf("10", 92), "year": leaf(2020, 93)}
    ],
    "statements": [{"speaker": leaf("Suaedi"), "quote": leaf("Mutu " * 40, 95)}],
    "summary": leaf("Ringkasan."),
}


def test_a_draft_is_shown_in_short_lines() -> None:
    assert list(map(str, entries(shown(DRAFT)))) == [
        "title: Judul berita",
        "place: Kota Banjarmasin",
        "event: award",
        "reporters/0: ant",
        "parties/0: BPMP Provinsi Jambi",
        "organizations/0: BPMP Provinsi Jambi",
        "programs/0: spmi",
        "regulations/0: Peraturan Wali Kota Nomor 10 Tahun 2020",
        "people/0: person=Asnita Darwis; role=Plt Kepala",
        "people/1: person=Suaedi",
        "indicators/0: subject=pengiriman data; value=52,5 persen; about=Kota Palopo",
        "indicators/1: subject=mutu; value=peringkat 1",
        "statements/0: speaker=Suaedi; quote=" + ("Mutu " * 40)[:80] + "…",
    ]


def test_what_was_shown_keeps_the_record_s_values_by_pointer() -> None:
    kept = shown(DRAFT)
    assert kept["/people/0/role"] == "Kepala"
    assert kept["/event/region"] == "63.71"
    assert kept["/indicators/0/value"] == 52.5
    assert kept["/people/0@"] == 45
    assert "/people/1/role" not in kept
    assert "/summary" not in kept


def test_what_was_shown_outlives_json() -> None:
    kept = shown(DRAFT)
    assert entries(json.loads(json.dumps(kept))) == entries(kept)


def test_what_only_metadata_tell_is_not_shown() -> None:
    title = Candidate("Judul og", (), 0.9, "metadata", source="input")
    assert shown({"article": {"title": title, "dateline": leaf("Palopo")}}) == {
        "/article/dateline": "Palopo",
        "/article/dateline@": 0,
    }


@pytest.mark.parametrize("draft", [{}, {"event": None, "people": [], "article": {}}])
def test_an_empty_draft_shows_nothing(draft: Draft) -> None:
    assert entries(shown(draft)) == []


@pytest.mark.parametrize(
    ("at", "name", "leaf"),
    [
        ("people/0/role", "people/0", "role"),
        ("/people/0/role", "people/0", "role"),
        ("people[0].role", "people/0", "role"),
        ("people.0.person", "people/0", "name"),
        ("people/0/name", "people/0", "name"),
        ("people/0/organization", "people/0", "organization"),
        ("people/0/office", "people/0", "organization"),
        (" People/1 ", "people/1", None),
        ("organizations/0", "organizations/0", None),
        ("organizations/0/name", "organizations/0", None),
        ("parties/0", "parties/0", None),
        ("event/parties/0", "parties/0", None),
        ("indicators/1/about", "indicators/1", "region"),
        ("indicators/1/region", "indicators/1", "region"),
        ("event", "event", None),
        ("event/type", "event", None),
        ("place", "place", None),
        ("event/region", "place", None),
        ("date", "date", None),
        ("event.date", "date", None),
        ("article/title", "title", None),
    ],
)
def test_a_pointer_is_understood(at: str, name: str, leaf: str | None) -> None:
    target = resolve(at, entries(shown(DRAFT)))
    assert target is not None
    assert (target.entry.at, target.leaf) == (name, leaf)


@pytest.mark.parametrize(
    "at",
    [
        "",
        "/",
        "people",
        "people/2",
        "people/-1",
        "people/x/role",
        "people/0/age",
        "people/0/acting",
        "people/0/role/x",
        "regions/0",
        "title/0",
        "summary",
        "run/status",
        "event/nothing",
        "__class__",
    ],
)
def test_a_pointer_to_nothing_is_none(at: str) -> None:
    assert resolve(at, entries(shown(DRAFT))) is None


def test_every_line_s_own_name_points_to_it() -> None:
    known = entries(shown(DRAFT))
    for entry in known:
        target = resolve(entry.at, known)
        assert target is not None
        assert target.entry == entry


@given(at=any_texts())
def test_no_pointer_breaks_anything(at: str) -> None:
    target = resolve(at, entries(shown(DRAFT)))
    assert target is None or target.entry.slot in SHOWN


def count(node: Node) -> int:
    """How many candidates with a value a part of a draft has."""
    if isinstance(node, Candidate):
        return node.value is not None
    if isinstance(node, dict):
        return sum(map(count, node.values()))
    return sum(map(count, node or ()))


@given(text=st.one_of(news_texts(), any_texts()))
def test_every_item_of_the_rules_is_shown_on_one_line(text: str) -> None:
    draft = rules.extract(Article("x", text))
    known = entries(shown(draft))
    for name in ("people", "organizations", "programs", "indicators", "regulations", "statements"):
        items = draft[name]
        assert isinstance(items, list)
        assert len([entry for entry in known if entry.slot.name == name]) == len(items)
    assert all("\n" not in str(entry) for entry in known)
    assert count(draft) >= sum(len(entry.values) for entry in known)
