"""When it happened: of all dates in the article the one of the happening, not of a rule, a plan or a page.

Where the article dates only what was said, that date stands in and carries the flag `statement_date`.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from extractor.rules.alternatives import passed_over
from extractor.rules.dates import Dated
from extractor.rules.events.event_type import Happening
from extractor.rules.mentions import Quotation, Scan
from extractor.rules.windows import hits_in, is_within
from extractor.schema.types import Alternative, Candidate, Span

_PART = {"plain": 4.0, "statement": 2.5, "start": 2.0, "dateline": 1.0, "source": 0.5}
_PLACE = (2.0, 1.5, 1.0, 1.0, 0.5)
_WITH_CUE, _HELD, _CAPTION, _QUOTED, _COARSE, _OPEN, _AS_OF = 2.0, 1.5, -2.5, -3.0, -2.5, -0.5, -3.0
_NEAR = 110
_LONGEST_DAYS = 31
_REACH = 320

_HOLD = re.compile(
    r"\b(?:(?:di|men)?gelar|digelar|menggelar|berlangsung|(?:di|me)laksanakan|(?:di|meny)?selenggarakan|diadakan|"
    r"mengadakan|dihelat|menghelat|dibuka|membuka|ditutup|bertempat|dipusatkan|diserahkan|ditandatangani|diteken|"
    r"diresmikan|dilantik|meninjau|mengunjungi)\b"
)
_STARTS = re.compile(r"\b(?:di)?mulai(?: (?:pada|hari|tanggal|tgl))*[ ,]{0,2}$")
_COUNTED = re.compile(r"\bper (?:awal |akhir |tanggal |tgl |bulan |hari ){0,2}$")
_TO = re.compile(r"[ )]{0,3}(?:sampai(?: dengan)?|hingga|s\.?/?d\.?|-)(?: (?:hari|tanggal|tgl))*[ ,]{0,2}$")
_ENDS = re.compile(
    r"\b(?:berakhir|diakhiri|ditutup|selesai|rampung)(?: (?:pada|hari|tanggal|tgl|kembali))*[ ,]{0,2}$"
)
_UNTIL = re.compile(r"\b(?:sampai(?: dengan)?|hingga|s\.?/?d\.?)(?: (?:hari|tanggal|tgl))*[ ,]{0,2}$")
_YEAR = re.compile(r"\)?(?: (?:di )?tahun)?(?: (?:ajaran|pelajaran))? ((?:19|20)\d\d)\b")


class EventDate(NamedTuple):
    """The two leaves of the event's date."""

    date: Candidate | None
    end_date: Candidate | None


def find_date(
    scan: Scan, dates: tuple[Dated, ...], happening: Happening, quotations: tuple[Quotation, ...]
) -> EventDate:
    """The best date, with the end of a span of days."""
    quoted = [quotation.span for quotation in quotations]
    scored = [(_score(scan, dated, happening, quoted), -dated.span.start, dated) for dated in dates]
    usable = [entry for entry in scored if entry[0] > 0]
    ranked = [dated for _, _, dated in sorted(usable, key=lambda entry: entry[:2], reverse=True)]
    best = ranked[0] if ranked else None
    if best is None or best.date is None:
        year = _admission_year(scan, happening)
        return EventDate(year or (_candidate(best) if best else None), None)
    best = next((dated for _, _, dated in usable if _holds(dated, best)), best)
    lost = passed_over(best.date, (dated.date for dated in ranked))
    return EventDate(_candidate(best, lost), _end(scan, best, dates))


def _score(scan: Scan, dated: Dated, happening: Happening, quoted: list[Span]) -> float:
    """How well the date suits the happening; 0 or less for a date that never can."""
    start, end = dated.span
    part = (
        "start"
        if dated.part == "past" and _STARTS.search(scan.folded[max(0, start - 30) : start])
        else dated.part
    )
    if part not in _PART or not (dated.date or dated.options):
        return 0.0
    sentence = scan.sentence_at(start)
    points = _PART[part] + _place(scan, sentence.start)
    near = Span(max(sentence.start, start - _NEAR), min(sentence.end, end + _NEAR))
    if any(hit.key != "none" for hit in hits_in(scan.hits["cue"], *near)):
        points += _WITH_CUE if happening.is_occasion else _WITH_CUE / 2
    if _HOLD.search(scan.folded, near.start, near.end):
        points += _HELD
    if _COUNTED.search(scan.folded, max(0, start - 30), start):
        points += _AS_OF
    if start < scan.layout.body and part != "dateline":
        points += _CAPTION
    if is_within(quoted, start):
        points += _QUOTED
    if dated.expression.day is None:
        points += _COARSE
    if dated.date is None:
        points += _OPEN
    return points


def _place(scan: Scan, start: int) -> float:
    """What it is worth to stand early in the body."""
    body = scan.sentence_at(scan.layout.body)
    first = int(body.id[1:])
    index = int(scan.sentence_at(start).id[1:]) - first
    return _PLACE[index] if 0 <= index < len(_PLACE) else 0.0


def _holds(dated: Dated, day: Dated) -> bool:
    """True for a span of days that the single day lies in."""
    if dated.end_date is None or dated.date is None or day.date is None or day.end_date is not None:
        return False
    return dated.part == "plain" and dated.date <= day.date <= dated.end_date


def _candidate(dated: Dated, lost: tuple[Alternative, ...] = ()) -> Candidate:
    is_said = dated.part in {"statement", "dateline", "source"}
    flags = (*dated.flags, "statement_date") if is_said else dated.flags
    confidence = dated.confidence - (0.1 if is_said else 0.0)
    reason = f"date_{dated.part}"
    return Candidate(dated.date, (dated.span,), confidence, reason, flags, dated.options, lost)


def _end(scan: Scan, best: Dated, dates: tuple[Dated, ...]) -> Candidate | None:
    """The last day: of the span itself, or of a later `berlangsung sampai …`."""
    if best.end_date is not None:
        return Candidate(best.end_date, (best.span,), best.confidence, "date_span", best.flags)
    for dated in dates:
        gap = dated.span.start - best.span.end
        if gap <= 0 or gap > _REACH or not dated.date or not best.date or dated.expression.day is None:
            continue
        before = scan.folded[max(best.span.end, dated.span.start - 60) : dated.span.start]
        if _is_last(before) and 0 < _days(dated.date) - _days(best.date) <= _LONGEST_DAYS:
            return Candidate(dated.date, (dated.span,), dated.confidence - 0.05, "date_until", dated.flags)
    return None


def _is_last(before: str) -> bool:
    """True where the words between the first day and a later one say that it lasted till then."""
    lasted = _UNTIL.search(before) is not None and _HOLD.search(before) is not None
    return lasted or _TO.match(before) is not None or _ENDS.search(before) is not None


def _days(iso: str) -> int:
    """Days on a rough calendar, for short distances."""
    year, month, day = map(int, iso.split("-"))
    return year * 365 + month * 30 + day


def _admission_year(scan: Scan, happening: Happening) -> Candidate | None:
    """`PPDB 2025`: an admission without any date is dated by its year."""
    if happening.event != "admission" or happening.span is None:
        return None
    for hit in scan.hits["cue"]:
        if hit.key == "admission" and (year := _YEAR.match(scan.folded, hit.end)):
            return Candidate(year.group(1), (Span(*year.span(1)),), 0.6, "admission_year")
    return None
