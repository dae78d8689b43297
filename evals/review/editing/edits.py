"""Edits as pure functions: a content in, another one out, or an error and nothing changed."""

from __future__ import annotations

from typing import NamedTuple, assert_never

from evals.review.contents.content import Content, moved, pruned, removed
from evals.review.contents.pointers import (
    LISTS,
    identity_pointer,
    item_of,
    items,
    leaves,
    path_of,
    put,
    value_at,
)
from evals.review.contents.values import REQUIRED, typed
from evals.review.editing import adding, following
from evals.review.readers.reader import Reader
from evals.review.types import (
    Accept,
    AcceptAll,
    Add,
    Decision,
    Edit,
    EditError,
    Mark,
    Move,
    Origin,
    Reject,
    Remove,
    Set,
    Unmark,
)
from extractor.grounding import NEEDED
from extractor.schema.fields import BY_PATH
from extractor.schema.types import Span, Value

_COMPUTED = frozenset(("regions[].name", "regions[].level"))
_SHOWN = 80


class Edited(NamedTuple):
    """The content after an edit, and the pointers that it changed, its main one first."""

    content: Content
    changed: tuple[str, ...]


def edited(content: Content, edit: Edit, reader: Reader) -> Edited:
    """`content` after `edit`.

    Raises:
        EditError: The edit cannot be made.
    """
    match edit:
        case Accept(pointer):
            return _accept(content, _leaves_at(content, pointer))
        case AcceptAll():
            return _accept(content, _sure(content, edit))
        case Reject(pointer):
            return _reject(content, pointer)
        case Set():
            return _set(content, edit, reader)
        case Mark():
            return _mark(content, edit, reader)
        case Unmark():
            return _unmark(content, edit)
        case Add():
            return Edited(*adding.added(content, edit, reader))
        case Remove(pointer):
            return _remove(content, pointer)
        case Move(pointer, to):
            return _move(content, pointer, to)
    assert_never(edit)


def set_leaf(
    content: Content, pointer: str, value: Value, origin: Origin, *, decision: Decision = "edited"
) -> Content:
    """`content` with another value at a leaf, decided by the reviewer; what lost is kept beside it."""
    old, known = value_at(content.record, pointer), content.origins.get(pointer)
    lost = known.alternatives if known else ()
    if old is not None and old != value:
        lost = ((old, known.source if known else "human"), *lost)
    return pruned(
        content._replace(
            record=put(content.record, pointer, value),
            origins={**content.origins, pointer: origin._replace(alternatives=lost)},
            decisions={**content.decisions, pointer: "rejected" if value is None else decision},
        )
    )


def _leaves_at(content: Content, pointer: str) -> list[str]:
    """The leaf, or all leaves of the item or section, at `pointer`."""
    found = [one for one in leaves(content.record) if one == pointer or one.startswith(f"{pointer}/")]
    if not found:
        raise EditError("no_such_leaf", pointer)
    return found


def _sure(content: Content, edit: AcceptAll) -> list[str]:
    """Undecided values at least as sure as `edit` asks."""
    opening = f"/{edit.within}" if edit.within else ""
    return [
        pointer
        for pointer in leaves(content.record)
        if (pointer == opening or pointer.startswith(f"{opening}/"))
        and pointer not in content.decisions
        and value_at(content.record, pointer) is not None
        and (origin := content.origins.get(pointer)) is not None
        and origin.confidence >= edit.min_confidence
    ]


def _accept(content: Content, pointers: list[str]) -> Edited:
    decisions: dict[str, Decision] = {**content.decisions}
    for pointer in pointers:
        if decisions.get(pointer) != "edited":
            decisions[pointer] = "accepted"
    return Edited(content._replace(decisions=decisions), tuple(pointers))


def _reject(content: Content, pointer: str) -> Edited:
    path, item = path_of(pointer), item_of(pointer)
    if pointer == "/event" or (item is not None and (path == f"{item[0]}[]" or path in NEEDED)):
        return _remove(content, pointer)
    _check_leaf(content, pointer)
    if path in REQUIRED:
        raise EditError("required", pointer)
    return Edited(set_leaf(content, pointer, None, Origin()), (pointer,))


def _set(content: Content, edit: Set, reader: Reader) -> Edited:
    pointer, path = edit.pointer, path_of(edit.pointer)
    _check_leaf(content, pointer)
    value = typed(path, edit.value, pointer)
    if value is None:
        return _reject(content, pointer)
    if edit.spans is None:
        spans = _spans_for(content, pointer, value, reader)
    else:
        spans = tuple(_span(pointer, span, reader) for span in edit.spans)
    old = value_at(content.record, pointer)
    after = set_leaf(content, pointer, value, Origin(spans))
    return Edited(*following.followed(after, pointer, old))


def _spans_for(content: Content, pointer: str, value: Value, reader: Reader) -> tuple[Span, ...]:
    """The marked places if they prove the value, else those that the article has for it, else the old ones.

    Words that do not say the value are told as a fault; taking them away would only hide where to look.
    """
    path, known = path_of(pointer), content.origins.get(pointer, Origin())
    if reader.holds(path, known.spans, value):
        return known.spans
    return reader.proofs(path, value, content.record, named=_named(content, pointer)) or known.spans


def _named(content: Content, pointer: str) -> tuple[Span, ...]:
    """Where the item is named that the leaf belongs to; for what names it, where it stood before."""
    item = item_of(pointer)
    named = identity_pointer(*item) if item else pointer
    return content.origins.get(named, Origin()).spans


def _mark(content: Content, edit: Mark, reader: Reader) -> Edited:
    pointer, path = edit.pointer, path_of(edit.pointer)
    _check_leaf(content, pointer)
    span = _span(pointer, Span(edit.start, edit.end), reader)
    value = value_at(content.record, pointer)
    read = {} if edit.keep_value else reader.marked(path, span, content.record)
    if path not in read:
        is_cue = edit.keep_value or BY_PATH[path].canonicaliser is None
        if value is None or not is_cue:
            shown = reader.article.text[span.start : span.end][:_SHOWN]
            raise EditError("unreadable", pointer, text=shown)
        return _prove(content, pointer, span)
    found = read[path]
    origin = Origin(found.spans, flags=found.flags)
    after, changed = following.followed(set_leaf(content, pointer, found.value, origin), pointer, value)
    for sibling, also in read.items():
        beside = _beside(pointer, path, sibling)
        if sibling != path and _is_free(after, beside, sibling):
            after = set_leaf(after, beside, also.value, Origin(also.spans, flags=also.flags))
            changed = (*changed, beside)
    return Edited(after, tuple(dict.fromkeys(changed)))


def _prove(content: Content, pointer: str, span: Span) -> Edited:
    """One more place for the value that stands."""
    known = content.origins.get(pointer, Origin())
    spans = tuple(sorted({*known.spans, span}))
    origins = {**content.origins, pointer: known._replace(spans=spans)}
    decisions: dict[str, Decision] = {**content.decisions, pointer: "edited"}
    return Edited(content._replace(origins=origins, decisions=decisions), (pointer,))


def _unmark(content: Content, edit: Unmark) -> Edited:
    """One place less; the value is decided by the reviewer from now on."""
    known = content.origins.get(edit.pointer)
    span = Span(edit.start, edit.end)
    if known is None or span not in known.spans:
        raise EditError("bad_span", edit.pointer)
    spans = tuple(one for one in known.spans if one != span)
    origins = {**content.origins, edit.pointer: known._replace(spans=spans)}
    decisions: dict[str, Decision] = {**content.decisions, edit.pointer: "edited"}
    return Edited(content._replace(origins=origins, decisions=decisions), (edit.pointer,))


def _beside(pointer: str, path: str, sibling: str) -> str:
    """Where the leaf with the path `sibling` stands in the same item or object."""
    return pointer.removesuffix(path.rpartition(".")[2]) + sibling.rpartition(".")[2]


def _is_free(content: Content, pointer: str, path: str) -> bool:
    """True for a leaf that nobody has decided about; a person's organization only where none is known."""
    if path == "people[].organization" and value_at(content.record, pointer) is not None:
        return False
    return pointer not in content.decisions


def _remove(content: Content, pointer: str) -> Edited:
    if pointer == "/event":
        if content.record.get("event") is None:
            raise EditError("no_such_item", pointer)
        marks = {at: mark for at, mark in content.marks.items() if not f"{at}/".startswith("/event/")}
        record = put(content.record, "/event", None)
        return Edited(pruned(content._replace(record=record, marks=marks)), (pointer,))
    path, index = _item(content, pointer)
    return Edited(removed(content, path, index), (_item_pointer(path, index),))


def _move(content: Content, pointer: str, to: int) -> Edited:
    path, index = _item(content, pointer)
    if not 0 <= to < len(items(content.record, path)):
        raise EditError("no_such_item", _item_pointer(path, to))
    return Edited(moved(content, path, index, to), (_item_pointer(path, to),))


def _item(content: Content, pointer: str) -> tuple[str, int]:
    found = item_of(pointer)
    if found is None or found[1] >= len(items(content.record, found[0])):
        raise EditError("no_such_item", pointer)
    return found


def _item_pointer(path: str, index: int) -> str:
    return f"/{path.replace('.', '/')}/{index}"


def _check_leaf(content: Content, pointer: str) -> None:
    """Whether there is such a leaf, or would be one if `article` or `event` were no longer null."""
    path = path_of(pointer)
    if path in _COMPUTED:
        raise EditError("computed", pointer)
    if path not in BY_PATH or (path.endswith("[]") and path.removesuffix("[]") not in LISTS):
        raise EditError("no_such_leaf", pointer)
    item = item_of(pointer)
    if item is not None:
        _item(content, pointer)
    elif path.endswith("[]"):
        raise EditError("no_such_leaf", pointer)


def _span(pointer: str, span: Span, reader: Reader) -> Span:
    found = reader.span(*span)
    if found is None:
        raise EditError("bad_span", pointer)
    return found


__all__ = ["Edited", "edited", "set_leaf"]
