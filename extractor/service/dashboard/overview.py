"""All that the overview shows of the chosen articles, read in one go, remembered until the records change."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from concurrent.futures import Future
from pathlib import Path
from typing import NamedTuple, TypeAlias

from extractor.service.dashboard import leaders, queries
from extractor.service.dashboard.choices import Choices, choices, names
from extractor.service.dashboard.database import State, choose, database, state
from extractor.service.dashboard.filters import Filters

FIGURES = 100
"""So many figures of one subject are listed."""

_KEPT = 64


_Key: TypeAlias = tuple[State, Filters]


class Overview(NamedTuple):
    """Answers on the chosen articles; `places` counts as if no region were asked for.

    `regions` are the names of all places there are, by code.
    """

    totals: queries.Totals
    places: Mapping[str, int]
    regions: Mapping[str, str]
    months: tuple[queries.Month, ...]
    types: tuple[queries.Count, ...]
    programs: tuple[queries.Count, ...]
    speakers: tuple[leaders.Speaker, ...]
    institutions: tuple[queries.Count, ...]
    subjects: tuple[queries.Count, ...]
    outlets: tuple[queries.Count, ...]
    figures: tuple[queries.Figure, ...]
    choices: Choices
    names: Mapping[str, str]


class Overviews:
    """Reads overviews of one database, and gives the same one again while the file is the same."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._known: OrderedDict[_Key, Overview] = OrderedDict()
        self._being_read: dict[_Key, Future[Overview]] = {}
        self._lock = threading.Lock()

    def get(self, filters: Filters) -> Overview:
        """The overview of the articles that `filters` let through; who asks meanwhile waits for the same one.

        Raises:
            UnavailableError: The records cannot be read now.
        """
        key = (state(self._path), filters)
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
                return self._known[key]
            being_read = self._being_read.get(key)
            mine = self._being_read.setdefault(key, Future())
        if being_read is not None:
            return being_read.result()
        try:
            mine.set_result(self._read_now(key))
        except BaseException as error:
            mine.set_exception(error)
        finally:
            with self._lock:
                del self._being_read[key]
        return mine.result()

    def _read_now(self, key: _Key) -> Overview:
        found = self._read(key[1])
        # What was read while a run wrote may be of before or after: it is not kept for either.
        if state(self._path) == key[0]:
            with self._lock:
                self._known[key] = found
                while len(self._known) > _KEPT:
                    self._known.popitem(last=False)
        return found

    def _read(self, filters: Filters) -> Overview:
        with database(self._path) as connection:
            # A map of one province says nothing: places are counted under all other filters.
            choose(connection, filters.but(region=None))
            places = queries.places(connection)
            if filters.region is not None:
                choose(connection, filters)
            return Overview(
                totals=queries.totals(connection),
                places=places,
                regions=dict(connection.execute("SELECT code, name FROM regions")),
                months=queries.months(connection),
                types=queries.types(connection),
                programs=queries.programs(connection),
                speakers=leaders.speakers(connection),
                institutions=leaders.institutions(connection),
                subjects=queries.subjects(connection),
                outlets=queries.outlets(connection),
                figures=queries.latest_figures(
                    connection, filters.subject, FIGURES if filters.subject else queries.TOP
                ),
                choices=choices(connection),
                names=names(connection, filters),
            )
