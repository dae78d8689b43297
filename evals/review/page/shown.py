"""A sheet as the page shows it: sections, their items, and a row for each value."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from evals.review.contents.pointers import path_of
from evals.review.page.editors import Kind, editor_of
from evals.review.page.wire import wire_of
from evals.review.page.wording import Words, visible
from evals.review.types import Decision, Fault, Origin, Reason, Sheet
from extractor.canonical.regions import regions
from extractor.knowledge import tables
from extractor.schema.types import Span, Value
from extractor.sinks.leaves import SECTIONS

_AROUND = 60
_MOST_WORDS = 240
_LISTS = ("/article/reporters", "/article/editors", "/event/parties")


class Snippet(NamedTuple):
    """A place that proves a value, with the words around it."""

    start: int
    end: int
    before: str
    words: str
    after: str


class Choice(NamedTuple):
    """Another value that this leaf could have, and who proposed it."""

    value: Value
    shown: str
    source: str


class Complaint(NamedTuple):
    """A fault in plain words; `fix` is the edit that mends it."""

    text: str
    blocks: bool
    fix: Mapping[str, object] | None


class Row(NamedTuple):
    """One value. `rank` is its place among the open ones from 0, None when nothing is asked about it.

    `item` is the pointer of the list item that it belongs to, empty outside of lists.
    """

    pointer: str
    path: str
    section: str
    kind: Kind
    label: str
    value: Value
    shown: str
    note: str
    item: str
    source: str
    confidence: float | None
    flags: Sequence[str]
    decision: Decision | None
    rank: int | None
    reasons: tuple[Reason, ...]
    others: Sequence[Choice]
    places: Sequence[Snippet]
    faults: Sequence[Complaint]
    can_be_empty: bool


class Item(NamedTuple):
    """Values that belong together; `pointer` is empty where they are no item of a list."""

    pointer: str
    name: str
    rows: Sequence[Row]


class Adder(NamedTuple):
    """Where something new can be added: the list's pointer, and what its first value is."""

    list: str
    path: str
    label: str
    kind: Kind


class Offer(NamedTuple):
    """A value that the last run read and the record lacks; `edit` adds it. `rank` is as a row's."""

    label: str
    shown: str
    place: Snippet | None
    edit: Mapping[str, object]
    rank: int


class Part(NamedTuple):
    """A section of the record."""

    name: str
    title: str
    items: Sequence[Item]
    adders: Sequence[Adder]
    offers: Sequence[Offer]
    open_values: int


class _View:
    """What all rows of one sheet need."""

    def __init__(self, sheet: Sheet, words: Words) -> None:
        self.sheet = sheet
        self.words = words
        self.ranks = {pointer: rank for rank, pointer in enumerate(sheet.order)}
        self.faults: dict[str, list[Fault]] = defaultdict(list)
        for fault in sheet.faults:
            self.faults[fault.pointer].append(fault)


def parts(sheet: Sheet, words: Words) -> list[Part]:
    """All sections of the record in reading order, empty ones too."""
    view = _View(sheet, words)
    return [_part(name, view) for name in SECTIONS]


def loose_complaints(sheet: Sheet, words: Words) -> list[Complaint]:
    """Faults of the whole article, or of what has no row of its own."""
    placed = {row.pointer for part in parts(sheet, words) for item in part.items for row in item.rows}
    return [complaint(fault, words) for fault in sheet.faults if fault.pointer not in placed]


def complaint(fault: Fault, words: Words) -> Complaint:
    """A fault as people read it."""
    fix = wire_of(fault.fix) if fault.fix is not None else None
    params = dict(fault.params)
    if fault.code == "evidence_differs":
        path = path_of(fault.pointer)
        params = {name: shown_value(path, value, words) if value else value for name, value in params.items()}
    return Complaint(words(f"fault.{fault.code}", **params), fault.blocks, fix)


def shown_value(path: str, value: Value, words: Words) -> str:
    """A value as people read it; a dash for none."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return words(f"value.in_scope.{str(value).lower()}")
    if isinstance(value, int | float):
        return words.number(value) if path == "indicators[].value" else str(value)
    if path.endswith((".region", "regions[].code")):
        found = regions().get(value)
        return f"{found.name}" if found else visible(value)
    if path == "programs[]":
        return program_names().get(value) or visible(value)
    return words.maybe(f"value.{path}.{value}", visible(value))


def program_names() -> dict[str, str]:
    """What each program is called in full, by id."""
    return {row["id"]: row["name"] for row in tables.rows("programs") if row["name"]}


def _part(name: str, view: _View) -> Part:
    value = view.sheet.record.get(name)
    if isinstance(value, list):
        items = [_item(f"/{name}/{index}", one, view) for index, one in enumerate(value)]
    elif value is None and name in {"article", "event"}:
        items = []
    else:
        items = [_item(f"/{name}", value, view, is_listed=False)]
    adders = list(_adders(name, value, view.words))
    offers = list(_offers(name, view))
    open_values = sum(row.rank is not None for item in items for row in item.rows) + len(offers)
    return Part(name, view.words(f"section.{name}"), items, adders, offers, open_values)


def _offers(name: str, view: _View) -> Iterator[Offer]:
    """What the run read for this section; asked before anything else, since gold or the run errs."""
    offered = view.sheet.suggestions
    for index, one in enumerate(offered):
        if one.path.partition(".")[0].removesuffix("[]") == name:
            place = next(_places(view.sheet.article.text, one.spans), None)
            shown = shown_value(one.path, one.value, view.words)
            label = view.words(f"field.{one.path}")
            yield Offer(label, shown, place, wire_of(one.edit), index - len(offered))


def _adders(name: str, value: object, words: Words) -> Iterator[Adder]:
    first = {
        "event": "event.type",
        "regions": "regions[].code",
        "organizations": "organizations[].name",
        "people": "people[].name",
        "programs": "programs[]",
        "indicators": "indicators[].subject",
        "regulations": "regulations[].kind",
        "statements": "statements[].quote",
    }.get(name)
    if first and (name != "event" or value is None):
        yield Adder(f"/{name}", first, words(f"add.{name}"), editor_of(first).kind)
    for pointer in _LISTS:
        if pointer.startswith(f"/{name}/") and value is not None:
            path = f"{path_of(pointer)}[]"
            yield Adder(pointer, path, words(f"add.{path_of(pointer)}"), editor_of(path).kind)


def _item(pointer: str, value: object, view: _View, *, is_listed: bool = True) -> Item:
    item = pointer if is_listed else ""
    rows = [_row(leaf, one, item, view) for leaf, one in _leaves(pointer, value)]
    # A region's name and level follow its code, which is shown by that name.
    found = [row for row in rows if row.kind != "fixed" or row.faults]
    name = found[0].shown if is_listed and found else ""
    return Item(item, name, found)


def _leaves(pointer: str, value: object) -> Iterator[tuple[str, Value]]:
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield from _leaves(f"{pointer}/{key}", part)
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _leaves(f"{pointer}/{index}", part)
    elif value is None or isinstance(value, str | int | float | bool):
        yield pointer, value


def _row(pointer: str, value: Value, item: str, view: _View) -> Row:
    words, sheet = view.words, view.sheet
    path = path_of(pointer)
    origin = sheet.origins.get(pointer)
    parent, _, last = pointer.rpartition("/")
    editor = editor_of(path)
    return Row(
        pointer=pointer,
        path=path,
        section=pointer.split("/")[1],
        kind=editor.kind,
        label=words(f"field.{path}"),
        value=value,
        shown=shown_value(path, value, words),
        note=_note(path, value),
        item=item or (pointer if last.isdecimal() and parent in _LISTS else ""),
        source=words(f"source.{origin.source}") if origin and value is not None else "",
        confidence=origin.confidence if origin and value is not None else None,
        flags=[words(f"flag.{flag}") for flag in origin.flags] if origin else [],
        decision=sheet.decisions.get(pointer),
        rank=view.ranks.get(pointer),
        reasons=sheet.reasons.get(pointer, ()),
        others=list(_others(path, value, origin, words)) if origin else [],
        places=list(_places(sheet.article.text, origin.spans)) if origin else [],
        faults=[complaint(fault, words) for fault in view.faults[pointer]],
        can_be_empty=editor.can_be_empty,
    )


def _note(path: str, value: Value) -> str:
    """The canonical value where people read another one."""
    if isinstance(value, str) and (path == "programs[]" or path.endswith((".region", "regions[].code"))):
        return visible(value)
    return ""


def _others(path: str, value: Value, origin: Origin, words: Words) -> Iterator[Choice]:
    seen = [value]
    proposed = [*((one, "") for one in origin.candidates), *origin.alternatives]
    for one, source in proposed:
        if one is None or one in seen:
            continue
        seen.append(one)
        yield Choice(one, shown_value(path, one, words), words(f"source.{source}") if source else "")


def _places(text: str, spans: Sequence[Span]) -> Iterator[Snippet]:
    for start, end in spans:
        if not 0 <= start < end <= len(text):
            continue
        inside = text[start:end]
        shown = inside if len(inside) <= _MOST_WORDS else f"{inside[:_MOST_WORDS]}…"
        before = text[max(0, start - _AROUND) : start].rpartition("\n")[2]
        after = text[end : end + _AROUND].partition("\n")[0]
        yield Snippet(start, end, visible(before), visible(shown), visible(after))
