"""Where the words of a claim stand in the text: as they are, but for their look, or with a few words between.

Each step is linear in the stretch searched; a claim's words never match a part of a longer word or number.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from extractor.grounding.page import Page, Words, Zone, split_words
from extractor.schema.types import Span

_MOST_PLACES = 40
_MOST_STARTS = 24
_MOST_BETWEEN = 3
_MOST_SCATTERED = 30
_MOST_MISSING = 0.2
_FEWEST_ALIGNED = 2


class Place(NamedTuple):
    """Where a surface stands, and by which comparison."""

    span: Span
    how: Literal["exact", "normal", "aligned"]


class _Reach(NamedTuple):
    """Where a walk over the words starts and ends, and how many words it may leave out at a time."""

    start: int
    last: int
    most_between: int


def places(page: Page, surface: str, zone: Zone) -> Iterator[Place]:
    """Where the words of `surface` stand together in `zone`, first as they are, then in normal form."""
    seen: set[Span] = set()
    for span in _exact(page, surface, zone):
        seen.add(span)
        yield Place(span, "exact")
    for span in _normal(page, split_words(surface), zone):
        if not any(start <= span.start and span.end <= end for start, end in seen):
            yield Place(span, "normal")


def aligned(page: Page, surface: str, zone: Zone) -> tuple[Span, ...]:
    """The runs of words in `zone` that make up `surface`, in order and near each other.

    A few words may stand between them and one in five may be missing, but never one with a figure in it.
    """
    wanted = split_words(surface)
    best = _best(page, wanted, zone, _MOST_BETWEEN)
    missing = len(wanted) - len(best)
    if missing > len(wanted) * _MOST_MISSING or not best:
        return ()
    between = page.words.words[best[0] : best[-1] + 1]
    return _runs(page, best) if _figures(between) == _figures(wanted) else ()


def scattered(page: Page, surface: str, zone: Zone) -> tuple[Span, ...]:
    """The runs of words in `zone` that make up all of `surface` in order, however far from each other.

    One noun may serve several figures: `SD 53 dan SMP 26 sekolah`.
    """
    wanted = split_words(surface)
    best = _best(page, wanted, zone, _MOST_SCATTERED)
    return _runs(page, best) if wanted and len(best) == len(wanted) else ()


def _best(page: Page, wanted: list[str], zone: Zone, most_between: int) -> list[int]:
    """Indices of the most words of `wanted` that stand in order with at most so many between two of them."""
    if len(wanted) < _FEWEST_ALIGNED:
        return []
    words = page.words
    first, last = words.within(zone.start, zone.end)
    best: list[int] = []
    for opening in (0, 1):
        for start in words.places(wanted[opening], first, last)[:_MOST_STARTS]:
            taken = _walk(words, wanted[opening:], _Reach(start, last, most_between))
            best = max(best, taken, key=len)
            if len(best) == len(wanted):
                return best
    return best


def _exact(page: Page, surface: str, zone: Zone) -> Iterator[Span]:
    start = page.text.find(surface, zone.start, zone.end)
    for _ in range(_MOST_PLACES):
        if start < 0:
            return
        end = start + len(surface)
        if page.words.is_whole(start, end):
            yield Span(start, end)
        start = page.text.find(surface, end, zone.end)


def _normal(page: Page, wanted: list[str], zone: Zone) -> Iterator[Span]:
    """The same words one after the other, whatever marks and spaces stand between them."""
    if not wanted:
        return
    words = page.words
    first, last = words.within(zone.start, zone.end)
    size = len(wanted)
    rarest = min(range(size), key=lambda index: len(words.places(wanted[index], first, last)))
    count = 0
    for place in words.places(wanted[rarest], first, last):
        start = place - rarest
        if start < first or start + size > last or words.words[start + size - 1] != wanted[-1]:
            continue
        count += 1
        if count > _MOST_PLACES:
            return
        if words.words[start : start + size] == wanted:
            yield Span(words.starts[start], words.ends[start + size - 1])


def _walk(words: Words, wanted: list[str], place: _Reach) -> list[int]:
    """Indices of the words that match `wanted` from the word at `place.start` on."""
    taken = [place.start]
    for word in wanted[1:]:
        first = taken[-1] + 1
        ahead = words.places(word, first, min(first + place.most_between + 1, place.last))
        if ahead:
            taken.append(ahead[0])
    return taken


def _figures(words: list[str]) -> list[str]:
    return [word for word in words if word[0].isdigit()]


def _runs(page: Page, taken: list[int]) -> tuple[Span, ...]:
    """One span for each run of neighbouring words."""
    runs: list[Span] = []
    before = -2
    for index in taken:
        start, end = page.words.starts[index], page.words.ends[index]
        if index == before + 1 and runs:
            runs[-1] = Span(runs[-1].start, end)
        else:
            runs.append(Span(start, end))
        before = index
    return tuple(runs)
