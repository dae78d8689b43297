"""From a model's answer to claims and denials. Nothing here believes anything, and nothing here fails.

What has no usable shape is set aside with its place in the answer and a reason: `wrong_shape`, `too_many`,
`too_long`, `no_words`, `unknown_event`, `unknown_key` or `unknown_pointer`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from extractor.canonical import CANONICALISERS
from extractor.prompts import cites
from extractor.prompts.drafts import Entry, Target, entries, number_text, resolve
from extractor.prompts.template import Prompt
from extractor.prompts.wire import BY_NAME, EVENT, EVENT_TYPES, Slot
from extractor.schema.claims import Answer, Cite, Claim, Claims, Denial, Drop
from extractor.schema.fields import BY_PATH
from extractor.schema.types import Value
from extractor.text import fold, squeeze

MOST_ITEMS = 200
_MOST_SHOWN = 300
# Canonicalisers of values that never begin with a figure of their own.
_NAMES = frozenset(("person", "speaker", "role", "town"))


def read(
    prompt: Prompt, payloads: Sequence[Mapping[str, object]], draft: Mapping[str, Value] | None
) -> Answer:
    """One article's answer out of the payloads of its parts.

    Lists are concatenated in the order of the parts, of single values the first one counts.

    Args:
        prompt: The one that was asked.
        payloads: One for each part that was answered, in order.
        draft: For a patch the draft that the prompt showed, else None.
    """
    reader = _Reader(entries(draft or {}))
    for payload in payloads:
        if prompt.strategy == "patch":
            reader.patch(payload)
        else:
            reader.full(payload)
    return Answer(reader.claims, tuple(dict.fromkeys(reader.denials)), tuple(reader.malformed))


def read_value(path: str, written: object) -> Cite | str | None:
    """A value of the field at `path`: its cite, None for null, or as `str` the reason why it is neither."""
    if written is None:
        return None
    if not isinstance(written, str | int | float) or isinstance(written, bool):
        return "wrong_shape"
    text = str(written)
    if len(text) > cites.MOST_CHARS:
        return "too_long"
    name = BY_PATH[path].canonicaliser
    cite = cites.read_cite(text, is_name=name in _NAMES, is_quote=path.endswith(".quote"))
    if path != EVENT:
        return cite or "no_words" if text.strip() and _is_no_null(text) else None
    if cite is None:
        return None
    return Cite(cite.text, None) if cite.text in EVENT_TYPES else "unknown_event"


def _is_no_null(text: str) -> bool:
    return squeeze(text).lower() not in cites.NOTHING


class _Place(NamedTuple):
    """Where in the answer something stands, and the field that it is for."""

    pointer: str
    path: str


class _Reader:
    """The answer of one article, growing part by part."""

    def __init__(self, known: Sequence[Entry]) -> None:
        self.claims: Claims = {}
        self.denials: list[Denial] = []
        self.malformed: list[Drop] = []
        self._known = known

    def full(self, payload: Mapping[str, object], where: str = "") -> None:
        """Everything that a payload claims; `where` leads to it in the answer."""
        for name, value in payload.items():
            slot = BY_NAME.get(str(name))
            pointer = f"{where}/{name}"
            if slot is None:
                self._drop(pointer, value, "unknown_key")
            elif slot.is_list:
                for index, item in self._items(value, pointer):
                    self._add(slot, item, f"{pointer}/{index}")
            else:
                self._scalar(slot, value, pointer)

    def patch(self, payload: Mapping[str, object]) -> None:
        """What a payload adds, fixes and drops."""
        for name in payload.keys() - {"add", "fix", "drop"}:
            self._drop(f"/{name}", payload[name], "unknown_key")
        add = payload.get("add")
        if isinstance(add, Mapping):
            self.full(add, "/add")
        elif add is not None:
            self._drop("/add", add, "wrong_shape")
        fixed: dict[str, dict[str, Claim]] = {}
        for index, fix in self._items(payload.get("fix"), "/fix"):
            pointer = f"/fix/{index}"
            if not isinstance(fix, Mapping) or not isinstance(fix.get("at"), str):
                self._drop(pointer, fix, "wrong_shape")
            elif (target := resolve(fix["at"], self._known)) is None:
                self._drop(pointer, fix["at"], "unknown_pointer")
            else:
                self._fix(target, fix.get("to"), pointer, fixed)
        for index, at in self._items(payload.get("drop"), "/drop"):
            pointer = f"/drop/{index}"
            target = resolve(at, self._known) if isinstance(at, str) else None
            if target is None or not target.entry.values:
                self._drop(pointer, at, "unknown_pointer" if isinstance(at, str) else "wrong_shape")
            else:
                self._deny(target)

    def _items(self, written: object, pointer: str) -> Iterator[tuple[int, object]]:
        """The items of a list with their indices, as many as a list may have; null is none."""
        if written is None:
            return
        if not isinstance(written, Sequence) or isinstance(written, str | bytes):
            self._drop(pointer, written, "wrong_shape")
            return
        yield from islice(enumerate(written), MOST_ITEMS)
        if len(written) > MOST_ITEMS:
            self._drop(f"{pointer}/{MOST_ITEMS}", None, "too_many")

    def _scalar(self, slot: Slot, written: object, pointer: str) -> None:
        cite = self._cite(_Place(pointer, slot.path), written)
        group, _, leaf = slot.path.partition(".")
        if cite is not None:
            node = self.claims.setdefault(group, {})
            assert isinstance(node, dict)
            node.setdefault(leaf, cite)

    def _add(self, slot: Slot, written: object, pointer: str) -> None:
        """One more item of a list."""
        if not slot.leaves:
            path = f"{slot.path}.{slot.only}" if slot.only else slot.path
            cite = self._cite(_Place(pointer, path), written)
            if cite is not None:
                self._list(slot).append({slot.only: cite} if slot.only else cite)
            return
        if not isinstance(written, Mapping):
            self._drop(pointer, written, "wrong_shape")
            return
        item: dict[str, Claim] = {}
        for name, value in written.items():
            leaf = slot.leaves.get(str(name))
            if leaf is None:
                self._drop(f"{pointer}/{name}", value, "unknown_key")
            elif cite := self._cite(_Place(f"{pointer}/{name}", f"{slot.path}.{leaf}"), value):
                item[leaf] = cite
        if item:
            self._list(slot).append(item)

    def _fix(self, target: Target, written: object, pointer: str, fixed: dict[str, dict[str, Claim]]) -> None:
        """Another value for what the draft has; `fixed` holds the items that fixes of their leaves made."""
        entry, slot = target.entry, target.entry.slot
        leaf = target.leaf or _identity(slot)
        path = f"{slot.path}.{leaf}" if leaf else slot.path
        cite = self._cite(_Place(pointer, path), written)
        if cite is None:
            if written is None and entry.values:
                self._deny(target)
            return
        if not slot.is_list:
            self._scalar(slot, written, pointer)
            return
        is_whole = leaf == _identity(slot)
        if is_whole and not _says_same(path, cite.text, entry):
            self._deny(Target(entry, None))
        if not slot.leaves:
            self._list(slot).append({slot.only: cite} if slot.only else cite)
            return
        item = fixed.get(entry.at)
        if item is None:
            item = fixed[entry.at] = _carried(entry)
            self._list(slot).append(item)
        item[leaf] = cite

    def _deny(self, target: Target) -> None:
        """The rules' value at `target` is rejected, with a whole item where its identity is."""
        entry, path = target.entry, target.entry.slot.path
        if target.leaf in (None, _identity(entry.slot)):
            value = entry.values.get("") if entry.position is None else entry.identity
            self.denials.append(Denial(path, self._telling(entry), value))
        elif (value := entry.values.get(target.leaf or "")) is not None:
            self.denials.append(Denial(f"{path}.{target.leaf}", self._telling(entry), value))

    def _telling(self, entry: Entry) -> Value:
        """What tells the entry from the others of its list: of two equal figures, what they count."""
        alike = [one for one in self._known if one.slot == entry.slot and one.identity == entry.identity]
        return entry.values.get("subject", entry.identity) if len(alike) > 1 else entry.identity

    def _cite(self, place: _Place, written: object) -> Cite | None:
        found = read_value(place.path, written)
        if isinstance(found, Cite):
            return found
        if found is not None:
            self._drop(place.pointer, written, found)
        return None

    def _list(self, slot: Slot) -> list[Claim]:
        """The list of claims that a slot fills."""
        *outer, name = slot.path.removesuffix("[]").split(".")
        node: Claims = self.claims
        for step in outer:
            inner = node.setdefault(step, {})
            assert isinstance(inner, dict)
            node = inner
        found = node.setdefault(name, [])
        assert isinstance(found, list)
        return found

    def _drop(self, pointer: str, written: object, reason: str) -> None:
        value: Value = None
        if written is None or isinstance(written, bool | int | float):
            value = written
        elif isinstance(written, str):
            value = written[:_MOST_SHOWN]
        self.malformed.append(Drop(pointer[:_MOST_SHOWN], value, reason))


def _identity(slot: Slot) -> str:
    """The leaf that a fix of a whole item is about; "" where the item is a single value."""
    if slot.only:
        return slot.only
    return {"people": "name", "indicators": "value", "statements": "quote"}.get(slot.name, "")


def _says_same(path: str, words: str, entry: Entry) -> bool:
    """True when the words of a fix mean what the draft has already."""
    canonicalise = CANONICALISERS[BY_PATH[path].canonicaliser or "verbatim"]
    old = entry.values.get(path.removeprefix(entry.slot.path).lstrip("."))
    return fold(words) == fold(str(old)) or canonicalise((words,), old) == old


def _carried(entry: Entry) -> dict[str, Claim]:
    """What tells the item that a fix is about, as claims of its own."""
    if entry.slot.name == "indicators":
        return {"subject": Cite(str(entry.values.get("subject"))), "value": Cite(number_text(entry))}
    name = _identity(entry.slot)
    return {name: Cite(str(entry.values.get(name)))}
