"""All dates of the article, resolved with its own clues, each with the part that it plays in the text.

An event's date, the date of a statement, of a quoted source, of a plan, of a rule and of the page are six
different things. Which of them is the record's is for the event's module; here they are only told apart.
"""

from __future__ import annotations

import re
from typing import Literal

from extractor.canonical.dates import DateExpression, YearClues, resolve
from extractor.canonical.slotted import slotted
from extractor.rules.era import read_clues
from extractor.rules.mentions import Scan
from extractor.schema.types import Span

Part = Literal["plain", "statement", "dateline", "source", "plan", "past", "rule", "page"]
"""`plain` may be the event's. `statement`: 'ujarnya, Rabu (…)'. `dateline`: 'Bula, 15 Mei 2025 –'.
`source`: 'dikutip Sabtu (…)'. `plan`: deadlines and things to come. `past`: 'sejak', 'dilantik … lalu'.
`rule`: a regulation's. `page`: its header."""


@slotted
class Dated:
    """One date of the content.

    `date` and `end_date` are ISO; where `date` is None for want of a year, `options` hold what is possible.
    """

    span: Span
    date: str | None
    end_date: str | None
    flags: tuple[str, ...]
    options: tuple[str, ...]
    part: Part
    confidence: float
    expression: DateExpression


# Grouped by first letters: the search tries it at every word before a date.
_SAID = re.compile(
    r"\b(?:(?:beber|cetus|harap|imbuh|jelas|kata|lanjut|p(?:apar|esan|inta|ungkas)|s(?:ambung|ebut|eru)"
    r"|t(?:ambah|andas|egas|erang|ukas|utur)|u(?:jar|cap|ngkap|rai))(?:nya)?"
    r"|me(?:n(?:gatakan|yampaikan|jelaskan|gungkapkan|yebutkan|uturkan|yatakan|egaskan|erangkan|ambahkan)"
    r"|maparkan)"
    r"|di(?:sampaikan|katakan|ungkapkan|jelaskan|benarkan|tegaskan|temui|konfirmasi|hubungi|wawancarai|jumpai)"
    r"|keterangan(?:nya)?|siaran pers|rilis(?:nya)?|kepada (?:wartawan|awak media|media|pers))\b"
)
_HAPPENED = re.compile(
    r"\b(?:digelar|dilaksanakan|diselenggarakan|berlangsung|dibuka|membuka|menghadiri|dihadiri|bertempat|dipusatkan"
    r"|(?:di|dalam|pada|usai|seusai|saat|selesai|setelah) (?:acara|kegiatan|rapat|rakor|pembukaan|penutupan"
    r"|pelantikan|peluncuran|kunjungan|sosialisasi|upacara|workshop|bimtek|sambutan|penandatanganan))\b"
)
_SOURCE = re.compile(r"\b(?:dikutip|dilansir|diakses|mengutip|melansir)\b")
_PLAN = re.compile(
    r"\b(?:akan|baru diumumkan|bakal|rencananya|dijadwalkan|direncanakan|paling lambat|selambat-lambatnya"
    r"|target(?:nya)?|ditargetkan|batas (?:waktu|akhir)|berakhir|hingga akhir|sebelum)\b"
)
_COMING = re.compile(r"[ )]{0,2}(?:mendatang|nanti|depan)\b")
_PAST = re.compile(
    r"\b(?:sejak|semenjak|mulai|dimulai|dilantik|lahir|berdiri|didirikan|disahkan|diresmikan pada|tertanggal"
    r"|terakhir)(?: (?:pada|bulan|hari|tanggal|tgl))*[ ,]{0,2}$"
)
_AGO = re.compile(r"[ )]{0,2}(?:lalu|silam|yang lalu)\b")
_RULE = re.compile(r"\b(?:nomor|no\.?)[^.\n]{0,40}$")
_UPDATED = re.compile(
    r"(?:last updated|diterbitkan|dipublikasikan|terbit|update[d]?|diperbarui)[^\n\d]{0,24}$"
)
# Stems of the words above: most dates stand beside none of them, and a pattern costs far more than these.
_STAMPING = ("terbit", "publik", "update", "perbarui")
_QUOTING = ("utip", "lansir", "akses")
_CONFIDENCE = {"weekday_conflict": 0.75, "inferred_year": 0.85, "spelling_corrected": 0.9}


def find(scan: Scan, page_date: str | None) -> tuple[Dated, ...]:
    """All dates outside noise, in text order; `page_date` (ISO) is what the page or its metadata states."""
    expressions = scan.dates
    clues = read_clues(scan, page_date, expressions)
    return tuple(
        _dated(scan, expression, clues)
        for expression in expressions
        if not scan.layout.is_noise(expression.start)
    )


def _dated(scan: Scan, expression: DateExpression, clues: YearClues) -> Dated:
    reading = resolve(expression, clues)
    confidence = min((_CONFIDENCE.get(flag, 0.97) for flag in reading.flags), default=0.97)
    return Dated(
        Span(expression.start, expression.end),
        reading.date,
        reading.end_date,
        reading.flags,
        reading.candidates,
        _part(scan, expression, is_span=reading.end_date is not None),
        confidence,
        expression,
    )


def _part(scan: Scan, expression: DateExpression, *, is_span: bool) -> Part:
    """What the date dates, by the words around it in its sentence."""
    start, end = expression.start, expression.end
    plain = scan.folded
    sentence = scan.sentence_at(start)
    before = plain[max(sentence.start, start - 200) : start]
    near = before[-90:]
    if scan.layout.dateline and scan.layout.dateline.start < start < scan.layout.body:
        return "dateline"
    if (_any_of(_STAMPING, near) and _UPDATED.search(near)) or (
        start < scan.layout.body and "(" not in plain[start:end]
    ):
        return "page"
    if _any_of(_QUOTING, near) and _SOURCE.search(near):
        return "source"
    if "no" in near and _RULE.search(near):
        return "rule"
    if _COMING.match(plain, end) or _PLAN.search(before[-60:]):
        return "plan"
    if (_PAST.search(near) and not is_span) or (_AGO.match(plain, end) and expression.weekday is None):
        return "past"
    return "statement" if _is_statement(scan, before, expression) else "plain"


def _any_of(stems: tuple[str, ...], words: str) -> bool:
    for stem in stems:  # noqa: SIM110 - a loop costs half of what `any` with a generator does.
        if stem in words:
            return True
    return False


def _is_statement(scan: Scan, before: str, expression: DateExpression) -> bool:
    """True when words of saying come before the date and no happening stands between."""
    if not before.strip():
        # 'ujarnya. Kamis (6/11/2025).' – a date that is a sentence of its own dates the sentence before it.
        previous = scan.folded[max(0, expression.start - 60) : expression.start]
        before = previous.rpartition("\n")[2]
    said = None
    for match in _SAID.finditer(before):
        said = match
    return said is not None and _HAPPENED.search(before, said.end()) is None
