"""Which region a figure is about: the one that its own clause names, else the article's."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from extractor.canonical.slotted import slotted
from extractor.rules.counts.series import Measure
from extractor.rules.mentions import Place, Scan

_OTHER_REGIONS = re.compile(r"\b(?:daerah|kabupaten|kota|wilayah|provinsi)(?:/kota)? lain(?:nya)?\b")
_CONTRAST = re.compile(r"\b(?:tapi|tetapi|namun|sedangkan|sementara|melainkan)\b")
_HELD = re.compile(r"[^.;\n]{0,24}?\b(?:diduduki|diisi|ditempati|diraih|direbut|dipegang|diperoleh|milik)\b")
_FROM_MANY = re.compile(
    r"[^.,;\n]{0,30}\b(?:dari|perwakilan|utusan) (?:[a-z0-9]+ ){0,2}(?:kabupaten|kota|provinsi|daerah)\b"
)
_SEPARATORS = re.compile(r",|\bdan\b")
_PLACE_AFTER = re.compile(
    r" (?:di |se-? ?|pada |dari )(?:seluruh )?(?:kota |kabupaten |kab\.? |provinsi |wilayah )?"
)
_CLAUSE_BREAK = re.compile(r"[,;]|\b(?:sedangkan|sementara|tetapi|tapi|namun|disusul|diikuti|dan)\b")
_OPENING = re.compile(
    r"[^\w]*(?:\d{1,2}[.)] ?)?(?:(?:adapun|untuk|lalu|berikutnya|kemudian|menyusul|selanjutnya|sementara"
    r"|sedangkan|paling \w+"
    r"|ter(?:banyak|tinggi|rendah|besar|kecil|sedikit)"
    r"|(?:urutan|peringkat|posisi|tempat) (?:ke\w+|terakhir|pertama|buncit|berikut\w*)"
    r"|ada|di|se|kota|kabupaten|kab|provinsi)\b[ .-]*){0,6}"
)
_NATIONAL = re.compile(
    r"\b(?:(?:secara|rata-rata|rerata|rataan|capaian|target|angka|standar|skala|data) nasional"
    r"|(?:di |se-? ?|seluruh )(?:seluruh )?indonesia|di tanah air)\b"
)
_NUMBER = re.compile(r"\d[\d.,]*")
_EACH_GAP = re.compile(r"[\d.,; ]*(?:(?:dan|serta|persen|orang|rp)\b[\d.,; ]*)*")
_PROVINCIAL = re.compile(
    r"\b(?:rata-rata|rerata|capaian|angka|target|standar) provinsi (?:yang |sebesar |hanya |sendiri )*$"
)
_PROVINCIAL_REACH = 40
_NATIONAL_STEMS = ("nasional", "indonesia", "tanah air")
_NATIONAL_REACH = 70
_CLAUSE_END = re.compile(
    r"[,;.()\n\"]|\b(?:sedangkan|sementara|tetapi|namun|usai|saat|ketika|dalam|kata|ujar"
    r"|(?:me|di|ber)[a-z]{4,})\b"
)
_ORIGIN = re.compile(r"(?:,? (?:dan|serta) \d+ [a-z]+(?: [a-z]+)?)? (?:yang )?(?:berasal )?dari ")
_LIST_LINKS = frozenset((",", "dan", "serta", ", dan", "&"))
_OWN = re.compile(
    r"\b(?:(?:kota|wilayah|daerah|kabupaten)nya|kami|kita|di sana|kepala (?:dinas|disd|dikb)\w*)\b"
)
_PROVINCE = 2
_OWN_AHEAD = 30
_AHEAD_REACH = 70
_SENTENCE_WINDOW = 600


@slotted
class Holder:
    """The region of a figure, by its mention; `is_near` is False where only the context gives it."""

    place: Place
    is_near: bool


class FigureRegions:
    """Finds the regions of the figures of one article."""

    def __init__(self, scan: Scan, places: Sequence[Place]) -> None:
        self._plain = scan.folded
        self._body = scan.layout.body
        self._places = places
        self._starts = [place.span.start for place in places]
        self._main = next((place for place in places if place.code == scan.main), None)

    def of(self, measure: Measure, previous: Measure | None) -> Holder | None:
        """The region of `measure`; None for figures of other regions and of participants from many.

        `previous` is the measure before it: words up to that one's figure are about that one.
        """
        figure = measure.figure
        is_rank = figure.quantity.is_ordinal
        if not is_rank and (
            _FROM_MANY.match(self._plain, figure.quantity.end, figure.sentence.end)
            or self._is_from_several(measure)
        ):
            return None
        if self._is_national(measure):
            return None
        if (province := self._province(measure)) is not None:
            return Holder(province, is_near=False)
        if (own := self._each(measure)) is not None:
            return Holder(own, is_near=True)
        near = self._rank_in(measure) if is_rank else self._in_clause(measure, previous)
        near = near or self._opening(measure) or self._ahead(measure)
        if near is not None:
            return Holder(near, is_near=True)
        if self._is_of_others(measure) or self._main is None:
            return None
        return Holder(self._speakers(measure) or self._main, is_near=False)

    def _speakers(self, measure: Measure) -> Place | None:
        """In an article on a province: the one kabupaten or kota that the paragraph has named so far."""
        number = measure.figure.quantity.start
        line = self._plain.rfind("\n", max(0, number - _SENTENCE_WINDOW), number) + 1
        if line == 0 or self._main is None or len(self._main.code) > _PROVINCE:
            return None
        named = {place.code: place for place in self._between(line, number)}
        inside = [place for code, place in named.items() if code.startswith(f"{self._main.code}.")]
        is_own = _OWN.search(self._plain, line, number + _OWN_AHEAD) is not None
        return inside[0] if len(inside) == 1 and is_own else None

    def _is_national(self, measure: Measure) -> bool:
        """`secara nasional terdapat …`, `rata-rata nasional 68 persen`, `3,5 juta murid di Indonesia`."""
        quantity, sentence = measure.figure.quantity, measure.figure.sentence
        last = max(quantity.end, measure.subject[-1].end)
        end = last if last > sentence.end else min(sentence.end, last + len(" di seluruh indonesia"))
        start = max(sentence.start, quantity.start - _NATIONAL_REACH)
        if not any(map(self._plain[start:end].__contains__, _NATIONAL_STEMS)):
            return False
        found = list(_NATIONAL.finditer(self._plain, start, end))
        if not found:
            return False
        first = found[-1].end()
        if first > quantity.start:
            return not self._between(quantity.start, first)
        gap = self._plain[first : quantity.start]
        return not self._between(first, quantity.start) and _CLAUSE_BREAK.search(gap) is None

    def _province(self, measure: Measure) -> Place | None:
        """`di atas rata-rata provinsi 2,38`: the province that the article's kabupaten or kota lies in."""
        number = measure.figure.quantity.start
        if self._main is None or not _PROVINCIAL.search(
            self._plain, max(0, number - _PROVINCIAL_REACH), number
        ):
            return None
        code = self._main.code[:_PROVINCE]
        return next((place for place in self._places if place.code == code), None)

    def _each(self, measure: Measure) -> Place | None:
        """`X, Y, dan Z masing-masing 31,6; 27,44; dan 25,1`: the n-th number belongs to the n-th place."""
        sentence, number = measure.figure.sentence, measure.figure.quantity.start
        start = max(sentence.start, number - _SENTENCE_WINDOW)
        each = self._plain.rfind("masing-masing", start, number)
        if each < 0:
            return None
        gap = self._plain[each + len("masing-masing") : number]
        if _EACH_GAP.fullmatch(gap) is None:
            return None
        run: list[Place] = []
        end = each
        for place in reversed(self._between(start, each)):
            if self._plain[place.span.end : end].strip() not in ("", *_LIST_LINKS):
                break
            run.insert(0, place)
            end = place.span.start
        index = len(_NUMBER.findall(gap))
        return run[index] if len(run) > 1 and index < len(run) else None

    def _between(self, start: int, end: int) -> Sequence[Place]:
        return self._places[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def _is_from_several(self, measure: Measure) -> bool:
        """`132 kepala sekolah dan 66 pengawas dari X, Y dan Z`: participants of several regions."""
        figure = measure.figure
        last = max(figure.quantity.end, measure.subject[-1].end)
        origin = _ORIGIN.match(self._plain, last, figure.sentence.end) if last < figure.sentence.end else None
        if origin is None:
            return False
        named = self._between(origin.end(), min(figure.sentence.end, origin.end() + _AHEAD_REACH))
        is_direct = bool(named) and named[0].span.start == origin.end()
        if len(named) < 2 or not is_direct or named[0].code == named[1].code:
            return False
        gap = self._plain[named[0].span.end : named[1].span.start]
        return gap.strip() in _LIST_LINKS and not named[0].code.startswith(f"{named[1].code}.")

    def _rank_in(self, measure: Measure) -> Place | None:
        """The holder of a rank: named behind it, or between what is ranked and the rank."""
        near = self._holder_of_rank(measure)
        last, sentence = measure.subject[-1].end, measure.figure.sentence
        if near is not None or last < sentence.start:
            return near
        between = {place.code: place for place in self._between(last, measure.figure.quantity.start)}
        place = between.popitem()[1] if len(between) == 1 else None
        return None if place is None or self._is_above_main(place) else place

    def _holder_of_rank(self, measure: Measure) -> Place | None:
        """`urutan empat dan lima diisi X serta Y`: the region that the text puts on this rank."""
        figure = measure.figure
        start, end = figure.quantity.end, min(figure.sentence.end, figure.quantity.end + _SENTENCE_WINDOW)
        rank_start = measure.unit_span.start if measure.unit_span else 0
        if self._plain[max(0, rank_start - 2) : rank_start] == " (":
            near = self._between(rank_start - _AHEAD_REACH, rank_start)
            return near[-1] if near and near[-1].span.end == rank_start - 2 else None
        held = _HELD.match(self._plain, start, end)
        if held is None or measure.unit_span is None:
            return None
        holders = self._between(held.end(), end)
        index = len(_SEPARATORS.findall(self._plain, measure.unit_span.end, figure.quantity.start))
        return holders[index] if index < len(holders) else None

    def _opening(self, measure: Measure) -> Place | None:
        """The region that opens the figure's clause: `sementara X meraih …`, `sedangkan se-X ada …`."""
        quantity, sentence = measure.figure.quantity, measure.figure.sentence
        number = quantity.start
        # The dateline's town says nothing of the figures in the sentence behind it.
        start = max(sentence.start, number - _SENTENCE_WINDOW, self._body if self._body < number else 0)
        places = self._between(start, number)
        if not places:
            return None
        for match in _CLAUSE_BREAK.finditer(self._plain, start, number):
            # A region's own name may hold a comma or 'dan'.
            is_name = any(place.span.start <= match.start() < place.span.end for place in places)
            # `X mencatat rerata tertinggi, 39,72`: the comma only leads to the figure.
            if not is_name and number - match.end() > 1:
                start = match.end()
        opening = _OPENING.match(self._plain, start, number)
        places = [place for place in places if place.span.start >= start]
        first = places[0] if places else None
        if first is None or opening is None or first.span.start > opening.end():
            return None
        first = next((place for place in places if place.code.startswith(f"{first.code}.")), first)
        # `Universitas X di Kota Y, Provinsi Z melepas …`: behind a comma the province only says where Y lies.
        is_apposition = self._plain[start - 1 : start] == "," and self._is_above_main(first)
        return None if is_apposition else first

    def _ahead(self, measure: Measure) -> Place | None:
        """The region further on in the figure's clause: `34 sekolah dari 210 sekolah di Kabupaten X`."""
        figure = measure.figure
        start = max(figure.quantity.end, measure.subject[-1].end)
        end = min(figure.sentence.end, start + _AHEAD_REACH)
        if start > end or figure.quantity.is_ordinal:
            return None
        place = next(iter(self._between(start, end)), None)
        if place is None or self._is_above_main(place):
            return None
        gap = self._plain[start : place.span.start]
        return place if gap.endswith((" di ", " se-", " se ")) and _CLAUSE_END.search(gap) is None else None

    def _is_above_main(self, place: Place) -> bool:
        return self._main is not None and self._main.code.startswith(f"{place.code}.")

    def _in_clause(self, measure: Measure, previous: Measure | None) -> Place | None:
        """The one region between subject and number, or in the phrase of place right after them."""
        quantity, sentence = measure.figure.quantity, measure.figure.sentence
        first = measure.subject[0].start
        start = first if sentence.start <= first else quantity.start
        if previous is not None and first < previous.figure.quantity.start < quantity.start:
            start = max(start, previous.figure.quantity.end)
        last = max(quantity.end, measure.subject[-1].end)
        unit_end = measure.unit_span.end if measure.unit_span else last
        tail = _PLACE_AFTER.match(self._plain, max(last, unit_end))
        near = {
            place.code: place for place in reversed(self._between(start, tail.end() + 1 if tail else last))
        }
        return near.popitem()[1] if len(near) == 1 else None

    def _is_of_others(self, measure: Measure) -> bool:
        """True after 'daerah lain', until a contrast turns back to the region that the article is about."""
        end = measure.figure.quantity.start
        start = max(measure.figure.sentence.start, end - _SENTENCE_WINDOW)
        if self._plain.find(" lain", start, end) < 0:
            return False
        others = [match.end() for match in _OTHER_REGIONS.finditer(self._plain, start, end)]
        return bool(others) and _CONTRAST.search(self._plain, others[-1], end) is None
