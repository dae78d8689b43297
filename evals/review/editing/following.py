"""What follows an edit elsewhere in the record: a region's name its code, a speaker the person's new name."""

from __future__ import annotations

from typing import NamedTuple

from evals.review.contents.content import Content
from evals.review.contents.pointers import (
    at,
    identity_pointer,
    item_of,
    items,
    leaves,
    list_pointer,
    path_of,
    put,
    value_at,
)
from evals.review.types import Decision, Origin
from extractor.canonical.organizations import read_organization
from extractor.canonical.regions import region
from extractor.schema.types import Value

_NAMED_BY = {
    "organizations[].name": ("people[].organization", "event.parties[]", "statements[].speaker"),
    "people[].name": ("statements[].speaker",),
}

_BY_TABLE = 0.95
"""How sure kind and region are that the tables give for a name; nobody has looked at them yet."""


class Followed(NamedTuple):
    """The content, and the pointers that changed, the cause first."""

    content: Content
    changed: tuple[str, ...]


def followed(content: Content, pointer: str, old: Value) -> Followed:
    """`content` with all that depends on the leaf at `pointer`, whose value was `old` before."""
    path, new = path_of(pointer), value_at(content.record, pointer)
    if new is None or new == old:
        return Followed(content, (pointer,))
    if path == "regions[].code":
        return _region(content, pointer, str(new))
    if path in _NAMED_BY:
        renamed = _renamed(content, pointer, str(old) if old is not None else None, str(new))
        return _known_body(renamed, pointer, str(new)) if path == "organizations[].name" else renamed
    return Followed(content, (pointer,))


def _region(content: Content, pointer: str, code: str) -> Followed:
    """Official name and level of the code, proved by the same words."""
    known, origin = region(code), content.origins.get(pointer, Origin())
    item = pointer.removesuffix("/code")
    values = {f"{item}/name": known.name, f"{item}/level": known.level}
    for leaf, value in values.items():
        content = _computed(content, leaf, value, origin)
    return Followed(content, (pointer, *values))


def _renamed(content: Content, pointer: str, old: str | None, new: str) -> Followed:
    """Wherever the record called it by its old name; not if another item still bears that."""
    path = path_of(pointer)
    if old is None or old in _others(content, pointer):
        return Followed(content, (pointer,))
    changed = [
        leaf
        for leaf in leaves(content.record)
        if path_of(leaf) in _NAMED_BY[path] and at(content.record, leaf) == old
    ]
    for leaf in changed:
        content = _computed(content, leaf, new, content.origins.get(leaf, Origin()))
    return Followed(content, (pointer, *changed))


def _others(content: Content, pointer: str) -> set[object]:
    """Names of all people and organizations but the one at `pointer`."""
    pointers = (
        identity_pointer(path, index)
        for path in ("people", "organizations")
        for index in range(len(items(content.record, path)))
    )
    return {at(content.record, one) for one in pointers if one != pointer}


def _known_body(before: Followed, pointer: str, name: str) -> Followed:
    """Kind and region of a name that the tables know, where the reviewer has not decided on them."""
    content, changed = before
    body = read_organization(name)
    item = item_of(pointer)
    if body is None or body.name != name or item is None:
        return before
    spans = content.origins.get(pointer, Origin()).spans
    place = f"{list_pointer(item[0])}/{item[1]}"
    for leaf, value in ((f"{place}/kind", body.kind), (f"{place}/region", body.region)):
        if leaf not in content.decisions and value is not None and at(content.record, leaf) != value:
            content = content._replace(
                record=put(content.record, leaf, value),
                origins={**content.origins, leaf: Origin(spans, "rules", _BY_TABLE)},
            )
            changed = (*changed, leaf)
    return Followed(content, changed)


def _computed(content: Content, pointer: str, value: Value, origin: Origin) -> Content:
    """Another value, proved as `origin` is, and decided with what it follows."""
    kept = origin._replace(source="human", confidence=1.0, candidates=(), alternatives=())
    decision: Decision = content.decisions.get(pointer, "accepted")
    return content._replace(
        record=put(content.record, pointer, value),
        origins={**content.origins, pointer: kept},
        decisions={**content.decisions, pointer: decision},
    )
