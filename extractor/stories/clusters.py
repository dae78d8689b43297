"""From links to stories: stars, not chains.

Chains drift: A is like B, B like C, and in the end the story holds two events. Here a story forms around the
article with most links, and whoever joins is linked to that one, or to half of the story, and contradicts
nobody in it. So any two members are at most two links apart from the middle.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from extractor.stories.days import is_day
from extractor.stories.matching import Link, by_event, by_text, clash
from extractor.stories.members import Member
from extractor.stories.signatures import Signatures

_MONTH = 7
_YEAR = 4
# Whoever names more than this many articles of one day and type is a bystander (a minister), not an event.
_CROWD = 200

_Links = dict[int, dict[int, Link]]


def cluster(members: Sequence[Member], signatures: Signatures | None) -> list[list[Member]]:
    """Every member in exactly one story; stories, and members in them, in the order of the input.

    Members of the very same text are one to all that follows, and need no library to be seen.

    Args:
        members: Each at the place that its `position` says.
        signatures: Texts under the positions of their members; of the same text only the first counts. None
            compares events alone.
    """
    copies = _copies(members)
    links: _Links = defaultdict(dict)
    for link in _links(members, [same[0] for same in copies.values()], signatures):
        known = links[link.first].get(link.second)
        if known is None or link.strength > known.strength:
            links[link.first][link.second] = links[link.second][link.first] = link
    story_of: dict[int, list[int]] = {}
    for position in sorted(links, key=lambda position: (-len(links[position]), position)):
        if position not in story_of:
            _gather(position, members, links, story_of)
    for position in sorted(links):
        if len(story_of[position]) == 1:
            _join(position, members, links, story_of)
    stories = {id(story): story for story in story_of.values()}
    alone = ([position] for position in copies if position not in story_of)
    found = (sorted(copy for one in story for copy in copies[one]) for story in [*stories.values(), *alone])
    return [[members[position] for position in story] for story in sorted(found)]


def _copies(members: Sequence[Member]) -> dict[int, list[int]]:
    """Under the first position of each text all that have it; whoever has no text stands alone."""
    first_of: dict[str, int] = {}
    copies: dict[int, list[int]] = {}
    for member in members:
        first = member.position
        if member.text_sha256 is not None:
            first = first_of.setdefault(member.text_sha256, first)
        copies.setdefault(first, []).append(member.position)
    return copies


def _links(members: Sequence[Member], firsts: Sequence[int], signatures: Signatures | None) -> Iterator[Link]:
    for alike in signatures.pairs(set(firsts)) if signatures else ():
        link = by_text(members[alike.first], members[alike.second], alike)
        if link:
            yield link
    for first, second in _candidates([members[position] for position in firsts]):
        link = by_event(members[first], members[second])
        if link:
            yield link


def _candidates(members: Sequence[Member]) -> list[tuple[int, int]]:
    """Pairs that share a name, the event's type and its day, or its month where one has no day."""
    by_day, by_month = (
        defaultdict[tuple[str, ...], list[int]](list),
        defaultdict[tuple[str, ...], list[int]](list),
    )
    for member in members:
        event = member.event
        if event is None or event.date is None or len(event.date) <= _YEAR:
            continue
        for name in _anchors(member):
            by_month[event.type, event.date[:_MONTH], name].append(member.position)
            by_day[event.type, event.date, name].append(member.position)
    without_day = {member.position for member in members if not is_day(member.event)}
    pairs = set(_pairs(by_day.values()))
    pairs.update(
        (first, second)
        for first, second in _pairs(by_month.values())
        if first in without_day or second in without_day
    )
    return sorted(pairs)


def _anchors(member: Member) -> set[str]:
    return {*member.parties, *(institution for _, institution in member.people)}


def _pairs(groups: Iterable[Sequence[int]]) -> Iterator[tuple[int, int]]:
    for group in groups:
        if len(group) <= _CROWD:
            yield from ((first, second) for index, first in enumerate(group) for second in group[index + 1 :])


def _gather(hub: int, members: Sequence[Member], links: _Links, story_of: dict[int, list[int]]) -> None:
    """A story around `hub`: its free neighbours, the closest first, as far as they fit together."""
    story = story_of[hub] = [hub]
    closest = sorted(links[hub].values(), key=lambda link: (-link.strength, link.first, link.second))
    for link in closest:
        other = link.second if link.first == hub else link.first
        if other not in story_of and _fits(other, story, members, links):
            story.append(other)
            story_of[other] = story


def _join(position: int, members: Sequence[Member], links: _Links, story_of: dict[int, list[int]]) -> None:
    """Let one that was left alone into the first story of which it is linked to half."""
    for other in sorted(links[position]):
        story = story_of[other]
        count = sum(one in links[position] for one in story)
        if len(story) > 1 and 2 * count >= len(story) and _fits(position, story, members, links):
            story.append(position)
            story_of[position] = story
            return


def _fits(position: int, story: Sequence[int], members: Sequence[Member], links: _Links) -> bool:
    """Whether `position` contradicts nobody in `story`; whom it is linked to was looked at before."""
    return not any(
        one not in links[position] and clash(members[position], members[one], is_text=True) for one in story
    )
