"""What a patch changes: additions and fixes are claims, drops are denials, strays are set aside."""

from __future__ import annotations

import pytest

from extractor import rules
from extractor.prompts import load, read, shown
from extractor.prompts.drafts import entries
from extractor.reconcile.alignment import align, denied
from extractor.schema.claims import Answer, Cite, Denial, Drop
from extractor.schema.types import Article
from tests.unit.prompts.test_drafts import DRAFT

PATCH = load("patch.v1")
DRAWN = shown(DRAFT)


def patched(**payload: object) -> Answer:
    return read(PATCH, [payload], DRAWN)


def fix(at: str, to: object) -> Answer:
    return patched(fix=[{"at": at, "to": to}])


def test_additions_are_claims_as_in_a_full_answer() -> None:
    answer = patched(add={"programs": ["s1 PMP"], "people": [{"person": "s1 Budi Sahoang"}]})
    assert answer == Answer({"programs": [Cite("PMP", 1)], "people": [{"name": Cite("Budi Sahoang", 1)}]})


@pytest.mark.parametrize(
    ("at", "to", "claims"),
    [
        (
            "people/0/role",
            "s4 Sekretaris",
            {"people": [{"name": Cite("Asnita Darwis"), "role": Cite("Sekretaris", 4)}]},
        ),
        (
            "people/1/office",
            "s4 BPMP",
            {"people": [{"name": Cite("Suaedi"), "organization": Cite("BPMP", 4)}]},
        ),
        (
            "indicators/0/about",
            "s4 Palopo",
            {
                "indicators": [
                    {
                        "subject": Cite("pengiriman data"),
                        "value": Cite("52,5 persen"),
                        "region": Cite("Palopo", 4),
                    }
                ]
            },
        ),
        (
            "indicators/0/value",
            "s4 52,5%",
            {"indicators": [{"subject": Cite("pengiriman data"), "value": Cite("52,5%", 4)}]},
        ),
        (
            "statements/0/speaker",
            "s4 Asnita Darwis",
            {"statements": [{"quote": Cite("Mutu " * 40), "speaker": Cite("Asnita Darwis", 4)}]},
        ),
        ("date", "s2 Rabu (2/11/2022)", {"event": {"date": Cite("Rabu (2/11/2022)", 2)}}),
        ("event", "training", {"event": {"type": Cite("training")}}),
        ("place", "s2 Kota Palopo", {"event": {"region": Cite("Kota Palopo", 2)}}),
        (
            "organizations/0",
            "s3 BPMP Provinsi Jambi",
            {"organizations": [{"name": Cite("BPMP Provinsi Jambi", 3)}]},
        ),
    ],
)
def test_a_fix_is_a_claim_with_what_tells_its_item(at: str, to: str, claims: object) -> None:
    assert fix(at, to) == Answer(claims)  # type: ignore[arg-type]


def test_fixes_of_one_item_are_one_claim() -> None:
    answer = patched(
        fix=[{"at": "people/1/role", "to": "s4 Ketua"}, {"at": "people/1/office", "to": "s4 BPMP"}]
    )
    assert answer.claims == {
        "people": [{"name": Cite("Suaedi"), "role": Cite("Ketua", 4), "organization": Cite("BPMP", 4)}]
    }


@pytest.mark.parametrize(
    ("at", "to", "denial"),
    [
        ("people/1/person", "s4 Suaedi Sahoang", Denial("people[]", "Suaedi", "Suaedi")),
        ("organizations/0", "s4 BPMP Bengkulu", Denial("organizations[]", *["BPMP Provinsi Jambi"] * 2)),
        ("parties/0", "s4 PGRI", Denial("event.parties[]", *["BPMP Provinsi Jambi"] * 2)),
        ("indicators/0/value", "s4 98 persen", Denial("indicators[]", 52.5, 52.5)),
    ],
)
def test_another_value_for_what_tells_an_item_denies_the_item(at: str, to: str, denial: Denial) -> None:
    answer = fix(at, to)
    assert answer.denials == (denial,)
    assert answer.claims


DENIALS = (
    ("people/0", Denial("people[]", "Asnita Darwis", "Asnita Darwis")),
    ("people/0/person", Denial("people[]", "Asnita Darwis", "Asnita Darwis")),
    ("people/0/role", Denial("people[].role", "Asnita Darwis", "Kepala")),
    ("programs/0", Denial("programs[]", "spmi", "spmi")),
    ("parties/0", Denial("event.parties[]", *["BPMP Provinsi Jambi"] * 2)),
    ("regulations/0", Denial("regulations[]", "10", "10")),
    ("indicators/0", Denial("indicators[]", 52.5, 52.5)),
    ("indicators/0/about", Denial("indicators[].region", 52.5, "73.73")),
    ("event", Denial("event.type", None, "award")),
    ("place", Denial("event.region", None, "63.71")),
    ("title", Denial("article.title", None, "Judul\nberita")),
)


@pytest.mark.parametrize(("at", "denial"), DENIALS)
def test_a_drop_denies_the_rules_value(at: str, denial: Denial) -> None:
    assert patched(drop=[at]) == Answer({}, (denial,))


@pytest.mark.parametrize(("at", "denial"), DENIALS)
def test_a_fix_to_null_denies_as_a_drop_does(at: str, denial: Denial) -> None:
    assert fix(at, None) == Answer({}, (denial,))


def test_of_equal_figures_a_denial_names_what_is_counted() -> None:
    figures = {
        "/indicators/0/subject": "SD",
        "/indicators/0/value": 8,
        "/indicators/1/subject": "SMP",
        "/indicators/1/value": 8,
    }
    assert read(PATCH, [{"drop": ["indicators/1"]}], figures).denials == (Denial("indicators[]", "SMP", 8),)


@pytest.mark.parametrize(
    ("payload", "drop"),
    [
        ({"drop": ["people/7"]}, Drop("/drop/0", "people/7", "unknown_pointer")),
        ({"drop": ["date"]}, Drop("/drop/0", "date", "unknown_pointer")),
        ({"drop": [{"at": "date"}]}, Drop("/drop/0", None, "wrong_shape")),
        ({"drop": "people/0"}, Drop("/drop", "people/0", "wrong_shape")),
        (
            {"fix": [{"at": "people/7/role", "to": "s1 x"}]},
            Drop("/fix/0", "people/7/role", "unknown_pointer"),
        ),
        ({"fix": ["people/0"]}, Drop("/fix/0", None, "wrong_shape")),
        ({"fix": [{"to": "s1 x"}]}, Drop("/fix/0", None, "wrong_shape")),
        ({"fix": [{"at": "date", "to": ["s1 x"]}]}, Drop("/fix/0", None, "wrong_shape")),
        ({"fix": [{"at": "event", "to": "pesta"}]}, Drop("/fix/0", "pesta", "unknown_event")),
        ({"add": ["s1 x"]}, Drop("/add", None, "wrong_shape")),
        ({"add": {"x": "y"}}, Drop("/add/x", "y", "unknown_key")),
        ({"title": "s1 x"}, Drop("/title", "s1 x", "unknown_key")),
    ],
)
def test_what_points_nowhere_or_has_no_shape_is_set_aside(payload: dict[str, object], drop: Drop) -> None:
    assert patched(**payload) == Answer({}, (), (drop,))


def test_a_patch_of_what_is_no_longer_drafted_is_read_by_what_was_shown() -> None:
    assert read(PATCH, [{"drop": ["people/0"]}], {}).malformed
    assert read(PATCH, [{"drop": ["people/0"]}], DRAWN).denials


def test_a_denial_of_any_line_is_understood_by_whoever_weighs_it() -> None:
    article = Article("x", PATCH.block("example"))
    draft = rules.extract(article)
    kept = shown(draft)
    assert entries(kept)
    for entry in entries(kept):
        denials = read(PATCH, [{"drop": [entry.at]}], kept).denials
        assert len(denied(denials, draft, align(draft, {}))) == 1, entry.at
