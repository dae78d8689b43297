"""Numbers without a noun of their own behind them: those that end a clause, and `satu`.

`Murid saya 97, …` and `yang lulus cuma tiga.` say how many there are; `Satu sekolah, yakni …` counts, where
`satu` mostly is an article.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.canonical.numbers import Quantity
from extractor.rules.counts.noun_phrases import is_number
from extractor.rules.counts.phrases import Token, base_of, counted_nouns, sorts_of, weak_sorts_of
from extractor.rules.mentions import Scan

_PREDICATE_LINKS = frozenset(
    "cuma hanya tinggal baru sudah telah masih ada adalah mencapai minimal maksimal minimum maksimum "
    "sebanyak sejumlah berjumlah sekitar mendekati melampaui melebihi tercatat".split()
)
"""Words before a number that ends its clause (`muridnya cuma 21.`)."""
_AFTER_PREDICATE = frozenset(("lagi", "lainnya", "yang"))
OTHERS = frozenset(("lagi", "lainnya"))
"""Words after a number of the same ones as before (`430 lainnya masih antre`)."""
EARLIER = frozenset(("lalu", "sebelumnya"))
"""Words before the figure of the year before (`naik dibanding tahun lalu 37.950`)."""
_AFTER_NOUN = frozenset(
    "dan serta atau di pada dengan dari untuk sedangkan sementara sehingga se belum".split()
)
"""Words after a bare number that stands right behind its noun (`jumlah siswa 576 dan …`)."""
_HEADLESS = frozenset(("yang", "sisanya", "selebihnya"))
_CLAUSE_ENDS = frozenset((",", ".", ";", ")", "!", "?", '"'))
_PREDICATE_REACH = 4
_OPENING_MARKS = '"(-:'
_PREDICATED = frozenset(("people", "measure"))
_WEAKLY_PREDICATED = frozenset(("gauge", "record"))
_LIST_REACH = 6
_LONGEST_MEMBER = 6
_MEMBER_ENDS = (",", ".", ";")
_YEARS = range(1945, 2100)
_NUMBERED = frozenset(
    "kelas angkatan tahap fase pasal jalan jalur sdn smpn sman smkn negeri nomor no tahun siklus liga".split()
)
"""Words with a capital letter whose number is part of a name."""


def may_be_predicate(before: Sequence[str], following: str) -> bool:
    """A quick look: `before` are the last words before the number, `following` is the word behind it, if any
    is there.
    """
    if following and following not in _AFTER_PREDICATE and following not in _AFTER_NOUN:
        return False
    if following in OTHERS or (before and before[-1] in EARLIER):
        return True
    return bool(before) and (before[-1] in _PREDICATE_LINKS or _names_noun(before))


def _names_noun(before: Sequence[str]) -> bool:
    """True when one of the last words before a bare number can be what it counts."""
    names = counted_nouns()
    near = [word.lstrip(_OPENING_MARKS) for word in before[-3:]]
    if not _HEADLESS.isdisjoint(near):
        return True
    return any(base in names.sorts or base in names.weak for base in map(base_of, near))


def is_predicate(words: Sequence[Token], at: int, next_at: int) -> bool:
    """`Murid saya 97, …`, `nilai minimal 75.`: the number ends the clause that opens with its noun."""
    following = words[next_at] if next_at < len(words) else None
    is_end = following is None or following.word in _CLAUSE_ENDS or following.word in _AFTER_PREDICATE
    if at == 0 or not (is_end or following is None or following.word in _AFTER_NOUN):
        return False
    if (following is not None and following.word in OTHERS) or words[at - 1].word in EARLIER:
        return True
    if (is_end and words[at - 1].word in _PREDICATE_LINKS) or words[at - 1].word in _HEADLESS - {"yang"}:
        return True
    for index in range(at - 1, max(-1, at - 1 - _PREDICATE_REACH), -1):
        pair = words[index : index + 2]
        sorts = sorts_of(pair)
        if words[index].kind == "that":
            return index == 0 or words[index - 1].kind in ("mark", "break", "join")
        if words[index].kind not in ("noun", "tail", "link", "place", "verb") or "level" in sorts:
            return False
        if sorts & _PREDICATED or weak_sorts_of(pair) & _WEAKLY_PREDICATED:
            return True
    return False


def is_one(words: Sequence[Token], at: int, next_at: int) -> bool:
    """`Satu sekolah, yakni SMP X, …`, `hanya satu SMP`: `satu` counts where it is no article."""
    if _is_listed(words, at) or words[at - 1].word in ("hanya", "cuma"):
        return True
    return (
        at == 0
        and next_at + 1 < len(words)
        and words[next_at].word == ","
        and words[next_at + 1].kind == "link"
    )


def _is_listed(words: Sequence[Token], at: int) -> bool:
    """`tiga SD, dua SMP, dan satu SMA`: `satu` counts where it goes on a list of counts."""
    if words[at - 1].word not in ("dan", ",", "serta"):
        return False
    return any(is_number(word) for word in words[max(0, at - _LIST_REACH) : at])


def is_behind_name(scan: Scan, quantity: Quantity) -> bool:
    """`…, Alam Barajo 34 dan`: a short number between a name and the end of a member of a list."""
    start, end = quantity.start, quantity.end
    if scan.text[end : end + 1] not in _MEMBER_ENDS and not scan.folded.startswith(" dan ", end):
        return False
    if scan.text[start - 1 : start] != " " or end - start > _LONGEST_MEMBER or quantity.value in _YEARS:
        return False
    before = scan.text[max(0, start - 24) : start].split()
    is_name = len(before) > 1 and before[-1][:1].isupper() and before[-1][1:].islower()
    return is_name and before[-1].lower() not in _NUMBERED
