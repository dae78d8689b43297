"""Edits as the page sends them: JSON objects whose `kind` names the edit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from evals.review.types import Accept, AcceptAll, Add, Edit, Mark, Move, Reject, Remove, Set, Unmark
from extractor.schema.types import Span

_KINDS: dict[str, type[Any]] = {
    "accept": Accept,
    "accept_all": AcceptAll,
    "reject": Reject,
    "set": Set,
    "mark": Mark,
    "add": Add,
    "remove": Remove,
    "move": Move,
    "unmark": Unmark,
}
_INTEGERS = frozenset(("start", "end", "to"))
_MOST_CHARS = 20_000


class WireError(ValueError):
    """What was sent is no edit."""


def edit_of(sent: object) -> Edit:
    """The edit that a JSON object stands for.

    Raises:
        WireError: It stands for none.
    """
    if not isinstance(sent, Mapping) or sent.get("kind") not in _KINDS:
        raise WireError("no such kind of edit")
    kind = _KINDS[str(sent["kind"])]
    given = {str(name): value for name, value in sent.items() if name != "kind"}
    known = {one.name for one in fields(kind)}
    if not given.keys() <= known:
        raise WireError("unknown parts of an edit")
    try:
        edit: Edit = kind(**{name: _part(name, value) for name, value in given.items()})
    except TypeError as error:
        raise WireError("parts of the edit are missing") from error
    return edit


def wire_of(edit: Edit) -> dict[str, object]:
    """The JSON object that stands for `edit`."""
    kind = next(name for name, known in _KINDS.items() if type(edit) is known)
    return {"kind": kind, **{name: value for name, value in asdict(edit).items() if value is not None}}


def _part(name: str, value: object) -> object:
    if name in _INTEGERS:
        return _integer(value)
    if name == "min_confidence":
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise WireError("a confidence is a number")
        return value
    if name == "keep_value":
        return value is True
    if name == "spans":
        return _spans(value)
    if name == "value":
        return (
            {str(key): _value(one) for key, one in value.items()}
            if isinstance(value, Mapping)
            else _value(value)
        )
    if not isinstance(value, str):
        raise WireError(f"{name} is a text")
    return value


def _integer(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise WireError("a place in the text is an integer")
    return value


def _value(value: object) -> str | int | float | bool | None:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str) and len(value) <= _MOST_CHARS:
        return value
    raise WireError("no value of a leaf")


def _spans(value: object) -> tuple[Span, ...] | None:
    if value is None:
        return None
    if not isinstance(value, list):
        raise WireError("spans are a list")
    pairs = [one for one in value if isinstance(one, list) and len(one) == 2]
    if len(pairs) < len(value):
        raise WireError("a span is a pair")
    return tuple(Span(_integer(start), _integer(end)) for start, end in pairs)
