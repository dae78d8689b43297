"""One article full of values, its record by rules, and edits of all kinds, for tests of the review."""

from __future__ import annotations

from functools import cache

from hypothesis import strategies as st

from evals.review.contents.content import Content
from evals.review.contents.pointers import LISTS, leaves, list_pointer
from evals.review.readers.evidence import rules_record
from evals.review.readers.reader import Reader
from evals.review.storage.starting import from_engine
from evals.review.types import Accept, AcceptAll, Add, Edit, Mark, Move, Reject, Remove, Set, Unmark
from extractor.schema.types import Article, Span, Value

TEXT = """Disdik Sinjai Gelar Rakor Penjaminan Mutu Pendidikan

SINJAI, kabarsinjai.com – Dinas Pendidikan Kabupaten Sinjai menggelar rapat koordinasi bersama LPMP Sulsel \
di Aula Dinas Pendidikan Sinjai, Rabu (2/12/2020).

Plt Kepala Disdik Sinjai, Drs. Andi Jefrianto, M.Pd, mengatakan sebanyak 41 guru penggerak dan 52 persen \
sekolah sudah mengisi data. “Mutu sekolah harus naik tahun ini,” ujar Andi Jefrianto.

Kepala LPMP Sulsel, Halim Muharram, menyebut anggaran Rp 1,2 miliar untuk ANBK dan Sekolah Penggerak sesuai \
Perbup Nomor 10 Tahun 2019. “Kami akan terus mendampingi Kota Palopo dan Sinjai,” kata Halim. (Ads)
"""
ARTICLE = Article("rakor", TEXT)


def span(words: str, text: str = TEXT) -> Span:
    """Where `words` stand first."""
    start = text.index(words)
    return Span(start, start + len(words))


@cache
def reader() -> Reader:
    """The article's reader."""
    return Reader(ARTICLE)


@cache
def start() -> Content:
    """What a review of the article begins from."""
    content = from_engine(rules_record(ARTICLE), ARTICLE)
    assert content is not None
    return content


_POINTERS = [
    *leaves(start().record),
    *(f"{list_pointer(path)}/{index}" for path in LISTS for index in range(3)),
    "/event",
    "/people/7/name",
    "/nothing",
    "/people/00/name",
    "/people/-1/name",
    "/people/\u0661/name",
    f"/people/{'9' * 5000}/name",
    "/people/0/name/x",
    "people/0/name",
    "/event/parties/x",
    "/article",
    "",
]
_VALUES: list[Value] = [
    *(None, "", True, 41, 52.5, "41,5", "2020-12-03", "3 Desember 2020", "73.73", "Kota Palopo", "99"),
    *("training", "Plt", "orang", "anbk", "ANBK", "school", "city", "Halim Muharram", "Rina Wati"),
    *(
        "Dinas Pendidikan Kota Palopo",
        "Dinas Pendidikan Kabupaten Sinjai",
        "Mutu sekolah harus naik tahun ini,",
    ),
]
_WORDS = [
    *(
        "Rabu (2/12/2020)",
        "Disdik Sinjai",
        "LPMP Sulsel",
        "Plt Kepala Disdik Sinjai",
        "Andi Jefrianto",
        "Halim",
    ),
    *("Kota Palopo", "41 guru penggerak", "Rp 1,2 miliar", "52 persen", "ANBK", "Perbup Nomor 10 Tahun 2019"),
    *(
        "Kami akan terus mendampingi Kota Palopo dan Sinjai,",
        "kabarsinjai.com",
        "Ads",
        "rapat koordinasi",
        " ",
    ),
]


def edits() -> st.SearchStrategy[Edit]:
    """Edits that fit, and edits that do not."""
    pointers, values = st.sampled_from(_POINTERS), st.sampled_from(_VALUES)
    words = st.sampled_from(_WORDS).map(span)
    lists = st.sampled_from([list_pointer(path) for path in LISTS] + ["/nowhere"])
    anywhere = st.integers(-1, len(TEXT) + 1)
    return st.one_of(
        st.builds(Accept, pointers),
        st.builds(AcceptAll, st.sampled_from([0.0, 0.9, 1.0]), st.sampled_from([None, "people", "x"])),
        st.builds(Reject, pointers),
        st.builds(Set, pointers, values),
        st.builds(Set, pointers, values, st.tuples(words)),
        st.builds(
            lambda at, place, keep: Mark(at, place.start, place.end, keep), pointers, words, st.booleans()
        ),
        st.builds(Mark, pointers, anywhere, anywhere),
        st.builds(lambda at, place: Unmark(at, place.start, place.end), pointers, words),
        st.builds(lambda path, place: Add(path, place.start, place.end), lists, words),
        st.builds(lambda path, value: Add(path, value=value), lists, values),
        st.builds(
            lambda place, value: Add("/people", place.start, place.end, {"name": value}), words, values
        ),
        st.builds(Remove, pointers),
        st.builds(Move, pointers, st.integers(-1, 4)),
    )
