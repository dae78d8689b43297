"""What each figure counts: its subject, chosen by the rules for its unit, or taken from the figure before it.

A figure whose subject the text does not show by its grammar is no indicator. One that only continues an
enumeration ('diikuti 23 orang dan 22 orang') takes the subject of the one before it, with less confidence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.rules import ranks, subjects
from extractor.rules.clauses import restriction
from extractor.rules.figures import Figure
from extractor.rules.mentions import Scan
from extractor.rules.noun_phrases import Phrase, all_sorts
from extractor.rules.phrases import Token, base_of
from extractor.schema.types import Span

_EDUCATION = re.compile(
    r"didik|sekolah|guru|siswa|siswi|murid|pelajar|ajar|kurikulum|literasi|numerasi|ppdb|spmb|zonasi|madrasah|"
    r"\bkelas\b|akreditasi|asesmen|ujian|un[bp]k|anbk|rapor|raport|dapodik|\bpaud\b|\bs[dm][apk]?\b|\bukg\b|lulus|"
    r"kuliah|wisuda|dosen"
)
_RANK_REACH = 6
"""A table of ranks may go on over so many sentences."""
_MOST_PARTS = 3
_DENSE = 8
"""So many words and names of education in its opening make an article one about education."""
_WITHIN = frozenset("dengan di dari pada dalam tersebar".split())
_CONTESTS = frozenset("lomba olimpiade kompetisi festival kejuaraan osn fls2n o2sn lks".split())
_CHANGES = frozenset(("menjadi", "jadi"))
_RANGE = re.compile(r"[ ]?(?:-{1,2}|s/d|s\.d\.?|sd|hingga|sampai(?: dengan)?)[ ]?(?:rp\.?[ ]?)?")
_HEAD_SORTS = frozenset(("people", "school", "place", "thing", "measure", "money", "level"))
_NAMED_SORTS = frozenset(("level", "people", "school"))
_AFTER_ORANG, _AFTER, _BEFORE, _CARRIED = 0.88, 0.85, 0.8, 0.62


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure with the parts of its subject, in text order; `unit_span` is None where there is no unit."""

    figure: Figure
    subject: tuple[Span, ...]
    unit: str | None
    unit_span: Span | None
    confidence: float


def read(scan: Scan, figure: Figure, items: Sequence[Measure]) -> Measure | None:
    """What `figure` measures, or None if the text does not show it; `items` are the measures before it."""
    if figure.quantity.is_ordinal:
        return _rank(scan, figure, items)
    found = _subject(scan, figure)
    if found is not None and figure.unit is not None and len(found[0].words) == 1:
        shared = _shared(figure, items)
        if shared is not None:
            return shared
    if found is not None:
        phrase, confidence = found
        return Measure(figure, _spans(scan, phrase), figure.unit, figure.unit_span, confidence)
    return _share_of(scan, figure, items) or _carried(scan, figure, items)


def _subject(scan: Scan, figure: Figure) -> tuple[Phrase, float] | None:
    """What the figure counts, by the rules for its unit, and how sure that is."""
    words = figure.words
    if figure.unit in (None, "orang", "persen", "rupiah", "poin", "paket", "unit"):
        following = subjects.after(words, figure.next_at)
        if figure.unit is None and following is not None and len(following.words) == 1:
            named = subjects.named_before(words, figure.at)
            if named is not None and all_sorts(named) & _NAMED_SORTS:
                return named, _BEFORE
            capacity = subjects.before(words, figure.at) if "thing" in following.sorts else None
            if capacity is not None and "measure" in capacity.sorts:
                return capacity, _BEFORE
        if following is not None and _is_counted(scan, figure, following):
            return following, _AFTER_ORANG if figure.unit == "orang" else _AFTER
        preceding = subjects.before(words, figure.at)
        if preceding is None or not _is_measured(scan, figure, preceding):
            return None
        if figure.unit is None and (clause := restriction(words, figure.next_at)):
            return Phrase((preceding.words[0], *clause)), _BEFORE
        return preceding, _BEFORE
    return _counted_unit(scan, figure)


def _counted_unit(scan: Scan, figure: Figure) -> tuple[Phrase, float] | None:
    """A unit that is itself a noun (`sekolah`, `siswa`): it opens the subject unless the text counts another
    one.
    """
    words = figure.words
    start = figure.at if figure.unit_span is None else _index(words, figure.unit_span.start)
    if figure.unit == "kabupaten/kota" and not _is_reach(words, figure.at):
        return None
    own = subjects.after(words, start)
    if figure.unit == "kabupaten/kota":
        return Phrase(tuple(words[start : figure.next_at])), _AFTER
    if own is not None and len(own.words) > figure.next_at - start:
        return own, _AFTER
    preceding = subjects.before(words, figure.at)
    if preceding is not None and (
        all_sorts(preceding) & {*_NAMED_SORTS, "measure"}
        or (len(preceding.words) > 1 and _is_education(scan, preceding))
    ):
        return preceding, _BEFORE
    return (own, _AFTER - 0.05) if own is not None else None


def _is_reach(words: Sequence[Token], at: int) -> bool:
    return at > 0 and words[at - 1].word in ("di", "pada")


def _index(words: Sequence[Token], position: int) -> int:
    return next((index for index, word in enumerate(words) if word.end > position), len(words))


def _is_counted(scan: Scan, figure: Figure, phrase: Phrase) -> bool:
    """True when the phrase after the number is what it counts."""
    sorts = phrase.sorts
    if figure.unit == "rupiah":
        return False
    if figure.unit == "persen":
        is_noun = not phrase.words[0].word.startswith(("ter", "ber"))
        return bool(sorts & (_HEAD_SORTS - {"money"})) or (is_noun and _is_education(scan, phrase))
    if figure.unit == "orang":
        return bool(sorts & {"people"}) or _is_education(scan, phrase)
    return bool(sorts & (_HEAD_SORTS - {"money"}))


def _is_measured(scan: Scan, figure: Figure, phrase: Phrase) -> bool:
    """True when the phrase before the number is what it measures."""
    sorts = phrase.sorts
    if figure.unit in ("persen", "rupiah"):
        return _is_education(scan, phrase) or (bool(sorts) and _is_near_education(scan, figure))
    return bool(sorts & (_HEAD_SORTS - {"money"}))


def _is_near_education(scan: Scan, figure: Figure) -> bool:
    """True when the figure's sentence, or the article as a whole, speaks of education."""
    if _EDUCATION.search(scan.folded, figure.sentence.start, figure.sentence.end):
        return True
    return len(scan.hits.get("program", ())) + len(_EDUCATION.findall(scan.folded[:4000])) >= _DENSE


def _is_education(scan: Scan, phrase: Phrase) -> bool:
    start, end = phrase.words[0].start, phrase.words[-1].end
    if _EDUCATION.search(scan.folded, start, end):
        return True
    return any(start <= hit.start < end for hit in scan.hits.get("program", ()))


def _shared(figure: Figure, items: Sequence[Measure]) -> Measure | None:
    """`SMA 15.449 pelajar (238 sekolah)`: the second figure is of the same level as the first one."""
    if not items or items[-1].figure.sentence is not figure.sentence:
        return None
    last = items[-1]
    words = figure.words[last.figure.next_at : figure.at]
    if not words or any(word.kind != "open" and word.word not in _WITHIN for word in words):
        return None
    if not all(span.end <= last.figure.quantity.start for span in last.subject):
        return None
    return Measure(figure, last.subject, figure.unit, figure.unit_span, _CARRIED)


def _share_of(scan: Scan, figure: Figure, items: Sequence[Measure]) -> Measure | None:
    """`dari 320 sekolah dasar, baru 45 persen yang memiliki …`: the clause restricts the noun counted
    before.
    """
    clause = restriction(figure.words, figure.next_at)
    if not clause or not items or items[-1].figure.sentence is not figure.sentence:
        return None
    if len(items[-1].subject) > _MOST_PARTS:
        return None
    subject = (*items[-1].subject, *_spans(scan, Phrase(clause)))
    return Measure(figure, subject, figure.unit, figure.unit_span, _CARRIED)


def _carried(scan: Scan, figure: Figure, items: Sequence[Measure]) -> Measure | None:
    """Take the subject of the figure before, in this or the preceding sentence, with the same unit."""
    if not items:
        return None
    last = items[-1]
    if (
        _continues(scan, figure, last.figure)
        and last.figure.sentence is figure.sentence
        and last.unit == figure.unit
    ):
        return Measure(figure, last.subject, figure.unit, figure.unit_span, _CARRIED)
    if figure.unit not in ("orang", "siswa", "persen"):
        return None
    gap = int(figure.sentence.id[1:]) - int(last.figure.sentence.id[1:])
    if last.unit != figure.unit or gap > 1:
        return None
    return Measure(figure, last.subject, figure.unit, figure.unit_span, _CARRIED)


def _continues(scan: Scan, figure: Figure, last: Figure) -> bool:
    """True for the second end of a range and of a change (`dari 15 persen menjadi 25 persen`)."""
    if figure.at > 0 and figure.words[figure.at - 1].word in _CHANGES:
        return True
    start, end = last.quantity.end, figure.quantity.start
    return end - start < 24 and _RANGE.fullmatch(scan.folded, start, end) is not None


def _rank(scan: Scan, figure: Figure, items: Sequence[Measure]) -> Measure | None:
    rank = ranks.read_rank(figure)
    if rank is None:
        return None
    if rank.subject is not None and (
        rank.subject.sorts or rank.subject.words[0].word in _CONTESTS or _is_education(scan, rank.subject)
    ):
        return Measure(figure, _spans(scan, rank.subject), "peringkat", rank.word, _BEFORE)
    for last in reversed(items[-3:]):
        gap = int(figure.sentence.id[1:]) - int(last.figure.sentence.id[1:])
        if gap == 0 or (last.unit == "peringkat" and gap <= _RANK_REACH):
            return Measure(figure, last.subject, "peringkat", rank.word, _CARRIED)
    return None


def _spans(scan: Scan, phrase: Phrase) -> tuple[Span, ...]:
    """The phrase as spans of running text; a noun's clitic -nya is cut off."""
    spans: list[Span] = []
    is_clause = False
    for word in phrase.words:
        is_clause = is_clause or word.kind == "that"
        end = word.end - 3 if not is_clause and _has_clitic(word) else word.end
        gap = scan.text[spans[-1].end : word.start] if spans else "x"
        if spans and not gap.strip() and "\n" not in gap:
            spans[-1] = Span(spans[-1].start, end)
        else:
            spans.append(Span(word.start, end))
    return tuple(spans)


def _has_clitic(word: Token) -> bool:
    return word.kind == "noun" and base_of(word.word) != word.word
