"""Is each value what its evidence says? A leaf whose evidence does not prove it leaves the draft.

The rules compute values from spans and the model will copy words from sentences; both go through this check,
so a record never holds a value that its own evidence contradicts.
"""

from __future__ import annotations

from typing import NamedTuple

from extractor.canonical import CANONICALISERS
from extractor.canonical.evidence import Canonicaliser, surfaces_of
from extractor.grounding.retelling import restates
from extractor.schema.claims import Drop
from extractor.schema.fields import FIELDS
from extractor.schema.types import Candidate, Draft, Node, Span, Value

_CANONICALISERS = {
    field.path: CANONICALISERS[field.canonicaliser] if field.canonicaliser else None for field in FIELDS
}
NEEDED = frozenset(
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
    return Checked(
        {name: checker.kept(node, name, "", name) for name, node in draft.items()}, checker.dropped
    )


class _Checker:
    """One article's check; what proved a value once proves it again (one body is named in several lists)."""

    def __init__(self, text: str) -> None:
        self.dropped: list[Drop] = []
        self._text = text
        self._known: dict[tuple[Canonicaliser, tuple[Span, ...], Value], bool] = {}

    def kept(self, node: Node, path: str, above: str, name: str | int) -> Node:
        """`node` without what is not proved, None if nothing of it is left; its pointer is `above`/`name`."""
        if node is None:
            return None
        if isinstance(node, Candidate):
            if self._is_proved(path, node):
                return node
            self.dropped.append(Drop(f"{above}/{name}", node.value, "evidence_differs"))
            return None
        pointer = f"{above}/{name}"
        if isinstance(node, list):
            path += "[]"
            items = [self.kept(item, path, pointer, index) for index, item in enumerate(node)]
            return [item for item in items if item is not None]
        before = len(self.dropped)
        kept: dict[str, Node] = {}
        for field, leaf in node.items():
            # Most leaves are proved, and most of the time of the walk is calls.
            is_kept = leaf is None or (
                isinstance(leaf, Candidate) and self._is_proved(f"{path}.{field}", leaf)
            )
            kept[field] = leaf if is_kept else self.kept(leaf, f"{path}.{field}", pointer, field)
        if len(self.dropped) == before:
            return kept
        is_hollow = any(leaf is None and f"{path}.{field}" in NEEDED for field, leaf in kept.items())
        return None if is_hollow else kept

    def _is_proved(self, path: str, candidate: Candidate) -> bool:
        canonicalise = _CANONICALISERS[path]
        value, spans = candidate.value, candidate.spans
        if canonicalise is None or value is None or candidate.source == "input":
            return True
        key = (canonicalise, spans, value)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._proves(canonicalise, spans, value)
        return known or (path == "summary" and self._retells(candidate))

    def _proves(self, canonicalise: Canonicaliser, spans: tuple[Span, ...], value: Value) -> bool:
        """True when the evidence lies inside the text and its canonical form is the value."""
        size = len(self._text)
        for start, end in spans:
            if not 0 <= start < end <= size:
                return False
        surfaces = surfaces_of(self._text, spans)
        return bool(surfaces) and canonicalise(surfaces, value) == value

    def _retells(self, candidate: Candidate) -> bool:
        """True for a model's summary in its own words if its evidence prints all its figures and names."""
        surfaces = surfaces_of(self._text, candidate.spans)
        return candidate.source != "rules" and bool(surfaces) and restates(surfaces, str(candidate.value))
