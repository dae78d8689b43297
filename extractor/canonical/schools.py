"""Names of schools in print: where one starts and ends, and when two spellings are one school.

A school's name is its kind, usually a number, and the words of its place or patron. Kinds stand everywhere
("SD, SMP, dan SMA sederajat", "SMP 26 sekolah"), so a kind alone names no school.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.canonical.memory import remembered
from extractor.canonical.regions import codes_of
from extractor.canonical.slotted import slotted
from extractor.canonical.stems import Stems
from extractor.text import fold

_KIND = re.compile(
    r"(?<![\w/-])(?:(?:UPTD?(?: SPF)? )?(?:SD|SMP|SMA|SMK|MI|MTs|MTS|MA|TK|SLB|RA|PAUD|PKBM|SKB|SRMA|SRMP|"
    r"SRT|KB)"
    r"(?P<form>LB|N|S|IT|K|I)?|Sekolah Dasar|Madrasah (?:Aliyah|Tsanawiyah|Ibtidaiyah))"
    r"(?P<state> Negeri| Swasta| NEGERI| IT| N(?= ?\d)|\)(?= \d))?(?![\w/-])"
)
_STEMS = Stems(
    (
        "SD",
        "SM",
        "SLB",
        "SR",
        "SKB",
        "MI",
        "MT",
        "MA",
        "TK",
        "RA",
        "PAUD",
        "PKBM",
        "KB",
        "UPT",
        "Sekolah Dasar",
        "Madrasah",
    )
)
_NUMBER = re.compile(r" (?:No\.? ?)?(?P<number>[O0-9]\d{0,5}(?:/\d{1,3})?|[IVX]{1,4})(?![\w.,]\d|[\w%])")
_LAST_NUMBER = re.compile(
    r" \d{1,3}(?:/\d{1,3})?(?![\w.,]?\d|[\w%]|"
    r" (?:siswa|orang|sekolah|guru|kelas|unit|peserta|rombel|persen|anak))"
)
_WORD = re.compile(r" (?P<word>[A-Z][\w'’\-]*)")
_NOT_NAME = frozenset(
    "kota kabupaten kab kecamatan kec provinsi desa kelurahan jalan jl dinas kepala ketua wakil guru siswa "
    "sekolah bupati gubernur pada di dari yang dan atau serta tahun kelas sederajat se negeri swasta harus "
    "akan bisa wajib senin selasa rabu kamis jumat sabtu minggu januari februari maret april mei juni juli "
    "agustus september oktober november desember drs dra dr ir hj h s m st orang unit rombel persen ribu "
    "juta sma smp sd smk mts mi ma tk paud slb anbk unbk un ppdb spmb diminta siap ikuti gelar raih jadi ini "
    "itu tidak tak belum sudah mulai juga kami kita pusat program tingkat jenjang untuk dengan oleh usai "
    "saat lewat bos bantuan dapat terima dapodik bahasa lulus matematika rusak segera bakal masih ajukan "
    "sesuai dalam bagi kejar paket gratis menuju tanpa dilarang berbasis mandiri sampai hingga nonton lomba "
    "dikdas dikdasmen dikmas dikmen pnf juara korban asal hadapi terbaik favorit terapkan".split()
)
_PLACE_WORDS = frozenset(
    "barat timur utara selatan tengah hilir hulu baru lama kota raya jaya besar kecil satu dua tiga kulon "
    "bangsa luhur mulia kasih ilmu insani nusantara indonesia utama sejahtera mandiri ulum huda hikmah "
    "wetan lor kidul kaler tenggara darat laut seberang atas bawah dalam luar".split()
)
_FREELY_NAMED = frozenset("MTs MTS MA MI TK SLB RA PAUD PKBM SKB KB".split())
_OFFICE_WORDS = frozenset(
    "pembinaan pendidikan bidang kabid kasi seksi jenjang tingkat kurikulum pengawas mkks k3s guru kepala "
    "siswa peserta bunda operator tenaga direktur direktorat kasubdit koordinator guru".split()
)
_MEMBERS = frozenset("kepala guru siswa pengawas".split())
_PATRON = re.compile(
    r" (?:A[ln][- ]|Ar-|As-|At-|Ash-|(?:Islam|Muhammadiyah|Aisyiyah|Kristen|Katolik|Sant[oa]|St|Ma'?arif|NU|"
    r"Plus|Terpadu|Unggul(?:an)?|Wiyata|Nusantara|Insan|Cendekia|Mutiara|Cahaya|Bhakti|Bakti|Setia|Angkasa|Penabur|Theresia|Immanuel|"
    r"Ignatius|Frater|Seminari|Hidayatullah|Nahdlatul|PGRI|Krida|Dirgantara|Pelayaran|Penerbangan|Pariwisata|Telkom|Yos|Don|Lab|Taruna|Bina|Tunas|Harapan|Pelita|Budi|Citra|Pertiwi|Dharma|YP|YPPK|YPK|YPPGI|YAPIS|Yapis|Bhayangkara|Kartika|"
    r"Kemala|Darul|Darus|Nurul|Miftahul|Raudha|Baitul|Inpres|Methodist|Advent|HKBP|Xaverius|Kanisius|Labschool|"
    r"Global|Hang|Karya|Mardi|Wahid|Pancasila|Sultan|Pangeran|Taman|Teknologi|Pembangunan|Pertanian|"
    r"Kesehatan|Farmasi|Alkhair\w+|Assalam\w*|Wiyasa|Tamansiswa|Marsudirini|Tarakanita|Strada|Pangudi|Diponegoro|"
    r"Rehoboth|Petra|Integral|Al[a-z]{1,4}yyah|GMIM|GMIT))"
)
_REGION_KIND = re.compile(r" (?:Kota|Kabupaten) (?=[A-Z])")
_NO_WORD = re.compile(
    r"Rp(?:\d|$)|Kem(?:en|dik)|Dis(?:dik|pend)|Dikbud|B?BPMP|LPMP|B?B?GTK|BGP|Pem(?:kab|kot|prov|da)|DPRD|PGRI$"
)
# `Kepala PAUD Efata Manubelon, Orpa Sila`: behind the school stands its head, not a degree.
_HOLDER = re.compile(r", (?:(?:Hj?|Dra?s?|Ny)\.? )?[A-Z][a-z]{2,}(?: [A-Z][a-z]+){0,3}(?:,| [a-z])")
_PROVINCE = 2
"""Length of a province's code."""
_LONGEST_REGION = 40
_MOST_WORDS = 5
_LONGEST_HEADLINE = 140
_HEADED = re.compile(r"(?:kepala|kepsek|kasek|kamad|komite)(?: sekolah| madrasah)? $")
_STATE_FORMS = (
    (re.compile(r"\b(sd|smp|sma|smk|slb|tk|mi|mts|ma) (?:negeri|n)\b"), r"\1n"),
    (re.compile(r"\bsekolah dasar negeri\b"), "sdn"),
    (re.compile(r"\bmadrasah aliyah negeri\b"), "man"),
)
_LEADING_ZEROS = re.compile(r"\b[o0]+(?=\d)")
_MARKS = re.compile(r"[^\w ]")


@slotted
class School:
    """A school's printed name, `[start, end)`; its words of a place or patron start at `words`.

    `is_named` ones have more than a kind and a word; `is_headed` ones follow the word for their head, so that
    a person's name may be glued to them.
    """

    start: int
    end: int
    words: int
    is_numbered: bool
    is_named: bool
    is_headed: bool


def find_schools(text: str, *, is_name: bool = False) -> Iterator[School]:
    """All schools named in `text`, in order; linear in its length.

    With `is_name` the text is a name already, and its neighbours tell nothing.
    """
    end = -1
    for first in _STEMS.starts(text):
        kind = _KIND.match(text, first)
        if kind is None or first < end:
            continue
        number = _NUMBER.match(text, kind.end())
        words = number.end() if number else kind.end()
        end = _words_end(text, words)
        has_words = end > words
        is_state = kind["state"] is not None or kind["form"] in ("N", "S", "IT", "K", "LB")
        if not (has_words or (number and is_state)):
            continue
        if not (number or is_state or is_name):
            if not _is_named(text, kind, text[words:end]):
                continue
            if not _PATRON.match(text, words):
                end = _first_town_end(text, words, end)
        if number and number["number"].isalpha() and not is_state:
            continue
        start = kind.start()
        is_headed = _HEADED.search(text[max(0, start - 20) : start].lower()) is not None
        is_named = is_state or text[words:end].count(" ") > 1
        yield School(start, end, words, number is not None, is_named, is_headed)


def school_name(surface: str) -> str:
    """The school's name as printed, a letter O in its number read as zero, capitals written as names."""
    name = re.sub(r"\bO(?=\d)", "0", " ".join(surface.replace(")", "").split()))
    words = name.split(" ")
    if len(words) > 2 and name.upper() == name:
        words = [word if _KIND.fullmatch(word) or len(word) < 3 else word.capitalize() for word in words]
    return " ".join(words)


@remembered
def school_form(name: str) -> str:
    """The form in which spellings of one school are equal: `SMP Negeri 01 X` and `SMPN 1 X`."""
    form = " ".join(name.lower().split())
    # Most names hold nothing that two spellings differ in.
    if " n" in form:
        for pattern, plain in _STATE_FORMS:
            form = pattern.sub(plain, form)
    letters = form.replace(" ", "")
    if letters.isalpha():
        return form
    form = _LEADING_ZEROS.sub("", form)
    return form if letters.isalnum() else _MARKS.sub("", form)


def common_run(names: list[str]) -> list[str]:
    """Shorten each name to the longest beginning that it shares with another one of the same school.

    Where a person's name follows the school's without a comma, another mention tells where the school's ends.
    """
    known = set(names)
    return [_cut(name, known) for name in names]


def short_run(name: str) -> str:
    """The name up to its first place word, for a mention in which the head teacher's name follows at once."""
    words = name.split(" ")
    first = next((index for index, word in enumerate(words) if index and _is_place(word)), len(words))
    if words[first : first + 1] in (["Kota"], ["Kabupaten"]):
        return name
    end = first + 1
    if words[end : end + 1] and words[end].isdigit() and len(words) > end + 1:
        end += 2
    if not any(word.isdigit() for word in words[:first]) and not codes_of(fold(words[first])):
        town = (index for index in range(end, len(words)) if codes_of(fold(words[index])))
        end = next(town, end - 1) + 1
    while end < len(words) and words[end].lower() in _PLACE_WORDS:
        end += 1
    return " ".join(words[:end])


def _cut(name: str, known: set[str]) -> str:
    words = name.split(" ")
    first = next((index for index, word in enumerate(words) if index and _is_place(word)), len(words))
    shorter = (" ".join(words[:count]) for count in range(first + 1, len(words)))
    return next((start for start in shorter if start in known), name)


def _is_place(word: str) -> bool:
    return not (word.isdigit() or word in ("Negeri", "Swasta") or _KIND.fullmatch(word))


def _words_end(text: str, end: int) -> int:
    """Where the words of the name end, a number after the first of them included (`SD Inpres 12/79 Biru`).

    After a number a kabupaten or kota with its kind is the last part of it (`SMA Negeri 2 Kota Sorong`).
    """
    if text[end - 1].isdigit() and (kind := _REGION_KIND.match(text, end)):
        return _region_end(text, kind.end()) or end
    words = _run_end(text, end)
    number = _LAST_NUMBER.match(text, words) if words > end and not text[end - 1].isdigit() else None
    return _run_end(text, number.end()) if number else words


def _region_end(text: str, start: int) -> int | None:
    """Where the longest name of a region ends that starts at `start`; None if none does."""
    words = text[start : start + _LONGEST_REGION].split(" ")[:3]
    for count in range(len(words), 0, -1):
        name = " ".join(words[:count]).rstrip('.,;:)"”\n')
        if codes_of(fold(name)):
            return start + len(name)
    return None


def _run_end(text: str, end: int) -> int:
    for _ in range(_MOST_WORDS):
        word = _WORD.match(text, end)
        if word is None or word["word"].lower().strip("'’-") in _NOT_NAME or _NO_WORD.match(word["word"]):
            break
        end = word.end()
    return end


def _is_named(text: str, kind: re.Match[str], name: str) -> bool:
    """True when words without a number after a kind name a school: not a subject, a headline or a person."""
    start = kind.start()
    before = text[max(0, start - 24) : start].lower().split()
    word = before[-1].strip("(),.") if before else ""
    has_patron = _PATRON.match(name) is not None or _holds_town(name)
    if word == "kepala" and kind.group() in _FREELY_NAMED and _HOLDER.match(text, kind.end() + len(name)):
        return True
    if (word in _OFFICE_WORDS and not (has_patron and word in _MEMBERS)) or not _is_running(text, start):
        return False
    return has_patron or kind.group() in _FREELY_NAMED


def _holds_town(name: str) -> bool:
    """`SMK Wiyasa Magelang`: a word of its own before the name of a kabupaten or kota."""
    words = name.split()
    return len(words) > 1 and not codes_of(fold(words[0])) and any(map(_is_town, words[1:]))


def _is_town(word: str) -> bool:
    return any(len(code) > _PROVINCE for code in codes_of(fold(word)))


def _first_town_end(text: str, start: int, end: int) -> int:
    """Where the first name of a kabupaten or kota ends in `text[start:end]`; `end` if there is none."""
    position = start
    for word in text[start:end].split(" "):
        position += len(word)
        if word and _is_town(word):
            return position
        position += 1
    return end


def _is_running(text: str, start: int) -> bool:
    """True in running text; the capitals of a headline tell no name from a verb."""
    first = max(0, start - _LONGEST_HEADLINE)
    begin = text.rfind("\n", first, start) + 1 or first
    end = text.find("\n", start, start + _LONGEST_HEADLINE)
    line = text[begin : end if end >= 0 else start + _LONGEST_HEADLINE].rstrip()
    return len(line) > _LONGEST_HEADLINE or line.endswith((".", ",", ")", '"', "”"))
