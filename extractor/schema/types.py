"""What the stages hand to each other: plain slotted types, cheap to build and to import."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias, Union

Value: TypeAlias = str | int | float | bool | None

EventType: TypeAlias = Literal[
    "agreement_signing",
    "coordination_meeting",
    "award",
    "training",
    "dissemination",
    "visit",
    "assessment",
    "launch",
    "admission",
    "funding",
    "policy",
    "data_report",
    "other",
]
"""What an event can be; the one closed list that a model chooses from."""


class Span(NamedTuple):
    """A half-open range `[start, end)` of Unicode code points of `Article.text`."""

    start: int
    end: int


class Sentence(NamedTuple):
    """One sentence: `id` is `s1`, `s2`, … in reading order; `paragraph` counts lines with text from 0."""

    id: str
    start: int
    end: int
    paragraph: int


@dataclass(frozen=True, slots=True)
class Metadata:
    """What came beside the text (JSONL fields, og: tags, JSON-LD); None where nothing did.

    `published_on` is an ISO date, `YYYY-MM-DD`.
    """

    title: str | None = None
    outlet: str | None = None
    published_on: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One article: `text` is NFC, without BOM, with `\\n` line ends; all offsets point into it."""

    id: str
    text: str
    metadata: Metadata = Metadata()
    encoding_guessed: bool = False

    @property
    def text_sha256(self) -> str:
        """Hexadecimal SHA-256 of the text's UTF-8 bytes."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


class Alternative(NamedTuple):
    """A value that lost against the one in the record, and which engine proposed it."""

    value: Value
    source: str


# Frozen in all but name: a frozen one takes five times as long to build, and an article has sixty.
@dataclass(slots=True, unsafe_hash=True)
class Candidate:
    """One leaf as an engine proposes it: the canonical value and the places that prove it.

    `confidence` runs from 0 to 1. `reason` names the rule. `flags` come from the contract's closed
    list. `options` are the values that stayed possible where `value` is None for want of proof.
    """

    value: Value
    spans: tuple[Span, ...]
    confidence: float
    reason: str
    flags: tuple[str, ...] = ()
    options: tuple[Value, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    source: str = "rules"


Node: TypeAlias = Union[Candidate, "list[Node]", "dict[str, Node]", None]
"""A part of a draft."""

Draft: TypeAlias = dict[str, Node]
"""The record's shape with a `Candidate` (or None) at each leaf: what an engine hands to reconcile."""
