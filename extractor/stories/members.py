"""What is kept of each article while stories are sought: enough to compare and report, and no text.

A member takes some 4 kB, so 100,000 of them fit into memory where their records would not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from extractor.schema.record import Event, Organization, Record
from extractor.schema.types import Article
from extractor.text import fold, squeeze

_SAID_THEN = "statement_date"
_ONE_A_REGION = frozenset({"quality_agency", "education_office", "local_government", "legislature"})
_PROVINCE = 2


class Figure(NamedTuple):
    """One measured value; `region` is a code, None where the article says none."""

    subject: str
    value: int | float
    unit: str | None
    region: str | None


@dataclass(frozen=True, slots=True)
class Member:
    """One article. `parties` and `people` are for comparing: institutions, and folded names with the
    institution that each stands for, themselves if none. `places`: codes of the parties' kabupaten and kota.

    `position` counts the members of the input from 0. `is_statement_date`: the event's date is the day on
    which somebody spoke of it. `has_record` is False for a text that came without a record.
    """

    position: int
    article_id: str
    text_sha256: str | None
    title: str | None = None
    outlet: str | None = None
    published_on: str | None = None
    event: Event | None = None
    is_statement_date: bool = False
    parties: frozenset[str] = frozenset()
    people: frozenset[tuple[str, str]] = frozenset()
    places: frozenset[str] = frozenset()
    figures: tuple[Figure, ...] = ()
    has_record: bool = True


def from_record(record: Record, position: int) -> Member:
    """What of `record` tells its story."""
    page = record.article
    event = record.event
    bodies = {one.name: one for one in record.organizations}
    parties = event.parties if event else []
    date = record.provenance.get("/event/date")
    return Member(
        position=position,
        article_id=record.article_id,
        text_sha256=record.text_sha256,
        title=page.title if page else None,
        outlet=page.outlet if page else None,
        published_on=page.published_on if page else None,
        event=event,
        is_statement_date=date is not None and _SAID_THEN in date.flags,
        parties=frozenset(_institution(name, bodies) for name in parties),
        people=frozenset(
            (_key(one.name), _institution(one.organization or one.name, bodies)) for one in record.people
        ),
        places=frozenset(filter(None, (_place(name, bodies) for name in parties))),
        figures=tuple(Figure(one.subject, one.value, one.unit, one.region) for one in record.indicators),
    )


def from_article(article: Article, position: int) -> Member:
    """A member that only its text can bring into a story."""
    beside = article.metadata
    return Member(
        position=position,
        article_id=article.id,
        text_sha256=article.text_sha256,
        title=beside.title,
        outlet=beside.outlet,
        published_on=beside.published_on,
        has_record=False,
    )


def _institution(name: str, bodies: Mapping[str, Organization]) -> str:
    """One key for all names of an office that a region has one of: Disdikpora is written out in many ways."""
    body = bodies.get(name)
    return f"{body.kind}:{body.region}" if body and body.region and body.kind in _ONE_A_REGION else _key(name)


def _place(name: str, bodies: Mapping[str, Organization]) -> str | None:
    body = bodies.get(name)
    return body.region if body and body.region and len(body.region) > _PROVINCE else None


def _key(name: str) -> str:
    return squeeze(fold(name))
