"""When two articles tell one event. What contradicts weighs more than what is alike: precision first.

Two articles are linked by their texts, or by their events: the same type, day, region and shared names.
Yearly repeats, follow-ups and forms that each region fills in are alike in words; days and places differ.
"""

from __future__ import annotations

from typing import NamedTuple

from extractor.stories.days import can_agree, is_day, span
from extractor.stories.members import Figure, Member
from extractor.stories.signatures import Alike

# What one text must have of the other: less where their events agree, more where nothing else is known.
_CONTAINED_AND_AGREED = 0.45
_CONTAINED = 0.75
_SHARED_INSTITUTIONS = 2
# So many persons are not together twice on a day, though they be of one institution.
_SHARED_PEOPLE = 3
_TELLING_FIGURE = 10
_ENOUGH_FIGURES = 3
_PROVINCE = 2


class Link(NamedTuple):
    """Two members by position, `first` < `second`; `strength` runs from 0 to 1 and orders links."""

    first: int
    second: int
    strength: float
    is_text: bool


def by_text(one: Member, other: Member, alike: Alike) -> Link | None:
    """The link that texts which are `alike` make, unless their events speak against it."""
    needed = _CONTAINED_AND_AGREED if _agree(one, other) else _CONTAINED
    if alike.contained < needed or clash(one, other, is_text=True):
        return None
    return Link(alike.first, alike.second, alike.contained, is_text=True)


def by_event(one: Member, other: Member) -> Link | None:
    """The link that two events make which cannot be told apart; both need a date and a region."""
    if not (one.event and other.event and one.event.type == other.event.type):
        return None
    if span(one.event) is None or span(other.event) is None:
        return None
    if one.event.region is None or other.event.region is None:
        return None
    if clash(one, other, is_text=False):
        return None
    needed = _SHARED_INSTITUTIONS - _share_a_trait(one, other)
    if not (is_day(one.event) and is_day(other.event)):
        needed += 1
    institutions, people = _shared(one, other)
    if institutions < needed and people < _SHARED_PEOPLE:
        return None
    told = institutions + people
    return Link(one.position, other.position, told / (told + 4), is_text=False)


def clash(one: Member, other: Member, *, is_text: bool) -> bool:
    """Whether the two contradict each other so that they cannot be one story.

    Between texts that are alike (`is_text`), a day's difference is let pass where one date is only that of a
    statement, and parties may differ as long as some name is shared: outlets choose whom they name.
    """
    slack = 1 if is_text and (one.is_statement_date or other.is_statement_date) else 0
    if not can_agree(one.event, other.event, slack_days=slack) or not _are_near(one, other):
        return True
    if is_text:
        return _names_nobody_of(one, other) or _are_other_figures(one, other)
    shared = one.parties & other.parties
    each_has_its_own = bool(one.parties - shared) and bool(other.parties - shared)
    return each_has_its_own and len(shared) < _SHARED_INSTITUTIONS and not _share_a_trait(one, other)


def _agree(one: Member, other: Member) -> bool:
    """Whether both events have a date and a shared name (that neither contradicts is for `clash` to say)."""
    if not (one.event and other.event and one.event.date and other.event.date):
        return False
    return any(_shared(one, other))


def _shared(one: Member, other: Member) -> tuple[int, int]:
    """How many institutions and how many persons both name; an office and its head are one institution."""
    people = one.people & other.people
    return len((one.parties & other.parties) | {institution for _, institution in people}), len(people)


def _are_near(one: Member, other: Member) -> bool:
    """Whether region and parties may be of one place; a kabupaten agrees with its province.

    Of an event in a province's capital one outlet tells where it was, the next whom it concerned: two parties
    that both name outweigh that.
    """
    if one.places and other.places and not one.places & other.places:
        return False
    if not (one.event and other.event and one.event.region and other.event.region):
        return True
    short, long = sorted((one.event.region, other.event.region), key=len)
    if short == long or (len(short) == _PROVINCE and long.startswith(short)):
        return True
    is_one_province = short[:_PROVINCE] == long[:_PROVINCE]
    return is_one_province and len(one.parties & other.parties) >= _SHARED_INSTITUTIONS


def _names_nobody_of(one: Member, other: Member) -> bool:
    names, others = _names(one), _names(other)
    return bool(names and others) and not names & others


def _names(member: Member) -> set[str]:
    return {*member.parties, *(name for name, _ in member.people)}


def _are_other_figures(one: Member, other: Member) -> bool:
    """Where no date tells this year's report from last year's, its figures do: most of them are others."""
    if one.event and other.event and one.event.date and other.event.date:
        return False
    values, others = {figure.value for figure in one.figures}, {figure.value for figure in other.figures}
    fewest = min(len(values), len(others))
    return fewest >= _ENOUGH_FIGURES and 2 * len(values & others) < fewest


def _share_a_trait(one: Member, other: Member) -> bool:
    """The same hall, or the same figure, which is telling if it is not a small one."""
    if one.event and other.event and one.event.venue is not None and one.event.venue == other.event.venue:
        return True
    return bool(_telling(one.figures) & _telling(other.figures))


def _telling(figures: tuple[Figure, ...]) -> set[tuple[int | float, str | None]]:
    return {(one.value, one.unit) for one in figures if abs(one.value) > _TELLING_FIGURE}
