"""Claimed people: a bare name whose every word stands in the text, at its fullest mention; and who speaks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from extractor import knowledge
from extractor.canonical.memory import remembered
from extractor.canonical.names import bare_name_at, read_person, skip_degrees, skip_titles
from extractor.canonical.regions import codes_of
from extractor.grounding.found import Found, How, Miss, proves
from extractor.grounding.page import Page, Zone, split_words
from extractor.schema.claims import Cite
from extractor.schema.types import Span
from extractor.text import fold

_WIDEST_TITLE = 16
_WORDS_BEFORE = 2
_MOST_PLACES = 40
_SHORTEST = 3
_NO_NAMES = ("organization", "program", "role", "region")


class Known(NamedTuple):
    """A person of the record: the name, the words that it is made of, and its grounded leaf."""

    words: tuple[str, ...]
    found: Found


def person(page: Page, cite: Cite) -> Found | Miss:
    """The person that `cite` names, by the name's fullest mention."""
    read = read_person(cite.text)
    if read is None or _is_other(read.name):
        return Miss("wrong_kind")
    miss = Miss("not_in_article")
    # Behind another title `Mas` is no title but a part of the name: first all words of the claim.
    all_wanted = _unlike(split_words(cite.text[: read.end]), split_words(read.name))
    for zone in _zones(page, cite):
        for wanted in all_wanted:
            answer = _in_zone(page, wanted, read.name, zone)
            if isinstance(answer, Found):
                return answer
            miss = answer or miss
    return miss


def _zones(page: Page, cite: Cite) -> Iterator[Zone]:
    zones = page.zones(cite)
    yield from zones
    # A stop inside a name (`Ris. Irianto`) looks like the end of a sentence.
    yield page.around(zones[0])


def _unlike(first: list[str], second: list[str]) -> list[list[str]]:
    return [first] if first == second else [first, second]


def _in_zone(page: Page, wanted: list[str], name: str, zone: Zone) -> Found | Miss | None:
    """The person of just these words in `zone`; None where they do not stand."""
    miss: Miss | None = None
    for span in _places(page, wanted, zone):
        if page.is_noise(span.start):
            miss = Miss("in_noise")
            continue
        found = _named(page, span, wanted, _how(page, span, name, zone))
        if found is not None:
            return found
        miss = miss or Miss("wrong_kind")
    return miss


def known(found: Found) -> Known:
    """The person that a grounded name is."""
    return Known(tuple(split_words(str(found.value))), found)


def first_mention(page: Page, somebody: Known) -> int:
    """Where the person's name, or the proven mention of it, stands first."""
    words = list(somebody.words)
    starts = (span.start for span in _places(page, words, Zone(0, len(page.text), "anywhere")))
    return min([*(start for start in starts if not page.is_noise(start)), somebody.found.spans[0].start])


def is_part(part: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    """True when the words of one name are some of another's, in order, and more than an initial."""
    rest = iter(whole)
    return all(word in rest for word in part) and any(len(word) >= _SHORTEST for word in part)


def same_person(words: tuple[str, ...], people: Iterable[Known]) -> Known | None:
    """The only one of `people` whose name holds `words`; of several the one of just these words."""
    bearers = [one for one in people if is_part(words, one.words)]
    exact = [one for one in bearers if one.words == words]
    if len(bearers) == 1 or exact:
        return (exact or bearers)[0]
    return None


def speaking(page: Page, cite: Cite, people: Iterable[Known]) -> Found | Miss:
    """The person who speaks, by the full name: one of `people`, else anybody whom the text names there."""
    read = read_person(cite.text)
    if read is None or _is_other(read.name):
        return Miss("wrong_kind")
    wanted = split_words(read.name)
    words = tuple(wanted)
    bearers = [one for one in people if is_part(words, one.words)]
    somebody = same_person(words, bearers)
    if somebody is None:
        return Miss("ambiguous") if bearers else person(page, cite)
    for zone in page.zones(cite):
        for span in _places(page, wanted, zone):
            if not page.is_noise(span.start):
                spans = tuple(dict.fromkeys((span, *somebody.found.spans)))
                return Found(somebody.found.value, spans, _how(page, span, read.name, zone))
    return Miss("not_in_article")


@remembered
def _is_other(name: str) -> bool:
    """True when the whole name is a region, a body, a program or a post."""
    folded = fold(name)
    if codes_of(folded):
        return True
    hits = knowledge.scan(name, folded)
    return any(hit.start == 0 and hit.end == len(name) for kind in _NO_NAMES for hit in hits[kind]) or any(
        hit.start == 0 for hit in hits["organization"]
    )


def _places(page: Page, wanted: list[str], zone: Zone) -> Iterator[Span]:
    """Where the words of a name stand one after the other, whatever marks stand between them."""
    words = page.words
    first, last = words.within(zone.start, zone.end)
    size = len(wanted)
    longest = max(range(size), key=lambda index: len(wanted[index])) if wanted else 0
    for place in words.places(wanted[longest], first, last)[:_MOST_PLACES] if wanted else ():
        start = place - longest
        if start >= first and words.words[start : start + size] == wanted and start + size <= last:
            yield Span(words.starts[start], words.ends[start + size - 1])


def _how(page: Page, span: Span, name: str, zone: Zone) -> How:
    if zone.reach != "cited":
        return zone.reach
    return "exact" if page.text[span.start : span.end] == name else "normal"


def _named(page: Page, span: Span, wanted: list[str], how: How) -> Found | None:
    """The name at `span`, or the fuller one that it is a part of, with its proof."""
    if len(wanted) == 1 and (fuller := _fuller(page, wanted[0])) is not None:
        return Found(fuller[0], (fuller[1],), how)
    end = span.end + (page.text[span.end : span.end + 1] == "." and len(wanted[-1]) == 1)
    for proof in _proofs(page, Span(span.start, end)):
        read = read_person(page.text[proof.start : proof.end])
        if read is None or tuple(split_words(read.name)) != tuple(wanted):
            continue
        if proves("person", page, (proof,), read.name):
            return Found(read.name, (proof,), how)
    return None


def _proofs(page: Page, span: Span) -> Iterator[Span]:
    """The span alone, then with the title or the degree that it may take to read it as a name."""
    ends = dict.fromkeys((span.end, skip_degrees(page.text, span.end)))
    words = page.words
    first, last = words.within(max(0, span.start - _WIDEST_TITLE), span.start)
    for start in (span.start, *reversed(words.starts[first:last])):
        for end in ends:
            yield Span(start, end)


def _fuller(page: Page, word: str) -> tuple[str, Span] | None:
    """The longest name that a single word opens, or that a title shows to be one of its later words.

    Not in the headline, which runs on in capitals; None as well where several people bear the word.
    """
    words = page.words
    body = page.sentences[1].start if len(page.sentences) > 1 else 0
    names: dict[str, Span] = {}
    for index in words.places(word, *words.within(body, len(page.text)))[:_MOST_PLACES]:
        for start in range(max(0, index - _WORDS_BEFORE), index + 1):
            name = _name_from(page, start, index)
            if name is not None and " " in name[0]:
                names.setdefault(*name)
    longest = max(names, key=len, default="")
    whole = tuple(split_words(longest))
    is_one = all(is_part(tuple(split_words(name)), whole) for name in names)
    return (longest, names[longest]) if longest and is_one else None


def _is_titled(page: Page, start: int) -> bool:
    """True when a title stands right before the word at `start`: no place or verb can open the name then."""
    words = page.words
    first, last = words.within(max(0, start - _WIDEST_TITLE), start)
    return any(skip_titles(page.text, one) == start for one in words.starts[first:last])


def _name_from(page: Page, first: int, index: int) -> tuple[str, Span] | None:
    """The name that starts at the word `first` and holds the word `index`, if it reads alone."""
    start, inner = page.words.starts[first], page.words.starts[index]
    if page.is_noise(start) or (start < inner and not _is_titled(page, start)):
        return None
    read = bare_name_at(page.text, start)
    if read is None or read.end <= inner or "\n" in page.text[start : read.end] or _is_other(read.name):
        return None
    span = Span(read.start, read.end)
    return (read.name, span) if proves("person", page, (span,), read.name) else None
