"""Is a model's answer worth anything? What it says of things that the rules are sure of tells.

A model that overlooks the headline, the quoted speakers and the printed figures is not to be believed when it
sees what the rules do not. What counts are leaves that a model is asked for and that the rules are sure of,
where they are right in 98 of 100 cases.
"""

from __future__ import annotations

from collections.abc import Iterable

from extractor.reconcile.alignment import Denied, Pair
from extractor.reconcile.leaves import same
from extractor.schema.fields import BY_PATH

SURE = 0.9

MIN_SHARE = 0.3
"""Of the sure leaves, so many must come back in a complete answer. A good model returns most of them, a small
one that copies whatever it sees well below this."""

MAX_CONTESTED = 0.3
"""A patch may reject, change or add as many leaves as this share of the sure ones: more is no correction."""

FREE = 5
"""Corrections that any patch may make, however little the rules were sure of."""


def is_trusted(pairs: Iterable[Pair], denied: Denied, *, is_complete: bool) -> bool:
    """Whether the model is believed at all; an answer with nothing to measure it by is."""
    pairs = tuple(pairs)
    sure = [one for one in pairs if _is_sure(one)]
    if is_complete:
        given = sum(one.theirs is not None and _agrees(one) for one in sure)
        has_answer = any(one.theirs is not None for one in pairs)
        return has_answer and given >= MIN_SHARE * len(sure)
    contested = sum(_is_contested(one, denied) for one in sure)
    added = sum(one.ours is None and one.theirs is not None for one in pairs)
    return contested + added <= max(FREE, MAX_CONTESTED * len(sure))


def _is_sure(one: Pair) -> bool:
    if one.ours is None or one.ours.value is None or BY_PATH[one.path].wire is None:
        return False
    return one.ours.confidence >= SURE and one.ours.source != "input"


def _agrees(one: Pair) -> bool:
    assert one.ours is not None
    return one.theirs is not None and same(one.path, one.ours.value, one.theirs.value)


def _is_contested(one: Pair, denied: Denied) -> bool:
    if (one.path, one.row) in denied:
        return True
    return one.theirs is not None and one.theirs.value is not None and not _agrees(one)
