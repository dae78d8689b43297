"""Which provinces, kabupaten and kota the article names, and which of them it is about.

The automaton finds the bare names; the words beside a name tell whether it names a region at all, and which
of two regions of one name it is. What they leave open, the article's other mentions decide.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from operator import attrgetter

from extractor.canonical import regions as known
from extractor.canonical.slotted import slotted
from extractor.knowledge import Hit
from extractor.rules.bodies.misprints import find_misprints
from extractor.rules.bodies.region_clues import Clue, clue_before, is_foreign
from extractor.rules.mentions import Place, Scan
from extractor.schema.types import Candidate, Node, Span

_LIST_LINKS = frozenset({",", "dan", ", dan", "serta", ", serta", "&", "/", "-", "maupun", "atau"})
_TITLE_WEIGHT, _LEAD_WEIGHT, _DATELINE_WEIGHT, _AGENCY_WEIGHT = 3.0, 2.0, 1.0, 0.25
_COMPARED = 2
"""So many other kabupaten and kota of its province make an article one about the province."""
_LEAD = 450
_PROVINCE = 2
_PAIR_REACH = 16
_PAIRED = (
    ("kota dan ", known.CITY),
    ("kota maupun ", known.CITY),
    ("kabupaten dan ", known.REGENCY),
    ("kabupaten maupun ", known.REGENCY),
)
_SLIP = ("spelling_corrected",)
_NONE: Counter[str] = Counter()
_CLEAR, _CORRECTED, _CHOSEN = 0.97, 0.85, 0.75


@slotted
class _Mention:
    """A name that may be a region: its folded bare name, the codes it could mean, what stands before it.

    `possible` are the codes that the level leaves.
    """

    span: Span
    name: str
    codes: tuple[str, ...]
    clue: Clue
    level: str | None
    is_dateline: bool
    is_doubtful: bool
    possible: tuple[str, ...]


def find(scan: Scan) -> tuple[Place, ...]:
    """Every mention of a region, resolved, in text order."""
    ends = frozenset(hit.end for kind in ("organization", "role") for hit in scan.hits[kind])
    mentions: list[_Mention] = []
    for hit in scan.hits["region"]:
        mention = _mention(scan, hit, ends, mentions[-1] if mentions else None)
        if mention is not None:
            mentions.append(mention)
    mentions = _surer(scan, mentions)
    sure = [mention for mention in mentions if not mention.is_doubtful]
    names = {mention.name for mention in sure}
    mentions = [mention for mention in mentions if not mention.is_doubtful or mention.name in names]
    places = [*_resolve(scan, mentions), *_twins(scan, mentions)]
    places += find_misprints(scan, {place.code for place in places})
    places.sort(key=attrgetter("span"))
    return tuple([_weighed(scan, place) for place in places])


def _surer(scan: Scan, mentions: list[_Mention]) -> list[_Mention]:
    """`Puncak Jaya, Intan Jaya, dan Puncak`: a doubtful name is a region in a list of them."""
    for index in range(len(mentions) - 2, -1, -1):
        one, following = mentions[index], mentions[index + 1]
        is_sure = not following.is_doubtful and len(following.codes[0]) > _PROVINCE
        if one.is_doubtful and is_sure and _is_listed(scan, one, following.span.start):
            mentions[index] = replace(one, is_doubtful=False)
    return mentions


def main_region(places: tuple[Place, ...]) -> str | None:
    """The code of the region that the article is about; None if it names none. Of equals the kabupaten or
    kota wins.
    """
    scores: defaultdict[str, float] = defaultdict(float)
    for place in places:
        scores[place.code] += place.weight
    best = max(scores, key=lambda code: (scores[code], len(code)), default=None)
    return _province_of_many(best, scores) if best is not None else None


def _province_of_many(best: str, scores: dict[str, float]) -> str:
    """The province where the article compares its kabupaten and kota, and none of them stands out."""
    province = known.province_of(best)
    others = [code for code in scores if code != best and code.startswith(f"{province}.")]
    is_compared = len(others) >= _COMPARED and scores.get(province, 0.0) >= _LEAD_WEIGHT
    strongest = max((scores[code] for code in others), default=0.0)
    return province if best != province and is_compared and 2 * strongest > scores[best] else best


def draft(places: tuple[Place, ...]) -> list[Node]:
    """One node per region, in the order of first mention."""
    groups: dict[str, list[Place]] = {}
    for place in places:
        groups.setdefault(place.code, []).append(place)
    nodes: list[Node] = []
    for code, mentions in groups.items():
        best = max(mentions, key=_proof)
        spans = tuple(dict.fromkeys((mentions[0].span, best.span)))
        nodes.append(_node(code, best, spans))
    return nodes


def _node(code: str, place: Place, spans: tuple[Span, ...]) -> dict[str, Node]:
    region = known.region(code)
    confidence = _proof(place)
    flags = place.flags

    def leaf(value: str) -> Candidate:
        return Candidate(value, spans, confidence, "region_name", flags)

    return {"code": leaf(code), "name": leaf(region.name), "level": leaf(region.level)}


def _proof(place: Place) -> float:
    if place.flags:
        return _CORRECTED
    return _CLEAR if place.is_clear else _CHOSEN


def _mention(scan: Scan, hit: Hit, ends: frozenset[int], before: _Mention | None) -> _Mention | None:
    """The hit as a mention of a region, or None if the words around it say that it is none."""
    text, start = scan.text, hit.start
    folded = scan.folded
    clue = clue_before(folded, start, ends)
    is_spelled_out = text[start].isupper() or text[start].isdigit()
    if (not is_spelled_out and clue.kind != "kind") or clue.kind == "foreign":
        return None
    if is_foreign(text, folded, hit) or _is_inside(scan.layout.outlet, start):
        return None
    name = folded[start : hit.end]
    codes = known.codes_of(name)
    is_dateline = _is_inside(scan.layout.dateline, start)
    is_listed = before is not None and not before.is_doubtful and _is_listed(scan, before, clue.start)
    level = clue.level or (before.level if is_listed and before is not None else None)
    is_doubtful = known.is_guarded(name) and not (clue.kind or is_listed or is_dateline)
    possible = known.choose(codes, level, None)[1] if len(codes) > 1 else codes
    return _Mention(Span(clue.start, hit.end), name, codes, clue, level, is_dateline, is_doubtful, possible)


def _twins(scan: Scan, mentions: list[_Mention]) -> list[Place]:
    """The other region of `Kota dan Kabupaten Mojokerto`, whose name is printed once."""
    found: list[Place] = []
    for mention in mentions:
        if mention.clue.kind != "kind" or len(mention.codes) < 2:
            continue
        before = scan.folded[max(0, mention.span.start - _PAIR_REACH) : mention.span.start]
        other = next((level for words, level in _PAIRED if before.endswith(words)), None)
        if other is None or other == mention.level:
            continue
        found += [
            Place(mention.span, code, True) for code in mention.codes if known.region(code).level == other
        ]
    return found


def _is_listed(scan: Scan, before: _Mention, start: int) -> bool:
    """True when nothing but a comma or `dan` stands between the mention before and this one."""
    gap = scan.folded[before.span.end : start]
    return 0 < len(gap) < 12 and gap.strip() in _LIST_LINKS


def _is_inside(span: Span | None, position: int) -> bool:
    return span is not None and span.start <= position < span.end


def _resolve(scan: Scan, mentions: list[_Mention]) -> list[Place]:
    """Choose one region for each mention; the clear ones decide over the others of their name."""
    clear: defaultdict[str, Counter[str]] = defaultdict(Counter)
    provinces: set[str] = set()
    settled: set[str] = set()
    for mention in mentions:
        if len(mention.possible) == 1:
            clear[mention.name][mention.possible[0]] += 1
            settled.add(mention.possible[0])
        if len(mention.codes) == 1:
            provinces.add(known.province_of(mention.codes[0]))
    speaks_of_city = any(len(mention.possible) > 1 for mention in mentions) and _speaks_of_city(scan)
    codes = [
        _choose(mention, clear.get(mention.name, _NONE), provinces, speaks_of_city=speaks_of_city)
        for mention in mentions
    ]
    # A bare name is as clear as the clear mention of its region elsewhere.
    return [
        Place(mention.span, code, code in settled, _SLIP if mention.clue.is_slip else ())
        for mention, code in zip(mentions, codes, strict=True)
    ]


def _choose(mention: _Mention, clear: Counter[str], provinces: set[str], *, speaks_of_city: bool) -> str:
    possible = mention.possible
    if len(possible) == 1:
        return possible[0]
    cities = [code for code in possible if known.region(code).level == known.CITY]
    if mention.is_dateline and cities and len(possible[0]) == 2:
        return cities[0]
    elsewhere = [code for code, _ in clear.most_common() if code in possible]
    if elsewhere:
        return elsewhere[0]
    near = [code for code in possible if known.province_of(code) in provinces]
    if len(near) == 1:
        return near[0]
    if cities and len(possible[0]) > 2 and speaks_of_city:
        return cities[0]
    return possible[0]


def _speaks_of_city(scan: Scan) -> bool:
    """True when offices of a kota are named more often than those of a kabupaten."""
    folded = scan.folded
    city = (
        folded.count("wali kota") + folded.count("walikota") + folded.count("pemkot") + folded.count("pemko ")
    )
    return city > folded.count("bupati") + folded.count("pemkab")


def _weighed(scan: Scan, place: Place) -> Place:
    return Place(place.span, place.code, place.is_clear, place.flags, _weight(scan, place))


def _weight(scan: Scan, place: Place) -> float:
    """Headline and lead count more than the rest, the dateline little, the province in the name of a
    provincial agency least.
    """
    layout = scan.layout
    start = place.span.start
    if _is_inside(layout.title, start):
        return _TITLE_WEIGHT
    if _is_inside(layout.dateline, start):
        return _DATELINE_WEIGHT
    if len(place.code) == 2 and clue_before(scan.folded, start, frozenset()).kind == "agency":
        return _AGENCY_WEIGHT
    return _LEAD_WEIGHT if layout.body <= start < layout.body + _LEAD else 1.0
