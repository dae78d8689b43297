"""The record's fields as columns, read from the contract's models, so that each field is declared once."""

from __future__ import annotations

from typing import NamedTuple

from pydantic import BaseModel

from extractor.schema.record import (
    ArticleFields,
    Event,
    Indicator,
    Organization,
    Person,
    Record,
    Region,
    Regulation,
    Run,
    Statement,
)

ITEMS: dict[str, type[BaseModel]] = {
    "regions": Region,
    "organizations": Organization,
    "people": Person,
    "indicators": Indicator,
    "regulations": Regulation,
    "statements": Statement,
}
"""What the record's lists of objects hold."""

PARTS: dict[str, type[BaseModel]] = {"article": ArticleFields, "event": Event}
"""The record's objects."""


class ListField(NamedTuple):
    """A list of the record; `columns` are its items' fields, `owner` what holds it, "" for the record."""

    name: str
    owner: str
    columns: tuple[str, ...]
    is_plain: bool

    @property
    def pointer(self) -> str:
        """Where the list stands in the record."""
        return f"/{self.owner}/{self.name}" if self.owner else f"/{self.name}"


def fields(model: type[BaseModel]) -> tuple[str, ...]:
    """The fields of `model`, in the contract's order."""
    return tuple(model.model_fields)


def needed(model: type[BaseModel]) -> frozenset[str]:
    """The fields without which an item of `model` cannot stand."""
    return frozenset(name for name, field in model.model_fields.items() if field.is_required())


LISTS = (
    ListField("reporters", "article", ("name",), True),
    ListField("editors", "article", ("name",), True),
    ListField("parties", "event", ("name",), True),
    ListField("regions", "", fields(Region), False),
    ListField("organizations", "", fields(Organization), False),
    ListField("people", "", fields(Person), False),
    ListField("programs", "", ("id",), True),
    ListField("indicators", "", fields(Indicator), False),
    ListField("regulations", "", fields(Regulation), False),
    ListField("statements", "", fields(Statement), False),
)
"""Every list of the record, in the contract's order."""

SCALARS = tuple(
    name for name in Record.model_fields if name not in {*ITEMS, *PARTS, "programs", "provenance", "run"}
)
"""The record's own single values."""

RUN = tuple(name for name in Run.model_fields if name != "dropped")
"""How a record was made, without what was dropped on the way."""
