"""The organization of a post in this article: the office printed beside it, else what the post implies here."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from extractor.canonical.employers import read_employer
from extractor.canonical.regions import PROVINCE, province_of, region
from extractor.canonical.roles import Post
from extractor.rules import regions
from extractor.rules.mentions import Office, Place, Scan
from extractor.schema.types import Span

_GOVERNMENTS = frozenset({"regency", "city", "province", "government"})


class Employer(NamedTuple):
    """The canonical name of a post's organization, the spans that prove it, flags."""

    name: str
    spans: tuple[Span, ...]
    flags: tuple[str, ...] = ()


class Employers:
    """Answers for one article; knows what the article is about."""

    __slots__ = ("_first", "_main", "_offices", "_text", "_usual")

    def __init__(self, scan: Scan, places: tuple[Place, ...], offices: tuple[Office, ...]) -> None:
        self._text = scan.text
        self._main = regions.main_region(scan, places)
        self._first: dict[str, Span] = {}
        counts: Counter[str] = Counter()
        for place in places:
            self._first.setdefault(place.code, place.span)
            counts[place.code] += 1
        self._usual: dict[str, str] = {}
        for code, _ in counts.most_common():
            self._usual.setdefault(region(code).level, code)
        self._offices = offices

    def of(self, post: Post, span: Span, office: Office | None, place: Place | None) -> Employer | None:
        """The organization of the post that is printed in `span`, with `office` and `place` behind it if there are any."""
        if post.employer == "none":
            return None
        if post.employer in _GOVERNMENTS:
            return self._government(post, span, office, place)
        if office is not None and (post.employer != "office" or office.kind == "education_office"):
            if office.kind == "local_government" and "Sekretariat" in office.name:
                return self._government(post, span, None, place)
            return Employer(office.name, office.spans, office.flags)
        if post.employer in {"office", "fixed"}:
            return self._implied(span, self._main)
        return None

    def _government(self, post: Post, span: Span, office: Office | None, place: Place | None) -> Employer | None:
        if office is not None and office.kind == "local_government" and office.name.startswith("Pemerintah "):
            return Employer(office.name, office.spans, office.flags)
        return self._implied(span, self._context(post, place))

    def _context(self, post: Post, place: Place | None) -> str | None:
        """The code of the region whose government a post without a printed region serves."""
        if place is not None:
            return place.code
        level = post.employer
        if self._main is None or level in ("government", region(self._main).level):
            return self._main
        if level == PROVINCE:
            return self._usual.get(PROVINCE) or province_of(self._main)
        return self._usual.get(level)

    def _implied(self, span: Span, context: str | None) -> Employer | None:
        surface = self._text[span.start : span.end]
        found = read_employer(surface, context=context)
        if found is None:
            return None
        spans = (span,)
        if "from_context" in found.flags and found.region in self._first:
            spans = (span, self._first[found.region])
        return Employer(found.name, spans, found.flags)
