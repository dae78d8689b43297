"""Has an answer the shape of a record? More lenient than the record's own model, and quick to import.

A missing field is an absent one, and a value outside its closed set is a wrong one: both are scored.
"""

from __future__ import annotations

from collections.abc import Mapping

from extractor.schema.fields import FIELDS

_NUMBERS = frozenset(("indicators[].value", "regulations[].year"))

_HUGE = 1e30


def _tree() -> dict[str, object]:
    """The record's shape: a dict for an object, a list of one for a list, a path for a leaf."""
    tree: dict[str, object] = {}
    for field in FIELDS:
        node = tree
        *parents, leaf = field.path.split(".")
        for name in parents:
            child = node.setdefault(name.removesuffix("[]"), [{}] if name.endswith("[]") else {})
            inner = child[0] if isinstance(child, list) else child
            assert isinstance(inner, dict)
            node = inner
        node[leaf.removesuffix("[]")] = [field.path] if leaf.endswith("[]") else field.path
    return tree


_TREE = _tree()


def fault(record: Mapping[str, object]) -> str | None:
    """Where and how `record` has another shape than the contract's, in words; None if it has none."""
    return _fault(record, _TREE, "")


def _fault(value: object, shape: object, pointer: str) -> str | None:
    if value is None:
        return None
    if isinstance(shape, dict):
        if not isinstance(value, Mapping):
            return f"{pointer} is no object"
        faults = (_fault(value.get(name), inner, f"{pointer}/{name}") for name, inner in shape.items())
        return next((found for found in faults if found), None)
    if isinstance(shape, list):
        if not isinstance(value, list):
            return f"{pointer} is no list"
        faults = (_fault(item, shape[0], f"{pointer}/{index}") for index, item in enumerate(value))
        return next((found for found in faults if found), None)
    return _leaf_fault(value, str(shape), pointer)


def _leaf_fault(value: object, path: str, pointer: str) -> str | None:
    if path == "in_scope":
        return None if isinstance(value, bool) else f"{pointer} is neither true nor false"
    if isinstance(value, str):
        return None if _can_be_written(value) else f"{pointer} holds half a character"
    if isinstance(value, int | float) and not isinstance(value, bool) and path in _NUMBERS:
        return None if abs(value) < _HUGE else f"{pointer} is too large for any figure"
    return f"{pointer} is no {'number' if path in _NUMBERS else 'text'}"


def _can_be_written(text: str) -> bool:
    """False for lone surrogates, which JSON can spell and UTF-8 cannot."""
    return text.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in text)
