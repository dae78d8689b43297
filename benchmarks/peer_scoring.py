"""What a field of the gold holds as plain values, and how an engine's values are counted against them.

All engines are counted by the harness's own comparators; none of this needs a peer to be installed.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias, TypeVar

from evals.comparators import Comparator, equal, same_date, same_number, same_organization, same_person
from evals.gold import GoldItem
from evals.matching import Item, pair
from evals.metrics import Counts

Value: TypeAlias = str | int | float
Values: TypeAlias = tuple[Value, ...]
_Raw = TypeVar("_Raw")


class Field(NamedTuple):
    """What is compared: `what` says it to the reader, `values` reads it from a record in the gold's form."""

    name: str
    what: str
    values: Callable[[Mapping[str, object]], Iterable[object]]
    same: Comparator


def _of(record: Mapping[str, object], part: str, *names: str) -> list[object]:
    """The named leaves of a part of the record, whether it is one object or a list of them."""
    found = record.get(part)
    items = found if isinstance(found, list) else [found]
    return [item[name] for item in items if isinstance(item, Mapping) for name in names if name in item]


FIELDS: dict[str, Field] = {
    field.name: field
    for field in (
        Field(
            "dates",
            "set of event.date, event.end_date, article.published_on",
            lambda record: [
                *_of(record, "event", "date", "end_date"),
                *_of(record, "article", "published_on"),
            ],
            same_date,
        ),
        Field(
            "event date",
            "event.date alone; of a finder of dates its first one",
            lambda record: _of(record, "event", "date"),
            same_date,
        ),
        Field(
            "numbers",
            "set of indicators[].value, whatever the subject",
            lambda record: _of(record, "indicators", "value"),
            same_number,
        ),
        Field(
            "regions",
            "set of regions[].code",
            lambda record: _of(record, "regions", "code"),
            equal,
        ),
        Field(
            "persons",
            "set of people[].name",
            lambda record: _of(record, "people", "name"),
            same_person,
        ),
        Field(
            "organizations",
            "set of organizations[].name, in canonical form",
            lambda record: _of(record, "organizations", "name"),
            same_organization,
        ),
    )
}


def distinct(values: Iterable[object]) -> Values:
    """The values that are there, each once, in the order of their first place."""
    return tuple(dict.fromkeys(value for value in values if isinstance(value, str | int | float)))


def values_of(record: Mapping[str, object], field: str) -> Values:
    """What a record holds of `field`."""
    return distinct(FIELDS[field].values(record))


def count(field: str, gold: Values, answered: Values) -> Counts:
    """Pair gold's values with the answers, one to one: pairs are right or partly right, the rest is not."""
    same = FIELDS[field].same
    worth = {"COR": 1.0, "PAR": 0.5, "INC": 0.0}

    def similarity(left: Item, right: Item) -> float:
        return worth[same(left[""], right[""])]

    left, right = [{"": value} for value in gold], [{"": value} for value in answered]
    pairs = pair(left, right, similarity)
    counts = Counts(mis=len(gold) - len(pairs), spu=len(answered) - len(pairs))
    for row, column in pairs:
        counts.add(same(gold[row], answered[column]))
    return counts


def total(counts: Iterable[Counts]) -> Counts:
    """The sum over articles."""
    return sum(counts, Counts())


def without_parts(names: Sequence[str]) -> list[str]:
    """Persons' names without those that only repeat words of a longer one: second mentions are no persons."""
    words = {name: set(name.casefold().split()) for name in names}
    return [name for name in words if not any(words[name] < words[other] for other in words)]


def timed(
    read: Callable[[GoldItem], _Raw], items: Sequence[GoldItem], passes: int
) -> tuple[list[_Raw], list[float]]:
    """What `read` says of each article, and the processor seconds of its fastest pass over each.

    One more pass comes first and is not counted, so that tables are loaded and caches are filled.
    """
    raws = [read(item) for item in items]
    best = [float("inf")] * len(items)
    for _ in range(passes):
        for index, item in enumerate(items):
            start = time.process_time()
            read(item)
            best[index] = min(best[index], time.process_time() - start)
    return raws, best
