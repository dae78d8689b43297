"""What a review begins from, and what it leaves behind: records of files and engines ↔ contents."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from evals import gold, shape
from evals.review.contents import marks
from evals.review.contents.content import Content, origin_json, pruned
from evals.review.contents.pointers import LISTS, OBJECTS, Record, empty_object, leaves, put
from evals.review.readers.evidence import located, provenance_of
from evals.review.readers.reader import Reader
from evals.review.types import Decision, Origin
from evals.skeleton import skeleton
from extractor.errors import SettingsError
from extractor.schema.types import Article


def from_engine(record: Mapping[str, object], article: Article) -> Content | None:
    """The content of a prediction; None for one of another text or shape."""
    if record.get("text_sha256") not in (None, article.text_sha256) or shape.fault(record):
        return None
    whole = {**_whole(record, article), "article_id": article.id, "text_sha256": article.text_sha256}
    return pruned(Content(whole, provenance_of(record), {}, {}))


def from_file(path: Path, reader: Reader, *, is_own: bool = False) -> Content:
    """The content of a pass or of gold; what it does not say of places is looked for in the article.

    Values that the annotator decided on (`is_own`, source `human`) are decided.

    Raises:
        SettingsError: The file holds no record.
    """
    raw = gold.read_record(path)
    record, kept = marks.plain(raw)
    fault = shape.fault(record)
    if fault is not None:
        raise SettingsError(f"{path}: {fault}; mend the file, or move it away")
    whole = _whole(record, reader.article)
    known = provenance_of(raw)
    decisions: dict[str, Decision] = {
        pointer: "accepted" for pointer, origin in known.items() if is_own and origin.source == "human"
    }
    if any(pointer not in known for pointer in leaves(whole)):
        known = {**located(whole, reader.article, reader=reader), **known}
    return pruned(Content(whole, known, decisions, kept))


def to_file(content: Content) -> dict[str, object]:
    """The record as it is saved: with gold's alternatives, and with provenance by the leaves of `content`."""
    provenance = {
        pointer: origin_json(_saved_origin(content, pointer))
        for pointer in leaves(content.record)
        if pointer in content.origins
    }
    return {**marks.marked(content.record, content.marks), "provenance": provenance}


def _saved_origin(content: Content, pointer: str) -> Origin:
    """What the reviewer has decided on is a person's value from now on, and sure."""
    origin = content.origins[pointer]
    if pointer not in content.decisions:
        return origin
    return origin._replace(source="human", confidence=1.0)


def _whole(record: Record, article: Article) -> Record:
    """`record` with every key of the contract; keys that it does not know are left out."""
    whole: Record = skeleton(article)
    for name in whole:
        value = record.get(name)
        if name in OBJECTS:
            whole = put(whole, f"/{name}", _filled(name, value))
        elif name in LISTS:
            whole = put(whole, f"/{name}", _items(name, value))
        elif value is not None:
            whole = put(whole, f"/{name}", value)
    return whole


def _filled(name: str, value: object) -> object:
    """`article` or `event` with all leaves; only the event may be null."""
    if not isinstance(value, Mapping):
        return empty_object(name) if name == "article" else None
    empty = empty_object(name)
    return {leaf: empty[leaf] if value.get(leaf) is None else value[leaf] for leaf in empty}


def _items(name: str, value: object) -> list[object]:
    listed = [item for item in value if item is not None] if isinstance(value, list) else []
    if not LISTS[name]:
        return listed
    return [{leaf: item.get(leaf) for leaf in LISTS[name]} for item in listed if isinstance(item, Mapping)]
