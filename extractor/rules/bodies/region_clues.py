"""What the words beside a place's name tell: the level of the region meant, or that no region is meant.

Only the two words before a name and the letters right behind it are looked at, so that a page full of place
names costs no more than their number.
"""

from __future__ import annotations

from extractor.canonical.regions import CITY, PROVINCE, REGENCY, is_slip, level_of
from extractor.canonical.slotted import slotted
from extractor.knowledge import Hit

_WINDOW = 36
_MOST_WORDS = 3
_WORD_EDGES = "(,.:;[\"'"

_OFFICES: dict[str, str] = {
    **dict.fromkeys("gubernur gubri wagub pemprov pemprop polda kapolda kejati kanwil".split(), PROVINCE),
    **dict.fromkeys("bupati wabup pemkab wabub".split(), REGENCY),
    **dict.fromkeys("walikota wawali wawako wako pemkot pemko kotamadya".split(), CITY),
}
_AGENCIES = frozenset(
    "lpmp bpmp bbpmp bgp bbgp bgtk bbgtk kgtk bpjm ban-pdm pdm bap-s/m bap-sm bkkbn".split()
)
_PAIRS: dict[tuple[str, str], str] = {
    ("wali", "kota"): CITY,
    ("pemerintah", "kota"): CITY,
    ("pemerintah", "kabupaten"): REGENCY,
    ("pemerintah", "provinsi"): PROVINCE,
    ("mutu", "pendidikan"): PROVINCE,
    ("guru", "penggerak"): PROVINCE,
    ("tenaga", "kependidikan"): PROVINCE,
}
_PREPOSITIONS = frozenset(
    "di ke dari se wilayah daerah warga masyarakat asal seluruh se-kota pemda pemerintah dprd disdik polres "
    "kapolres kodim kejari kemenag dinas".split()
)
_FOREIGN_BEFORE = frozenset(
    "pulau gunung sungai selat teluk danau laut jalan jl jln kecamatan kec kelurahan desa dusun kampung "
    "bahasa suku batik kopi sate soto pantai bandara stasiun terminal pelabuhan perumahan radar tribun "
    "antaranews antara suara harian koran warta kabar rri tvri tribunnews selamat sdr bapak ibu pak "
    "bu".split()
)
_NATIVES = frozenset((who, "asli") for who in ("orang", "anak", "putra", "putri", "warga"))
_FOREIGN_AFTER = frozenset("pos post ekspres express tribune tribun news today tv online raya".split())


@slotted
class Clue:
    """`kind`: `kind` (part of the name), `office`, `agency`, `near` or `foreign`; None for no clue.

    `level` is the region's level if told, `start` where the name with its kind starts, `is_slip` a misprinted
    kind.
    """

    kind: str | None
    level: str | None
    start: int
    is_slip: bool = False


def clue_before(folded: str, start: int, ends: frozenset[int]) -> Clue:
    """The clue before a name that starts at `start`; `ends` are the ends of known offices and posts."""
    window = folded[max(0, start - _WINDOW) : start]
    words = window.rsplit(None, _MOST_WORDS)
    if not words or window[-1].isalnum():
        return Clue(None, None, start)
    last = words[-1]
    kind = _kind_word(folded, start, words)
    if kind is not None:
        return kind
    word = last.strip("(),.:;[]\"'")
    two = (words[-2].strip("(),"), word) if len(words) > 1 else ("", word)
    level = _OFFICES.get(word) or _PAIRS.get(two)
    if level:
        return Clue("agency" if two in _PAIRS and level == PROVINCE else "office", level, start)
    if word in _AGENCIES or window.endswith(("bpmp-", "lpmp-")):
        return Clue("agency", PROVINCE, start)
    if two in _NATIVES or (word in _FOREIGN_BEFORE and last[-1] not in ",:;"):
        return Clue("foreign", None, start)
    if start - len(window) + len(window.rstrip()) in ends:
        return Clue("office", None, start)
    if window.endswith("se-"):
        return Clue("near", PROVINCE, start)
    return Clue("near" if word in _PREPOSITIONS else None, None, start)


def is_foreign(text: str, folded: str, hit: Hit) -> bool:
    """True when the name is a part of a web address, a hashtag, a handle or an outlet's name."""
    end = hit.end
    if is_in_address(text, hit):
        return True
    if not text[end + 1 : end + 2].isupper():
        return False
    after = folded[end : end + 12].lstrip(" ").split(" ", 1)[0].strip(",.-:;/\n")
    return after in _FOREIGN_AFTER


def is_in_address(text: str, hit: Hit) -> bool:
    """True when the name is a part of a web address, a mail address, a hashtag or a handle."""
    start, end = hit.start, hit.end
    if start and (text[start - 1] in "@#_." or text[max(0, start - 2) : start] == "//"):
        return True
    after = text[end : end + 2]
    return after[:1] in ("_", "@") or (after[:1] == "." and after[1:].islower())


def _kind_word(folded: str, start: int, words: list[str]) -> Clue | None:
    """`Kabupaten`, `Kota`, `Provinsi` … right before the name, with where it starts."""
    index = -2 if words[-1] == "administrasi" and len(words) > 1 else -1
    raw = words[index].lstrip(_WORD_EDGES)
    plain = raw.rpartition("/")[2].rpartition("se-")[2] or raw
    level = level_of(plain)
    if level is None:
        return None
    if plain == "kota" and len(words) >= 1 - index and words[index - 1].endswith("wali"):
        return Clue("office", CITY, start)
    return Clue("kind", level, folded.rindex(plain, 0, start), is_slip(plain))
