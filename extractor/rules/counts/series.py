"""Figures that go on from the one before: ends of ranges and changes, shares, lists over places or kinds.

`Kuota jalur domisili 45 persen, afirmasi 20 persen` names the shared noun once; `terbanyak di X yakni 120
siswa, disusul Y 90 siswa` counts the same thing in other places. The subject is then taken, whole or in part,
from the figure before, with less confidence.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.canonical.slotted import slotted
from extractor.rules.counts import subjects
from extractor.rules.counts.changes import STARTS, TURNS
from extractor.rules.counts.figures import NOW, RANGE, Figure
from extractor.rules.counts.noun_phrases import Phrase
from extractor.rules.counts.phrases import Token, base_of, sorts_of, tokens
from extractor.rules.counts.predicates import EARLIER
from extractor.rules.counts.subjects_before import Backward
from extractor.rules.mentions import Scan
from extractor.schema.types import Span

CARRIED = 0.62
"""How sure a subject is that another figure lends."""
_MOST_BETWEEN = 6
_MOST_CLAUSE = 14
_LIST_REACH = 60
_LIST_LINES = 12
_LONGEST_HEADING = 240
_WITHIN = frozenset("dengan di dari pada dalam tersebar".split())
_MOVES = frozenset("naik turun meningkat menurun melonjak merosot bertambah berkurang".split())
_SUM_LISTS = frozenset((",", "dan", "serta", "rp", "."))
_SUM_WORDS = frozenset("senilai sebesar setara dengan sekitar rp .".split())
_EQUALS = frozenset(("atau", "setara", "alias"))
_AS_SHARE = ("dipersen", "diprosen")
_FOLLOWERS = frozenset(("disusul", "diikuti"))
_ONLY = frozenset("hanya baru cuma sebesar mencapai".split())
_RECEIVING = frozenset("menerima mendapat mendapatkan memperoleh kebagian".split())
_EARLIER = frozenset(("tahun", "sebelumnya", "lalu"))
_FIGURE_WORDS = frozenset("angka nilai capaian skor persentase jumlah".split())
_EXTREMES = frozenset("terbanyak tersedikit tertinggi terendah terbesar terkecil paling".split())


@slotted
class Measure:
    """One figure with its subject: the parts of it, in text order, and its words.

    `unit_span` is None where there is no unit.
    """

    figure: Figure
    subject: tuple[Span, ...]
    words: tuple[Token, ...]
    unit: str | None
    unit_span: Span | None
    confidence: float


def measure_of(scan: Scan, figure: Figure, phrase: Phrase, confidence: float) -> Measure:
    """The measure whose subject is `phrase`."""
    return Measure(figure, spans_of(scan, phrase), phrase.words, figure.unit, figure.unit_span, confidence)


def go_on(figure: Figure, last: Measure, *, unit: str | None, unit_span: Span | None) -> Measure:
    """`figure` with the subject of `last`."""
    return Measure(figure, last.subject, last.words, unit, unit_span, CARRIED)


def spans_of(scan: Scan, phrase: Phrase) -> tuple[Span, ...]:
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


def shared(figure: Figure, items: Sequence[Measure]) -> Measure | None:
    """`SMA 15.449 pelajar (238 sekolah)`: the second figure is of the same level as the first one."""
    if not items or items[-1].figure.sentence is not figure.sentence:
        return None
    last = items[-1]
    words = figure.words[last.figure.next_at : figure.at]
    if not words or any(word.kind != "open" and word.word not in _WITHIN for word in words):
        return None
    if not all(span.end <= last.figure.quantity.start for span in last.subject):
        return None
    if last.unit == "rupiah" or not all("level" in sorts_of((word,)) for word in last.words):
        return None
    return go_on(figure, last, unit=figure.unit, unit_span=figure.unit_span)


def parallel(scan: Scan, figure: Figure, own: Phrase | None, items: Sequence[Measure]) -> Measure | None:
    """`kuota jalur domisili 45 persen, afirmasi 20 persen`: the new word takes the last one's place."""
    if own is None or not items or items[-1].figure.sentence is not figure.sentence:
        return None
    last = items[-1]
    head = last.words[: -len(own.words)]
    if last.unit != figure.unit or not head or last.words[-1].end > last.figure.quantity.start:
        return None
    if not _are_only_joined(figure.words, last.figure.next_at, own.words[0].start):
        return None
    if again := _repeated(own, last):
        return measure_of(scan, figure, again, CARRIED)
    replaced = sorts_of(last.words[-len(own.words) :])
    is_level = "level" in own.sorts and "level" in replaced
    if not is_level and (own.sorts or replaced or not sorts_of(head[:2])):
        return None
    return measure_of(scan, figure, Phrase((*head, *own.words)), CARRIED)


def _repeated(own: Phrase, last: Measure) -> Phrase | None:
    """`pendaftar jalur afirmasi 20 orang, jalur prestasi 30 orang`: from the repeated word on it is new."""
    first = base_of(own.words[0].word)
    at = next((index for index, word in enumerate(last.words) if base_of(word.word) == first), 0)
    return Phrase((*last.words[:at], *own.words)) if at and len(own.words) > 1 else None


def under_heading(scan: Scan, figure: Figure, own: Phrase | None) -> Measure | None:
    """`Rincian kuota PPDB: zonasi 50 persen, afirmasi …`: what stands before the colon names the figures."""
    if own is None or own.sorts or figure.unit != "persen":
        return None
    words = figure.words
    colon = next((index for index, word in enumerate(words) if word.end > own.words[0].start), 0) - 1
    if colon < 1 or words[colon].word != ":" or own.words[-1].end > figure.quantity.start:
        return None
    head = Backward(words, colon - 1).phrase()
    if head is None or not head.sorts:
        return None
    return measure_of(scan, figure, Phrase((*head.words, *own.words)), CARRIED)


def under_list_heading(scan: Scan, figure: Figure, items: Sequence[Measure]) -> Measure | None:
    """`Persentase pengisian rapor SMP sebagai berikut:` above a list of regions with their figures."""
    if figure.unit not in ("persen", "poin", None) or not any(word.kind == "place" for word in figure.words):
        return None
    index = int(figure.sentence.id[1:]) - int(scan.sentences[0].id[1:])
    for above in reversed(scan.sentences[max(0, index - _LIST_LINES) : index]):
        start, end = above.start, above.end
        if scan.text[start:end].rstrip()[-1:] == ":":
            words = tokens(scan.folded, max(start, end - _LONGEST_HEADING), end)
            first = next((at for at in range(len(words)) if "measure" in sorts_of(words[at : at + 2])), -1)
            head = subjects.after(words, first) if first >= 0 else None
            return measure_of(scan, figure, head, CARRIED) if head is not None else None
        if not (items and items[-1].figure.sentence.start >= start) and scan.text[start].isalpha():
            return None
    return None


def _are_only_joined(words: Sequence[Token], first: int, end: int) -> bool:
    """True when nothing but commas and `dan` stands from `words[first]` to the offset `end`."""
    between = [word for word in words[first : first + _MOST_BETWEEN] if word.start < end]
    return bool(between) and all(word.word in (",", ";") or word.kind == "join" for word in between)


def spread(figure: Figure, own: Phrase | None, items: Sequence[Measure]) -> Measure | None:
    """`terbanyak di X yakni 120 siswa, disusul Y 90 siswa dan Z 75 orang`: one thing in several places."""
    if not items or (own is not None and len(own.words) > 1) or not is_near(figure, items[-1].figure):
        return None
    last = items[-1]
    is_score = figure.unit is None and last.unit is None and isinstance(figure.quantity.value, float)
    is_same_thing = figure.unit == "orang" or is_score or (own is not None and _is_of(own, last))
    if not is_same_thing or not (_names_extreme(figure) or _is_listed(figure, last.figure)):
        return None
    return go_on(figure, last, unit=figure.unit, unit_span=figure.unit_span)


def _is_of(own: Phrase, last: Measure) -> bool:
    """True where the noun counted here is the one counted before."""
    word = base_of(own.words[0].word)
    if word == "anak":
        return "people" in sorts_of(last.words[:2])
    return bool(own.sorts) and any(base_of(other.word) == word for other in last.words)


def _names_extreme(figure: Figure) -> bool:
    """True when the clause of the figure says where there are most, fewest or next most."""
    words = figure.words
    is_place = False
    for index in range(figure.at - 1, max(-1, figure.at - _MOST_CLAUSE), -1):
        word = words[index]
        if word.word in _FOLLOWERS and not (index > 0 and words[index - 1].kind == "that"):
            return True
        if word.word in _EXTREMES:
            return is_place
        is_place = is_place or word.kind == "place" or word.word == "di"
        if word.kind in ("mark", "number"):
            return False
    return False


def _is_listed(figure: Figure, last: Figure) -> bool:
    """True for a further member of a list that `disusul` opened."""
    words = figure.words
    if last.sentence is not figure.sentence or figure.at - last.next_at > _MOST_BETWEEN:
        return False
    first = last.next_at
    if last.unit is None and first < figure.at and words[first].kind == "noun":
        first += 1
    between = words[first : figure.at]
    is_list = bool(between) and (between[0].word == "," or between[0].kind == "join")
    if not is_list or not all(
        word.kind in ("noun", "place") and not sorts_of((word,)) for word in between[1:]
    ):
        return False
    return any(word.word in _FOLLOWERS for word in words[max(0, figure.at - _LIST_REACH) : last.next_at])


def carried(scan: Scan, figure: Figure, items: Sequence[Measure]) -> Measure | None:
    """Take the subject of the figure before, in this or the preceding sentence, with the same unit."""
    if not items:
        return None
    last = items[-1]
    is_same_unit = last.unit == figure.unit or (last.unit == "poin" and figure.unit is None)
    if last.figure.sentence is figure.sentence and (
        (is_same_unit and (_continues(scan, figure, last.figure) or _is_next_sum(figure, last)))
        or _is_equal(figure, last)
    ):
        return go_on(figure, last, unit=figure.unit, unit_span=figure.unit_span)
    if not is_near(figure, last.figure):
        return None
    if (
        is_same_unit
        and figure.unit is None
        and is_that_figure(figure)
        and _continues(scan, figure, last.figure)
    ):
        return go_on(figure, last, unit=None, unit_span=None)
    is_repeated = figure.unit in ("orang", "siswa", "persen") and is_same_unit
    is_received = figure.unit == "rupiah" and is_same_unit and _is_received(figure)
    if not is_repeated and not is_received and not (figure.unit == "persen" and _is_as_share(figure)):
        return None
    return go_on(figure, last, unit=figure.unit, unit_span=figure.unit_span)


def changed(figure: Figure, own: Phrase, items: Sequence[Measure]) -> Measure | None:
    """`anak tidak sekolah turun dari 612 anak menjadi 207 anak`: the class repeated is of the same ones."""
    if not items or items[-1].figure.sentence is not figure.sentence:
        return None
    if items[-1].unit != figure.unit and not _is_start(items[-1].figure):
        return None
    words, classed = figure.words, items[-1].figure.next_at
    is_change = figure.at > 0 and words[figure.at - 1].word in TURNS
    is_start = _is_start(items[-1].figure)
    if not is_change or not (is_start or words[classed].word == own.words[0].word):
        return None
    return go_on(figure, items[-1], unit=figure.unit, unit_span=figure.unit_span)


def _is_start(figure: Figure) -> bool:
    """`bertambah dari 184 …`, `yang semula 263 …`: the figure is the one before a change."""
    words, at = figure.words, figure.at
    return at > 0 and words[at - 1].word in STARTS and figure.unit is None


def is_near(figure: Figure, last: Figure) -> bool:
    """True where no whole sentence stands between the two."""
    return int(figure.sentence.id[1:]) - int(last.sentence.id[1:]) <= 1


def _continues(scan: Scan, figure: Figure, last: Figure) -> bool:
    """True for the second end of a range and of a change (`dari 15 persen menjadi 25 persen`)."""
    words, at = figure.words, figure.at
    while at > 1 and words[at - 1].word in ("rp", "."):
        at -= 1
    before = words[at - 1].word if at else ""
    is_other_year = before in NOW or (before in EARLIER and not isinstance(figure.quantity.value, float))
    if before in TURNS or (is_other_year and figure.unit is None):
        return True
    if before == "dari" and at > 1 and words[at - 2].word in _MOVES:
        return True
    if before in _ONLY and at > 1 and words[at - 2].kind == "that" and figure.unit is None:
        return any(word.word in _EARLIER for word in words[max(0, at - _MOST_CLAUSE) : at])
    start, end = last.quantity.end, figure.quantity.start
    return end - start < 24 and RANGE.fullmatch(scan.folded, start, end) is not None


def _is_received(figure: Figure) -> bool:
    """`SDN 3 menerima paling besar, yakni Rp2,1 miliar`: a part of the sum before."""
    return any(
        word.word in _RECEIVING for word in figure.words[max(0, figure.at - _MOST_BETWEEN) : figure.at]
    )


def is_that_figure(figure: Figure) -> bool:
    """`Angka tersebut melompat dari …`: the sentence goes on about the figure before it."""
    words = figure.words
    return len(words) > 1 and words[0].word in _FIGURE_WORDS and words[1].word in ("tersebut", "itu", "ini")


def _is_next_sum(figure: Figure, last: Measure) -> bool:
    """`uang pembinaan Rp5 juta, Rp4 juta dan Rp3 juta`."""
    between = figure.words[last.figure.next_at : figure.at]
    return figure.unit == "rupiah" and bool(between) and all(w.word in _SUM_LISTS for w in between)


def _is_equal(figure: Figure, last: Measure) -> bool:
    """`2.987 orang atau 87,5 persen`, `2.987 orang (87,5 persen)`: the same ones as a share."""
    between = figure.words[last.figure.next_at : figure.at]
    if figure.unit != "persen" or last.unit in ("persen", "rupiah") or not 0 < len(between) <= _MOST_BETWEEN:
        return False
    is_direct = all(word.kind == "noun" for word in between[:-1])
    return is_direct and (between[-1].word in _EQUALS or between[-1].kind == "open")


def _is_as_share(figure: Figure) -> bool:
    """`Kalau dipersenkan, 87,5 persen`."""
    return any(
        word.word.startswith(_AS_SHARE)
        for word in figure.words[max(0, figure.at - _MOST_BETWEEN) : figure.at]
    )


def next_level(figure: Figure, own: Phrase | None, items: Sequence[Measure]) -> Phrase | None:
    """`… 210 orang jenjang SD dan 145 orang jenjang SMP`: the same ones of the next level."""
    words, at = figure.words, figure.next_at
    if own is not None and figure.unit is None and items and "level" in own.sorts:
        return _next_headed(figure, own, items[-1])
    if (
        figure.unit != "orang"
        or own is None
        or at >= len(words)
        or words[at].word not in ("jenjang", "tingkat")
    ):
        return None
    if not items or items[-1].figure.sentence is not figure.sentence or items[-1].unit != "orang":
        return None
    last = items[-1].words
    is_level = "level" in own.sorts and "level" in sorts_of(last[-1:])
    return Phrase((*last[:-1], *own.words)) if is_level and len(last) > 1 else None


def _next_headed(figure: Figure, own: Phrase, last: Measure) -> Phrase | None:
    """`kuota 50 SD dan 50 SMP`."""
    if last.figure.sentence is not figure.sentence or len(last.words) != 2 or last.unit is not None:
        return None
    is_headed = last.words[0].end <= last.figure.quantity.start < last.words[1].start
    is_next = _are_only_joined(figure.words, _after(figure.words, last.words[-1]), figure.quantity.start)
    return Phrase((last.words[0], *own.words)) if is_headed and is_next else None


def _after(words: Sequence[Token], word: Token) -> int:
    return next((index for index, other in enumerate(words) if other.start >= word.end), len(words))


def as_sum(figure: Figure, items: Sequence[Measure]) -> Measure | None:
    """`… sudah 99,1 persen, atau senilai Rp71,6 miliar`: the same thing in money."""
    if figure.unit != "rupiah" or not items or items[-1].figure.sentence is not figure.sentence:
        return None
    between = [word.word for word in figure.words[items[-1].figure.next_at : figure.at] if word.word != ","]
    is_same = len(between) > 1 and between[0] in _EQUALS and all(word in _SUM_WORDS for word in between[1:])
    return go_on(figure, items[-1], unit="rupiah", unit_span=figure.unit_span) if is_same else None


def per_head(figure: Figure, phrase: Phrase | None, items: Sequence[Measure]) -> Phrase | None:
    """`bantuan Rp1,8 juta per siswa SMA dan Rp2,4 juta per siswa SMK`: for whom, if that tells them apart."""
    words, start = figure.words, figure.next_at
    if figure.unit != "rupiah" or start >= len(words) or words[start].word != "per":
        return None
    end = start + 1
    while end < len(words) and words[end].kind == "noun":
        end += 1
    if end - start < _FULL_PER or not sorts_of(words[start + 1 : end]):
        return None
    if phrase is not None:
        return Phrase((*phrase.words, *words[start:end]))
    if not items or items[-1].unit != "rupiah" or items[-1].figure.sentence is not figure.sentence:
        return None
    head = items[-1].words
    per = next((index for index, word in enumerate(head) if word.word == "per"), 0)
    return Phrase((*head[:per], *words[start:end])) if per else None


_FULL_PER = 3
"""`per siswa SMA` tells cohorts apart, `per siswa` alone does not."""
