"""Make an article ready for the rules: fold, split, tell the noise, find names, dates, rules and regions."""

from __future__ import annotations

from dataclasses import replace

from extractor import knowledge
from extractor.canonical.dates import find_dates
from extractor.canonical.regulations import find_regulations
from extractor.rules.bodies import regions
from extractor.rules.mentions import Scan
from extractor.rules.pages.layout import read_layout
from extractor.rules.windows import is_within
from extractor.schema.types import Article
from extractor.text import fold, split_sentences


def scan(article: Article) -> Scan:
    """Read `article` once; hits inside noise are gone."""
    text = article.text
    folded = fold(text)
    hits = knowledge.scan(text, folded)
    layout = read_layout(text, folded, hits)
    noise = layout.noise
    if noise:
        # Most noise stands below the text: what comes before the first of it need not be looked up.
        first = noise[0].start
        hits = knowledge.Hits(
            (kind, [hit for hit in found if hit.start < first or not is_within(noise, hit.start)])
            for kind, found in hits.items()
        )
    seen = Scan(
        article=article,
        text=text,
        folded=folded,
        sentences=tuple(split_sentences(text)),
        layout=layout,
        hits=hits,
        dates=tuple(find_dates(text, folded)),
        regulations=tuple(find_regulations(text, folded)),
    )
    return replace(seen, places=regions.find(seen))
