"""Pointers into a record: what stands there, and a record with something else there.

Records are never changed in place: what differs is built anew and the rest is shared, so that every state of
a review can be kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias, cast

from extractor.schema.fields import FIELDS
from extractor.schema.types import Value

Record: TypeAlias = Mapping[str, object]


def _list_leaves() -> dict[str, tuple[str, ...]]:
    """Each list of the record with its items' leaves; none for a list of plain values."""
    found: dict[str, tuple[str, ...]] = {}
    for field in FIELDS:
        name, mark, leaf = field.path.partition("[]")
        if mark:
            found[name] = (*found.get(name, ()), leaf[1:]) if leaf else ()
    return found


LISTS = _list_leaves()
"""By path (`people`, `article.reporters`)."""

_LONGEST_INDEX = 6

_IDENTITIES = {"indicators": "indicators[].value", "statements": "statements[].quote"}

OBJECTS = ("article", "event")
"""The parts of a record that are objects; both may be null."""

PATHS = tuple(field.path for field in FIELDS)


def path_of(pointer: str) -> str:
    """The field's path: `/people/0/role` → `people[].role`, `/programs/3` → `programs[]`."""
    path = ""
    for part in pointer.split("/")[1:]:
        path += "[]" if _is_index(part) else f".{part}" if path else part
    return path


def list_pointer(path: str) -> str:
    """Where a list of `LISTS` stands: `article.reporters` → `/article/reporters`."""
    return "/" + path.replace(".", "/")


def item_of(pointer: str) -> tuple[str, int] | None:
    """The list's path and the index of the item that `pointer` is or leads into; None outside of lists."""
    path = ""
    for part in pointer.split("/")[1:]:
        if _is_index(part):
            return (path, int(part)) if path in LISTS else None
        path += f".{part}" if path else part
    return None


def identity_of(path: str) -> str:
    """The path of the leaf that an item of the list `path` is known by: `people` → `people[].name`."""
    return _IDENTITIES.get(path) or (f"{path}[].{LISTS[path][0]}" if LISTS[path] else f"{path}[]")


def identity_pointer(path: str, index: int) -> str:
    """Where that leaf of the item stands."""
    leaf = identity_of(path).partition("[]")[2].replace(".", "/")
    return f"{list_pointer(path)}/{index}{leaf}"


def at(record: Record, pointer: str) -> object:
    """What stands at `pointer`, None where nothing does."""
    node: object = record
    for part in pointer.split("/")[1:]:
        if isinstance(node, list):
            node = node[int(part)] if _is_index(part) and int(part) < len(node) else None
        else:
            node = node.get(part) if isinstance(node, Mapping) else None
    return node


def value_at(record: Record, pointer: str) -> Value:
    """The plain value at `pointer`; None for a list or an object as well."""
    node = at(record, pointer)
    return node if isinstance(node, str | int | float) else None


def items(record: Record, path: str) -> list[object]:
    """The items of a list of `LISTS`; empty where there is no such list."""
    found = at(record, list_pointer(path))
    return found if isinstance(found, list) else []


def put(record: Record, pointer: str, value: object) -> Record:
    """`record` with `value` at `pointer`; an object missing on the way is made with all its leaves."""
    return cast(Record, _put(record, pointer.split("/")[1:], value, ""))


def with_items(record: Record, path: str, listed: list[object]) -> Record:
    """`record` with another list at `path`."""
    return put(record, list_pointer(path), listed)


def leaves(record: Record) -> Iterator[str]:
    """Pointers of all leaves in the contract's order, empty ones too; none inside a null object."""
    seen: set[str] = set()
    for path in PATHS:
        name, mark, _ = path.partition("[]")
        if not mark:
            head = name.partition(".")[0]
            if head == name or isinstance(record.get(head), Mapping):
                yield list_pointer(name)
        elif name not in seen:
            seen.add(name)
            yield from _item_leaves(record, name)


def empty_object(name: str) -> dict[str, object]:
    """`article` or `event` without any value."""
    found: dict[str, object] = {}
    for path in PATHS:
        head, _, leaf = path.partition(".")
        if head == name:
            found[leaf.removesuffix("[]")] = [] if leaf.endswith("[]") else None
    return found


def _is_index(part: str) -> bool:
    """True for an index as this module writes it: no sign, no zeros before it, not absurdly long."""
    is_short = part.isascii() and part.isdecimal() and len(part) <= _LONGEST_INDEX
    return is_short and (part == "0" or part[0] != "0")


def _item_leaves(record: Record, name: str) -> Iterator[str]:
    for index in range(len(items(record, name))):
        item = f"{list_pointer(name)}/{index}"
        if LISTS[name]:
            yield from (f"{item}/{leaf}" for leaf in LISTS[name])
        else:
            yield item


def _put(node: object, parts: list[str], value: object, above: str) -> object:
    if not parts:
        return value
    name, rest = parts[0], parts[1:]
    if isinstance(node, list):
        index = int(name)
        return [*node[:index], _put(node[index], rest, value, ""), *node[index + 1 :]]
    inner = dict(node) if isinstance(node, Mapping) else empty_object(above)
    inner[name] = _put(inner.get(name), rest, value, name)
    return inner
