"""With models made out of gold, good and bad: the hybrid is about as good as the better of the two.

A made model gives each leaf of gold with some probability, and gives it wrong with another: then it is a
value of the same field from another article. Grounding removes most such values from real answers, so this is
the worst case.
"""

from __future__ import annotations

import json
import random
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from evals import gold
from evals.predictions import Prediction
from evals.scoring import HEADLINE, Report, score
from evals.slots import by_group, count
from extractor import grounding, rules
from extractor.reconcile import assemble, weigh
from extractor.reconcile.policy import REQUIRED
from extractor.schema.types import Article, Candidate, Draft, Node, Span

CORPUS = Path(__file__).parents[3] / "gold/corpus"


class Made(NamedTuple):
    """How often a made model gives a leaf, and how often what it gives is wrong."""

    given: float
    wrong: float


@cache
def items() -> list[gold.GoldItem]:
    return gold.load(CORPUS, None, only="*")


@cache
def rules_drafts() -> dict[str, Draft]:
    return {
        item.id: grounding.check(rules.extract(Article(item.id, item.text)), item.text).draft
        for item in items()
    }


def plain(item: gold.GoldItem) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(item.record))
    return {name: found[name] for name in rules_drafts()[item.id]}


@cache
def values_by_path() -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}

    def gather(node: Any, path: str) -> None:
        if isinstance(node, dict):
            for name, part in node.items():
                gather(part, f"{path}.{name}")
        elif isinstance(node, list):
            for part in node:
                gather(part, f"{path}[]")
        elif node is not None:
            found.setdefault(path, []).append(node)

    for item in items():
        gather(plain(item), "")
    return found


def spans_of(node: Node, found: dict[Any, tuple[Span, ...]]) -> dict[Any, tuple[Span, ...]]:
    """Value → where the rules found it, for all leaves."""
    if isinstance(node, Candidate):
        found.setdefault(node.value, node.spans)
    for part in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        spans_of(part, found)
    return found


class Maker:
    """Makes one model's draft of one article."""

    def __init__(self, item: gold.GoldItem, made: Made) -> None:
        self._chance = random.Random(item.id)
        self._made = made
        self._text = item.text
        self._spans = spans_of(rules_drafts()[item.id], {})
        self.draft = self._node(plain(item), "")
        self.draft["in_scope"] = None

    def _node(self, node: Any, path: str) -> Any:
        if isinstance(node, dict):
            return {name: self._node(part, f"{path}.{name}") for name, part in node.items()}
        if isinstance(node, list):
            made = [self._node(part, f"{path}[]") for part in node]
            return [part for part in made if self._is_whole(part, path)]
        return None if node is None or self._chance.random() > self._made.given else self._leaf(node, path)

    def _is_whole(self, part: Any, path: str) -> bool:
        return all(part[name] for name in REQUIRED[path[1:]]) if isinstance(part, dict) else part is not None

    def _leaf(self, value: Any, path: str) -> Candidate:
        if self._chance.random() < self._made.wrong:
            value = self._chance.choice(values_by_path()[path])
        start = self._text.find(str(value))
        start = start if start >= 0 else self._chance.randrange(len(self._text))
        spans = self._spans.get(value) or (Span(start, start + len(str(value))),)
        return Candidate(value, spans, 0.85, "llm", source="llm")


def headline(drafts: dict[str, Draft]) -> float:
    """H, the mean of the groups' F1."""
    predictions = {
        item.id: Prediction({**item.record, **assemble(drafts[item.id]).values}) for item in items()
    }
    report: Report = score(items(), predictions)
    groups = by_group(count([slot for article in report.articles for slot in article.slots]))
    return sum(groups[name].f1 or 0.0 for name in HEADLINE) / len(HEADLINE)


@cache
def rules_headline() -> float:
    return headline(rules_drafts())


def hybrid(made: Made) -> float:
    return headline(
        {
            item.id: weigh(rules_drafts()[item.id], Maker(item, made).draft, (), is_complete=True).draft
            for item in items()
        }
    )


@pytest.mark.parametrize(
    "made", [Made(0.9, 0.1), Made(0.8, 0.2), Made(0.7, 0.3), Made(0.6, 0.5), Made(0.3, 0.3), Made(1.0, 0.9)]
)
def test_a_poor_model_hardly_harms(made: Made) -> None:
    assert hybrid(made) >= rules_headline() - 0.03


@pytest.mark.parametrize("made", [Made(1.0, 0.0), Made(0.95, 0.01)])
def test_a_good_model_closes_a_quarter_of_what_the_rules_miss_and_more(made: Made) -> None:
    missed = 1 - rules_headline()
    assert hybrid(made) >= rules_headline() + missed / 4
