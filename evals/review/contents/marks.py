"""What gold says beyond plain values (`evals.options`): kept through a review, wherever nobody touched it.

A sheet shows the first of several right answers. What was there in gold is kept beside it by pointer, and
goes back to gold when the value is still the shown one; a changed value stands alone. That something is
optional or ignored stays even when a value of it has changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from evals import options
from evals.review.contents.pointers import LISTS, Record, list_pointer

_FLAGS = ("optional", "ignore")
_HIDDEN = "hidden"
"""Under a list's pointer: the items of gold that have nothing to show, each with its place."""


class Plain(NamedTuple):
    """A record in the contract's shape, and by pointer what gold had there."""

    record: Record
    marks: Mapping[str, object]


def plain(gold: Mapping[str, object]) -> Plain:
    """`gold` with one plain value for each leaf, the first right one; what gold ignores shows as it is."""
    marks: dict[str, object] = {}
    return Plain({name: _plain(value, f"/{name}", marks) for name, value in gold.items()}, marks)


def marked(record: Record, marks: Mapping[str, object]) -> dict[str, object]:
    """`record` with what gold had beyond plain values; the inverse of `plain` for an untouched record."""
    return {name: _marked(value, f"/{name}", marks) for name, value in record.items()}


def _plain(value: object, pointer: str, marks: dict[str, object]) -> object:
    if isinstance(value, list):
        return _plain_items(value, pointer, marks)
    if not isinstance(value, Mapping):
        return value
    if options.MARKS.isdisjoint(value):
        return {name: _plain(leaf, f"{pointer}/{name}", marks) for name, leaf in value.items()}
    marks.setdefault(pointer, dict(value))
    shown = next(iter(options.read(value).values), [] if pointer in _LIST_POINTERS else None)
    return _plain(shown, pointer, marks if isinstance(shown, Mapping | list) else {})


def _plain_items(listed: list[object], pointer: str, marks: dict[str, object]) -> list[object]:
    shown: list[object] = []
    hidden: list[object] = []
    for place, item in enumerate(listed):
        if options.read(item).values:
            shown.append(_plain(item, f"{pointer}/{len(shown)}", marks))
        else:
            hidden.append([place, item])
    if hidden:
        marks[pointer] = {_HIDDEN: hidden}
    return shown


def _marked(value: object, pointer: str, marks: Mapping[str, object]) -> object:
    mark = marks.get(pointer)
    if (
        isinstance(mark, Mapping)
        and _HIDDEN not in mark
        and _filled(_plain(mark, pointer, {})) == _filled(value)
    ):
        return mark
    if isinstance(value, list):
        items = [_marked(item, f"{pointer}/{index}", marks) for index, item in enumerate(value)]
        for place, item in _hidden(mark):
            items.insert(place, item)
        return items
    if not isinstance(value, Mapping):
        return value
    whole = {name: _marked(leaf, f"{pointer}/{name}", marks) for name, leaf in value.items()}
    flags = {name: mark[name] for name in _FLAGS if name in mark} if isinstance(mark, Mapping) else {}
    return {**whole, **flags}


def _hidden(mark: object) -> list[tuple[int, object]]:
    hidden = mark.get(_HIDDEN) if isinstance(mark, Mapping) else None
    return [(place, item) for place, item in hidden] if isinstance(hidden, list) else []


def _filled(value: object) -> object:
    """`value` without what is absent: gold may leave out a key that a whole record has as null."""
    if isinstance(value, list):
        return [_filled(item) for item in value]
    if not isinstance(value, Mapping):
        return value
    return {name: _filled(leaf) for name, leaf in value.items() if not options.is_absent(leaf)}


_LIST_POINTERS = frozenset(map(list_pointer, LISTS))
