"""One item for each thing, in the order of first mention."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import NamedTuple

from extractor.schema.types import Node


class Item(NamedTuple):
    """A grounded item: where it is mentioned first, and what it is the same as others by."""

    order: int
    key: Hashable
    node: Node


def draft_list(items: Sequence[Item]) -> list[Node]:
    """The items in text order; of several with one key the first claimed, its gaps filled from the others."""
    merged: dict[Hashable, Item] = {}
    for item in items:
        known = merged.get(item.key)
        if known is None:
            merged[item.key] = item
        else:
            node = _filled(known.node, item.node)
            merged[item.key] = Item(min(known.order, item.order), known.key, node)
    return [item.node for item in sorted(merged.values(), key=lambda item: item.order)]


def _filled(node: Node, other: Node) -> Node:
    if not isinstance(node, dict) or not isinstance(other, dict):
        return node
    return {name: leaf if leaf is not None else other.get(name) for name, leaf in node.items()}
