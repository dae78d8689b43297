"""Parts of a whole: `Dari 320 guru, 45 persen sudah …`, `tiga di antaranya rusak`, `14 dari 29 sekolah`.

The whole names the noun; what is said of the part restricts it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractor.rules.counts.clauses import predicate, restriction
from extractor.rules.counts.figures import Figure, is_among, whole_before
from extractor.rules.counts.noun_phrases import COUNTABLE, Phrase
from extractor.rules.counts.phrases import Token, sorts_of
from extractor.rules.counts.series import CARRIED, Measure, go_on, is_near, measure_of, spans_of
from extractor.rules.mentions import Scan

_MOST_PARTS = 3
_OUT_OF = re.compile(r" dari (?:total |sekitar )?")


def head_of(item: Measure) -> tuple[Token, ...]:
    """The subject of `item` without its relative clause."""
    words = item.words
    return words[: next((index for index, word in enumerate(words) if word.kind == "that"), len(words))]


def share_of(scan: Scan, figure: Figure, items: Sequence[Measure]) -> Measure | None:
    """`dari 320 sekolah dasar, baru 45 persen yang memiliki …`: the clause restricts the noun counted
    before.
    """
    if not items or items[-1].figure.sentence is not figure.sentence:
        return None
    if is_among(figure.words, figure.next_at):
        return None
    last = _whole_in_sentence(figure, items)
    clause = restriction(figure.words, figure.next_at)
    if not clause and figure.unit in (None, "orang", "persen") and _is_whole(last.figure):
        clause = predicate(figure.words, figure.next_at)
    is_part = figure.quantity.value <= last.figure.quantity.value
    if (
        not clause
        and is_part
        and figure.unit is None
        and whole_before(figure.words, figure.at) == last.figure.at
    ):
        return go_on(figure, last, unit=None, unit_span=None)
    if not clause or len(last.subject) > _MOST_PARTS:
        return None
    return measure_of(scan, figure, Phrase((*head_of(last), *clause)), CARRIED)


def _whole_in_sentence(figure: Figure, items: Sequence[Measure]) -> Measure:
    """The last figure's measure, or that of the whole that both are parts of (`Dari 412 guru, 356 orang …
    dan 298 orang …`).
    """
    for item in reversed(items[-_MOST_PARTS:]):
        if item.figure.sentence is not figure.sentence:
            break
        if _is_whole(item.figure):
            return item
    return items[-1]


def among(figure: Figure, items: Sequence[Measure]) -> Measure | None:
    """`… memiliki 320 sekolah. Sebanyak 45 di antaranya rusak`: the noun stands in the sentence before."""
    if not is_among(figure.words, figure.next_at) or not items or not is_near(figure, items[-1].figure):
        return None
    last = items[-1]
    is_countable = (
        bool(sorts_of(last.words[:2]) & COUNTABLE) and last.figure.quantity.value > figure.quantity.value
    )
    return go_on(figure, last, unit=figure.unit, unit_span=figure.unit_span) if is_countable else None


def without_clause(scan: Scan, measure: Measure) -> Measure:
    """The whole of a part: the clause behind it tells which part (`96 dari 247 SD yang sudah …`)."""
    head = Phrase(head_of(measure))
    return replace(measure, subject=spans_of(scan, head), words=head.words)


def part_of(scan: Scan, figure: Figure, measure: Measure) -> Measure | None:
    """The part in `14 dari 29 sekolah berada di pulau kecil`: of the whole's noun, with what it says."""
    if figure.low is None or not _OUT_OF.fullmatch(scan.folded, figure.low.end, figure.quantity.start):
        return None
    part = replace(figure, quantity=figure.low, low=None)
    head = head_of(measure)
    after = next(
        (at for at, word in enumerate(figure.words) if word.start >= head[-1].end), len(figure.words)
    )
    said = predicate(figure.words, after) if len(head) == len(measure.words) else ()
    if not said:
        return replace(measure, figure=part, unit=None, unit_span=None)
    return replace(measure_of(scan, part, Phrase((*head, *said)), CARRIED), unit=None, unit_span=None)


def _is_whole(figure: Figure) -> bool:
    """`Dari 320 guru, …`: what follows is a part of it."""
    return figure.at > 0 and figure.words[figure.at - 1].word == "dari"
