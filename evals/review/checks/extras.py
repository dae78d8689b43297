"""What a run of the evals found printed in an article and gold does not have: one of the two is wrong.

Such errors (`GROUNDED_EXTRA`) are where gold is checked best. A value of the record that a run counts as
extra is asked early; one that the record lacks is suggested, with the edit that would add it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from typing import NamedTuple

from evals import store
from evals.review.contents.pointers import LISTS, Record, identity_of, leaves, list_pointer, path_of, value_at
from evals.review.types import Add, Edit, Set, Suggestion
from extractor.errors import SettingsError
from extractor.schema.fields import BY_PATH
from extractor.schema.types import Span, Value

_LABEL = "GROUNDED_EXTRA"


class Extra(NamedTuple):
    """A value that a run gave and gold lacks, with its places."""

    path: str
    value: Value
    spans: tuple[Span, ...]

    def is_at(self, path: str, value: Value, spans: tuple[Span, ...]) -> bool:
        """True for the same value of the same field; if both have places, at one of them."""
        if self.path != path or self.value != value or type(self.value) is not type(value):
            return False
        if not self.spans or not spans:
            return True
        return any(one.start < other.end and other.start < one.end for one in self.spans for other in spans)


Extras = Mapping[str, tuple[Extra, ...]]
"""By article id."""


def read_extras(report: Mapping[str, object] | None) -> dict[str, tuple[Extra, ...]]:
    """The errors of a report that ask for a second look at gold."""
    errors = (report or {}).get("errors")
    found: dict[str, tuple[Extra, ...]] = {}
    for error in errors if isinstance(errors, list) else ():
        if isinstance(error, Mapping) and error.get("label") == _LABEL:
            extra = _read(error)
            if extra is not None:
                name = str(error.get("article"))
                found[name] = (*found.get(name, ()), extra)
    return found


def last_report(article_ids: Collection[str]) -> Mapping[str, object] | None:
    """The newest stored run that scored any of these articles; None if none did.

    A run that cannot be read is passed over: it may be under way.
    """
    runs = [run for run in _runs() if _scored(run.report) & set(article_ids)]
    newest = max(runs, key=lambda run: str(run.facts.get("created_at", "")), default=None)
    return None if newest is None else newest.report


def suggestions(record: Record, extras: tuple[Extra, ...]) -> tuple[Suggestion, ...]:
    """The extras that `record` lacks and could have: whole items, and single values that are null."""
    held = {(path_of(pointer), value_at(record, pointer)) for pointer in leaves(record)}
    found = (_suggestion(record, extra) for extra in extras if (extra.path, extra.value) not in held)
    return tuple(one for one in found if one is not None)


def _suggestion(record: Record, extra: Extra) -> Suggestion | None:
    name, mark, _ = extra.path.partition("[]")
    edit: Edit | None = None
    if not mark:
        pointer = list_pointer(extra.path)
        is_free = value_at(record, pointer) is None
        edit = Set(pointer, extra.value, extra.spans or None) if is_free else None
    elif name in LISTS and identity_of(name) == extra.path:
        start, end = extra.spans[0] if extra.spans else (None, None)
        edit = Add(list_pointer(name), start, end, extra.value)
    return None if edit is None else Suggestion(extra.path, extra.value, extra.spans, edit)


def _read(error: Mapping[str, object]) -> Extra | None:
    path, value = str(error.get("path")), error.get("predicted")
    if path not in BY_PATH or not isinstance(value, str | int | float):
        return None
    return Extra(path, value, tuple(_spans(error.get("spans"))))


def _spans(listed: object) -> Iterator[Span]:
    for one in listed if isinstance(listed, list) else ():
        if isinstance(one, list) and len(one) == 2 and all(isinstance(end, int) for end in one):
            yield Span(one[0], one[1])


def _runs() -> Iterator[store.Stored]:
    for path in store.runs_folder().glob(f"*/{store.REPORT}"):
        with suppress(SettingsError):
            yield store.load(str(path.parent))


def _scored(report: Mapping[str, object]) -> set[str]:
    articles = report.get("articles")
    return set(articles) if isinstance(articles, Mapping) else set()
