"""Which programs, assessments, platforms, policies and data systems the article names.

A program that is only implied is not listed. Short acronyms mean other things elsewhere (SPM, PP, AN), so
they count only beside a second clue: another name of the same program, or another program named in full.
"""

from __future__ import annotations

import re
from functools import cache

from extractor.canonical.slotted import slotted
from extractor.knowledge import Hit
from extractor.knowledge.tables import cells, rows
from extractor.rules.bodies.region_clues import is_in_address
from extractor.rules.mentions import Scan
from extractor.rules.overlaps import SpanSet
from extractor.schema.types import Candidate, Node, Span
from extractor.text import fold

_STRONG, _WEAK = 0.95, 0.8
_HIGHER = re.compile(
    r"[ ,](?:program studi|prodi|perguruan tinggi|universitas|institusi|rumah sakit|puskesmas|ban-?pt)"
)
_REVITALIZED = re.compile(
    r" (?:\d+ |program |gedung |ruang |sarana |bangunan |satuan |sekolah|sd\b|smp\b|sma\b|paud\b)"
)
_AGENCIES = frozenset({"lpmp", "bpmp", "bbpmp", "bgp", "bbgp", "bgtk", "bbgtk", "kgtk"})
_REVITALIZATION = "revitalisasi"
_DATED = frozenset({"rapor_pendidikan"})
_YEAR = re.compile(r"\b20[0-3]\d\b")


@slotted
class _Program:
    weak: frozenset[str]
    start_year: int | None


@slotted
class _Mention:
    span: Span
    id: str
    is_weak: bool


def draft(scan: Scan) -> list[Node]:
    """One leaf per program, in the order of first mention."""
    offices = SpanSet(Span(hit.start, hit.end) for hit in scan.hits["organization"])
    latest = _latest_year(scan)
    mentions = [one for hit in scan.hits["program"] for one in _mentions(scan, hit, offices, latest)]
    strong = {mention.id for mention in mentions if not mention.is_weak}
    is_about_quality = bool(strong) or any(hit.key in _AGENCIES for hit in scan.hits["organization"])
    leaves: dict[str, Candidate] = {}
    for mention in mentions:
        if mention.is_weak and not is_about_quality:
            continue
        confidence = _STRONG if mention.id in strong else _WEAK
        leaves.setdefault(mention.id, Candidate(mention.id, (mention.span,), confidence, "program_name"))
    return list(leaves.values())


def _latest_year(scan: Scan) -> int | None:
    """The latest year printed, looked for only where a program of certain years is named."""
    if not any(hit.key == _REVITALIZATION or hit.key in _DATED for hit in scan.hits["program"]):
        return None
    return max((int(match.group()) for match in _YEAR.finditer(scan.text)), default=None)


def _mentions(scan: Scan, hit: Hit, offices: SpanSet, latest: int | None) -> list[_Mention]:
    """The programs that the hit names: none inside a longer name of an organization, two for a joint name."""
    if (
        offices.covers(Span(hit.start, hit.end))
        or _is_elsewhere(scan, hit, latest)
        or is_in_address(scan.text, hit)
    ):
        return []
    name = scan.folded[hit.start : hit.end]
    is_weak = name in _programs()[hit.key].weak
    return [_Mention(Span(hit.start, hit.end), part, is_weak) for part in cells(hit.key)]


def _is_elsewhere(scan: Scan, hit: Hit, latest: int | None) -> bool:
    """True for accreditation of other bodies than schools, and for `revitalisasi` before its years."""
    if hit.key == "akreditasi":
        return _HIGHER.match(scan.folded, hit.end) is not None
    is_weak = scan.folded[hit.start : hit.end] in _programs()[hit.key].weak if hit.key in _DATED else False
    if hit.key != _REVITALIZATION and not is_weak:
        return False
    if (
        not is_weak
        and scan.folded[hit.start : hit.end] == "revitalisasi"
        and not _REVITALIZED.match(scan.folded, hit.end)
    ):
        return True
    start = _programs()[hit.key].start_year or 0
    if latest is None and scan.folded.find("satuan pendidikan", hit.start, hit.end) >= 0:
        return False
    return (latest or (start if is_weak else 0)) < start


@cache
def _programs() -> dict[str, _Program]:
    return {
        row["id"]: _Program(
            frozenset(fold(name) for name in cells(row["weak"])),
            int(row["start_year"]) if row["start_year"] else None,
        )
        for row in rows("programs")
    }
