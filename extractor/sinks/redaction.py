"""A record without the names of private persons, wherever they stand in it.

The name goes from the lists of people and speakers, and from every text that the record copies. A text that
is no longer what the article prints loses its spans, and the article's own text (which some formats show) is
blacked out at the same places, character for character, so that all other spans still hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import chain
from typing import Any, NamedTuple

from extractor.knowledge.tables import cells, rows
from extractor.schema.record import Record
from extractor.sinks.formats import Entry
from extractor.sinks.posts import has_public_post

MASK = "[nama disamarkan]"
BLACK = "█"
_SHORTEST = 3
_WORD = re.compile(r"[^\W\d_][\w'’`.-]*")
# A name is told by these; everything else that is copied may hold one.
_NAMES = re.compile(r"/people/\d+/name|/statements/\d+/speaker")
_TEXTS = re.compile(
    r"/summary|/article/title|/event/(?:venue|parties/\d+)|/organizations/\d+/name|"
    r"/people/\d+/(?:role|organization)|/indicators/\d+/(?:subject|note)|/statements/\d+/quote"
)


class _Known(NamedTuple):
    """Who a record names: `hidden` in all printed forms, `shown` who may be named, `bodies` no persons."""

    hidden: frozenset[str]
    shown: frozenset[str]
    bodies: frozenset[str]


def redacted(entry: Entry, *, known: Record) -> Entry:
    """`entry` with `[nama disamarkan]` in the place of everybody who holds no public post.

    Args:
        entry: A record and its text.
        known: The same article's record in full, where `entry` lacks some of it: who is in either is masked.
    """
    found = _named(entry.record, entry.text)
    if known is not entry.record:
        found = _Known(*map(frozenset.union, found, _named(known, entry.text)))
    # Whoever lost a post that was not sure enough is private, too.
    found = found._replace(shown=found.shown - {_folded(name) for name in found.hidden})
    masker = _Masker(found)
    values = entry.record.model_dump()
    provenance = values.pop("provenance")
    run = values.pop("run")
    for pointer, leaf in provenance.items():
        for other in leaf["alternatives"]:
            other["value"] = masker.value(pointer, other["value"])
        leaf["candidates"] = [masker.value(pointer, value) for value in leaf["candidates"]]
    for drop in run["dropped"] if run else ():
        drop["value"] = masker.value(drop["pointer"], drop["value"])
    changed: set[str] = set()
    values = _mapped(values, "", masker.value, changed)
    for pointer in changed & provenance.keys():
        provenance[pointer]["evidence"] = []
    record = Record.model_validate({**values, "provenance": provenance, "run": run})
    record.reasons.update(entry.record.reasons)
    return Entry(record, None if entry.text is None else masker.blackened(entry.text))


class _Masker:
    """Takes the names of one article's private persons out of its texts."""

    def __init__(self, known: _Known) -> None:
        self._known = known
        self._pattern = _pattern(known)

    def value(self, pointer: str, value: Any) -> Any:
        """What may be told of the value at `pointer`."""
        if not isinstance(value, str):
            return value
        if _NAMES.fullmatch(pointer):
            return value if _folded(value) in self._known.shown | self._known.bodies else MASK
        return self._replaced(value, lambda _: MASK) if _TEXTS.fullmatch(pointer) else value

    def blackened(self, text: str) -> str:
        """`text` with as many black characters as the names have."""
        return self._replaced(text, lambda name: re.sub(r"\S", BLACK, name))

    def _replaced(self, text: str, put: Callable[[str], str]) -> str:
        if self._pattern is None:
            return text
        return self._pattern.sub(
            lambda found: put(found[0]) if found.lastgroup != "shown" else found[0], text
        )


def _named(record: Record, text: str | None) -> _Known:
    kinds = {body.name: body.kind for body in record.organizations}
    hidden: set[str] = set()
    shown: set[str] = set()
    for index, person in enumerate(record.people):
        if has_public_post(person.model_dump(), kinds):
            shown.add(_folded(person.name))
        else:
            hidden.update((person.name, *_printed(record, f"/people/{index}/name", person.name, text)))
    bodies = {_folded(name) for name in (*kinds, *(record.event.parties if record.event else ()))}
    for index, statement in enumerate(record.statements):
        speaker = statement.speaker
        if speaker is not None and _folded(speaker) not in shown | bodies:
            hidden.update((speaker, *_printed(record, f"/statements/{index}/speaker", speaker, text)))
    bodies.update(_folded(region.name) for region in record.regions)
    return _Known(frozenset(hidden), frozenset(shown), frozenset(bodies))


def _printed(record: Record, pointer: str, name: str, text: str | None) -> Iterator[str]:
    """The forms of `name` that the article prints where the leaf at `pointer` says; 'Dia' is none."""
    leaf = record.provenance.get(pointer)
    for span in leaf.evidence if leaf and text else ():
        surface = (text or "")[span.start : span.end].strip()
        if not set(_words(name)).isdisjoint(_words(surface)):
            yield surface


def _pattern(known: _Known) -> re.Pattern[str] | None:
    """Whole names first, who may be named before who may not, then single words of the hidden ones."""
    if not known.hidden:
        return None
    innocent = {word for name in known.bodies for word in _words(name)} | _common_words()
    parts = {word for name in known.hidden for word in _words(name) if len(word) >= _SHORTEST} - innocent
    # A word alone is a name only with a capital: it may be one of the language's, too.
    alone = {name for name in known.hidden if len(name.split()) == 1}
    whole = known.hidden - alone
    capitals = chain(alone, *((word.title(), word.upper()) for word in parts))
    groups = [
        f"(?P<shown>(?i:{_choice(known.shown)}))" if known.shown else "",
        f"(?P<whole>(?i:{_choice(whole)}))" if whole else "",
        f"(?P<part>{_choice(capitals)})" if parts or alone else "",
    ]
    return re.compile(rf"(?<!\w)(?:{'|'.join(filter(None, groups))})(?!\w)")


def _choice(names: Iterable[str]) -> str:
    """Any of `names`, the longest first, over any white space."""
    ordered = sorted(filter(str.strip, set(names)), key=lambda name: (-len(name), name))
    return "|".join(r"\s+".join(map(re.escape, name.split())) for name in ordered)


def _words(name: str) -> Iterator[str]:
    for found in _WORD.finditer(name):
        yield found[0].rstrip(".'’`-").casefold()


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


@cache
def _common_words() -> frozenset[str]:
    """Capitalised words that are no part of a person's name."""
    return frozenset(word.casefold() for row in rows("common_words") for word in cells(row["words"]))


def _mapped(value: Any, pointer: str, change: Callable[[str, Any], Any], changed: set[str]) -> Any:
    """`value` with each leaf as `change` has it; `changed` gathers the pointers of those that are new."""
    if isinstance(value, dict):
        return {name: _mapped(part, f"{pointer}/{name}", change, changed) for name, part in value.items()}
    if isinstance(value, list):
        return [_mapped(part, f"{pointer}/{index}", change, changed) for index, part in enumerate(value)]
    new = change(pointer, value)
    if new != value:
        changed.add(pointer)
    return new
