"""The words of an article around an error, cut at words, with the error's own words set apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

_CONTEXT = 90
_MAX_MARKED = 400
_MAX_SNIPPETS = 3


class Piece(NamedTuple):
    """Adjacent characters that are all part of the error, or all not."""

    text: str
    is_marked: bool


class Snippet(NamedTuple):
    """A window of the article; `…` stands where it was cut."""

    pieces: tuple[Piece, ...]


def snippets(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[Snippet]:
    """Windows around `spans`, in text order, near ones in one window, at most three.

    Spans outside the text are left out; one too long to read is cut.
    """
    inside = sorted(
        {(start, min(end, start + _MAX_MARKED)) for start, end in spans if 0 <= start < end <= len(text)}
    )
    windows: list[list[tuple[int, int]]] = []
    for span in inside:
        if windows and span[0] - windows[-1][-1][1] <= _CONTEXT:
            windows[-1].append(span)
        else:
            windows.append([span])
    for window in windows[:_MAX_SNIPPETS]:
        yield Snippet(tuple(_pieces(text, window)))


def _pieces(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[Piece]:
    yield Piece(_before(text, spans[0][0]), False)
    position = spans[0][0]
    for start, end in spans:
        if start > position:
            yield Piece(text[position:start], False)
        if end > position:
            yield Piece(text[max(start, position) : end], True)
            position = end
    yield Piece(_after(text, position), False)


def _before(text: str, end: int) -> str:
    start = max(0, end - _CONTEXT)
    words = text[start:end]
    return words if start == 0 else "…" + words.partition(" ")[2]


def _after(text: str, start: int) -> str:
    end = start + _CONTEXT
    words = text[start:end]
    return words if end >= len(text) else words.rpartition(" ")[0] + "…"
