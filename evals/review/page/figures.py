"""A figure typed with its unit, as articles print it: `52 persen`, `Rp 1,2 miliar`, `41 orang`."""

from __future__ import annotations

from evals.review.contents.pointers import path_of
from evals.review.types import Edit, Set
from extractor.canonical.numbers import find_quantities
from extractor.canonical.units import read_unit

_VALUE, _UNIT = "value", "unit"


def unit_edit(edit: Edit) -> Set | None:
    """The edit of the unit that was typed behind (or before) a figure's value; None where none was."""
    if not isinstance(edit, Set) or path_of(edit.pointer) != "indicators[].value":
        return None
    found = find_quantities(edit.value) if isinstance(edit.value, str) else []
    if not found or not isinstance(edit.value, str):
        return None
    first = found[0]
    unit = "rupiah" if first.is_money else read_unit(edit.value[first.end :].strip(" ."))
    return None if unit is None else Set(edit.pointer.removesuffix(_VALUE) + _UNIT, unit)
