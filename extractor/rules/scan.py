"""Make an article ready for the rules: fold, split, tell the noise, find names, dates, rules and regions."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from extractor import knowledge
from extractor.canonical.dates import find_dates
from extractor.canonical.regulations import find_regulations
from extractor.knowledge import Hit
from extractor.rules.bodies import regions
from extractor.rules.mentions import Scan
from extractor.rules.pages.layout import read_layout
from extractor.rules.pages.page import find_stamp
from extractor.rules.windows import is_within
from extractor.schema.types import Article, Span
from extractor.text import fold, split_sentences


def scan(article: Article) -> Scan:
    """Read `article` once; hits inside noise are gone."""
    text = article.text
    folded = fold(text)
    hits = knowledge.scan(text, folded)
    layout = read_layout(text, folded, hits)
    noise = layout.noise
    if noise:
        hits = knowledge.Hits((kind, _outside(noise, found)) for kind, found in hits.items())
    sentences = tuple(split_sentences(text))
    seen = Scan(
        article=article,
        text=text,
        folded=folded,
        sentences=sentences,
        starts=[sentence.start for sentence in sentences],
        layout=layout,
        hits=hits,
        dates=tuple(find_dates(text, folded)),
        regulations=tuple(find_regulations(text, folded)),
    )
    places = regions.find(seen)
    return replace(seen, places=places, main=regions.main_region(places), stamp=find_stamp(seen))


def _outside(noise: tuple[Span, ...], hits: list[Hit]) -> list[Hit]:
    """The hits outside of `noise`; most of it stands below the text, so that they need not be looked up."""
    first = bisect_left(hits, (noise[0].start,))
    return hits[:first] + [hit for hit in hits[first:] if not is_within(noise, hit.start)]
