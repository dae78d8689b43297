"""Claimed regions: every place where the text names a region, and the one of them that a claim means."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractor import knowledge
from extractor.canonical import regions
from extractor.canonical.names import common_words
from extractor.grounding.found import Found, Miss, how_found, proves
from extractor.grounding.page import Page, Zone, placed_in
from extractor.schema.claims import Cite
from extractor.schema.types import Span
from extractor.text import fold

_KIND_BEFORE = re.compile(
    r"(?<![^\W_])(?:se-? ?)?(provinsi|propinsi|prov\.?|kabupat\w{1,3}|kab\.?|kotamadya|kodya|kota)"
    r"(?: administrasi)? {1,2}$"
)
_OFFICE_BEFORE = (
    (re.compile(r"(?:pemkot|pemko|wali ?kota|wako|pemerintah kota) $"), regions.CITY),
    (re.compile(r"(?:pemkab|bupati|wabup|pemerintah kabupaten) $"), regions.REGENCY),
    (re.compile(r"(?:[bl]pmp|pemprov|gubernur|polda|pemerintah provinsi) $"), regions.PROVINCE),
)
_WINDOW = 30
_MOST_WORDS = 200


class Mention(NamedTuple):
    """A region named at `span`: its likeliest code, and all that its words leave possible."""

    start: int
    span: Span
    code: str
    possible: tuple[str, ...]


class Regions:
    """All mentions of regions in an article."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._known: dict[Cite, Found | Miss] = {}
        bare = list(_mentions(page))
        clear: dict[str, Counter[str]] = {}
        for name, mention in bare:
            if len(mention.possible) == 1:
                clear.setdefault(name, Counter())[mention.code] += 1
        self.all = [_settled(mention, clear.get(name), page.context.region) for name, mention in bare]

    def within(self, zone: Zone) -> Sequence[Mention]:
        """The mentions that start in `zone`."""
        return placed_in(self.all, zone)

    def first(self, code: str | None) -> Span | None:
        """Where the region, or else a part of it, is named first."""
        if code is None:
            return None
        exact = (one.span for one in self.all if one.code == code)
        inner = (one.span for one in self.all if one.code.startswith(f"{code}."))
        return next(exact, None) or next(inner, None)

    def ground(self, cite: Cite) -> Found | Miss:
        """The region that `cite` means, where the text names it."""
        if cite not in self._known:
            self._known[cite] = self._ground(cite)
        return self._known[cite]

    def _ground(self, cite: Cite) -> Found | Miss:
        page = self._page
        wanted = regions.read_region(cite.text, context=page.context.region)
        if wanted is None:
            return Miss("wrong_kind")
        claimed = wanted.options or (wanted.code,)
        is_corrected = "spelling_corrected" in wanted.flags
        miss = Miss("not_in_article")
        for zone in page.zones(cite):
            for mention in self.within(zone):
                if is_corrected and not _is_same(page, mention.span, cite.text):
                    continue
                code = _agreed(claimed, mention)
                if code is not None and proves("region", page, (mention.span,), code):
                    return Found(code, (mention.span,), how_found(page, mention.span, cite.text, zone))
                miss = Miss("value_differs")
            slip = _misprinted(page, zone, claimed)
            if slip is not None:
                return slip
        return Miss("in_noise") if self._in_noise(cite, claimed) else miss

    def _in_noise(self, cite: Cite, claimed: tuple[str, ...]) -> bool:
        """True when the cited sentence names the region in noise."""
        zone = self._page.zones(cite)[0]
        if not self._page.is_noise(zone.start):
            return False
        plain = self._page.folded[zone.start : zone.end]
        hits = knowledge.scan(self._page.text[zone.start : zone.end], plain)["region"]
        return any(set(claimed) & set(regions.codes_of(plain[hit.start : hit.end])) for hit in hits)


def _agreed(claimed: tuple[str, ...], mention: Mention) -> str | None:
    """The region that both mean: the mention's likeliest if the claim leaves it open, else the claim's."""
    if mention.code in claimed:
        return mention.code
    return claimed[0] if len(claimed) == 1 and claimed[0] in mention.possible else None


def _mentions(page: Page) -> Iterator[tuple[str, Mention]]:
    """Each name of a region outside noise with its mention, as its own words have it."""
    for hit in page.hits["region"]:
        name = page.folded[hit.start : hit.end]
        before = page.folded[max(0, hit.start - _WINDOW) : hit.start]
        kind = _KIND_BEFORE.search(before)
        if kind is None and not (page.text[hit.start].isupper() or page.text[hit.start].isdigit()):
            continue
        codes = regions.codes_of(name)
        start = hit.start - (len(before) - kind.start(1)) if kind else hit.start
        level = regions.level_of(kind[1]) if kind else _office_level(before)
        if kind and kind[1] == "kota" and before[: kind.start(1)].endswith("wali "):
            start = hit.start
        code, possible = regions.choose(codes, level, None)
        yield name, Mention(start, Span(start, hit.end), code, possible)


def _office_level(before: str) -> str | None:
    return next((level for pattern, level in _OFFICE_BEFORE if pattern.search(before)), None)


def _settled(mention: Mention, clear: Counter[str] | None, context: str | None) -> Mention:
    """A name of several regions means the one that the article tells elsewhere.

    Then nothing else is possible.
    """
    if len(mention.possible) == 1:
        return mention
    elsewhere = [code for code, _ in clear.most_common() if code in mention.possible] if clear else []
    if elsewhere:
        return mention._replace(code=elsewhere[0], possible=(elsewhere[0],))
    if context in mention.possible:
        return mention._replace(code=context, possible=(context,))
    code, _ = regions.choose(mention.possible, None, context)
    return mention._replace(code=code)


def _is_same(page: Page, span: Span, surface: str) -> bool:
    """True when the text prints the very misprint of the claim."""
    return fold(surface) == page.folded[span.start : span.end]


def _misprinted(page: Page, zone: Zone, claimed: tuple[str, ...]) -> Found | None:
    """A word of the cited sentence that is one slip away from the claimed region's name."""
    if zone.reach != "cited" or page.is_noise(zone.start):
        return None
    words = page.words
    first, last = words.within(zone.start, zone.end)
    last = min(last, first + _MOST_WORDS)
    for index, size in ((index, size) for index in range(first, last) for size in (2, 1)):
        span = Span(words.starts[index], words.ends[min(index + size, last) - 1])
        name = regions.correct(page.folded[span.start : span.end]) if _may_be_region(page, span) else None
        code = next((one for one in regions.codes_of(name) if one in claimed), None) if name else None
        if code is not None and proves("region", page, (span,), code):
            return Found(code, (span,), "aligned", ("spelling_corrected",))
    return None


def _may_be_region(page: Page, span: Span) -> bool:
    """True behind `Kabupaten` or its like, and for capitals (a dateline): `Lembaga` is no slip of Lembata."""
    word = page.text[span.start : span.end]
    before = page.folded[max(0, span.start - _WINDOW) : span.start]
    if word[0].isupper() and _KIND_BEFORE.search(before):
        return True
    return word.isupper() and word.lower() not in common_words()
