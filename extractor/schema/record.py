"""The record that one article becomes: the contract, as Pydantic models."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PrivateAttr,
    StrictBool,
    StrictFloat,
    StrictInt,
    StringConstraints,
)

from extractor.schema.types import EventType

OrganizationKind = Literal[
    "quality_agency",
    "ministry",
    "education_office",
    "local_government",
    "legislature",
    "school",
    "education_council",
    "profession",
    "university",
    "media",
    "company",
    "other",
]
Level = Literal["province", "regency", "city"]
Acting = Literal["Plt", "Pj", "Plh", "Pjs"]
Unit = Literal[
    "orang",
    "siswa",
    "guru",
    "sekolah",
    "satuan pendidikan",
    "lembaga",
    "kelas",
    "rombel",
    "ruang",
    "unit",
    "paket",
    "indikator",
    "persen",
    "poin",
    "rupiah",
    "peringkat",
    "jam",
    "hari",
    "bulan",
    "tahun",
    "kabupaten/kota",
]
Flag = Literal[
    "inferred_year",
    "weekday_conflict",
    "statement_date",
    "normalized",
    "spelling_corrected",
    "from_context",
    "from_metadata",
    "approximate",
    "number_word",
    "canary",
    "disagreement",
    "encoding_guessed",
]
Source = Literal["rules", "llm", "rules+llm", "repaired", "input", "human"]
Engine = Literal["rules", "llm", "hybrid"]
Status = Literal["ok", "fallback", "failed"]

_PARTIAL_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


def _is_partial_date(value: str) -> str:
    if not _PARTIAL_DATE.fullmatch(value):
        raise ValueError("a date is YYYY-MM-DD, YYYY-MM or YYYY")
    return value


Text = Annotated[str, StringConstraints(min_length=1)]
PartialDate = Annotated[str, AfterValidator(_is_partial_date)]
RegionCode = Annotated[str, StringConstraints(pattern=r"^\d{2}(\.\d{2})?$")]
# Strict: `"41"` and `true` in a hand-written file are slips, not numbers.
Number = StrictInt | StrictFloat


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ArticleFields(_Model):
    """What the page says of itself."""

    title: Text | None = None
    outlet: Text | None = None
    dateline: Text | None = None
    published_on: PartialDate | None = None
    reporters: list[Text] = Field(default_factory=list)
    editors: list[Text] = Field(default_factory=list)


class Event(_Model):
    """The one happening that the article reports."""

    type: EventType
    date: PartialDate | None = None
    end_date: PartialDate | None = None
    venue: Text | None = None
    region: RegionCode | None = None
    parties: list[Text] = Field(default_factory=list)


class Region(_Model):
    """A province, kabupaten or kota, by its Kemendagri code and official name."""

    code: RegionCode
    name: Text
    level: Level


class Organization(_Model):
    """A body named in the text, by its canonical name."""

    name: Text
    kind: OrganizationKind
    region: RegionCode | None = None


class Person(_Model):
    """A person named in the text, without titles, with post and organization."""

    name: Text
    role: Text | None = None
    acting: Acting | None = None
    organization: Text | None = None


class Indicator(_Model):
    """A figure that measures education."""

    subject: Text
    value: Number
    unit: Unit | None = None
    region: RegionCode | None = None
    note: Text | None = None


class Regulation(_Model):
    """A legal instrument with a number."""

    kind: Text
    number: Text
    year: StrictInt | None = None


class Statement(_Model):
    """A direct quotation and who said it."""

    speaker: Text | None = None
    quote: Text


class Evidence(_Model):
    """A half-open range of code points of the article's text."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)


class AlternativeValue(_Model):
    """A value that lost, and who proposed it."""

    value: Any
    source: Source


class LeafProvenance(_Model):
    """Where one leaf comes from; `confidence` runs from 0 to 1."""

    evidence: list[Evidence] = Field(default_factory=list)
    source: Source
    confidence: float = Field(ge=0, le=1)
    flags: list[Flag] = Field(default_factory=list)
    candidates: list[Any] = Field(default_factory=list)
    alternatives: list[AlternativeValue] = Field(default_factory=list)


class Dropped(_Model):
    """A value that was proposed and could not be grounded."""

    pointer: str
    value: Any
    reason: str


class Run(_Model):
    """How a record was made."""

    engine: Engine
    status: Status
    error: str | None = None
    model: str | None = None
    prompt: str | None = None
    prompt_sha256: str | None = None
    rules_version: str
    cached: bool = False
    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost_usd: float = 0.0
    duration_s: float = 0.0
    dropped: list[Dropped] = Field(default_factory=list)
    _retries: int = PrivateAttr(default=0)

    @property
    def retries(self) -> int:
        """How many of the calls repeated one; known in the run that made them, and not stored."""
        return self._retries

    @retries.setter
    def retries(self, count: int) -> None:
        self._retries = count


class Record(_Model):
    """One article as a record; gold files hold the same shape, `provenance` and `run` optional there."""

    schema_version: Literal["1"] = "1"
    article_id: str
    text_sha256: str | None
    in_scope: StrictBool | None
    article: ArticleFields | None
    event: Event | None
    regions: list[Region] = Field(default_factory=list)
    organizations: list[Organization] = Field(default_factory=list)
    people: list[Person] = Field(default_factory=list)
    programs: list[Text] = Field(default_factory=list)
    indicators: list[Indicator] = Field(default_factory=list)
    regulations: list[Regulation] = Field(default_factory=list)
    statements: list[Statement] = Field(default_factory=list)
    summary: Text | None = None
    provenance: dict[str, LeafProvenance] = Field(default_factory=dict)
    run: Run | None = None
    _reasons: dict[str, str] = PrivateAttr(default_factory=dict)

    @property
    def reasons(self) -> dict[str, str]:
        """Which rule gave each leaf, by pointer; empty unless asked for, and no part of what is stored."""
        return self._reasons
