"""Where the text names a person: beside a post, beside a verb of saying, behind a title.

A run of capitalised words is a person only where something says so. Runs that belong to an organization, a
place, a month or a headline are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from extractor.canonical.names import PersonName, bare_name_at, common_words, name_at, read_person, skip_degrees, skip_titles
from extractor.knowledge.tables import cells, rows
from extractor.rules.landmarks import Landmarks
from extractor.rules.mentions import Hit, Scan
from extractor.rules.posts import Post
from extractor.schema.types import Span

_AFTER_POST = re.compile(
    r"(?: ?\([^()\n]{1,60}\))?(?P<mark> ?[,;:–-]{1,2}\s{0,2}|[ \u00a0]{1,3})"
    r"(?:(?:yaitu|yakni|adalah|bernama|atas nama|saudara|saudari|,) ?){0,2}",
    re.IGNORECASE,
)
# What stays unread of a post: a body that no table knows, up to the comma before the name, or acronyms.
_REST_OF_POST = re.compile(
    r"(?: (?:[A-Z][\w'’/-]*+|\d{1,4}|dan|di|untuk|se|ke|kelas)(?:\.(?= ?\d))?){1,14}+, ?(?=[A-Z])"
    r"|(?: [A-Z][A-Z0-9/-]{1,11}){1,3}+ (?=[A-Z][a-z])"
)
_LINK_TO_POST = re.compile(
    r"(?P<link>,? (?:selaku|sebagai|yang juga(?: menjabat)?(?: sebagai)?|yang (?:kini |saat ini )?menjabat(?: sebagai)?"
    r"|merupakan)(?: seorang)? |,? ?\(|, )$"
)
_AFTER_VERB = re.compile(r"(?: (?:lagi|pula|juga|oleh|langsung|secara \w{3,12}|si|sang))*,? {1,2}", re.IGNORECASE)
_BEFORE_VERB = re.compile(
    r"(?P<adverb>(?:,? (?:juga|pun|kemudian|lalu|sendiri|turut|kembali|ikut|lantas|sempat|secara terpisah|saat itu|"
    r"dalam sambutan(?:nya)?|dalam arahan(?:nya)?|dalam kesempatan (?:itu|tersebut|ini)|dengan tegas|mewakili [\w ]{3,40})){0,3},? )$"
)
_TITLE = re.compile(
    r"(?<![\w.])(?:(?:Drs|Dra|Dr|dr|DR|Prof|Ir|Hj?|KH|Ust|Ustadz?|Brigjen|Mayjen|Letkol|Kol|AKBP|Kombes|Kompol|AKP|Iptu|Kapten)\b\.?"
    r"|(?:[Bb]apak|[Pp]ak|[Ii]bu|[Bb]u) )(?=[ .]?[A-Z])"
)
_TITLE_OPENINGS = ("Dr", "dr.", "DR", "Prof", "Ir", "H.", "H ", "Hj", "KH", "Ust", "apak ", "Pak ", "pak ", "bu ", "AKBP", "Letkol")
_DEGREE_NEXT = re.compile(r",? ?(?:[SM]\.? ?[A-Z]|Ph\.?D|Lc)")
_CAPITAL = re.compile(r"(?<![\w.'’-])[^\W\d_a-z]")
_PRECEDING_WORD = re.compile(r"([^\W\d_][\w'’-]*) $")
_FOLLOWING_WORD = re.compile(r" ([A-Z][\w'’-]*)")
_WINDOW = 90


_VILLAGE_POSTS = frozenset({"camat", "lurah", "kepala_desa"})
_VILLAGE = re.compile(r" [A-Z][a-z]{2,20}(?=,? [A-Z]| ini| itu)")
# Words that more often stand for many than for one, so that what follows them need not be a name.
_COMMON_POSTS = frozenset(
    "siswa guru operator proktor fasilitator pengawas_sekolah dosen staf anggota tim narasumber bunda_paud kepala_sekolah "
    "kepala_madrasah ketua_panitia penilik koordinator pengajar_praktik kepala ketua penanggung_jawab".split()
)


class Naming(NamedTuple):
    """One place that names a person: the bare name's span, the post that goes with it, how sure that is (0 to 1).

    `is_proof` is False where the words fit a person already known but prove none.
    """

    span: Span
    name: str
    post: Post | None
    confidence: float
    is_proof: bool = True


class Verb(NamedTuple):
    """What the table says of a verb of saying."""

    form: str
    is_speech: bool
    is_strict: bool


@cache
def verbs() -> dict[str, Verb]:
    """All verb rows by id."""
    return {
        row["id"]: Verb(row["form"], row["speech"] == "yes", row["strict"] == "yes") for row in rows("attribution_verbs")
    }


@cache
def _things() -> frozenset[str]:
    """Common words that go on with a thing's name ("Ekspose Sekolah"), not days, places and openers of sentences."""
    return common_words("unit") | frozenset(
        word for row in rows("common_words") if row["id"] in ("body", "act", "thing") for word in cells(row["words"])
    )


def find_namings(scan: Scan, posts: list[Post], landmarks: Landmarks) -> list[Naming]:
    """Every naming of a person, in text order; at one place the first of: post, link to a post, verb, title."""
    reader = _Reader(scan, landmarks, {post.start for post in posts}, {post.end for post in posts})
    taken: dict[int, Naming] = {}
    bare: set[int] = set()
    for post in posts:
        naming = reader.after_post(post)
        if naming is None:
            bare.add(post.start)
        else:
            taken.setdefault(naming.span.start, naming)
    for post in posts:
        naming = reader.before_post(post, is_bare=post.start in bare)
        if naming is not None and (naming.span.start not in taken or taken[naming.span.start].post is None):
            taken[naming.span.start] = naming
    for naming in reader.beside_verbs():
        taken.setdefault(naming.span.start, naming)
    for naming in reader.behind_titles():
        taken.setdefault(naming.span.start, naming)
    return _without_overlaps(taken)


def _without_overlaps(taken: dict[int, Naming]) -> list[Naming]:
    kept: list[Naming] = []
    for start in sorted(taken):
        if not kept or start >= kept[-1].span.end:
            kept.append(taken[start])
    return kept


class _Reader:
    """Reads names of one article at given positions."""

    def __init__(self, scan: Scan, landmarks: Landmarks, post_starts: set[int], post_ends: set[int]) -> None:
        self._scan = scan
        self._text = scan.text
        self._landmarks = landmarks
        self._post_starts = post_starts
        self._post_ends = post_ends

    def after_post(self, post: Post) -> Naming | None:
        """`Kepala Dinas Pendidikan Sinjai[,] A. Jefrianto Asapa`."""
        end = self._after_village(post) if post.kind.id in _VILLAGE_POSTS else post.end
        gap = _AFTER_POST.match(self._text, end)
        if gap is None or gap.end() in self._post_starts:
            return None
        found = self._name(gap.end(), is_introduced=True)
        is_listed = "," in gap["mark"]
        if found is None and (rest := _REST_OF_POST.match(self._text, post.end)):
            found, is_listed = self._name(rest.end(), is_introduced=True), "," in rest.group()
        if found is None or self._in_headline(post.start):
            return None
        if is_listed and " " not in found.name and not self._closes_like_a_name(found.span.end):
            return None
        if " " not in found.name and not post.employer and not is_listed and post.kind.id in _COMMON_POSTS:
            return found._replace(post=post, confidence=0.6, is_proof=False)
        return found._replace(post=post, confidence=0.93 if is_listed or post.employer else 0.88)

    def _after_village(self, post: Post) -> int:
        """`Camat Kintamani`: the kecamatan or desa behind the post is in no table, so its first word is taken."""
        village = _VILLAGE.match(self._text, post.end)
        return village.end() if village else post.end

    def before_post(self, post: Post, *, is_bare: bool) -> Naming | None:
        """`Agung Kurniawan, Sekretaris Dinas Pendidikan Tarakan`; a comma links only a post without another name."""
        link = _LINK_TO_POST.search(self._text, max(0, post.start - 40), post.start)
        if link is None or (link["link"] == ", " and not is_bare):
            return None
        found = self._name_ending_at(link.start())
        if found is None:
            return None
        if link["link"] == ", " and " " not in found.name:
            return None
        return found._replace(post=post, confidence=0.88)

    def beside_verbs(self) -> Iterator[Naming]:
        """`kata Halim`, `Menurut Indah`, `Yustia menuturkan`."""
        for hit in self._scan.hits["verb"]:
            verb = verbs()[hit.key]
            if verb.form in ("stem", "passive", "according", "agent"):
                found = self._after_verb(hit, verb)
            else:
                found = self._before_verb(hit, verb) if verb.form == "active" else None
            if found is not None:
                yield found

    def behind_titles(self) -> Iterator[Naming]:
        """`Drs. H. Abd. Azis`, `Bapak Suaedi`."""
        for title in self._titles():
            found = self._name(title.start())
            if found is None or found.span.start == title.start() or self._scan.layout.is_noise(title.start()):
                continue
            is_address = title.group()[-1] == " "
            yield found._replace(confidence=0.75 if is_address else 0.85)

    def _titles(self) -> Iterator[re.Match[str]]:
        """Titles before a capital, found by their first letters: one regex over the whole text costs ten times that."""
        for opening in _TITLE_OPENINGS:
            at = self._text.find(opening)
            while at >= 0:
                if title := _TITLE.match(self._text, at - (opening[0] in "ab")):
                    yield title
                at = self._text.find(opening, at + 1)

    def _after_verb(self, hit: Hit, verb: Verb) -> Naming | None:
        text = self._text
        if verb.is_strict and not self._is_after_pause(hit.start):
            return None
        gap = _AFTER_VERB.match(text, hit.end)
        if gap is None or ("," in gap.group() and verb.form != "according") or gap.end() in self._post_starts:
            return None
        found = self._name(gap.end())
        if found is None or self._in_headline(hit.start):
            return None
        if verb.form == "agent" and " " not in found.name:
            return found._replace(confidence=0.6, is_proof=False)
        return found._replace(confidence=0.85)

    def _before_verb(self, hit: Hit, verb: Verb) -> Naming | None:
        adverb = _BEFORE_VERB.search(self._text, max(0, hit.start - 70), hit.start)
        if adverb is None:
            return None
        found = self._name_ending_at(adverb.start())
        if found is None or self._in_headline(hit.start):
            return None
        is_proof = verb.is_speech and (" " in found.name or not self._opens_sentence(found.span.start))
        return found._replace(confidence=0.8 if is_proof else 0.6, is_proof=is_proof)

    def _is_after_pause(self, position: int) -> bool:
        before = self._scan.folded[max(0, position - 3) : position].rstrip()
        return before[-1:] in {'"', ",", "†"} or before[-2:] in {",'", ".'"}

    def _name(self, position: int, *, is_introduced: bool = False) -> Naming | None:
        """The name that starts at `position`, titles before it allowed, cut where another thing's name starts."""
        text = self._text
        start = skip_titles(text, position)
        if not text[start : start + 1].isupper() or self._landmarks.office_over(start) or start in self._post_starts:
            return None
        found = bare_name_at(text, start, is_introduced=is_introduced or start > position)
        if found is None:
            return None
        end = self._cut(found.start, found.end)
        if end < found.end:
            found = read_person(text[start:end].rstrip())
            found = found and PersonName(found.name, start + found.start, start + found.end)
        return self._checked(start, found.end, found.name) if found else None

    def _cut(self, start: int, end: int) -> int:
        """Where an organization's or a post's name starts inside the run."""
        office = self._landmarks.next_office(start)
        return office.span.start if office and office.span.start < end else end

    def _checked(self, start: int, end: int, name: str) -> Naming | None:
        place = self._landmarks.place_over(start)
        if place is not None and place.span.start <= start and place.span.end >= end:
            return None
        if self._runs_on(end):
            return None
        letters = sum(char.isalpha() for char in name)
        if letters < 3 or (" " not in name and self._text[start:end].isupper() and letters < 6):
            return None
        return Naming(Span(start, end), name, None, 0.8)

    def _name_ending_at(self, end: int) -> Naming | None:
        """The name, degrees and comma after it allowed, that ends at `end`; the longest one."""
        text = self._text
        first = max(0, end - _WINDOW)
        floor = max(text.rfind("\n", first, end) + 1, first)
        for capital in _CAPITAL.finditer(text, floor, end):
            found = name_at(text, capital.start())
            if found is None or skip_degrees(text, found.end) not in (end, end - 1) or found.end > end:
                continue
            if self._landmarks.office_over(found.start) or self._continues_a_name(capital.start()):
                return None
            return self._checked(found.start, found.end, found.name)
        return None

    def _continues_a_name(self, start: int) -> bool:
        """True when a capitalised common word stands right before: the run is the rest of a body's name."""
        if start in self._post_ends or start - 1 in self._post_ends:
            return False
        word = _PRECEDING_WORD.search(self._text, max(0, start - 30), start)
        return word is not None and word.group(1)[0].isupper() and not self._opens_sentence(word.start())

    def _closes_like_a_name(self, end: int) -> bool:
        after = self._text[end : end + 2]
        return after[:1] in {",", ".", "(", '"', ";", ":", "\n", ""} or after[1:2].islower() or (
            _DEGREE_NEXT.match(self._text, end) is not None
        )

    def _runs_on(self, end: int) -> bool:
        """True when a capitalised common word follows directly: the run opens the name of a thing."""
        word = _FOLLOWING_WORD.match(self._text, end)
        return (
            word is not None
            and word.group(1).lower() in _things()
            and word.start(1) not in self._post_starts
            and skip_degrees(self._text, end) == end
        )

    def _opens_sentence(self, position: int) -> bool:
        before = self._text[max(0, position - 3) : position].rstrip(" \u00a0\"“”'‘(")
        return before[-1:] in {"", "\n", ".", "!", "?", ":"}

    def _in_headline(self, position: int) -> bool:
        title = self._scan.layout.title
        return title is not None and title.start <= position < title.end
