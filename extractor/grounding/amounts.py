"""Claimed figures: the printed number of the same value, in the same unit.

The number is read where it stands in the article, so that `34.045` is what its sentence makes of it, and then
compared with what the claim's own words mean: figure, scale, currency and unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from extractor.canonical.evidence import RANK
from extractor.canonical.numbers import Quantity, find_quantities
from extractor.canonical.units import read_unit
from extractor.grounding.found import Found, How, Miss, how_found, proves
from extractor.grounding.locate import places
from extractor.grounding.page import Page, Zone, placed_in, split_words
from extractor.schema.claims import Cite
from extractor.schema.types import Span, Value

_UNIT_WORD = re.compile(r"[ \-]{0,2}\(?([^\W\d_]+(?: ?/ ?[^\W\d_]+)?)")
_MOST_UNIT_WORDS = 3
_WORD_BEFORE = re.compile(r"[^\W\d_][\w/]*")
_REACH_BEFORE = 60
_WIDEST = 24
_RUPIAH, _PERCENT = "rupiah", "persen"


class Figure(NamedTuple):
    """A grounded figure: its number, and its unit if it has one."""

    value: Found
    unit: Found | None


class _Unit(NamedTuple):
    """A unit and where it stands; `others` are units that the next words name (`orang guru`)."""

    name: str | None
    span: Span | None = None
    others: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str | None, ...]:
        return (self.name, *self.others)


class _Claimed(NamedTuple):
    """What the claim's own words mean; `nouns` are those behind number and unit (`26 SMP`)."""

    value: int | float
    unit: str | None
    nouns: tuple[str, ...]


def figure(page: Page, cite: Cite) -> Figure | Miss:
    """The number and the unit that `cite` claims."""
    claimed = _read(cite.text)
    if claimed is None and not any(char.isdigit() for char in cite.text):
        return Miss("wrong_kind")
    miss = Miss("not_in_article")
    for zone in page.zones(cite):
        for quantity, how in _alike(page, cite, zone, claimed):
            if page.is_noise(quantity.start):
                miss = Miss("in_noise")
                continue
            unit = _unit_for(page, quantity, claimed, zone)
            grounded = _grounded(page, quantity, unit, how) if unit is not None else None
            if grounded is not None:
                return grounded
            miss = Miss("value_differs")
        if miss.reason == "not_in_article" and placed_in(page.quantities, zone):
            miss = Miss("value_differs")
    return miss


def _read(surface: str) -> _Claimed | None:
    """The one number of the claim and its unit; of a range the first one. None without a certain reading."""
    found = find_quantities(surface)
    if not found or (len(found) > 1 and len({one.value for one in found}) != 1):
        return None
    unit = _unit_of(surface, found[0], len(surface))
    end = max(found[0].end, unit.span.end if unit.span else 0)
    return _Claimed(found[0].value, unit.name, tuple(split_words(surface[end:])))


def _alike(page: Page, cite: Cite, zone: Zone, claimed: _Claimed | None) -> Iterator[tuple[Quantity, How]]:
    """Quantities in `zone` that the claim's very words cover, then those of the claim's value."""
    inside = placed_in(page.quantities, zone)
    for place in places(page, cite.text, zone):
        covered = [one for one in inside if place.span.start <= one.start and one.end <= place.span.end]
        if len(covered) != 1:
            continue
        is_same = claimed is None or claimed.value == covered[0].value
        if is_same or _is_bare(page, place.span, covered[0]):
            yield covered[0], place.how if zone.reach == "cited" else zone.reach
    if claimed is None:
        return
    for one in inside:
        if one.value == claimed.value and _has_all(page, claimed.nouns, zone):
            yield one, how_found(page, Span(one.start, one.end), cite.text, zone)


def _is_bare(page: Page, span: Span, quantity: Quantity) -> bool:
    """True when the claim is the printed number alone, whose marks only its surroundings explain."""
    return page.text[span.start : span.end].strip() == page.text[quantity.start : quantity.end]


def _has_all(page: Page, nouns: tuple[str, ...], zone: Zone) -> bool:
    """True when the words that the claim has behind its number stand in the zone as well."""
    first, last = page.words.within(zone.start, zone.end)
    return all(page.words.places(noun, first, last) for noun in nouns)


def _unit_for(page: Page, quantity: Quantity, claimed: _Claimed | None, zone: Zone) -> _Unit | None:
    """The printed unit if the claim may mean it; None where the claim has another one."""
    printed = _unit_of(page.text, quantity, zone.end)
    if claimed is None or claimed.unit is None or claimed.unit in printed.names:
        return printed
    return _unit_before(page, quantity, claimed.unit, zone) if printed.name is None else None


def _unit_of(text: str, quantity: Quantity, limit: int) -> _Unit:
    """The unit printed with `quantity`."""
    if quantity.unit_start >= 0:
        name = _PERCENT if quantity.is_percent else _RUPIAH
        return _Unit(name, Span(quantity.unit_start, quantity.unit_end))
    if quantity.is_ordinal:
        return _Unit(RANK, Span(quantity.start, quantity.end))
    words: list[Span] = []
    end = quantity.end
    for _ in range(_MOST_UNIT_WORDS):
        word = _UNIT_WORD.match(text, end, limit)
        if word is None:
            break
        words.append(Span(*word.span(1)))
        end = word.end()
    return _unit_at(text, words)


def _unit_at(text: str, words: list[Span]) -> _Unit:
    """The unit that the first of `words` make, and those that stand right behind it."""
    if not words:
        return _Unit(None)
    start = words[0].start
    name = read_unit(text[start : words[-1].end])
    if name is None:
        return _Unit(None)
    size = next(size for size, word in enumerate(words, 1) if read_unit(text[start : word.end]) == name)
    behind = words[size:]
    other = read_unit(text[behind[0].start : behind[-1].end]) if behind else None
    return _Unit(name, Span(start, words[size - 1].end), (other,) if other else ())


def _unit_before(page: Page, quantity: Quantity, wanted: str, zone: Zone) -> _Unit | None:
    """`jumlah siswa sebanyak 1.234`: the unit claimed, where it stands before a number without one."""
    start = max(zone.start, quantity.start - _REACH_BEFORE)
    for word in reversed(list(_WORD_BEFORE.finditer(page.folded, start, quantity.start))):
        if read_unit(word.group()) == wanted:
            return _Unit(wanted, Span(*word.span()))
    return None


def _grounded(page: Page, quantity: Quantity, unit: _Unit, how: How) -> Figure | None:
    spans = _proof(page, "number", quantity, quantity.value)
    if spans is None:
        return None
    value = Found(quantity.value, spans, how, quantity.flags)
    if unit.name is None or unit.span is None:
        return Figure(value, None)
    if proves("unit", page, (unit.span,), unit.name):
        return Figure(value, Found(unit.name, (unit.span,), how))
    proof = _proof(page, "unit", quantity, unit.name)
    return Figure(value, Found(unit.name, proof, how) if proof else None)


def _proof(page: Page, canonicaliser: str, quantity: Quantity, value: Value) -> tuple[Span, ...] | None:
    """The number's place, with as much around it as it takes to read it alone (`34.045 persen`)."""
    number = Span(quantity.start, quantity.end)
    options: list[tuple[Span, ...]] = [(number,)]
    if quantity.scale_start >= 0:
        options.append((number, Span(quantity.scale_start, quantity.scale_end)))
    if quantity.unit_start >= 0:
        ends = (*number, quantity.unit_start, quantity.unit_end)
        options.append((Span(min(ends), max(ends)),))
    options.extend((Span(start, number.end),) for start in _starts_before(page, number.start))
    behind = _UNIT_WORD.match(page.text, number.end)
    if behind:
        options.append((Span(number.start, behind.end(1)),))
    return next((spans for spans in options if proves(canonicaliser, page, spans, value)), None)


def _starts_before(page: Page, position: int) -> Iterator[int]:
    """Where the words right before `position` start, the nearest first."""
    words = page.words
    first, last = words.within(max(0, position - _WIDEST), position)
    yield from reversed(words.starts[first:last])
