"""Offices and places by position, for the questions that reading posts and names asks."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from extractor.canonical.regions import region
from extractor.canonical.roles import posts
from extractor.rules.mentions import Office, Place, Scan


class Landmarks:
    """The offices and places of an article, to be looked up by where they stand.

    An office whose name is the word of a post ("Kadisdik Palopo") is no landmark for what stands before it;
    only `office_over` and `post_office` know it.
    """

    __slots__ = (
        "_all",
        "_all_starts",
        "_initials",
        "_office_starts",
        "_offices",
        "_place_starts",
        "_places",
        "_post_offices",
    )

    def __init__(self, scan: Scan, offices: Iterable[Office], places: Iterable[Place]) -> None:
        heads = {hit.start for hit in scan.hits["role"] if posts()[hit.key].employer in ("office", "fixed")}
        self._all = sorted(offices, key=lambda office: office.span)
        self._all_starts = [office.span.start for office in self._all]
        self._post_offices = {office.span.start: office for office in self._all if office.span.start in heads}
        self._offices = [office for office in self._all if office.span.start not in heads]
        self._office_starts = [office.span.start for office in self._offices]
        self._places = sorted(places, key=lambda place: place.span)
        self._initials: frozenset[str] | None = None
        self._place_starts = [place.span.start for place in self._places]

    @property
    def office_starts(self) -> list[int]:
        """Where the offices' names start."""
        return self._office_starts

    def initials(self) -> frozenset[str]:
        """The initials of the kabupaten and kota of several words (`OI` for Ogan Ilir)."""
        if self._initials is None:
            names = {region(place.code).name for place in self._places}
            parts = [name.split()[1:] for name in names]
            self._initials = frozenset(
                "".join(word[0] for word in words) for words in parts if len(words) > 1
            )
        return self._initials

    def post_office(self, position: int) -> Office | None:
        """The office whose name starts with the word of a post at `position`."""
        return self._post_offices.get(position)

    def office_at(self, position: int) -> Office | None:
        """The office whose name starts exactly at `position`."""
        found = self.next_office(position)
        return found if found and found.span.start == position else None

    def place_at(self, position: int) -> Place | None:
        """The place whose name starts exactly at `position`."""
        found = self.next_place(position)
        return found if found and found.span.start == position else None

    def next_office(self, position: int) -> Office | None:
        """The first office that starts at `position` or later."""
        index = bisect_left(self._office_starts, position)
        return self._offices[index] if index < len(self._offices) else None

    def next_place(self, position: int) -> Place | None:
        """The first place that starts at `position` or later."""
        index = bisect_left(self._place_starts, position)
        return self._places[index] if index < len(self._places) else None

    def office_over(self, position: int) -> Office | None:
        """The office whose name holds the character at `position`."""
        index = bisect_right(self._all_starts, position) - 1
        found = self._all[index] if index >= 0 else None
        return found if found and position < found.span.end else None

    def place_over(self, position: int) -> Place | None:
        """The place whose name holds the character at `position`."""
        index = bisect_right(self._place_starts, position) - 1
        found = self._places[index] if index >= 0 else None
        return found if found and position < found.span.end else None
