"""The order of the rules for one article, and the draft that they make together."""

from __future__ import annotations

from extractor.canonical.context import Context, Printed
from extractor.rules import regulations, scope, summary
from extractor.rules.bodies import organizations, programs, regions
from extractor.rules.counts import indicators
from extractor.rules.era import read_clues
from extractor.rules.events import event as happening
from extractor.rules.mentions import Scan
from extractor.rules.pages import page
from extractor.rules.persons import people
from extractor.rules.scan import scan
from extractor.rules.speech import statements
from extractor.schema.types import Article, Draft


def extract(article: Article | Scan) -> Draft:
    """Read `article`, or the scan of it, by rules alone: the record's shape with a candidate at each leaf.

    Linear in the length of the text; never fails on any text.
    """
    seen = article if isinstance(article, Scan) else scan(article)
    places = seen.places
    offices = organizations.find(seen, places)
    quotations = statements.find_quotations(seen)
    persons = people.find(seen, places, offices, quotations)
    quotations = statements.attribute(seen, quotations, persons, offices)
    offices = organizations.with_employers(seen, offices, persons)
    return {
        "in_scope": scope.draft(seen, places, offices),
        "article": page.draft(seen, places),
        "event": happening.draft(seen, places, offices, persons, quotations=quotations),
        "regions": regions.draft(places),
        "organizations": organizations.draft(offices),
        "people": people.draft(persons),
        "programs": programs.draft(seen),
        "indicators": indicators.draft(seen, places, offices),
        "regulations": regulations.draft(seen),
        "statements": statements.draft(quotations),
        "summary": summary.draft(seen),
    }


def context(article: Article | Scan) -> Context:
    """What completes the words of one sentence: the article's region, clues to its years, and its noise."""
    seen = article if isinstance(article, Scan) else scan(article)
    return Context(
        region=seen.main,
        clues=read_clues(seen, page.published_on(seen), seen.dates),
        noise=seen.layout.noise,
        machine_talk=seen.layout.machine_talk,
        printed=Printed(seen.folded, seen.hits, seen.dates, seen.regulations),
    )
