"""From marks and relations to leaves and items: which regions prove one value, which values are one item's.

Two related regions of one label prove the same value. A related region of another label is a leaf of the item
that the other end leads, whichever way the arrow was drawn.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from evals.label_studio.layout import HEADS, list_of
from evals.label_studio.tasks import Annotation, Mark
from extractor.schema.types import Span


class Leaf(NamedTuple):
    """One value: its label, the places that prove it in the order of the text, and what was typed for it."""

    label: str
    spans: tuple[Span, ...]
    typed: str | None


class Item(NamedTuple):
    """One item of a list: the leaf that leads it, and the others."""

    head: Leaf
    leaves: tuple[Leaf, ...]


class Grouped(NamedTuple):
    """What an annotation holds, each part in the order of the text; `loose` leaves belong to no item."""

    items: tuple[Item, ...]
    singles: tuple[Leaf, ...]
    loose: tuple[Leaf, ...]


def group(annotation: Annotation) -> Grouped:
    """Put the marks of an annotation together."""
    marks = annotation.marks
    same = _together(annotation)
    leaves: dict[str, Leaf] = {}
    for first, members in same.items():
        typed = next((marks[one].value for one in members if marks[one].value is not None), None)
        spans = sorted(Span(marks[one].start, marks[one].end) for one in members)
        leaves[first] = Leaf(marks[first].label, tuple(spans), typed)
    of = {member: first for first, members in same.items() for member in members}
    heads = _heads(annotation, of, marks)
    ordered = sorted(leaves, key=lambda name: leaves[name].spans)
    belonging = defaultdict(list)
    for name in ordered:
        if name in heads:
            belonging[heads[name]].append(leaves[name])
    return Grouped(
        tuple(Item(leaves[name], tuple(belonging[name])) for name in ordered if _is_head(leaves[name].label)),
        tuple(leaves[name] for name in ordered if list_of(leaves[name].label) is None),
        tuple(leaves[name] for name in ordered if _needs_head(leaves[name].label) and name not in heads),
    )


def _together(annotation: Annotation) -> dict[str, list[str]]:
    """Marks of one value, by the first of them."""
    found = {name: [name] for name in annotation.marks}
    first = {name: name for name in annotation.marks}
    for one, other in annotation.relations:
        if annotation.marks[one].label == annotation.marks[other].label and first[one] != first[other]:
            kept, joined = sorted((first[one], first[other]), key=lambda name: annotation.marks[name].start)
            for name in found.pop(joined):
                found[kept].append(name)
                first[name] = kept
    return found


def _heads(annotation: Annotation, of: Mapping[str, str], marks: Mapping[str, Mark]) -> dict[str, str]:
    """Leaf → the leaf that leads its item, by the first marks of both."""
    found: dict[str, str] = {}
    for pair in annotation.relations:
        for one, other in (pair, pair[::-1]):
            label = marks[one].label
            if _needs_head(label) and marks[other].label == HEADS.get(list_of(label) or ""):
                found.setdefault(of[one], of[other])
    return found


def _is_head(label: str) -> bool:
    return label in HEADS.values()


def _needs_head(label: str) -> bool:
    return list_of(label) is not None and not _is_head(label)
