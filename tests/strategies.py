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


NEWS = (
    "PALOPO, outlet.com – ",
    "Kudus (ANTARA) - ",
    "BERITAKITA.ID, MEDAN – ",
    "Dinas Pendidikan Kota Palopo ",
    "Disdik Kab. Sinjai ",
    "BPMP Provinsi Jambi ",
    "LPMP Sulsel ",
    "Pemkab Batanghari ",
    "SMP Negeri 1 Samudera ",
    "SDN O4 Birugo ",
    "Universitas Negeri Padang (UNP) ",
    "Kemendikbudristek ",
    "Plt Kepala Dinas Pendidikan Kabupaten Sinjai, ",
    "Wakil Bupati ",
    "Wali Kota Banjarmasin ",
    "Ketua DPRD ",
    "Drs. H. Ahmad Fauzi, M.Pd., ",
    "Siti Aminah ",
    "A. Jefrianto ",
    "I Made Sedana ",
    "Muhammad Fadhil Arief ",
    "mengatakan, ",
    "“Mutu sekolah naik tahun ini dan kami bangga,” ",
    '"Guru kita sudah 41 orang, " ',
    "ujarnya, ",
    "kata Ahmad, ",
    "Rabu (2/11/2022) ",
    "Kamis (24/11) ",
    "12 s.d. 13 Maret 2019 ",
    "kemarin ",
    "52 persen ",
    "Rp 1,2 miliar ",
    "41 orang guru penggerak ",
    "peringkat pertama ",
    "144 sekolah yang melaksanakan SPMI ",
    "Permendikbud Nomor 51 Tahun 2018 ",
    "Rapor Pendidikan ",
    "PMP ",
    "di Aula Dinas Pendidikan Palopo ",
    "menandatangani nota kesepahaman dengan ",
    "Baca Juga : KPU Medan Sosialisasi\n",
    "Editor : Amran\n",
    "(fachrul)\n",
    "di Kota Bandung ",
    "Kabupateb Batanghari ",
    "se-Sulawesi Selatan ",
    "\n",
    "\n\n",
    ". ",
    ", ",
    "dan ",
    "yang ",
)


def news_texts() -> st.SearchStrategy[str]:
    """Fragments of news with traps between them, glued as they come."""
    fragments = st.one_of(st.sampled_from(NEWS), st.sampled_from(NEWS), st.sampled_from(TOKENS))
    return st.lists(fragments, min_size=1, max_size=30).map("".join)
