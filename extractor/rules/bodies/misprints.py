"""Regions whose names are misprinted: looked for only where a region must stand.

A word one slip away from a region's name is often a person's or a village's name, so the word before it has
to
ask for a region, or it is the dateline.
"""

from __future__ import annotations

import re

from extractor.canonical import regions as known
from extractor.canonical.stems import Stems
from extractor.rules.mentions import Place, Scan
from extractor.schema.types import Span

_ASKING = re.compile(
    r"(?:(kabupat\w{1,3}|kab\.?|kota|provinsi|propinsi)|pemkab|pemkot|pemko|pemprov|bupati|walikota|"
    r"wali kota|gubernur|b?bpmp|lpmp|disdik) +([a-z][a-z'-]{3,20})((?: [a-z][a-z'-]{3,20})?)"
)
_STEMS = Stems("kab kota prov prop pemk pemprov bupati wali gubernur bpmp bbpmp lpmp disdik".split())
_FLAGS = ("spelling_corrected",)


def find_misprints(scan: Scan, named: set[str]) -> list[Place]:
    """Mentions with one wrong, missing or additional letter, none of which a known name covers.

    `named` are the codes that the article names in full; they settle a name that several regions share.
    """
    places: list[Place] = []
    taken = {position for hit in scan.hits["region"] for position in (hit.start, hit.end)}
    for start in _STEMS.starts(scan.folded):
        match = _ASKING.match(scan.folded, start)
        if match is not None and not scan.layout.is_noise(start):
            places += _corrected(scan, match, taken, named)
    dateline = scan.layout.dateline
    if dateline is not None and not any(dateline.start < end <= dateline.end for end in taken):
        reading = known.read_region(scan.text[dateline.start : dateline.end])
        if reading is not None and "spelling_corrected" in reading.flags:
            places.append(Place(dateline, reading.code, not reading.options, _FLAGS))
    return places


def _corrected(scan: Scan, match: re.Match[str], taken: set[int], named: set[str]) -> list[Place]:
    start = match.start(2)
    is_name = scan.text[start].isupper() or match.group(1) is not None
    if start in taken or not is_name:
        return []
    for end in (match.end(3), match.end(2)):
        name = known.correct(scan.folded[start:end]) if end not in taken else None
        if name is None:
            continue
        level = known.level_of(match.group(1)) if match.group(1) else None
        possible = known.choose(known.codes_of(name), level, None)[1]
        code = next((code for code in possible if code in named), possible[0])
        first = match.start(1) if match.group(1) else start
        return [Place(Span(first, end), code, len(possible) == 1, _FLAGS)]
    return []
