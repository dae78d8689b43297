"""What the marked words of an article say: values by the same code that reads a model's claims.

A selection is read like a claim that quotes its own place, so a reviewer who marks `Rabu (2/11/2022)`,
`Rp 1,2 miliar` or `Disdik` gets the date, the amount or the office's full name, and never has to know
canonical forms.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from evals.review.contents.pointers import Record, identity_of, value_at
from evals.review.readers.surfaces import EDGES, MORE, PLACES, READERS, Look, Read, look_at, retold
from extractor import knowledge
from extractor.canonical import CANONICALISERS
from extractor.canonical.context import Context
from extractor.canonical.regions import regions
from extractor.grounding import retelling
from extractor.grounding.found import Found
from extractor.grounding.page import Page
from extractor.rules import engine
from extractor.schema.claims import Cite
from extractor.schema.fields import BY_PATH
from extractor.schema.types import Article, Sentence, Span, Value
from extractor.text import fold, split_sentences

_NO_FALLBACK = frozenset(("event.date", "event.end_date", "article.published_on"))
"""A date without a year is read by the article's clues or not at all."""

_QUOTE = "statements[].quote"
"""Its punctuation is its own; elsewhere what stands at the edges of a selection is not meant."""

_NAMING_BODIES = ("organization", "speaker")
"""They take any words for a name; a post is none, even where no organization is known for it."""


class Reader:
    """One article's reader.

    Args:
        article: Offsets of all spans point into its text.
    """

    def __init__(self, article: Article) -> None:
        self.article = article
        self._held: dict[tuple[str, tuple[Span, ...], Value], bool] = {}

    def span(self, start: int, end: int) -> Span | None:
        """The selection without white space at its edges; None where no text is left."""
        text = self.article.text
        if not 0 <= start < end <= len(text):
            return None
        surface = text[start:end]
        start += len(surface) - len(surface.lstrip())
        end = start + len(surface.strip())
        return Span(start, end) if start < end else None

    def marked(self, path: str, span: Span, record: Record) -> Read:
        """What the words at `span` say for the field `path`; empty if they hold no value of it."""
        if BY_PATH[path].canonicaliser == "date":
            span = self._whole_date(span)
        surface = self.article.text[span.start : span.end]
        look = self._selection(span, record)
        words = surface if path == _QUOTE else surface.strip(EDGES)
        found = READERS[path](look, Cite(words, 1)) if path in READERS else {}
        return found if path in found else self._plainly(path, span)

    def item(self, path: str, span: Span, record: Record) -> Read:
        """What the words at `span` say for a new item of the list `path`: as many leaves as they tell."""
        identity = identity_of(path)
        more = MORE.get(path)
        found = more(self._selection(span, record), span) if more else {}
        return found if identity in found else {**self.marked(identity, span, record), **found}

    def proofs(
        self, path: str, value: Value, record: Record, *, named: tuple[Span, ...] = ()
    ) -> tuple[Span, ...]:
        """The places that prove `value` in the article, or none.

        Args:
            path: The field.
            value: In the field's form.
            record: Whose people speak.
            named: Where the item is named that the leaf belongs to: what stands beside it goes first, and
                what follows from the name itself is proved by it, if need be with the region's own mention.
        """
        if BY_PATH[path].canonicaliser is None or value is None:
            return ()
        found = self._read_proofs(path, value, record, named[0].start if named else None)
        if found or not named:
            return found
        home = self._read_proofs("event.region", value, record, None) if isinstance(value, str) else ()
        return next((spans for spans in (named, (*named, *home)) if self.holds(path, spans, value)), ())

    def _read_proofs(self, path: str, value: Value, record: Record, near: int | None) -> tuple[Span, ...]:
        """What the code that reads claims finds; what stands around the offset `near` goes first."""
        canonicaliser = str(BY_PATH[path].canonicaliser)
        look = self._page_look._replace(record=record)
        if canonicaliser in PLACES:
            return self._proved(path, PLACES[canonicaliser](look, value), value, near)
        reader = retold if path == "summary" else READERS.get(path)
        sentences = (None,) if near is None else (look.page.sentence_number(near), None)
        for sentence in sentences if reader else ():
            found = reader(look, Cite(str(value), sentence)) if reader else {}
            if path in found and found[path].value == value:
                return found[path].spans
        return ()

    def holds(self, path: str, spans: tuple[Span, ...], value: Value) -> bool:
        """True when the words at `spans` say `value`; fields that need no proof always hold."""
        key = path, spans, value
        if key not in self._held:
            self._held[key] = self._holds(path, spans, value)
        return self._held[key]

    def says(self, path: str, spans: tuple[Span, ...]) -> Value:
        """What the words at `spans` say for the field by themselves; None for nothing."""
        canonicaliser = BY_PATH[path].canonicaliser
        return None if canonicaliser is None else _read(canonicaliser, self._surfaces(spans), None)

    def _holds(self, path: str, spans: tuple[Span, ...], value: Value) -> bool:
        canonicaliser = BY_PATH[path].canonicaliser
        if canonicaliser is None:
            return True
        surfaces = self._surfaces(spans)
        if not surfaces or not all(surfaces):
            return False
        is_said = _read(canonicaliser, surfaces, value) == value
        return is_said or (path == "summary" and retelling.restates(surfaces, str(value)))

    def _surfaces(self, spans: tuple[Span, ...]) -> tuple[str, ...]:
        return tuple(self.article.text[start:end] for start, end in spans)

    def _proved(self, path: str, spans: Iterable[Span], value: Value, near: int | None) -> tuple[Span, ...]:
        """The one of `spans` outside noise that proves the value; the nearest one to `near`."""
        page = self._page_look.page
        content = [span for span in spans if not page.is_noise(span.start)]
        if near is not None:
            content.sort(key=lambda span: abs(span.start - near))
        return next(((span,) for span in content if self.holds(path, (span,), value)), ())

    def _whole_date(self, span: Span) -> Span:
        """The printed date that `span` is a part of: `(2/11/2022)` belongs to the weekday before it."""
        dates = self._page_look.page.dates
        touched = (one for one in dates if one.start < span.end and span.start < one.end)
        return next((Span(min(span.start, one.start), max(span.end, one.end)) for one in touched), span)

    def _plainly(self, path: str, span: Span) -> Read:
        """The value of the words alone, for what is only read in certain places by others."""
        canonicaliser = BY_PATH[path].canonicaliser
        if canonicaliser is None or path in _NO_FALLBACK:
            return {}
        surface = self.article.text[span.start : span.end]
        surface = surface if path == _QUOTE else surface.strip(EDGES)
        if canonicaliser in _NAMING_BODIES and _opens_with_post(surface):
            return {}
        value = _read(canonicaliser, (surface,), None) if surface else None
        return {} if value is None else {path: Found(value, (span,), "exact")}

    def _selection(self, span: Span, record: Record) -> Look:
        """The selection as the only sentence; what the page's layout makes noise is the reviewer's choice.

        Where the rules see no region that the article is about, the event's completes names without one.
        """
        context = self._context._replace(noise=(), machine_talk=())
        place = value_at(record, "/event/region")
        if context.region is None and place in regions():
            context = context._replace(region=str(place))
        return look_at(Page(self.article, (Sentence("s1", span.start, span.end, 0),), context), record)

    @cached_property
    def _context(self) -> Context:
        return engine.context(self.article)

    @cached_property
    def _page_look(self) -> Look:
        return look_at(Page(self.article, tuple(split_sentences(self.article.text)), self._context), {})


def _read(canonicaliser: str, surfaces: tuple[str, ...], claim: Value) -> Value:
    """As the canonicaliser has it; None where it needs a claim (a year) and there is none."""
    try:
        return CANONICALISERS[canonicaliser](surfaces, claim)
    except ValueError:
        return None


def _opens_with_post(surface: str) -> bool:
    hits = knowledge.scan(surface, fold(surface))
    return any(hit.start == 0 for hit in hits["role"])
