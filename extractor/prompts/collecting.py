"""Claims out of an answer, key by key: what has no usable shape is set aside, and nothing fails.

Reasons: `wrong_shape`, `too_many`, `too_long`, `no_words`, `unknown_event`, `unknown_key`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from extractor.prompts import cites
from extractor.prompts.wire import BY_NAME, EVENT, EVENT_TYPES, MOST_ITEMS, Slot
from extractor.schema.claims import Cite, Claim, Claims, Drop
from extractor.schema.fields import BY_PATH
from extractor.schema.types import Value

_MOST_SHOWN = 300
# Canonicalisers of values that never begin with a figure of their own.
_NAMES = frozenset(("person", "speaker", "role", "town"))


def read_value(path: str, written: object) -> Cite | str | None:
    """A value of the field at `path`: its cite, None for null, or as `str` the reason why it is neither.

    The type of event is a cite of no sentence.
    """
    if written is None:
        return None
    if not isinstance(written, str | int | float) or isinstance(written, bool):
        return "wrong_shape"
    text = str(written)
    if len(text) > cites.MOST_CHARS:
        return "too_long"
    if cites.is_nothing(text):
        return None
    name = BY_PATH[path].canonicaliser
    cite = cites.read_cite(text, is_name=name in _NAMES, is_quote=path.endswith(".quote"))
    if cite is None:
        return "no_words"
    if path != EVENT:
        return cite
    return Cite(cite.text) if cite.text in EVENT_TYPES else "unknown_event"


class Collector:
    """One article's claims, growing with each payload, and the parts of payloads that make none."""

    def __init__(self) -> None:
        self.claims: Claims = {}
        self.malformed: list[Drop] = []

    def add_all(self, payload: Mapping[str, object], where: str = "") -> None:
        """Everything that `payload` holds; `where` is its own place in the answer.

        A single value that is claimed already stays; a list goes on.
        """
        for name, value in payload.items():
            slot = BY_NAME.get(str(name))
            pointer = f"{where}/{name}"
            if slot is None:
                self.set_aside(pointer, value, "unknown_key")
            elif slot.is_list:
                for index, item in self.items(value, pointer):
                    self._add_item(slot, item, f"{pointer}/{index}")
            elif cite := self.cite(slot.path, value, pointer):
                self.add_single(slot, cite)

    def items(self, written: object, pointer: str) -> Iterator[tuple[int, object]]:
        """The items of a list with their indices, as many as a list may have; null is none."""
        if written is None:
            return
        if not isinstance(written, Sequence) or isinstance(written, str | bytes):
            self.set_aside(pointer, written, "wrong_shape")
            return
        yield from islice(enumerate(written), MOST_ITEMS)
        if len(written) > MOST_ITEMS:
            self.set_aside(f"{pointer}/{MOST_ITEMS}", None, "too_many")

    def cite(self, path: str, written: object, pointer: str) -> Cite | None:
        """The cite that is written at `pointer` for the field at `path`, if there is one."""
        found = read_value(path, written)
        if isinstance(found, str):
            self.set_aside(pointer, written, found)
            return None
        return found

    def add_single(self, slot: Slot, cite: Cite) -> None:
        """Claim a single value unless one is claimed already."""
        group, _, leaf = slot.path.partition(".")
        node = self.claims.setdefault(group, {})
        assert isinstance(node, dict)
        node.setdefault(leaf, cite)

    def list_of(self, slot: Slot) -> list[Claim]:
        """The claims of a list so far, to add to."""
        *outer, name = slot.path.removesuffix("[]").split(".")
        node: Claims = self.claims
        for step in outer:
            inner = node.setdefault(step, {})
            assert isinstance(inner, dict)
            node = inner
        found = node.setdefault(name, [])
        assert isinstance(found, list)
        return found

    def set_aside(self, pointer: str, written: object, reason: str) -> None:
        """Note that what is written at `pointer` makes no claim; long text is cut."""
        value: Value = None
        if isinstance(written, bool | int | float):
            value = written
        elif isinstance(written, str):
            value = written[:_MOST_SHOWN]
        self.malformed.append(Drop(pointer[:_MOST_SHOWN], value, reason))

    def _add_item(self, slot: Slot, written: object, pointer: str) -> None:
        if not slot.leaves:
            if cite := self.cite(slot.value_path, written, pointer):
                self.list_of(slot).append({slot.only: cite} if slot.only else cite)
            return
        if not isinstance(written, Mapping):
            self.set_aside(pointer, written, "wrong_shape")
            return
        item: dict[str, Claim] = {}
        for name, value in written.items():
            leaf = slot.leaves.get(str(name))
            if leaf is None:
                self.set_aside(f"{pointer}/{name}", value, "unknown_key")
            elif cite := self.cite(f"{slot.path}.{leaf}", value, f"{pointer}/{name}"):
                item[leaf] = cite
        if item:
            self.list_of(slot).append(item)
