"""A record as people read it: sections, their items, and each item's leaves with what proves them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from extractor.schema.record import LeafProvenance, Record

SECTIONS = (
    "in_scope",
    "article",
    "event",
    "summary",
    "regions",
    "organizations",
    "people",
    "programs",
    "indicators",
    "regulations",
    "statements",
)
"""The parts of a record that hold values, in reading order."""

_WORDS = {True: "yes", False: "no", None: "unknown"}


class Leaf(NamedTuple):
    """One value as text. `label` is its field's name; `spans` lie in the article's text.

    `candidates` are the values that stayed possible where the value itself is unknown.
    """

    pointer: str
    label: str
    value: str
    spans: tuple[tuple[int, int], ...]
    confidence: float | None
    flags: tuple[str, ...]
    candidates: tuple[str, ...]


class Section(NamedTuple):
    """One part of the record; a part that is a list has an item for each of its entries."""

    name: str
    items: tuple[tuple[Leaf, ...], ...]


def sections(record: Record) -> list[Section]:
    """The parts of `record` that say something."""
    values = record.model_dump(include=set(SECTIONS))
    found = []
    for name in SECTIONS:
        value = values[name]
        parts = (
            [(f"/{name}/{index}", item) for index, item in enumerate(value)]
            if isinstance(value, list)
            else [(f"/{name}", value)]
        )
        items = (tuple(_leaves(part, pointer, name, record.provenance)) for pointer, part in parts)
        if filled := tuple(item for item in items if item):
            found.append(Section(name, filled))
    return found


def _leaves(value: object, pointer: str, label: str, provenance: dict[str, LeafProvenance]) -> Iterator[Leaf]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _leaves(part, f"{pointer}/{key}", key, provenance)
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _leaves(part, f"{pointer}/{index}", label, provenance)
    else:
        origin = provenance.get(pointer)
        if value is not None or origin is not None:
            yield _leaf(value, pointer, label, origin)


def _leaf(value: object, pointer: str, label: str, origin: LeafProvenance | None) -> Leaf:
    text = _WORDS[value] if value is None or isinstance(value, bool) else str(value)
    if origin is None:
        return Leaf(pointer, label, text, (), None, (), ())
    spans = tuple((span.start, span.end) for span in origin.evidence)
    candidates = tuple(str(candidate) for candidate in origin.candidates)
    return Leaf(pointer, label, text, spans, origin.confidence, tuple(origin.flags), candidates)
