"""Lists and groups of leaves of two drafts, merged: what each leaf's settlement means for its item."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from extractor.reconcile.alignment import OUTSIDE, Aligned, Denied, identity_path, is_whole, leaf
from extractor.reconcile.identity import identity, in_order, repeats
from extractor.reconcile.leaves import Case, Settled, Verdict, settle
from extractor.reconcile.policy import MIN_TRUST, POLICY
from extractor.schema.claims import Drop
from extractor.schema.types import Candidate, Node

Sides: TypeAlias = tuple[Node, Node]
"""The same node in the rules' and in the model's draft."""


class Place(NamedTuple):
    """Index of an item in the rules' and in the model's list."""

    ours: int = OUTSIDE
    theirs: int = OUTSIDE


class Merger:
    """One article's decisions.

    Attributes:
        lists: Each list of both drafts by its path.
        dropped: What left the draft without a trace in `alternatives`; grows with each decision.
        kept: Path of a list → index in the rules' list → the item that it became.
    """

    def __init__(
        self, lists: Mapping[str, Aligned], denied: Denied, *, trust: float, is_complete: bool
    ) -> None:
        self.dropped: list[Drop] = []
        self.kept: dict[str, dict[int, dict[str, Node]]] = {}
        self.lists = lists
        self._denied = denied
        self._trust = trust
        self._is_complete = is_complete

    def scalar(self, path: str, sides: Sides) -> Candidate | None:
        """A leaf outside lists."""
        return self._settle(path, (leaf(sides[0], ""), leaf(sides[1], "")), Place()).candidate

    def group(self, path: str, sides: Sides) -> dict[str, Node] | None:
        """The leaves and lists under `path`; None for an event of the model's that has no type."""
        merged = self._leaves(path, sides, Place(), {})
        if path != "event" or sides[0] is not None or merged.get("type") is not None:
            return merged
        for name, one in merged.items():
            if isinstance(one, Candidate):
                self._drop(f"{path}.{name}", OUTSIDE, one, "incomplete")
        return None

    def items(self, aligned: Aligned, protected: frozenset[str] = frozenset()) -> list[Node]:
        """One list; items whose form is `protected` stay whatever the model says."""
        kept: list[Node] = []
        cards = []
        for index, item in enumerate(aligned.ours):
            column = aligned.pairs.get(index, OUTSIDE)
            other = None if column == OUTSIDE else aligned.theirs[column]
            card = aligned.our_cards[index]
            is_protected = not protected.isdisjoint(map(str, card.key))
            merged = self._item(aligned, (item, other), Place(index, column), is_protected=is_protected)
            if merged is not None:
                kept.append(merged)
                cards.append(card)
        added = []
        for column in sorted(set(range(len(aligned.theirs))) - set(aligned.pairs.values())):
            card = aligned.their_cards[column]
            is_known = repeats(aligned.group, card, cards)
            reason = self._objection(aligned, aligned.theirs[column], is_known=is_known)
            if reason is None:
                added.append(aligned.theirs[column])
                cards.append(card)
            else:
                self._drop(
                    identity_path(aligned), column, identity(aligned.group, aligned.theirs[column]), reason
                )
        return in_order(aligned.group, kept, added)

    def _item(self, aligned: Aligned, sides: Sides, place: Place, *, is_protected: bool) -> Node:
        path = identity_path(aligned)
        ends = (identity(aligned.group, sides[0]), identity(aligned.group, sides[1]))
        first = self._settle(path, ends, place, is_protected=is_protected)
        if first.candidate is None or not isinstance(sides[0], dict):
            return first.candidate
        merged = self._leaves(aligned.path, sides, place, {path: first})
        self.kept.setdefault(aligned.path, {})[place.ours] = merged
        return merged

    def _leaves(self, path: str, sides: Sides, place: Place, settled: dict[str, Settled]) -> dict[str, Node]:
        """A group or item; `settled` holds by path what is decided already, and then all of it."""
        ours = sides[0] if isinstance(sides[0], dict) else {}
        theirs = sides[1] if isinstance(sides[1], dict) else {}
        merged: dict[str, Node] = dict.fromkeys((*ours, *theirs))
        for name, below, anchor in _steps(path, tuple(merged)):
            if f"{below}[]" in self.lists:
                merged[name] = self.items(self.lists[f"{below}[]"])
                continue
            if below not in settled:
                verdict = settled[anchor].verdict if anchor in settled else None
                pair = (leaf(ours, name), leaf(theirs, name))
                settled[below] = self._settle(below, pair, place, anchor=verdict)
            merged[name] = settled[below].candidate
        return merged

    def _settle(
        self,
        path: str,
        pair: tuple[Candidate | None, Candidate | None],
        place: Place,
        *,
        anchor: Verdict | None = None,
        is_protected: bool = False,
    ) -> Settled:
        case = Case(
            trust=self._trust,
            is_complete=self._is_complete,
            is_denied=(path, place.ours) in self._denied,
            is_protected=is_protected,
            anchor=anchor,
        )
        settled = settle(path, *pair, case)
        for one, reason in settled.lost:
            self._drop(path, place.theirs if one is pair[1] else place.ours, one, reason)
        return settled

    def _objection(self, aligned: Aligned, item: Node, *, is_known: bool) -> str | None:
        """Why an item that only the model has does not count; None when it does."""
        if not is_whole(aligned.group, item):
            return "incomplete"
        if is_known:
            return "duplicate"
        if self._trust < MIN_TRUST:
            return "model_not_trusted"
        return None if self._trust >= POLICY[identity_path(aligned)].taken else "left_to_rules"

    def _drop(self, path: str, index: int, one: Candidate | None, reason: str) -> None:
        pointer = "/" + path.replace("[]", f"/{index}").replace(".", "/")
        self.dropped.append(Drop(pointer, one.value if one is not None else None, reason))


class _Step(NamedTuple):
    """One leaf or list of a group: its name and path, and the path of the leaf that it depends on, if any."""

    name: str
    path: str
    anchor: str


@lru_cache(maxsize=256)
def _steps(path: str, names: tuple[str, ...]) -> tuple[_Step, ...]:
    """The leaves and lists under `path` in the order in which they are settled: anchors come first."""
    paths = {name: f"{path}.{name}" for name in names}
    anchors = {name: POLICY[below].anchor if below in POLICY else None for name, below in paths.items()}
    ordered = sorted(names, key=lambda name: anchors[name] is not None)
    return tuple(_Step(name, paths[name], f"{path}.{anchors[name] or ''}") for name in ordered)
