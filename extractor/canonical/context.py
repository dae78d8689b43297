"""What an article as a whole tells about its parts: the words that a single sentence leaves out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from extractor.canonical.dates import DateExpression, YearClues
from extractor.canonical.regulations import Regulation
from extractor.knowledge import Hits
from extractor.schema.types import Span


class Printed(NamedTuple):
    """What is found in a text by passes over all of it.

    `hits` are the known names outside noise; `dates` and `regulations` are all that are printed.
    """

    folded: str
    hits: Hits
    dates: Sequence[DateExpression]
    regulations: Sequence[Regulation]


class Context(NamedTuple):
    """The whole article's part in reading one of its sentences.

    `region` is the code of the region that it is about. `clues` give dates their years. `noise` is no
    content: nothing in it gives values. `machine_talk` is the part of it that addresses a machine; not even
    bylines are read there. `printed` saves its reader the passes over the text, where somebody made them.
    """

    region: str | None
    clues: YearClues
    noise: tuple[Span, ...] = ()
    machine_talk: tuple[Span, ...] = ()
    printed: Printed | None = None
