"""What a reviewer does and sees, as plain values: edits, sheets, faults, differences.

A pointer is an RFC 6901 pointer into the record (`/people/0/role`); a path is the field's name in
`extractor.schema.fields` (`people[].role`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

from extractor.errors import ExtractorError
from extractor.schema.types import Article, Span, Value

Decision: TypeAlias = Literal["accepted", "rejected", "edited"]
State: TypeAlias = Literal["new", "draft", "mine", "gold"]
Reason: TypeAlias = Literal["disagreement", "extra", "open", "low_confidence", "no_evidence", "unchecked"]
"""Why a value is asked about, the weightiest first.

`disagreement`: rules and model found different values; `extra`: the last run's report counts it as printed in
the article but not in gold; `open`: several values stayed possible; `no_evidence`: nothing in the article is
marked for it; `unchecked`: none of these, only that nobody has looked at it yet.
"""

FaultCode: TypeAlias = Literal[
    "required",  # must not be empty
    "wrong_type",  # params: expected ("text", "number", "boolean", "date")
    "not_in_list",  # params: value
    "no_date",  # params: value; YYYY-MM-DD, YYYY-MM or YYYY of the calendar
    "date_order",  # params: date, end_date; the last day lies not behind the first
    "no_region",  # params: value; no such code
    "region_name",  # params: value, expected
    "region_unlisted",  # params: value, name; pointed at, but not under regions
    "no_program",  # params: value
    "organization_unlisted",  # params: value; not under organizations
    "speaker_unlisted",  # params: value; neither under people nor organizations
    "duplicate",  # params: value, first (the other one's pointer)
    "quote_not_verbatim",  # params: value
    "missing_evidence",  # params: value; grounded or absent
    "evidence_outside",  # a span lies not in the article
    "evidence_differs",  # params: value, reads (what the marked words say, may be empty)
    "article_changed",  # the record bears another article's hash
    "article_unwritable",  # the article's text cannot be kept as a file byte for byte
    "bad_id",  # params: value; the article's id cannot be a file's name
    "other",  # params: message (English, from `gold validate`)
]
EditCode: TypeAlias = Literal[
    "no_such_leaf",
    "no_such_item",
    "no_such_list",
    "required",  # the leaf cannot be empty by itself: remove its item
    "computed",  # the leaf follows another one (a region's name its code): change that
    "duplicate",  # params: first (the pointer of the one that is there)
    "wrong_type",
    "not_in_list",
    "no_date",
    "no_region",
    "no_program",
    "bad_span",  # no text at that place
    "unreadable",  # params: text; the marked words hold no value of this field
    "nothing_to_undo",
    "nothing_to_redo",
]


@dataclass(frozen=True, slots=True)
class Accept:
    """The value is right as it is; of an item (`/people/0`) all its leaves are."""

    pointer: str


@dataclass(frozen=True, slots=True)
class AcceptAll:
    """Every undecided value at least this sure is right; `within` is a section such as `people`."""

    min_confidence: float
    within: str | None = None


@dataclass(frozen=True, slots=True)
class Reject:
    """The value is wrong: the leaf becomes null; an item goes, and so does one that cannot be without it."""

    pointer: str


@dataclass(frozen=True, slots=True)
class Set:
    """The leaf's value is this one; None is as `Reject`. A text is read as the leaf's type asks (`41,5`).

    `spans` prove it. Without them the evidence that there is stays if it proves the new value, else the
    article is searched for it; if that finds nothing, it stays after all and is told as a fault.
    """

    pointer: str
    value: Value
    spans: tuple[Span, ...] | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """`[start, end)` of the article proves the leaf, whose value is read from these words.

    With `keep_value` the place is added to the evidence there is, and the value stays.
    """

    pointer: str
    start: int
    end: int
    keep_value: bool = False


@dataclass(frozen=True, slots=True)
class Unmark:
    """`[start, end)` is no evidence of the leaf; the value stays."""

    pointer: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Add:
    """A new item of a list (`/people`, `/event/parties`, `/article/reporters`), at its place in the text.

    Its leaves are read from `[start, end)` if that is given. `value` overrides what is read: a plain value,
    or for a list of objects its identity (a name, a code, …) or some of its leaves.
    """

    path: str
    start: int | None = None
    end: int | None = None
    value: Value | Mapping[str, Value] = None


@dataclass(frozen=True, slots=True)
class Remove:
    """Take out an item of a list (`/people/0`, `/programs/1`), or the whole event (`/event`)."""

    pointer: str


@dataclass(frozen=True, slots=True)
class Move:
    """Put an item of a list to another place in it, counted from 0."""

    pointer: str
    to: int


Edit: TypeAlias = Accept | AcceptAll | Reject | Set | Mark | Unmark | Add | Remove | Move


class Origin(NamedTuple):
    """Where a leaf's value comes from; as `LeafProvenance` of the record."""

    spans: tuple[Span, ...] = ()
    source: str = "human"
    confidence: float = 1.0
    flags: tuple[str, ...] = ()
    candidates: tuple[Value, ...] = ()
    alternatives: tuple[tuple[Value, str], ...] = ()
    """Values that lost, each with its source."""

    @property
    def is_from_metadata(self) -> bool:
        """True for what only the page's metadata tells: no words of the article can prove it."""
        return self.source == "input" or "from_metadata" in self.flags


class Fault(NamedTuple):
    """What is wrong with a value. One that `blocks` has to go before the record can be saved.

    `fix` is an edit that would mend it, where there is an obvious one.
    """

    pointer: str
    code: FaultCode
    params: Mapping[str, str] = {}
    blocks: bool = True
    fix: Edit | None = None


class Suggestion(NamedTuple):
    """A value that the last run read in the article and the record lacks; `edit` would add it."""

    path: str
    value: Value
    spans: tuple[Span, ...]
    edit: Edit


class Difference(NamedTuple):
    """A leaf or a whole item that two records have differently.

    `id` is stable between two comparisons of the same records. `pointer` leads into mine, `theirs_pointer`
    into theirs; None where that side has no such item. For a whole item the values are its identities.
    `suggested` is the side that changed since both began, "mine" if both did.
    """

    id: str
    path: str
    pointer: str | None
    theirs_pointer: str | None
    mine: Value
    theirs: Value
    is_item: bool = False
    suggested: Literal["mine", "theirs"] = "mine"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One article under review.

    `record` has the contract's shape (without provenance and run). `origins` are by leaf pointer. `order`
    are the undecided leaves, the one most worth a look first; `reasons` tell why. `version` rises with every
    change; `etag` names the files that the draft began from, `has_moved` tells that they have changed since.
    """

    article: Article
    record: Mapping[str, object]
    origins: Mapping[str, Origin]
    decisions: Mapping[str, Decision]
    version: int
    etag: str
    state: State
    order: tuple[str, ...]
    reasons: Mapping[str, tuple[Reason, ...]]
    faults: tuple[Fault, ...]
    can_undo: bool
    can_redo: bool
    has_moved: bool = False
    changed: tuple[str, ...] = ()
    """Pointers that the last edit changed, its main one first: where the page goes."""

    suggestions: tuple[Suggestion, ...] = ()


@dataclass(frozen=True, slots=True)
class QueueItem:
    """An article that waits: `gain` is how many weighted values a review is expected to put right."""

    id: str
    title: str
    state: State
    open_values: int
    gain: float


@dataclass(frozen=True, slots=True)
class Saved:
    """It is on disk: the pass always, gold too where `is_gold`. `saved_at` is UTC, `2026-11-22T00:55:00Z`."""

    sheet: Sheet
    is_gold: bool
    saved_at: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody saved since the draft began; nothing was written.

    `where` tells whose file it is: the annotator's own pass (from another page) or gold. `Desk.merge` takes a
    choice for each of `differences`.
    """

    where: Literal["pass", "gold"]
    theirs: Mapping[str, object]
    theirs_etag: str
    differences: tuple[Difference, ...]
    by: tuple[str, ...] = ()
    """Annotators that the changed file names."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was written: these faults have to go first."""

    faults: tuple[Fault, ...]


class FieldAgreement(NamedTuple):
    """Strict F1 of one field between two records, and how many values were compared."""

    path: str
    f1: float | None
    slots: int


@dataclass(frozen=True, slots=True)
class Accord:
    """How far the draft agrees with another reader's record; `other` is an annotator or `gold`."""

    other: str
    f1: float | None
    fields: tuple[FieldAgreement, ...]
    differences: tuple[Difference, ...] = field(default=())


class Match(NamedTuple):
    """What a search finds: `value` is what the record holds, `label` what people read."""

    value: str
    label: str
    hint: str = ""


class EditError(ExtractorError):
    """An edit that cannot be made; the record stays as it was."""

    def __init__(self, code: EditCode, pointer: str = "", **params: str) -> None:
        super().__init__(f"{pointer}: {code}")
        self.code = code
        self.pointer = pointer
        self.params = params


class StaleError(ExtractorError):
    """The draft has changed since the version that an edit was made for: show it again."""

    def __init__(self, version: int) -> None:
        super().__init__(f"the draft is at version {version} now")
        self.version = version
