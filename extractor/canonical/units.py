"""The closed list of units, by whatever synonym the text prints."""

from __future__ import annotations

import re
from functools import cache

from extractor.knowledge.tables import cells, rows
from extractor.text import fold, squeeze

_MOST_WORDS = 3
_SPACED_SLASH = re.compile(r" ?/ ?")


@cache
def unit_names() -> dict[str, str]:
    """Folded name -> unit, for every name in the table."""
    names: dict[str, str] = {}
    for row in rows("units"):
        for name in (*cells(row["names"]), *cells(row.get("exact", ""))):
            names[fold(name)] = row["unit"]
    return names


def read_unit(surface: str) -> str | None:
    """The unit that `surface` is or starts with (`orang guru` -> `orang`, `%` -> `persen`), or None."""
    words = _SPACED_SLASH.sub("/", squeeze(fold(surface)).strip(" .,:;()")).split(" ")[:_MOST_WORDS]
    names = unit_names()
    for size in range(len(words), 0, -1):
        if (unit := names.get(" ".join(words[:size]))) is not None:
            return unit
    return None
