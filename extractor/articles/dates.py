"""The dates that computers write beside articles; those that people print in them are read elsewhere."""

from __future__ import annotations

from datetime import date


def iso_date(stamp: str) -> str | None:
    """The day of an ISO date or date-time as `YYYY-MM-DD`, in its own zone; None if `stamp` is none."""
    day = stamp.strip()[:10]
    try:
        return date.fromisoformat(day).isoformat()
    except ValueError:
        return None
