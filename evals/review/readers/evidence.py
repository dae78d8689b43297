"""Where an article proves a record that tells no places: gold says what is right, not where it stands.

The rules' own evidence is taken where they found the same value; for the rest the article is searched by the
code that reads claims. What is not found stays without a place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING

from evals import matching
from evals.review.contents.content import read_origin
from evals.review.contents.pointers import (
    LISTS,
    Record,
    at,
    identity_pointer,
    item_of,
    items,
    leaves,
    list_pointer,
    path_of,
    value_at,
)
from evals.review.readers.reader import Reader
from evals.review.types import Origin
from extractor.schema.types import Article, Span, Value

if TYPE_CHECKING:
    from extractor.pipeline import Extractor

SETTLED = 0.97
"""How sure a settled value is: two readers of ten articles differed in 3 of 100 (`gold/GUIDELINES.md`)."""


def located(
    record: Record, article: Article, *, rules: Record | None = None, reader: Reader | None = None
) -> dict[str, Origin]:
    """The places that prove each value of a plain `record`, by leaf pointer; source `human`.

    A value without a place in the article has an entry without spans; empty leaves have none.

    Args:
        record: In the contract's shape; provenance in it is not looked at.
        article: What it is a record of.
        rules: The rules' record of the article with its provenance; made here if it is not given.
        reader: The article's reader, if there is one already.
    """
    finder = _Finder(record, rules or rules_record(article), reader or Reader(article))
    found = {}
    for pointer in leaves(record):
        value = value_at(record, pointer)
        if value is not None:
            found[pointer] = Origin(finder.spans(pointer, value), confidence=SETTLED)
    return found


def rules_record(article: Article) -> dict[str, object]:
    """The rules' record of `article` with its provenance, as plain values."""
    return _extractor().extract(article).model_dump()


def provenance_of(record: Mapping[str, object]) -> dict[str, Origin]:
    """The origins that a record's own provenance tells; damaged entries are left out."""
    entries = record.get("provenance")
    found = {}
    for pointer, entry in entries.items() if isinstance(entries, Mapping) else ():
        if isinstance(entry, Mapping):
            try:
                found[str(pointer)] = read_origin(entry)
            except ValueError:
                continue
    return found


class _Finder:
    """One record beside the rules' record of the same article."""

    def __init__(self, record: Record, rules: Record, reader: Reader) -> None:
        self._record = record
        self._rules = rules
        self._origins = provenance_of(rules)
        self._reader = reader
        self._pairs = {path: dict(_paired(record, rules, path)) for path in LISTS}
        self._known: dict[tuple[str, Value, tuple[Span, ...]], tuple[Span, ...]] = {}

    def spans(self, pointer: str, value: Value) -> tuple[Span, ...]:
        """Where the leaf's value stands, the surest way first."""
        return self._by_rules(pointer, value) or self._by_reading(pointer, value)

    def _by_rules(self, pointer: str, value: Value) -> tuple[Span, ...]:
        twin: str | None = pointer
        item = item_of(pointer)
        if item is not None:
            path, index = item
            place = self._pairs[path].get(index)
            opening = list_pointer(path)
            rest = pointer.removeprefix(f"{opening}/{index}")
            twin = None if place is None else f"{opening}/{place}{rest}"
        if twin is None or twin not in self._origins or at(self._rules, twin) != value:
            return ()
        return self._origins[twin].spans

    def _by_reading(self, pointer: str, value: Value) -> tuple[Span, ...]:
        """What the code that reads claims finds, near the words that name the leaf's item."""
        key = path_of(pointer), value, self._named(pointer)
        if key not in self._known:
            path, _, named = key
            self._known[key] = self._reader.proofs(path, value, self._record, named=named)
        return self._known[key]

    def _named(self, pointer: str) -> tuple[Span, ...]:
        """Where the item stands that the leaf belongs to; nothing for the leaf that names it."""
        item = item_of(pointer)
        identity = identity_pointer(*item) if item else pointer
        value = value_at(self._record, identity)
        return () if identity == pointer or value is None else self.spans(identity, value)


def _paired(record: Record, rules: Record, path: str) -> Iterator[tuple[int, int]]:
    """Indices of the items of a list that both records have."""
    sides = [
        [item if isinstance(item, Mapping) else {"": item} for item in items(one, path)]
        for one in (record, rules)
    ]
    yield from matching.pair(sides[0], sides[1], matching.SIMILARITIES[path])


@cache
def _extractor() -> Extractor:
    from extractor.pipeline import Extractor
    from extractor.settings import Settings

    return Extractor(Settings(engine="rules", cache=False))
