"""What is wrong with a draft, value by value: what `gold validate` would say, and what nobody has proved.

Codes and params only; words in two languages are the page's business.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from evals import gold
from evals.review.contents.content import Content
from evals.review.contents.pointers import (
    LISTS,
    Record,
    at,
    identity_pointer,
    items,
    leaves,
    list_pointer,
    path_of,
    value_at,
)
from evals.review.contents.values import CODES, DATES, NUMBERS, REQUIRED, choices, programs, typed
from evals.review.readers.reader import Reader
from evals.review.types import Add, EditError, Fault, FaultCode, Origin, Set
from extractor.canonical.regions import regions
from extractor.schema.fields import BY_PATH
from extractor.schema.types import Article, Value
from extractor.text import squeeze

_BODIES = ("people[].organization", "event.parties[]")
_SHOWN = 120


def faults(content: Content, reader: Reader) -> tuple[Fault, ...]:
    """All faults in the order of the record's leaves, those of a leaf together."""
    record, article = content.record, reader.article
    found = [
        *_article_faults(record, article),
        *_leaf_faults(record),
        *_date_faults(record),
        *_region_faults(record),
        *_name_faults(record),
        *_doubles(record),
        *_quote_faults(record, article),
        *_evidence_faults(content, reader),
    ]
    order = {pointer: index for index, pointer in enumerate(leaves(record))}
    return tuple(sorted(found, key=lambda fault: order.get(fault.pointer, -1)))


def article_faults(article: Article) -> Iterator[Fault]:
    """Why the article itself cannot become a file of gold."""
    try:
        is_same = gold.read_text(article.text.encode()) == article.text
    except UnicodeEncodeError:
        is_same = False
    if not is_same:
        yield Fault("", "article_unwritable")


def _article_faults(record: Record, article: Article) -> Iterator[Fault]:
    if record.get("text_sha256") != article.text_sha256:
        yield Fault("", "article_changed")
    if record.get("article_id") != article.id:
        yield Fault("", "bad_id", {"value": str(record.get("article_id"))})
    if record.get("article") is None:
        yield Fault("/article/title", "required")
    yield from article_faults(article)


def _leaf_faults(record: Record) -> Iterator[Fault]:
    """Leaves that are empty and must not be, or hold what their field does not."""
    for pointer in leaves(record):
        path, value = path_of(pointer), at(record, pointer)
        if value is None and (path in REQUIRED or path.endswith("[]")):
            yield Fault(pointer, "required")
        if isinstance(value, str | int | float) and path not in CODES and path != "programs[]":
            yield from _type_faults(pointer, path, value)
        elif value is not None and not isinstance(value, str | int | float):
            yield Fault(pointer, "wrong_type", {"expected": "text"})
        if path == "programs[]" and value is not None and value not in programs():
            yield Fault(pointer, "no_program", {"value": str(value)})


def _type_faults(pointer: str, path: str, value: Value) -> Iterator[Fault]:
    code: FaultCode = "no_date" if path in DATES else "not_in_list" if path in choices() else "wrong_type"
    expected = "number" if path in NUMBERS else "boolean" if path == "in_scope" else "text"
    params = {"expected": expected, "value": str(value)}
    try:
        read = typed(path, value, pointer)
    except EditError:
        yield Fault(pointer, code, params)
        return
    # Told are values that only mean the right thing: `"41"`, `2/11/2022`, `Orang`; not mere spaces.
    is_free = isinstance(value, str) and code == "wrong_type" and expected == "text"
    if not is_free and (read != value or type(read) is not type(value)):
        yield Fault(pointer, code, params, blocks=read != value, fix=Set(pointer, read))


def _date_faults(record: Record) -> Iterator[Fault]:
    first, last = value_at(record, "/event/date"), value_at(record, "/event/end_date")
    if not isinstance(last, str):
        return
    dates = {"date": str(first or ""), "end_date": last}
    if not isinstance(first, str) or last[: len(first)] <= first[: len(last)]:
        yield Fault("/event/end_date", "date_order", dates, blocks=False)


def _region_faults(record: Record) -> Iterator[Fault]:
    listed = [value_at(record, f"/regions/{index}/code") for index in range(len(items(record, "regions")))]
    known = regions()
    for pointer in leaves(record):
        path, code = path_of(pointer), value_at(record, pointer)
        official = known.get(str(listed[_index(pointer)])) if path == "regions[].name" else None
        if official is not None and code != official.name:
            yield Fault(pointer, "region_name", {"value": str(code), "expected": official.name})
        if path not in CODES or code is None:
            continue
        if str(code) not in known:
            yield Fault(pointer, "no_region", {"value": str(code)})
        elif code not in listed:
            params = {"value": str(code), "name": known[str(code)].name}
            yield Fault(pointer, "region_unlisted", params, fix=Add("/regions", value=code))


def _name_faults(record: Record) -> Iterator[Fault]:
    bodies, people = (
        {value_at(record, identity_pointer(path, index)) for index in range(len(items(record, path)))}
        for path in ("organizations", "people")
    )
    for pointer in leaves(record):
        path, name = path_of(pointer), value_at(record, pointer)
        if name is None or name in bodies:
            continue
        if path in _BODIES:
            fix = Add("/organizations", value=name)
            yield Fault(pointer, "organization_unlisted", {"value": str(name)}, fix=fix)
        if path == "statements[].speaker" and name not in people:
            yield Fault(pointer, "speaker_unlisted", {"value": str(name)}, fix=Add("/people", value=name))


def _doubles(record: Record) -> Iterator[Fault]:
    """The same thing twice; only regions must not, the others are told."""
    for path in LISTS:
        seen: dict[object, str] = {}
        for index, item in enumerate(items(record, path)):
            pointer = identity_pointer(path, index)
            key = _key(path, item)
            if key in seen and key is not None:
                params = {"value": str(value_at(record, pointer)), "first": seen[key]}
                yield Fault(pointer, "duplicate", params, blocks=path == "regions")
            seen.setdefault(key, pointer)


def _key(path: str, item: object) -> object:
    if not isinstance(item, Mapping):
        return item
    names = {"indicators": ("subject", "value", "unit", "region"), "regulations": ("kind", "number", "year")}
    return tuple(str(item.get(name)) for name in names.get(path, ()) or (_leaf(path),))


def _leaf(path: str) -> str:
    return identity_pointer(path, 0).rpartition("/")[2]


def _quote_faults(record: Record, article: Article) -> Iterator[Fault]:
    text = squeeze(article.text)
    for index in range(len(items(record, "statements"))):
        pointer = f"{list_pointer('statements')}/{index}/quote"
        quote = value_at(record, pointer)
        if quote is not None and str(quote) not in text:
            yield Fault(pointer, "quote_not_verbatim", {"value": str(quote)[:_SHOWN]})


def _evidence_faults(content: Content, reader: Reader) -> Iterator[Fault]:
    size = len(reader.article.text)
    for pointer in leaves(content.record):
        path, value = path_of(pointer), value_at(content.record, pointer)
        origin = content.origins.get(pointer, Origin())
        if value is None or origin.is_from_metadata:
            continue
        if any(not 0 <= start < end <= size for start, end in origin.spans):
            yield Fault(pointer, "evidence_outside")
            continue
        if BY_PATH[path].canonicaliser is None:
            continue
        if not origin.spans:
            is_own = content.decisions.get(pointer) == "edited" and BY_PATH[path].weight > 0
            yield Fault(pointer, "missing_evidence", {"value": str(value)[:_SHOWN]}, blocks=is_own)
        elif not reader.holds(path, origin.spans, value):
            reads = reader.says(path, origin.spans)
            params = {"value": str(value)[:_SHOWN], "reads": "" if reads is None else str(reads)[:_SHOWN]}
            yield Fault(pointer, "evidence_differs", params, blocks=False)


def _index(pointer: str) -> int:
    return int(pointer.split("/")[2])
