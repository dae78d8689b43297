"""Figures that measure education, each with what it counts, its unit and the region that it is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.canonical.digits import read_digits
from extractor.canonical.numbers import read_number
from extractor.canonical.slotted import slotted
from extractor.rules.counts import measures, wholes
from extractor.rules.counts.figure_regions import FigureRegions, Holder
from extractor.rules.counts.figures import find_figures
from extractor.rules.counts.series import Measure
from extractor.rules.mentions import Office, Place, Scan
from extractor.schema.types import Candidate, Node, Span

_MOST_TWINS = 24
"""Figures of one value that are looked at for being the same one."""
_DIGITS = frozenset("0123456789.,")
_LEVELS = (("sekolah dasar", "sd"), ("sekolah menengah pertama", "smp"), ("sekolah menengah atas", "sma"))
_LARGE = 1000
"""Two sentences that print the same number from here on mean the same figure."""
_OPENERS = ("-", '"', ":", "(")


@slotted
class _Item:
    measure: Measure
    holder: Holder | None

    @property
    def value(self) -> int | float:
        return self.measure.figure.quantity.value

    @property
    def region(self) -> str | None:
        return self.holder.place.code if self.holder else None


def draft(scan: Scan, places: tuple[Place, ...], offices: tuple[Office, ...]) -> list[Node]:
    """One node per figure, in the order of first mention; the same figure said twice is one item."""
    regions = FigureRegions(scan, places)
    found: list[Measure] = []
    for figure in find_figures(scan, places, offices):
        measure = measures.read(scan, figure, found)
        if measure is None:
            continue
        if figure.low is not None:
            lower = replace(measure, figure=replace(figure, quantity=figure.low, low=None))
            part = wholes.part_of(scan, figure, measure)
            found.append(part or lower)
            measure = wholes.without_clause(scan, measure) if part else measure
        found.append(measure)
    items = [
        _Item(measure, regions.of(measure, previous))
        for previous, measure in zip((None, *found), found, strict=False)
    ]
    return [_node(scan, item) for item in _merged(scan, items)]


def _merged(scan: Scan, items: Sequence[_Item]) -> list[_Item]:
    """One item for each figure, with the surer and fuller subject."""
    kept: list[_Item] = []
    by_value: dict[int | float, list[int]] = {}
    for item in items:
        alike = by_value.setdefault(item.value, [])
        twin = next((index for index in alike[-_MOST_TWINS:] if _is_same(scan, item, kept[index])), None)
        if twin is None:
            alike.append(len(kept))
            kept.append(item)
        elif _weight(item) > _weight(kept[twin]):
            kept[twin] = item
    return kept


def _is_same(scan: Scan, item: _Item, other: _Item) -> bool:
    first, second = item.measure, other.measure
    if item.value != other.value or item.region != other.region:
        return False
    if first.unit != second.unit and first.unit is not None and second.unit is not None:
        return False
    is_elsewhere = first.figure.sentence != second.figure.sentence
    if first.unit == "rupiah" or (item.value >= _LARGE and is_elsewhere):
        return True
    one, two = _words(scan, first), _words(scan, second)
    return bool(one & two) and (one <= two or two <= one)


def _weight(item: _Item) -> tuple[float, int]:
    return item.measure.confidence, sum(span.end - span.start for span in item.measure.subject)


def _words(scan: Scan, measure: Measure) -> set[str]:
    printed = _printed(scan.folded, measure.subject)
    for full, short in _LEVELS:
        printed = printed.replace(full, short)
    return {word.strip("(),") for word in printed.split()}


def _printed(text: str, spans: Sequence[Span]) -> str:
    return " ".join(" ".join([text[start:end] for start, end in spans]).split())


def _node(scan: Scan, item: _Item) -> Node:
    measure, holder = item.measure, item.holder
    subject, confidence = measure.subject, measure.confidence
    flags = measure.figure.quantity.flags
    unit = region = None
    if measure.unit is not None and measure.unit_span is not None:
        unit = Candidate(measure.unit, (measure.unit_span,), 0.95, "unit")
    if holder is not None:
        context = () if holder.is_near else ("from_context",)
        region = Candidate(holder.place.code, (holder.place.span,), 0.8, "figure_region", context)
    return {
        "subject": Candidate(_lower(scan, subject), subject, confidence, "counted_noun"),
        "value": Candidate(item.value, _proof(scan, measure), min(0.95, confidence + 0.1), "quantity", flags),
        "unit": unit,
        "region": region,
        "note": None,
    }


def _proof(scan: Scan, measure: Measure) -> tuple[Span, ...]:
    """The number's place, with the word beside it where the number alone would read otherwise.

    `34.045` is a decimal only before 'persen', `I` a number only after 'juara', `5 M` money only after 'Rp'.
    """
    quantity = measure.figure.quantity
    number = Span(quantity.start, quantity.end)
    if quantity.scale_start >= 0:
        return number, Span(quantity.scale_start, quantity.scale_end)
    printed = scan.folded[number.start : number.end]
    beside = measure.unit_span
    if beside is None or printed.isdecimal():
        return (number,)
    is_bare = printed[0].isdecimal() and printed[-1].isdecimal() and " " not in printed
    read = read_digits(printed) if is_bare and set(printed) <= _DIGITS else read_number(printed)
    if read == quantity.value:
        return (number,)
    return (Span(min(number.start, beside.start), max(number.end, beside.end)),)


def _lower(scan: Scan, spans: Sequence[Span]) -> str:
    """The printed words, in lower case except names: a capital at the start of a sentence is none."""
    text = _printed(scan.text, spans).replace(" Yang ", " yang ")
    first = text.split(" ", 1)[0]
    start = spans[0].start
    before = scan.folded[max(0, start - 2) : start].strip()
    if start != scan.sentence_at(start).start and before not in _OPENERS:
        return text
    return first.lower() + text[len(first) :] if first[1:].replace("-", "").islower() else text
