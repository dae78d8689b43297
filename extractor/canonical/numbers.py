"""Find and read numbers in Indonesian text, with what each of them is: money, percentage, rank.

The rules, the grounding of a model's answers and the evals all read numbers here, so that `1.234` is one
thousand two hundred and thirty-four everywhere. What cannot be decided is left out: a number that is wrong
by a factor of ten does more harm than a missing one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from extractor.canonical.number_words import FIRST_ORDINAL, FIRST_WORD, SCALES
from extractor.canonical.quantity_reader import Quantity, Reader, factor_of, times
from extractor.text import fold

__all__ = ["Quantity", "find_quantities", "read_number"]

_DIGITS = re.compile(r"[0-9][0-9.,]*+")
# The space in front lets the scan leap from word to word; other separators are made spaces first.
_WORDS = re.compile(rf" (?:(?P<ordinal>{FIRST_ORDINAL})|{FIRST_WORD})\b")
_SEPARATORS = "\n(\"'-/"
_JOINS = frozenset(("-", "--", "s/d", "s.d", "s.d.", "sd", "hingga", "sampai", "sampai dengan"))
_LISTS = frozenset((",", "dan", "atau", ", dan", "serta"))
_CHANGES = frozenset(("menjadi", "ke"))
_YEARS = range(1945, 2100)
_YEAR_DIGITS = 4
_SHARED_SCALE = re.compile(r"(?:ribu|rb|juta|jt|mil(?:l?iar|yar)|tril(?:l?iun|yun)|[mt])$")
_RANK_WORDS = ("juara", "peringkat", "terbaik", "harapan", "rangking", "ranking")
_ROMAN_NUMBER = re.compile(r" +([IVX]{1,5})\b")
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}


def find_quantities(
    text: str, folded: str | None = None, is_masked: Callable[[int], bool] | None = None
) -> list[Quantity]:
    """All numbers of `text` that have one certain reading, in text order, without overlaps.

    Left out: clock times, phone and document numbers, numbers joined by a slash, digits inside a word
    (`K13`). Dates and years are not recognised here; `find_dates` tells where they stand. `folded` is
    `fold(text)`, if the caller has it already. Numbers that start where `is_masked` says so are not read.
    """
    plain = fold(text) if folded is None else folded
    found = list(_read_all(plain, is_masked))
    if ranks := list(_roman_ranks(text, plain)):
        found = _without_overlaps(found + ranks)
    return _joined(plain, found)


def read_number(surface: str) -> int | float | None:
    """The value of a surface with exactly one number (`Rp 1,2 miliar`, `6 (enam)`, `41 orang`), else None."""
    values = {quantity.value for quantity in find_quantities(surface)}
    return values.pop() if len(values) == 1 else None


def _read_all(plain: str, is_masked: Callable[[int], bool] | None = None) -> Iterator[Quantity]:
    reader = Reader(plain)
    reach = 0
    for start, digits, is_ordinal in sorted(_digit_places(plain) + _word_places(plain)):
        if start < reach or start < reader.blocked_until or (is_masked is not None and is_masked(start)):
            continue
        if digits:
            quantity = reader.read_digits(start, digits)
        elif is_ordinal:
            quantity = reader.read_ordinal(start)
        else:
            quantity = reader.read_words(start)
        if quantity is not None:
            reach = quantity.end
            yield quantity


def _digit_places(plain: str) -> list[tuple[int, str, bool]]:
    return [(match.start(), match.group(), False) for match in _DIGITS.finditer(plain)]


def _word_places(plain: str) -> list[tuple[int, str, bool]]:
    """Where number words start; the second item is empty, the third tells ordinals."""
    spaced = " " + plain
    for separator in _SEPARATORS:
        spaced = spaced.replace(separator, " ")
    # The space added in front makes an offset behind the space the word's own offset in `plain`.
    return [(match.start(), "", match["ordinal"] is not None) for match in _WORDS.finditer(spaced)]


def _roman_ranks(text: str, plain: str) -> Iterator[Quantity]:
    """`juara III`: Roman numbers count only behind a rank word."""
    for word in _RANK_WORDS:
        place = plain.find(word)
        while place >= 0:
            match = _ROMAN_NUMBER.match(text, place + len(word))
            if match is not None and match[1] in _ROMAN:
                yield Quantity(match.start(1), match.end(1), _ROMAN[match[1]], is_ordinal=True)
            place = plain.find(word, place + len(word))


def _without_overlaps(found: list[Quantity]) -> list[Quantity]:
    found.sort()
    kept: list[Quantity] = []
    for quantity in found:
        if not kept or quantity.start >= kept[-1].end:
            kept.append(quantity)
    return kept


def _joined(plain: str, found: list[Quantity]) -> list[Quantity]:
    """Let the numbers of a range or list share scale, per-cent sign, currency and rank."""
    for index in range(len(found) - 2, -1, -1):
        first, second = found[index], found[index + 1]
        join = _join(plain, first, second)
        if join in _JOINS:
            found[index] = _with_mark_of(_with_scale_of(plain, first, second), second)
            found[index + 1] = _with_mark_of(second, first)
        elif (join in _CHANGES and not _is_year(first)) or (join in _LISTS and second.is_percent):
            found[index] = _with_mark_of(first, second)
    for index in range(1, len(found)):
        first, second = found[index - 1], found[index]
        if first.is_ordinal and not second.is_ordinal and _is_next_rank(plain, first, second):
            found[index] = second._replace(is_ordinal=True)
    return found


def _is_year(quantity: Quantity) -> bool:
    """`Rp700 miliar pada 2023 menjadi Rp820 miliar`: the year is no sum."""
    return quantity.value in _YEARS and quantity.end - quantity.start == _YEAR_DIGITS


def _join(plain: str, first: Quantity, second: Quantity) -> str:
    """What stands between two neighbours, without the currency of the second one."""
    if second.start - first.end > 24:
        return ""
    return plain[first.end : second.start].removesuffix("rp").removesuffix("rp ").removesuffix("rp.").strip()


def _with_scale_of(plain: str, first: Quantity, second: Quantity) -> Quantity:
    """`5 hingga 10 juta`: the first number is in millions, if it then stays below the second one."""
    scale = _SHARED_SCALE.search(plain, second.start, second.end)
    has_scale = plain[first.start : first.end].rpartition(" ")[2] in SCALES
    if scale is None or has_scale or first.value >= 1000:
        return first
    value = times(first.value, factor_of(scale.group()))
    if value >= second.value:
        return first
    return first._replace(value=value, scale_start=scale.start(), scale_end=scale.end())


def _with_mark_of(quantity: Quantity, other: Quantity) -> Quantity:
    """`10-13 persen`, `Rp100-150 juta`: the sign that one of them has counts for both."""
    if quantity.unit_start >= 0 or other.unit_start < 0:
        return quantity
    return quantity._replace(
        is_money=other.is_money,
        is_percent=other.is_percent,
        unit_start=other.unit_start,
        unit_end=other.unit_end,
    )


def _is_next_rank(plain: str, first: Quantity, second: Quantity) -> bool:
    """`juara 1, 2, 3 dan 4`: a bare number after a rank, with no noun of its own."""
    if _join(plain, first, second) not in _LISTS or second.unit_start >= 0 or second.value > 100:
        return False
    rest = plain[second.end : second.end + 5].lstrip()
    return not rest or rest[0] in ",.;)" or rest.startswith(("dan ", "di", "se", "pada"))
