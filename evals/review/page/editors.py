"""How each field of the record is edited: which of the page's editors, and what it lets choose from."""

from __future__ import annotations

from typing import Literal, NamedTuple

from evals.review.contents.values import CODES, DATES, NUMBERS, REQUIRED, choices

Kind = Literal["choice", "region", "program", "date", "number", "text", "long", "name", "fixed"]

_FIXED = frozenset(("regions[].name", "regions[].level"))
_NAMES = frozenset(("event.parties[]", "people[].organization", "statements[].speaker"))
_LONG = frozenset(("article.title", "statements[].quote", "summary"))
_KINDS: tuple[tuple[frozenset[str], Kind], ...] = (
    (_FIXED, "fixed"),
    (CODES, "region"),
    (DATES, "date"),
    (NUMBERS, "number"),
    (_NAMES, "name"),
    (_LONG, "long"),
    (frozenset(("programs[]",)), "program"),
)


class Editor(NamedTuple):
    """`choices` are the values of a closed list; `can_be_empty` when the leaf may be null by itself."""

    kind: Kind
    choices: tuple[str, ...] = ()
    can_be_empty: bool = True


def editor_of(path: str) -> Editor:
    """The editor of the field `path`."""
    can_be_empty = path not in REQUIRED and not path.endswith("[]")
    for paths, kind in _KINDS:
        if path in paths:
            return Editor(kind, (), can_be_empty)
    listed = closed_lists().get(path, ())
    return Editor("choice" if listed else "text", listed, can_be_empty)


def closed_lists() -> dict[str, tuple[str, ...]]:
    """The values to choose from, by field, where the page lets choose."""
    listed = {path: values for path, values in choices().items() if path not in _FIXED}
    return {"in_scope": ("true", "false"), **listed}
