"""A light grammar of Indonesian noun phrases: the words of one sentence, each with the part it can play.

Indonesian marks verbs by prefix (me-, di-, ber-, ter-) and puts everything that restricts a noun behind it,
with `yang` before a clause. Function words and prefixes therefore show where a noun phrase starts and ends;
no list of phrases is needed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from extractor.canonical.slotted import slotted
from extractor.knowledge.tables import cells, rows
from extractor.text import fold

Kind = Literal[
    "noun",
    "verb",
    "link",
    "prep",
    "join",
    "break",
    "that",
    "number",
    "mark",
    "open",
    "close",
    "tail",
    "place",
]
"""`link` leads from a noun to its figure (`sebanyak`, `mencapai`, `sudah`). `join` is `dan` and its like,
`break` a word that opens another clause, `that` is `yang`, `tail` closes a phrase (`tersebut`), `mark` is
punctuation, `place` a region's or school's name."""


@slotted
class Token:
    """One word, number or mark: `[start, end)` of the article's text, folded."""

    start: int
    end: int
    word: str
    kind: Kind


_PREPOSITIONS = frozenset(
    "di ke dari pada dalam untuk oleh dengan bagi kepada terhadap tentang per sejak selama "
    "menurut melalui lewat atas secara bersama guna demi tanpa seperti se antara usai seluruh "
    "didalam tiap setiap kecuali versi berdasarkan sesuai".split()
)
_JOINS = frozenset("dan serta atau maupun beserta".split())
_BREAKS = frozenset(
    "sedangkan sementara lalu kemudian namun tetapi tapi karena sehingga agar supaya bahwa jika "
    "kalau bila apabila ketika saat setelah sebelum meski meskipun walau walaupun adapun selain "
    "sebab akibat gara-gara maka jadi alias bahkan melainkan selanjutnya khusus khususnya termasuk dimana "
    "mana kita "
    "kami mereka ia dia saya semua semuanya seluruhnya keduanya terus segera langsung misalnya "
    "kata ujar menurutnya hal nantinya sisanya selebihnya berikutnya sebelumnya kini sekarang "
    "kemarin dulu mulai padahal apalagi sebaliknya artinya hasilnya akhirnya akibatnya lantaran "
    "soal sayangnya masing-masing sebagai apa siapa kebawah keatas tahun bulan hari tanggal".split()
)
_LINKS = frozenset(
    "sebanyak sebesar sejumlah senilai berjumlah mencapai capai menyentuh menembus tembus ada "
    "terdapat tercatat tersedia sudah telah baru hanya cuma sekitar kurang lebih hampir tetap "
    "konsisten masih belum saja adalah yakni yaitu ialah merupakan total totalnya jumlahnya "
    "meraih memperoleh mendapat mendapatkan memiliki punya berada menjadi sampai hingga diikuti "
    "turun naik meningkat menurun berkisar tinggal bertambah juga maksimal minimal terdiri "
    "sejauh ditarget ditargetkan diperkirakan tidak tak lagi pun mesti harus dapat bisa akan "
    "sedang tersisa semula awalnya rp memang malah justru kian makin semakin lk mendekati melampaui melebihi "
    "melonjak melesat merosot anjlok menyusut meroket menyisakan sedikitnya setidaknya "
    "sekurang-kurangnya minimum maksimum setahun sebulan setara".split()
)
# What these words are depends on their neighbours: `otonomi khusus`, `ruang kelas baru`, `dana BOS kami`.
_OPEN_WORDS = frozenset(("khusus", "baru", "kami", "kita", "mereka", "minimum", "minimal"))
_ATTRIBUTE_ENDS = frozenset(("noun", "mark", "open", "close", "join", "prep", "that", "tail"))
_COUNTING = frozenset(
    ("sebanyak", "sebesar", "sejumlah", "senilai", "berjumlah", "mencapai", "sudah", "telah")
)
_COUNTED_WORDS = frozenset(
    "satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas seratus seribu b a".split()
)
_TAILS = frozenset("tersebut itu ini tadi lainnya lain".split())
_NOT_VERBS = frozenset(
    "dinas direktur direktorat dimensi diklat digital disiplin distrik media menteri meja "
    "menengah medan metode mental mereka mesin medali merdeka menara dini diri dirjen "
    "disabilitas diploma dikdas dikmen dikbud disdik disdikbud mengajar membaca menulis belajar "
    "bermain berhitung bersama bermutu berkualitas berprestasi berbasis berkebutuhan "
    "bersertifikat berkualifikasi berijazah berpendidikan "
    "terlatih terpadu terkait terpencil tertinggal terdepan terluar terbuka "
    "terbaik tertinggi terendah terbanyak teknis tenaga tes terakreditasi berakreditasi didik "
    "dosen dua berbagai berbagi bersubsidi mendalam".split()
)
_BARE_VERBS = frozenset(
    "keluarkan kucurkan siapkan gelontorkan anggarkan alokasikan berikan salurkan butuhkan usulkan ajukan "
    "sediakan targetkan".split()
)
"""Verbs without their prefix, as people speak (`kami siapkan Rp2 miliar`)."""
_VERB = re.compile(r"(?:me(?:m|n|ng|ny|l|r|w|y)?|di|ber|ter|memper|diper)[a-z]{3,}")
# Words that begin so are neither verbs (me-, di-, ber-, ter-) nor `se-X`.
_NOUN_INITIALS = frozenset("acefghijklnopqruvwxyz")
# Most words are plain letters before a space; the first branch takes these in fewer steps.
_WORD = re.compile(
    r"[a-z]++(?=[ ,\n])|[sdk][0-9]{1,2}\b|[0-9][0-9.,]*[0-9]|[0-9]+"
    r"|[^\W\d_]+(?:['/-][^\W\d_]+)*(?:\.(?:id|com|net|org)\b)?|[^\s\w]|_"
)


def tokens(plain: str, start: int, end: int) -> list[Token]:
    """The tokens of `plain[start:end]` (folded text)."""
    found: list[Token] = []
    unsettled: list[int] = []
    table = _word_table()
    # Between two words there is nothing that a word could begin with.
    for word in _WORD.findall(plain, start, end):
        start = plain.index(word, start)
        kind = table.get(word)
        if kind is None:
            kind = "noun" if word[0] in _NOUN_INITIALS else kind_of(word)
        elif word in _OPEN_WORDS:
            unsettled.append(len(found))
        found.append(Token(start, start := start + len(word), word, kind))
    for index in unsettled:
        found[index] = replace(found[index], kind=_settled(found, index))
    return found


def _settled(words: Sequence[Token], index: int) -> Kind:
    """The part that a word of `_OPEN_WORDS` plays between its neighbours."""
    token = words[index]
    if index == 0 or words[index - 1].kind not in ("noun", "close"):
        return token.kind
    following = words[index + 1] if index + 1 < len(words) else None
    if token.word == "khusus":
        return "noun"
    if token.word in ("minimum", "minimal"):
        # `kompetensi minimum literasi` is a name, `nilai minimal 75` a bound.
        return "noun" if following is not None and _is_attribute_end(following) else token.kind
    if token.word == "baru":
        is_attribute = following is None or following.kind in _ATTRIBUTE_ENDS or following.word in _COUNTING
        return "noun" if is_attribute else token.kind
    is_owner = following is not None and following.kind in ("number", "link")
    return "tail" if is_owner else token.kind


def _is_attribute_end(word: Token) -> bool:
    return word.kind in ("noun", "mark", "close", "join", "prep") and word.word not in _COUNTED_WORDS


@lru_cache(maxsize=8192)
def kind_of(word: str) -> Kind:
    """The part that a folded word can play; anything unknown is taken for a noun."""
    first = word[0]
    if first.isdecimal():
        return "number"
    if not first.isalpha():
        return "open" if first == "(" else "close" if first == ")" else "join" if first == "&" else "mark"
    return _word_kind(word)


@cache
def _word_table() -> dict[str, Kind]:
    table: dict[str, Kind] = {}
    groups: tuple[tuple[frozenset[str], Kind], ...] = (
        (_LINKS, "link"),
        (_BREAKS, "break"),
        (_JOINS, "join"),
        (_TAILS, "tail"),
        (_PREPOSITIONS, "prep"),
    )
    for words, kind in groups:
        table.update(dict.fromkeys(words, kind))
    table.update(dict.fromkeys(_BARE_VERBS, "verb"))
    table["yang"] = "that"
    table["&"] = "join"
    for word in _NOT_VERBS:
        table.setdefault(word, "noun")
    return table


def _word_kind(word: str) -> Kind:
    known = _word_table().get(word)
    if known is not None:
        return known
    if word.startswith("se-"):
        return "prep"
    if len(word) > 4 and _VERB.fullmatch(word):
        return "verb"
    return "noun"


_WEAK = frozenset(("gauge", "route", "area", "record"))


class Nouns(NamedTuple):
    """Heads of noun phrases that figures count or measure: folded words -> sort; `exact` count in this case
    only; the `weak` ones only where the words around them say so.
    """

    sorts: dict[str, frozenset[str]]
    exact: frozenset[str]
    weak: dict[str, frozenset[str]]


@cache
def counted_nouns() -> Nouns:
    """The table of nouns; one name may have several sorts."""
    sorts: dict[str, set[str]] = {}
    weak: dict[str, set[str]] = {}
    exact: set[str] = set()
    for row in rows("counted_nouns"):
        table = weak if row["sort"] in _WEAK else sorts
        exact.update(fold(name) for name in cells(row["exact"]))
        for name in (*cells(row["names"]), *cells(row["exact"])):
            table.setdefault(fold(name), set()).add(row["sort"])
    return Nouns(_frozen(sorts), frozenset(exact), _frozen(weak))


def _frozen(table: dict[str, set[str]]) -> dict[str, frozenset[str]]:
    return {name: frozenset(kinds) for name, kinds in table.items()}


def sorts_of(words: Sequence[Token]) -> frozenset[str]:
    """The sorts of the noun that a phrase opens with (two words if the table knows both together)."""
    if not words:
        return frozenset()
    return _sorts(words[0].word, words[1].word if len(words) > 1 else "")


def weak_sorts_of(words: Sequence[Token]) -> frozenset[str]:
    """The weak sorts of the noun that a phrase opens with: `kemampuan` may be measured, `desa` counted."""
    weak = counted_nouns().weak
    if len(words) > 1 and (sorts := weak.get(f"{words[0].word} {base_of(words[1].word)}")) is not None:
        return sorts
    return weak.get(base_of(words[0].word), frozenset()) if words else frozenset()


@lru_cache(maxsize=4096)
def _sorts(first: str, second: str) -> frozenset[str]:
    nouns = counted_nouns().sorts
    if second and (sorts := nouns.get(f"{first} {base_of(second)}")) is not None:
        return sorts
    return nouns.get(base_of(first), frozenset())


def base_of(word: str) -> str:
    """A noun without the clitic -nya (`datanya` -> `data`); words that only end so stay whole."""
    return word[:-3] if word.endswith("nya") and len(word) > 5 else word
