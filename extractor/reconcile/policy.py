"""Who is believed where rules and model part: one row per field, each with its reason.

The three figures of a row are confidences of the rules, from 0 to 1. From there on the rules' value stands
although the model gives another one (`differs`), gives none although it was asked for everything (`silent`),
or rejects it (`denied`); below it the model has its way. A model that misses or rejects much of what the
rules are sure of (`trust`) is not believed in any of this: the rules' values stand throughout.

The figures come from comparing the rules' confidence with gold: on 48 articles every field of the rules but
`event.parties[]`, `event.venue` and the indicators is right in 97 of 100 cases or more. A new value is worth
taking where it is right about as often as not, for a missing one costs F1 as much as a wrong one.
"""

from __future__ import annotations

from typing import NamedTuple

ALWAYS = 0.0
NEVER = 1.01


class Row(NamedTuple):
    """How one field is decided; `is_taken`: whether a value counts that only the model gives.

    `anchor` names a leaf beside this one that it depends on: where the two engines differ there, this leaf
    comes from whoever won there.
    """

    path: str
    differs: float
    silent: float
    denied: float
    is_taken: bool
    reason: str
    anchor: str | None = None


_ROWS = (
    Row("in_scope", ALWAYS, ALWAYS, ALWAYS, False, "No model is asked for it."),
    Row("article.title", ALWAYS, ALWAYS, 0.85, True, "The page's layout tells it."),
    Row("article.outlet", ALWAYS, ALWAYS, 0.85, True, "Its place on the page tells it."),
    Row("article.dateline", ALWAYS, ALWAYS, 0.85, True, "Its place on the page tells it."),
    Row("article.published_on", ALWAYS, ALWAYS, ALWAYS, False, "Models take the event's date for it."),
    Row("article.reporters[]", ALWAYS, ALWAYS, 0.8, True, "Bylines are as many as outlets."),
    Row("article.editors[]", ALWAYS, ALWAYS, 0.8, True, "As reporters."),
    Row("event.type", 0.8, ALWAYS, ALWAYS, True, "A question of meaning; below 0.8 the cues are few."),
    Row("event.date", 0.7, ALWAYS, ALWAYS, True, "Calendar and year are computed; only the choice can err."),
    Row("event.end_date", 0.7, ALWAYS, 0.8, True, "Means nothing beside another day.", "date"),
    Row("event.venue", 0.8, ALWAYS, 0.85, True, "Places named beside the occasion's look like its own."),
    Row("event.region", ALWAYS, ALWAYS, ALWAYS, True, "Computed from the whole article."),
    Row("event.parties[]", ALWAYS, 0.7, 0.85, True, "Who acts is meaning; what is named is not yet a party."),
    Row("regions[].code", ALWAYS, ALWAYS, ALWAYS, False, "A table finds all; what it passes over is none."),
    Row("regions[].name", ALWAYS, ALWAYS, ALWAYS, False, "Follows from the code."),
    Row("regions[].level", ALWAYS, ALWAYS, ALWAYS, False, "Follows from the code."),
    Row("organizations[].name", ALWAYS, 0.7, 0.85, True, "Tables spell them; context may mislead."),
    Row("organizations[].kind", ALWAYS, ALWAYS, ALWAYS, True, "Follows from the name.", "name"),
    Row("organizations[].region", ALWAYS, ALWAYS, ALWAYS, True, "Follows from the name.", "name"),
    Row("people[].name", ALWAYS, 0.7, 0.9, True, "Below 0.9 a place or a body may look like a person."),
    Row("people[].role", ALWAYS, ALWAYS, 0.85, True, "Posts stand beside names, in known words."),
    Row("people[].acting", ALWAYS, ALWAYS, 0.85, True, "Part of the post.", "role"),
    Row("people[].organization", ALWAYS, ALWAYS, 0.85, True, "Follows from the post.", "role"),
    Row("programs[]", ALWAYS, ALWAYS, 0.9, True, "A table finds all; sense decides on ambiguous letters."),
    Row(
        "indicators[].subject",
        0.85,
        ALWAYS,
        ALWAYS,
        True,
        "What is counted is meaning: the rules' weak point.",
    ),
    Row("indicators[].value", ALWAYS, 0.7, 0.8, True, "Code reads figures; whether one measures is meaning."),
    Row("indicators[].unit", ALWAYS, ALWAYS, ALWAYS, True, "Code reads it from the next word."),
    Row("indicators[].region", ALWAYS, ALWAYS, 0.85, True, "Mostly from context, which may mislead."),
    Row("indicators[].note", NEVER, ALWAYS, NEVER, True, "The rules look for none."),
    Row("regulations[].kind", ALWAYS, ALWAYS, ALWAYS, True, "Printed with its number.", "number"),
    Row("regulations[].number", ALWAYS, ALWAYS, 0.85, True, "A closed form of words."),
    Row("regulations[].year", ALWAYS, ALWAYS, ALWAYS, True, "Printed with its number.", "number"),
    Row("statements[].speaker", 0.7, ALWAYS, 0.8, True, "Below 0.7 the nearest name was taken."),
    Row("statements[].quote", ALWAYS, ALWAYS, ALWAYS, True, "Verbatim between printed marks."),
    Row("summary", ALWAYS, ALWAYS, ALWAYS, True, "The lead, verbatim."),
)

POLICY = {row.path: row for row in _ROWS}
"""The row of each path of `FIELDS`. A list item's fate hangs on the row of the leaf that identifies it."""

IDENTITY = {
    "regions": "code",
    "organizations": "name",
    "people": "name",
    "indicators": "value",
    "regulations": "number",
    "statements": "quote",
}
"""The leaf by which an item of each list is told from the others."""

REQUIRED = {
    "regions": ("code", "name", "level"),
    "organizations": ("name", "kind"),
    "people": ("name",),
    "indicators": ("subject", "value"),
    "regulations": ("kind", "number"),
    "statements": ("quote",),
}
"""Leaves without which an item of each list says nothing."""
