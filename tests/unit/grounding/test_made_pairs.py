"""The promise of grounding, on pairs made from the seeds and the corpus (`tests/made_pairs.py` says how)."""

from __future__ import annotations

import pytest

from tests.made_pairs import Result, Worth, results, total

MOST_CHANGED = 0.005
FEWEST_SAME = 0.95
FEWEST_PAIRS = 1000

Table = dict[tuple[Worth, str], Result]


@pytest.fixture(scope="module")
def table() -> Table:
    return results()


def test_there_are_enough_pairs_of_both_kinds(table: Table) -> None:
    assert total(table, "changed").pairs >= FEWEST_PAIRS
    assert total(table, "same").pairs >= FEWEST_PAIRS


def test_a_changed_digit_unit_year_place_or_person_does_not_pass(table: Table) -> None:
    passed = {group: one for (worth, group), one in table.items() if worth == "changed"}
    assert all(one.rate <= MOST_CHANGED for one in passed.values()), passed


def test_another_written_form_of_the_same_value_passes(table: Table) -> None:
    passed = {group: one for (worth, group), one in table.items() if worth == "same"}
    assert all(one.rate >= FEWEST_SAME for one in passed.values()), passed
