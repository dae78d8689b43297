"""Is each value what its evidence says? A leaf whose evidence does not prove it leaves the draft.

The rules compute values from spans and the model will copy words from sentences; both go through this check,
so a record never holds a value that its own evidence contradicts.
"""

from __future__ import annotations

from typing import NamedTuple

from extractor.canonical import CANONICALISERS
from extractor.schema.fields import BY_PATH
from extractor.schema.types import Candidate, Draft, Node, Value

_NEEDED = frozenset(
    (
        "people[].name",
        "organizations[].name",
        "indicators[].value",
        "indicators[].subject",
        "regions[].code",
        "regulations[].kind",
        "regulations[].number",
        "statements[].quote",
    )
)
"""Leaves without which their list item says nothing."""


class Drop(NamedTuple):
    """A value that its evidence does not prove; `pointer` is its place in the draft as the engine made it."""

    pointer: str
    value: Value
    reason: str


class Checked(NamedTuple):
    """The draft without unproved leaves, and what was taken out."""

    draft: Draft
    dropped: list[Drop]


def check(draft: Draft, text: str) -> Checked:
    """Keep the leaves of `draft` that `text` proves; an item that loses a leaf it needs goes as a whole."""
    dropped: list[Drop] = []
    kept = {name: _checked(node, (name, f"/{name}"), text, dropped) for name, node in draft.items()}
    return Checked(kept, dropped)


def is_proved(path: str, candidate: Candidate, text: str) -> bool:
    """True when the evidence of the leaf at `path` lies inside `text` and its canonical form is the value."""
    name = BY_PATH[path].canonicaliser
    if name is None or candidate.value is None or candidate.source == "input":
        return True
    if not candidate.spans or any(not 0 <= start < end <= len(text) for start, end in candidate.spans):
        return False
    surfaces = tuple(text[start:end] for start, end in candidate.spans)
    return CANONICALISERS[name](surfaces, candidate.value) == candidate.value


def _checked(node: Node, place: tuple[str, str], text: str, dropped: list[Drop]) -> Node:
    path, pointer = place
    if isinstance(node, Candidate):
        if is_proved(path, node, text):
            return node
        dropped.append(Drop(pointer, node.value, "evidence_differs"))
        return None
    if isinstance(node, list):
        return _checked_items(node, place, text, dropped)
    if node is None:
        return None
    return {
        name: _checked(leaf, (f"{path}.{name}", f"{pointer}/{name}"), text, dropped)
        for name, leaf in node.items()
    }


def _checked_items(items: list[Node], place: tuple[str, str], text: str, dropped: list[Drop]) -> list[Node]:
    path, pointer = f"{place[0]}[]", place[1]
    kept: list[Node] = []
    for index, item in enumerate(items):
        checked = _checked(item, (path, f"{pointer}/{index}"), text, dropped)
        if checked is None or (isinstance(checked, dict) and _is_hollow(path, checked)):
            continue
        kept.append(checked)
    return kept


def _is_hollow(path: str, item: dict[str, Node]) -> bool:
    return any(leaf is None and f"{path}.{name}" in _NEEDED for name, leaf in item.items())
