"""Which item of the model's lists is which of the rules'.

Persons are told by name, bodies by canonical name, regions by code, programs, parties and reporters by value,
figures by number, unit and what they count, regulations by number and year, quotations by their words' place.
What stands on the same words is the same item, however differently it was read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from extractor.canonical.slotted import slotted
from extractor.reconcile.leaves import form
from extractor.reconcile.policy import IDENTITY
from extractor.schema.types import Candidate, Node, Span, Value
from extractor.text import fold

_BY_PLACE = frozenset(("regions", "organizations", "people", "indicators", "regulations", "statements"))
_EQUAL, _SAME_PLACE, _PART, _LONE_WORD = 4.0, 3.0, 2.0, 1.0


@slotted
class Card:
    """What tells an item: `key` is its form, `words` those of a name or of what is counted."""

    key: tuple[str | Value, ...]
    words: frozenset[str]
    span: Span | None


def identity(group: str, item: Node) -> Candidate | None:
    """The leaf that identifies an item of the list `group`; the item itself where it is a single value."""
    if isinstance(item, dict):
        leaf = item.get(IDENTITY[group])
        return leaf if isinstance(leaf, Candidate) else None
    return item if isinstance(item, Candidate) else None


def first_mention(group: str, item: Node) -> int:
    """Where the item's identifying leaf is first printed; 0 without a place."""
    one = identity(group, item)
    return one.spans[0].start if one is not None and one.spans else 0


def cards(group: str, items: Sequence[Node]) -> list[Card]:
    """One card for each item."""
    return [_card(group, item) for item in items]


def pair(group: str, ours: Sequence[Card], theirs: Sequence[Card]) -> dict[int, int]:
    """Index in `ours` → index in `theirs`, the likest first; each item is paired once at most."""
    lone = _lone_words(ours, theirs) if group == "people" else frozenset()
    found: list[tuple[float, int, int]] = []
    for row, left in enumerate(ours):
        for column, right in enumerate(theirs):
            score = likeness(group, left, right, lone)
            if score:
                found.append((-score, row, column))
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, row, column in sorted(found):
        if row not in pairs and column not in taken:
            pairs[row] = column
            taken.add(column)
    return pairs


def likeness(group: str, left: Card, right: Card, lone: frozenset[str] = frozenset()) -> float:
    """How surely two cards are one item, 0 when they are not; `lone` words tell one person each."""
    if not left.key or not right.key:
        return 0.0
    is_one_place = group in _BY_PLACE and touches(left.span, right.span)
    if left.key == right.key and (group != "indicators" or is_one_place):
        return _EQUAL
    if is_one_place:
        return _SAME_PLACE
    shared = left.words & right.words
    if group == "indicators":
        return (
            _PART + len(shared) / len(left.words | right.words) if left.key == right.key and shared else 0.0
        )
    if group == "regulations":
        return _PART if left.key[0] == right.key[0] and None in (left.key[1], right.key[1]) else 0.0
    if group == "people" and (left.words <= right.words or right.words <= left.words):
        return _PART if len(shared) > 1 else _LONE_WORD if shared <= lone and shared else 0.0
    return 0.0


def repeats(group: str, card: Card, known: Iterable[Card]) -> bool:
    """True when an item says nothing beside the known ones of its own list.

    There a part of a longer name is that person again, while two figures may be alike.
    """
    if group == "people":
        return any(touches(card.span, one.span) or card.words <= one.words for one in known)
    least = _SAME_PLACE if group == "indicators" else _LONE_WORD
    return any(likeness(group, one, card) >= least for one in known)


def touches(left: Span | None, right: Span | None) -> bool:
    """True when two places have a character in common."""
    return left is not None and right is not None and left.start < right.end and right.start < left.end


def in_order(group: str, kept: list[Node], added: Iterable[Node]) -> list[Node]:
    """`kept` as it stands, and each added item before the first one that is mentioned later."""
    merged = list(kept)
    for item in sorted(added, key=lambda node: first_mention(group, node)):
        start = first_mention(group, item)
        later = (index for index, other in enumerate(merged) if first_mention(group, other) > start)
        merged.insert(next(later, len(merged)), item)
    return merged


def _card(group: str, item: Node) -> Card:
    leaf = identity(group, item)
    if leaf is None:
        return Card((), frozenset(), None)
    span = leaf.spans[0] if leaf.spans else None
    if not isinstance(item, dict):
        path = "event.parties[]" if group == "parties" else group
        return Card((form(path, leaf.value),), frozenset(), span)
    if group == "indicators":
        return Card((leaf.value, _value(item, "unit")), _words(_value(item, "subject")), span)
    if group == "regulations":
        return Card((form(group, leaf.value), _value(item, "year")), frozenset(), span)
    key = form(f"{group}[].{IDENTITY[group]}", leaf.value)
    return Card((key,), _words(leaf.value) if group == "people" else frozenset(), span)


def _value(item: dict[str, Node], name: str) -> Value:
    leaf = item.get(name)
    return leaf.value if isinstance(leaf, Candidate) else None


def _words(value: Value) -> frozenset[str]:
    return frozenset(fold(str(value)).split()) if value is not None else frozenset()


def _lone_words(ours: Sequence[Card], theirs: Sequence[Card]) -> frozenset[str]:
    """Words that stand in one name of each side at most."""
    counts = [Counter(chain.from_iterable(card.words for card in side)) for side in (ours, theirs)]
    return frozenset(_once(*counts))


def _once(left: Counter[str], right: Counter[str]) -> Iterator[str]:
    return (word for word in left if left[word] == 1 and right[word] <= 1)
