"""What an article as a whole tells about its parts: the words that a single sentence leaves out."""

from __future__ import annotations

from typing import NamedTuple

from extractor.canonical.dates import YearClues
from extractor.schema.types import Span


class Context(NamedTuple):
    """The whole article's part in reading one of its sentences.

    `region` is the code of the region that it is about. `clues` give dates their years. `noise` is no
    content: nothing in it gives values. `machine_talk` is the part of it that addresses a machine; not even
    bylines are read there.
    """

    region: str | None
    clues: YearClues
    noise: tuple[Span, ...] = ()
    machine_talk: tuple[Span, ...] = ()
