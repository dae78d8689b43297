"""Read one number where it stands: is it a number at all, and what do the words around it make of it?

Digits in news are mostly not quantities: clock times, phone numbers, `SMPN1`, `51/2018`. The reader looks a
few characters back and one word ahead, with string methods where a pattern would cost more than the scan.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from decimal import Decimal
from typing import NamedTuple

from extractor.canonical.digits import Hint, read_digits
from extractor.canonical.number_words import CARDINAL, ORDINAL, SCALES, read_ordinal, read_words


class Quantity(NamedTuple):
    """One number in a text.

    `[start, end)` covers the digits or words with their scale (`1,2 miliar`, `6 (enam)`), not the currency
    and not the per-cent sign, which stand in `[unit_start, unit_end)` (-1 where there is none). The first end
    of a range may borrow its scale from the second one (`Rp100-150 juta`): then `[scale_start, scale_end)` is
    the place of that word, and only both places together prove the value.
    """

    start: int
    end: int
    value: int | float
    is_money: bool = False
    is_percent: bool = False
    is_ordinal: bool = False
    flags: tuple[str, ...] = ()
    unit_start: int = -1
    unit_end: int = -1
    scale_start: int = -1
    scale_end: int = -1


_NEXT = re.compile(r"[ ]?(?:-[ ]?(?=an\b))?([^\W\d_]+|%|\()?")
_PERCENT = frozenset(("%", "persen", "prosen", "percent"))
_SCALES = frozenset((*SCALES, "ratus", "puluh"))
_FEW = frozenset("rb jt m t sd an tk di ke pt".split())
_COUNTED = frozenset(
    "orang siswa siswi pelajar murid guru pendidik sekolah satuan lembaga madrasah anak peserta "
    "lulusan pendaftar kelas rombel rombongan ruang unit paket kepala desa kabupaten sd smp sma "
    "smk paud tk".split()
)
_RANKS = frozenset(
    "peringkat juara rangking ranking rank urutan posisi terbaik tempat nomor harapan tingkat".split()
)
_NUMBERING = frozenset("no nomor nomer nmr jl jln hal telp tel hp wa km rt rw psl pasal ayat".split())
_CLOCKS = frozenset("pukul pkl jam".split())
_ABOUT = frozenset("sekitar hampir nyaris kira-kira kisaran lk ± lebih".split())
_ABOUT_ENDINGS = ("kurang lebih", "lebih dari", "di atas", "tidak sampai", "sekitar angka")
_NO_COUNT_BEFORE = ("salah ", "per ", "satu-")
_NO_COUNT_AFTER = (" per satu", " sama lain", "-satu", "nya", "-an")
_BROKEN = (["ratus"], ["puluh"], ["belas"])
_SPLIT_DECIMAL = re.compile(r"([0-9]{1,2}), ([0-9]{1,2})(?=[ ]?(?:%|persen\b))")
_CLOCK = re.compile(r"[0-2]?[0-9](?:\.[0-5][0-9])?")
_LONGEST_CLOCK = 5
# What 'WIB' or the other end of a range opens with: few numbers stand before one of them.
_BEFORE_CLOCK = frozenset("-shw")
_CLOCK_RANGE = re.compile(r"[0-9][.:][0-9]{2}[ ]?(?:-|s/d|s\.d\.?|sampai|hingga)[ ]?$")
_CLOCK_AFTER = re.compile(
    r"[ ]?(?:(?:-|s/d|s\.d\.?|sampai|hingga)[ ]?[0-9]{1,2}[.:][0-9]{2}[ ]?)?wi(?:b|t|ta)\b"
)
_BRACKET = re.compile(r"[ ]?\([ ]?([^()\n]{1,60})[ ]?\)")
_PHONE_BEFORE = re.compile(r"(?:(?<![0-9])0[0-9]{1,4}|[0-9]{3,5}-[0-9]{3,5}|\(0[0-9]{2,3}\))[- ]$")
_PHONE_AFTER = re.compile(r"-[0-9]{3,5}-[0-9]| 0[0-9]\b")
_SMALLER = re.compile(r" ([0-9]{1,3}) (juta|ribu|jt|rb)\b| ([0-9]{3})\b(?![.,/-]?[0-9])")
_MEAN_BEFORE = re.compile(r"\b(?:rata-rata|rerata|skor|indeks|ipm|nilai)\b[^.\n0-9]{0,30}$")
_MEAN_AFTER = frozenset(("poin", "tahun"))
_DOT_DECIMAL = re.compile(r"(?<![0-9.,])[0-9]{1,3}\.[0-9]{1,2}(?![0-9.,]|\.[0-9])")
_COMMA_GROUPS = re.compile(r"(?<![0-9.,])[0-9]{1,3}(?:,[0-9]{3}){2,}(?![0-9])")
_DECADES = range(1900, 2100)
_WINDOW = 24


class Reader:
    """Reads the numbers of one folded text in order; learns how a line uses its marks once that matters."""

    def __init__(self, plain: str) -> None:
        self.plain = plain
        # Numbers before this offset contradict each other ("6 (tujuh)"): none of them is a reading.
        self.blocked_until = 0
        self._lines: list[int] | None = None
        self._line_hints: dict[int, Hint] = {}

    def read_digits(self, start: int, raw: str) -> Quantity | None:
        """The quantity that the digits `raw` at `start` open, or None."""
        plain = self.plain
        raw = raw.rstrip(".,")
        end = start + len(raw)
        before = plain[max(0, start - _WINDOW) : start]
        is_money = _is_currency(before)
        word = _last_word(before)
        if not is_money and self._is_part_of_something(raw, end, before, word):
            return None
        is_ordinal = not is_money and (
            before.endswith(("ke-", "ke- ", "ke")) or word.removeprefix("(") in _RANKS
        )
        if not is_ordinal and word in _NUMBERING:
            return None
        value, end = self._value(raw, start, end, is_money=is_money)
        if value is None:
            return None
        unit = _currency_span(before, start) if is_money else None
        return self._finish(start, end, value, unit, is_ordinal=is_ordinal, about=_is_about(before, word))

    def read_ordinal(self, start: int) -> Quantity | None:
        """The ordinal word at `start`."""
        match = ORDINAL.match(self.plain, start)
        if match is None or self.plain[match.end() : match.end() + 1].isalnum():
            return None
        value = read_ordinal(match.group().split(" "))
        if value is None:
            return None
        return Quantity(start, match.end(), value, is_ordinal=True, flags=("number_word",))

    def read_words(self, start: int) -> Quantity | None:
        """The number in words at `start`."""
        match = CARDINAL.match(self.plain, start)
        if match is None:
            return None
        words = match.group().split(" ")
        read = read_words(words)
        if read is None or len(words) > 30 or words[read.used : read.used + 1] in _BROKEN:
            return None
        end = start + len(" ".join(words[: read.used]))
        before = self.plain[max(0, start - _WINDOW) : start]
        if before.endswith(_NO_COUNT_BEFORE) or self.plain.startswith(_NO_COUNT_AFTER, end):
            return None
        if (before.endswith("-") and not _is_word_range(before)) or words[: read.used] == ["setengah"]:
            return None
        word = _last_word(before)
        about = _is_about(before, word)
        flags = ("number_word",)
        return self._finish(start, end, read.value, None, is_ordinal=word in _RANKS, flags=flags, about=about)

    def _is_part_of_something(self, raw: str, end: int, before: str, word: str) -> bool:
        """True for digits inside a word, date, time, path, phone number or year span."""
        last, after = before[-1:], self.plain[end : end + 8]
        if last and last != " ":
            if last.isalnum() and not (before.endswith("ke") and not before[-3:-2].isalnum()):
                return True
            if last in "/_@#" or (last in ":.," and before[-2:-1].isdecimal()):
                return True
            if last == "-" and not before.endswith("ke-") and not _is_range_dash(before):
                return True
        next_one = after[:1]
        if next_one and ((next_one in "/:" and after[1:2].isalnum()) or next_one in "_@"):
            return True
        if raw[0] == "0" and raw.isdecimal() and len(raw) > 1 and (len(raw) > 2 or before[-2:-1].isdecimal()):
            return True
        if next_one in ("-", " ") and after[1:2].isdecimal() and _PHONE_AFTER.match(after):
            return True
        if last in ("-", " ") and before[-2:-1] in "0123456789)" and _PHONE_BEFORE.search(before):
            return True
        if next_one.isalpha() and _has_odd_tail(raw, after):
            return True
        return len(raw) <= _LONGEST_CLOCK and self._is_clock(raw, end, before, word)

    def _is_clock(self, raw: str, end: int, before: str, word: str) -> bool:
        plain = self.plain
        is_before_clock = plain[end : end + 2].lstrip(" ")[:1] in _BEFORE_CLOCK
        if not (word in _CLOCKS or "." in raw or is_before_clock) or not _CLOCK.fullmatch(raw):
            return False
        is_after = word in _CLOCKS or ("." in raw and _CLOCK_RANGE.search(before) is not None)
        return is_after or (is_before_clock and _CLOCK_AFTER.match(plain, end) is not None)

    def _value(self, raw: str, start: int, end: int, *, is_money: bool) -> tuple[int | float | None, int]:
        """The value with its scale words, and where they end."""
        plain = self.plain
        if plain.startswith(", ", end) and len(raw) < 3 and (split := _SPLIT_DECIMAL.match(plain, start)):
            if not plain.endswith(", ", max(0, start - 2), start):
                return float(f"{split[1]}.{split[2]}"), split.end()
            return None, end
        is_open = len(raw) > 4 and raw[-4] in ".,"
        value = read_digits(raw, self._hint(start, end, is_money=is_money) if is_open else "unknown")
        if value is None:
            return None, end
        return self._with_scale(value, end, is_money=is_money)

    def _hint(self, start: int, end: int, *, is_money: bool) -> Hint:
        """What the surroundings say on a mark before exactly three digits."""
        plain = self.plain
        word = _next_word(plain, end)
        if word in _PERCENT:
            return "percent"
        is_comma = plain[end - 4] == ","
        if word in _SCALES or (is_money and word in ("m", "t")):
            return "mean" if is_comma else "unknown"
        if is_money or word in _COUNTED:
            return "count"
        if word in _MEAN_AFTER or _MEAN_BEFORE.search(plain, max(0, start - 2 * _WINDOW), start):
            return "mean"
        return self._line_hint(start) if is_comma else "unknown"

    def _line_hint(self, position: int) -> Hint:
        """A line that writes decimals with a dot, or groups twice with a comma, groups with commas."""
        if self._lines is None:
            self._lines = [0, *(match.end() for match in re.finditer("\n", self.plain))]
        index = bisect_right(self._lines, position) - 1
        if index not in self._line_hints:
            end = self._lines[index + 1] if index + 1 < len(self._lines) else len(self.plain)
            line = self.plain[self._lines[index] : end]
            groups = _COMMA_GROUPS.search(line) or _DOT_DECIMAL.search(line)
            self._line_hints[index] = "count" if groups else "unknown"
        return self._line_hints[index]

    def _with_scale(self, value: int | float, end: int, *, is_money: bool) -> tuple[int | float, int]:
        """Multiply by the scale word after the digits; `1 miliar 200 juta` and `27 ribu 500` add up."""
        match = _NEXT.match(self.plain, end)
        word = (match[1] or "") if match else ""
        base = word[:-2] if word.endswith("an") and word[:-2] in _SCALES else word
        if match is None or not (base in _SCALES or (is_money and base in ("m", "t"))):
            return value, end
        factor = factor_of(base)
        end = match.start(1) + len(base)
        total = times(value, factor)
        smaller = _SMALLER.match(self.plain, end)
        if smaller and smaller[2] and SCALES[smaller[2]] < factor:
            return total + int(smaller[1]) * SCALES[smaller[2]], smaller.end(2)
        if smaller and smaller[3] and factor == SCALES["ribu"] and isinstance(value, int):
            return total + int(smaller[3]), smaller.end(3)
        return total, end

    def _finish(
        self,
        start: int,
        end: int,
        value: int | float,
        unit: tuple[int, int] | None,
        *,
        is_ordinal: bool,
        about: bool,
        flags: tuple[str, ...] = (),
    ) -> Quantity | None:
        """Add what follows the number: the same number in brackets, `-an`, `lebih`, per cent, rupiah."""
        plain = self.plain
        match = _NEXT.match(plain, end)
        word = (match[1] or "") if match else ""
        if word == "(" and (bracket := _BRACKET.match(plain, end)):
            other = _value_of_bracket(bracket[1])
            if other is not None:
                if other != value:
                    self.blocked_until = bracket.end()
                    return None
                end = bracket.end()
                match = _NEXT.match(plain, end)
                word = (match[1] or "") if match else ""
        if match and word in ("an", "lebih"):
            about = True
            match = _NEXT.match(plain, match.end())
            word = (match[1] or "") if match else ""
        if about:
            flags = ("approximate", *flags)
        is_percent = word in _PERCENT
        if match and (is_percent or (word == "rupiah" and unit is None)):
            unit = (match.start(1), match.end(1))
        is_money = unit is not None and not is_percent
        return Quantity(start, end, value, is_money, is_percent, is_ordinal, flags, *(unit or (-1, -1)))


def factor_of(scale: str) -> int:
    """What a scale word multiplies by; `m` and `t` after an amount of money are billions and trillions."""
    return {"ratus": 100, "puluh": 10, "m": 1_000_000_000, "t": 1_000_000_000_000}.get(scale) or SCALES[scale]


def times(value: int | float, factor: int) -> int | float:
    """`value` × `factor` without the dust of binary fractions."""
    product = Decimal(str(value)) * factor
    return int(product) if product == product.to_integral_value() else float(product)


def _last_word(before: str) -> str:
    """The word before the number, without `ke-` and a full stop."""
    stripped = before.removesuffix("ke-").rstrip(" .(:")
    return stripped[stripped.rfind(" ") + 1 :]


def _next_word(plain: str, end: int) -> str:
    match = _NEXT.match(plain, end)
    return (match[1] or "") if match else ""


def _is_currency(before: str) -> bool:
    stripped = before.rstrip(" .")
    rest = stripped.removesuffix("rp").removesuffix("idr")
    return rest != stripped and not rest[-1:].isalnum()


def _currency_span(before: str, start: int) -> tuple[int, int]:
    stripped = before.rstrip(" .")
    length = 2 if stripped.endswith("rp") else 3
    end = start - len(before) + len(stripped)
    return end - length, end


def _is_about(before: str, word: str) -> bool:
    return word in _ABOUT or before.rstrip().endswith(_ABOUT_ENDINGS)


def _has_odd_tail(raw: str, after: str) -> bool:
    """True when the letters glued on make another word of it (`2A`, `1990an`, `5x`)."""
    tail = _next_word(after, 0)
    if tail == "an":
        return raw.isdecimal() and int(raw) in _DECADES
    return len(tail) < 3 and tail not in _FEW


def _is_range_dash(before: str) -> bool:
    """True when the dash that ends `before` joins two numbers."""
    rest = before[:-1].rstrip(" -")
    return rest[-1:].isdecimal() or rest.endswith(("%", "rp", "persen"))


def _is_word_range(before: str) -> bool:
    word = before[:-1].rpartition(" ")[2]
    return word in SCALES or read_words([word]) is not None


def _value_of_bracket(inner: str) -> int | float | None:
    """The number that a bracket repeats, if it holds nothing else."""
    inner = inner.strip()
    if inner.isdecimal() and inner.isascii():
        return int(inner) if len(inner) <= 12 else None
    words = inner.split(" ")
    read = read_words(words)
    return read.value if read and read.used == len(words) else None
