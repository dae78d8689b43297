"""The model alone: its values as they are, made into a whole record."""

from __future__ import annotations

from extractor.reconcile import references
from extractor.reconcile.alignment import LISTS, is_whole, leaf, nodes
from extractor.reconcile.identity import Card, cards, in_order, repeats
from extractor.schema.fields import FIELDS
from extractor.schema.types import Draft, Node

_GROUPS = ("article", "event")


def model_only(rules: Draft, model: Draft) -> Draft:
    """The model's leaves in the record's shape, and of the rules' what no model is asked for.

    That is `in_scope`, and what only the input's metadata gives. Items stand in order of first mention, each
    once; an item or event that lacks what makes it one is left out.
    """
    shaped: Draft = {}
    for name in dict.fromkeys(field.group for field in FIELDS):
        if f"{name}[]" in LISTS:
            shaped[name] = _items(f"{name}[]", model)
        elif name in _GROUPS:
            shaped[name] = _group(name, rules, model)
        else:
            shaped[name] = leaf(model.get(name), "")
    shaped["in_scope"] = rules.get("in_scope")
    if leaf(shaped["event"], "type") is None:
        shaped["event"] = None
    shaped["statements"] = references.with_full_names(nodes(shaped, "statements"), nodes(shaped, "people"))
    return references.with_listed(shaped)


def _group(group: str, rules: Draft, model: Draft) -> dict[str, Node]:
    shaped: dict[str, Node] = {}
    for path in (field.path for field in FIELDS if field.group == group):
        name = path.removesuffix("[]").split(".")[1]
        if path in LISTS:
            shaped[name] = _items(path, model)
            continue
        given = leaf(rules.get(group), name)
        beside = given if given is not None and given.source == "input" else None
        shaped[name] = leaf(model.get(group), name) or beside
    return shaped


def _items(path: str, model: Draft) -> list[Node]:
    """The whole items of one list; of two that are the same the first stays."""
    group = LISTS[path]
    items = [item for item in nodes(model, path) if is_whole(group, item)]
    all_cards = cards(group, items)
    # A person's longest name stays, whichever comes first.
    longest = sorted(range(len(items)), key=lambda index: -len(all_cards[index].words))
    order = longest if group == "people" else range(len(items))
    known: list[Card] = []
    fresh = []
    for index in order:
        if not repeats(group, all_cards[index], known):
            known.append(all_cards[index])
            fresh.append(items[index])
    return in_order(group, [], fresh)
