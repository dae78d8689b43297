"""A new item of a list, read from a selection or typed, at its place in the order of first mention."""

from __future__ import annotations

from collections.abc import Mapping

from evals.review.contents.content import Content, inserted
from evals.review.contents.pointers import (
    LISTS,
    Record,
    identity_of,
    identity_pointer,
    items,
    list_pointer,
    value_at,
)
from evals.review.contents.values import typed
from evals.review.readers.reader import Reader
from evals.review.readers.surfaces import Read
from evals.review.types import Add, Decision, EditError, Origin
from extractor.canonical.organizations import read_organization
from extractor.canonical.regions import region
from extractor.grounding.found import Found
from extractor.schema.types import Span, Value

_SHOWN = 80


def added(content: Content, edit: Add, reader: Reader) -> tuple[Content, tuple[str, ...]]:
    """`content` with a new item, and its pointers, the item's first.

    Raises:
        EditError: There is no such list, the selection holds no item of it, or the item is there already.
    """
    path = edit.path.strip("/").replace("/", ".")
    if path not in LISTS:
        raise EditError("no_such_list", edit.path)
    span = _span(edit, reader)
    read = _typed(path, edit.value, reader, span=span, record=content.record)
    if span is not None:
        read = {**reader.item(path, span, content.record), **read}
    identity = identity_of(path)
    if identity not in read:
        code, shown = ("unreadable", _shown(span, reader)) if span else ("required", {})
        raise EditError(code, edit.path, **shown)  # type: ignore[arg-type]
    _complete(path, read)
    if not LISTS[path]:
        _check_new(content.record, path, read[identity].value)
    return _inserted(content, path, read)


def place_for(content: Content, path: str, spans: tuple[Span, ...]) -> int:
    """The index of an item that the article mentions first at `spans`; behind all without a place."""
    count = len(items(content.record, path))
    if not spans:
        return count
    start = min(spans).start
    for index in range(count):
        known = content.origins.get(identity_pointer(path, index))
        if known is not None and known.spans and min(known.spans).start > start:
            return index
    return count


def _inserted(content: Content, path: str, read: Read) -> tuple[Content, tuple[str, ...]]:
    index = place_for(content, path, read[identity_of(path)].spans)
    pointer = f"{list_pointer(path)}/{index}"
    values = {leaf.partition("[]")[2].removeprefix("."): found.value for leaf, found in read.items()}
    item = {name: values.get(name) for name in LISTS[path]} if LISTS[path] else values[""]
    pointers = {f"{pointer}/{name}" if name else pointer: name for name in (LISTS[path] or ("",))}
    origins = {
        leaf: Origin(found.spans, flags=found.flags)
        for leaf, name in pointers.items()
        if (found := read.get(f"{path}[].{name}" if name else f"{path}[]")) and found.value is not None
    }
    decided: dict[str, Decision] = dict.fromkeys(origins, "edited")
    after = inserted(content, path, index, item=item, origins=origins)
    after = after._replace(decisions={**after.decisions, **decided})
    return after, tuple(dict.fromkeys((pointer, *origins)))


def _span(edit: Add, reader: Reader) -> Span | None:
    if edit.start is None or edit.end is None:
        return None
    span = reader.span(edit.start, edit.end)
    if span is None:
        raise EditError("bad_span", edit.path)
    return span


def _shown(span: Span, reader: Reader) -> dict[str, str]:
    return {"text": reader.article.text[span.start : span.end][:_SHOWN]}


def _typed(
    path: str, value: Value | Mapping[str, Value], reader: Reader, *, span: Span | None, record: Record
) -> Read:
    """The leaves that the reviewer gave, each with the selection or what the article has for it."""
    identity = identity_of(path)
    if isinstance(value, Mapping):
        given = {f"{path}[].{name}": one for name, one in value.items()}
        unknown = [name for name in value if name not in LISTS[path]]
        if unknown:
            raise EditError("no_such_leaf", f"{list_pointer(path)}/-/{unknown[0]}")
    else:
        given = {identity: value}
    read: Read = {}
    own = (span,) if span is not None else ()
    for leaf, one in sorted(given.items(), key=lambda pair: pair[0] != identity):
        found = typed(leaf, one, list_pointer(path))
        if found is not None:
            is_proved = bool(own) and reader.holds(leaf, own, found)
            named = read[identity].spans if identity in read else own
            spans = own if is_proved else reader.proofs(leaf, found, record, named=named)
            read[leaf] = Found(found, spans or own, "exact")
    return read


def _complete(path: str, read: Read) -> None:
    """Add what follows from the identity alone: a region's name and level, a known body's kind and region."""
    if path == "regions":
        found = read["regions[].code"]
        known = region(str(found.value))
        read["regions[].name"] = found._replace(value=known.name)
        read["regions[].level"] = found._replace(value=known.level)
    if path == "organizations":
        found = read["organizations[].name"]
        body = read_organization(str(found.value))
        is_known = body is not None and body.name == found.value
        kind = body.kind if body is not None and is_known else "other"
        read.setdefault("organizations[].kind", found._replace(value=kind))
        if body is not None and is_known and body.region is not None:
            read.setdefault("organizations[].region", found._replace(value=body.region))


def _check_new(record: Record, path: str, value: Value) -> None:
    for index in range(len(items(record, path))):
        pointer = f"{list_pointer(path)}/{index}"
        if value_at(record, pointer) == value:
            raise EditError("duplicate", list_pointer(path), first=pointer)
