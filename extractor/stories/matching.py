"""When two articles tell one event. What contradicts weighs more than what is alike: precision first.

Two articles are linked by their texts, or by their events: the same type, day, region and shared names.
Yearly repeats, follow-ups and forms that each region fills in are alike in words; dates and regions part them.
"""

from __future__ import annotations

from typing import NamedTuple

from extractor.schema.record import Event
from extractor.stories.days import can_agree, is_day
from extractor.stories.members import Figure, Member
from extractor.stories.signatures import Alike

# What one text must have of the other: less where their events agree, more where nothing else is known.
_CONTAINED_AND_AGREED = 0.45
_CONTAINED = 0.75
_SHARED_NAMES = 2
_TELLING_FIGURE = 10
_PROVINCE = 2


class Link(NamedTuple):
    """Two members by position, `first` < `second`; `strength` runs from 0 to 1 and orders links."""

    first: int
    second: int
    strength: float
    is_text: bool


def by_text(one: Member, other: Member, alike: Alike) -> Link | None:
    """The link that texts which are `alike` make; the same text is one whatever was read from it."""
    if one.text_sha256 is not None and one.text_sha256 == other.text_sha256:
        return Link(alike.first, alike.second, 1.0, is_text=True)
    needed = _CONTAINED_AND_AGREED if _agree(one, other) else _CONTAINED
    if alike.contained < needed or clash(one, other, is_text=True):
        return None
    return Link(alike.first, alike.second, alike.contained, is_text=True)


def by_event(one: Member, other: Member) -> Link | None:
    """The link that two events make which cannot be told apart; both need a day and a region."""
    if one.event is None or other.event is None or one.event.type != other.event.type:
        return None
    if not (is_day(one.event) or is_day(other.event)) or one.event.date is None or other.event.date is None:
        return None
    if one.event.region is None or other.event.region is None or clash(one, other, is_text=False):
        return None
    names = len(one.parties & other.parties) + len(one.people & other.people)
    needed = _SHARED_NAMES if is_day(one.event) and is_day(other.event) else _SHARED_NAMES + 1
    if _share_a_trait(one, other):
        needed -= 1
    if names < needed:
        return None
    return Link(one.position, other.position, names / (names + 4), is_text=False)


def clash(one: Member, other: Member, *, is_text: bool) -> bool:
    """Whether the two contradict each other so that they cannot be one story.

    Between texts that are alike (`is_text`), a day's difference is let pass where one date is only that of a
    statement, and parties may differ as long as some name is shared: outlets choose whom they name.
    """
    slack = 1 if is_text and (one.is_statement_date or other.is_statement_date) else 0
    if not can_agree(one.event, other.event, slack_days=slack) or not _regions_agree(one.event, other.event):
        return True
    if is_text:
        names, others = one.parties | one.people, other.parties | other.people
        return bool(names and others) and not names & others
    shared = one.parties & other.parties
    each_has_its_own = bool(one.parties - shared) and bool(other.parties - shared)
    return each_has_its_own and len(shared) + len(one.people & other.people) <= _SHARED_NAMES


def _agree(one: Member, other: Member) -> bool:
    """Whether both events have a date and a shared name (that neither contradicts is for `clash` to say)."""
    if one.event is None or other.event is None or one.event.date is None or other.event.date is None:
        return False
    return bool((one.parties & other.parties) or (one.people & other.people))


def _regions_agree(one: Event | None, other: Event | None) -> bool:
    """A kabupaten agrees with its province; an unknown region with each."""
    if one is None or other is None or one.region is None or other.region is None:
        return True
    codes = sorted((one.region, other.region), key=len)
    return codes[0] == codes[1] or (len(codes[0]) == _PROVINCE and codes[1].startswith(codes[0]))


def _share_a_trait(one: Member, other: Member) -> bool:
    """The same hall, or the same figure, which is telling if it is not a small one."""
    if one.event and other.event and one.event.venue is not None and one.event.venue == other.event.venue:
        return True
    return bool(_telling(one.figures) & _telling(other.figures))


def _telling(figures: tuple[Figure, ...]) -> set[tuple[int | float, str | None]]:
    return {(one.value, one.unit) for one in figures if abs(one.value) > _TELLING_FIGURE}
