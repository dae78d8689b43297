"""Relations put regions together: same label, same value; another label, a leaf of the other's item."""

from __future__ import annotations

import pytest

from evals.label_studio.grouping import Leaf, group
from evals.label_studio.tasks import Annotation, Mark
from extractor.schema.types import Span


def annotation(marks: str, *relations: str) -> Annotation:
    """`marks` as `id:label:start`, each three letters long; relations as `from>to`."""
    found = {}
    for mark in marks.split():
        name, label, start = mark.split(":")
        found[name] = Mark(name, label, int(start), int(start) + 3, None)
    pairs = tuple((one, other) for one, _, other in (pair.partition(">") for pair in relations))
    return Annotation(None, found, pairs, {})


def leaf(label: str, *starts: int) -> Leaf:
    return Leaf(label, tuple(Span(start, start + 3) for start in starts), None)


@pytest.mark.parametrize("relation", ["r>n", "n>r"])
def test_a_related_leaf_belongs_to_the_item_whichever_way_the_arrow_goes(relation: str) -> None:
    [item] = group(annotation("n:people.name:10 r:people.role:0", relation)).items
    assert item == (leaf("people.name", 10), (leaf("people.role", 0),))


def test_related_regions_of_one_label_prove_one_value() -> None:
    found = group(annotation("a:people.name:50 b:people.name:10 c:people.name:30", "a>b", "c>a"))
    assert [item.head for item in found.items] == [leaf("people.name", 10, 30, 50)]


def test_a_leaf_may_be_related_to_any_mention_of_its_item() -> None:
    found = group(annotation("a:people.name:10 b:people.name:50 r:people.role:60", "b>a", "r>b"))
    assert [item.leaves for item in found.items] == [(leaf("people.role", 60),)]


def test_items_come_in_the_order_of_the_text() -> None:
    found = group(annotation("a:people.name:50 b:organizations.name:10 c:people.name:30"))
    assert [item.head.spans[0].start for item in found.items] == [10, 30, 50]


def test_a_leaf_without_an_item_is_loose_and_a_single_one_is_not() -> None:
    found = group(annotation("r:people.role:0 t:article.title:5 p:programs:9 o:event.parties:20"))
    assert found.loose == (leaf("people.role", 0),)
    assert found.singles == (leaf("article.title", 5), leaf("programs", 9), leaf("event.parties", 20))


def test_a_relation_between_strangers_joins_nothing() -> None:
    found = group(annotation("r:people.role:0 o:organizations.name:5", "r>o"))
    assert found.loose == (leaf("people.role", 0),)
    assert found.items[0].leaves == ()
