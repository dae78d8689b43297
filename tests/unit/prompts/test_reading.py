"""What answers claim, part by part; what has no usable shape is set aside and nothing fails."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.prompts import load, read
from extractor.prompts.wire import BY_NAME, MOST_ITEMS, SLOTS
from extractor.schema.claims import Answer, Cite, Claim, Drop
from tests.strategies import trap_texts

FULL = load("full.v1")


def claims_of(*payloads: dict[str, object]) -> object:
    return read(FULL, payloads, None).claims


@pytest.mark.parametrize(
    ("payload", "claims"),
    [
        ({"title": "s1 Mutu Naik"}, {"article": {"title": Cite("Mutu Naik", 1)}}),
        ({"published": "s2 2 Mei 2020"}, {"article": {"published_on": Cite("2 Mei 2020", 2)}}),
        ({"reporters": ["s9 ant"]}, {"article": {"reporters": [Cite("ant", 9)]}}),
        ({"event": "award"}, {"event": {"type": Cite("award")}}),
        ({"event": "s3 award"}, {"event": {"type": Cite("award")}}),
        ({"date": "s2 Rabu (2/11/2022)"}, {"event": {"date": Cite("Rabu (2/11/2022)", 2)}}),
        ({"until": "s2 4 Mei"}, {"event": {"end_date": Cite("4 Mei", 2)}}),
        ({"place": "s2 Kota Palopo"}, {"event": {"region": Cite("Kota Palopo", 2)}}),
        ({"parties": ["s2 BPMP"]}, {"event": {"parties": [Cite("BPMP", 2)]}}),
        ({"regions": ["s2 Palopo"]}, {"regions": [{"code": Cite("Palopo", 2)}]}),
        ({"organizations": ["s2 BPMP"]}, {"organizations": [{"name": Cite("BPMP", 2)}]}),
        ({"programs": ["s2 PMP"]}, {"programs": [Cite("PMP", 2)]}),
        (
            {"regulations": ["s2 Perwal Nomor 10 Tahun 2020"]},
            {"regulations": [{"kind": Cite("Perwal Nomor 10 Tahun 2020", 2)}]},
        ),
        (
            {"people": [{"person": "s2 Suaedi", "role": "s2 Ketua BPMP", "office": None}]},
            {"people": [{"name": Cite("Suaedi", 2), "role": Cite("Ketua BPMP", 2)}]},
        ),
        (
            {
                "indicators": [
                    {"subject": "s3 guru", "value": "s3 41 orang", "about": "s1 Palopo", "note": "s3 naik"}
                ]
            },
            {
                "indicators": [
                    {
                        "subject": Cite("guru", 3),
                        "value": Cite("41 orang", 3),
                        "region": Cite("Palopo", 1),
                        "note": Cite("naik", 3),
                    }
                ]
            },
        ),
        (
            {"statements": [{"speaker": "s1 Suaedi", "quote": "s3 “Kami siap,”"}]},
            {"statements": [{"speaker": Cite("Suaedi", 1), "quote": Cite("Kami siap,", 3)}]},
        ),
        ({"indicators": [{"value": 41}]}, {"indicators": [{"value": Cite("41")}]}),
        ({"title": None, "people": [], "programs": None, "venue": "null"}, {}),
        ({"people": [{"person": None}]}, {}),
    ],
)
def test_a_key_of_the_answer_becomes_a_claim(payload: dict[str, object], claims: object) -> None:
    assert read(FULL, [payload], None) == Answer(claims)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("payload", "drop"),
    [
        ({"nama": "s1 x"}, Drop("/nama", "s1 x", "unknown_key")),
        ({"title": ["s1 x"]}, Drop("/title", None, "wrong_shape")),
        ({"title": True}, Drop("/title", True, "wrong_shape")),
        ({"title": "s1"}, Drop("/title", "s1", "no_words")),
        ({"title": "s1 " + "x" * 9_000}, Drop("/title", "s1 " + "x" * 297, "too_long")),
        ({"event": "pesta"}, Drop("/event", "pesta", "unknown_event")),
        ({"people": "s1 Suaedi"}, Drop("/people", "s1 Suaedi", "wrong_shape")),
        ({"people": ["s1 Suaedi"]}, Drop("/people/0", "s1 Suaedi", "wrong_shape")),
        ({"people": [{"person": {"x": 1}}]}, Drop("/people/0/person", None, "wrong_shape")),
        ({"people": [{"umur": 41}]}, Drop("/people/0/umur", 41, "unknown_key")),
        ({"programs": [None, {"id": 1}]}, Drop("/programs/1", None, "wrong_shape")),
    ],
)
def test_what_has_no_usable_shape_is_set_aside_with_its_place(payload: dict[str, object], drop: Drop) -> None:
    assert read(FULL, [payload], None) == Answer({}, (), (drop,))


def test_a_list_without_end_is_cut() -> None:
    answer = read(FULL, [{"programs": ["s1 PMP"] * 1_000}], None)
    assert answer.claims["programs"] == [Cite("PMP", 1)] * MOST_ITEMS
    assert answer.malformed == (Drop(f"/programs/{MOST_ITEMS}", None, "too_many"),)


def test_parts_are_merged_lists_in_order_and_the_first_of_single_values() -> None:
    first = {"title": "s1 Satu", "venue": None, "programs": ["s1 PMP"], "people": [{"person": "s1 A Satu"}]}
    second = {
        "title": "s9 Dua",
        "venue": "s9 Aula",
        "programs": ["s9 SPMI"],
        "people": [{"person": "s9 B Dua"}],
    }
    assert claims_of(first, second) == {
        "article": {"title": Cite("Satu", 1)},
        "event": {"venue": Cite("Aula", 9)},
        "programs": [Cite("PMP", 1), Cite("SPMI", 9)],
        "people": [{"name": Cite("A Satu", 1)}, {"name": Cite("B Dua", 9)}],
    }


def test_no_payload_is_an_answer_that_says_nothing() -> None:
    assert read(FULL, [], None) == Answer({})


KEYS = st.sampled_from(
    [*BY_NAME, *(leaf for slot in SLOTS for leaf in slot.leaves), "add", "fix", "drop", "at", "x"]
)
PLAIN = st.sampled_from(
    [None, True, 0, -1, 2.5, 10**20, "", "s1", "s1 x", "s9 41", "people/0", "award"]
) | trap_texts(max_size=2)
ITEMS = st.lists(PLAIN | st.dictionaries(KEYS, PLAIN, max_size=3), max_size=3)
ANSWERS = st.dictionaries(KEYS, PLAIN | ITEMS | st.dictionaries(KEYS, PLAIN | ITEMS, max_size=3), max_size=3)


def cites_of(node: Claim) -> list[Cite]:
    if isinstance(node, Cite):
        return [node]
    inside = node.values() if isinstance(node, dict) else node or ()
    return [cite for one in inside for cite in cites_of(one)]


@given(payloads=st.lists(ANSWERS, max_size=2), name=st.sampled_from(["full", "patch"]))
def test_any_json_is_read(payloads: list[dict[str, object]], name: str) -> None:
    answer = read(load(name), payloads, {})
    assert all(cite.text and (cite.sentence is None or cite.sentence > 0) for cite in cites_of(answer.claims))
    assert answer.denials == ()
