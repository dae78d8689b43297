"""What the rule modules hand to each other: the article as scanned, and what was found in it so far."""

from __future__ import annotations

from bisect import bisect_right

from extractor.canonical.dates import DateExpression
from extractor.canonical.regulations import Regulation
from extractor.canonical.slotted import slotted
from extractor.knowledge import Hit, Hits
from extractor.schema.types import Article, Sentence, Span


@slotted
class Layout:
    """The parts of the page.

    `title` is the headline's first printing. `body` is where the lead starts, after the dateline. `noise`
    holds, in order, what is not content (related links, share buttons, comment boxes, repeated titles, tag
    lines); nothing in it gives values. `outlet`, `dateline`: the spans of the outlet's name and of the town
    that opens the lead. `reporters`, `editors`: the names and codes that sign the text. `stamps`: the lines
    that state the page's date. `machine_talk` is the part of the noise that addresses a machine.
    """

    title: Span | None
    outlet: Span | None
    dateline: Span | None
    body: int
    noise: tuple[Span, ...] = ()
    reporters: tuple[Span, ...] = ()
    editors: tuple[Span, ...] = ()
    stamps: tuple[Span, ...] = ()
    machine_talk: tuple[Span, ...] = ()

    def is_noise(self, position: int) -> bool:
        """True when the character at `position` is no content."""
        noise = self.noise
        index = bisect_right(noise, (position, 1 << 62)) - 1 if noise else -1
        return index >= 0 and position < noise[index].end


@slotted
class Place:
    """One mention of a region; `is_clear` is False where the bare name could be kabupaten or kota.

    `weight` is how much it says that the article is about its region.
    """

    span: Span
    code: str
    is_clear: bool = True
    flags: tuple[str, ...] = ()
    weight: float = 1.0


@slotted
class Stamp:
    """The page's own date, `YYYY-MM-DD`, and where it is printed."""

    date: str
    span: Span
    confidence: float


@slotted
class Scan:
    """An article made ready for the rules.

    `hits` leaves noise out already; `dates` and `regulations` are all that are printed, noise included.
    `starts` are those of the sentences. `places` are the regions named, in text order, and `main` is the code
    of the one that the article is about. `stamp` is the page's own date.
    """

    article: Article
    text: str
    folded: str
    sentences: tuple[Sentence, ...]
    starts: list[int]
    layout: Layout
    hits: Hits
    dates: tuple[DateExpression, ...]
    regulations: tuple[Regulation, ...]
    places: tuple[Place, ...] = ()
    main: str | None = None
    stamp: Stamp | None = None

    def sentence_at(self, position: int) -> Sentence:
        """The sentence that holds `position`, or the nearest one before it (the first if there is none)."""
        index = bisect_right(self.starts, position) - 1
        return self.sentences[max(index, 0)]


@slotted
class Office:
    """One mention of an organization: its canonical form and the spans that prove it, the name's first."""

    spans: tuple[Span, ...]
    name: str
    kind: str
    region: str | None
    flags: tuple[str, ...] = ()

    @property
    def span(self) -> Span:
        """Where the name itself stands."""
        return self.spans[0]


@slotted
class Person:
    """One person of the article, all mentions together.

    `mentions` are the spans of the name or of a part of it, in order; `span` is the fullest one. `role_spans`
    and `organization_spans` prove the post. `flags` are the organization's, `role_flags` the role's.
    """

    name: str
    span: Span
    mentions: tuple[Span, ...]
    role: str | None = None
    role_spans: tuple[Span, ...] = ()
    acting: str | None = None
    acting_spans: tuple[Span, ...] = ()
    organization: str | None = None
    organization_spans: tuple[Span, ...] = ()
    flags: tuple[str, ...] = ()
    confidence: float = 0.9
    role_flags: tuple[str, ...] = ()


@slotted
class Quotation:
    """One quoted passage: `span` lies between the marks, `quote` is its text with white space folded.

    `speaker` is written as in `Person.name`, or is an organization's name.
    """

    span: Span
    speaker: str | None = None
    speaker_spans: tuple[Span, ...] = ()
    confidence: float = 0.9
    flags: tuple[str, ...] = ()
    quote: str = ""


__all__ = ["Hit", "Hits", "Layout", "Office", "Person", "Place", "Quotation", "Scan"]
