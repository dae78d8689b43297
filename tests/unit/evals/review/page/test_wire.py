"""Edits between page and server: nothing is lost, and nothing else gets in."""

from __future__ import annotations

import json

import pytest

from evals.review.page.wire import WireError, edit_of, wire_of
from evals.review.types import (
    Accept,
    AcceptAll,
    Add,
    Edit,
    Mark,
    Move,
    Reject,
    Remove,
    Set,
    Unmark,
)
from extractor.schema.types import Span

EDITS: tuple[Edit, ...] = (
    Accept("/people/0/role"),
    AcceptAll(0.95),
    AcceptAll(0.5, "people"),
    Reject("/event/venue"),
    Set("/event/date", "2022-11-02"),
    Set("/in_scope", False),
    Set("/indicators/0/value", 41.5, (Span(3, 5), Span(9, 12))),
    Mark("/event/venue", 10, 20),
    Mark("/event/venue", 10, 20, keep_value=True),
    Unmark("/event/venue", 10, 20),
    Add("/people", 3, 9),
    Add("/organizations", value={"name": "PGRI", "kind": "profession"}),
    Remove("/people/2"),
    Move("/people/2", 0),
)


@pytest.mark.parametrize("edit", EDITS, ids=repr)
def test_an_edit_comes_back_as_it_was_sent(edit: Edit) -> None:
    assert edit_of(json.loads(json.dumps(wire_of(edit)))) == edit


@pytest.mark.parametrize(
    "sent",
    [
        None,
        [],
        {},
        {"kind": "shout"},
        {"kind": "accept"},
        {"kind": "accept", "pointer": 3},
        {"kind": "accept", "pointer": "/people/0", "more": 1},
        {"kind": "set", "pointer": "/summary", "value": ["a"]},
        {"kind": "set", "pointer": "/summary", "value": "a" * 20_001},
        {"kind": "set", "pointer": "/summary", "value": "a", "spans": [[1]]},
        {"kind": "set", "pointer": "/summary", "value": "a", "spans": 1},
        {"kind": "mark", "pointer": "/summary", "start": True, "end": 3},
        {"kind": "mark", "pointer": "/summary", "start": "1", "end": 3},
        {"kind": "accept_all", "min_confidence": "0.5"},
        {"kind": "add", "path": "/people", "value": {"name": []}},
    ],
    ids=str,
)
def test_anything_else_is_refused(sent: object) -> None:
    with pytest.raises(WireError):
        edit_of(sent)
