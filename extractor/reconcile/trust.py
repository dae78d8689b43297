"""How far is a model to be believed? What it says of things that the rules are sure of tells.

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

HARM = 2.0
"""What a patch loses in trust for each share of the sure leaves that it changes: a tenth of them leaves 0.8,
half of them nothing, for that is no correction but another reading."""

MIN_SURE = 10
"""With fewer sure leaves a single change would count for too much."""


def trust(pairs: Iterable[Pair], denied: Denied, *, is_complete: bool) -> float:
    """How far to believe the model, from 0 to 1.

    Of a complete answer that is the share of sure leaves that it gives, too; of a patch, which does not
    repeat what is right, 1 less `HARM` times the share that it changes, rejects or adds. An answer that
    nothing can be measured by is believed.
    """
    pairs = tuple(pairs)
    sure = [one for one in pairs if _is_sure(one)]
    if not is_complete:
        changes = sum(_is_contested(one, denied) for one in sure) + sum(map(_is_added, pairs))
        return max(0.0, 1 - HARM * changes / max(MIN_SURE, len(sure)))
    if not any(one.theirs is not None for one in pairs):
        return 0.0
    return sum(map(_agrees, sure)) / len(sure) if sure else 1.0


def _is_sure(one: Pair) -> bool:
    if one.ours is None or one.ours.value is None or BY_PATH[one.path].wire is None:
        return False
    return one.ours.confidence >= SURE and one.ours.source != "input"


def _agrees(one: Pair) -> bool:
    return (
        one.ours is not None and one.theirs is not None and same(one.path, one.ours.value, one.theirs.value)
    )


def _is_added(one: Pair) -> bool:
    return (one.ours is None or one.ours.value is None) and one.theirs is not None


def _is_contested(one: Pair, denied: Denied) -> bool:
    if (one.path, one.row) in denied:
        return True
    return one.theirs is not None and one.theirs.value is not None and not _agrees(one)
