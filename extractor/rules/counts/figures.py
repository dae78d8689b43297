"""Which numbers of an article are figures at all, and with what unit.

Most numbers in news are dates, years, names of schools and classes, rule numbers, ages and durations. A
figure is a number with a counted noun, a per-cent sign, an amount of money, a rank, or a measure in front of
it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from extractor.canonical.numbers import Quantity, find_quantities
from extractor.canonical.slotted import slotted
from extractor.canonical.units import unit_names
from extractor.rules.counts import changes
from extractor.rules.counts.phrases import (
    Kind,
    Token,
    base_of,
    counted_nouns,
    sorts_of,
    tokens,
    weak_sorts_of,
)
from extractor.rules.counts.predicates import is_behind_name, is_one, is_predicate, may_be_predicate
from extractor.rules.mentions import Office, Place, Scan
from extractor.schema.types import Sentence, Span


@slotted
class Figure:
    """A number that may measure education, with its unit, in the words of its sentence.

    `words[at]` is the number's first token, `words[next_at]` the first one after number and unit. `low` is
    the lower end of a range that only the upper end's unit makes a figure (`28 hingga 32 siswa`). `is_member`
    is True where nothing but a list over places makes the number one (`X 34 dan Y 33`).
    """

    quantity: Quantity
    unit: str | None
    unit_span: Span | None
    words: tuple[Token, ...]
    at: int
    next_at: int
    sentence: Sentence
    low: Quantity | None = None
    is_member: bool = False


_TIMES = frozenset(("jam", "hari", "bulan", "tahun"))
_NAMING = frozenset(
    "kelas angkatan lokakarya gelombang tahap batch semester sesi jilid edisi komisi fase "
    "siklus level seri bab pasal ayat lantai lt gedung blok rayon rt rw km no nomor tahun ta tp "
    "tanggal tgl pukul usia umur berusia berumur negeri sdn smpn sman smkn min mtsn man versi "
    "ke jalan jl dusun periode modul fase eselon golongan wajar wajib belajar sejak".split()
)
_HYPOTHESIS = frozenset(
    "jika kalau misal misalnya misalkan seandainya andai andaikan bila apabila umpama contohnya".split()
)
_RECKONING = (
    "dijumlah",
    "ditotal",
    "dihitung",
    "dirata",
    "dilihat",
    "dibanding",
    "digabung",
    "dirinci",
    "diurai",
    "dipersen",
    "diprosen",
)
_DIMENSIONLESS = frozenset(("kali", "lipat", "zona", "sesi", "mode", "hal", "poin", "besar"))
_MEASURE_LINKS = frozenset(
    "sebanyak sebesar sejumlah berjumlah mencapai capai menyentuh menembus ada adalah total "
    "hanya yakni yaitu : (".split()
)
_PART_LINKS = frozenset("baru sudah telah tinggal tersisa".split())
"""Words before a part of the whole that `dari 43 SMP` names."""
_AMONG = (" di antaranya", " diantaranya")
_WHOLE_WINDOW = 90
_LEVEL_LINKS = frozenset("hampir sekitar lebih dari kurang".split())
ORDINAL_HEADS = frozenset(
    "peringkat juara rangking ranking rank urutan posisi terbaik tempat nomor tertinggi "
    "terbanyak terbesar tercepat terendah".split()
)
"""Words before an ordinal that make it a rank."""
NOW = frozenset(("sekarang", "kini"))
"""Words before the figure of today: `dulu 41 kombel, sekarang 206`."""
_WEAKLY_COUNTED = frozenset(("area", "record"))
_YEARS = range(1945, 2100)
_LONGEST_SENTENCE = 4000
_LONGEST_UNIT = 3
"""In tokens."""
RANGE = re.compile(r"[ ]?(?:-{1,2}|s/d|s\.d\.?|sd|hingga|sampai(?: dengan)?)[ ]?(?:rp\.?[ ]?)?")
"""What stands between the two ends of a range."""
# `389 dari 482 desa yang memiliki PAUD`: the part is counted in what the whole is counted in.
_OUT_OF = re.compile(r" dari (?:total |sekitar )?")
_WHOLE_AHEAD = re.compile(r" dari (?:total |sekitar )?[\d.]+ ([a-z]+)")
_WIDEST_RANGE = 20
_SCHOOLING_REACH = 14
_WHOLE_REACH = 16
"""In tokens: how far before `…, 160 sudah terakreditasi` its whole may stand (`Dari 250 SD di X`)."""
_NEXT_WORD = re.compile(r"[ ]?-?(?:an |lebih |lembar |helai |buah )?([^\W\d_]+)")


def find_figures(scan: Scan, places: Sequence[Place], offices: Sequence[Office]) -> Iterator[Figure]:
    """All figures outside noise, in text order."""
    masks = _Spans(
        [(date.start, date.end) for date in scan.dates if date.day or date.month]
        + [(rule.start, rule.end) for rule in scan.regulations]
    )
    names = _Spans([*(place.span for place in places), *(office.span for office in offices)])
    programs = _Spans((hit.start, hit.end) for hit in scan.hits["program"])
    reader = _SentenceReader(scan, names, programs)
    passed: Quantity | None = None
    # Most numbers of an article are its dates: they are passed over before they are read as numbers.
    for quantity in find_quantities(scan.text, scan.folded, masks.hold):
        low, passed = passed, None
        if not _may_measure(scan.folded, quantity) and not is_behind_name(scan, quantity):
            passed = quantity
            continue
        if (
            names.hold(quantity.start)
            or programs.hold(quantity.start)
            or masks.hold(quantity.start)
            or scan.layout.is_noise(quantity.start)
        ):
            continue
        if (figure := reader.figure(quantity)) is not None and not _is_part_ahead(scan.folded, figure):
            yield replace(figure, low=low) if low and _is_range(scan.folded, low, figure) else figure
        else:
            passed = quantity


def _is_part_ahead(plain: str, figure: Figure) -> bool:
    """`Sebanyak 412 dari 530 guru`: the part is read with its whole."""
    end = figure.quantity.end
    if figure.unit is not None or figure.quantity.is_ordinal or not plain.startswith(" dari ", end):
        return False
    whole = _WHOLE_AHEAD.match(plain, end)
    return whole is not None and base_of(whole[1]) in _openers()


def _is_range(plain: str, low: Quantity, figure: Figure) -> bool:
    """`28 hingga 32 siswa`, unless the numbers are ages, classes or the like."""
    high = figure.quantity
    if high.start - low.end > _WIDEST_RANGE or not low.value < high.value or figure.unit == "rupiah":
        return False
    words, at = figure.words, figure.at
    first = next((index for index in range(max(0, at - 6), at) if words[index].start >= low.start), at)
    is_named = first > 0 and words[first - 1].word in _NAMING
    if is_named:
        return False
    is_part = _OUT_OF.fullmatch(plain, low.end, high.start) is not None
    return is_part or RANGE.fullmatch(plain, low.end, high.start) is not None


class _Spans:
    """A set of ranges that tells which positions it covers."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._spans = sorted(spans)
        self._starts = [start for start, _ in self._spans]

    def within(self, start: int, end: int) -> list[tuple[int, int]]:
        """The ranges that start in `[start, end)`."""
        first = bisect_left(self._starts, start)
        return self._spans[first : bisect_left(self._starts, end, first)]

    def hold(self, position: int) -> bool:
        """True when some range covers `position`."""
        index = bisect_right(self._starts, position) - 1
        return index >= 0 and position < self._spans[index][1]


def _may_measure(plain: str, quantity: Quantity) -> bool:
    """A quick look at the words beside the number, before its sentence is taken apart."""
    if quantity.unit_start >= 0 or isinstance(quantity.value, float):
        return True
    before = (
        plain[max(0, quantity.start - 24) : quantity.start].removesuffix("ke-").replace("(", " ( ").split()
    )
    last = before[-1] if before else ""
    if quantity.is_ordinal:
        return bool(ORDINAL_HEADS.intersection(before[-6:]))
    if last in _MEASURE_LINKS or last in NOW or last.endswith(("(", ":")) or last in _LEVEL_LINKS:
        return True
    if changes.may_be(plain, quantity, last):
        return True
    is_apart = last in _PART_LINKS or last.endswith(",")
    if is_apart and plain.find("dari ", max(0, quantity.start - _WHOLE_WINDOW), quantity.start) >= 0:
        return True
    following = _NEXT_WORD.match(plain, quantity.end)
    if may_be_predicate(before, following[1] if following else ""):
        return True
    if following is None:
        return False
    return base_of(following[1]) in _openers() or plain.startswith(_AMONG, quantity.end)


@cache
def _openers() -> frozenset[str]:
    """The first words of all units and counted nouns."""
    return frozenset(
        re.split("[ /-]", name, maxsplit=1)[0]
        for name in (*unit_names(), *counted_nouns().sorts, *counted_nouns().weak)
    )


@cache
def _unit_openers() -> dict[str, int]:
    """The first words and marks of all units, as tokens, each with the most tokens of such a unit."""
    openers: dict[str, int] = {}
    for name in unit_names():
        size = min(len(name.replace("/", " / ").split(" ")), _LONGEST_UNIT)
        for opener in (name.split(" ")[0], name.split("/")[0]):
            openers[opener] = max(size, openers.get(opener, 0))
    return openers


class _SentenceReader:
    """Cuts sentences into tokens once, and reads figures in them."""

    def __init__(self, scan: Scan, names: _Spans, programs: _Spans) -> None:
        self._scan = scan
        self._names = names
        self._programs = programs
        self._sentence: Sentence | None = None
        self._words: tuple[Token, ...] = ()
        # Ends of the words: bisecting plain numbers is several times as fast as bisecting by a key.
        self._ends: list[int] = []

    def figure(self, quantity: Quantity) -> Figure | None:
        """The figure that `quantity` is in its sentence, or None."""
        sentence = self._scan.sentences[max(0, bisect_right(self._scan.starts, quantity.start) - 1)]
        if sentence is not self._sentence:
            body = self._scan.layout.body
            # `KOTA—Sebanyak`: the dash after a dateline would join the lead's first word to the place.
            is_lead = (
                sentence.start < body <= quantity.start
                and not self._scan.text[body - 1].isalnum()
                and self._scan.text[body - 1] != "-"
            )
            start = body if is_lead else sentence.start
            self._sentence, self._words = sentence, self._tokens(start, sentence)
        words = self._words
        ends = self._ends
        at = bisect_right(ends, quantity.start)
        if at == len(words):
            return None
        next_at = bisect_right(ends, quantity.end)
        if quantity.unit_start >= 0:
            next_at = max(next_at, bisect_right(ends, quantity.unit_end - 1) + 1)
        unit, unit_span, next_at = _unit(words, quantity, next_at)
        figure = Figure(quantity, unit, unit_span, words, at, next_at, sentence)
        if _measures(figure):
            return figure
        return replace(figure, is_member=True) if is_behind_name(self._scan, quantity) else None

    def _tokens(self, first: int, sentence: Sentence) -> tuple[Token, ...]:
        # One endless line must not make each of its figures cost the whole line.
        end = min(sentence.end, first + _LONGEST_SENTENCE)
        words = tokens(self._scan.folded, first, end)
        self._ends = ends = [word.end for word in words]
        for start, stop in self._programs.within(first, end):
            for index in range(bisect_right(ends, start), min(bisect_right(ends, stop - 1) + 1, len(words))):
                words[index] = _of_kind(words[index], "noun")
        for start, stop in self._names.within(first, end):
            for index in range(bisect_right(ends, start), min(bisect_right(ends, stop - 1) + 1, len(words))):
                if words[index].start >= start:
                    words[index] = _of_kind(words[index], "place")
        return tuple(words)


def _of_kind(word: Token, kind: Kind) -> Token:
    return Token(word.start, word.end, word.word, kind)


def _unit(words: Sequence[Token], quantity: Quantity, at: int) -> tuple[str | None, Span | None, int]:
    """Unit, its place, and the index of the first token after it."""
    if quantity.unit_start >= 0:
        name = "persen" if quantity.is_percent else "rupiah"
        return name, Span(quantity.unit_start, quantity.unit_end), at
    while at < len(words) and words[at].word in ("an", "lebih", "-"):
        at += 1
    longest = _unit_openers().get(base_of(words[at].word), 0) if at < len(words) else 0
    names = unit_names()
    for size in range(min(longest, len(words) - at), 0, -1):
        part = words[at : at + size]
        spaced = " ".join([word.word for word in part]).replace(" / ", "/")
        if (unit := names.get(spaced) or names.get(base_of(spaced))) is not None and unit != "peringkat":
            clitic = 0 if spaced in names else len("nya")
            return unit, Span(part[0].start, part[-1].end - clitic), at + size
    return None, None, at


def _measures(figure: Figure) -> bool:
    """True when number and unit can be a figure; what it measures is asked later."""
    quantity, words = figure.quantity, figure.words
    before = words[figure.at - 1] if figure.at else None
    word = before.word if before else ""
    if quantity.is_ordinal:
        return True
    if _is_hypothetical(words, figure.at) or (figure.unit in _TIMES and not _is_schooling(figure)):
        return False
    is_year = quantity.value in _YEARS and quantity.end - quantity.start == 4
    if figure.unit in ("persen", "rupiah"):
        return not (is_year and figure.unit == "persen")
    if before is not None and before.kind == "place":
        return figure.unit is not None or isinstance(quantity.value, float) or _is_counting(figure)
    if word in _NAMING and not _is_free_of_name(figure):
        return False
    if "number_word" in quantity.flags and quantity.value == 1:
        is_counted = figure.unit is not None or _is_counting(figure)
        return (is_counted and is_one(words, figure.at, figure.next_at)) or is_among(words, figure.next_at)
    if figure.unit is not None:
        return not is_year or word in _MEASURE_LINKS
    if is_year:
        return False
    if (
        _is_counting(figure)
        or is_among(words, figure.next_at)
        or is_predicate(words, figure.at, figure.next_at)
    ):
        return True
    if changes.is_end(words, figure.at, figure.next_at):
        return True
    following = words[figure.next_at] if figure.next_at < len(words) else None
    if following is not None and (following.kind == "noun" or following.word in _DIMENSIONLESS):
        return False
    if word in _MEASURE_LINKS or word in NOW or isinstance(quantity.value, float):
        return True
    return (word == "," or word in _PART_LINKS) and whole_before(words, figure.at) >= 0


def _is_free_of_name(figure: Figure) -> bool:
    """`mengalir ke 21 SD`, `tiap tahun 25 lulusan`: the word before does not name the number."""
    words, at = figure.words, figure.at
    if words[at - 1].word == "ke":
        return figure.unit is not None or (words[at].start > words[at - 1].end and _is_counting(figure))
    is_each = at > 1 and words[at - 1].word == "tahun" and words[at - 2].word in ("tiap", "setiap", "per")
    return is_each and _is_counting(figure)


def _is_counting(figure: Figure) -> bool:
    """True when a counted noun follows the number."""
    following = figure.words[figure.next_at : figure.next_at + 2]
    return bool(sorts_of(following) or weak_sorts_of(following) & _WEAKLY_COUNTED)


def is_among(words: Sequence[Token], index: int) -> bool:
    """True where `di antaranya` starts at `words[index]`."""
    first = words[index].word if index < len(words) else ""
    return first == "diantaranya" or (
        first == "di" and index + 1 < len(words) and words[index + 1].word == "antaranya"
    )


def whole_before(words: Sequence[Token], at: int) -> int:
    """The index of the number of the whole that `words[at]` is a part of (`dari 43 SMP, baru 12`), or -1."""
    for index in range(at - 2, max(-1, at - _WHOLE_REACH), -1):
        if words[index].word == "dari":
            number = index + 1 + (words[index + 1].word in ("total", "sekitar", "jumlah"))
            return number if words[number].kind == "number" else -1
        if words[index].word in (".", ";"):
            break
    return -1


def _is_schooling(figure: Figure) -> bool:
    """`rata-rata lama sekolah 10,9 tahun` and `36 jam pelajaran` are the durations that measure education."""
    words, at = figure.words, figure.at
    if figure.unit == "jam":
        unit = words[at + 1 : figure.next_at]
        return bool(unit) and unit[-1].word in ("pelajaran", "jp")
    near = [word.word for word in words[max(0, at - _SCHOOLING_REACH) : at]]
    return "lama" in near and "sekolah" in near


def _is_hypothetical(words: Sequence[Token], at: int) -> bool:
    """True when the clause before the figure supposes something."""
    for index in range(at - 1, max(-1, at - 13), -1):
        if words[index].word in _HYPOTHESIS:
            # 'kalau dijumlah', 'jika dibandingkan' only introduce a sum.
            return not words[index + 1].word.startswith(_RECKONING)
        if words[index].word in (".", ";"):
            return False
    return False
