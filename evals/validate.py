"""Is a folder of gold fit to score by? Every fault in plain words, with the file it is in."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from pathlib import Path

from evals import gold, options
from evals.gold import GoldItem
from extractor.canonical.regions import region
from extractor.errors import SettingsError
from extractor.knowledge import tables
from extractor.text import squeeze


def faults(folder: Path, articles: Path | None = None) -> list[str]:
    """What is wrong with the gold of `folder`, file by file; empty when nothing is.

    Raises:
        SettingsError: There is no such folder, or no gold in it.
    """
    paths = gold.record_paths(folder)
    if not paths:
        raise SettingsError(f"there is no gold in {folder}; a gold file is named ID.json")
    return [f"{path.name}: {fault}" for path in paths for fault in _file_faults(path, articles)]


def _file_faults(path: Path, articles: Path | None) -> Iterator[str]:
    try:
        item = gold.load(path.parent, articles, only=_literal(path.stem))[0]
    except SettingsError as error:
        yield str(error)
        return
    if item.id != path.stem:
        yield f"article_id is {item.id!r}; it must be the file's name, {path.stem!r}"
    yield from item_faults(item)


def item_faults(item: GoldItem) -> Iterator[str]:
    """What is wrong with one record of gold, beside its article if there is a text of it."""
    plain = _plain(item.record)
    found = list(_schema_faults(plain))
    yield from found
    if not found:
        yield from _text_faults(item)
        yield from _link_faults(plain)
        yield from _code_faults(plain)


def _literal(stem: str) -> str:
    """A pattern that fits `stem` alone."""
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in stem)


def _schema_faults(plain: Mapping[str, object]) -> Iterator[str]:
    from pydantic import ValidationError

    from extractor.schema.record import Record

    try:
        Record.model_validate(plain)
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            pointer = "".join(f"/{part}" for part in fault["loc"])
            yield f"{pointer}: {fault['msg']}"


def _text_faults(item: GoldItem) -> Iterator[str]:
    if not item.text:
        return
    if item.record.get("text_sha256") != gold.text_sha256(item.text):
        yield f"text_sha256 is not the hash of {item.path}; was the article changed after it was labelled?"
    text = squeeze(item.text)
    for index, quote in _answers(item.record, "statements", "quote"):
        if str(quote) not in text:
            yield f"/statements/{index}/quote is not in the article word for word: {str(quote)[:60]!r}"


def _link_faults(plain: Mapping[str, object]) -> Iterator[str]:
    bodies = {str(name) for _, name in _answers(plain, "organizations", "name")}
    people = {str(name) for _, name in _answers(plain, "people", "name")}
    event = plain.get("event")
    named = [
        (f"/people/{index}/organization", name) for index, name in _answers(plain, "people", "organization")
    ]
    if isinstance(event, Mapping):
        parties = event.get("parties")
        listed = parties if isinstance(parties, list) else []
        named += [(f"/event/parties/{index}", name) for index, name in enumerate(listed)]
    for pointer, name in named:
        if str(name) not in bodies:
            yield f"{pointer}: {name!r} is not listed under organizations"
    for index, name in _answers(plain, "statements", "speaker"):
        if str(name) not in bodies | people:
            yield f"/statements/{index}/speaker: {name!r} is listed neither under people nor organizations"


def _code_faults(plain: Mapping[str, object]) -> Iterator[str]:
    listed = [str(code) for _, code in _answers(plain, "regions", "code")]
    for index, code in enumerate(listed):
        official = _official_name(code)
        name = dict(_answers(plain, "regions", "name")).get(index)
        if official is None:
            yield f"/regions/{index}/code: there is no region {code}"
        elif name != official:
            yield f"/regions/{index}/name: {code} is {official!r}, not {name!r}"
    for code in sorted({code for code in listed if listed.count(code) > 1}):
        yield f"/regions lists {code} more than once"
    pointed = [*_answers(plain, "organizations", "region"), *_answers(plain, "indicators", "region")]
    event = plain.get("event")
    if isinstance(event, Mapping) and event.get("region"):
        pointed.append((0, event["region"]))
    for code in sorted({str(code) for _, code in pointed} - set(listed)):
        yield f"region {code} is pointed at, but not listed under regions"
    ids = {row["id"] for row in tables.rows("programs")}
    programs = plain.get("programs")
    for index, program in enumerate(programs if isinstance(programs, list) else []):
        if program not in ids:
            yield f"/programs/{index}: there is no program {program!r}"


def _official_name(code: str) -> str | None:
    try:
        return region(code).name
    except KeyError:
        return None


def _answers(record: Mapping[str, object], name: str, leaf: str) -> Iterator[tuple[int, object]]:
    """Index and value of a leaf in a list's items, every right answer of it."""
    items = record.get(name)
    for index, item in enumerate(items if isinstance(items, list) else []):
        for variant in options.read(item).values:
            if isinstance(variant, Mapping):
                for value in options.read(variant.get(leaf)).values:
                    yield index, value


def _plain(record: Mapping[str, object]) -> dict[str, object]:
    """`record` in the contract's own shape: of a leaf's answers the first, of an item's answers all."""
    return {name: _settled(value) for name, value in record.items()}


def _settled(value: object) -> object:
    if isinstance(value, list):
        return list(itertools.chain.from_iterable(map(_variants, value)))
    if not isinstance(value, Mapping):
        return value
    if options.MARKS.isdisjoint(value):
        return _plain(value)
    return next((_settled(one) for one in options.read(value).values), None)


def _variants(item: object) -> list[object]:
    return [_settled(one) for one in options.read(item).values]
