"""What looking for one claim gives: the value with the places that prove it, or why there is none."""

from __future__ import annotations

from typing import Literal, NamedTuple

from extractor.canonical import CANONICALISERS
from extractor.canonical.evidence import surfaces_of
from extractor.grounding.page import Page, Zone
from extractor.schema.types import Span, Value

How = Literal["exact", "normal", "aligned", "neighbour", "anywhere"]
"""How a claim was found: its very words in the sentence that it cites, the same but for case, quotes, spaces
and dashes, another written form of one value, in the sentence before or after, somewhere in the article.
"""

Reason = Literal[
    "not_in_article", "value_differs", "wrong_kind", "in_noise", "year_unknown", "not_quoted", "ambiguous"
]
"""Why a claim is not believed. `value_differs`: its place holds another value of its kind. `wrong_kind`: it
is no value of its field. `year_unknown`: the article leaves the year of the date open.
"""

CONFIDENCE: dict[How, float] = {
    "exact": 0.95,
    "normal": 0.93,
    "aligned": 0.87,
    "neighbour": 0.78,
    "anywhere": 0.7,
}
COMPLETED = 0.08
"""What a value loses in confidence by resting on the article's context (`from_context`)."""


class Found(NamedTuple):
    """A grounded value: `spans` prove it, the first one is where the claim itself stands."""

    value: Value
    spans: tuple[Span, ...]
    how: How
    flags: tuple[str, ...] = ()

    @property
    def confidence(self) -> float:
        """How sure the value is, from 0 to 1, by how it was found."""
        return CONFIDENCE[self.how] - COMPLETED * ("from_context" in self.flags)


class Miss(NamedTuple):
    """A claim that is not grounded."""

    reason: Reason


def proves(canonicaliser: str, page: Page, spans: tuple[Span, ...], value: Value) -> bool:
    """True when the text at `spans` says `value`; what is emitted has passed this."""
    surfaces = surfaces_of(page.text, spans)
    return bool(surfaces) and CANONICALISERS[canonicaliser](surfaces, value) == value


def how_found(page: Page, span: Span, surface: str, zone: Zone) -> How:
    """How `span` was found for a claim that reads `surface`."""
    if zone.reach != "cited":
        return zone.reach
    printed = page.text[span.start : span.end]
    if surface in printed or printed in surface:
        return "exact"
    folded, claimed = page.folded[span.start : span.end], surface.lower()
    return "normal" if claimed in folded or folded in claimed else "aligned"
