"""Which records, and how much of each, leave: applied before any format is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from extractor.sinks.formats import Entry

if TYPE_CHECKING:
    from extractor.schema.record import Record

Mask = Literal["none", "private"]
MASKS: tuple[str, ...] = get_args(Mask)


class Filters(NamedTuple):
    """What is held back; by default nothing.

    `min_confidence`, 0 to 1: values that are less sure. `only_in_scope`: articles that are not about
    education (failed ones stay, so that none is lost). `redact_people`: the names of persons without a
    public post.
    """

    min_confidence: float = 0.0
    only_in_scope: bool = False
    redact_people: Mask = "none"


def filtered(
    entries: Iterable[Entry], filters: Filters, *, on_left_out: Callable[[Entry], None] | None = None
) -> Iterator[Entry]:
    """The entries as `filters` let them through, in their order; `on_left_out` is told of all others."""
    for entry in entries:
        if not filters.only_in_scope or _is_wanted(entry.record):
            yield _filtered(entry, filters)
        elif on_left_out is not None:
            on_left_out(entry)


def _is_wanted(record: Record) -> bool:
    return bool(record.in_scope) or (record.run is not None and record.run.status == "failed")


def _filtered(entry: Entry, filters: Filters) -> Entry:
    if filters.min_confidence <= 0 and filters.redact_people == "none":
        return entry
    record = entry.record
    if filters.min_confidence > 0:
        from extractor.sinks.confident import confident

        record = confident(record, filters.min_confidence)
    if filters.redact_people == "private":
        from extractor.sinks.redaction import redacted

        # A name that is not sure enough to be listed must not be told in a quotation either.
        return redacted(Entry(record, entry.text), known=entry.record)
    return Entry(record, entry.text)
