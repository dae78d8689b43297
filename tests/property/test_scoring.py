"""What any scorer owes its users, checked on gold that was damaged at random."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from evals.metrics import Counts
from evals.slots import compare, count

ROOT = Path(__file__).resolve().parents[2]
GOLD = [
    json.loads(path.read_text(encoding="utf-8"))
    for path in sorted((*ROOT.glob("gold/*.json"), *ROOT.glob("gold/corpus/*.json")))
    if path.stem != "index"
]
LISTS = ("regions", "organizations", "people", "programs", "indicators", "regulations", "statements")
# Nothing in gold is like these; the gates of the matching keep them alone.
WRONG_ITEMS: dict[str, Any] = {
    "regions": {"code": "00.00", "name": "Kota Antah", "level": "city"},
    "organizations": {"name": "Perkumpulan Xyzzy Plugh", "kind": "other", "region": None},
    "people": {"name": "Xyzzy Plugh", "role": "Penyihir", "acting": None, "organization": None},
    "programs": "xyzzy",
    "indicators": {"subject": "xyzzy plugh", "value": -12345.75, "unit": None, "region": None, "note": None},
    "regulations": {"kind": "Xyzzy", "number": "99999", "year": 1899},
    "statements": {"speaker": None, "quote": "xyzzy plugh frobozz"},
}

golds = st.sampled_from(GOLD)
randoms = st.randoms(use_true_random=False)


def damaged(gold: dict[str, Any], random: Random) -> dict[str, Any]:
    """A prediction that is right in part: values dropped, changed or taken from other articles."""
    record = deepcopy(gold)
    other = random.choice(GOLD)
    for name in LISTS:
        record[name] = [damaged_item(item, random) for item in record[name] if random.random() > 0.2]
        record[name] += random.sample(other[name], random.randint(0, min(2, len(other[name]))))
        random.shuffle(record[name])
    for group in ("article", "event"):
        record[group] = damaged_item(record[group], random)
    return record


def damaged_item(item: Any, random: Random) -> Any:
    """`item` with some of its leaves dropped or wrong, but never the ones that pair it."""
    if not isinstance(item, dict):
        return item
    changes = {}
    for name, value in item.items():
        if (
            name in {"name", "code", "subject", "value", "number", "year", "quote", "kind"}
            or random.random() > 0.25
        ):
            continue
        if isinstance(value, list):
            changes[name] = value[1:]
        else:
            # A coarser date would be right on one side only; this one is wrong on both.
            changes[name] = random.choice([None, "1899-12-31"])
    return {**item, **changes}


def scores(gold: dict[str, Any], predicted: dict[str, Any]) -> dict[str, Counts]:
    counts = count(compare(gold, predicted))
    return {**counts, "all": sum(counts.values(), Counts())}


@given(golds, randoms)
def test_swapping_gold_and_prediction_keeps_f1_and_swaps_precision_with_recall(
    gold: dict[str, Any], random: Random
) -> None:
    predicted = damaged(gold, random)
    forth, back = scores(gold, predicted), scores(predicted, gold)
    assert {path: counts.f1 for path, counts in forth.items()} == {
        path: counts.f1 for path, counts in back.items()
    }
    assert forth["all"].precision == back["all"].recall


@given(golds, randoms)
def test_the_order_of_items_changes_no_count(gold: dict[str, Any], random: Random) -> None:
    predicted = damaged(gold, random)
    before = scores(gold, predicted)
    gold = deepcopy(gold)
    for record in (gold, predicted):
        for name in LISTS:
            random.shuffle(record[name])
    assert scores(gold, predicted) == before


@given(golds, st.sampled_from(LISTS), randoms)
def test_deleting_a_right_item_never_raises_recall(gold: dict[str, Any], name: str, random: Random) -> None:
    predicted = damaged(gold, random)
    right = [index for index, item in enumerate(predicted[name]) if item in gold[name]]
    assume(right)
    before = scores(gold, predicted)
    del predicted[name][random.choice(right)]
    after = scores(gold, predicted)
    assert after["all"].recall <= before["all"].recall  # type: ignore[operator]
    assert after["all"].cor <= before["all"].cor


@given(golds, st.sampled_from(LISTS), randoms)
def test_adding_a_wrong_item_never_raises_precision(gold: dict[str, Any], name: str, random: Random) -> None:
    predicted = damaged(gold, random)
    before = scores(gold, predicted)
    predicted[name].insert(random.randint(0, len(predicted[name])), deepcopy(WRONG_ITEMS[name]))
    after = scores(gold, predicted)
    for path in before:
        assert (after[path].precision or 0) <= (before[path].precision or 0)
    assert after["all"].recall == before["all"].recall
    assert after["all"].actual > before["all"].actual


@given(golds, randoms)
def test_every_slot_of_gold_is_counted_once_whatever_the_prediction(
    gold: dict[str, Any], random: Random
) -> None:
    predicted = damaged(gold, random)
    possible = {path: counts.possible for path, counts in scores(gold, gold).items()}
    assert {path: counts.possible for path, counts in scores(gold, predicted).items()} == possible
    actual = {path: counts.actual for path, counts in scores(predicted, predicted).items()}
    assert {path: counts.actual for path, counts in scores(gold, predicted).items()} == actual


@given(golds, golds, randoms)
def test_scores_lie_between_0_and_1_and_strict_f1_between_precision_and_recall(
    gold: dict[str, Any], other: dict[str, Any], random: Random
) -> None:
    for counts in scores(gold, damaged(other, random)).values():
        known = [value for value in (counts.precision, counts.recall, counts.f1) if value is not None]
        assert all(0 <= value <= 1 for value in known)
        if counts.precision is not None and counts.recall is not None and counts.f1 is not None:
            low, high = sorted((counts.precision, counts.recall))
            assert low - 1e-12 <= counts.f1 <= high + 1e-12
