"""A person's bare name: honorifics and degrees off, name parts that look like them (A., Andi, I, M.) kept.

Degrees are printed with and without dots, with commas for dots, glued to the name, in brackets. So titles are
compared by their letters alone, piece by piece from both ends of the name.
"""

from __future__ import annotations

import re
from functools import cache

from extractor.canonical.memory import remembered
from extractor.canonical.slotted import slotted
from extractor.knowledge.tables import cells, rows
from extractor.text import squeeze

MAX_WORDS = 7
"""Longer runs of capitalised words are headlines or bodies, not names."""

_PIECE = re.compile(r"[^\W\d_]+")
_GAP = re.compile(r"[.,()\u00a0 ]{0,4}")
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’‘`´\u02bc](?=[^\W\d_])|-(?=[^\W\d_]))*+")
_LINK = re.compile(r"(?:bin|binti|br\.?|boru|al|el|van|von|de|da|dos|den)[ -](?=[A-Z])")
_HONORARY = re.compile(r"\(\s?(?:h\.?\s?c|purn)\.?\s?\)\.?\s?", re.IGNORECASE)
_GLUED_HAJI = re.compile(r"H(?=M\.? ?[A-Z][a-z])")
_UNKNOWN_DEGREE = re.compile(r"[SM]\.[A-Z][a-z]{0,3}(?:\.[A-Z][a-z]?)?\b\.?(?! [A-Z][a-z]{2})")
_ANAK_AGUNG = re.compile(r"Anak Agung (?=[A-Z])")
_NOBLE_OPENING = re.compile(r"(?:Anak Agung|Lalu|Anak) (?=[A-Z])")
_PARTICLE = re.compile(r"(?:I|Ni)\.? ([A-Z][a-z]{1,8})\b")
_LOWER_TITLES = frozenset({"academic", "address", "religious"})
_MAX_PIECES = 5
_MAX_TITLES = 8


@slotted
class PersonName:
    """A bare name and where it stands: `[start, end)` inside the surface that it was read from.

    `name` is the printed name, white space folded, in Title Case if it is printed in capitals throughout.
    """

    name: str
    start: int
    end: int


@slotted
class _Titles:
    before: dict[str, str]
    after: frozenset[str]
    certificates: frozenset[str]
    parts: frozenset[str]


@remembered
def read_person(surface: str) -> PersonName | None:
    """Read the first person's name of `surface`; None if it opens with no name.

    >>> read_person("Drs.H.Supratman, S,Pd")
    PersonName(name='Supratman', start=6, end=15)
    """
    return name_at(surface, len(surface) - len(surface.lstrip(" \t\n\"'“”‘’(,:;")))


def name_at(text: str, position: int) -> PersonName | None:
    """Read the name that starts at `position`, its titles before it or not; offsets are those of `text`."""
    start = skip_titles(text, position)
    return bare_name_at(text, start, is_introduced=start > position)


def bare_name_at(text: str, start: int, *, is_introduced: bool = False) -> PersonName | None:
    """Read the name whose first own word starts at `start`; None where no name or only a degree stands.

    `is_introduced` says that a post or a title stands before it: `Lalu` is the Sasak title then, no adverb.
    """
    opening = (
        _NOBLE_OPENING.match(text, start) if is_introduced or start == 0 else _ANAK_AGUNG.match(text, start)
    )
    end = _end_of_words(text, opening.end() if opening else start)
    if end == start or _end_of_degree(text, start, has_comma=False) >= end:
        return None
    return PersonName(title_case(squeeze(text[start:end])), start, end)


def skip_titles(text: str, position: int) -> int:
    """Where the bare name starts when titles stand at `position`; `position` itself when none do."""
    kinds: set[str] = set()
    for _ in range(_MAX_TITLES):
        after = _after_title(text, position, kinds)
        if after is None:
            break
        position = after
    return position


def skip_degrees(text: str, position: int) -> int:
    """Where the degrees end that follow a name which ends at `position`; `position` itself when none do."""
    while True:
        start = position
        while text[start : start + 1] in {" ", "\u00a0", ","} and start - position < 3:
            start += 1
        end = _end_of_degree(text, start, has_comma="," in text[position:start])
        if end == start:
            return position
        position = end


def opens_balinese_name(text: str, position: int) -> bool:
    """True when the `I` or `Ni` at `position` is the particle of a Balinese name, no numeral."""
    particle = _PARTICLE.match(text, position)
    return particle is not None and particle.group(1).lower() in _birth_order_names()


@cache
def _birth_order_names() -> frozenset[str]:
    return frozenset(
        name.lower()
        for row in rows("titles")
        if row["kind"] == "after I and Ni"
        for name in cells(row["names"])
    )


def title_case(name: str) -> str:
    """Title Case for a name printed in capitals throughout; any other name as it is."""
    if not name.isupper() or len(name) <= 2:
        return name
    return re.sub(r"[^\W\d_]+(?:['’][^\W\d_]+)*", lambda word: word.group().capitalize(), name)


@cache
def common_words(group: str = "") -> frozenset[str]:
    """Lower-case words that are no part of a name; with `group` "unit" those that sub-units are made of."""
    groups = ("unit", "unit_only") if group == "unit" else ("unit", "other")
    found = (cells(row["words"]) for row in rows("common_words") if row["group"] in groups)
    return frozenset(word for words in found for word in words)


@cache
def stopping_words() -> frozenset[str]:
    """Lower-case words, printed without a stop behind them, that stand in no name and in no title of one."""
    return frozenset(word for word in common_words() if len(word) > 1) - _days() - _titles().before.keys()


@cache
def _days() -> frozenset[str]:
    return frozenset(
        word for row in rows("common_words") if row["id"] == "calendar" for word in cells(row["words"])
    )


@cache
def _titles() -> _Titles:
    before: dict[str, str] = {}
    sets: dict[str, set[str]] = {"after": set(), "part": set(), "certificate": set()}
    for row in rows("titles"):
        forms = {form.lower() for form in cells(row["names"])}
        if row["position"] == "before":
            before.update(dict.fromkeys(forms, row["kind"]))
            continue
        sets[row["position"]] |= forms if row["kind"] != "after I and Ni" else set()
        if row["kind"] == "certificate":
            sets["certificate"] |= forms
    return _Titles(before, frozenset(sets["after"]), frozenset(sets["certificate"]), frozenset(sets["part"]))


def _after_title(text: str, position: int, kinds: set[str]) -> int | None:
    """Where the text goes on after the title at `position`, None without one; adds its kind to `kinds`."""
    if kinds and (honorary := _HONORARY.match(text, position)):
        return honorary.end()
    piece = _PIECE.match(text, position)
    if piece is None:
        return None
    word = piece.group()
    if word[0] == "H" and (glued := _GLUED_HAJI.match(text, position)):
        return glued.end()
    end, key = piece.end(), word.lower()
    if key == "k" and text[end : end + 2] == ".H":
        end, key = end + 2, "kh"
    kind = _titles().before.get(key)
    if kind is None or not _counts_as_title(word, kind, kinds):
        return None
    after = end
    while text[after : after + 1] in {".", " ", "\u00a0", ","} and after - end < 4:
        after += 1
    if after == end or not (text[after : after + 1].isalpha() or text[after : after + 1] == "("):
        return None
    kinds.add(kind)
    return after


def _counts_as_title(word: str, kind: str, kinds: set[str]) -> bool:
    """Address words only open a name ("Hj. Mas Ati" is Mas Ati); an arm of service only follows a rank."""
    if kind == "address" and kinds:
        return False
    if kind == "arm":
        return "rank" in kinds
    return word[0].isupper() or (kind in _LOWER_TITLES and len(word) > 1)


def _end_of_words(text: str, start: int) -> int:
    """Where the run of name words ends that starts at `start`."""
    end = position = start
    for count in range(MAX_WORDS):
        if count and text[position : position + 1].islower() and (link := _LINK.match(text, position)):
            position = link.end()
        word = _WORD.match(text, position)
        if word is None or not _continues(text, word, count):
            break
        end = word.end()
        step = _step(text, word)
        if step == end:
            break
        if text[end] == ".":
            end += 1
        position = step
    return end


def _continues(text: str, word: re.Match[str], count: int) -> bool:
    surface = word.group()
    if not surface[0].isupper():
        return False
    plain = surface.lower()
    if plain in common_words() and not (len(plain) == 1 or text[word.end() : word.end() + 1] == "."):
        # "Venansius Minggu, S.Pd": a day is a surname when a degree follows.
        return count > 0 and plain in _days() and skip_degrees(text, word.end()) > word.end()
    return (
        count == 0
        or surface[1:3].islower()
        or _end_of_degree(text, word.start(), has_comma=False) == word.start()
    )


def _step(text: str, word: re.Match[str]) -> int:
    """Where the next word of the name may start; the word's own end when the name ends with it."""
    end = word.end()
    after = text[end : end + 3]
    if after[:1] == " " and after[1:2].isalpha():
        return end + 1
    if after[:1] == ".":
        is_short = len(word.group()) == 1 or word.group().lower() in _titles().parts
        if not is_short:
            return end
        following = after[1:].lstrip(" \u00a0")
        return end + len(after) - len(following) if following[:1].isupper() else end
    following = after.lstrip(" \u00a0")
    return end + len(after) - len(following) if following and len(following) < len(after) else end


def _end_of_degree(text: str, start: int, *, has_comma: bool) -> int:
    """Where the one degree ends that starts at `start`; `start` itself when there is none."""
    if not text[start : start + 1].isupper() or (not has_comma and text[start + 1 : start + 3].islower()):
        return start
    ends = _pieces(text, start)
    for count in range(len(ends), 0, -1):
        surface = text[start : ends[count - 1]]
        key = "".join(_PIECE.findall(surface))
        if key.lower() in _titles().after and _counts_as_degree(surface, key, has_comma=has_comma):
            return _close(text, ends[count - 1])
    unknown = _UNKNOWN_DEGREE.match(text, start) if has_comma else None
    return unknown.end() if unknown else start


def _counts_as_degree(surface: str, key: str, *, has_comma: bool) -> bool:
    """A degree shows by two capitals, or by stops and commas inside it, so that `Sip` stays a name."""
    if key.lower() in _titles().certificates:
        return has_comma
    if sum(char.isupper() for char in key) < 2:
        return False
    return len(surface) == len(key) or has_comma or not surface.replace(key[0], "", 1).startswith(" ")


def _pieces(text: str, start: int) -> list[int]:
    """Ends of the letter groups that may form one degree; a comma with a space after it ends the degree."""
    ends: list[int] = []
    position = start
    for _ in range(_MAX_PIECES):
        piece = _PIECE.match(text, position)
        if piece is None:
            break
        ends.append(piece.end())
        gap = _GAP.match(text, piece.end())
        if gap is None or not gap.group() or ", " in gap.group():
            break
        position = gap.end()
    return ends


def _close(text: str, end: int) -> int:
    """Take the stop and the bracket that belong to a degree with it."""
    if text[end : end + 1] == ".":
        end += 1
    return end + 1 if text[end : end + 1] == ")" else end
