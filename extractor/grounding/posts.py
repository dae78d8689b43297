"""Claimed roles: the post that the text prints, in full words, with the stand-in that it is held as."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from extractor.canonical.roles import (
    Role,
    misprinted_head,
    posts,
    prefix_before,
    read_acting,
    read_role,
    role_in_full,
    school_head_end,
    unit_end,
)
from extractor.grounding.found import Found, How, Miss, how_found, proves
from extractor.grounding.locate import places
from extractor.grounding.page import Page, Zone, placed_in
from extractor.knowledge import Hit
from extractor.schema.claims import Cite
from extractor.schema.types import Span
from extractor.text import fold

_SHORTEST = 3
_BESIDE = 90
"""A post and its holder's name stand at most so many characters apart."""


class Post(NamedTuple):
    """A grounded post: role, stand-in, and where it stands in the text."""

    role: Found
    acting: Found | None
    span: Span


class _Printed(NamedTuple):
    role: Role
    span: Span
    acting_span: Span | None


def post(page: Page, cite: Cite, holder: tuple[str, ...] = ()) -> Post | Miss:
    """The post that `cite` names, where the text prints it.

    `holder` are the words of its holder's name: beside the cited sentence only what is near them counts.
    """
    claimed = read_role(cite.text)
    if claimed is None or claimed.role is None:
        return Miss("wrong_kind")
    wanted = Role(claimed.role, claimed.acting or read_acting(cite.text))
    miss = Miss("not_in_article")
    for zone in _zones(page, cite, holder):
        ends = [place.span for place in places(page, cite.text, zone)]
        all_printed = list(_printed(page, zone, ends))
        same = [one for one in all_printed if _is_same(wanted, one)]
        fuller = [one for one in all_printed if _is_fuller(wanted, one, ends)]
        for printed in (*same, *fuller):
            found = _emit(page, printed, how_found(page, printed.span, cite.text, zone))
            if found is not None:
                return found
        miss = Miss("value_differs") if all_printed else miss
    return miss


def _zones(page: Page, cite: Cite, holder: tuple[str, ...]) -> Iterator[Zone]:
    """The cited sentence, and of those beside it what stands near the holder's name."""
    words = page.words
    for zone in page.zones(cite):
        if zone.reach != "neighbour":
            yield zone
            continue
        first, last = words.within(zone.start, zone.end)
        places = [
            place for word in holder if len(word) >= _SHORTEST for place in words.places(word, first, last)
        ]
        if places:
            start, end = words.starts[min(places)] - _BESIDE, words.ends[max(places)] + _BESIDE
            yield zone._replace(start=max(zone.start, start), end=min(zone.end, end))


def _is_same(wanted: Role, printed: _Printed) -> bool:
    """True for the same post; the text may tell a stand-in that the claim leaves out."""
    is_same = fold(printed.role.role or "") == fold(wanted.role or "")
    return is_same and wanted.acting in (None, printed.role.acting)


def _is_fuller(wanted: Role, printed: _Printed, claimed: list[Span]) -> bool:
    """True for the post at one of the places of the claim's words, if the text goes on with its sub-unit."""
    is_there = any(span.start <= printed.span.start < span.end for span in claimed)
    told = fold(printed.role.role or "")
    is_fuller = told.startswith(fold(f"{wanted.role} "))
    return is_there and is_fuller and wanted.acting in (None, printed.role.acting)


def _printed(page: Page, zone: Zone, claimed: list[Span]) -> Iterator[_Printed]:
    """The posts of `zone`: as far as the claim's own words go, then as far as known words do."""
    for hit in _heads(page, zone):
        over = next((span for span in claimed if span.start <= hit.start < span.end), None)
        ends = [over.end] if over else []
        for end in (*ends, _closed_end(page, hit, zone)):
            if end >= hit.end:
                yield _read(page, hit, end)


def _heads(page: Page, zone: Zone) -> list[Hit]:
    """Known posts, and words that are one slip away from one."""
    words = page.words
    slips = []
    for index in range(*words.within(zone.start, zone.end)):
        key = misprinted_head(words.words[index])
        if key is not None and page.text[words.starts[index]].isupper():
            slips.append(Hit(words.starts[index], words.ends[index], "role", key))
    return sorted([*placed_in(page.hits["role"], zone), *slips])


def _closed_end(page: Page, hit: Hit, zone: Zone) -> int:
    """Where the sub-unit ends by the words that sub-units are made of, before any office or region."""
    kind = posts()[hit.key]
    behind = Zone(hit.end, zone.end, "cited")
    offices = placed_in(page.hits["organization"], behind)[:1]
    named = [one.start for one in (*offices, *placed_in(page.hits["region"], behind)[:1])]
    end = unit_end(page.text, hit.end, min(named, default=zone.end), kind.tail, is_open=False)
    return school_head_end(page.text, hit.end) if end == hit.end and hit.key == "kepala" else end


def _read(page: Page, hit: Hit, end: int) -> _Printed:
    prefix = prefix_before(page.text, hit.start)
    kind = posts()[hit.key]
    surface = read_role(page.text[hit.start : end])
    role = surface.role if surface else role_in_full(kind, page.text, hit.end, end)
    acting = Span(prefix.acting_start, prefix.acting_end) if prefix.acting else None
    return _Printed(Role(role, prefix.acting), Span(hit.start, end), acting)


def _emit(page: Page, printed: _Printed, how: How) -> Post | None:
    role = printed.role.role
    if not proves("role", page, (printed.span,), role):
        return None
    acting = None
    if printed.acting_span and proves("acting", page, (printed.acting_span,), printed.role.acting):
        acting = Found(printed.role.acting, (printed.acting_span,), how)
    return Post(Found(role, (printed.span,), how), acting, printed.span)
