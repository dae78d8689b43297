"""What articles a page is about: the filters in its address, which every mark of a chart adds one to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple
from urllib.parse import urlencode

NONE = "none"
"""Asks for articles that lack what the filter is about."""

_MAX_CHARS = 300


class Filters(NamedTuple):
    """None lets every article through; `NONE` those for which nothing is known.

    `region` is the code of a province, with all its places, or of a kabupaten or kota. `month`, `since` and
    `until` are dates of any fineness (`2022`, `2022-11`, `2022-11-02`), the last one included. `organization`
    is a lineage: one institution under all its names; beside `speaker` it is the speaker's. `speaker` finds
    persons by their public posts only. `type` may be several, with commas between.
    `scope` is `in` or `out`; `q` are words of the title.
    """

    region: str | None = None
    program: str | None = None
    type: str | None = None
    month: str | None = None
    since: str | None = None
    until: str | None = None
    speaker: str | None = None
    organization: str | None = None
    outlet: str | None = None
    subject: str | None = None
    scope: str | None = None
    status: str | None = None
    q: str | None = None

    @property
    def active(self) -> dict[str, str]:
        """The filters that are set."""
        return {name: value for name, value in self._asdict().items() if value is not None}

    @property
    def province(self) -> str | None:
        """The code of the province that is asked for, or in which the place asked for lies."""
        return None if self.region in {None, NONE} else str(self.region)[:2]

    def but(self, **changes: str | None) -> Filters:
        """These filters with others in the place of some; None takes one away."""
        return self._replace(**changes)


def read_filters(query: Mapping[str, str]) -> Filters:
    """The filters of an address; empty ones and other parameters count for nothing."""
    values = {name: query.get(name, "").strip()[:_MAX_CHARS] for name in Filters._fields}
    return Filters(**{name: value or None for name, value in values.items()})


def split(values: str) -> tuple[str, ...]:
    """The values of a filter that may have several."""
    return tuple(value for part in values.split(",") if (value := part.strip()))


def join(values: Iterable[str]) -> str:
    """Several values of one filter."""
    return ",".join(values)


def address(path: str, filters: Filters, **more: str | None) -> str:
    """The address of `path` with `filters`, and with `more` parameters that are not None."""
    parameters = filters.active | {name: value for name, value in more.items() if value is not None}
    return f"{path}?{urlencode(parameters)}" if parameters else path
