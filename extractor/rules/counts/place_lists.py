"""Figures of a list over places: `Terbanyak di Peudada 14 orang, disusul Jeunieb 9 dan Gandapura 7`.

The noun stands once, in front of the list or in the sentence before; each further place comes with its bare
number. Places smaller than a kabupaten are in no table, so a name is told by its capital letter.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.rules.counts import subjects
from extractor.rules.counts.figures import Figure
from extractor.rules.counts.noun_phrases import is_number, is_year
from extractor.rules.counts.phrases import Token, sorts_of, tokens
from extractor.rules.counts.series import CARRIED, Measure, go_on, measure_of
from extractor.rules.mentions import Scan

_LEADS = frozenset(
    ", ( : dengan hanya cuma sebanyak sejumlah ada masing-masing yakni yaitu sebesar baru sekitar "
    "tercatat".split()
)
_KINDS = frozenset("kecamatan kabupaten kota distrik kab kec".split())
_POINTERS = frozenset("di dari se".split())
_BEING = frozenset("berada ada ialah adalah terdapat terjadi dicatat diraih oleh".split())
_NEXT = frozenset(
    ", ; dan serta lalu disusul diikuti menyusul berikutnya kemudian selanjutnya berturut-turut".split()
)
_FOLLOWS = frozenset("disusul diikuti menyusul berikutnya lalu kemudian selanjutnya".split())
_EXTREMES = frozenset("terbanyak tersedikit tertinggi terendah terbesar terkecil".split())
_DEGREES = frozenset("banyak sedikit tinggi rendah besar kecil".split())
_ENDS = frozenset(", . ; ) dan serta sedangkan sementara".split())
_MOST_NAME = 4
_LONGEST_SENTENCE = 300
_EACH_LINKS = frozenset((",", ";", "dan", "serta", "persen", "orang"))
_SHARED = frozenset((None, "orang", "sekolah", "siswa", "guru"))


def listed(scan: Scan, figure: Figure, items: Sequence[Measure]) -> Measure | None:
    """The figure as a member of a list over places, with what the list counts; None if it is in no list."""
    words, at = figure.words, figure.at
    if figure.unit in ("rupiah", "peringkat") or figure.quantity.is_ordinal:
        return None
    if figure.unit is None and not _is_last(words, figure.next_at):
        return None
    if (each := _each(scan, figure, items)) is not None:
        return each
    name = _name_start(scan, words, at)
    if name < 0:
        return None
    opening = _past_pointers(words, name - 1)
    if (extreme := _extreme_at(words, opening)) >= 0:
        return _first(scan, figure, extreme, items)
    if not items or not _is_same_kind(figure, items[-1]):
        return None
    last = items[-1]
    gap = _gap(figure, last)
    opens = words[opening].word if opening >= 0 else ""
    if gap > 1 or (gap == 1 and opening > 0):
        return None
    if opening >= 0 and opens not in _NEXT and opens not in _FOLLOWS:
        return None
    is_list = opens in _FOLLOWS if gap else _is_placed(scan, last.figure)
    if not is_list and not (opens in _FOLLOWS or (gap and opens == "" and _is_placed(scan, last.figure))):
        return None
    return go_on(figure, last, unit=figure.unit, unit_span=figure.unit_span)


def _each(scan: Scan, figure: Figure, items: Sequence[Measure]) -> Measure | None:
    """`X, Y, dan Z masing-masing 31,6; 27,44; dan 25,1`: the measure before, of each of the places."""
    words, at = figure.words, figure.at
    index = at - 1
    while index >= 0 and (words[index].word in _EACH_LINKS or words[index].kind == "number"):
        index -= 1
    if index < 2 or words[index].word != "masing-masing":
        return None
    behind = words[index - 1] if words[index - 1].word != "," else words[index - 2]
    if not _is_name(scan, behind):
        return None
    last = items[-1] if items else None
    if last is not None and _is_same_kind(figure, last) and _gap(figure, last) <= 1:
        return go_on(figure, last, unit=figure.unit, unit_span=figure.unit_span)
    is_measure = figure.unit == "persen" or isinstance(figure.quantity.value, float)
    return _named_above(scan, figure) if is_measure and last is None else None


def _is_last(words: Sequence[Token], index: int) -> bool:
    """True where nothing that is counted follows the number."""
    return index >= len(words) or words[index].word in _ENDS


def _gap(figure: Figure, last: Measure) -> int:
    """How many sentences after `last` the figure stands."""
    return int(figure.sentence.id[1:]) - int(last.figure.sentence.id[1:])


def _is_same_kind(figure: Figure, last: Measure) -> bool:
    if last.unit in ("rupiah", "peringkat"):
        return False
    if figure.unit == last.unit:
        is_float = isinstance(figure.quantity.value, float)
        return figure.unit is not None or is_float == isinstance(last.figure.quantity.value, float)
    is_bare = None in (figure.unit, last.unit)
    return is_bare and {figure.unit, last.unit} <= _SHARED and not isinstance(figure.quantity.value, float)


def _is_placed(scan: Scan, figure: Figure) -> bool:
    """True where a place stands before the figure, as its holder or at the opening of its clause."""
    words, at = figure.words, figure.at
    if _name_start(scan, words, at) >= 0:
        return True
    for index in range(at - 1, max(-1, at - 8), -1):
        if words[index].word in _KINDS or words[index].kind == "place":
            return True
        if words[index].kind in ("mark", "number"):
            return False
    return False


def _name_start(scan: Scan, words: Sequence[Token], at: int) -> int:
    """The index of the first word of the name that the number stands behind, or -1."""
    index = at - 1
    is_each = False
    while index >= 0 and at - index <= 3 and words[index].word in _LEADS:
        is_each = is_each or words[index].word == "masing-masing"
        index -= 1
    last = index
    while index >= 0 and last - index < _MOST_NAME * (3 if is_each else 1):
        is_joined = is_each and words[index].word in (",", "dan") and index < last
        if not is_joined and not _is_name(scan, words[index]):
            break
        index -= 1
    first = index + 1
    if first > last or sorts_of(words[first : first + 2]):
        return -1
    # Every sentence opens with a capital letter.
    if first == 0 and words[0].kind != "place":
        return -1
    return first


def _is_name(scan: Scan, word: Token) -> bool:
    if word.kind == "place":
        return True
    letters = scan.text[word.start : word.end]
    return (
        word.kind in ("noun", "verb")
        and letters[0].isupper()
        and letters[1:].islower()
        and not sorts_of((word,))
        and word.word not in _EXTREMES
        and word.word not in _FOLLOWS
        and not is_number(word)
    )


def _past_pointers(words: Sequence[Token], index: int) -> int:
    while index >= 0 and (words[index].word in _POINTERS or words[index].word in _KINDS):
        index -= 1
    while index >= 0 and words[index].word in _BEING:
        index -= 1
    return index


def _extreme_at(words: Sequence[Token], index: int) -> int:
    """The index of the superlative that ends at `words[index]` (`terbanyak`, `paling banyak`), or -1."""
    if index < 0:
        return -1
    if words[index].word in _EXTREMES:
        return index
    is_degree = words[index].word in _DEGREES and index > 0 and words[index - 1].word == "paling"
    return index - 1 if is_degree else -1


def _first(scan: Scan, figure: Figure, extreme: int, items: Sequence[Measure]) -> Measure | None:
    """The first member: what is counted stands before the superlative, or in the sentence before."""
    words = figure.words
    before = words[extreme - 1] if extreme else None
    if before is not None and before.kind not in ("mark", "join"):
        own = subjects.before(words, extreme)
        return measure_of(scan, figure, own, CARRIED) if own is not None and own.sorts else None
    last = items[-1] if items else None
    is_measure = figure.unit == "persen" or isinstance(figure.quantity.value, float)
    if extreme == 0 and is_measure and (named := _named_above(scan, figure)) is not None:
        return named
    if last is None or last.figure.sentence.id != figure.sentence.id:
        return None
    if not _is_same_kind(figure, last) or last.figure.quantity.value < figure.quantity.value:
        return None
    return go_on(figure, last, unit=figure.unit, unit_span=figure.unit_span)


def _named_above(scan: Scan, figure: Figure) -> Measure | None:
    """`… memaparkan indeks SPM. Tertinggi X 64,28`: the measure that the sentence before names last."""
    index = int(figure.sentence.id[1:]) - int(scan.sentences[0].id[1:]) - 1
    if index < 0:
        return None
    above = scan.sentences[index]
    words = tokens(scan.folded, max(above.start, above.end - _LONGEST_SENTENCE), above.end)
    for at in range(len(words) - 1, -1, -1):
        if words[at].kind == "number" and not is_year(words[at]):
            return None
        if "measure" in sorts_of(words[at : at + 2]) and words[at].kind == "noun":
            first = at
            while first > 0 and "measure" in sorts_of(words[first - 1 : first]):
                first -= 1
            phrase = subjects.after(words, first)
            return measure_of(scan, figure, phrase, CARRIED) if phrase is not None else None
    return None
