"""Where the text names a person: beside a post, beside a verb of saying, in a list, behind a title.

A run of capitalised words is a person only where something says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ahocorasick_rs import AhoCorasick

from extractor.canonical.names import skip_degrees, skip_titles
from extractor.canonical.slotted import slotted
from extractor.rules.mentions import Hit, Scan
from extractor.rules.persons.landmarks import Landmarks
from extractor.rules.persons.name_reader import Found, NameReader
from extractor.rules.persons.posts import Post
from extractor.rules.speech.saying import Verb, verbs
from extractor.schema.types import Span

_AFTER_POST = re.compile(
    r"(?: ?\([^()\n]{1,60}\))?"
    r"(?: setempat| (?:kegiatan|acara)(?: (?:ini|itu|tersebut))?"
    r"|(?: (?:sekolah|madrasah|dinas|badan|balai|lembaga|kantor))? (?:ini|itu|tersebut)| dinas)?"
    r"(?P<mark> ?[,;:–-]{1,2}\s{0,2}|[ \u00a0]{1,3})"
    r"(?:(?:yaitu|yakni|adalah|bernama|atas nama|saudara|saudari|,) ?){0,2}",
    re.IGNORECASE,
)
# What stays unread of a post: a body that no table knows, up to the comma before the name, or acronyms.
_REST_OF_POST = re.compile(
    r"(?: (?:[A-Z][\w'’/-]*+|\d{1,4}|kelas|dan|di|untuk|ke)\b(?:\.(?= ?\d))?){1,14}+, ?(?=[A-Z])"
    r"|(?: [A-Z][A-Z0-9/-]{1,11}){1,3}+ (?=[A-Z][a-z])"
)
_LINK_TO_POST = re.compile(
    r"(?P<link>,? (?:selaku|sebagai|merupakan|yang juga(?: menjabat)?(?: sebagai)?"
    r"|yang (?:kini |saat ini |sehari-hari(?:nya)? )?menjabat(?: sebagai)?)(?: seorang)? |,? ?\(|[,;] )$"
)
_LINK_ENDINGS = ("(", ", ", "; ", "selaku ", "sebagai ", "merupakan ", "juga ", "menjabat ", "seorang ")
_AFTER_VERB = re.compile(
    r"(?: (?:lagi|pula|juga|oleh|langsung|secara \w{3,12}|si|sang)){0,3},? {1,2}", re.IGNORECASE
)
_BEFORE_VERB = re.compile(
    r"(?:,? (?:juga|pun|kemudian|lalu|sendiri|turut|kembali|ikut|lantas|sempat|secara terpisah|saat itu"
    r"|dengan tegas|dalam \w{4,12}nya|dalam (?:sambutan|arahan|paparan)|dalam kesempatan (?:itu|tersebut|ini)"
    r"|mewakili [\w ]{3,40})){0,3},? $"
)
_TITLE = re.compile(
    r"(?<![\w.])(?:(?:Drs|Dra|Dr|dr|DR|Prof|Ir|Hj?|KH|Ust|Ustadz?|Letkol|AKBP)\b\.?"
    r"|(?:[Bb]apak|[Pp]ak|[Ii]bu|[Bb]u) |(?P<noble>Baiq|La Ode|Wa Ode|Ida Bagus|Ida Ayu))(?=[ .]?[A-Z])"
)
_TITLE_BEFORE = re.compile(r"\b(?:[Bb]apak|[Pp]ak|[Ii]bu|[Bb]u|Hj?\.?|Drs\.?|Dra\.?|Dr\.?) $")
_TITLE_OPENINGS = (
    *("Dr", "dr.", "DR", "Prof", "Ir", "H.", "H ", "Hj", "KH", "Ust", "AKBP", "Letkol"),
    *("Baiq ", "La Ode ", "Wa Ode ", "Ida Bagus ", "Ida Ayu "),
    *("apak ", "Pak ", "pak ", "bu "),
)
# Looking for a title by its first letters is ten times as fast as one pattern over the text.
_OPENINGS = AhoCorasick(_TITLE_OPENINGS)
_INSIDE_OPENINGS = frozenset("ab")
_LIST_LINK = re.compile(r",? (?:dan|serta|maupun|bersama) (?=[A-Z])|, (?=[A-Z])|,? & ")
_AGE = re.compile(r" \((?:1[0-9]|[2-9][0-9])(?: tahun| thn| th)?\)(?=,? [a-z]|, [A-Z]|\.)")
_SEVERAL = re.compile(
    r"\b(?:dua|tiga|empat|lima|enam|para|beberapa|sejumlah|[2-9]) (?:orang )?$", re.IGNORECASE
)
# A name behind these is a home, not a person.
_HOME = re.compile(r"\b(?:warga|asal|penduduk|di|ke|dari|desa|kampung|kelurahan|kecamatan) $", re.IGNORECASE)
# `kantor Bupati, Luwuk`: what follows is the building's place.
_HEADS_OF_REGION = frozenset({"regency", "city", "province"})
_BUILDINGS = ("kantor ", "pendopo ", "pendapa ", "rumah dinas ", "rumah jabatan ", "rujab ")
_CALLED = re.compile(
    r"\b(?:guru|siswa|siswi|murid|pelajar|wali|orang ?tua|pria|wanita|perempuan|laki-laki|anak|"
    r"bocah|ibu|peserta|santri)(?: [a-z]+){0,2} bernama$",
    re.IGNORECASE,
)
_ONE_OF = re.compile(
    r"\b[Ss]alah (?:satu|seorang) (?:guru|siswa|siswi|peserta|warga|orang ?tua|wali|pelajar|murid|pendaftar|"
    r"pengurus|operator|yang|tenaga|ibu|mahasiswa|penerima|pegawai|panitia|tokoh|relawan|alumni|kepala)"
    r"(?: [a-z][\w-]*+){0,4}, (?=[A-Z])"
)
_LONGEST_LIST = 8
_VILLAGE_POSTS = frozenset({"camat", "lurah", "kepala_desa"})
_VILLAGE = re.compile(r" [A-Z][a-z]{2,20}(?=,? [A-Z]| ini| itu)")
# Words that more often stand for many than for one, so that what follows them need not be a name.
_COMMON_POSTS = frozenset(
    "siswa guru operator proktor fasilitator pengawas_sekolah dosen staf anggota tim narasumber bunda_paud "
    "kepala_sekolah kepala_madrasah ketua_panitia penilik koordinator pengajar_praktik kepala ketua "
    "penanggung_jawab".split()
)
_BESIDE_POST, _NEAR_POST, _AT_VERB, _BEFORE_ITS_VERB, _TITLED, _ADDRESSED, _LISTED, _DOUBTFUL = (
    0.93,
    0.88,
    0.85,
    0.8,
    0.85,
    0.75,
    0.7,
    0.6,
)


@slotted
class Naming:
    """One place that names a person: the bare name, the post that goes with it, how sure that is (0 to 1).

    `is_proof` is False where the words fit a person already known but prove none.
    """

    span: Span
    name: str
    post: Post | None
    confidence: float
    is_proof: bool = True


def find_namings(scan: Scan, posts: list[Post], landmarks: Landmarks) -> list[Naming]:
    """Every naming of a person, in text order; at one place the first of post, verb, list, title."""
    finder = _Finder(scan, NameReader(scan, landmarks, posts))
    taken: dict[int, Naming] = {}
    bare: set[int] = set()
    for post in posts:
        naming = finder.after_post(post)
        if naming is None:
            bare.add(post.start)
        else:
            taken.setdefault(naming.span.start, naming)
    for post in posts:
        naming = finder.before_post(post, is_bare=post.start in bare)
        if naming is not None and (naming.span.start not in taken or taken[naming.span.start].post is None):
            taken[naming.span.start] = naming
    _add(taken, finder.before_ages())
    _add(taken, finder.beside_verbs())
    _add(taken, finder.after_one_of())
    _add(taken, finder.in_lists([naming for naming in taken.values() if naming.is_proof]))
    titled = [naming for naming in finder.behind_titles() if naming.span.start not in taken]
    _add(taken, titled)
    _add(taken, finder.in_lists(titled))
    return _without_overlaps(taken)


def _add(taken: dict[int, Naming], namings: Iterable[Naming]) -> None:
    for naming in namings:
        taken.setdefault(naming.span.start, naming)


def _without_overlaps(taken: dict[int, Naming]) -> list[Naming]:
    """Of two that overlap the one with a post, then the one that proves more, then the first."""
    kept: list[Naming] = []
    for start in sorted(taken):
        naming = taken[start]
        if not kept or start >= kept[-1].span.end:
            kept.append(naming)
        elif _weight(naming) > _weight(kept[-1]):
            kept[-1] = naming
    return kept


def _weight(naming: Naming) -> tuple[bool, bool]:
    return naming.post is not None, naming.is_proof


def _naming(found: Found, confidence: float, post: Post | None = None, *, is_proof: bool = True) -> Naming:
    return Naming(found.span, found.name, post, confidence, is_proof)


class _Finder:
    """Applies each pattern to one article."""

    def __init__(self, scan: Scan, reader: NameReader) -> None:
        self._scan = scan
        self._text = scan.text
        self._reader = reader

    def after_post(self, post: Post) -> Naming | None:
        """`Kepala Dinas Pendidikan Sinjai[,] A. Jefrianto Asapa`."""
        gap = _AFTER_POST.match(self._text, self._end_of_post(post))
        if gap is None or gap.end() in self._reader.post_starts or self._reader.in_headline(post.start):
            return None
        if post.kind.employer in _HEADS_OF_REGION and self._scan.folded.endswith(_BUILDINGS, 0, post.start):
            return None
        found = self._reader.at(gap.end(), is_introduced=True)
        is_listed = "," in gap["mark"]
        if found is None and (rest := _REST_OF_POST.match(self._text, post.end)):
            found, is_listed = self._reader.at(rest.end(), is_introduced=True), "," in rest.group()
        if found is None:
            return None
        if is_listed and not found.is_full and not self._reader.closes_like_a_name(found.span.end):
            return None
        if not (found.is_full or post.employer or is_listed) and post.kind.id in _COMMON_POSTS:
            return _naming(found, _DOUBTFUL, post, is_proof=False)
        if is_listed and self._scan.folded.endswith("mewakili ", 0, post.start):
            # `Mewakili Kepala BPMP, Iskandar`: the post is somebody else's.
            return _naming(found, _NEAR_POST)
        return _naming(found, _BESIDE_POST if is_listed or post.employer else _NEAR_POST, post)

    def before_post(self, post: Post, *, is_bare: bool) -> Naming | None:
        """`Agung Kurniawan, Sekretaris Dinas`; a comma alone links a full name to a bare post."""
        if not self._text.endswith(_LINK_ENDINGS, 0, post.start):
            return None
        link = _LINK_TO_POST.search(self._text, max(0, post.start - 40), post.start)
        if link is None or (link["link"] == ", " and not is_bare):
            return None
        found = self._reader.ending_at(link.start())
        if found is None:
            return None
        is_titled = _TITLE_BEFORE.search(self._text, max(0, found.span.start - 12), found.span.start)
        if link["link"] == ", " and not found.is_full and not is_titled:
            return None
        return _naming(found, _NEAR_POST, post)

    def beside_verbs(self) -> Iterator[Naming]:
        """`kata Halim`, `Menurut Indah`, `Yustia menuturkan`, `dipimpin Sukarno`."""
        for hit in self._scan.hits["verb"]:
            verb = verbs()[hit.key]
            if verb.form == "nya" or self._reader.in_headline(hit.start):
                continue
            found = self._before_verb(hit, verb) if verb.form == "active" else self._after_verb(hit, verb)
            if found is not None:
                yield found

    def before_ages(self) -> Iterator[Naming]:
        """`Wulandari (38), warga Sukamaju,`: only persons have an age behind their names."""
        for age in _AGE.finditer(self._text):
            found = self._reader.ending_at(age.start())
            is_sure = found is not None and (found.is_full or self._text[age.end()] == ",")
            if found is not None and is_sure and not self._reader.in_headline(age.start()):
                yield _naming(found, _LISTED)

    def after_one_of(self) -> Iterator[Naming]:
        """`Salah seorang yang dilantik, Desmiwati, …`: one of many, set off by commas."""
        if "alah s" not in self._text:
            return
        for one in _ONE_OF.finditer(self._text):
            found = self._reader.at(one.end())
            if found is not None and self._text[found.span.end : found.span.end + 1] in {",", " "}:
                is_set_off = self._text[found.span.end] == ","
                yield _naming(found, _LISTED, is_proof=is_set_off or found.is_full)

    def in_lists(self, named: list[Naming]) -> Iterator[Naming]:
        """`Yohanes Kia dan Maria Lelo`: full names that go on a list of persons; they get no post."""
        for naming in named:
            end = naming.span.end
            for _ in range(_LONGEST_LIST):
                link = _LIST_LINK.match(self._text, skip_degrees(self._text, end))
                found = self._reader.at(link.end()) if link else None
                if link is None or found is None or not found.is_full:
                    break
                end = found.span.end
                if "," in link.group() and not _LIST_LINK.match(self._text, skip_degrees(self._text, end)):
                    break
                yield _naming(found, _LISTED, naming.post if self._is_shared(naming.post) else None)

    def behind_titles(self) -> Iterator[Naming]:
        """`Drs. H. Abd. Azis`, `Bapak Suaedi`."""
        for title in self._titles():
            found = self._reader.at(title.start())
            if found is not None and (found.span.start > title.start() or (title["noble"] and found.is_full)):
                yield _naming(found, _ADDRESSED if title.group()[-1] == " " else _TITLED)

    def _is_shared(self, post: Post | None) -> bool:
        """True for `dua anggota Komisi I, A dan B`: a number or `para` gives all of a list the post."""
        if post is None:
            return False
        return _SEVERAL.search(self._text, max(0, post.start - 14), post.start) is not None

    def _end_of_post(self, post: Post) -> int:
        """Where the post ends; behind `Camat` the first word is a kecamatan, which no table knows."""
        village = _VILLAGE.match(self._text, post.end) if post.kind.id in _VILLAGE_POSTS else None
        return village.end() if village else post.end

    def _titles(self) -> Iterator[re.Match[str]]:
        """Titles before a capital, by their openings in turn; none that continues a row of titles."""
        row = (-1, -1)
        openings = _OPENINGS.find_matches_as_indexes(self._text, overlapping=True)
        for opening, start, _ in sorted(openings):
            if (opening, start) < row:
                continue
            title = _TITLE.match(self._text, start - (_TITLE_OPENINGS[opening][0] in _INSIDE_OPENINGS))
            if title is not None:
                yield title
                row = opening, skip_titles(self._text, title.start())

    def _after_verb(self, hit: Hit, verb: Verb) -> Naming | None:
        if verb.is_strict and not self._is_after_pause(hit.start):
            return None
        gap = _AFTER_VERB.match(self._text, hit.end)
        if gap is None or ("," in gap.group() and verb.form != "according"):
            return None
        found = self._reader.at(gap.end())
        if found is None:
            return None
        is_called = verb.form == "agent" and _CALLED.search(self._text, max(0, hit.start - 30), hit.end)
        if verb.form == "agent" and not found.is_full and not is_called:
            return _naming(found, _DOUBTFUL, is_proof=False)
        return _naming(found, _AT_VERB)

    def _before_verb(self, hit: Hit, verb: Verb) -> Naming | None:
        if self._text[hit.start - 1 : hit.start] != " ":
            return None
        adverb = _BEFORE_VERB.search(self._text, max(0, hit.start - 70), hit.start)
        found = self._reader.ending_at(adverb.start()) if adverb else None
        if found is None or _HOME.search(self._text, max(0, found.span.start - 14), found.span.start):
            return None
        is_proof = verb.is_speech and (found.is_full or not self._reader.opens_sentence(found.span.start))
        return _naming(found, _BEFORE_ITS_VERB if is_proof else _DOUBTFUL, is_proof=is_proof)

    def _is_after_pause(self, position: int) -> bool:
        before = self._scan.folded[max(0, position - 3) : position].rstrip()
        return before[-1:] in {'"', ",", "†"} or before[-2:] in {",'", ".'"}
