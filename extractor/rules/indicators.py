"""Figures that measure education, each with what it counts, its unit and the region that it is about.

Precision comes first: a figure whose subject the text does not show by its grammar is left out. A figure that
only continues an enumeration ('diikuti 23 orang dan 22 orang') takes the subject of the one before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractor.rules import ranks, subjects
from extractor.rules.figures import Figure, find_figures
from extractor.rules.mentions import Office, Place, Scan
from extractor.rules.phrases import Token, base_of
from extractor.rules.regions import main_region
from extractor.rules.subjects import Phrase
from extractor.schema.types import Candidate, Node, Span

_EDUCATION = re.compile(
    r"didik|sekolah|guru|siswa|siswi|murid|pelajar|ajar|kurikulum|literasi|numerasi|ppdb|spmb|zonasi|madrasah|"
    r"\bkelas\b|akreditasi|asesmen|ujian|un[bp]k|anbk|rapor|raport|dapodik|\bpaud\b|\bs[dm][apk]?\b|\bukg\b|lulus|kuliah|wisuda|dosen"
)
_RANK_REACH = 6
"""A table of ranks may go on over so many sentences."""
_MOST_PARTS = 3
_MOST_TWINS = 24
"""Figures of one value that are looked at for being the same one."""
_DENSE = 8
"""So many words and names of education in its opening make an article one about education."""
_OTHER_REGIONS = re.compile(r"\b(?:daerah|kabupaten|kota|wilayah|provinsi)(?:/kota)? lain(?:nya)?\b")
_HELD = re.compile(r"[^.;\n]{0,24}?\b(?:diduduki|diisi|ditempati|diraih|direbut|dipegang|diperoleh|milik)\b")
_FROM_MANY = re.compile(
    r"[^.,;\n]{0,30}\b(?:dari|perwakilan|utusan) (?:[a-z0-9]+ ){0,2}(?:kabupaten|kota|provinsi|daerah)\b"
)
_SEPARATORS = re.compile(r",|\bdan\b")
_PLACE_AFTER = re.compile(
    r" (?:di |se-? ?|pada |dari )(?:seluruh )?(?:kota |kabupaten |kab\.? |provinsi |wilayah )?"
)
_OPENERS = ("-", '"', ":", "(")
_WITHIN = frozenset("dengan di dari pada dalam tersebar".split())
_CONTESTS = frozenset("lomba olimpiade kompetisi festival kejuaraan osn fls2n o2sn lks".split())
_CONTRAST = re.compile(r"\b(?:tapi|tetapi|namun|sedangkan|sementara|melainkan)\b")
_HEAD_SORTS = frozenset(("people", "school", "place", "thing", "measure", "money", "level"))
_NAMED_SORTS = frozenset(("level", "people", "school"))
_AFTER_ORANG, _AFTER, _BEFORE, _CARRIED = 0.88, 0.85, 0.8, 0.62


@dataclass(frozen=True, slots=True)
class _Item:
    """One figure with its subject's parts; `region` and its span follow from the places."""

    figure: Figure
    subject: tuple[Span, ...]
    unit: str | None
    unit_span: Span | None
    confidence: float
    region: str | None = None
    region_span: Span | None = None
    region_is_near: bool = False


def draft(scan: Scan, places: tuple[Place, ...], offices: tuple[Office, ...]) -> list[Node]:
    """One node per figure, in the order of first mention."""
    items: list[_Item] = []
    main = main_region(scan, places)
    for figure in find_figures(scan, places, offices):
        item = _read(scan, figure, items)
        if item is not None:
            items.append(_with_region(scan, item, places, main))
    return [_node(scan, item) for item in _merged(scan, items)]


def _read(scan: Scan, figure: Figure, items: Sequence[_Item]) -> _Item | None:
    if figure.quantity.is_ordinal:
        return _rank(scan, figure, items)
    found = _subject(scan, figure)
    if found is not None and figure.unit is not None and len(found[0].words) == 1:
        shared = _shared(figure, items)
        if shared is not None:
            return shared
    if found is not None:
        phrase, confidence = found
        return _Item(figure, _spans(scan, phrase), figure.unit, figure.unit_span, confidence)
    return _share_of(scan, figure, items) or _carried(figure, items)


def _subject(scan: Scan, figure: Figure) -> tuple[Phrase, float] | None:
    """What the figure counts, by the rules for its unit, and how sure that is."""
    words = figure.words
    if figure.unit in (None, "orang", "persen", "rupiah", "poin", "paket", "unit"):
        following = subjects.after(words, figure.next_at)
        if figure.unit is None and following is not None and len(following.words) == 1:
            named = subjects.named_before(words, figure.at)
            if named is not None and subjects.all_sorts(named) & _NAMED_SORTS:
                return named, _BEFORE
            capacity = subjects.before(words, figure.at) if "thing" in following.sorts else None
            if capacity is not None and "measure" in capacity.sorts:
                return capacity, _BEFORE
        if following is not None and _is_counted(scan, figure, following):
            return following, _AFTER_ORANG if figure.unit == "orang" else _AFTER
        preceding = subjects.before(words, figure.at)
        if preceding is None or not _is_measured(scan, figure, preceding):
            return None
        if figure.unit is None and (clause := subjects.restriction(words, figure.next_at)):
            return Phrase((preceding.words[0], *clause)), _BEFORE
        return preceding, _BEFORE
    return _counted_unit(scan, figure)


def _counted_unit(scan: Scan, figure: Figure) -> tuple[Phrase, float] | None:
    """A unit that is itself a noun (`sekolah`, `siswa`): it opens the subject unless the text counts another
    one.
    """
    words = figure.words
    start = figure.at if figure.unit_span is None else _index(words, figure.unit_span.start)
    if figure.unit == "kabupaten/kota" and not _is_reach(words, figure.at):
        return None
    own = subjects.after(words, start)
    if figure.unit == "kabupaten/kota":
        return Phrase(tuple(words[start : figure.next_at])), _AFTER
    if own is not None and len(own.words) > figure.next_at - start:
        return own, _AFTER
    preceding = subjects.before(words, figure.at)
    if preceding is not None and (
        subjects.all_sorts(preceding) & {*_NAMED_SORTS, "measure"}
        or (len(preceding.words) > 1 and _is_education(scan, preceding))
    ):
        return preceding, _BEFORE
    return (own, _AFTER - 0.05) if own is not None else None


def _is_reach(words: Sequence[Token], at: int) -> bool:
    return at > 0 and words[at - 1].word in ("di", "pada")


def _index(words: Sequence[Token], position: int) -> int:
    return next((index for index, word in enumerate(words) if word.end > position), len(words))


def _is_counted(scan: Scan, figure: Figure, phrase: Phrase) -> bool:
    """True when the phrase after the number is what it counts."""
    sorts = phrase.sorts
    if figure.unit == "rupiah":
        return False
    if figure.unit == "persen":
        is_noun = not phrase.words[0].word.startswith(("ter", "ber"))
        return bool(sorts & (_HEAD_SORTS - {"money"})) or (is_noun and _is_education(scan, phrase))
    if figure.unit == "orang":
        return bool(sorts & {"people"}) or _is_education(scan, phrase)
    return bool(sorts & (_HEAD_SORTS - {"money"}))


def _is_measured(scan: Scan, figure: Figure, phrase: Phrase) -> bool:
    """True when the phrase before the number is what it measures."""
    sorts = phrase.sorts
    if figure.unit in ("persen", "rupiah"):
        return _is_education(scan, phrase) or (bool(sorts) and _is_near_education(scan, figure))
    return bool(sorts & (_HEAD_SORTS - {"money"}))


def _is_near_education(scan: Scan, figure: Figure) -> bool:
    """True when the figure's sentence, or the article as a whole, speaks of education."""
    if _EDUCATION.search(scan.folded, figure.sentence.start, figure.sentence.end):
        return True
    return len(scan.hits.get("program", ())) + len(_EDUCATION.findall(scan.folded[:4000])) >= _DENSE


def _is_education(scan: Scan, phrase: Phrase) -> bool:
    start, end = phrase.words[0].start, phrase.words[-1].end
    if _EDUCATION.search(scan.folded, start, end):
        return True
    return any(start <= hit.start < end for hit in scan.hits.get("program", ()))


def _shared(figure: Figure, items: Sequence[_Item]) -> _Item | None:
    """`SMA 15.449 pelajar (238 sekolah)`: the second figure is of the same level as the first one."""
    if not items or items[-1].figure.sentence is not figure.sentence:
        return None
    last = items[-1]
    words = figure.words[last.figure.next_at : figure.at]
    if not words or any(word.kind != "open" and word.word not in _WITHIN for word in words):
        return None
    if not all(span.end <= last.figure.quantity.start for span in last.subject):
        return None
    return _Item(figure, last.subject, figure.unit, figure.unit_span, _CARRIED)


def _share_of(scan: Scan, figure: Figure, items: Sequence[_Item]) -> _Item | None:
    """`dari 320 sekolah dasar, baru 45 persen yang memiliki …`: the clause restricts the noun counted
    before.
    """
    clause = subjects.restriction(figure.words, figure.next_at)
    if not clause or not items or items[-1].figure.sentence is not figure.sentence:
        return None
    if len(items[-1].subject) > _MOST_PARTS:
        return None
    subject = (*items[-1].subject, *_spans(scan, Phrase(clause)))
    return _Item(figure, subject, figure.unit, figure.unit_span, _CARRIED)


def _carried(figure: Figure, items: Sequence[_Item]) -> _Item | None:
    """Take the subject of the figure before, in this or the preceding sentence, with the same unit."""
    if not items:
        return None
    last = items[-1]
    is_change = figure.at > 0 and figure.words[figure.at - 1].word in ("menjadi", "jadi")
    if is_change and last.figure.sentence is figure.sentence and last.unit == figure.unit:
        return _Item(figure, last.subject, figure.unit, figure.unit_span, _CARRIED)
    if figure.unit not in ("orang", "siswa", "persen"):
        return None
    gap = int(figure.sentence.id[1:]) - int(last.figure.sentence.id[1:])
    if last.unit != figure.unit or gap > 1:
        return None
    return _Item(figure, last.subject, figure.unit, figure.unit_span, _CARRIED)


def _rank(scan: Scan, figure: Figure, items: Sequence[_Item]) -> _Item | None:
    rank = ranks.read_rank(figure)
    if rank is None:
        return None
    if rank.subject is not None and (
        rank.subject.sorts or rank.subject.words[0].word in _CONTESTS or _is_education(scan, rank.subject)
    ):
        return _Item(figure, _spans(scan, rank.subject), "peringkat", rank.word, _BEFORE)
    for last in reversed(items[-3:]):
        gap = int(figure.sentence.id[1:]) - int(last.figure.sentence.id[1:])
        if gap == 0 or (last.unit == "peringkat" and gap <= _RANK_REACH):
            return _Item(figure, last.subject, "peringkat", rank.word, _CARRIED)
    return None


def _spans(scan: Scan, phrase: Phrase) -> tuple[Span, ...]:
    """The phrase as spans of running text; a noun's clitic -nya is cut off."""
    spans: list[Span] = []
    is_clause = False
    for word in phrase.words:
        is_clause = is_clause or word.kind == "that"
        end = word.end - 3 if not is_clause and _has_clitic(word) else word.end
        gap = scan.text[spans[-1].end : word.start] if spans else "x"
        if spans and not gap.strip() and "\n" not in gap:
            spans[-1] = Span(spans[-1].start, end)
        else:
            spans.append(Span(word.start, end))
    return tuple(spans)


def _has_clitic(word: Token) -> bool:
    return word.kind == "noun" and base_of(word.word) != word.word


def _with_region(scan: Scan, item: _Item, places: Sequence[Place], main: str | None) -> _Item:
    """The region that the figure's own clause names, else the one that the article is about."""
    start, sentence = item.figure.quantity.start, item.figure.sentence
    if _FROM_MANY.match(scan.folded, item.figure.quantity.end, sentence.end):
        return item
    near = (
        _holder_of_rank(scan, item, places) if item.figure.quantity.is_ordinal else _near(scan, item, places)
    )
    if near is not None:
        return replace(item, region=near.code, region_span=near.span, region_is_near=True)
    others = [match.end() for match in _OTHER_REGIONS.finditer(scan.folded, sentence.start, start)]
    if others and not _CONTRAST.search(scan.folded, others[-1], start):
        return item
    return _from_main(item, places, main)


def _holder_of_rank(scan: Scan, item: _Item, places: Sequence[Place]) -> Place | None:
    """`urutan empat dan lima diisi X serta Y`: the region that the text puts on this rank."""
    figure = item.figure
    held = _HELD.match(scan.folded, figure.quantity.end, figure.sentence.end)
    if held is None or item.unit_span is None:
        return None
    after = [place for place in places if held.end() <= place.span.start < figure.sentence.end]
    index = len(_SEPARATORS.findall(scan.folded, item.unit_span.end, figure.quantity.start))
    return after[index] if index < len(after) else None


def _near(scan: Scan, item: _Item, places: Sequence[Place]) -> Place | None:
    """The one region that stands between subject and number, or in the phrase of place right after them."""
    figure = item.figure
    first = min(span.start for span in item.subject)
    start = first if figure.sentence.start <= first else figure.quantity.start
    last = (
        max(figure.quantity.end, *(span.end for span in item.subject))
        if item.subject
        else figure.quantity.end
    )
    unit_end = item.unit_span.end if item.unit_span else last
    tail = _PLACE_AFTER.match(scan.folded, max(last, unit_end))
    end = tail.end() if tail else last
    near = {place.code: place for place in reversed(places) if start <= place.span.start < end + 1}
    return near.popitem()[1] if len(near) == 1 else None


def _from_main(item: _Item, places: Sequence[Place], main: str | None) -> _Item:
    place = next((place for place in places if place.code == main), None)
    return item if place is None else replace(item, region=place.code, region_span=place.span)


def _merged(scan: Scan, items: list[_Item]) -> list[_Item]:
    """The same figure said twice is one item, with the fuller subject."""
    kept: list[_Item] = []
    by_value: dict[int | float, list[int]] = {}
    for item in items:
        alike = by_value.setdefault(item.figure.quantity.value, [])
        twin = next((index for index in alike[-_MOST_TWINS:] if _is_same(scan, item, kept[index])), None)
        if twin is None:
            alike.append(len(kept))
            kept.append(item)
        elif (item.confidence, _size(item)) > (kept[twin].confidence, _size(kept[twin])):
            kept[twin] = item
    return kept


def _is_same(scan: Scan, item: _Item, other: _Item) -> bool:
    first, second = item.figure.quantity, other.figure.quantity
    if first.value != second.value or item.region != other.region:
        return False
    if item.unit != other.unit and not (item.unit is None or other.unit is None):
        return False
    if item.unit == "rupiah" or (first.value >= 1000 and item.figure.sentence != other.figure.sentence):
        return True
    one, two = _words(scan, item), _words(scan, other)
    return bool(one & two) and (one <= two or two <= one)


def _size(item: _Item) -> int:
    return sum(span.end - span.start for span in item.subject)


def _words(scan: Scan, item: _Item) -> set[str]:
    return {word.strip("(),") for word in _printed(scan.folded, item.subject).split()}


def _printed(text: str, spans: Sequence[Span]) -> str:
    return " ".join(" ".join(text[span.start : span.end].split()) for span in spans)


def _node(scan: Scan, item: _Item) -> Node:
    quantity = item.figure.quantity
    places = [Span(quantity.start, quantity.end)]
    if quantity.scale_start >= 0:
        places.append(Span(quantity.scale_start, quantity.scale_end))
    unit = region = None
    if item.unit is not None and item.unit_span is not None:
        unit = Candidate(item.unit, (item.unit_span,), 0.95, "unit")
    if item.region is not None and item.region_span is not None:
        flags = () if item.region_is_near else ("from_context",)
        region = Candidate(item.region, (item.region_span,), 0.8, "figure_region", flags)
    return {
        "subject": Candidate(_lower(scan, item.subject), item.subject, item.confidence, "counted_noun"),
        "value": Candidate(
            quantity.value, tuple(places), min(0.95, item.confidence + 0.1), "quantity", quantity.flags
        ),
        "unit": unit,
        "region": region,
        "note": None,
    }


def _lower(scan: Scan, spans: Sequence[Span]) -> str:
    """The printed words, in lower case except names: a capital at the start of a sentence is none."""
    text = _printed(scan.text, spans)
    first = text.split(" ", 1)[0]
    start = spans[0].start
    opens = (
        start == scan.sentence_at(start).start or scan.folded[max(0, start - 2) : start].strip() in _OPENERS
    )
    return first.lower() + text[len(first) :] if opens and first[1:].replace("-", "").islower() else text
