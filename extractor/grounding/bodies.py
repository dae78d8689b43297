"""Claimed organizations: what the text names, under its full name, and which of it a claim means.

`Dinas Pendidikan Kota Palopo` is grounded by `Disdik Palopo`, by `Dinas Pendidikan` in an article on Palopo,
and as an employer by `Kadisdik Palopo`; by the same reading `LPMP` is never `BPMP`, nor `SMPN 1` `SMPN 12`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

from extractor import knowledge
from extractor.canonical.employers import read_employer
from extractor.canonical.heads import misprinted_heads, read_printed
from extractor.canonical.institutions import find_institutions
from extractor.canonical.organizations import (
    Organization,
    read_organization,
    region_finder,
    school_form,
    unit_before,
)
from extractor.canonical.regions import codes_of
from extractor.canonical.schools import find_schools
from extractor.grounding.found import Found, How, Miss, how_found, proves
from extractor.grounding.locate import places
from extractor.grounding.page import Page, Zone, placed_in
from extractor.grounding.where import Regions
from extractor.knowledge import Hit
from extractor.schema.claims import Cite
from extractor.schema.types import Span
from extractor.text import fold, squeeze

_POST_REACH = 110
_MOST_WORDS = 12
_OF_OFFICES = frozenset(("upt", "uptd", "kantor", "pihak"))


class Grounded(NamedTuple):
    """An organization of the record: its name's leaf, and what code computes beside it."""

    name: Found
    kind: str
    region: str | None


class _Mention(NamedTuple):
    """A body as the text prints it; `head` is its id in the tables, `school`, or empty for any other name."""

    start: int
    span: Span
    body: Organization
    head: str

    @property
    def is_completed(self) -> bool:
        """True when the article's context gave the region, or nothing did."""
        return "from_context" in self.body.flags or self.body.region is None


class _Wanted(NamedTuple):
    """What a claim means: the body as its words have it, and whether they name its region."""

    surface: str
    body: Organization | None
    head: str
    has_region: bool
    is_post: bool
    heads: frozenset[str]


class Bodies:
    """All mentions of organizations in an article; a mention is read when a claim comes near it."""

    def __init__(self, page: Page, places_named: Regions) -> None:
        self._page = page
        self._regions = places_named
        self._offices: dict[int, _Mention | None] = {}
        self._employers: dict[tuple[int, int], Organization | None] = {}
        self._zones: dict[Zone, list[_Mention]] = {}
        self._near: dict[Zone, frozenset[str]] = {}
        self._known: dict[Cite, Grounded | Miss] = {}
        self._region_at = region_finder(page.folded, page.hits["region"], page.context.region)

    def ground(self, cite: Cite) -> Grounded | Miss:
        """The organization that `cite` means, where the text names it or a post that implies it."""
        if cite not in self._known:
            self._known[cite] = self._ground(cite)
        return self._known[cite]

    def _ground(self, cite: Cite) -> Grounded | Miss:
        wanted = self._want(cite.text)
        if wanted.body is None and (wanted.is_post or not _looks_like_name(cite.text)):
            return Miss("wrong_kind")
        miss = Miss("not_in_article")
        for zone in self._page.zones(cite):
            if not self._names_all(wanted, zone):
                miss = Miss("value_differs")
                continue
            mentions = self._within(zone)
            found = (
                self._by_mention(wanted, mentions, zone)
                or self._by_post(wanted, zone)
                or self._by_words(wanted, mentions, zone)
            )
            if isinstance(found, Grounded):
                return found
            if found is not None:
                miss = found
            elif mentions and wanted.body is not None and miss.reason == "not_in_article":
                miss = Miss("value_differs")
        return miss

    def _names_all(self, wanted: _Wanted, zone: Zone) -> bool:
        """True when `zone` names every body of a claim that gives several names (`Balai … (BPMP)`)."""
        if len(wanted.heads) < 2:
            return True
        return wanted.heads <= {hit.key for hit in placed_in(self._page.hits["organization"], zone)}

    def employer_at(self, span: Span) -> Grounded | None:
        """The organization that the post at `span` implies or is followed by."""
        zone = self._page.sentence_at(span.start)
        end = min(zone.end, span.start + _POST_REACH)
        body = self._employer(span.start, end)
        return self._served(body, span, end=end, how="aligned") if body else None

    def _employer(self, start: int, end: int) -> Organization | None:
        """The organization that the post in `[start, end)` implies."""
        if (start, end) not in self._employers:
            self._employers[start, end] = read_employer(
                self._page.text[start:end], context=self._page.context.region, year=self._page.year
            )
        return self._employers[start, end]

    def _want(self, surface: str) -> _Wanted:
        context, year = self._page.context.region, self._page.year
        hits = knowledge.scan(surface, fold(surface))
        body = read_organization(surface, context=context, year=year)
        if hits["role"] and hits["role"][0].start == 0 and (body is None or not hits["organization"]):
            body = read_employer(surface, context=context, year=year) or body
        first = hits["organization"][0] if hits["organization"] else None
        if body is not None and first is not None and _opens_with_name(surface, first, hits["role"]):
            body = None
        head = "school" if body is not None and body.kind == "school" else first.key if first else ""
        is_post = bool(hits["role"]) and hits["role"][0].start == 0
        return _Wanted(
            surface,
            body,
            head,
            bool(hits["region"]),
            is_post,
            frozenset(hit.key for hit in hits["organization"]),
        )

    def _within(self, zone: Zone) -> list[_Mention]:
        if zone not in self._zones:
            self._zones[zone] = list(self._mentions(zone))
        return self._zones[zone]

    def _mentions(self, zone: Zone) -> Iterator[_Mention]:
        """The bodies named in `zone`, schools and names of their own before the offices inside them."""
        taken: list[Span] = []
        for mention in (*placed_in(self._schools, zone), *placed_in(self._institutions, zone)):
            taken.append(mention.span)
            yield mention
        for hit in placed_in(self._heads, zone):
            if not any(start <= hit.start < end for start, end in taken):
                office = self._office(hit)
                if office is not None:
                    yield office

    def _office(self, hit: Hit) -> _Mention | None:
        if hit.start not in self._offices:
            self._offices[hit.start] = self._read_office(hit)
        return self._offices[hit.start]

    def _read_office(self, hit: Hit) -> _Mention | None:
        text = self._page.text
        printed = read_printed(text, self._page.folded, hit, self._region_at)
        if printed.is_generic:
            return None
        unit = unit_before(text, printed.start)
        start = unit[0] if unit else printed.start
        span = Span(start, printed.start + len(text[printed.start : printed.end].rstrip()))
        body = self._read(span)
        return _Mention(start, span, body, printed.head.id) if body else None

    def _read(self, span: Span, context: str | None = None) -> Organization | None:
        surface = self._page.text[span.start : span.end]
        return read_organization(surface, context=context or self._page.context.region, year=self._page.year)

    @cached_property
    def _heads(self) -> list[Hit]:
        known = self._page.hits["organization"]
        slips = misprinted_heads(self._page.text, known)
        return sorted([*known, *(hit for hit in slips if not self._page.is_noise(hit.start))])

    @cached_property
    def _schools(self) -> list[_Mention]:
        spans = (Span(one.start, one.end) for one in find_schools(self._page.text))
        return self._named(spans, "school")

    @cached_property
    def _institutions(self) -> list[_Mention]:
        found = find_institutions(self._page.text, self._region_at)
        return self._named((Span(one.start, one.end) for one in found if not one.is_office), "")

    def _named(self, spans: Iterator[Span], head: str) -> list[_Mention]:
        mentions = []
        for span in spans:
            body = None if self._page.is_noise(span.start) else self._read(span)
            if body is not None:
                inner = self._regions.within(Zone(*span, "cited"))
                body = replace(body, region=inner[0].code) if inner and body.region else body
                mentions.append(_Mention(span.start, span, body, head))
        return mentions

    def _by_mention(self, wanted: _Wanted, mentions: list[_Mention], zone: Zone) -> Grounded | None:
        if wanted.body is None:
            return None
        for mention in mentions:
            if school_form(mention.body.name) == school_form(wanted.body.name):
                found = self._emit(mention.body, mention.span, self._how(mention.span, wanted, zone))
                if found is not None:
                    return found
        for mention in mentions:
            body = self._loosely(wanted, mention, zone)
            found = self._emit(body, mention.span, self._how(mention.span, wanted, zone)) if body else None
            if found is not None:
                return found
        return None

    def _loosely(self, wanted: _Wanted, mention: _Mention, zone: Zone) -> Organization | None:
        """The body where claim or text leaves its region out, or the claim the end of a school's name."""
        assert wanted.body is not None
        if mention.head != wanted.head:
            return None
        if wanted.head == "school":
            claimed, printed = school_form(wanted.surface), school_form(mention.body.name)
            is_short = claimed[-1:].isdigit() and printed.startswith(f"{claimed} ")
            return mention.body if is_short and zone.reach == "cited" else None
        if not wanted.head:
            return None
        if not wanted.has_region:
            return mention.body if zone.reach == "cited" else None
        if wanted.body.region not in self._regions_near(zone) or not mention.is_completed:
            return None
        body = self._read(mention.span, context=wanted.body.region)
        return body if body is not None and body.name == wanted.body.name else None

    def _regions_near(self, zone: Zone) -> frozenset[str]:
        """Codes of the regions named in the zone's sentence and beside it."""
        if zone not in self._near:
            near = self._regions.within(self._page.around(zone))
            self._near[zone] = frozenset(one.code for one in near)
        return self._near[zone]

    def _by_words(self, wanted: _Wanted, mentions: list[_Mention], zone: Zone) -> Grounded | Miss | None:
        """A name that no table knows, as printed; not a piece of another body's name."""
        miss: Miss | None = None
        if wanted.is_post:
            return miss
        for span, how in places(self._page, wanted.surface, zone):
            if self._page.is_noise(span.start):
                miss = Miss("in_noise")
                continue
            if any(_is_inside(span, one.span) and not _opens_school(wanted, span, one) for one in mentions):
                miss = Miss("value_differs")
                continue
            printed = squeeze(self._page.text[span.start : span.end])
            body = self._read(span) if wanted.body is not None else Organization(printed, "other", None)
            reached: How = how if zone.reach == "cited" else zone.reach
            found = self._emit(body, span, reached) if body and _looks_like_name(printed) else None
            if found is not None:
                return found
        return miss

    def _by_post(self, wanted: _Wanted, zone: Zone) -> Grounded | None:
        """The employer that a post in `zone` implies (`Wali Kota Palopo`)."""
        if wanted.body is None:
            return None
        for hit in placed_in(self._page.hits["role"], zone):
            end = min(zone.end, hit.end + _POST_REACH)
            body = self._employer(hit.start, end)
            if body is not None and body.name == wanted.body.name:
                reached: How = "aligned" if zone.reach == "cited" else zone.reach
                return self._served(body, Span(hit.start, hit.end), end=end, how=reached)
        return None

    def _served(self, body: Organization, post: Span, *, end: int, how: How) -> Grounded | None:
        """`body` by as little behind the `post` as proves it: nothing, a region, or its own name."""
        behind = Zone(post.end, end, "cited")
        regions = (one.span.end for one in self._regions.within(behind))
        ends = {post.end, *regions, *(one.span.end for one in self._within(behind))}
        for last in sorted(one for one in ends if one <= end):
            found = self._emit(body, Span(post.start, last), how)
            if found is not None:
                return found
        return None

    def _how(self, span: Span, wanted: _Wanted, zone: Zone) -> How:
        return how_found(self._page, span, wanted.surface, zone)

    def _emit(self, body: Organization, span: Span, how: How) -> Grounded | None:
        """The body with the places that prove its name: its own, and where the context names its region."""
        page = self._page
        home = self._regions.first(body.region) or self._regions.first(page.context.region)
        options = [(span,), (span, home)] if home else [(span,)]
        if "from_context" in body.flags:
            options.reverse()
        for spans in options:
            if proves("organization", page, spans, body.name):
                return Grounded(Found(body.name, spans, how, body.flags), body.kind, body.region)
        return None


def _opens_with_name(surface: str, first: Hit, roles: list[Hit]) -> bool:
    """True when capitalised words of another name stand before the known head: `Forum Guru PGRI`."""
    before = surface[: first.start].strip()
    if not before or any(role.start < first.start for role in roles):
        return False
    return before[0].isupper() and before.split()[0].lower() not in _OF_OFFICES


def _looks_like_name(surface: str) -> bool:
    """True for a few words that open with a capital and are not just a region."""
    plain = surface.strip()
    opens = plain[:1].isupper() or plain[:1].isdigit()
    return opens and plain.count(" ") < _MOST_WORDS and not codes_of(fold(plain))


def _opens_school(wanted: _Wanted, span: Span, mention: _Mention) -> bool:
    """True for a school's whole name behind which the text runs on with the name of its head."""
    return wanted.head == mention.head == "school" and span.start == mention.start


def _is_inside(span: Span, other: Span) -> bool:
    """True when `span` is a part of `other`, and not all of it."""
    return other.start <= span.start and span.end <= other.end and span != other


__all__ = ["Bodies", "Grounded"]
