"""What two records of one article have differently, leaf by leaf and item by item, and one made of both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from evals import matching
from evals.review.contents.content import Content, inserted, item_origins, pruned, removed
from evals.review.contents.pointers import (
    LISTS,
    PATHS,
    Record,
    at,
    identity_of,
    identity_pointer,
    items,
    list_pointer,
    value_at,
)
from evals.review.editing.adding import place_for
from evals.review.editing.edits import set_leaf
from evals.review.editing.following import followed
from evals.review.types import Decision, Difference, Origin

Choice = Literal["mine", "theirs"]

_COMPUTED = ("regions.name", "regions.level")


class _Twin(NamedTuple):
    """An item of a list in both records, by its index there; None where a side lacks it."""

    mine: int | None
    theirs: int | None


def differences(mine: Record, theirs: Record, base: Record | None = None) -> tuple[Difference, ...]:
    """All differences in the contract's order; `base` is what both began from, for what to suggest."""
    changed = None if base is None else {one.pointer for one in _all(mine, base)}
    found = []
    for one in _all(mine, theirs):
        is_mine = changed is None or one.pointer in changed or (one.pointer is None and _is_in(base, one))
        found.append(one._replace(suggested="mine" if is_mine else "theirs"))
    return tuple(found)


def merged(
    mine: Content, theirs: Content, found: Sequence[Difference], choices: Mapping[str, Choice]
) -> Content:
    """`mine` with their side of each difference for which that is chosen, or else suggested."""
    taken = [one for one in found if choices.get(one.id, one.suggested) == "theirs"]
    after = mine
    for one in taken:
        if not one.is_item and one.pointer is not None and one.theirs_pointer is not None:
            origin = theirs.origins.get(one.theirs_pointer, Origin())
            old = value_at(after.record, one.pointer)
            after = set_leaf(after, one.pointer, one.theirs, origin, decision="accepted")
            after = followed(after, one.pointer, old).content
    gone = [one.pointer for one in taken if one.is_item and one.pointer is not None]
    for pointer in sorted(gone, key=_index, reverse=True):
        after = removed(after, *_place(pointer))
    for one in taken:
        if one.is_item and one.pointer is None and one.theirs_pointer is not None:
            after = _taken_over(after, theirs, *_place(one.theirs_pointer))
    return _without_empty_event(after)


def _without_empty_event(content: Content) -> Content:
    """An event that has lost all its values is none."""
    event = content.record.get("event")
    if not isinstance(event, Mapping) or any(event.values()):
        return content
    return pruned(content._replace(record={**content.record, "event": None}))


def _all(mine: Record, theirs: Record) -> Iterator[Difference]:
    seen: set[str] = set()
    for path in PATHS:
        name, mark, _ = path.partition("[]")
        if not mark:
            yield from _leaf(path, list_pointer(path), list_pointer(path), (mine, theirs))
        elif name not in seen:
            seen.add(name)
            yield from _items(name, mine, theirs)


def _items(path: str, mine: Record, theirs: Record) -> Iterator[Difference]:
    opening = list_pointer(path)
    for twin in _twins(path, mine, theirs):
        if twin.mine is None or twin.theirs is None:
            yield _item(path, twin, mine, theirs)
            continue
        own, other = f"{opening}/{twin.mine}", f"{opening}/{twin.theirs}"
        for leaf in LISTS[path] or ("",):
            if f"{path}.{leaf}" not in _COMPUTED:
                full, end = (f"{path}[].{leaf}", f"/{leaf}") if leaf else (f"{path}[]", "")
                yield from _leaf(full, own + end, other + end, (mine, theirs))


def _leaf(path: str, pointer: str, theirs_pointer: str, sides: tuple[Record, Record]) -> Iterator[Difference]:
    own, other = value_at(sides[0], pointer), value_at(sides[1], theirs_pointer)
    if own != other or type(own) is not type(other):
        name = f"{path}|{pointer}|{theirs_pointer}"
        yield Difference(name, path, pointer, theirs_pointer, own, other)


def _item(path: str, twin: _Twin, mine: Record, theirs: Record) -> Difference:
    opening = list_pointer(path)
    own = None if twin.mine is None else f"{opening}/{twin.mine}"
    other = None if twin.theirs is None else f"{opening}/{twin.theirs}"
    return Difference(
        f"{path}[]|{own or ''}|{other or ''}",
        identity_of(path),
        own,
        other,
        None if twin.mine is None else value_at(mine, identity_pointer(path, twin.mine)),
        None if twin.theirs is None else value_at(theirs, identity_pointer(path, twin.theirs)),
        is_item=True,
    )


def _twins(path: str, mine: Record, theirs: Record) -> list[_Twin]:
    """Pairs in my order, equal items first of all; then my items alone, then theirs."""
    own, other = items(mine, path), items(theirs, path)
    pairs = dict(_equal(own, other))
    rest = [index for index in range(len(own)) if index not in pairs]
    free = [index for index in range(len(other)) if index not in pairs.values()]
    found = matching.pair(
        [_wrapped(own[index]) for index in rest],
        [_wrapped(other[index]) for index in free],
        matching.SIMILARITIES[path],
    )
    pairs.update((rest[row], free[column]) for row, column in found)
    twins = [_Twin(index, pairs.get(index)) for index in range(len(own))]
    return [*twins, *(_Twin(None, index) for index in free if index not in pairs.values())]


def _equal(own: list[object], other: list[object]) -> Iterator[tuple[int, int]]:
    free = list(range(len(other)))
    for index, item in enumerate(own):
        twin = next((one for one in free if other[one] == item), None)
        if twin is not None:
            free.remove(twin)
            yield index, twin


def _wrapped(item: object) -> Mapping[str, object]:
    return item if isinstance(item, Mapping) else {"": item}


def _is_in(base: Record | None, one: Difference) -> bool:
    """True when their item was there when both began: then I took it out."""
    if base is None:
        return True
    path = one.id.partition("[]|")[0]
    return any(
        value_at(base, identity_pointer(path, index)) == one.theirs for index in range(len(items(base, path)))
    )


def _taken_over(content: Content, theirs: Content, path: str, index: int) -> Content:
    """`content` with an item of theirs, at its place in the text."""
    known = item_origins(theirs, path, index)
    leaf = identity_of(path).partition("[]")[2].removeprefix(".")
    place = place_for(content, path, known.get(leaf, Origin()).spans)
    pointer = f"{list_pointer(path)}/{place}"
    origins = {f"{pointer}/{name}" if name else pointer: origin for name, origin in known.items()}
    item = at(theirs.record, f"{list_pointer(path)}/{index}")
    after = inserted(content, path, place, item=item, origins=origins)
    decided: dict[str, Decision] = dict.fromkeys(origins, "accepted")
    return after._replace(decisions={**after.decisions, **decided})


def _place(pointer: str) -> tuple[str, int]:
    head, _, index = pointer.rpartition("/")
    return head.strip("/").replace("/", "."), int(index)


def _index(pointer: str) -> int:
    return _place(pointer)[1]
