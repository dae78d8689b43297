"""What gold accepts beside plain values: several right answers, optional ones, whatever comes.

{"any_of": ["anbk", "an"]}            any of them is right; null among them makes leaving out right, too
{"name": "Rina", "optional": true}    right when given, no slot when not; {"value": "an", "optional": true}
{"ignore": true}                      not scored, whatever the prediction says; {"name": …, "ignore": true}
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

MARKS = frozenset(("any_of", "optional", "ignore"))


class Options(NamedTuple):
    """The right answers, without absent ones; `optional` when giving none is as right."""

    values: tuple[object, ...]
    optional: bool = False
    ignored: bool = False


def is_absent(value: object) -> bool:
    """True for what counts as no value: null, an empty text, an empty list, an empty object."""
    return value is None or (isinstance(value, str | list | tuple | Mapping) and not value)


def read(value: object) -> Options:
    """The right answers that a value, an item of a list or a group of gold stands for."""
    if not isinstance(value, Mapping) or MARKS.isdisjoint(value):
        return Options(() if is_absent(value) else (value,))
    rest = {name: leaf for name, leaf in value.items() if name not in MARKS}
    alternatives = value.get("any_of")
    if isinstance(alternatives, list):
        found = tuple(alternatives)
    elif rest:
        found = (rest["value"] if rest.keys() == {"value"} else rest,)
    else:
        found = ()
    present = tuple(one for one in found if not is_absent(one))
    may_be_absent = value.get("optional") is True or len(present) < len(found)
    return Options(present, may_be_absent, value.get("ignore") is True)


def plain(value: object) -> object:
    """`value` in the contract's shape: the first of several answers, nothing where any is ignored."""
    if isinstance(value, list):
        return [item for item in map(plain, value) if item is not None]
    if not isinstance(value, Mapping):
        return value
    answer = one(value)
    return {name: plain(leaf) for name, leaf in value.items()} if answer is value else plain(answer)


def one(value: object) -> object:
    """The first of several answers, None where any answer is ignored; `value` itself without marks."""
    if not isinstance(value, Mapping) or MARKS.isdisjoint(value):
        return value
    choice = read(value)
    return None if choice.ignored or not choice.values else choice.values[0]
