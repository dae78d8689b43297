"""A record in Label Studio: the names of labels and controls, and which leaf leads an item."""

from __future__ import annotations

from evals.review.contents.pointers import LISTS, identity_of
from extractor.schema.fields import FIELDS

TEXT, LABELS, VALUE, OTHER = "text", "field", "value", "other"
"""Names of the controls: the article, the labels on it, a region's value, and what has no region."""

LEFT_OUT = "-"
"""What stands for a label that a project has and the record has not."""


def label_of(path: str) -> str:
    """The label of a field: `people[].name` is `people.name`, `event.parties[]` is `event.parties`."""
    return path.replace("[]", "")


HEADS = {path: label_of(identity_of(path)) for path, leaves in LISTS.items() if leaves}
"""List → the label of the leaf that its items are known by; an item's other leaves are related to it."""

CHOICES = {"in_scope": "in_scope", "event_type": "event.type"}
"""Control → field, for the fields whose value stands nowhere in the text."""

DERIVED = frozenset({"regions.name", "regions.level"})
"""What the code of a region tells; it is not asked of people."""

PATHS = {
    label_of(field.path): field.path
    for field in FIELDS
    if field.canonicaliser is not None and label_of(field.path) not in DERIVED
}
"""Label → field."""


def list_of(label: str) -> str | None:
    """The list of items that a label's leaf belongs to; None for single leaves and lists of plain values."""
    name = label.partition(".")[0]
    return name if name in HEADS else None
