"""Each row of the policy does what it says, through `weigh` itself."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.reconcile import POLICY, Row, weigh
from extractor.reconcile.leaves import Case, Settled, settle
from extractor.reconcile.policy import CORRECTED, IDENTITY, MIN_TRUST, NEVER, REQUIRED
from extractor.schema.claims import Denial
from extractor.schema.fields import FIELDS
from extractor.schema.types import Candidate, Draft
from tests.unit.reconcile.drafts import at, cited, given_back, put, rated, said, sound

NEEDED = {f"{group}[].{name}" for group, names in REQUIRED.items() for name in names}
ROWS = [pytest.param(row, id=path) for path, row in POLICY.items()]
SINGLE = [pytest.param(row, id=path) for path, row in POLICY.items() if not path.endswith("[]")]
# What may come and go without its item.
LOOSE = [pytest.param(row, id=path) for path, row in POLICY.items() if path not in NEEDED]

# Two values of each field that are as different as values of it can be, and stand at the same place.
OTHERS: dict[str, tuple[Any, Any]] = {
    "in_scope": (True, False),
    "event.date": ("2024-05-02", "2023-01-31"),
    "event.region": ("73.73", "63.71"),
    "indicators[].value": (41, 57),
    "regulations[].year": (2020, 2018),
}


def pair(path: str) -> tuple[Any, Any]:
    return OTHERS.get(path, ("Balai Utama", "Gedung Serbaguna"))


def outcome(path: str, confidence: float, theirs: Candidate | None, *denials: Denial) -> Candidate | None:
    """The leaf at `path` after weighing the rules' first value of it against `theirs`."""
    ours = said(pair(path)[0], 2000, confidence=confidence)
    rules, model = put(sound(), path, ours), put(given_back(), path, theirs)
    leaf = at(weigh(rules, model, denials, is_complete=True).draft, path)
    assert leaf is None or isinstance(leaf, Candidate)
    return leaf


def below(threshold: float) -> float:
    return max(0.0, threshold - 0.01)


def test_every_field_has_its_row_and_no_row_lacks_its_field() -> None:
    assert list(POLICY) == [field.path for field in FIELDS]


@pytest.mark.parametrize("row", ROWS)
def test_each_row_gives_a_reason_and_figures_between_never_and_always(row: Row) -> None:
    assert row.reason.endswith(".")
    assert all(0 <= figure <= NEVER for figure in (row.silent, row.denied))
    assert MIN_TRUST < row.taken <= NEVER
    assert not isinstance(row.taken, bool)
    assert row.anchor is None or f"{row.path.rpartition('.')[0]}.{row.anchor}" in POLICY


@pytest.mark.parametrize("row", SINGLE)
def test_where_values_differ_the_likelier_one_stands(row: Row) -> None:
    first, second = pair(row.path)
    ours, theirs = said(first, 2000, confidence=0.8), cited(second, 2000)
    probability = rated(row.path, 0.8)
    assert MIN_TRUST < probability < 1
    stands = settle(row.path, ours, theirs, Case(probability, is_complete=True)).candidate
    assert stands is not None
    assert (stands.value, stands.source) == (first, "rules")
    assert "disagreement" in stands.flags
    assert [(lost.value, lost.source) for lost in stands.alternatives] == [(second, "llm")]
    falls = settle(row.path, ours, theirs, Case(probability + 0.001, is_complete=True)).candidate
    assert falls is not None
    winner, loser = (
        ((second, "llm"), (first, "rules")) if row.is_open else ((first, "rules"), (second, "llm"))
    )
    assert (falls.value, falls.source) == winner
    assert [(lost.value, lost.source) for lost in falls.alternatives] == [loser]


@pytest.mark.parametrize("row", SINGLE)
def test_a_patch_s_correction_stands_against_what_is_less_likely(row: Row) -> None:
    first, second = pair(row.path)
    ours, theirs = said(first, 2000), cited(second, 2000)
    corrected = settle(row.path, ours, theirs, Case(1.0, is_complete=False)).candidate
    assert corrected is not None
    is_likelier = row.is_open and rated(row.path, ours.confidence) < CORRECTED
    assert corrected.value == (second if is_likelier else first)


def test_the_figures_leave_some_fields_to_a_correction_and_some_not() -> None:
    corrected = {path for path, row in POLICY.items() if row.is_open and rated(path, 0.9) < CORRECTED}
    assert {"people[].role", "event.type", "indicators[].subject", "statements[].speaker"} <= corrected
    assert not {"statements[].quote", "article.title"} & corrected


@pytest.mark.parametrize("row", LOOSE)
def test_where_the_model_is_silent_values_stay_from_their_row_s_confidence_on(row: Row) -> None:
    stays = outcome(row.path, row.silent, None)
    assert stays is not None
    assert stays.value == pair(row.path)[0]
    if row.silent > 0:
        assert outcome(row.path, below(row.silent), None) is None


@pytest.mark.parametrize("row", LOOSE)
def test_what_the_model_denies_stays_from_its_row_s_confidence_on(row: Row) -> None:
    first = pair(row.path)[0]
    identity = first if row.path.endswith("[]") else None
    denial = Denial(row.path, identity, first)
    if row.denied <= 1:
        stays = outcome(row.path, row.denied, None, denial)
        assert stays is not None
        assert stays.value == first
        assert "disagreement" in stays.flags
        assert (None, "llm") in stays.alternatives
        assert stays.confidence < rated(row.path, row.denied)
    if row.denied > 0:
        assert outcome(row.path, below(row.denied), None, denial) is None


@pytest.mark.parametrize("row", LOOSE)
def test_what_only_the_model_has_is_taken_where_its_row_says_so(row: Row) -> None:
    rules = put(sound(), row.path, None)
    model = put(given_back(), row.path, cited(pair(row.path)[1], 2000))
    found = weigh(rules, model, (), is_complete=True)
    leaf = at(found.draft, row.path)
    assert (leaf is not None) == (row.taken <= 1)
    reported = {(drop.value, drop.reason) for drop in found.dropped}
    assert row.taken <= 1 or (pair(row.path)[1], "left_to_rules") in reported


@pytest.mark.parametrize("row", ROWS)
def test_a_model_is_trusted_with_a_new_value_from_its_row_s_figure_on(row: Row) -> None:
    theirs = cited(pair(row.path)[1])
    if row.taken <= 1:
        assert settle(row.path, None, theirs, Case(trust=row.taken, is_complete=True)).candidate is theirs
    less = settle(row.path, None, theirs, Case(trust=min(1.0, row.taken - 0.01), is_complete=True))
    assert less == Settled(None, "absent", ((theirs, "left_to_rules"),))


def new_item(group: str) -> tuple[Draft, Draft]:
    """Drafts of which only the model's has the items of one list, elsewhere in the text."""
    rules, model = sound(), given_back()
    rules[group] = []
    return rules, model


@pytest.mark.parametrize("group", sorted(IDENTITY))
def test_items_that_only_the_model_has_are_taken_where_their_identity_s_row_says_so(group: str) -> None:
    rules, model = new_item(group)
    is_taken = POLICY[f"{group}[].{IDENTITY[group]}"].taken <= 1
    assert bool(weigh(rules, model, (), is_complete=True).draft[group]) == is_taken


@pytest.mark.parametrize("group", sorted(IDENTITY))
def test_items_that_the_model_passes_over_stay_from_their_row_s_confidence_on(group: str) -> None:
    path = f"{group}[].{IDENTITY[group]}"
    row, value = POLICY[path], at(sound(), path).value
    place = at(sound(), path).spans[0].start
    model = given_back()
    model[group] = []
    # Neither people nor the event may name the body, else it is protected.
    for draft in (model, base := sound()):
        draft["people"] = [] if group == "organizations" else draft["people"]
        draft["event"] = draft["event"] if group != "organizations" else None
    sure = put(base, path, said(value, place, confidence=row.silent))
    unsure = put(base, path, said(value, place, confidence=below(row.silent)))
    assert at(weigh(sure, model, (), is_complete=True).draft, path).value == value
    found = weigh(unsure, model, (), is_complete=True)
    gone = (value, "unseen_by_model") in {(drop.value, drop.reason) for drop in found.dropped}
    assert gone == (row.silent > 0)
    assert (value, "unseen_by_model") not in {
        (drop.value, drop.reason) for drop in weigh(unsure, model, (), is_complete=False).dropped
    }


@pytest.mark.parametrize("group", sorted(IDENTITY))
def test_whole_items_are_denied_by_their_identity(group: str) -> None:
    path = f"{group}[].{IDENTITY[group]}"
    row, value = POLICY[path], at(sound(), path).value
    place = at(sound(), path).spans[0].start
    base = sound()
    if group == "organizations":
        base["people"], base["event"] = [], None
    denials = (Denial(f"{group}[]", value, value),)
    sure = weigh(put(base, path, said(value, place, confidence=row.denied)), {}, denials, is_complete=False)
    assert at(sure.draft, path).value == value
    assert "disagreement" in at(sure.draft, path).flags
    unsure = put(base, path, said(value, place, confidence=below(row.denied)))
    found = weigh(unsure, {}, denials, is_complete=False)
    gone = (value, "denied_by_model") in {(drop.value, drop.reason) for drop in found.dropped}
    assert gone == (row.denied > 0)
