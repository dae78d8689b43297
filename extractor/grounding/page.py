"""One article made ready for finding claims in it: its words with their places, its sentences, its names.

Everything that costs a pass over the text is done once for an article: by the rules that have read it, or
here if some claim asks for it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from typing import Any, Literal, NamedTuple, TypeAlias, TypeVar

from extractor import knowledge
from extractor.canonical.context import Context, Printed
from extractor.canonical.dates import find_dates
from extractor.canonical.numbers import Quantity, find_quantities
from extractor.canonical.regulations import find_regulations
from extractor.knowledge import Hits
from extractor.schema.claims import Cite
from extractor.schema.types import Article, Sentence, Span
from extractor.text import fold

# Marks inside a number belong to it, so that `2` is no word of `1,2` nor `41` one of `1.410`.
_WORD = re.compile(r"[0-9]+(?:[.,/:][0-9]+)*|[^\W\d_]+(?:'[^\W\d_]+)*|[^\W_]|%")
_YEAR = re.compile(r"(?<![0-9])20[0-3][0-9](?![0-9])")

_LONGEST_FURNITURE = 120
_MOST_PLACED = 200
"""No sentence names more things of a kind; the bound keeps any text and any answer cheap."""

Reach = Literal["cited", "neighbour", "anywhere"]

# Named tuples whose first part tells where they start.
Placed = TypeVar("Placed", bound=tuple[Any, ...])


class Zone(NamedTuple):
    """A stretch of the text in which a claim is looked for, and why there."""

    start: int
    end: int
    reach: Reach


Zones: TypeAlias = tuple[Zone, ...]


class Page:
    """An article's text and what stands where in it."""

    def __init__(self, article: Article, sentences: Sequence[Sentence], context: Context) -> None:
        self.text = article.text
        self.sentences = sentences
        self.context = context
        self._noise = sorted(context.noise)
        self._starts = [sentence.start for sentence in sentences]
        self._zones: dict[int | None, Zones] = {None: (Zone(0, len(article.text), "anywhere"),)}
        printed = context.printed or self._printed()
        self.folded = printed.folded
        self.hits = printed.hits
        """Known names outside noise."""
        self.dates = printed.dates
        """Dates as printed."""
        self.regulations = printed.regulations
        """Legal instruments as printed."""

    @cached_property
    def words(self) -> Words:
        """The words of the whole text."""
        return Words(self.folded)

    @cached_property
    def quantities(self) -> list[Quantity]:
        """Numbers, those of dates and regulations left out."""
        taken = [
            *((date.start, date.end) for date in self.dates if date.day or date.month),
            *((rule.number_start, rule.end) for rule in self.regulations),
        ]
        taken.sort()
        return [one for one in find_quantities(self.text, self.folded) if not _touches(taken, one)]

    @cached_property
    def year(self) -> int | None:
        """The article's own year: its page's, else the latest one printed."""
        page = _YEAR.match(self.context.clues.page_date or "")
        years = [page.group()] if page else _YEAR.findall(self.text)
        return max(map(int, years), default=None)

    def _printed(self) -> Printed:
        """What the rules would have found, for whoever grounds claims without having asked them."""
        folded = fold(self.text)
        hits = knowledge.scan(self.text, folded)
        outside = Hits(
            (kind, [hit for hit in found if not self.is_noise(hit.start)]) for kind, found in hits.items()
        )
        return Printed(folded, outside, find_dates(self.text, folded), find_regulations(self.text, folded))

    def is_noise(self, position: int) -> bool:
        """True when the character at `position` is no content."""
        return self.noise_at(position) is not None

    def noise_at(self, position: int) -> Span | None:
        """The stretch without content that holds `position`."""
        index = bisect_right(self._noise, (position, len(self.text) + 1)) - 1
        return self._noise[index] if index >= 0 and position < self._noise[index].end else None

    def is_furniture(self, position: int) -> bool:
        """True for content, and for a short stretch beside it such as a byline or a stamp.

        Never for what addresses a machine: that is no part of the page at all.
        """
        noise = self.noise_at(position)
        if noise is None:
            return True
        is_order = any(start <= position < end for start, end in self.context.machine_talk)
        return not is_order and noise.end - noise.start <= _LONGEST_FURNITURE

    def line_at(self, position: int) -> Span:
        """The line that holds `position`."""
        end = self.text.find("\n", position)
        return Span(self.text.rfind("\n", 0, position) + 1, end if end >= 0 else len(self.text))

    def zones(self, cite: Cite) -> Zones:
        """Where `cite` is looked for, in order; the whole text if it names no sentence of the article."""
        return self._zones_of(cite.sentence)

    def _zones_of(self, number: int | None) -> Zones:
        found = self._zones.get(number)
        if found is None:
            is_sentence = number is not None and 1 <= number <= len(self.sentences)
            found = self._beside(number - 1) if number is not None and is_sentence else self._zones[None]
            self._zones[number] = found
        return found

    def _beside(self, index: int) -> Zones:
        """The sentence at `index`, and the ones before and behind it."""
        _, start, end, _ = self.sentences[index]
        beside = [*self.sentences[max(0, index - 1) : index], *self.sentences[index + 1 : index + 2]]
        return (Zone(start, end, "cited"), *[Zone(one.start, one.end, "neighbour") for one in beside])

    def around(self, zone: Zone) -> Zone:
        """The zone's first sentence with the ones beside it, in one piece."""
        near = self._zones_of(self.sentence_number(zone.start))
        return Zone(min(one.start for one in near), max(one.end for one in near), "neighbour")

    def sentence_number(self, position: int) -> int:
        """The number (from 1) of the sentence that holds `position`, or of the nearest one before it."""
        return max(bisect_right(self._starts, position), 1)

    def sentence_at(self, position: int) -> Zone:
        """The sentence that holds `position`, as the only place to look at."""
        if not self.sentences:
            return Zone(0, len(self.text), "anywhere")
        sentence = self.sentences[self.sentence_number(position) - 1]
        return Zone(sentence.start, sentence.end, "cited")


class Words:
    """The words of a folded text in order: each with its start and its end."""

    __slots__ = ("_at", "ends", "starts", "words")

    def __init__(self, folded: str) -> None:
        matches = list(_WORD.finditer(folded))
        self.words = [match.group() for match in matches]
        self.starts = [match.start() for match in matches]
        self.ends = [match.end() for match in matches]
        self._at: defaultdict[str, list[int]] = defaultdict(list)
        for index, word in enumerate(self.words):
            self._at[word].append(index)

    def within(self, start: int, end: int) -> tuple[int, int]:
        """Indices of the first word that lies in `[start, end)`, and of the first one behind."""
        return bisect_left(self.starts, start), bisect_right(self.ends, end)

    def places(self, word: str, first: int, last: int) -> Sequence[int]:
        """Indices from `first` to before `last` at which `word` stands."""
        found = self._at.get(word, ())
        return found[bisect_left(found, first) : bisect_left(found, last)]

    def is_whole(self, start: int, end: int) -> bool:
        """True when `[start, end)` cuts through no word."""
        for position in (start, end):
            index = bisect_right(self.starts, position) - 1
            if index >= 0 and self.starts[index] < position < self.ends[index]:
                return False
        return True


def split_words(surface: str) -> list[str]:
    """The words of a claim, as `Words` cuts the text's."""
    return _WORD.findall(fold(surface))


def placed_in(found: Sequence[Placed], zone: Zone) -> Sequence[Placed]:
    """Those of `found`, which is in text order, that start in `zone`; of very many the first ones."""
    # A bare tuple sorts before every other one that starts there; that costs less than calling a key.
    first = bisect_left(found, (zone.start,))
    last = bisect_left(found, (zone.end,))
    return found[first : min(last, first + _MOST_PLACED)]


def _touches(taken: Sequence[tuple[int, int]], quantity: Quantity) -> bool:
    index = bisect_left(taken, (quantity.end, 0)) - 1
    return index >= 0 and taken[index][1] > quantity.start
