"""Where it happened: the named building, hall, hotel or school, from its head word to its place.

The reading starts at head words (aula, hotel, pendopo, SMPN …) behind `di`, and runs on over whatever can
belong to a name or an address. A building where somebody was merely asked or works is no venue.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from extractor.canonical.places import read_venue
from extractor.knowledge import Hit
from extractor.rules.alternatives import passed_over
from extractor.rules.events.event_type import Happening
from extractor.rules.mentions import Place, Quotation, Scan
from extractor.rules.windows import hits_in, is_within
from extractor.schema.types import Candidate, Sentence, Span

_STRENGTH = {"hall": 1.5, "school": 0.5, "plain": 0.0}
_AFTER_SCHOOL = re.compile(r"\s(?=[A-Z0-9])")
_CUE = re.compile(
    r"(?:^|[\s(,])(?P<cue>[Dd]i|[Kk]e|[Bb]ertempat|mendatangi|mengunjungi|meninjau|menyambangi|menyinggahi|tinjau|kunjungi)\s+"
    r"(?:lokasi |sebuah |salah satu )?(?P<name>(?:[A-Z][\w'’&.-]{0,24} ){0,4})$"
)
_SHORT_CUES = frozenset({"di", "Di", "ke", "Ke"})
_BEFORE_NAME = tuple(
    "di Di ke Ke ertempat mendatangi mengunjungi meninjau menyambangi menyinggahi tinjau kunjungi lokasi "
    "sebuah satu".split()
)
_EXPLICIT = re.compile(
    r"\b(?:bertempat|digelar|dilaksanakan|berlangsung|dipusatkan|diselenggarakan|diadakan|dihelat|acara|kegiatan|"
    r"mengambil tempat|ditempatkan|dilangsungkan|menggelar|dibuka|ditutup|diserahkan|ditandatangani|"
    r"menyerahkan|visitasi(?: akreditasi)?|asesmen lapangan|"
    r"meninjau|memantau|mengecek|singgah|mampir|meletakkan|peletakan)\b[^.;\n]{0,70}$"
)
_VISITING = re.compile(r"mendatangi|mengunjungi|meninjau|menyambangi|menyinggahi|tinjau|kunjungi|datangi")
_ASKED = re.compile(
    r"\b(?:ditemui|dijumpai|dikonfirmasi|dihubungi|diwawancarai|ditanya|mengajar|bersekolah|bertugas)\b[^.;\n]{0,40}$"
    r"|(?<!komunitas )(?<!kelompok )(?<!hasil )(?<!sumber )\b(?:belajar|kuliah)(?: \w{1,12})? $"
)
_PLANNED = re.compile(r"\b(?:dijadwalkan|rencananya|direncanakan|bakal|tahun lalu|tahun depan)\b")
_FROM = re.compile(r"\b(?:siswa|siswi|pelajar|murid|(?<!hari )guru|alumni|lulusan)(?: \w{1,12})? $")
_TOKEN = re.compile(r"(?:,? |\s?/\s?|, ?)?(?P<word>&|[^\s,;:()\"“”/]+(?:/[^\s,;:()\"“”/]+)?)")
_NUMBERED = re.compile(r"(?:no|lt|km|rt|rw|blok)\.?\d")
_ABBREVIATION = re.compile(r"(?:jl|jln|lt|no|kec|kab|kel|gg|st|dr|h|hj|ir|km|prof|kh|drs|[a-z])\.?$")
_LOWER = frozenset(
    "rapat pertemuan sidang utama serbaguna serba guna pola lantai lt no nomor jl jalan jln km "
    "kilometer kecamatan kec kelurahan kel desa kampung dusun kabupaten kab kota provinsi prov "
    "komplek kompleks kantor dinas pendidikan bupati walikota wali gubernur pemda pemkab pemkot "
    "pemprov setda sekretariat daerah umum besar induk "
    "paripurna banmus komisi olahraga kesenian badan balai aula gedung hotel ruang ruangan negeri pendopo "
    "pendapa rumah jabatan wakil rujab kab. jl. jln. lt. kec. no. auditorium lpmp bpmp bbpmp dprd dpr "
    "disdik dikbud disdikbud kemenag bappeda convention center by the and meeting room hall ballroom".split()
)
_STOP = frozenset(
    "senin selasa rabu kamis jumat jum'at jum’at sabtu minggu ahad januari februari maret april mei "
    "juni juli agustus september oktober november desember setempat pada yang untuk oleh dengan pukul "
    "hari tanggal wib wita wit".split()
)
_ADDRESS = re.compile(
    r"(?:jl|jln|jalan|kantor|gedung|kawasan|kampus|kec|kecamatan|kel|kelurahan|desa|kampung|kab|kabupaten|kota|lantai|lt|kompleks?|provinsi|"
    r"no|nomor)\b"
)
_AND_SCHOOL = re.compile(r" (?:dan|serta|&) (?=(?:sd|smp|sma|smk|slb|mi|mts|ma|tk)n?\b)")
_IN_PLACE = re.compile(r" di (?=[A-Z])")
_BEHIND_TOWN = re.compile(r"[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?(?=\s?[,.(\n]|$)")
_CLAUSE = re.compile(
    r" (?!pada|pekan|kemarin|hari|yang|untuk|dengan|tanggal|tgl|pukul|selama|dan|dalam|oleh)[a-z]{3}"
)
# `Aula Dinas X dipadati guru`: the hall is the subject.
_FILLED = re.compile(
    r" (?:mendadak |tampak |terlihat |sudah |langsung |kembali |pun |hari itu |pagi itu |siang itu ){0,3}"
    r"(?:penuh|dipenuhi|dipadati|sesak|riuh|ramai|semarak|meriah|menjadi saksi|jadi saksi|menjadi lokasi|"
    r"jadi lokasi|menjadi tempat|jadi tempat|menjadi tuan rumah|jadi tuan rumah|disulap)\b"
)
_MOST_WORDS = 18
_QUOTED = -3.0
_LEAST, _LEAST_FOR_TOPIC = 3.0, 5.0


class _Run(NamedTuple):
    span: Span
    strength: float
    cue: str
    cue_start: int


def find_venue(
    scan: Scan,
    happening: Happening,
    places: tuple[Place, ...],
    *,
    dated: frozenset[int],
    quotations: tuple[Quotation, ...],
) -> Candidate | None:
    """The best venue of the happening; None for an interview and where none is named."""
    starts = {place.span.start: place.span.end for place in places}
    quoted = [quotation.span for quotation in quotations]
    least = _LEAST if happening.is_occasion else _LEAST_FOR_TOPIC
    good: list[tuple[float, Span]] = []
    for run in _runs(scan, starts):
        points = _score(scan, run, happening, dated)
        if is_within(quoted, run.span.start):
            points += _QUOTED
        if points >= least:
            good.append((points, run.span))
    if not good:
        return None
    good.sort(key=lambda entry: -entry[0])
    value, *others = (read_venue(scan.text[start:end]) for _, (start, end) in good[:2])
    if not value:
        return None
    points, span = good[0]
    lost = passed_over(value, others)
    return Candidate(value, (span,), min(0.95, 0.6 + 0.04 * points), "venue", alternatives=lost)


def _runs(scan: Scan, places: dict[int, int]) -> list[_Run]:
    """Every named building behind a cue, in text order."""
    runs: list[_Run] = []
    reach = 0
    for head in scan.hits["venue"]:
        start = head.start + (len("di") if scan.folded.startswith("di", head.start) else 0)
        if head.key == "none" or start < reach:
            continue
        if head.key == "school" and not _is_named_school(scan, head):
            continue
        cue = _cue_before(scan, start, reach)
        is_subject = cue is None and _opens_clause(scan, head)
        word, cue_start, start = ("bertempat", start, start) if is_subject else cue or ("", start, start)
        end = _extent(scan, start, head.end, places) if word else None
        if end is None or (is_subject and not _FILLED.match(scan.folded, end)):
            continue
        reach = end
        runs.append(_Run(Span(start, end), _STRENGTH[head.key], word, cue_start))
    return runs


def _opens_clause(scan: Scan, head: Hit) -> bool:
    """True for a hall that a sentence or the lead opens with."""
    starts = (scan.sentence_at(head.start).start, scan.layout.body)
    return head.key == "hall" and scan.text[head.start].isupper() and head.start in starts


def _is_named_school(scan: Scan, head: Hit) -> bool:
    """False for a kind alone ('di SMP'), which names no school."""
    is_name = " " in scan.text[head.start : head.end] and scan.text[head.start].isupper()
    return is_name or _AFTER_SCHOOL.match(scan.text, head.end) is not None


def _cue_before(scan: Scan, head: int, reach: int) -> tuple[str, int, int] | None:
    """The word that makes the head a place: (word, its start, where the venue's name starts)."""
    first = max(reach, head - 110, 0)
    before = scan.text[first:head]
    last = before.rsplit(None, 1)[-1:]
    if before[-1:].isspace() and last:
        if last[0] in _SHORT_CUES:
            return last[0].lower(), first + before.rindex(last[0]), head
        if (last[0][0].isupper() or last[0].endswith(_BEFORE_NAME)) and (match := _CUE.search(before)):
            return match["cue"].lower(), first + match.start("cue"), first + match.start("name")
        return None
    return ("di", head - len("di"), head) if last and last[0] in {"di", "Di"} else None


def _extent(scan: Scan, start: int, head_end: int, places: dict[int, int]) -> int | None:
    """Where the venue's name ends; None where nothing names the building."""
    limit = min(len(scan.text), start + 260)
    position = start
    end = start
    is_named = False
    for _ in range(_MOST_WORDS):
        step = _next(scan, position, limit, places)
        if step is None and position == start and scan.text[start].islower():
            step = head_end, False
        if step is None:
            break
        position, names = step
        is_named = (
            is_named or (names and position > head_end) or (names and end == start and position < head_end)
        )
        end = position
        if scan.folded[position - 1] == "." and not _ABBREVIATION.match(_last_word(scan, position)):
            end = position - 1
            break
    return end if is_named and end > head_end - 2 else None


def _last_word(scan: Scan, end: int) -> str:
    return scan.folded[max(0, end - 12) : end].rsplit(None, 1)[-1]


def _next(scan: Scan, position: int, limit: int, places: dict[int, int]) -> tuple[int, bool] | None:
    """The end of the next word of the venue, and whether the word names it; None where the venue ends."""
    text, folded = scan.text, scan.folded
    if joint := _AND_SCHOOL.match(folded, position, limit) or _IN_PLACE.match(text, position, limit):
        position = joint.end()
    token = _TOKEN.match(text, position, limit)
    if token is None:
        return None
    start, end = token.span("word")
    word = folded[start:end].rstrip(".")
    if word in _STOP or re.split("[-–]", word, maxsplit=1)[0] in _STOP or "\n" in text[position:start]:
        return None
    if "," in text[position:start] and not _continues_address(scan, start, limit, places):
        return None
    if start in places:
        return places[start], True
    if text[start].isupper() or text[start].isdigit() or _NUMBERED.match(folded, start, end):
        return end, True
    if word == "guna" and not folded.endswith("serba ", 0, start):
        return None
    is_inner = (
        word in _LOWER or folded[start:end] in _LOWER or _ABBREVIATION.match(folded[start:end]) or word == "&"
    )
    return (end, word in {"bupati", "walikota", "gubernur", "dinas"}) if is_inner else None


def _continues_address(scan: Scan, start: int, limit: int, places: dict[int, int]) -> bool:
    """True when what follows the comma is still the address, not a date, a person or the next clause."""
    if start in places:
        return not _CLAUSE.match(scan.folded, places[start], limit)
    if _ADDRESS.match(scan.folded, start, limit):
        return True
    if any(hits_in(scan.hits[kind], start, start + 1) for kind in ("role", "organization")):
        return False
    town = _BEHIND_TOWN.match(scan.text, start, limit)
    return town is not None and town.group().split()[0].lower() not in _STOP


def _score(scan: Scan, run: _Run, happening: Happening, dated: frozenset[int]) -> float:
    sentence = scan.sentence_at(run.span.start)
    before = scan.folded[max(sentence.start, run.cue_start - 110) : run.cue_start]
    # `guru di SMPN 1` belong to the school; `pelatihan guru di Hotel X` is held there.
    if _ASKED.search(before) or (run.strength < _STRENGTH["hall"] and _FROM.search(before)):
        return -5.0
    points = run.strength + _place(scan, sentence)
    if run.cue == "bertempat" or _EXPLICIT.search(before):
        points += 2.5
    if sentence.start in dated:
        points += 2
    if any(hit.key != "none" for hit in hits_in(scan.hits["cue"], sentence.start, sentence.end)):
        points += 1 if happening.is_occasion else 0
    if happening.event == "visit" and (_VISITING.match(run.cue) or run.strength == 0.5):
        points += 2
    if _PLANNED.search(before):
        points -= 3
    if run.cue == "ke" and happening.event != "visit":
        points -= 2
    return points


def _place(scan: Scan, sentence: Sentence) -> float:
    """What it is worth to stand early in the body; a caption counts little."""
    if sentence.end <= scan.layout.body:
        return -0.5
    index = int(sentence.id[1:]) - int(scan.sentence_at(scan.layout.body).id[1:])
    return (2.0, 1.5, 1.0, 0.5)[index] if 0 <= index < 4 else 0.0
