"""Which namings are one person, and where else the text speaks of that person by a part of the name.

A second mention may be any part of the name, and one article spells one person in several ways, so tokens are
compared in order and up to one slip of the hand.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from extractor.canonical.spelling import is_one_slip
from extractor.rules.mentions import Scan
from extractor.rules.persons.landmarks import Landmarks
from extractor.rules.persons.naming import Naming
from extractor.rules.persons.posts import Post
from extractor.schema.types import Span

_CAPITALISED = re.compile(r"[A-ZÀ-Þ][\w'’‘`´\u02bc-]{2,}")
_NICKNAME = re.compile(
    r"(?:disapa|dipanggil|sapaan akrab(?:nya)?) (?P<name>[A-Z][\w'’-]{1,20}(?: [A-Z][\w'’-]{1,20})?)"
    r"|(?P<first>[A-Z][\w'’-]{1,20}),? (?:sapaan akrab|(?:begitu|demikian) (?:ia|dia|beliau|sapaan)\b)"
)
_NICKNAME_WORDS = ("disapa", "dipanggil", "sapaan")
_NICKNAME_REACH, _MOST_NICKNAMES = 60, 8
_SHORTEST_TOKEN, _SHORTEST_SLIP = 3, 5
# Too many persons bear these for one of them to point at somebody by it alone.
_COMMON_GIVEN = frozenset(
    "muhammad mohammad muhamad moh muh mohd abdul abd siti nur sri andi ahmad achmad bin binti dewi".split()
)


@dataclass(slots=True, eq=False)
class Somebody:
    """A person while the namings are gathered: all of them, and the tokens of the fullest."""

    namings: list[Naming]
    tokens: tuple[str, ...]
    mentions: list[Span] = field(default_factory=list)

    @property
    def posts(self) -> list[tuple[Post, float]]:
        """Posts beside the name, with their confidence, in text order."""
        return [(naming.post, naming.confidence) for naming in self.namings if naming.post is not None]

    @property
    def fullest(self) -> Naming:
        """The naming with the most words; of equals the one spelled most often, then the first."""
        if len(self.namings) == 1:
            return self.namings[0]
        counts = Counter(naming.name for naming in self.namings)
        return max(
            self.namings,
            key=lambda naming: (
                naming.name.count(" "),
                counts[naming.name],
                len(naming.name),
                -naming.span.start,
            ),
        )


def name_tokens(name: str) -> tuple[str, ...]:
    """The words of a name, lower case, without stops, apostrophes and initials."""
    plain = name.lower()
    tokens = plain.split()
    if not all(map(str.isalpha, tokens)):
        tokens = plain.translate(_PLAIN).split()
    return tuple([token for token in tokens if len(token) > 1] or tokens)


_PLAIN = str.maketrans(
    {".": " ", "-": " ", "'": None, "’": None, "‘": None, "`": None, "´": None, "\u02bc": None}
)


def gather(namings: Iterable[Naming]) -> list[Somebody]:
    """One `Somebody` per person, by first mention; namings that prove nothing only join others."""
    people: list[Somebody] = []
    index = _Index()
    split = [(naming, name_tokens(naming.name)) for naming in namings]
    split.sort(key=lambda one: (not one[0].is_proof, -len(one[1]), one[0].span))
    for naming, tokens in split:
        somebody = index.find(tokens)
        if somebody is not None:
            somebody.namings.append(naming)
        elif naming.is_proof:
            somebody = Somebody([naming], tokens)
            people.append(somebody)
        if somebody is not None:
            index.add(somebody, tokens)
    for somebody in people:
        somebody.namings.sort(key=lambda naming: naming.span)
        somebody.tokens = name_tokens(somebody.fullest.name)
    people.sort(key=lambda somebody: somebody.namings[0].span)
    return people


class _Index:
    """People by the tokens of their names, so that gathering stays linear in the namings."""

    __slots__ = ("_by_first_letters", "_by_token")

    def __init__(self) -> None:
        self._by_token: dict[str, list[Somebody]] = {}
        self._by_first_letters: dict[str, list[tuple[str, Somebody]]] = {}

    def add(self, somebody: Somebody, tokens: tuple[str, ...]) -> None:
        for token in tokens:
            people = self._by_token.setdefault(token, [])
            if somebody not in people[-1:]:
                people.append(somebody)
                self._by_first_letters.setdefault(token[:2], []).append((token, somebody))

    def find(self, tokens: tuple[str, ...]) -> Somebody | None:
        """The person whose name holds `tokens` in order, or one slip away from them."""
        key = max(tokens, key=lambda token: (token not in _COMMON_GIVEN, len(token)))
        for somebody in self._by_token.get(key, ())[:_MAX_CANDIDATES]:
            if _is_part(tokens, somebody.tokens) or _is_part(somebody.tokens, tokens):
                return somebody
        return self._find_misspelled(tokens)

    def _find_misspelled(self, tokens: tuple[str, ...]) -> Somebody | None:
        for token in tokens:
            if len(token) < _SHORTEST_SLIP:
                continue
            for near, somebody in self._by_first_letters.get(token[:2], ())[:_MAX_CANDIDATES]:
                if is_one_slip(token, near) and _is_nearly_part(tokens, somebody.tokens):
                    return somebody
        return None


_MAX_CANDIDATES = 40


def _is_part(part: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    """True when `part` is in `whole` in order and says more than a name that everybody bears."""
    position = 0
    for token in part:
        try:
            position = whole.index(token, position) + 1
        except ValueError:
            return False
    return len(part) == len(whole) or any(
        len(token) >= _SHORTEST_TOKEN and token not in _COMMON_GIVEN for token in part
    )


def _is_nearly_part(tokens: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    """True when each of the tokens is one of `whole` up to one slip, at most one of them slipping."""
    part, full = (tokens, whole) if len(tokens) <= len(whole) else (whole, tokens)
    slips = 0
    for token in part:
        if token in full:
            continue
        if not any(len(token) >= _SHORTEST_SLIP - 1 and is_one_slip(token, other) for other in full):
            return False
        slips += 1
    return slips <= 1


def add_mentions(scan: Scan, people: list[Somebody], landmarks: Landmarks) -> None:
    """Give everybody all mentions of the name or a part of it, in one pass over the capitalised words."""
    bearers: dict[str, list[Somebody]] = {}
    for somebody in people:
        somebody.mentions = [naming.span for naming in somebody.namings]
        for form in {form for naming in somebody.namings for form in _forms(naming.name)}:
            those = bearers.setdefault(form, [])
            if len(those) < _MAX_CANDIDATES:
                those.append(somebody)
    taken = sorted(span for somebody in people for span in somebody.mentions)
    for span, those in _parts(scan, bearers, taken):
        if not scan.layout.is_noise(span.start) and not landmarks.office_over(span.start):
            _nearest(those, span).mentions.append(span)
    for somebody in people:
        somebody.mentions.sort()


def join_nicknames(scan: Scan, people: list[Somebody]) -> list[Somebody]:
    """The people without those who are a nickname of the one before (`Sapwan, akrab disapa Wan`)."""
    if not any(word in scan.text for word in _NICKNAME_WORDS):
        return people
    for match in islice(_NICKNAME.finditer(scan.text), _MOST_NICKNAMES):
        alias = name_tokens(match["name"] or match["first"])
        twin = next((one for one in people if alias and one.tokens == alias), None)
        before = [
            (span.end, one)
            for one in people
            for span in one.mentions
            if one is not twin and match.start() - _reach(one, alias) < span.end <= match.start()
        ]
        if twin is None or not before:
            continue
        bearer = max(before, key=lambda one: one[0])[1]
        bearer.mentions = sorted({*bearer.mentions, *twin.mentions})
        people = [one for one in people if one is not twin]
    return people


def _reach(somebody: Somebody, alias: tuple[str, ...]) -> int:
    """How far back the bearer of a nickname may be named: farther where it opens a word of the name."""
    opens = any(token.startswith(alias[0]) for token in somebody.tokens) if alias else False
    return _NICKNAME_REACH * (10 if opens else 1)


def _forms(name: str) -> Iterator[str]:
    """How the words of a name may be printed by themselves; those that everybody bears are left out."""
    for word in name.split():
        plain = word.lower()
        if len(plain) >= _SHORTEST_TOKEN and plain not in _COMMON_GIVEN:
            yield word
            yield word.upper()


def _parts(
    scan: Scan, bearers: dict[str, list[Somebody]], taken: list[Span]
) -> Iterator[tuple[Span, list[Somebody]]]:
    """Runs of known words outside of the spans in `taken`, with those whose name holds all of them."""
    if not bearers:
        return
    pending: tuple[Span, list[Somebody]] | None = None
    index = 0
    for word in _CAPITALISED.finditer(scan.text):
        those = bearers.get(word.group())
        if those is None:
            continue
        start, end = word.span()
        while index < len(taken) and taken[index].end <= start:
            index += 1
        if index < len(taken) and taken[index].start <= start:
            continue
        both = [one for one in those if one in pending[1]] if pending and start == pending[0].end + 1 else []
        if pending and both:
            pending = Span(pending[0].start, end), both
            continue
        if pending:
            yield pending
        pending = Span(start, end), those
    if pending:
        yield pending


def _nearest(bearers: list[Somebody], span: Span) -> Somebody:
    """Of those who bear the words, the one named last before them; the first of them if none was."""
    before = [one for one in bearers if one.namings[0].span.start < span.start]
    return max(before, key=lambda one: _last_before(one.namings, span.start), default=bearers[0])


def _last_before(namings: list[Naming], position: int) -> int:
    index = bisect_left(namings, position, key=lambda naming: naming.span.start)
    return namings[index - 1].span.start
