"""The organization that a post implies: `Bupati Sinjai` serves Pemerintah Kabupaten Sinjai.

Many posts name their organization only by their own word. What the word implies stands in the table of posts;
the region printed after it, or the one that the article is about, completes the name.
"""

from __future__ import annotations

import re

from extractor.canonical.memory import remembered
from extractor.canonical.organizations import Organization, read_organization
from extractor.canonical.regions import (
    CITY,
    PROVINCE,
    REGENCY,
    name_in_organization,
    province_of,
    read_region,
    region,
)
from extractor.canonical.roles import Post, posts
from extractor.knowledge import lexicon
from extractor.text import fold, squeeze

_ASIDE = re.compile(r"\([^()\n]{0,60}\)")
_KIND_WORD = {REGENCY: "Kabupaten", CITY: "Kota", PROVINCE: "Provinsi"}
_EDGES = " ,;:.-–"


@remembered
def read_employer(
    surface: str, *, context: str | None = None, year: int | None = None
) -> Organization | None:
    """Read the organization that the post in `surface` implies.

    Args:
        surface: A post with its organization or region, if it has them: `Kadisdik Palopo`, `Wabup`.
        context: Code of the region that the article is about; completes a post without region.
        year: The article's year, for the name that an office bore then.

    Returns:
        None if the post implies no organization or its region stays unknown.
    """
    plain = _ASIDE.sub("", surface)
    hits = lexicon.scan(plain, fold(plain))["role"]
    if not hits:
        return None
    post = posts()[hits[0].key]
    rest = squeeze(plain[hits[0].end :]).strip(_EDGES)
    if post.employer in {"regency", "city", "province", "government"}:
        return _government(post, rest, context)
    if post.employer == "fixed":
        return read_organization(post.office, context=context, year=year)
    if post.employer == "office":
        return read_organization(f"{post.office} {rest}".strip(), context=context, year=year)
    return read_organization(rest, context=context, year=year) if rest else None


def _government(post: Post, rest: str, context: str | None) -> Organization | None:
    """The regional government of the region at the end of `rest`, else of the one in `context`."""
    level = post.employer if post.employer != "government" else None
    code = _region_in(rest, level, context)
    flags: tuple[str, ...] = ()
    if code is None and context is not None:
        code = province_of(context) if level == PROVINCE else context
        flags = ("from_context",)
    if code is None or (level and region(code).level != level):
        return None
    return Organization("Pemerintah " + name_in_organization(code), "local_government", code, flags)


def _region_in(rest: str, level: str | None, context: str | None) -> str | None:
    if not rest:
        return None
    hits = lexicon.scan(rest, fold(rest))["region"]
    surface = rest[hits[-1].start :] if hits else rest
    before = rest[: hits[-1].start].lower().split()[-1:] if hits else []
    word = {"kota": CITY, "kabupaten": REGENCY, "kab.": REGENCY, "kab": REGENCY, "provinsi": PROVINCE}
    level = level or (word.get(before[0]) if before else None)
    if level and not surface.lower().startswith(_KIND_WORD[level].lower()):
        reading = read_region(f"{_KIND_WORD[level]} {surface}", context=context)
        if reading is not None and reading.level == level:
            return reading.code
    reading = read_region(surface, context=context)
    return reading.code if reading is not None else None
