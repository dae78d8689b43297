"""Why a slot is not right: one label for each, so that errors can be counted by their cause."""

from __future__ import annotations

import math
from typing import Literal, NamedTuple, TypeAlias, get_args

from evals.comparators import number_of
from evals.words import Words
from extractor.schema.fields import BY_PATH

Label: TypeAlias = Literal[
    "OMITTED_OBJECT",  # an item of gold, or its event, has no partner
    "OMITTED_FIELD",  # the item has one, this leaf of it is empty
    "UNGROUNDED",  # not in the article
    "GROUNDED_EXTRA",  # in the article, not in gold: worth a second look at gold
    "DUPLICATE",  # gold has it once
    "NUM_SCALE",  # off by a power of ten
    "NUM_OTHER_IN_TEXT",  # another number of the article
    "DATE_SHIFT",  # another day, month or year
    "DATE_PRECISION",  # coarser than gold
    "ATTR_SWAP",  # what gold says of another person
    "ALIAS_UNKNOWN",  # printed so in the article, not the form of gold
    "ENUM_CONFUSION",  # another value of a closed set
    "QUOTE_FABRICATED",  # a quotation that the article does not hold
    "SPEAKER_WRONG",
]
RunLabel: TypeAlias = Literal["PARSE_FAIL", "SCHEMA_INVALID", "INFRA"]
LABELS: tuple[str, ...] = (*get_args(Label), *get_args(RunLabel))

_IDENTITY = {"indicators": "indicators[].value", "statements": "statements[].quote"}
_HUGE = 1e30
_NAMES = frozenset(("label", "role", "person", "organization", "regulation"))


class Wrong(NamedTuple):
    """A slot that is not right, and what stands around it.

    `is_whole`: it belongs to an item, or an event, without a partner. `is_double`: to an item that repeats a
    paired one. `identity`: the item's value that tells it from others. `others`: what gold says in this leaf
    of the list's other items.
    """

    path: str
    verdict: str
    gold: object
    predicted: object
    is_whole: bool = False
    is_double: bool = False
    identity: object = None
    others: tuple[object, ...] = ()


def identity_path(path: str) -> str | None:
    """The leaf that tells an item of `path`'s list from the others; None outside lists of objects."""
    group, mark, leaf = path.partition("[].")
    if not mark:
        return None
    return _IDENTITY.get(group) or next(
        (known for known in BY_PATH if known.startswith(f"{group}[].")), group + leaf
    )


def label(wrong: Wrong, words: Words) -> Label:
    """The cause of a slot that is not right."""
    if wrong.verdict == "MIS":
        return "OMITTED_OBJECT" if wrong.is_whole else "OMITTED_FIELD"
    if wrong.verdict == "SPU":
        return _of_extra(wrong, words)
    return _of_other_value(wrong, words)


def _of_extra(wrong: Wrong, words: Words) -> Label:
    if wrong.is_double:
        return "DUPLICATE"
    path, value = wrong.path, wrong.predicted
    by = identity_path(path)
    if wrong.is_whole and by is not None:
        path, value = by, wrong.identity
    if path == "statements[].quote" and not words.quotes(value):
        return "QUOTE_FABRICATED"
    return "GROUNDED_EXTRA" if words.has(path, value) else "UNGROUNDED"


def _of_other_value(wrong: Wrong, words: Words) -> Label:
    kind = BY_PATH[wrong.path].comparator
    is_printed = words.has(wrong.path, wrong.predicted)
    if wrong.path == "statements[].speaker":
        return "SPEAKER_WRONG"
    if kind == "quote" and not words.quotes(wrong.predicted):
        return "QUOTE_FABRICATED"
    if kind == "date":
        return "DATE_PRECISION" if wrong.verdict == "PAR" else "DATE_SHIFT"
    if kind == "number":
        return _of_other_number(wrong, is_printed=is_printed)
    if wrong.path.startswith("people[].") and wrong.predicted in wrong.others:
        return "ATTR_SWAP"
    if kind in {"equal", "unit"}:
        return "ENUM_CONFUSION"
    if not is_printed:
        return "UNGROUNDED"
    return "ALIAS_UNKNOWN" if kind in _NAMES else "GROUNDED_EXTRA"


def _of_other_number(wrong: Wrong, *, is_printed: bool) -> Label:
    gold, predicted = (number_of(value) for value in (wrong.gold, wrong.predicted))
    if gold and predicted and gold * predicted > 0 and abs(predicted) < _HUGE:
        power = math.log10(predicted / gold)
        if round(power) and abs(power - round(power)) < 1e-9:
            return "NUM_SCALE"
    return "NUM_OTHER_IN_TEXT" if is_printed else "UNGROUNDED"
