"""What a draft holds at one moment: the record, where each value comes from, and what was decided.

Origins, decisions and marks are keyed by pointer and follow their item wherever it moves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeVar, cast

from evals.review.contents.pointers import LISTS, Record, at, items, leaves, list_pointer, with_items
from evals.review.types import Decision, Origin
from extractor.schema.types import Span

Kept = TypeVar("Kept")


class Content(NamedTuple):
    """One state of a review; never changed in place.

    `marks` holds what gold says beyond plain values (`evals.review.contents.marks`), by pointer.
    """

    record: Record
    origins: Mapping[str, Origin]
    decisions: Mapping[str, Decision]
    marks: Mapping[str, object]


def inserted(
    content: Content, path: str, index: int, *, item: object, origins: Mapping[str, Origin]
) -> Content:
    """`content` with a new item in the list at `path`; `origins` are by pointer after the insertion."""
    listed = items(content.record, path)
    moved = _renumbered(content, path, lambda old: old + (old >= index))
    record = with_items(content.record, path, [*listed[:index], item, *listed[index:]])
    return moved._replace(record=record, origins={**moved.origins, **origins})


def removed(content: Content, path: str, index: int) -> Content:
    """`content` without an item of the list at `path`, and without what was known of it."""
    listed = items(content.record, path)
    moved = _renumbered(content, path, lambda old: None if old == index else old - (old > index))
    return moved._replace(record=with_items(content.record, path, [*listed[:index], *listed[index + 1 :]]))


def moved(content: Content, path: str, index: int, to: int) -> Content:
    """`content` with an item of the list at `path` at another place."""
    listed = items(content.record, path)
    order = [old for old in range(len(listed)) if old != index]
    order.insert(to, index)
    places = {old: new for new, old in enumerate(order)}
    renumbered = _renumbered(content, path, places.get)
    return renumbered._replace(record=with_items(content.record, path, [listed[old] for old in order]))


def pruned(content: Content) -> Content:
    """`content` without what is known of leaves that are no more; a null leaf keeps its open candidates."""
    known = set(leaves(content.record))
    origins = {
        pointer: origin
        for pointer, origin in content.origins.items()
        if pointer in known and (at(content.record, pointer) is not None or origin.candidates)
    }
    decisions = {pointer: kind for pointer, kind in content.decisions.items() if pointer in known}
    return content._replace(origins=origins, decisions=decisions)


def _renumbered(content: Content, path: str, place: Callable[[int], int | None]) -> Content:
    opening = list_pointer(path) + "/"
    return content._replace(
        origins=_moved_keys(content.origins, opening, place),
        decisions=_moved_keys(content.decisions, opening, place),
        marks=_moved_keys(content.marks, opening, place),
    )


def _moved_keys(
    known: Mapping[str, Kept], opening: str, place: Callable[[int], int | None]
) -> dict[str, Kept]:
    """`known` with the index behind `opening` changed in each key; a key without a place is left out."""
    found: dict[str, Kept] = {}
    for pointer, kept in known.items():
        if not pointer.startswith(opening):
            found[pointer] = kept
            continue
        index, slash, leaf = pointer[len(opening) :].partition("/")
        new = place(int(index))
        if new is not None:
            found[f"{opening}{new}{slash}{leaf}"] = kept
    return found


def item_origins(content: Content, path: str, index: int) -> dict[str, Origin]:
    """The origins of one item's leaves, by leaf name ("" for a plain value)."""
    item = f"{list_pointer(path)}/{index}"
    names = LISTS[path] or ("",)
    pointers = {name: f"{item}/{name}" if name else item for name in names}
    return {name: content.origins[at] for name, at in pointers.items() if at in content.origins}


def to_json(content: Content) -> dict[str, object]:
    """The content as plain values."""
    return {
        "record": content.record,
        "origins": {pointer: origin_json(origin) for pointer, origin in content.origins.items()},
        "decisions": dict(content.decisions),
        "marks": dict(content.marks),
    }


def from_json(kept: Mapping[str, object]) -> Content:
    """The content that `to_json` gave.

    Raises:
        ValueError, TypeError, KeyError, AttributeError: It is none.
    """
    origins = cast("Mapping[str, Mapping[str, object]]", kept["origins"])
    return Content(
        cast(Record, kept["record"]),
        {pointer: read_origin(origin) for pointer, origin in origins.items()},
        dict(cast("Mapping[str, Decision]", kept["decisions"])),
        dict(cast("Mapping[str, object]", kept["marks"])),
    )


def origin_json(origin: Origin) -> dict[str, object]:
    """The origin in the form of the record's provenance."""
    return {
        "evidence": [{"start": start, "end": end} for start, end in origin.spans],
        "source": origin.source,
        "confidence": origin.confidence,
        "flags": list(origin.flags),
        "candidates": list(origin.candidates),
        "alternatives": [{"value": value, "source": source} for value, source in origin.alternatives],
    }


def read_origin(entry: Mapping[str, object]) -> Origin:
    """The origin that an entry of a record's provenance tells.

    Raises:
        ValueError: It is no such entry.
    """
    from pydantic import ValidationError

    from extractor.schema.record import LeafProvenance

    try:
        read = LeafProvenance.model_validate(entry)
    except ValidationError as error:
        raise ValueError("this is no provenance") from error
    return Origin(
        tuple(Span(one.start, one.end) for one in read.evidence),
        read.source,
        read.confidence,
        tuple(read.flags),
        tuple(read.candidates),
        tuple((one.value, one.source) for one in read.alternatives),
    )
