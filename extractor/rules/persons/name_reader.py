"""Read a person's name at a place where one is expected, or refuse: other things are capitalised too."""

from __future__ import annotations

import re
from functools import cache

from extractor.canonical.names import (
    PersonName,
    bare_name_at,
    common_words,
    name_at,
    read_person,
    skip_degrees,
    skip_titles,
    stopping_words,
)
from extractor.canonical.slotted import slotted
from extractor.knowledge.tables import cells, rows
from extractor.rules.mentions import Scan
from extractor.rules.persons.landmarks import Landmarks
from extractor.rules.persons.posts import Post
from extractor.schema.types import Span

_CAPITAL = re.compile(r"(?<![\w.'’-])[^\W\d_a-z]")
_PRECEDING_WORD = re.compile(r"([^\W\d_][\w'’-]*) $")
_FOLLOWING_WORD = re.compile(r" ([A-Z][\w'’-]*)")
_LINKS = frozenset("bin binti br br. boru al el van von de da dos den".split())
_DEGREE_NEXT = re.compile(r",? ?(?:[SM]\.? ?[A-Z]|Ph\.?D|Lc)")
_WINDOW = 90
_SHORTEST, _SHORTEST_IN_CAPITALS = 3, 6


@slotted
class Found:
    """A bare name and where it stands."""

    span: Span
    name: str

    @property
    def is_full(self) -> bool:
        """True when it has more than one word."""
        return " " in self.name


class NameReader:
    """Reads names of one article; knows what else stands there."""

    __slots__ = ("_landmarks", "_post_ends", "_scan", "_text", "post_starts")

    def __init__(self, scan: Scan, landmarks: Landmarks, posts: list[Post]) -> None:
        self._scan = scan
        self._text = scan.text
        self._landmarks = landmarks
        self.post_starts = {post.start for post in posts}
        self._post_ends = {post.end for post in posts}

    def at(self, position: int, *, is_introduced: bool = False) -> Found | None:
        """The name at `position`, titles before it allowed, cut where an organization's name starts.

        `is_introduced` says that a post stands before it.
        """
        text = self._text
        start = skip_titles(text, position)
        if not text[start : start + 1].isupper() or start in self.post_starts:
            return None
        if self._landmarks.office_over(start):
            return None
        found = bare_name_at(text, start, is_introduced=is_introduced or start > position)
        if found is None:
            return None
        office = self._landmarks.next_office(found.start)
        if office is not None and office.span.start < found.end:
            found = _shifted(read_person(text[start : office.span.start].rstrip()), start)
        return self._checked(found) if found else None

    def ending_at(self, end: int) -> Found | None:
        """The longest name that ends at `end`; degrees and a comma may stand between."""
        text = self._text
        for capital in _CAPITAL.finditer(text, self._run_start(end), end):
            found = name_at(text, capital.start())
            if found is None or found.end > end or skip_degrees(text, found.end) not in (end, end - 1):
                continue
            if (place := self._landmarks.place_over(capital.start())) and place.span.end < found.end:
                continue
            if self._landmarks.office_over(found.start) or self._continues_a_name(capital.start()):
                return None
            return self._checked(found)
        return None

    def _run_start(self, end: int) -> int:
        """Where the words begin that may be one name up to `end`: capitals, and no common word."""
        first = max(0, end - _WINDOW)
        line = self._text[max(self._text.rfind("\n", first, end) + 1, first) : end]
        start = end
        for word in reversed(line.split(" ")):
            plain = word.lower()
            if plain in stopping_words() or (plain == word and word.islower() and word not in _LINKS):
                break
            start -= len(word) + 1
        return start + 1

    def closes_like_a_name(self, end: int) -> bool:
        """True when what stands at `end` may follow a name: a mark, a degree or a lower-case word."""
        after = self._text[end : end + 2]
        return (
            after[:1] in ',.(";:\n' or after[1:2].islower() or _DEGREE_NEXT.match(self._text, end) is not None
        )

    def opens_sentence(self, position: int) -> bool:
        """True when a sentence starts at `position`, so that its capital says nothing."""
        before = self._text[max(0, position - 3) : position].rstrip(" \u00a0\"“”'‘(")
        return before[-1:] in {"", "\n", ".", "!", "?", ":"}

    def in_headline(self, position: int) -> bool:
        """True when `position` lies in the headline, where every word is capitalised."""
        title = self._scan.layout.title
        return title is not None and title.start <= position < title.end

    def _checked(self, found: PersonName) -> Found | None:
        """The name, unless a region bears it, a thing's name goes on behind it, or it is an acronym."""
        place = self._landmarks.place_over(found.start)
        if place is not None and place.span.end >= found.end:
            return None
        letters = sum(map(str.isalpha, found.name))
        is_acronym = " " not in found.name and self._text[found.start : found.end].isupper()
        if letters < (_SHORTEST_IN_CAPITALS if is_acronym else _SHORTEST) or self._runs_on(found.end):
            return None
        return Found(Span(found.start, found.end), found.name)

    def _continues_a_name(self, start: int) -> bool:
        """True when a capitalised word stands right before: the run is the rest of a body's name."""
        if start in self._post_ends or start - 1 in self._post_ends:
            return False
        word = _PRECEDING_WORD.search(self._text, max(0, start - 30), start)
        return word is not None and word.group(1)[0].isupper() and not self.opens_sentence(word.start())

    def _runs_on(self, end: int) -> bool:
        """True when a capitalised common word follows directly: the run opens the name of a thing."""
        word = _FOLLOWING_WORD.match(self._text, end)
        return (
            word is not None
            and word.group(1).lower() in _things()
            and word.start(1) not in self.post_starts
            and skip_degrees(self._text, end) == end
        )


def _shifted(name: PersonName | None, offset: int) -> PersonName | None:
    return name and PersonName(name.name, offset + name.start, offset + name.end)


@cache
def _things() -> frozenset[str]:
    """Common words that go on with a thing's name ("Ekspose Sekolah"); no days, places, sentence openers."""
    groups = [row["words"] for row in rows("common_words") if row["id"] in ("body", "act", "thing")]
    return common_words("unit") | frozenset(word for words in groups for word in cells(words))
