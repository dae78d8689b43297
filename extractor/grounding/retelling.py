"""A summary in a model's own words: believed only if every figure, date and name in it is the article's.

Its evidence is the sentences that hold them, so that the proof can be repeated from the evidence alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor import knowledge
from extractor.canonical.dates import DateExpression, find_dates
from extractor.canonical.names import common_words
from extractor.canonical.numbers import Quantity, find_quantities
from extractor.canonical.units import read_unit
from extractor.grounding.found import Found, Miss
from extractor.grounding.page import Page, split_words
from extractor.grounding.printed import verbatim
from extractor.grounding.when import first_day
from extractor.schema.claims import Cite
from extractor.schema.types import Span
from extractor.text import fold, squeeze

_NAME = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_FIGURE = re.compile(r"[0-9][0-9.,/:]*")
_SHARED = 0.5
"""The part of a summary's words that the article must print: a retelling is not another story."""
_KINDS = ("region", "organization", "role", "program")
_UNIT_REACH = 40
_WIDEST_GAP = 6


def summary(page: Page, cite: Cite) -> Found | Miss:
    """The summary as it stands in the article, or as a retelling of some of its sentences."""
    printed = verbatim(page, Cite(cite.text, None))
    if isinstance(printed, Found):
        return printed
    if not all(isinstance(first_day(page, Cite(date, None)), Found) for date in _printed_dates(cite.text)):
        return Miss("value_differs")
    spans = _sentences(page, cite.text)
    if spans is None:
        return Miss("not_in_article")
    value = squeeze(cite.text)
    if not restates(tuple(page.text[start:end] for start, end in spans), value):
        return Miss("value_differs")
    return Found(value, spans, "aligned")


def restates(surfaces: tuple[str, ...], retelling: str) -> bool:
    """True when the surfaces print every figure, date and name of `retelling`; dates may lack their year."""
    text = "\n".join(surfaces)
    printed = find_dates(text)
    dates = find_dates(retelling)
    if not all(any(_is_day(date, one) for one in printed) for date in dates):
        return False
    if not _same_amounts(text, retelling, dates):
        return False
    words = set(split_words(text))
    unknown = [start for word, start in _names(retelling, dates) if word not in words]
    renamed = _renamed(text, retelling) if unknown else []
    return all(any(first <= start < last for first, last in renamed) for start in unknown)


def _printed_dates(text: str) -> list[str]:
    return [text[date.start : date.end] for date in find_dates(text)]


def _is_day(date: DateExpression, printed: DateExpression) -> bool:
    year = printed.year is None or date.year is None or printed.year == date.year
    days = ((printed.day, printed.month), (printed.end_day, printed.end_month))
    return year and (date.day, date.month) in days


def _same_amounts(text: str, retelling: str, dates: list[DateExpression]) -> bool:
    """True when each number of the retelling is one of the text's, with its unit if it has one."""
    printed = {(one.value, unit) for one in find_quantities(text) for unit in (_unit(text, one), None)}
    figures = set(_FIGURE.findall(text))
    for one in find_quantities(retelling):
        if any(date.start <= one.start < date.end for date in dates):
            continue
        unit = _unit(retelling, one)
        bare = retelling[one.start : one.end] in figures and unit is None
        if (one.value, unit) not in printed and not bare:
            return False
    return True


def _unit(text: str, one: Quantity) -> str | None:
    if one.unit_start >= 0:
        return "persen" if one.is_percent else "rupiah"
    return read_unit(text[one.end : one.end + _UNIT_REACH])


def _names(retelling: str, dates: list[DateExpression]) -> Iterator[tuple[str, int]]:
    """Folded capitalised words and figures with their places; not common words that open a sentence."""
    for pattern in (_NAME, _FIGURE):
        for match in pattern.finditer(retelling):
            word = match.group()
            if word[0].islower() or any(date.start <= match.start() < date.end for date in dates):
                continue
            folded = fold(word).rstrip(".,/:")
            if folded not in common_words() or not _opens_sentence(retelling, match.start()):
                yield folded, match.start()


def _opens_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - _WIDEST_GAP) : start].rstrip(" \"“'(")
    return not before or before.endswith((".", "!", "?"))


def _renamed(text: str, retelling: str) -> list[tuple[int, int]]:
    """Where the retelling has another form of a name that the text prints too."""
    claimed, printed = (knowledge.scan(one, fold(one)) for one in (retelling, text))
    keys = {(kind, hit.key) for kind in _KINDS for hit in printed[kind]}
    return [(hit.start, hit.end) for kind in _KINDS for hit in claimed[kind] if (kind, hit.key) in keys]


def _sentences(page: Page, retelling: str) -> tuple[Span, ...] | None:
    """The sentences in which the words of the retelling stand first; None if too few stand anywhere."""
    words = list(dict.fromkeys(split_words(retelling)))
    places = [page.words.places(word, 0, len(page.words.words)) for word in words]
    if not words or sum(bool(found) for found in places) < len(words) * _SHARED:
        return None
    numbers: set[int] = set()
    for found in places:
        for index in found:
            start = page.words.starts[index]
            if not page.is_noise(start):
                numbers.add(page.sentence_number(start))
                break
    spans = [page.sentences[number - 1] for number in sorted(numbers) if page.sentences]
    return tuple(Span(one.start, one.end) for one in spans) or None
