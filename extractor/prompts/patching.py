"""What a patch changes in the draft that it was shown, as claims and denials of their own.

A fix becomes a claim of the item that it is about, so that it goes through the same proof as any other; a
drop, or a fix to null, denies the rules' value. Reasons besides the collector's: `unknown_pointer`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractor.canonical import CANONICALISERS
from extractor.prompts.collecting import Collector
from extractor.prompts.drafts import Entry, Target, number_text, resolve
from extractor.prompts.wire import Slot
from extractor.schema.claims import Cite, Claim, Denial
from extractor.schema.fields import BY_PATH
from extractor.schema.types import Value
from extractor.text import fold

_KEYS = ("add", "fix", "drop")


class Patcher(Collector):
    """As a collector, with the draft that the answers are about; `denials` grow beside the claims."""

    def __init__(self, known: Sequence[Entry]) -> None:
        super().__init__()
        self.denials: list[Denial] = []
        self._known = known

    def patch(self, payload: Mapping[str, object]) -> None:
        """Everything that one payload adds, fixes and drops."""
        for name in payload:
            if name not in _KEYS:
                self.set_aside(f"/{name}", payload[name], "unknown_key")
        add = payload.get("add")
        if isinstance(add, Mapping):
            self.add_all(add, "/add")
        elif add is not None:
            self.set_aside("/add", add, "wrong_shape")
        self._fix_all(payload.get("fix"))
        self._drop_all(payload.get("drop"))

    def _fix_all(self, fixes: object) -> None:
        fixed: dict[str, dict[str, Claim]] = {}
        for index, fix in self.items(fixes, "/fix"):
            pointer = f"/fix/{index}"
            at = fix.get("at") if isinstance(fix, Mapping) else None
            target = resolve(at, self._known) if isinstance(at, str) else None
            if target is None:
                self.set_aside(pointer, at, "unknown_pointer" if isinstance(at, str) else "wrong_shape")
            elif isinstance(fix, Mapping):
                self._fix(target, fix.get("to"), pointer, fixed)

    def _drop_all(self, drops: object) -> None:
        for index, at in self.items(drops, "/drop"):
            target = resolve(at, self._known) if isinstance(at, str) else None
            if target is None or not target.entry.values:
                reason = "unknown_pointer" if isinstance(at, str) else "wrong_shape"
                self.set_aside(f"/drop/{index}", at, reason)
            else:
                self._deny(target)

    def _fix(self, target: Target, written: object, pointer: str, fixed: dict[str, dict[str, Claim]]) -> None:
        """Another value for what the draft has; `fixed` holds the items that fixes of their leaves made."""
        entry, slot = target.entry, target.entry.slot
        leaf = target.leaf or _telling_leaf(slot)
        path = f"{slot.path}.{leaf}" if leaf else slot.path
        cite = self.cite(path, written, pointer)
        if cite is None:
            if written is None and entry.values:
                self._deny(target)
            return
        if not slot.is_list:
            self.add_single(slot, cite)
            return
        if leaf == _telling_leaf(slot) and not _says_same(path, cite.text, entry):
            self._deny(Target(entry, None))
        if not slot.leaves:
            self.list_of(slot).append({slot.only: cite} if slot.only else cite)
            return
        item = fixed.get(entry.at)
        if item is None:
            item = fixed[entry.at] = _carried(entry)
            self.list_of(slot).append(item)
        item[leaf] = cite

    def _deny(self, target: Target) -> None:
        """Reject the rules' value at `target`; with the leaf that tells an item the whole item goes."""
        entry, path = target.entry, target.entry.slot.path
        if target.leaf in (None, _telling_leaf(entry.slot)):
            value = entry.values.get("") if entry.position is None else entry.identity
            self.denials.append(Denial(path, self._identity(entry), value))
        elif (value := entry.values.get(target.leaf or "")) is not None:
            self.denials.append(Denial(f"{path}.{target.leaf}", self._identity(entry), value))

    def _identity(self, entry: Entry) -> Value:
        """What tells the entry from the others of its list: where two figures are equal, what they count."""
        alike = [one for one in self._known if one.slot == entry.slot and one.identity == entry.identity]
        return entry.values.get("subject", entry.identity) if len(alike) > 1 else entry.identity


def _telling_leaf(slot: Slot) -> str:
    """The leaf that a fix of a whole item is about; "" where an item, or the slot, is a single value."""
    return slot.only or {"people": "name", "indicators": "value", "statements": "quote"}.get(slot.name, "")


def _says_same(path: str, words: str, entry: Entry) -> bool:
    """True when the words of a fix mean what the draft has already."""
    canonicalise = CANONICALISERS[BY_PATH[path].canonicaliser or "verbatim"]
    old = entry.values.get(path.removeprefix(entry.slot.path).lstrip("."))
    return fold(words) == fold(str(old)) or canonicalise((words,), old) == old


def _carried(entry: Entry) -> dict[str, Claim]:
    """What tells the item that a fix is about, as claims of its own."""
    if entry.slot.name == "indicators":
        return {"subject": Cite(str(entry.values.get("subject"))), "value": Cite(number_text(entry))}
    name = _telling_leaf(entry.slot)
    return {name: Cite(str(entry.values.get(name)))}
