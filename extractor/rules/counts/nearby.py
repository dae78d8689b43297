"""Figures whose noun stands further off: earlier in the sentence, or in the one before.

`Matematika wajib hanya 34,9` goes on with the mean named before; `disusul Kabupaten X 54,9` gives the same
measure elsewhere; `yang berstatus negeri cuma tiga` restricts the noun counted before. The noun is then taken
from there, with less confidence.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.rules.counts import subjects
from extractor.rules.counts.clauses import restriction
from extractor.rules.counts.education import is_education, is_near_education, is_sentence_on_education
from extractor.rules.counts.figures import Figure
from extractor.rules.counts.noun_phrases import COUNTABLE, Phrase, is_year
from extractor.rules.counts.phrases import Token, base_of, sorts_of, weak_sorts_of
from extractor.rules.counts.predicates import OTHERS
from extractor.rules.counts.series import CARRIED, Measure, go_on, measure_of
from extractor.rules.counts.subjects_before import past_links
from extractor.rules.counts.wholes import head_of
from extractor.rules.mentions import Scan

_MEASURES = frozenset(("measure", "gauge"))
_SUMS = frozenset(("money",))
_FAR = 32
_MOST_CLAUSE = 14
_MOST_RECENT = 4
_MOST_WHOLES = 12
_REACH = 2
"""In sentences: how far back a whole may stand."""
_TURNS = frozenset(
    "sedangkan sementara tetapi tapi namun karena sehingga meski meskipun padahal akibat".split()
)
_OPENS_CLAUSE = frozenset(("mark", "break", "join"))
_ANAPHORS = frozenset("nilainya totalnya jumlahnya besarnya besarannya nominalnya".split())
_RESTS = frozenset(("sisanya", "selebihnya"))
_GUESSED = frozenset(("persen", "rupiah"))
_GUESS = 0.45
_SUM_LINKS = frozenset(("sebesar", "senilai"))
_EACH = frozenset("tiap setiap masing-masing per".split())
_MOVES = frozenset("naik turun meningkat menurun bertambah berkurang".split())


def from_afar(scan: Scan, figure: Figure, items: Sequence[Measure]) -> Measure | None:
    """What the figure measures where its noun stands further off."""
    own = subjects.before(figure.words, figure.at)
    found = (
        of_whole(scan, figure, items)
        or elsewhere(figure, items)
        or next_test(scan, figure, own, items)
        or moved(figure, items)
    )
    if found is None and figure.unit == "rupiah" and (fund := source(figure)):
        return measure_of(scan, figure, fund, CARRIED)
    return found


def named_in_sentence(scan: Scan, figure: Figure) -> Measure | None:
    """`Kemampuan literasi murid SD, katanya, baru 58 persen`: the measure that the sentence is about."""
    is_measure = figure.unit in ("persen", "rupiah", "poin") or isinstance(figure.quantity.value, float)
    if not is_measure or subjects.before(figure.words, figure.at) is not None:
        return None
    is_amount = figure.unit == "rupiah" and any(
        word.word in _SUM_LINKS for word in figure.words[max(0, figure.at - 3) : figure.at]
    )
    phrase = in_sentence(figure, past_numbers=is_amount)
    is_known = phrase is not None and (is_education(scan, phrase) or is_near_education(scan, figure))
    return measure_of(scan, figure, phrase, CARRIED) if phrase and is_known else None


def guessed(scan: Scan, figure: Figure, items: Sequence[Measure]) -> Measure | None:
    """The least sure subject: what the sentence's last figure of this unit measures, or the noun beside it.

    Most figures that stand in a sentence on education measure it, though no listed noun is beside them.
    """
    if figure.unit not in _GUESSED or not is_sentence_on_education(scan, figure):
        return None
    last = items[-1] if items else None
    if last is not None and last.figure.sentence is figure.sentence and last.unit == figure.unit:
        return go_on(figure, last, unit=figure.unit, unit_span=figure.unit_span)
    phrase = subjects.before(figure.words, figure.at) or subjects.after(figure.words, figure.next_at)
    return measure_of(scan, figure, phrase, _GUESS) if phrase is not None else None


def in_sentence(figure: Figure, *, past_numbers: bool = False) -> Phrase | None:
    """The measure (or, for money, the sum) that the figure's sentence names last before it.

    No clause that turns to something else may stand between, and no other number unless `past_numbers`.
    """
    wanted = _SUMS if figure.unit == "rupiah" else _MEASURES
    words = figure.words
    found = -1
    for index in range(figure.at - 1, max(-1, figure.at - _FAR), -1):
        word = words[index]
        is_other = word.kind == "number" and not is_year(word) and not past_numbers
        if is_other or word.word in (";", "(", ")") or word.word in _TURNS:
            break
        if word.kind == "noun" and _is_of(words, index, wanted):
            found = index
        elif found >= 0:
            break
    if found < 0:
        return None
    phrase = subjects.after(words, found)
    return phrase if phrase is not None and phrase.words[-1].end <= figure.quantity.start else None


def _is_of(words: Sequence[Token], index: int, wanted: frozenset[str]) -> bool:
    pair = words[index : index + 2]
    return bool((sorts_of(pair) | weak_sorts_of(pair)) & wanted)


def source(figure: Figure) -> Phrase | None:
    """`mengeluarkan Rp185 juta dari APBD`: the fund that the sum comes from."""
    words, at = figure.words, figure.next_at
    if at + 1 >= len(words) or words[at].word != "dari":
        return None
    phrase = subjects.after(words, at + 1)
    return phrase if phrase is not None and phrase.sorts & _SUMS else None


def headless(scan: Scan, figure: Figure, items: Sequence[Measure]) -> Measure | None:
    """`Yang berstatus negeri cuma tiga`: a clause without its noun restricts the noun counted before."""
    words = figure.words
    last = past_links(words, figure.at - 1)
    following = words[figure.next_at] if figure.next_at < len(words) else None
    if figure.unit is None and following is not None and following.word in OTHERS:
        return _others(scan, figure, items)
    is_bare = following is None or following.kind != "noun"
    if is_bare and last >= 0 and words[last].word in _RESTS and (whole := _whole(figure, items, ())):
        rest = Phrase(head_of(whole))
        return measure_of(scan, figure, rest, CARRIED) if figure.unit in (None, "orang") else None
    opening = _clause_opening(words, last)
    if opening < 0:
        return None
    is_state = words[last].word.startswith(("ber", "ter")) and figure.unit is None
    is_led = last + 1 < figure.at or (is_state and (following is None or following.kind == "mark"))
    if words[last].kind in ("prep", "close") or (words[last].kind == "verb" and not is_led):
        return None
    counted = words[figure.at + 1 : figure.at + 2] if figure.unit != "orang" else ()
    whole = _whole(figure, items, counted if sorts_of(counted) & (COUNTABLE - {"thing"}) else ())
    clause = words[opening : last + 1]
    whole = whole or _people_before(figure, items)
    return measure_of(scan, figure, Phrase((*head_of(whole), *clause)), CARRIED) if whole else None


def _people_before(figure: Figure, items: Sequence[Measure]) -> Measure | None:
    """`Guru yang bersertifikat baru 38,7 persen. Adapun yang berijazah S1 1.700 orang`: a share's people."""
    last = next((item for item in reversed(items[-_MOST_RECENT:]) if item.unit != "poin"), None)
    if last is None or figure.unit != "orang" or _distance(figure, last) > 1:
        return None
    return last if "people" in sorts_of(last.words[:2]) else None


def _others(scan: Scan, figure: Figure, items: Sequence[Measure]) -> Measure | None:
    """`…, sedangkan 430 lainnya masih antre`: more of those counted just before."""
    if not items or _distance(figure, items[-1]) > 1:
        return None
    head = head_of(items[-1])
    is_countable = bool(sorts_of(head[:2]) & COUNTABLE) and items[-1].unit not in ("persen", "rupiah")
    return measure_of(scan, figure, Phrase(head), CARRIED) if is_countable else None


def _whole(figure: Figure, items: Sequence[Measure], counted: Sequence[Token]) -> Measure | None:
    """The largest count shortly before, of which the figure tells a part; `counted` is its noun, if named."""
    found: Measure | None = None
    for item in reversed(items[-_MOST_WHOLES:]):
        if _distance(figure, item) > _REACH:
            break
        head = head_of(item)
        is_same = not counted or base_of(head[0].word) == base_of(counted[0].word)
        is_countable = bool(sorts_of(head[:2]) & COUNTABLE) and item.unit not in ("persen", "rupiah")
        is_more = figure.unit == "persen" or item.figure.quantity.value > figure.quantity.value
        is_larger = found is None or item.figure.quantity.value > found.figure.quantity.value
        if is_same and is_countable and is_more and is_larger:
            found = item
    return found


def _distance(figure: Figure, item: Measure) -> int:
    """How many sentences after `item` the figure stands."""
    return int(figure.sentence.id[1:]) - int(item.figure.sentence.id[1:])


def _clause_opening(words: Sequence[Token], last: int) -> int:
    """The index of a `yang` without a noun before it whose clause ends at `last`, or -1."""
    for index in range(last, max(-1, last - _MOST_CLAUSE), -1):
        if words[index].kind == "that":
            is_open = index == 0 or words[index - 1].kind in _OPENS_CLAUSE
            return index if is_open and index < last else -1
        is_glued = words[index].kind == "number" and index > 0 and words[index - 1].end == words[index].start
        if words[index].kind in ("mark", "break", "number") and not is_glued:
            return -1
    return -1


def of_whole(scan: Scan, figure: Figure, items: Sequence[Measure]) -> Measure | None:
    """`Hanya 9 orang yang sudah bersertifikat`, after a sentence that counted the kepala sekolah."""
    clause = restriction(figure.words, figure.next_at)
    if not clause or figure.unit not in ("orang", "persen", None):
        return None
    for item in reversed(items[-_MOST_RECENT:]):
        if _distance(figure, item) > _REACH:
            return None
        head = head_of(item)
        sorts = sorts_of(head[:2]) & (COUNTABLE - {"level"} if figure.unit != "orang" else {"people"})
        if sorts and (figure.unit == "persen" or item.figure.quantity.value > figure.quantity.value):
            return measure_of(scan, figure, Phrase((*head, *clause)), CARRIED)
    return None


def elsewhere(figure: Figure, items: Sequence[Measure]) -> Measure | None:
    """`…, disusul Kabupaten X 54,9`, `Di Kampar sudah 92 persen`: the measure before, of another region."""
    last = _last_measure(items)
    if last is None or _distance(figure, items[-1]) > 1 or not _is_continued(figure, last):
        return None
    words = figure.words
    first = last.figure.next_at if last.figure.sentence is figure.sentence else 0
    between = words[max(first, figure.at - _MOST_CLAUSE) : figure.at]
    if first + _MOST_CLAUSE < figure.at or not any(word.kind == "place" for word in between):
        return None
    if any(word.kind in ("number", "noun") and sorts_of((word,)) for word in between):
        return None
    return go_on(figure, last, unit=figure.unit, unit_span=figure.unit_span)


def _last_measure(items: Sequence[Measure]) -> Measure | None:
    """The measure before that is no rank."""
    return next((item for item in reversed(items[-_MOST_RECENT:]) if item.unit != "peringkat"), None)


def _is_continued(figure: Figure, last: Measure) -> bool:
    """True when both figures are shares or both are scores, no more than a sentence apart."""
    if _distance(figure, last) > _REACH or figure.unit != last.unit:
        return False
    return figure.unit == "persen" or (figure.unit is None and _is_score(figure) and _is_score(last.figure))


def _is_score(figure: Figure) -> bool:
    return isinstance(figure.quantity.value, float)


def next_test(scan: Scan, figure: Figure, own: Phrase | None, items: Sequence[Measure]) -> Measure | None:
    """`Rata-rata Bahasa Indonesia 57,21. Matematika 34,9`: the mean before, of another subject of lessons."""
    last = _last_measure(items)
    if (
        own is None
        or own.sorts
        or last is None
        or _distance(figure, last) > 1
        or not _is_score(figure)
        or not _is_continued(figure, last)
    ):
        return None
    head = last.words[:1]
    if "measure" not in sorts_of(head) or own.words[0].start < head[0].end:
        return None
    return measure_of(scan, figure, Phrase((*head, *own.words)), CARRIED)


def referred(figure: Figure, items: Sequence[Measure]) -> Measure | None:
    """`…, nilainya Rp1,7 miliar`, `Tiap sekolah Rp60 juta`: the sum of what stands before."""
    if figure.unit != "rupiah" or not items:
        return None
    words, at = figure.words, figure.at
    is_near = _distance(figure, items[-1]) <= 1
    is_rate = figure.next_at < len(words) and words[figure.next_at].word == "per"
    if is_near and not is_rate and any(word.word in _ANAPHORS for word in words[max(0, at - 5) : at]):
        return go_on(figure, items[-1], unit="rupiah", unit_span=figure.unit_span)
    last = past_links(words, at - 1)
    while last >= 0 and words[last].kind == "noun":
        last -= 1
    if last < 0 or words[last].word not in _EACH or last + 4 < at:
        return None
    for item in reversed(items[-_MOST_RECENT:]):
        if item.unit == "rupiah":
            return go_on(figure, item, unit="rupiah", unit_span=figure.unit_span)
    return None


def moved(figure: Figure, items: Sequence[Measure]) -> Measure | None:
    """`… 71,1 persen. Angka itu naik 8,7 poin`: by how much the measure before has changed."""
    if not items or figure.unit not in ("persen", "poin"):
        return None
    last = items[-1]
    if _distance(figure, last) > _REACH:
        return None
    is_measure = last.unit in ("persen", "poin") or (last.unit is None and _is_score(last.figure))
    before = [word.word for word in figure.words[max(0, figure.at - 3) : figure.at]]
    if not is_measure or not _MOVES.intersection(before):
        return None
    return go_on(figure, last, unit=figure.unit, unit_span=figure.unit_span)
