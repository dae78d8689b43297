"""Who is believed where rules and model part: one row per field, each with its reason.

Where both give a value, the likelier one stands: the rules' has the probability that the table `confidence`
gives it, the model's the share of the rules' sure values that it gave, too (`trust`, 0 to 1). So a model that
reads well overrules what the rules often get wrong, and one that does not overrules nothing. What code
computes from words that both see (`COMPUTED`) is not open to this.

Two figures of a row are the rules' own confidences, from 0 to 1. From there on their value stands although
the model gives none when it was asked for everything (`silent`), or rejects it (`denied`). The last, `taken`,
is how far the model must be trusted for a value to count that it alone gives: of names, which the rules miss
one time in fifty, most that a model adds are wrong unless it errs more rarely itself; of figures they miss
one in three. Below `MIN_TRUST` the model has its way nowhere.

With models made out of gold, H of the hybrid on 16 articles that no rule was written from was 0.073 above the
rules' at best (a model without errors) and never below; on the 24 of the corpus, where the rules have hardly
an error left, it was 0.013 above at best, and 0.018 below at worst (with one wrong value in ten).
"""

from __future__ import annotations

from extractor.canonical.slotted import slotted

ALWAYS = 0.0
NEVER = 1.01
MIN_TRUST = 0.5
CORRECTED = 0.95
"""What a patch's correction is worth: it saw the rules' value and rejects it with another one."""

OPEN, COMPUTED = True, False


@slotted
class Row:
    """How one field is decided; the figures are the module's.

    `anchor` names a leaf beside this one that it depends on: where the two engines differ there, this leaf
    comes from whoever won there.
    """

    path: str
    is_open: bool
    silent: float
    denied: float
    taken: float
    reason: str
    anchor: str | None = None


_ROWS = (
    Row("in_scope", COMPUTED, ALWAYS, ALWAYS, NEVER, "No model is asked for it."),
    Row("article.title", OPEN, ALWAYS, 0.85, 0.6, "The page's layout tells it."),
    Row("article.outlet", OPEN, ALWAYS, 0.85, 0.6, "Its place on the page tells it."),
    Row("article.dateline", OPEN, ALWAYS, 0.85, 0.6, "Its place on the page tells it."),
    Row("article.published_on", COMPUTED, ALWAYS, ALWAYS, NEVER, "Models take the event's date for it."),
    Row("article.reporters[]", OPEN, ALWAYS, 0.8, 0.7, "Bylines are as many as outlets."),
    Row("article.editors[]", OPEN, ALWAYS, 0.8, 0.7, "As reporters."),
    Row("event.type", OPEN, ALWAYS, ALWAYS, 0.6, "A question of meaning."),
    Row("event.date", OPEN, ALWAYS, ALWAYS, 0.6, "Calendar and year are computed; only the choice can err."),
    Row("event.end_date", OPEN, ALWAYS, 0.8, 0.6, "Means nothing beside another day.", "date"),
    Row("event.venue", OPEN, ALWAYS, 0.85, 0.6, "Places named beside the occasion's look like its own."),
    Row("event.region", COMPUTED, ALWAYS, ALWAYS, 0.6, "Computed from the whole article."),
    Row("event.parties[]", OPEN, 0.7, 0.85, 0.6, "Who acts is meaning; what is named is not yet a party."),
    Row("regions[].code", COMPUTED, ALWAYS, ALWAYS, NEVER, "A table finds all; what it passes over is none."),
    Row("regions[].name", COMPUTED, ALWAYS, ALWAYS, NEVER, "Follows from the code."),
    Row("regions[].level", COMPUTED, ALWAYS, ALWAYS, NEVER, "Follows from the code."),
    Row("organizations[].name", COMPUTED, 0.7, 0.85, 0.8, "Tables spell them; context may mislead."),
    Row("organizations[].kind", COMPUTED, ALWAYS, ALWAYS, 0.6, "Follows from the name.", "name"),
    Row("organizations[].region", COMPUTED, ALWAYS, ALWAYS, 0.6, "Follows from the name.", "name"),
    Row("people[].name", OPEN, 0.7, 0.9, 0.8, "Below 0.9 a place or a body may look like a person."),
    Row("people[].role", OPEN, ALWAYS, 0.85, 0.7, "Posts stand beside names, in known words."),
    Row("people[].acting", OPEN, ALWAYS, 0.85, 0.7, "Part of the post.", "role"),
    Row("people[].organization", OPEN, ALWAYS, 0.85, 0.7, "Follows from the post.", "role"),
    Row("programs[]", OPEN, ALWAYS, 0.9, 0.8, "A table finds all; sense decides on ambiguous letters."),
    Row("indicators[].subject", OPEN, ALWAYS, ALWAYS, 0.6, "What is counted is meaning."),
    Row("indicators[].value", OPEN, 0.7, 0.8, 0.6, "Code reads figures; whether one measures is meaning."),
    Row("indicators[].unit", COMPUTED, ALWAYS, ALWAYS, 0.6, "Code reads it from the next word."),
    Row("indicators[].region", OPEN, ALWAYS, 0.85, 0.7, "Mostly from context, which may mislead."),
    Row("indicators[].note", OPEN, ALWAYS, NEVER, 0.6, "The rules look for none."),
    Row("regulations[].kind", COMPUTED, ALWAYS, ALWAYS, 0.7, "Printed with its number.", "number"),
    Row("regulations[].number", OPEN, ALWAYS, 0.85, 0.8, "A closed form of words."),
    Row("regulations[].year", COMPUTED, ALWAYS, ALWAYS, 0.7, "Printed with its number.", "number"),
    Row(
        "statements[].speaker", OPEN, ALWAYS, 0.8, 0.7, "Who speaks is meaning; rules take the nearest name."
    ),
    Row("statements[].quote", OPEN, ALWAYS, ALWAYS, 0.8, "Verbatim between printed marks."),
    Row("summary", COMPUTED, ALWAYS, ALWAYS, 0.6, "The lead, verbatim."),
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
