"""The organization of a post in this article: the office printed beside it, else what the post implies."""

from __future__ import annotations

from collections import Counter

from extractor.canonical.employers import read_employer
from extractor.canonical.regions import PROVINCE, name_in_organization, province_of, region
from extractor.canonical.roles import Post
from extractor.canonical.slotted import slotted
from extractor.rules.mentions import Office, Place, Scan
from extractor.schema.types import Span

_GOVERNMENT = "Pemerintah "
_GOVERNMENTS = frozenset({"regency", "city", "province", "government"})


@slotted
class Employer:
    """The canonical name of a post's organization, the spans that prove it, flags."""

    name: str
    spans: tuple[Span, ...]
    flags: tuple[str, ...] = ()


class Employers:
    """Answers for one article; knows what the article is about."""

    __slots__ = ("_context_codes", "_first_mentions", "_places", "_scan")

    def __init__(self, scan: Scan, places: tuple[Place, ...]) -> None:
        self._scan = scan
        self._places = places
        self._first_mentions: dict[str, Span] | None = None
        self._context_codes: dict[str, str | None] = {}

    def of(self, post: Post, span: Span, office: Office | None, place: Place | None) -> Employer | None:
        """The organization of the post printed in `span`, with the `office` and `place` that it holds."""
        if post.employer == "none":
            return None
        if post.employer in _GOVERNMENTS:
            return self._government(post, span, office, place)
        if office is not None and (post.employer != "office" or office.kind == "education_office"):
            if office.kind == "local_government" and "Sekretariat" in office.name:
                return self._government(post, span, None, place)
            return Employer(office.name, office.spans, office.flags)
        if post.employer in {"office", "fixed"}:
            return self._implied(span, self._context("government", None))
        return None

    def _government(
        self, post: Post, span: Span, office: Office | None, place: Place | None
    ) -> Employer | None:
        if office is not None and office.kind == "local_government" and office.name.startswith(_GOVERNMENT):
            return Employer(office.name, office.spans, office.flags)
        if place is not None and post.employer in ("government", region(place.code).level):
            return Employer(_GOVERNMENT + name_in_organization(place.code), (span,), place.flags)
        return self._implied(span, self._context(post.employer, place))

    def _context(self, level: str, place: Place | None) -> str | None:
        """The code of the region whose government a post without a fitting printed region serves."""
        if place is not None:
            return place.code
        if level not in self._context_codes:
            self._context_codes[level] = self._of_level(level)
        return self._context_codes[level]

    def _of_level(self, level: str) -> str | None:
        main = self._scan.main
        if main is None or level in ("government", region(main).level):
            return main
        counts = Counter(place.code for place in self._places if region(place.code).level == level)
        usual = max(counts, key=lambda code: counts[code], default=None)
        return usual or (province_of(main) if level == PROVINCE else None)

    def _implied(self, span: Span, context: str | None) -> Employer | None:
        found = read_employer(self._scan.text[span.start : span.end], context=context)
        if found is None:
            return None
        spans: tuple[Span, ...] = (span,)
        if "from_context" in found.flags:
            shown = self._first_mention(found.region)
            spans = (span, shown) if shown else spans
        return Employer(found.name, spans, found.flags)

    def _first_mention(self, code: str | None) -> Span | None:
        if self._first_mentions is None:
            self._first_mentions = {place.code: place.span for place in reversed(self._places)}
        return self._first_mentions.get(code) if code else None
