"""Two drafts side by side: which leaf of one is which of the other, and what of the rules' is denied."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from extractor.canonical.slotted import slotted
from extractor.reconcile.identity import Card, cards, identity, pair
from extractor.reconcile.leaves import same
from extractor.reconcile.policy import IDENTITY, REQUIRED
from extractor.schema.claims import Denial
from extractor.schema.fields import FIELDS
from extractor.schema.types import Candidate, Draft, Node

LISTS = {
    **{field.path: field.path[:-2].split(".")[-1] for field in FIELDS if field.path.endswith("[]")},
    **{f"{group}[]": group for group in IDENTITY},
}
"""Path of each list → its name: `event.parties[]` → `parties`."""

SCALARS = tuple(field.path for field in FIELDS if "[]" not in field.path)

Denied: TypeAlias = frozenset[tuple[str, int]]
"""Paths of denied leaves, each with its item's index in the rules' list, -1 outside lists."""

OUTSIDE = -1

# A denial names a figure by what it counts as well as by its number.
_ALSO = {"indicators": "subject"}


@slotted
class Aligned:
    """One list of both drafts; `pairs` leads from an index of `ours` to the same item's in `theirs`."""

    path: str
    group: str
    ours: list[Node]
    theirs: list[Node]
    our_cards: list[Card]
    their_cards: list[Card]
    pairs: dict[int, int]


@slotted
class Pair:
    """One leaf in both drafts, or a whole item as its identifying leaf where one draft has no such item."""

    path: str
    row: int
    ours: Candidate | None
    theirs: Candidate | None


def align(rules: Draft, model: Draft) -> dict[str, Aligned]:
    """Each list of the record by its path."""
    return {path: align_list(path, rules, model) for path in LISTS}


def align_list(path: str, rules: Draft, model: Draft) -> Aligned:
    """The list at `path`."""
    group = LISTS[path]
    ours, theirs = nodes(rules, path), nodes(model, path)
    our_cards, their_cards = cards(group, ours), cards(group, theirs)
    return Aligned(path, group, ours, theirs, our_cards, their_cards, pair(group, our_cards, their_cards))


def pairs_of(rules: Draft, model: Draft, lists: dict[str, Aligned]) -> Iterator[Pair]:
    """Every leaf that one of the drafts holds; items that only the model has are one leaf each."""
    for path in SCALARS:
        yield Pair(path, OUTSIDE, _scalar(rules, path), _scalar(model, path))
    for aligned in lists.values():
        for index, item in enumerate(aligned.ours):
            column = aligned.pairs.get(index)
            other = None if column is None else aligned.theirs[column]
            for name in item if isinstance(item, dict) else ("",):
                path = f"{aligned.path}.{name}" if name else aligned.path
                yield Pair(path, index, leaf(item, name), leaf(other, name))
        paired = set(aligned.pairs.values())
        for column, item in enumerate(aligned.theirs):
            if column not in paired:
                yield Pair(identity_path(aligned), OUTSIDE, None, identity(aligned.group, item))


def denied(denials: Sequence[Denial], rules: Draft, lists: dict[str, Aligned]) -> Denied:
    """What the denials mean; one that fits several items, or nothing in the rules' draft, means nothing."""
    found = set()
    for denial in denials:
        if "[]" not in denial.path:
            ours = _scalar(rules, denial.path)
            if ours is not None and same(denial.path, ours.value, denial.value):
                found.add((denial.path, OUTSIDE))
            continue
        aligned = lists.get(denial.path[: denial.path.index("[]") + 2])
        if aligned is None:
            continue
        hits = [index for index, item in enumerate(aligned.ours) if _is_meant(denial, aligned, item)]
        if len(hits) == 1:
            path = identity_path(aligned) if denial.path == aligned.path else denial.path
            found.add((path, hits[0]))
    return frozenset(found)


def identity_path(aligned: Aligned) -> str:
    """The path of the leaf that identifies items of this list."""
    name = IDENTITY.get(aligned.group)
    return f"{aligned.path}.{name}" if name else aligned.path


def is_whole(group: str, item: Node) -> bool:
    """True when no leaf is missing without which the item says nothing."""
    if isinstance(item, dict):
        return all(_has_value(item.get(name)) for name in REQUIRED[group])
    return _has_value(item)


def leaf(item: Node, name: str) -> Candidate | None:
    """The leaf `name` of an item, or the item itself where it is one value and `name` is empty."""
    found = item.get(name) if isinstance(item, dict) else item if not name else None
    return found if isinstance(found, Candidate) else None


def nodes(draft: Draft, path: str) -> list[Node]:
    """The items of the list at `path`."""
    node: Node = draft
    for step in path.removesuffix("[]").split("."):
        node = node.get(step) if isinstance(node, dict) else None
    return node if isinstance(node, list) else []


def _scalar(draft: Draft, path: str) -> Candidate | None:
    group, _, name = path.partition(".")
    return leaf(draft.get(group), name)


def _has_value(node: Node) -> bool:
    return isinstance(node, Candidate) and node.value is not None


def _is_meant(denial: Denial, aligned: Aligned, item: Node) -> bool:
    key = identity(aligned.group, item)
    also = leaf(item, _ALSO.get(aligned.group, "-"))
    path = identity_path(aligned)
    known = [one for one in (key, also) if one is not None]
    if denial.identity is not None and not any(same(path, one.value, denial.identity) for one in known):
        return False
    name = denial.path[len(aligned.path) :].lstrip(".")
    ours = leaf(item, name) if name else None
    rejected = known if ours is None else [ours]
    return denial.value is None or any(same(denial.path, one.value, denial.value) for one in rejected)
