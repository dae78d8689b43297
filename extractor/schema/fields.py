"""Each field of the record, declared once: the prompt, the check of evidence and the scorer read this table.

`canonicaliser` names an entry of `extractor.canonical.CANONICALISERS`, `comparator` one of
`evals.comparators.COMPARATORS`; a test resolves them all.
"""

from __future__ import annotations

from typing import NamedTuple


class Field(NamedTuple):
    """One leaf of the record.

    `path` writes list items as `[]` (`people[].role`, `programs[]`). `wire` is the field's short name in
    what a model returns, None where code computes it. `canonicaliser` is None where the contract asks for
    no evidence. `weight` is the leaf's share in scores; 0 shows it without counting it.
    """

    path: str
    wire: str | None
    canonicaliser: str | None
    comparator: str
    weight: float = 1.0

    @property
    def group(self) -> str:
        """The top-level field that it belongs to: `people` for `people[].role`."""
        return self.path.split(".")[0].removesuffix("[]")


FIELDS = (
    Field("in_scope", None, None, "equal"),
    Field("article.title", "title", "verbatim", "phrase"),
    Field("article.outlet", "outlet", "verbatim", "label"),
    Field("article.dateline", "dateline", "town", "label"),
    Field("article.published_on", "published", "date", "date"),
    Field("article.reporters[]", "reporters", "verbatim", "label"),
    Field("article.editors[]", "editors", "verbatim", "label"),
    Field("event.type", "event", None, "equal"),
    Field("event.date", "date", "date", "date"),
    Field("event.end_date", "until", "date", "date"),
    Field("event.venue", "venue", "venue", "venue"),
    Field("event.region", "place", "region", "equal"),
    Field("event.parties[]", "parties", "organization", "organization"),
    Field("regions[].code", "regions", "region", "equal"),
    Field("regions[].name", None, "region_name", "equal", 0.0),
    Field("regions[].level", None, None, "equal", 0.0),
    Field("organizations[].name", "organizations", "organization", "organization"),
    Field("organizations[].kind", None, None, "equal"),
    Field("organizations[].region", None, "seat", "equal"),
    Field("people[].name", "person", "person", "person"),
    Field("people[].role", "role", "role", "role"),
    Field("people[].acting", None, "acting", "equal"),
    Field("people[].organization", "office", "organization", "organization"),
    Field("programs[]", "programs", "program", "equal"),
    Field("indicators[].subject", "subject", "subject", "phrase"),
    Field("indicators[].value", "value", "number", "number"),
    Field("indicators[].unit", None, "unit", "unit"),
    Field("indicators[].region", "about", "region", "equal"),
    Field("indicators[].note", "note", "verbatim", "phrase", 0.0),
    Field("regulations[].kind", "regulations", "regulation_kind", "regulation"),
    Field("regulations[].number", None, "regulation_number", "equal"),
    Field("regulations[].year", None, "regulation_year", "equal"),
    Field("statements[].speaker", "speaker", "speaker", "person"),
    Field("statements[].quote", "quote", "verbatim", "quote"),
    Field("summary", None, "verbatim", "phrase", 0.0),
)

BY_PATH = {field.path: field for field in FIELDS}
