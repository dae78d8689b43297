"""What a reviewer types, as the value that its field holds."""

from __future__ import annotations

import unicodedata
from datetime import date
from functools import cache
from typing import get_args

from evals.review.types import EditError
from extractor.canonical import CANONICALISERS
from extractor.canonical.dates import find_dates
from extractor.canonical.regions import read_region, regions
from extractor.canonical.units import read_unit
from extractor.knowledge import tables
from extractor.schema.fields import BY_PATH
from extractor.schema.types import EventType, Value
from extractor.text import squeeze

REQUIRED = frozenset(
    (
        "in_scope",
        "event.type",
        "regions[].code",
        "regions[].name",
        "regions[].level",
        "organizations[].name",
        "organizations[].kind",
        "people[].name",
        "indicators[].subject",
        "indicators[].value",
        "regulations[].kind",
        "regulations[].number",
        "statements[].quote",
    )
)
"""Leaves that are never null in a whole record."""

DATES = frozenset(path for path, field in BY_PATH.items() if field.canonicaliser == "date")
NUMBERS = frozenset(("indicators[].value", "regulations[].year"))
CODES = frozenset(("event.region", "regions[].code", "organizations[].region", "indicators[].region"))
_TRUTHS = {"true": True, "yes": True, "ya": True, "false": False, "no": False, "tidak": False}
_HUGE = 1e30


@cache
def choices() -> dict[str, tuple[str, ...]]:
    """The closed lists by path, in the contract's order."""
    from extractor.schema import record

    return {
        "event.type": get_args(EventType),
        "regions[].level": get_args(record.Level),
        "organizations[].kind": get_args(record.OrganizationKind),
        "people[].acting": get_args(record.Acting),
        "indicators[].unit": get_args(record.Unit),
    }


@cache
def programs() -> frozenset[str]:
    """All ids of programs."""
    return frozenset(row["id"] for row in tables.rows("programs") if ";" not in row["id"])


def typed(path: str, value: Value, pointer: str = "") -> Value:
    """`value` in the form of the field; None and empty text are None.

    Raises:
        EditError: The field holds no such value; its code and params tell why.
    """
    if isinstance(value, str):
        value = squeeze(unicodedata.normalize("NFC", value)) or None
    if value is None:
        return None
    if path == "in_scope":
        return _truth(value, pointer)
    if path in NUMBERS:
        return _number(path, value, pointer)
    if not isinstance(value, str) or not _can_be_written(value):
        raise EditError("wrong_type", pointer, expected="text")
    if path in DATES:
        return _date(value, pointer)
    if path in CODES:
        return _code(value, pointer)
    if path == "programs[]":
        return _program(value, pointer)
    return _listed(path, value, pointer) if path in choices() else value


def is_date(value: str) -> bool:
    """True for a day, month or year of the calendar in the record's form."""
    parts = value.split("-")
    if [len(part) for part in parts] != [4, 2, 2][: len(parts)] or not "".join(parts).isdecimal():
        return False
    try:
        date(*map(int, [*parts, "1", "1"][:3]))
    except ValueError:
        return False
    return value.isascii()


def _truth(value: Value, pointer: str) -> bool:
    found = _TRUTHS.get(value.lower()) if isinstance(value, str) else value
    if not isinstance(found, bool):
        raise EditError("wrong_type", pointer, expected="boolean")
    return found


def _number(path: str, value: Value, pointer: str) -> int | float:
    found = CANONICALISERS["number"]((value,), None) if isinstance(value, str) else value
    if isinstance(found, bool) or not isinstance(found, int | float):
        raise EditError("wrong_type", pointer, expected="number")
    if not abs(found) < _HUGE or (path == "regulations[].year" and found % 1):
        raise EditError("wrong_type", pointer, expected="number")
    return found if found % 1 else int(found)


def _date(value: str, pointer: str) -> str:
    if is_date(value):
        return value
    for found in find_dates(value):
        if found.month is not None and found.year is not None:
            day = "" if found.day is None else f"-{found.day:02}"
            iso = f"{found.year:04}-{found.month:02}{day}"
            if is_date(iso):
                return iso
    raise EditError("no_date", pointer, value=value)


def _code(value: str, pointer: str) -> str:
    if value in regions():
        return value
    found = read_region(value)
    if found is None:
        raise EditError("no_region", pointer, value=value)
    return found.code


def _program(value: str, pointer: str) -> str:
    if value in programs():
        return value
    found = CANONICALISERS["program"]((value,), None)
    if not isinstance(found, str):
        raise EditError("no_program", pointer, value=value)
    return found


def _listed(path: str, value: str, pointer: str) -> str:
    known = choices()[path]
    found = next((one for one in known if one.lower() == value.lower()), None)
    if found is None and path == "indicators[].unit":
        found = read_unit(value)
    if found is None:
        raise EditError("not_in_list", pointer, value=value)
    return found


def _can_be_written(text: str) -> bool:
    """False for half a character, which JSON can spell and UTF-8 cannot."""
    return not any("\ud800" <= letter <= "\udfff" for letter in text)
