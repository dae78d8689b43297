"""What the table says of the verbs that report words."""

from __future__ import annotations

from functools import cache
from typing import Literal

from extractor.canonical.slotted import slotted
from extractor.knowledge.tables import rows


@slotted
class Verb:
    """A row; `form`: kata stem, katanya nya, mengatakan active, dikatakan passive, dipimpin agent.

    `is_speech` is False for verbs that only tell what a person does. `is_strict` marks words with another
    common meaning, which count only right after a quotation or a comma.
    """

    form: Literal["stem", "nya", "active", "passive", "according", "agent"]
    is_speech: bool
    is_strict: bool


@cache
def verbs() -> dict[str, Verb]:
    """All verbs by id."""
    return {
        row["id"]: Verb(row["form"], row["speech"] == "yes", row["strict"] == "yes")  # type: ignore[arg-type]
        for row in rows("attribution_verbs")
    }
