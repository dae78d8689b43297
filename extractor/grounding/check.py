"""Is each value what its evidence says? A leaf whose evidence does not prove it leaves the draft.

The rules compute values from spans and the model will copy words from sentences; both go through this check,
so a record never holds a value that its own evidence contradicts.
"""

from __future__ import annotations

from typing import NamedTuple

from extractor.canonical import CANONICALISERS
from extractor.grounding.retelling import restates
from extractor.schema.claims import Drop
from extractor.schema.fields import BY_PATH
from extractor.schema.types import Candidate, Draft, Node, Span, Value

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


class Checked(NamedTuple):
    """The draft without unproved leaves, and what was taken out."""

    draft: Draft
    dropped: list[Drop]


def check(draft: Draft, text: str) -> Checked:
    """Keep the leaves of `draft` that `text` proves; an item that loses a leaf it needs goes as a whole."""
    checker = _Checker(text)
    kept = {name: checker.node(node, name, f"/{name}") for name, node in draft.items()}
    return Checked(kept, checker.dropped)


class _Checker:
    """One article's check; what proved a value once proves it again (one body is named in several lists)."""

    def __init__(self, text: str) -> None:
        self.dropped: list[Drop] = []
        self._text = text
        self._known: dict[tuple[str, tuple[Span, ...], Value], bool] = {}

    def node(self, node: Node, path: str, pointer: str) -> Node:
        """`node` without what is not proved; None if nothing of it is left."""
        if node is None:
            return None
        if isinstance(node, Candidate):
            if self._is_proved(path, node):
                return node
            self.dropped.append(Drop(pointer, node.value, "evidence_differs"))
            return None
        if isinstance(node, list):
            items = [self.node(item, f"{path}[]", f"{pointer}/{index}") for index, item in enumerate(node)]
            return [item for item in items if item is not None]
        before = len(self.dropped)
        kept = {name: self.node(leaf, f"{path}.{name}", f"{pointer}/{name}") for name, leaf in node.items()}
        if len(self.dropped) == before:
            return kept
        is_hollow = any(leaf is None and f"{path}.{name}" in _NEEDED for name, leaf in kept.items())
        return None if is_hollow else kept

    def _is_proved(self, path: str, candidate: Candidate) -> bool:
        name = BY_PATH[path].canonicaliser
        if name is None or candidate.value is None or candidate.source == "input":
            return True
        key = (name, candidate.spans, candidate.value)
        if key not in self._known:
            self._known[key] = _proves(name, candidate, self._text)
        return self._known[key] or (path == "summary" and _retells(candidate, self._text))


def _retells(candidate: Candidate, text: str) -> bool:
    """True for a model's summary in its own words if its evidence prints all its figures, dates and names."""
    surfaces = tuple(text[start:end] for start, end in candidate.spans)
    return candidate.source != "rules" and bool(surfaces) and restates(surfaces, str(candidate.value))


def _proves(canonicaliser: str, candidate: Candidate, text: str) -> bool:
    """True when the evidence lies inside `text` and its canonical form is the value."""
    if not candidate.spans or any(not 0 <= start < end <= len(text) for start, end in candidate.spans):
        return False
    surfaces = tuple(text[start:end] for start, end in candidate.spans)
    return CANONICALISERS[canonicaliser](surfaces, candidate.value) == candidate.value
