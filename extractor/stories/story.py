"""A story as it is written out: its sources, its event as most of them tell it, and where they differ."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from itertools import combinations
from typing import Any, TypeAlias, TypeVar

from extractor.schema.record import Event
from extractor.stories.days import can_agree
from extractor.stories.figures import Compared, compare
from extractor.stories.members import Member

Story: TypeAlias = dict[str, Any]
"""Plain values, ready for JSON: `key`, `sources`, `event`, `figures`, `conflicts`."""

_Key = TypeVar("_Key", bound=Hashable)
_KEY_DIGITS = 8


def build(members: Sequence[Member]) -> Story:
    """The story that `members` tell, at least one of them; all are listed, in the order given."""
    compared = compare(members)
    event = _event(members)
    return {
        "key": _key(members[0], event),
        "sources": [_source(member) for member in members],
        "event": event,
        "figures": [_agreed(one) for one in compared if not one.is_conflict],
        "conflicts": [*_event_conflicts(members), *(_conflict(one) for one in compared if one.is_conflict)],
    }


def _key(first: Member, event: dict[str, Any] | None) -> str:
    """Day, region, type and eight digits of the first source's text: it stays when later sources join."""
    said = (event["date"], event["region"], event["type"]) if event else ()
    seed = first.text_sha256 or first.article_id
    digits = hashlib.sha256(seed.encode("utf-8", "surrogatepass")).hexdigest()[:_KEY_DIGITS]
    return "/".join([*(one for one in said if one), digits])


def _source(member: Member) -> dict[str, Any]:
    return {
        "article_id": member.article_id,
        "text_sha256": member.text_sha256,
        "outlet": member.outlet,
        "title": member.title,
        "published_on": member.published_on,
        "has_record": member.has_record,
    }


def _event(members: Sequence[Member]) -> dict[str, Any] | None:
    """Of each field what most sources say, of two the finer or earlier one; the parties of all."""
    events = [member.event for member in members if member.event is not None]
    if not events:
        return None
    date = _most([(event.date, event.end_date) for event in events if event.date], _fineness)
    region = _most([event.region for event in events if event.region], len)
    return {
        "type": _most([event.type for event in events], len),
        "date": date[0] if date else None,
        "end_date": date[1] if date else None,
        "venue": _most([event.venue for event in events if event.venue], len),
        "region": region,
        "parties": list(dict.fromkeys(party for event in events for party in event.parties)),
    }


def _most(told: Sequence[_Key], fineness: Callable[[_Key], int]) -> _Key | None:
    """What is told most often, then the finest, then the first; None of nothing."""
    counts = Counter(told)
    return max(counts, key=lambda one: (counts[one], fineness(one)), default=None)


def _fineness(dates: tuple[str | None, str | None]) -> int:
    return sum(len(date) for date in dates if date)


def _event_conflicts(members: Sequence[Member]) -> list[dict[str, Any]]:
    """The event's type and date, where sources differ. Parties and halls are left out, not contradicted."""
    told = [(member.article_id, member.event) for member in members if member.event is not None]
    conflicts = []
    if len({event.type for _, event in told}) > 1:
        conflicts.append(_told("event/type", [(article_id, event.type) for article_id, event in told]))
    dated = {_date(event): event for _, event in told}.values()
    if any(not can_agree(one, other) for one, other in combinations(dated, 2)):
        conflicts.append(_told("event/date", [(article_id, _date(event)) for article_id, event in told]))
    return conflicts


def _date(event: Event) -> str | None:
    return event.date if event.end_date is None else f"{event.date}/{event.end_date}"


def _told(field: str, told: Sequence[tuple[str, str | None]]) -> dict[str, Any]:
    values = dict.fromkeys(value for _, value in told if value is not None)
    return {
        "field": field,
        "values": [
            {"value": value, "sources": [article_id for article_id, said in told if said == value]}
            for value in values
        ],
    }


def _agreed(compared: Compared) -> dict[str, Any]:
    return {
        "subject": compared.subject,
        "unit": compared.unit,
        "region": compared.region,
        **_values(compared),
    }


def _conflict(compared: Compared) -> dict[str, Any]:
    return {"field": "indicators", **_agreed(compared)}


def _values(compared: Compared) -> dict[str, Any]:
    return {"values": [{"value": told.value, "sources": list(told.sources)} for told in compared.values]}
