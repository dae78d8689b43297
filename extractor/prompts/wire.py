"""The shape of a model's answer, small and flat, made from the table of fields.

Every value is one string, `"s3 kata-kata persis"`: the id of a sentence and the words printed there. That
costs few output tokens and is easily copied. The type of event alone is a choice from a list.
"""

from __future__ import annotations

from functools import cache
from typing import Literal, TypeAlias, get_args

from extractor.canonical.slotted import slotted
from extractor.schema.fields import FIELDS
from extractor.schema.types import EventType

Strategy: TypeAlias = Literal["full", "patch", "repair"]
"""What an answer holds: everything, what to change in the rules' draft, or a few values asked for again."""

EVENT = "event.type"
EVENT_TYPES: tuple[str, ...] = get_args(EventType)
STRATEGIES: tuple[Strategy, ...] = get_args(Strategy)

MOST_ITEMS = 200
"""How many items one list of an answer may have; no article that is asked in one piece names more."""

# The tables find every region and no reader finds more, so a patch of them would be tokens for nothing.
_NOT_PATCHED = frozenset({"regions"})


@slotted
class Slot:
    """One key of an answer.

    `path` is where its value stands in the record: `event.date`, or a list's path with `[]`. `leaves` leads
    from the keys of a list's items to the record's leaf names; it is empty where an item is one string.
    `only` is the leaf that such a string fills where the record's items have several.
    """

    name: str
    path: str
    leaves: dict[str, str]
    only: str | None = None

    @property
    def is_list(self) -> bool:
        """True when the answer has a list under this key."""
        return self.path.endswith("[]")

    @property
    def value_path(self) -> str:
        """The path in `FIELDS` of a value that is one string."""
        return f"{self.path}.{self.only}" if self.only else self.path


def _slots() -> tuple[Slot, ...]:
    found: dict[str, Slot] = {}
    for field in FIELDS:
        if field.wire is None:
            continue
        head, bracket, leaf = field.path.partition("[]")
        if not leaf:
            found[field.wire] = Slot(field.wire, field.path, {})
            continue
        wires = [one for one in FIELDS if one.path.startswith(f"{head}[].") and one.wire is not None]
        if len(wires) == 1:
            found[field.wire] = Slot(field.wire, head + bracket, {}, leaf[1:])
        else:
            found.setdefault(head, Slot(head, head + bracket, {})).leaves[field.wire] = leaf[1:]
    # Single values first, then lists of strings, then lists of items: so the description takes three lines.
    return tuple(
        sorted(found.values(), key=lambda slot: (slot.is_list + bool(slot.leaves), slot.path == EVENT))
    )


SLOTS = _slots()
BY_NAME = {slot.name: slot for slot in SLOTS}
SCALARS = tuple(slot for slot in SLOTS if not slot.is_list)
LISTS = tuple(slot for slot in SLOTS if slot.is_list)
PATCHED = tuple(slot for slot in LISTS if slot.name not in _NOT_PATCHED)
"""The lists that a patch adds to; what a patch changes has the same keys."""


@cache
def describe(strategy: Strategy) -> str:
    """The answer as a type in the manner of TypeScript: `C` is a cited value, keys of one type share it."""
    events = "|".join(EVENT_TYPES)
    if strategy == "repair":
        return "{values:{at,text:C|null}[]}"
    scalars = ",".join(slot.name for slot in SCALARS if slot.path != EVENT)
    if strategy == "patch":
        return f"{{add:{{{_lists(PATCHED)}}};fix:{{at,to:C|null}}[];drop:at[]}}\n{scalars},event={events}"
    return f"{{{scalars}:C|null;event:{events}|null;\n{_lists(LISTS)}}}"


def _lists(slots: tuple[Slot, ...]) -> str:
    texts = ",".join(slot.name for slot in slots if not slot.leaves)
    items = (f"{slot.name}:{{{','.join(slot.leaves)}:C|null}}[]" for slot in slots if slot.leaves)
    return ";\n".join((f"{texts}:C[]", *items))
