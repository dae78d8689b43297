"""Claims that are the article's own words: headline, bylines, venue, what is counted, quotations."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from extractor.canonical.places import read_town, read_venue
from extractor.grounding.found import Found, How, Miss, proves
from extractor.grounding.locate import aligned, places, scattered
from extractor.grounding.page import Page, Zone
from extractor.schema.claims import Cite
from extractor.schema.types import Span, Value
from extractor.text import squeeze

_MARKS = "\"'“”„‟«»‘’†"
_ENDINGS = ",.!?…;"
_FEWEST_FAR = 5
"""A quotation of so many words is looked for in the whole article: nothing else reads like it."""
_TOWN_WORDS = 3
_OPENERS = (*_MARKS, "-", "–", ":", "(")


def verbatim(page: Page, cite: Cite) -> Found | Miss:
    """The words themselves, whatever their case, quotes, dashes and spaces: an outlet, a byline."""
    return _first(_together(page, cite), lambda span: squeeze(page.text[span.start : span.end]), page)


def byline(page: Page, cite: Cite) -> Found | Miss:
    """A name or code that signs the page, or the outlet's; it may stand beside the content."""
    for span, how in _together(page, cite):
        if page.is_furniture(span.start):
            return Found(squeeze(page.text[span.start : span.end]), (span,), how)
    return verbatim(page, cite)


def phrase(page: Page, cite: Cite) -> Found | Miss:
    """The words, of which a few may be left out or added: a headline, a note."""
    found = verbatim(page, cite)
    if isinstance(found, Found):
        return found
    return _stretch(page, cite, lambda span: squeeze(page.text[span.start : span.end])) or found


def venue(page: Page, cite: Cite) -> Found | Miss:
    """A building by its printed name, in the record's spelling."""
    found = _first(_together(page, cite), lambda span: read_venue(page.text[span.start : span.end]), page)
    if isinstance(found, Found):
        return found
    return _stretch(page, cite, lambda span: read_venue(page.text[span.start : span.end])) or found


def subject(page: Page, cite: Cite) -> Found | Miss:
    """What is counted: words that need not stand side by side, in lower case except for names."""
    for span, how in _together(page, cite):
        if not page.is_noise(span.start):
            return Found(_uncapitalised(page, span), (span,), how)
    for zone in page.zones(cite):
        runs = aligned(page, cite.text, zone) or scattered(page, cite.text, zone)
        if runs and not page.is_noise(runs[0].start):
            value = squeeze(" ".join([_uncapitalised(page, runs[0]), *(page.text[a:b] for a, b in runs[1:])]))
            return Found(value, runs, "aligned" if zone.reach == "cited" else zone.reach)
    return Miss("not_in_article")


def town(page: Page, cite: Cite) -> Found | Miss:
    """The town that opens the lead, corrected and without its kind."""
    wanted = read_town(cite.text)
    if wanted is None:
        return Miss("wrong_kind")
    for surface in dict.fromkeys((cite.text, wanted.name)):
        for span, how in _together(page, Cite(surface, cite.sentence)):
            read = read_town(page.text[span.start : span.end])
            if read is not None and read.name == wanted.name and page.is_furniture(span.start):
                return Found(read.name, (span,), how, read.flags)
    return _misprinted_town(page, cite, wanted.name) or Miss("not_in_article")


def quote(page: Page, cite: Cite) -> Found | Miss:
    """A quotation, word for word, from inside quotation marks; its closing punctuation comes back with it."""
    surface = cite.text.strip(_MARKS + " ")
    zones = list(page.zones(cite))
    if surface.count(" ") + 1 >= _FEWEST_FAR:
        zones.append(Zone(0, len(page.text), "anywhere"))
    miss = Miss("not_in_article")
    for zone in zones:
        # A quotation starts in the sentence that is cited for it, and may go on over several.
        reach = zone._replace(end=min(len(page.text), zone.end + 2 * len(surface)))
        for span, how in places(page, surface, reach):
            if span.start >= zone.end:
                break
            whole = _with_ending(page, span, surface)
            if page.is_noise(span.start):
                miss = Miss("in_noise")
            elif not _is_quoted(page, whole):
                miss = Miss("not_quoted")
            else:
                reached: How = how if zone.reach == "cited" else zone.reach
                return Found(squeeze(page.text[whole.start : whole.end]), (whole,), reached)
    return miss


def _together(page: Page, cite: Cite) -> Iterator[tuple[Span, How]]:
    """Where the words of `cite` stand side by side, nearest first."""
    for zone in page.zones(cite):
        for place in places(page, cite.text, zone):
            yield place.span, place.how if zone.reach == "cited" else zone.reach


def _first(spans: Iterator[tuple[Span, How]], read: Callable[[Span], Value], page: Page) -> Found | Miss:
    miss = Miss("not_in_article")
    for span, how in spans:
        if page.is_noise(span.start):
            miss = Miss("in_noise")
        elif (value := read(span)) is not None:
            return Found(value, (span,), how)
    return miss


def _stretch(page: Page, cite: Cite, read: Callable[[Span], Value]) -> Found | None:
    """The stretch from the first to the last word of an aligned surface."""
    for zone in page.zones(cite):
        runs = aligned(page, cite.text, zone)
        if runs and not page.is_noise(runs[0].start):
            span = Span(runs[0].start, runs[-1].end)
            value = read(span)
            if value is not None:
                return Found(value, (span,), "aligned" if zone.reach == "cited" else zone.reach)
    return None


def _uncapitalised(page: Page, span: Span) -> str:
    """The printed words; the capital that only opens a sentence is taken off."""
    printed = squeeze(page.text[span.start : span.end])
    first = printed.split(" ", 1)[0]
    before = page.text[max(0, span.start - 2) : span.start].strip()
    opens = page.sentence_at(span.start).start == span.start or before in _OPENERS
    return first.lower() + printed[len(first) :] if opens and first[1:].islower() else printed


def _misprinted_town(page: Page, cite: Cite, name: str) -> Found | None:
    """The words of the cited sentence that a slip of the hand keeps from being the town's name."""
    words = page.words
    zone = page.zones(cite)[0]
    first, last = words.within(zone.start, zone.end)
    for index in range(first, min(last, first + _TOWN_WORDS)):
        span = Span(words.starts[index], words.ends[index])
        read = read_town(page.text[span.start : span.end])
        if read is not None and read.flags and read.name == name:
            return Found(name, (span,), "aligned" if zone.reach == "cited" else zone.reach, read.flags)
    return None


def _with_ending(page: Page, span: Span, surface: str) -> Span:
    """`span` with the punctuation behind it that the claim has too, or that a closing mark follows."""
    text, end = page.text, span.end
    while text[end : end + 1] and text[end] in _ENDINGS:
        end += 1
    behind = text[end : end + 3].lstrip()[:1]
    is_closed = behind != "" and behind in _MARKS
    return Span(span.start, end) if is_closed or surface.endswith(text[span.end : end]) else span


def _is_quoted(page: Page, span: Span) -> bool:
    """True when a quotation mark stands on one of the lines of `span`: pages forget to close or to reopen."""
    line = page.text[page.line_at(span.start).start : page.line_at(span.end).end]
    return any(mark in line for mark in _MARKS if mark != "'") and proves(
        "verbatim", page, (span,), squeeze(page.text[span.start : span.end])
    )


__all__ = ["byline", "phrase", "quote", "subject", "town", "venue", "verbatim"]
