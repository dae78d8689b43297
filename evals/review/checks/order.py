"""What to look at first: the values that most likely are wrong, weighted by what they count.

The gain of a look is `weight × p`: the field's weight in scores, and the probability `p` that the value is
wrong, so the gain of an article is the number of (weighted) errors that a review is expected to mend. Error
probability is used, not entropy: the reviewer's aim is to mend the record, and a value that is wrong for
sure is worth more than one that is open. A reader has to read the whole article anyway, so gains are not
divided by its length. `p` is

- `1 - confidence`, for the confidence of a value is the counted share of right ones (`evals.calibrate`);
- at least 0.5 where rules and model found different values (of two at most one is right), where the last
  run's report counts the value as an extra (printed in the article, absent from gold: one of them errs), and
  where several values stayed possible;
- at least 0.3 where no words of the article are marked for it.

A value that does not count in scores (a note, the summary) has a hundredth of the weight: it comes last.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from evals.review.checks.extras import Extra, suggestions
from evals.review.contents.content import Content
from evals.review.contents.pointers import leaves, path_of, value_at
from evals.review.types import Origin, Reason
from extractor.schema.fields import BY_PATH
from extractor.schema.types import Value

LOW = 0.2
"""A value that is wrong with at least this probability is called unsure."""

_EITHER, _UNPROVED = 0.5, 0.3
_UNSCORED = 0.01
_COMPUTED = frozenset(("regions[].name", "regions[].level"))


class Order(NamedTuple):
    """The undecided leaves by their gain, why each is asked, and what all of them are worth."""

    pointers: tuple[str, ...]
    reasons: Mapping[str, tuple[Reason, ...]]
    gain: float
    open_values: int
    """How many of them have a reason beyond that nobody has looked yet."""


def order(content: Content, extras: tuple[Extra, ...] = ()) -> Order:
    """What is left to decide in `content`, the most worth a look first; equals stay in reading order.

    What the last run read and the record lacks (`extras.suggestions`) counts for the gain as well.
    """
    reasons: dict[str, tuple[Reason, ...]] = {}
    gains: dict[str, float] = {}
    for pointer in leaves(content.record):
        path = path_of(pointer)
        if pointer in content.decisions or path in _COMPUTED:
            continue
        value, origin = value_at(content.record, pointer), content.origins.get(pointer)
        if value is None and (origin is None or not origin.candidates):
            continue
        origin = origin or Origin(confidence=0.0)
        found = _reasons(path, value, origin, extras)
        reasons[pointer] = found
        gains[pointer] = (BY_PATH[path].weight or _UNSCORED) * _error_probability(origin, found)
    pointers = sorted(gains, key=lambda pointer: -gains[pointer])
    unsure = [pointer for pointer, found in reasons.items() if found != ("unchecked",)]
    lacking = suggestions(content.record, extras)
    gain = sum(gains.values()) + sum(BY_PATH[one.path].weight * _EITHER for one in lacking)
    return Order(tuple(pointers), reasons, gain, len(unsure) + len(lacking))


def _reasons(path: str, value: Value, origin: Origin, extras: tuple[Extra, ...]) -> tuple[Reason, ...]:
    found: list[Reason] = []
    if "disagreement" in origin.flags:
        found.append("disagreement")
    if value is not None and any(extra.is_at(path, value, origin.spans) for extra in extras):
        found.append("extra")
    if origin.candidates:
        found.append("open")
    if origin.confidence <= 1 - LOW:
        found.append("low_confidence")
    if BY_PATH[path].canonicaliser is not None and not origin.spans and not origin.is_from_metadata:
        found.append("no_evidence")
    return tuple(found) or ("unchecked",)


def _error_probability(origin: Origin, reasons: tuple[Reason, ...]) -> float:
    least = 0.0
    if {"disagreement", "extra", "open"} & set(reasons):
        least = _EITHER
    elif "no_evidence" in reasons:
        least = _UNPROVED
    return max(1 - origin.confidence, least)
