"""What kind of happening the article reports: words of the table weighed by where and how they stand.

The headline and the lead count most. A gathering that is framed as one (`usai membuka Bimtek …, Kamis
(5/6/2025)`) beats the topic that is talked about, for the statements were part of it; one in whose margin
somebody was merely asked (`ditemui di sela rapat`) does not.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from functools import cache

from extractor.canonical.slotted import slotted
from extractor.knowledge import Hit, tables
from extractor.rules.mentions import Quotation, Scan
from extractor.rules.windows import body_sentences, is_within
from extractor.schema.types import Sentence, Span

_TITLE, _LEAD, _SECOND, _EARLY, _LATE = 3.0, 3.0, 1.5, 0.8, 0.3
_EARLY_SENTENCES = 7
_KIND_FACTOR = {"occasion": 1.5, "act": 1.5, "topic": 1.0}
_ATTENDED, _FRAMED_AND_DATED, _FRAMED = 14.0, 7.0, 2.0
_IN_QUOTE, _ASIDE, _KICKER, _AGAIN = 0.3, 0.2, 0.3, 0.2
_MOST_PER_CUE = 3
_LEAST = 2.0
_CLOSE = 0.5
_WINDOW = 70

_FRAME_BEFORE = re.compile(
    r"\b(?:(?:mem)?buka|dibuka|(?:me)?nutup|ditutup|(?:me)?mimpin|dipimpin|(?:meng)?hadiri|dihadiri|(?:meng)?ikuti|"
    r"(?:meng)?gelar|digelar|(?:meng)?helat|dihelat|mengadakan|adakan|diadakan|melaksanakan|laksanakan|dilaksanakan|"
    r"(?:meny)?elenggarakan|selenggarakan|diselenggarakan|melakukan|lakukan|usai|seusai|saat|ketika|sela|dalam|pada|"
    r"acara|kegiatan|agenda|menerima|meraih|menuai|mendapat(?:kan)?|menyerahkan|serahkan|sela-sela|lewat|melalui)"
    r"\b[^.!?\n]{0,30}$"
)
_ATTENDING = re.compile(
    r"\b(?:(?:mem)?buka|dibuka|(?:me)?nutup|ditutup|(?:me)?mimpin|(?:meng)?hadiri|(?:meng)?ikuti|usai|seusai|"
    r"sela|sela-sela)\b[^.!?\n]{0,30}$"
)
_FRAME_AFTER = re.compile(
    r"[^.!?\n]{0,70}?\b(?:digelar|dihelat|dilaksanakan|diselenggarakan|diadakan|berlangsung|dibuka|ditutup|diikuti|"
    r"dipusatkan|bertempat|diserahkan|diterima)\b"
)
_ASKED = re.compile(
    r"\b(?:ditemui|dijumpai|dikonfirmasi|dihubungi|diwawancarai|ditanya|disinggung|menjawab wartawan)\b"
    r"[^.!?\n]{0,45}$"
)
_ELSEWHEN = re.compile(
    r"\b(?:akan|bakal|rencananya|dijadwalkan|sebelumnya|tahun lalu|bulan lalu|nantinya|hendak|jika|kalau)"
    r"\b[^.!?\n]{0,40}$"
)

# `ujarnya usai rapat`: it says no more than when somebody talked.
_PASSING = re.compile(
    r"\b(?:kata|ujar|ucap|ungkap|jelas|tegas|tutur|terang|papar|disampaikan|dikatakan|diungkapkan|dijelaskan|"
    r"menyampaikan|mengatakan)(?:nya)?\b[^.!?\n]{0,60}"
    r"\b(?:usai|seusai|selepas|sela|sela-sela)(?: acara| kegiatan)? $"
)
# `larang wisuda di hotel`: what is forbidden does not happen.
_FORBIDDEN = re.compile(r"\b(?:(?:me|di)?larang(?:an)?|tidak boleh|jangan|tanpa|stop)\b[^.!?\n]{0,40}$")
_PASSING_ENDS = ("usai ", "selepas ", "sela ", "acara ", "kegiatan ")
_BY_MEANS = re.compile(r"\b(?:lewat|melalui)\b[^.!?\n]{0,20}$")


@slotted
class Cue:
    """A row of the table: the type that the words tell, how (`occasion`, `act`, `topic`), and how surely."""

    event: str
    kind: str
    weight: float


@slotted
class Happening:
    """The type, the words that tell it (None without any), and whether one can be at it.

    `runner_up` is the type that came close, None where none did.
    """

    event: str
    span: Span | None
    is_occasion: bool
    confidence: float
    runner_up: str | None = None


@cache
def cues() -> dict[str, Cue]:
    """The rows of the table of cues by id."""
    return {
        row["id"]: Cue(row["event"], row["kind"], float(row["weight"])) for row in tables.rows("event_cues")
    }


def find_type(scan: Scan, dated: frozenset[int], quotations: tuple[Quotation, ...]) -> Happening:
    """Weigh all cue words of the article; `dated` are the starts of the sentences that hold a date."""
    zones = _Zones(scan, dated, quotations)
    scores: dict[str, float] = defaultdict(float)
    strongest: dict[str, tuple[float, Hit]] = {}
    uses: dict[str, int] = defaultdict(int)
    known = cues()
    for hit in scan.hits["cue"]:
        cue = known[hit.key]
        if cue.kind == "none":
            continue
        points = zones.points(hit, cue)
        if points < _TITLE:
            uses[hit.key] += 1
            if uses[hit.key] > _MOST_PER_CUE:
                continue
        scores[cue.event] += points
        if points > strongest.get(cue.event, (0.0, hit))[0]:
            strongest[cue.event] = (points, hit)
    return _best(scores, strongest)


def _best(scores: dict[str, float], strongest: dict[str, tuple[float, Hit]]) -> Happening:
    ranked = sorted(scores, key=lambda event: -scores[event])
    if not ranked or scores[ranked[0]] < _LEAST:
        return Happening("other", None, is_occasion=False, confidence=0.4)
    winner = ranked[0]
    hit = strongest[winner][1]
    second = scores[ranked[1]] if len(ranked) > 1 else 0.0
    margin = (scores[winner] - second) / scores[winner]
    runner_up = ranked[1] if second >= max(_LEAST, _CLOSE * scores[winner]) else None
    is_occasion = cues()[hit.key].kind in {"occasion", "act"} and winner != "policy"
    confidence = round(0.55 + 0.4 * margin, 3)
    return Happening(winner, Span(hit.start, hit.end), is_occasion, confidence, runner_up)


class _Zones:
    """Where in the article a cue stands, and what that is worth."""

    def __init__(self, scan: Scan, dated: frozenset[int], quotations: tuple[Quotation, ...]) -> None:
        self.scan, self.dated = scan, dated
        self.title = scan.layout.title or Span(0, 0)
        self.body = body_sentences(scan)
        self.starts = [sentence.start for sentence in self.body]
        self.quotes = [quotation.span for quotation in quotations]
        self.seen: set[tuple[str, int]] = set()
        colon = scan.text.find(":", self.title.start, self.title.end)
        self.kicker = colon if colon > 0 and scan.text[self.title.start : colon].isupper() else -1

    def points(self, hit: Hit, cue: Cue) -> float:
        """The weight of one cue in its place."""
        base = cue.weight * _KIND_FACTOR[cue.kind]
        if self.title.start <= hit.start < self.title.end:
            factor = _KICKER if hit.start < self.kicker else _ASIDE if self._is_forbidden(hit, cue) else 1
            return base * _TITLE * factor * self._freshness(hit, -2)
        index = bisect_right(self.starts, hit.start) - 1
        if index < 0:
            return base * _SECOND * self._freshness(hit, -1)
        sentence = self.body[index]
        points = base * self._zone(index) * self._freshness(hit, index)
        if is_within(self.quotes, hit.start):
            return points * _IN_QUOTE
        if cue.kind == "topic":
            return points
        before = self.scan.folded[max(sentence.start, hit.start - _WINDOW) : hit.start]
        if self._is_forbidden(hit, cue) or _ASKED.search(before) or self._is_passing(hit, before):
            return points * _ASIDE
        if _ELSEWHEN.search(before) and not self._is_means(sentence, before):
            return points * _ASIDE
        return points + self._framed(hit, cue, sentence, before)

    def _is_passing(self, hit: Hit, before: str) -> bool:
        """True for an occasion told only as the time of a talk, that headline and lead do not name."""
        if not before.endswith(_PASSING_ENDS) or not _PASSING.search(before):
            return False
        return (hit.key, -2) not in self.seen and (hit.key, 0) not in self.seen

    def _is_forbidden(self, hit: Hit, cue: Cue) -> bool:
        if cue.kind != "occasion":
            return False
        return _FORBIDDEN.search(self.scan.folded, max(0, hit.start - _WINDOW), hit.start) is not None

    def _is_means(self, sentence: Sentence, before: str) -> bool:
        """True where what is to come comes by the gathering: `hendak diputus lewat bimtek …, Kamis (…)`."""
        return sentence.start in self.dated and _BY_MEANS.search(before) is not None

    def _freshness(self, hit: Hit, sentence: int) -> float:
        """1 for the first use of a row in a sentence, little for another."""
        key = (hit.key, sentence)
        if key in self.seen:
            return _AGAIN
        self.seen.add(key)
        return 1.0

    def _zone(self, index: int) -> float:
        if index < 2:
            return (_LEAD, _SECOND)[index]
        return _EARLY if index < _EARLY_SENTENCES else _LATE

    def _framed(self, hit: Hit, cue: Cue, sentence: Sentence, before: str) -> float:
        """What it adds that the gathering is opened, held or attended here, most of all on a date."""
        if cue.kind != "occasion":
            return 0.0
        limit = min(sentence.end, hit.end + 90)
        if not _FRAME_BEFORE.search(before) and not _FRAME_AFTER.match(self.scan.folded, hit.end, limit):
            return 0.0
        share = cue.weight / 4
        if sentence.start not in self.dated:
            return _FRAMED * share
        return (_ATTENDED if _ATTENDING.search(before) else _FRAMED_AND_DATED) * share
