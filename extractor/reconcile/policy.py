"""Who is believed where rules and model part: one row per field, each with its reason.

Three figures of a row are confidences of the rules, from 0 to 1. From there on the rules' value stands
although the model gives another one (`differs`), gives none although it was asked for everything (`silent`),
or rejects it (`denied`; a patch rejects what it corrects); below it the model has its way. The fourth,
`taken`, is how far the model must be trusted (`trust`, 0 to 1) for a value to count that it alone gives.
Below `MIN_TRUST` it has its way nowhere.

The first three come from comparing the rules' confidence with gold: on 48 articles every field of the rules
but `event.parties[]`, `event.venue` and the indicators is right in 97 of 100 cases or more. The fourth
follows from how much the rules miss: of names, which they miss one time in fifty, most that a model adds are
wrong unless it errs more rarely itself; of figures they miss one in eight.

With models made out of gold, from ones with hardly any errors to ones with little else, H was 0.013 below the
rules' at worst and 0.011 to 0.017 above at best; with one figure for all fields instead of the column it fell
by 0.06 (0.3), 0.05 (0.5) or 0.03 (0.6), or gained less (0.8).
"""

from __future__ import annotations

from typing import NamedTuple

ALWAYS = 0.0
NEVER = 1.01
MIN_TRUST = 0.5


class Row(NamedTuple):
    """How one field is decided; the figures are the module's.

    `anchor` names a leaf beside this one that it depends on: where the two engines differ there, this leaf
    comes from whoever won there.
    """

    path: str
    differs: float
    silent: float
    denied: float
    taken: float
    reason: str
    anchor: str | None = None


_ROWS = (
    Row("in_scope", ALWAYS, ALWAYS, ALWAYS, NEVER, "No model is asked for it."),
    Row("article.title", ALWAYS, ALWAYS, 0.85, 0.6, "The page's layout tells it."),
    Row("article.outlet", ALWAYS, ALWAYS, 0.85, 0.6, "Its place on the page tells it."),
    Row("article.dateline", ALWAYS, ALWAYS, 0.85, 0.6, "Its place on the page tells it."),
    Row("article.published_on", ALWAYS, ALWAYS, ALWAYS, NEVER, "Models take the event's date for it."),
    Row("article.reporters[]", ALWAYS, ALWAYS, 0.8, 0.7, "Bylines are as many as outlets."),
    Row("article.editors[]", ALWAYS, ALWAYS, 0.8, 0.7, "As reporters."),
    Row("event.type", 0.8, ALWAYS, ALWAYS, 0.6, "A question of meaning; below 0.8 the cues are few."),
    Row("event.date", 0.7, ALWAYS, ALWAYS, 0.6, "Calendar and year are computed; only the choice can err."),
    Row("event.end_date", 0.7, ALWAYS, 0.8, 0.6, "Means nothing beside another day.", "date"),
    Row("event.venue", 0.8, ALWAYS, 0.85, 0.6, "Places named beside the occasion's look like its own."),
    Row("event.region", ALWAYS, ALWAYS, ALWAYS, 0.6, "Computed from the whole article."),
    Row("event.parties[]", ALWAYS, 0.7, 0.85, 0.6, "Who acts is meaning; what is named is not yet a party."),
    Row("regions[].code", ALWAYS, ALWAYS, ALWAYS, NEVER, "A table finds all; what it passes over is none."),
    Row("regions[].name", ALWAYS, ALWAYS, ALWAYS, NEVER, "Follows from the code."),
    Row("regions[].level", ALWAYS, ALWAYS, ALWAYS, NEVER, "Follows from the code."),
    Row("organizations[].name", ALWAYS, 0.7, 0.85, 0.8, "Tables spell them; context may mislead."),
    Row("organizations[].kind", ALWAYS, ALWAYS, ALWAYS, 0.6, "Follows from the name.", "name"),
    Row("organizations[].region", ALWAYS, ALWAYS, ALWAYS, 0.6, "Follows from the name.", "name"),
    Row("people[].name", ALWAYS, 0.7, 0.9, 0.8, "Below 0.9 a place or a body may look like a person."),
    Row("people[].role", ALWAYS, ALWAYS, 0.85, 0.7, "Posts stand beside names, in known words."),
    Row("people[].acting", ALWAYS, ALWAYS, 0.85, 0.7, "Part of the post.", "role"),
    Row("people[].organization", ALWAYS, ALWAYS, 0.85, 0.7, "Follows from the post.", "role"),
    Row("programs[]", ALWAYS, ALWAYS, 0.9, 0.8, "A table finds all; sense decides on ambiguous letters."),
    Row("indicators[].subject", 0.85, ALWAYS, ALWAYS, 0.6, "What is counted is meaning."),
    Row("indicators[].value", ALWAYS, 0.7, 0.8, 0.6, "Code reads figures; whether one measures is meaning."),
    Row("indicators[].unit", ALWAYS, ALWAYS, ALWAYS, 0.6, "Code reads it from the next word."),
    Row("indicators[].region", ALWAYS, ALWAYS, 0.85, 0.7, "Mostly from context, which may mislead."),
    Row("indicators[].note", NEVER, ALWAYS, NEVER, 0.6, "The rules look for none."),
    Row("regulations[].kind", ALWAYS, ALWAYS, ALWAYS, 0.7, "Printed with its number.", "number"),
    Row("regulations[].number", ALWAYS, ALWAYS, 0.85, 0.8, "A closed form of words."),
    Row("regulations[].year", ALWAYS, ALWAYS, ALWAYS, 0.7, "Printed with its number.", "number"),
    Row("statements[].speaker", 0.7, ALWAYS, 0.8, 0.7, "Below 0.7 the nearest name was taken."),
    Row("statements[].quote", ALWAYS, ALWAYS, ALWAYS, 0.8, "Verbatim between printed marks."),
    Row("summary", ALWAYS, ALWAYS, ALWAYS, 0.6, "The lead, verbatim."),
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
