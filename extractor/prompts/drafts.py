"""The rules' draft as a patch prompt shows it, and what the model's pointers into it mean.

The model sees one short line for each value or item, `people/0: person=…; role=…`, and answers with the same
short names. What was shown is kept with the answer: its pointers are about that draft and no later one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from extractor.canonical.regions import region
from extractor.prompts.lines import Line, safe
from extractor.prompts.wire import PATCHED, SCALARS, Slot
from extractor.schema.fields import BY_PATH
from extractor.schema.types import Candidate, Draft, Node, Value

STARTS = "@"
"""Ends the pointer under which the offset stands at which a value's evidence begins."""

IDENTITY = {
    "organizations": "name",
    "people": "name",
    "indicators": "value",
    "regulations": "number",
    "statements": "quote",
}
"""The leaf by which an item of each list is told from its neighbours."""

SHOWN = (*SCALARS, *PATCHED)
_MOST_CHARS = 80
# Leaves that code computes and that belong to what a shown leaf says.
_COMPUTED = {"people": ("acting",), "indicators": ("unit",), "regulations": ("number", "year")}
_STEP = re.compile(r"[/.\[\]#\s]+")


class Entry(NamedTuple):
    """One value or list item of the draft; `position` is None outside lists, `start` None without evidence.

    `values` are by record leaf, or under "" for a single value.
    """

    slot: Slot
    position: int | None
    values: dict[str, Value]
    start: int | None

    @property
    def at(self) -> str:
        """The name by which a prompt shows it and an answer points at it."""
        return self.slot.name if self.position is None else f"{self.slot.name}/{self.position}"

    @property
    def identity(self) -> Value:
        """What tells the item from its neighbours, None outside lists."""
        return None if self.position is None else self.values.get(IDENTITY.get(self.slot.name, ""))

    def __str__(self) -> str:
        if not self.slot.leaves:
            return f"{self.at}: {_only(self)}"
        told = ((name, _text(self, leaf)) for name, leaf in self.slot.leaves.items())
        return f"{self.at}: " + "; ".join(f"{name}={text}" for name, text in told if text)


class Target(NamedTuple):
    """What a pointer means: an entry, and one of its leaves unless the whole of it is meant."""

    entry: Entry
    leaf: str | None


def shown(draft: Draft) -> dict[str, Value]:
    """The values of the rules' draft that a patch prompt shows, by pointer, without null and metadata.

    Beside each value or item its pointer with `@` at the end leads to the offset where its evidence begins,
    so that each part of a long article is asked about its own.
    """
    found: dict[str, Value] = {}
    for slot in SHOWN:
        node = _at(draft, slot.path)
        for pointer, item in _items(slot, node):
            leaves = list(_leaves(slot, item))
            found |= {f"{pointer}{name}": leaf.value for name, leaf in leaves}
            starts = [span.start for _, leaf in leaves for span in leaf.spans[:1]]
            if starts:
                found[pointer + STARTS] = min(starts)
    return found


def entries(draft: Mapping[str, Value]) -> list[Entry]:
    """What `shown` gave, put together again in the order of the prompt."""
    return [entry for slot in SHOWN for entry in _entries(slot, draft)]


def within(found: Sequence[Entry], part: Sequence[Line], *, is_first: bool) -> list[Entry]:
    """The entries whose evidence begins in `part`; those without evidence belong to the first part."""
    if not part:
        return [entry for entry in found if is_first]
    return [
        entry
        for entry in found
        if (is_first if entry.start is None else part[0].start <= entry.start < part[-1].end)
    ]


def resolve(at: str, known: Sequence[Entry]) -> Target | None:
    """What `at` points to: `people/0/role`, `date`; also `/people/0/name`, `people[0].role`, `event/date`.

    None for what is no place in the draft. A single value that the draft lacks is a place nevertheless.
    """
    steps = [step for step in _STEP.split(at.strip().lower()) if step]
    if steps and steps[0] in {"article", "event"} and len(steps) > 1:
        steps = steps[1:]
    slot = next((one for one in SHOWN if steps and steps[0] in _names(one)), None)
    if slot is None:
        return None
    if not slot.is_list:
        blank = Entry(slot, None, {}, None)
        return (
            Target(next((one for one in known if one.slot == slot), blank), None) if len(steps) == 1 else None
        )
    entry = next((one for one in known if one.slot == slot and steps[1:2] == [str(one.position)]), None)
    if entry is None or len(steps) > 3:
        return None
    if len(steps) == 2:
        return Target(entry, None)
    leaf = slot.leaves.get(steps[2], steps[2])
    if leaf in slot.leaves.values():
        return Target(entry, leaf)
    return Target(entry, None) if leaf == slot.only else None


def number_text(entry: Entry) -> str:
    """A figure with its unit as Indonesian print has it: `52,5 persen`."""
    value, unit = entry.values.get("value"), entry.values.get("unit")
    number = str(value).replace(".", ",")
    if unit == "peringkat":
        return f"{unit} {number}"
    return f"{number} {unit}" if unit else number


def _names(slot: Slot) -> set[str]:
    """The names that lead to a slot: its own and the record's."""
    return {slot.name, slot.path.removesuffix("[]").split(".")[-1]} - ({"region"} if slot.is_list else set())


def _at(draft: Draft, path: str) -> Node:
    node: Node = draft
    for step in path.removesuffix("[]").split("."):
        node = node.get(step) if isinstance(node, dict) else None
    return node


def _items(slot: Slot, node: Node) -> Iterator[tuple[str, Node]]:
    pointer = "/" + slot.path.removesuffix("[]").replace(".", "/")
    if not slot.is_list:
        yield pointer, node
    elif isinstance(node, list):
        yield from ((f"{pointer}/{index}", item) for index, item in enumerate(node))


def _leaves(slot: Slot, item: Node) -> Iterator[tuple[str, Candidate]]:
    if isinstance(item, dict):
        for name in _leaf_names(slot):
            leaf = item.get(name)
            if isinstance(leaf, Candidate) and _is_shown(leaf):
                yield f"/{name}", leaf
    elif isinstance(item, Candidate) and _is_shown(item):
        yield "", item


def _is_shown(leaf: Candidate) -> bool:
    """Nothing that only the input's metadata tells: a model has no text to judge it by, and need not know."""
    return leaf.value is not None and leaf.source != "input"


def _leaf_names(slot: Slot) -> tuple[str, ...]:
    only = (slot.only,) if slot.only else ()
    return (*only, *slot.leaves.values(), *_COMPUTED.get(slot.name, ()))


def _entries(slot: Slot, draft: Mapping[str, Value]) -> Iterator[Entry]:
    pointer = "/" + slot.path.removesuffix("[]").replace(".", "/")
    if not slot.is_list:
        if draft.get(pointer) is not None:
            yield Entry(slot, None, {"": draft[pointer]}, _start(draft, pointer))
        return
    inside = (key[len(pointer) + 1 :].partition("/")[0] for key in draft if key.startswith(f"{pointer}/"))
    for index in sorted({int(step) for step in inside if step.isdecimal()}):
        here = f"{pointer}/{index}"
        names = ("", *(f"/{name}" for name in _leaf_names(slot)))
        values = {name[1:]: draft[here + name] for name in names if draft.get(here + name) is not None}
        if values:
            yield Entry(slot, index, values, _start(draft, here))


def _start(draft: Mapping[str, Value], pointer: str) -> int | None:
    start = draft.get(pointer + STARTS)
    return start if isinstance(start, int) else None


def _only(entry: Entry) -> str:
    if entry.slot.name == "regulations":
        kind, number, year = (entry.values.get(name) for name in ("kind", "number", "year"))
        return safe(f"{kind} Nomor {number}" + (f" Tahun {year}" if year else ""))
    return _text(entry, entry.slot.only or "")


def _text(entry: Entry, leaf: str) -> str:
    """One leaf in a few words, "" where it has no value."""
    value = entry.values.get(leaf)
    if value is None:
        return ""
    path = f"{entry.slot.path}.{leaf}" if leaf else entry.slot.path
    if BY_PATH[path].canonicaliser == "region":
        return region(str(value)).name
    if path == "indicators[].value":
        return safe(number_text(entry))
    acting = entry.values.get("acting") if leaf == "role" else None
    text = safe(f"{acting} {value}" if acting else str(value))
    return text if len(text) <= _MOST_CHARS else f"{text[:_MOST_CHARS]}…"
