"""Who holds a public post. Everybody else is a private person: pupils, parents, teachers, the accused."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from extractor.canonical.organizations import read_organization
from extractor.knowledge.tables import cells, rows

_ANY = "*"


class _Rule(NamedTuple):
    """Roles that are public, and the bodies where they are, none meaning all."""

    roles: tuple[str, ...]
    bodies: tuple[str, ...]


def has_public_post(person: Mapping[str, Any], kinds: Mapping[str, str]) -> bool:
    """Whether `person` (an item of `people`) holds a post in public_posts.csv.

    Args:
        person: With `role` and `organization`.
        kinds: The kinds of the record's organizations by name; one that is missing is read from its name.
    """
    role, body = person["role"], person["organization"]
    rules = _rules()
    if role is None or _opens(role, rules["never"].roles):
        return False
    rule = rules.get("none" if body is None else kinds.get(body) or _kind(body))
    if rule is None or not (_ANY in rule.roles or _opens(role, rule.roles)):
        return False
    return not rule.bodies or _opens(body or "", rule.bodies)


def _opens(text: str, beginnings: tuple[str, ...]) -> bool:
    """Whether `text` begins with one of them, in whole words."""
    folded = text.casefold()
    return any(folded == start or folded.startswith(f"{start} ") for start in map(str.casefold, beginnings))


def _kind(name: str) -> str:
    found = read_organization(name)
    return found.kind if found else ""


@cache
def _rules() -> dict[str, _Rule]:
    return {row["kind"]: _Rule(cells(row["roles"]), cells(row["bodies"])) for row in rows("public_posts")}
