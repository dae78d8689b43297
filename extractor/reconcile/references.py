"""A name that stands in several places of a record stays one: speakers are people, employers are listed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from extractor.canonical.names import read_person
from extractor.canonical.organizations import read_organization
from extractor.reconcile.alignment import Aligned, leaf, nodes
from extractor.reconcile.identity import in_order
from extractor.reconcile.leaves import form, is_part
from extractor.schema.types import Candidate, Draft, Node

Names: TypeAlias = Mapping[str, Candidate]
"""Form of a name as an engine has it → the leaf that bears the name in the record."""

_BODY, _PARTIES, _PERSON = "organizations[].name", "event.parties[]", "people[].name"
_MODEL = ("llm", "repaired")


def other_names(aligned: Aligned, kept: Sequence[Node] | Mapping[int, Node]) -> tuple[Names, Names]:
    """The names of paired items by their forms in the rules' and in the model's list.

    `kept` leads from the index in the rules' list to what the item became.
    """
    path = _BODY if aligned.group == "organizations" else _PERSON
    ours: dict[str, Candidate] = {}
    theirs: dict[str, Candidate] = {}
    for row, column in aligned.pairs.items():
        became = leaf(kept[row], "name") if isinstance(kept, Sequence) or row in kept else None
        if became is None:
            continue
        for names, item in ((ours, aligned.ours[row]), (theirs, aligned.theirs[column])):
            if (one := leaf(item, "name")) is not None:
                names[form(path, one.value)] = became
    return ours, theirs


def with_bodies(draft: Draft, names: Names) -> Draft:
    """The draft with its employers and parties under the names that `names` has for them."""
    people = [_with(item, "organization", names, _BODY) for item in nodes(draft, "people")]
    changed: Draft = {**draft, "people": people} if people else dict(draft)
    event = draft.get("event")
    if isinstance(event, dict):
        parties: list[Node] = [
            renamed(item, _BODY, names) if isinstance(item, Candidate) else item
            for item in nodes(draft, _PARTIES)
        ]
        changed["event"] = {**event, "parties": parties}
    return changed


def with_speakers(statements: Sequence[Node], names: Names) -> list[Node]:
    """The statements with each speaker under the name that `names` has for theirs."""
    return [_with(item, "speaker", names, _PERSON) for item in statements]


def with_full_names(statements: Sequence[Node], people: Sequence[Node]) -> list[Node]:
    """The statements with each speaker of a model's under the one listed name that has all its words."""
    listed = [one for item in people if (one := leaf(item, "name")) is not None]
    forms = {form(_PERSON, one.value) for one in listed}
    names = {}
    for item in statements:
        speaker = leaf(item, "speaker")
        if speaker is None or speaker.source not in _MODEL or form(_PERSON, speaker.value) in forms:
            continue
        whole = [one for one in listed if is_part(speaker.value, one.value)]
        if len(whole) == 1:
            names[form(_PERSON, speaker.value)] = whole[0]
    return with_speakers(statements, names)


def renamed(one: Candidate, path: str, names: Names) -> Candidate:
    """`one` by the name that `names` has for its form, proved by that name's place besides its own."""
    known = names.get(form(path, one.value))
    if known is None or known.value == one.value:
        return one
    return replace(one, value=known.value, spans=tuple(dict.fromkeys((*known.spans, *one.spans))))


def named_bodies(draft: Draft) -> Iterator[Candidate]:
    """Employers of persons and parties of the event."""
    employers = (leaf(item, "organization") for item in nodes(draft, "people"))
    parties = (leaf(item, "") for item in nodes(draft, _PARTIES))
    return (one for found in (employers, parties) for one in found if one is not None and one.value)


def with_listed(draft: Draft) -> Draft:
    """The draft with the bodies listed that a model named as employers or parties, and its speakers.

    What the rules name, they list themselves.
    """
    complete = dict(draft)
    bodies = nodes(draft, "organizations")
    added = {form(_BODY, one.value): _body(one) for one in named_bodies(draft) if one.source in _MODEL}
    listed = {form(_BODY, one.value) for item in bodies if (one := leaf(item, "name")) is not None}
    if new := [item for key, item in added.items() if key not in listed]:
        complete["organizations"] = in_order("organizations", bodies, new)
    people = nodes(draft, "people")
    known = {form(_PERSON, one.value) for item in people if (one := leaf(item, "name")) is not None}
    speakers = (leaf(item, "speaker") for item in nodes(draft, "statements"))
    unlisted = {form(_PERSON, one.value): one for one in speakers if one is not None and _is_new_person(one)}
    if more := [_person(one) for key, one in unlisted.items() if key not in known]:
        complete["people"] = in_order("people", people, more)
    return complete


def _with(item: Node, name: str, names: Names, path: str) -> Node:
    one = leaf(item, name)
    if not isinstance(item, dict) or one is None or one.value is None:
        return item
    return {**item, name: renamed(one, path, names)}


def _is_new_person(speaker: Candidate) -> bool:
    """True when a model's speaker is a person by name; bodies speak, too."""
    if speaker.source not in _MODEL or read_organization(str(speaker.value)) is not None:
        return False
    read = read_person(str(speaker.value))
    return read is not None and read.name == speaker.value


def _body(one: Candidate) -> Node:
    """A list item for a body that only a person's post or the event names."""
    read = read_organization(str(one.value))
    kind, region = (read.kind, read.region) if read else ("other", None)
    name = replace(one, flags=tuple(dict.fromkeys((*one.flags, "from_context"))), alternatives=())
    return {
        "name": name,
        "kind": replace(name, value=kind),
        "region": replace(name, value=region) if region else None,
    }


def _person(speaker: Candidate) -> Node:
    return {"name": replace(speaker, alternatives=()), "role": None, "acting": None, "organization": None}
