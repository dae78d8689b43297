"""What ties a quotation to its speaker: the verb of saying right after it or before it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import Literal

from extractor.canonical.slotted import slotted
from extractor.rules.mentions import Hit, Scan
from extractor.rules.speech.saying import verbs

_AFTER_QUOTATION = re.compile(
    r"( {0,2}[\"“”†»«‘’'\x9d]{0,3}[\s,.;–—-]{0,4})"
    r"(?:(?:hal|pernyataan|penegasan|harapan|pesan) (?:itu|tersebut|ini) |demikian |begitu |seperti "
    r"|sebagaimana )?",
    re.IGNORECASE,
)
_UNKNOWN_VERB = re.compile(
    r"(?!(?:di|dan|dari|ke|saat|pada|usai|yang|oleh|untuk|dalam|serta|ketika|kepada|begitu|demikian|itu|atau|"
    r"dengan|juga|karena|sementara|namun|tapi|tetapi|sebagai|seperti|bersama|dihadapan|adalah|akan|tidak|bukan|"
    r"sebagaimana|sebelumnya|selanjutnya|akhirnya|misalnya|khususnya|seterusnya|sebaiknya|pihaknya) )"
    r"([a-z]{3,10}nya(?=[\s,.(])|[a-z]{3,9}(?= (?:[A-Z]|dia\b|ia\b|beliau\b)))"
)
_SENTENCE_END = re.compile(r"[.!?…][\"”’)]?\s+(?=[A-Z\"“‘])")
_WIDEST_LEAD_IN = 110
_WIDEST_BARE_LEAD_IN = 28
_WIDEST_MARK = 6
_MARKS = frozenset("\"“”„«‘' \u00a0œâ€")
_ASKING_FOR_QUOTE = frozenset(",:")


@slotted
class Cue:
    """How a quotation is attributed: by the verb at `hit` behind it, before it, or by none."""

    side: Literal["after", "before", "none"]
    hit: Hit | None = None

    @property
    def form(self) -> str:
        """The form of the verb; empty when there is none."""
        return verbs()[self.hit.key].form if self.hit else ""


class VerbIndex:
    """The verbs of saying of an article by position."""

    __slots__ = ("_starts", "hits", "text")

    def __init__(self, scan: Scan) -> None:
        self.text = scan.text
        self.hits = [hit for hit in scan.hits["verb"] if verbs()[hit.key].is_speech]
        self._starts = [hit.start for hit in self.hits]

    def at(self, position: int) -> Hit | None:
        """The verb that starts at `position`."""
        index = bisect_left(self._starts, position)
        return self.hits[index] if index < len(self.hits) and self._starts[index] == position else None

    def between(self, start: int, end: int) -> list[Hit]:
        """The verbs that start in `[start, end)`."""
        return self.hits[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def last_before(self, position: int) -> Hit | None:
        """The last verb that ends at `position` or earlier."""
        index = bisect_right(self._starts, position) - 1
        while index >= 0 and self.hits[index].end > position:
            index -= 1
        return self.hits[index] if index >= 0 else None


def cue_of(verb_index: VerbIndex, start: int, end: int, line_start: int) -> Cue:
    """The cue of the quotation `[start, end)` (without its marks) whose line starts at `line_start`."""
    after = cue_after(verb_index, end)
    if after is not None and "\n" not in verb_index.text[end : after.start]:
        return Cue("after", after)
    before = _cue_before(verb_index, start, line_start)
    if after is not None and before is None:
        return Cue("after", after)
    return Cue("before", before) if before is not None else Cue("none")


def cue_after(verb_index: VerbIndex, end: int) -> Hit | None:
    """`," ujar Halim`, `" katanya`, `". Hal itu disampaikan Sabli`."""
    text = verb_index.text
    gap = _AFTER_QUOTATION.match(text, end)
    if gap is None:
        return None
    hit = verb_index.at(gap.end()) or verb_index.at(gap.end(1))
    if hit is None:
        return _unknown_verb(text, end, gap)
    form = verbs()[hit.key].form
    opens_sentence = text[hit.start].isupper() and form in ("according", "nya")
    return hit if form in ("stem", "nya", "passive", "according") and not opens_sentence else None


def _unknown_verb(text: str, end: int, gap: re.Match[str]) -> Hit | None:
    """`," kelakarnya`, `," ajak Budi`: a verb of saying stands there, known or not."""
    if "," not in (text[end - 1 : end], *gap.group(1)):
        return None
    word = _UNKNOWN_VERB.match(text, gap.end(1))
    if word is None:
        return None
    return Hit(
        word.start(1), word.end(1), "verb", "kata.nya" if word.group(1).endswith("nya") else "kata.stem"
    )


def _cue_before(verb_index: VerbIndex, start: int, line_start: int) -> Hit | None:
    """`Febry mengatakan, "`, `Kata Febry, "`, `menurut dia: "`."""
    text = verb_index.text
    outer = start
    while outer > max(line_start, start - _WIDEST_MARK) and text[outer - 1] in _MARKS:
        outer -= 1
    hit = verb_index.last_before(outer)
    if hit is None or hit.start < line_start or outer - hit.end > _WIDEST_LEAD_IN:
        return None
    lead_in = text[hit.end : outer]
    if any(mark in lead_in for mark in '"“”„«') or _SENTENCE_END.search(lead_in):
        return None
    verb = verbs()[hit.key]
    if lead_in.rstrip()[-1:] in _ASKING_FOR_QUOTE or not lead_in.strip():
        return hit
    return hit if verb.form == "active" and len(lead_in) <= _WIDEST_BARE_LEAD_IN else None
