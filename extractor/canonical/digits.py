"""Numbers written in digits: which mark groups thousands and which one starts the decimals.

Indonesian prints `1.234,5`, but news mixes in `34.04%` and `35,903` (both thousands and decimals turn up with
either mark). A mark that can be read in two ways a factor of a thousand apart is settled by what surrounds
it; if nothing settles it there is no reading.
"""

from __future__ import annotations

import re
from typing import Literal

Hint = Literal["count", "percent", "mean", "unknown"]
"""What the surroundings say: a count has no decimals, a percentage stays near 100, a mean likes decimals."""

_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:([.,])[0-9]{3})(?:\1[0-9]{3})*")
_LONGEST = 15


def read_digits(raw: str, hint: Hint = "unknown") -> int | float | None:
    """The value of digits with marks, such as `1.234,5`, `34.04` or `25.090.504.000`.

    `hint` settles what grouping alone cannot. None when the marks fit no number or stay undecided.
    """
    if len(raw) > 2 * _LONGEST or not raw[0].isascii():
        return None
    if raw.isdecimal():
        return int(raw) if len(raw) <= _LONGEST else None
    marks = [char for char in raw if char in ".,"]
    if len(set(marks)) == 2:
        return _read_both_marks(raw, marks)
    if len(marks) > 1:
        return int(raw.replace(marks[0], "")) if _GROUPED.fullmatch(raw) else None
    return _read_one_mark(raw, marks[0], hint)


def _read_both_marks(raw: str, marks: list[str]) -> int | float | None:
    """The last mark starts the decimals and stands once; the other one groups."""
    group, decimal = marks[0], marks[-1]
    if group == decimal or marks.count(decimal) != 1:
        return None
    whole, _, fraction = raw.partition(decimal)
    if not fraction or not _GROUPED.fullmatch(whole):
        return None
    return _integral(float(f"{whole.replace(group, '')}.{fraction}"))


def _read_one_mark(raw: str, mark: str, hint: Hint) -> int | float | None:
    whole, _, fraction = raw.partition(mark)
    if not whole or not fraction:
        return None
    decimal = _integral(float(f"{whole}.{fraction}")) if len(fraction) <= 3 else None
    if not _GROUPED.fullmatch(raw):
        return decimal
    grouped = int(whole + fraction)
    if mark == ".":
        return _read_dotted_group(grouped, decimal, hint)
    return {"count": grouped, "percent": decimal, "mean": decimal}.get(hint)


def _read_dotted_group(grouped: int, decimal: int | float | None, hint: Hint) -> int | float | None:
    """`1.234` is 1234 by the language's rule; `34.045` percent cannot be, `1.250` percent could be either."""
    if hint == "percent":
        return decimal if grouped >= 10_000 else None
    return None if hint == "mean" else grouped


def _integral(value: float) -> int | float:
    return int(value) if value.is_integer() else value
