"""Numbers written in words: `dua ratus lima puluh ribu`, `sebelas`, `seribu`, `satu setengah juta`, `ketiga`.

Kept apart from digits because words have a grammar of their own: a smaller part must follow a larger one,
and a sequence that breaks this rule ("satu dua") is two numbers and not one.
"""

from __future__ import annotations

import re
from typing import NamedTuple

ONES = {
    "satu": 1,
    "dua": 2,
    "tiga": 3,
    "empat": 4,
    "lima": 5,
    "enam": 6,
    "tujuh": 7,
    "delapan": 8,
    "sembilan": 9,
}
SCALES = {
    "ribu": 1_000,
    "rb": 1_000,
    "juta": 1_000_000,
    "jt": 1_000_000,
    "miliar": 1_000_000_000,
    "milyar": 1_000_000_000,
    "milliar": 1_000_000_000,
    "triliun": 1_000_000_000_000,
    "trilyun": 1_000_000_000_000,
    "trilliun": 1_000_000_000_000,
}
_ONE_SCALES = {f"se{word}": SCALES[word] for word in ("ribu", "juta", "miliar", "triliun")}
_TENS = {"sepuluh": 10, "sebelas": 11}
_COMMA = "koma"
_PARTS = ("nol", "seratus", "setengah", "belas", "puluh", "ratus", _COMMA)
_DIGITS = {"nol": 0, **ONES}
_FOLLOWING = "|".join([*ONES, *_ONE_SCALES, *_TENS, *SCALES, *_PARTS])

FIRST_WORD = (
    r"(?:nol|s(?:atu|e(?:ribu|ratus|puluh|belas|juta|miliar|triliun|mbilan|tengah))|dua|tiga|empat|lima|enam|tujuh"
    r"|delapan)"
)
"""The words that can open a number, folded; grouped by first letter, as the scan tries it at every word."""
FIRST_ORDINAL = r"(?:pertama|ke(?:satu|dua|tiga|empat|lima|enam|tujuh|delapan|se(?:mbilan|puluh|belas)))"
"""The words that can open an ordinal."""
CARDINAL = re.compile(rf"{FIRST_WORD}(?: (?:{_FOLLOWING})\b){{0,30}}")
ORDINAL = re.compile(rf"{FIRST_ORDINAL}(?: (?:belas|puluh(?: (?:{'|'.join(ONES)})\b)?)\b)?")


class Words(NamedTuple):
    """What a run of words means, and how many of the words belong to it."""

    value: int | float
    used: int


def read_words(words: list[str]) -> Words | None:
    """Read the longest number that starts at the first word; None if that is no number."""
    total: int | float = 0
    used = 0
    last_scale: int | None = None
    while used < len(words):
        step = _read_part(words[used:], last_scale)
        if step is None:
            break
        value, count, scale = step
        total += value
        used += count
        if scale is None:
            break
        last_scale = scale
    return Words(total, used) if used else None


def read_ordinal(words: list[str]) -> int | None:
    """Read an ordinal such as `pertama`, `ketiga`, `kedua belas`; None if it is not one."""
    if words == ["pertama"]:
        return 1
    if not words or not words[0].startswith("ke"):
        return None
    cardinal = read_words([words[0][2:], *words[1:]])
    if cardinal is None or cardinal.used != len(words) or not isinstance(cardinal.value, int):
        return None
    return cardinal.value


class _Part(NamedTuple):
    value: int | float
    used: int
    scale: int | None


def _read_part(words: list[str], last_scale: int | None) -> _Part | None:
    """One group with its scale word, smaller than the scale before it."""
    if (scale := _ONE_SCALES.get(words[0])) is not None:
        return _Part(scale, 1, scale) if last_scale is None or scale < last_scale else None
    group = _read_half(words) or _read_decimals(words)
    if group is None:
        return None
    scale = SCALES.get(words[group.used]) if group.used < len(words) else None
    if scale is None:
        whole = last_scale is None or group.value < last_scale
        return _Part(group.value, group.used, None) if whole else None
    if last_scale is not None and scale >= last_scale:
        return None
    value = group.value * scale
    return _Part(int(value) if value == int(value) else value, group.used + 1, scale)


def _read_half(words: list[str]) -> Words | None:
    """`setengah` and `satu setengah`, before a scale word or alone."""
    if words[0] == "setengah":
        return Words(0.5, 1)
    if len(words) > 1 and words[0] in ONES and words[1] == "setengah":
        return Words(ONES[words[0]] + 0.5, 2)
    return None


def _read_decimals(words: list[str]) -> Words | None:
    """A number below thousand, its decimals spoken digit by digit: `tujuh koma dua lima` is 7.25."""
    whole = _read_below_thousand(words)
    if whole is None or words[whole.used : whole.used + 1] != [_COMMA]:
        return whole
    digits = ""
    for word in words[whole.used + 1 :]:
        if (digit := _DIGITS.get(word)) is None:
            break
        digits += str(digit)
    return Words(float(f"{whole.value}.{digits}"), whole.used + 1 + len(digits)) if digits else whole


def _read_below_thousand(words: list[str]) -> Words | None:
    if words[0] == "nol":
        return Words(0, 1)
    hundreds, used = 0, 0
    if words[0] == "seratus":
        hundreds, used = 100, 1
    elif words[0] in ONES and words[1:2] == ["ratus"]:
        hundreds, used = ONES[words[0]] * 100, 2
    tens = _read_below_hundred(words[used:]) if used < len(words) else None
    if tens is None:
        return Words(hundreds, used) if used else None
    return Words(hundreds + tens.value, used + tens.used)


def _read_below_hundred(words: list[str]) -> Words | None:
    if words[0] in _TENS:
        return Words(_TENS[words[0]], 1)
    one = ONES.get(words[0])
    if one is None:
        return None
    if words[1:2] == ["belas"]:
        return Words(10 + one, 2)
    if words[1:2] != ["puluh"]:
        return Words(one, 1)
    last = ONES.get(words[2]) if len(words) > 2 else None
    is_hundreds = words[3:4] == ["ratus"]
    return Words(one * 10 + last, 3) if last and not is_hundreds else Words(one * 10, 2)
