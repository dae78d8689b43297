"""Dates that may be the same day, though one is told to the month or as a span of days."""

from __future__ import annotations

import datetime
from calendar import monthrange

from extractor.schema.record import Event

_DAY = 10
_MONTH = 7


def span(event: Event | None) -> tuple[datetime.date, datetime.date] | None:
    """The first and the last day that the event's date leaves open; None without one, or for no real day."""
    if event is None or event.date is None:
        return None
    try:
        first = datetime.date.fromisoformat(_first(event.date))
        last = datetime.date.fromisoformat(_last(event.end_date or event.date))
    except ValueError:
        return None
    return first, max(first, last)


def is_day(event: Event | None) -> bool:
    """Whether the event's date is a whole one, `YYYY-MM-DD`."""
    return event is not None and event.date is not None and len(event.date) == _DAY


def can_agree(one: Event | None, other: Event | None, *, slack_days: int = 0) -> bool:
    """Whether both may be one day, an unknown one with each; spans may lie `slack_days` apart."""
    left, right = span(one), span(other)
    if left is None or right is None:
        return True
    gap = max(left[0], right[0]) - min(left[1], right[1])
    return gap.days <= slack_days


def _first(date: str) -> str:
    return date + "-01-01"[len(date) - 4 :] if len(date) < _DAY else date


def _last(date: str) -> str:
    if len(date) == _DAY:
        return date
    month = date if len(date) == _MONTH else f"{date}-12"
    return f"{month}-{monthrange(int(month[:4]), int(month[5:]))[1]:02d}"
