"""The hybrid: what the rules found and what a model found become one draft, leaf by leaf, by the policy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from extractor.reconcile import references
from extractor.reconcile.alignment import align, align_list, denied, nodes, pairs_of
from extractor.reconcile.leaves import form
from extractor.reconcile.merging import Merger
from extractor.reconcile.trust import trust
from extractor.schema.claims import Denial, Drop
from extractor.schema.types import Draft, Node

_LATER = ("people", "statements", "organizations")
"""Speakers take their names from people; a body stays while people or the event name it."""


class Weighed(NamedTuple):
    """The draft, and the values of either side that left it without a trace in `alternatives`.

    The `reason` of a drop is `model_not_trusted` (it missed or rejected too much of what the rules are sure
    of), `left_to_rules` (the policy takes no such value), `incomplete` or `duplicate` for a value of the
    model; `denied_by_model`, `unseen_by_model` or `belongs_to_what_lost` for one of the rules.
    """

    draft: Draft
    dropped: tuple[Drop, ...]


def weigh(rules: Draft, model: Draft, denials: Sequence[Denial], *, is_complete: bool) -> Weighed:
    """One value per leaf out of the drafts of both engines.

    Args:
        rules: What the rules found, its values proved.
        model: What a model's claims were grounded to.
        denials: Values of the rules that the model rejects.
        is_complete: Whether the model was asked for everything, so that its silence means something.

    Returns:
        With an empty or worthless answer the rules' values. Items stand in order of first mention.
    """
    bodies = align_list("organizations[]", rules, model)
    _, names = references.other_names(bodies, bodies.ours)
    model = references.with_bodies(model, names)
    lists = align(rules, model)
    rejected = denied(denials, rules, lists)
    belief = trust(pairs_of(rules, model, lists), rejected, is_complete=is_complete)
    merger = Merger(lists, rejected, trust=belief, is_complete=is_complete)
    merged: Draft = dict.fromkeys((*rules, *model))
    for name in sorted(merged, key=lambda name: _LATER.index(name) + 1 if name in _LATER else 0):
        merged[name] = _merge(name, (rules.get(name), model.get(name)), merger, merged)
    return Weighed(references.with_listed(merged), tuple(merger.dropped))


def _merge(name: str, sides: tuple[Node, Node], merger: Merger, merged: Draft) -> Node:
    """What stands under one of the record's own names; `merged` holds those that it depends on."""
    aligned = merger.lists.get(f"{name}[]")
    if aligned is None:
        is_group = any(isinstance(side, dict) for side in sides)
        return merger.group(name, sides) if is_group else merger.scalar(name, sides)
    if name == "statements":
        people = merger.lists["people[]"]
        ours, theirs = references.other_names(people, merger.kept.get("people[]", {}))
        aligned = replace(
            aligned,
            ours=references.with_speakers(aligned.ours, ours),
            theirs=references.with_speakers(aligned.theirs, theirs),
        )
        return references.with_full_names(merger.items(aligned), nodes(merged, "people"))
    named = references.named_bodies(merged) if name == "organizations" else ()
    return merger.items(aligned, frozenset(form("organizations[].name", one.value) for one in named))
