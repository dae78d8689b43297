"""Texts made of traps: what changes length under `lower()` or `strip()`, and what only looks like a stop.

Plain `st.text()` seldom meets one of these; every property about offsets draws from here as well.
"""

from __future__ import annotations

from hypothesis import strategies as st

LETTERS = "aA zZ éÉ ñ ß ẞ ı i İ I Σ σ ς ﬁ Ǆ ǅ K Å".split()
COMBINING = ["e\u0301", "\u0301", "A\u030a", "i\u0307", "\u0327"]
SPACES = [" ", "\n", "\r\n", "\r", "\t", "\u00a0", "\u202f", "\u2009", "\u3000", "\x0b", "\x85", "\u2028"]
INVISIBLE = ["\u200b", "\u200d", "\ufeff", "\u00ad", "\x00", "\u202e"]
SYMBOLS = ["😀", "👩🏽‍🏫", "🇮🇩", "•", "%", "/", "@", "<", ">", "&", "\\", "�"]
QUOTES = ['"', "'", "“", "”", "‘", "’", "«", "»", "`", "´", "„", "ʼ"]
STOPS = [".", "?", "!", "…", "...", ",", ":", ";", "-", "–", "—", "(", ")", "[", "]", ".)", '."', ".”"]
DIGITS = ["0", "1", "9", "41", "2022", "3.14", "1.234,5", "09.00", "Ⅳ", "²", "٣", "½"]
ABBREVIATIONS = (
    "H. Hj. Drs. Dra. Dr. Prof. Ir. S.Pd. S.Pd.,M.Si. M. A. K.H. No. Rp. Rp s.d. a.n. Jl. Kab. Plt. Pj. dll. "
    "dkk. SD. SMPN"
).split()
WORDS = "Kepala Dinas Pendidikan Kota Palopo guru siswa ujarnya kata Rabu Desember persen juta BPMP".split()

TOKENS = (
    *LETTERS,
    *COMBINING,
    *SPACES,
    *INVISIBLE,
    *SYMBOLS,
    *QUOTES,
    *STOPS,
    *DIGITS,
    *ABBREVIATIONS,
    *WORDS,
)


def trap_texts(*, min_size: int = 0, max_size: int = 60) -> st.SearchStrategy[str]:
    """Strings of `min_size` to `max_size` trap tokens, glued as they come."""
    return st.lists(st.sampled_from(TOKENS), min_size=min_size, max_size=max_size).map("".join)


def any_texts() -> st.SearchStrategy[str]:
    """Trap texts and arbitrary Unicode without lone surrogates."""
    return trap_texts() | st.text(st.characters(exclude_categories=["Cs"]), max_size=80)
