"""Undo and redo without end: each step holds only what it changed, before and after."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, TypeVar, cast

from evals.review.contents import content as contents
from evals.review.contents.content import Content
from evals.review.types import Decision, Origin

Kept = TypeVar("Kept")


class Change(NamedTuple):
    """The parts of a content that a step touches, as they are on one of its sides; None for what is not."""

    record: Mapping[str, object]
    origins: Mapping[str, Origin | None]
    decisions: Mapping[str, Decision | None]
    marks: Mapping[str, object]


class Step(NamedTuple):
    """One edit: what it changed, before and after, and where the reader's eye goes."""

    before: Change
    after: Change
    changed: tuple[str, ...] = ()


def step(before: Content, after: Content, changed: tuple[str, ...] = ()) -> Step:
    """The step from one content to another."""
    return Step(_change(before, after), _change(after, before), changed)


def applied(content: Content, change: Change) -> Content:
    """`content` with the parts of `change` as they are there."""
    return Content(
        {**content.record, **change.record},
        _with(content.origins, change.origins),
        _with(content.decisions, change.decisions),
        _with(content.marks, change.marks),
    )


def to_json(one: Step) -> dict[str, object]:
    """The step as plain values."""
    return {
        "before": _change_json(one.before),
        "after": _change_json(one.after),
        "changed": list(one.changed),
    }


def from_json(kept: Mapping[str, object]) -> Step:
    """The step that `to_json` gave."""
    before, after = (_read_change(cast("Mapping[str, object]", kept[name])) for name in ("before", "after"))
    return Step(before, after, tuple(cast("list[str]", kept["changed"])))


def _change(own: Content, other: Content) -> Change:
    return Change(
        {name: value for name, value in own.record.items() if other.record.get(name) != value},
        _differing(own.origins, other.origins),
        _differing(own.decisions, other.decisions),
        _differing(own.marks, other.marks),
    )


def _differing(own: Mapping[str, Kept], other: Mapping[str, Kept]) -> dict[str, Kept | None]:
    pointers = dict.fromkeys((*own, *other))
    return {pointer: own.get(pointer) for pointer in pointers if own.get(pointer) != other.get(pointer)}


def _with(known: Mapping[str, Kept], change: Mapping[str, Kept | None]) -> dict[str, Kept]:
    found = {**known, **change}
    return {pointer: kept for pointer, kept in found.items() if kept is not None}


def _change_json(change: Change) -> dict[str, object]:
    return {
        "record": dict(change.record),
        "origins": {
            pointer: None if origin is None else contents.origin_json(origin)
            for pointer, origin in change.origins.items()
        },
        "decisions": dict(change.decisions),
        "marks": dict(change.marks),
    }


def _read_change(kept: Mapping[str, object]) -> Change:
    origins = cast("Mapping[str, Mapping[str, object] | None]", kept["origins"])
    return Change(
        cast("Mapping[str, object]", kept["record"]),
        {
            pointer: None if entry is None else contents.read_origin(entry)
            for pointer, entry in origins.items()
        },
        cast("Mapping[str, Decision | None]", kept["decisions"]),
        cast("Mapping[str, object]", kept["marks"]),
    )
