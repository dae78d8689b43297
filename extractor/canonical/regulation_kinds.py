"""The kinds of legal instruments in full form, whatever short form the text prints."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from extractor.knowledge.tables import cells, rows
from extractor.text import fold, squeeze

_MOST_WORDS = 12
_STATE = re.compile(r"\b(?:ri|republik indonesia|indonesia)\b")
_BRACKETS = re.compile(r"\([^()]{0,60}\)")
_SMALL = frozenset(("dan", "untuk", "pada"))
_POSTS = frozenset(
    "menteri kepala gubernur bupati wali walikota direktur dirjen sekretaris sesjen sekjen "
    "ketua rektor presiden panglima jaksa kementerian bersama".split()
)
_SHORT_POSTS = {
    "sesjen": "sekretaris jenderal",
    "sekjen": "sekretaris jenderal",
    "dirjen": "direktur jenderal",
}


class Names(NamedTuple):
    """The table by part: folded name -> full form; `exact` are the names that count in capitals only."""

    kinds: dict[str, str]
    heads: dict[str, str]
    issuers: dict[str, str]
    ministries: dict[str, str]
    exact: frozenset[str]


@cache
def names() -> Names:
    """All names of kinds, of heads that need an issuer, and of issuers."""
    parts: dict[str, dict[str, str]] = {"kind": {}, "head": {}, "issuer": {}, "ministry": {}}
    exact: set[str] = set()
    for row in rows("regulations"):
        exact.update(cells(row["exact"]))
        for name in (*cells(row["names"]), *cells(row["exact"])):
            parts[row["part"]][fold(name)] = row["full"]
    return Names(parts["kind"], parts["head"], parts["issuer"], parts["ministry"], frozenset(exact))


@cache
def kind_pattern() -> re.Pattern[str]:
    """Matches any kind or head in folded text, the longest name first."""
    known = sorted({*names().kinds, *names().heads}, key=len, reverse=True)
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(map(re.escape, known))})(?![^\W_])")


def full_kind(name: str, rest: str) -> str | None:
    """The full form of a folded `name`, with its issuer taken from the words that follow it (`rest`).

    Heads that name no kind by themselves (`keputusan`, `peraturan`) need an issuer; None without one.
    """
    if (kind := names().kinds.get(name)) is not None:
        return kind
    head = names().heads.get(name)
    if head is None:
        return None
    issuer = _issuer(rest)
    if issuer is None:
        return head if head == "Surat Keputusan" else None
    return f"{head} {issuer}"


def _issuer(rest: str) -> str | None:
    words = squeeze(_STATE.sub(" ", _BRACKETS.sub(" ", rest)).replace(",", " ")).split(" ")
    if words == [""] or len(words) > _MOST_WORDS:
        return None
    known = names().issuers
    for size in range(len(words), 0, -1):
        if (full := known.get(" ".join(words[:size]))) is not None:
            return full
    if words[0] not in _POSTS:
        return None
    return " ".join(_in_full([_SHORT_POSTS.get(word, word) for word in words]))


def _in_full(words: list[str]) -> Iterator[str]:
    """The words in Title Case, ministries by their full names."""
    index = 0
    while index < len(words):
        for size in range(min(_MOST_WORDS, len(words) - index), 0, -1):
            full = names().ministries.get(" ".join(words[index : index + size]))
            if full is not None:
                break
        else:
            size, full = 1, words[index] if words[index] in _SMALL else words[index].title()
        yield full
        index += size
