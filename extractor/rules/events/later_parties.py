"""Parties whom a later sentence names: schools that won, and heads of regions who signed as well.

The report of the happening stands at the top; who else won or signed is often told at the end.
"""

from __future__ import annotations

import re

WINNING = re.compile(r"\b(?:terbaik|juara|pemenang|penghargaan|medali)\b")
"""Words of sentences that tell who won."""
_PRIZE = r"\b(?:terbaik|juara|pemenang|penghargaan|medali)\b"
_WINS = re.compile(
    r",? (?:berhasil |sukses |juga |kembali )?"
    r"(?:(?:ditetapkan|dinobatkan|terpilih|keluar|tampil) (?:sebagai|menjadi)"
    r"|meraih|menyabet|merebut|memboyong|menggondol|menjadi)"
    rf" [^.;\n]{{0,40}}?{_PRIZE}"
)
_WON_BY = re.compile(
    rf"{_PRIZE}[^.;\n]{{0,60}}"
    r"\b(?:diikuti|disusul|diraih|direbut|dimenangkan|jatuh kepada|diberikan kepada)(?: oleh)?"
    r" (?:[^.;\n]{1,80}(?:,|dan|serta) )?$"
)
_COSIGNS = re.compile(
    r"[^.;\n]{0,110}?\b(?:(?:ikut|turut|juga) (?:\w+ )?(?:menandatangani|meneken|teken)"
    r"|membubuhkan tanda ?tangan)\b"
)
_SIGNING = ("tanda tangan", "tandatangan", "teken")


def wins(before: str, plain: str, end: int) -> bool:
    """`SMPN 3 X ditetapkan sebagai Terbaik I, diikuti SDN 2 Y`: `before` leads to the school, `plain[end:]`
    follows it.
    """
    return _WINS.match(plain, end) is not None or _WON_BY.search(before) is not None


def may_cosign(plain: str) -> bool:
    """A quick look whether anybody signs."""
    return any(map(plain.__contains__, _SIGNING))


def cosigns(plain: str, start: int, end: int) -> bool:
    """`Bupati X dan Wabup Y ikut meneken`: what follows the post in its sentence."""
    return _COSIGNS.match(plain, start, end) is not None
