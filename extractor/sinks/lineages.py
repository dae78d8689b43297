"""Which institution a name belongs to: the same one before and after it was renamed."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from extractor.knowledge.tables import Row, rows


class Lineage(NamedTuple):
    """`body` is the name's row in the table of renamings, None if it has none; `key` is the institution's."""

    body: str | None
    key: str


def lineage(name: str, region: str | None) -> Lineage:
    """The institution that the canonical name `name` means, in the region of code `region`.

    An institution that no table knows to have had other names is known by its only one.
    """
    words = name.split(" ")
    for count in range(len(words), 0, -1):
        row = _by_name().get(" ".join(words[:count]))
        if row is not None:
            return Lineage(row["id"], f"{row['lineage']}:{region}" if region else row["lineage"])
    return Lineage(None, name)


@cache
def _by_name() -> dict[str, Row]:
    return {row["name"]: row for row in rows("lineages")}
