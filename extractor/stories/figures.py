"""Which figures the sources of a story agree on, and which they tell differently.

Figures are of one thing when subject, unit and region are. One source may tell several values of one thing
(both ends of a range), so sources contradict when none of their sets of values holds the other.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from extractor.stories.members import Figure, Member
from extractor.text import fold

_WORD = re.compile(r"\w+")
# Words that one outlet prints and the next leaves out of the same subject.
_EMPTY = frozenset({"yang", "telah", "sudah", "akan", "di", "dari", "untuk", "para", "jumlah", "total"})


class Told(NamedTuple):
    """One value, and the articles that tell it, in the order of the input."""

    value: int | float
    sources: tuple[str, ...]


class Compared(NamedTuple):
    """All that a story's sources tell of one thing; `subject` and `unit` as the first of them has them."""

    subject: str
    unit: str | None
    region: str | None
    values: tuple[Told, ...]
    is_conflict: bool


def compare(members: Sequence[Member]) -> list[Compared]:
    """Everything measured in the story, in the order of first mention.

    A figure without a region is of the region that the story's other sources give for it, if that is one.
    """
    regions = _regions(members)
    told: dict[tuple[str, str | None, str | None], dict[Figure, list[Member]]] = {}
    for member in members:
        for figure in member.figures:
            thing = _thing(figure)
            region = figure.region or regions.get(thing)
            told.setdefault((*thing, region), {}).setdefault(figure, []).append(member)
    return [_compared(region, by_figure) for (_, _, region), by_figure in told.items()]


def _regions(members: Sequence[Member]) -> Mapping[tuple[str, str | None], str]:
    """Of each thing that is measured in one region only, that region."""
    seen = defaultdict[tuple[str, str | None], set[str]](set)
    for member in members:
        for figure in member.figures:
            if figure.region is not None:
                seen[_thing(figure)].add(figure.region)
    return {thing: next(iter(regions)) for thing, regions in seen.items() if len(regions) == 1}


def _thing(figure: Figure) -> tuple[str, str | None]:
    words = [word for word in _WORD.findall(fold(figure.subject)) if word not in _EMPTY]
    return " ".join(words) or fold(figure.subject), figure.unit


def _compared(region: str | None, by_figure: Mapping[Figure, Sequence[Member]]) -> Compared:
    first = next(iter(by_figure))
    ids: dict[int | float, dict[int, str]] = {}
    values = defaultdict[int, set[int | float]](set)
    for figure, members in by_figure.items():
        for member in members:
            ids.setdefault(figure.value, {})[member.position] = member.article_id
            values[member.position].add(figure.value)
    told = tuple(Told(value, tuple(of[position] for position in sorted(of))) for value, of in ids.items())
    # Sources are many, what they tell is not.
    sets = {frozenset(one) for one in values.values()}
    is_conflict = any(not (one <= other or other <= one) for one, other in combinations(sets, 2))
    return Compared(first.subject, first.unit, region, told, is_conflict)
