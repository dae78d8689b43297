"""One record against its gold: each field that one of them fills is a slot with a verdict (MUC-5, 1993)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from evals import matching, options
from evals.comparators import COMPARATORS, Comparator, Verdict
from evals.labels import Label, Wrong, identity_path, label
from evals.matching import Item
from evals.metrics import Counts
from evals.options import Options, is_absent
from evals.words import Words
from extractor.schema.fields import BY_PATH, FIELDS

Record = Mapping[str, object]


class Slot(NamedTuple):
    """One comparison.

    `path` is a field's (`people[].role`), or a list's (`people[]`) in the detection of objects. `verdict` is
    COR, PAR, INC, MIS (only in gold) or SPU (only predicted); None stands where a side is empty. `label` is
    None where the slot is right. Pointers are RFC 6901, into the prediction and into gold.
    """

    path: str
    verdict: str
    gold: object
    predicted: object
    label: Label | None = None
    pointer: str | None = None
    gold_pointer: str | None = None


class Comparison(NamedTuple):
    """`leaves` are what is scored; `objects` tell which items of lists were found at all."""

    leaves: list[Slot]
    objects: list[Slot]


class _ListField(NamedTuple):
    """How the items of a list are paired, their leaves; "" is the leaf of an item that is a plain value."""

    similarity: matching.Similarity
    leaves: dict[str, Comparator]
    identity: str


class _Pair(NamedTuple):
    """Two paired items, or one alone, with their places in their lists."""

    gold: Item | None
    predicted: Item | None
    gold_index: int | None
    predicted_index: int | None


_SCORED = [field for field in FIELDS if field.weight]
_SCALARS = {field.path: COMPARATORS[field.comparator] for field in _SCORED if "[]" not in field.path}
_ORDER: tuple[Verdict, ...] = ("INC", "PAR", "COR")


def _list_field(name: str, similarity: matching.Similarity) -> _ListField:
    paths = [field.path for field in _SCORED if field.path.startswith(f"{name}[]")]
    leaves = {_leaf(path): COMPARATORS[BY_PATH[path].comparator] for path in paths}
    return _ListField(similarity, leaves, _leaf(identity_path(paths[0]) or ""))


def _leaf(path: str) -> str:
    return path.partition("[]")[2].removeprefix(".")


_LISTS = {name: _list_field(name, similarity) for name, similarity in matching.SIMILARITIES.items()}


def compare(gold: Record, predicted: Record, text: str = "") -> list[Slot]:
    """All slots of fields in which at least one of the two records has a value.

    Without `text` no quotation is checked against the article, and labels know nothing of it.
    """
    return compare_all(gold, predicted, text).leaves


def compare_all(gold: Record, predicted: Record, text: str = "") -> Comparison:
    """The slots of `compare`, and beside them which objects of each list were found."""
    comparer = _Comparer(gold, predicted, Words(text))
    leaves = [slot for path in _SCALARS for slot in comparer.scalar(path)]
    for path, field in _LISTS.items():
        leaves += comparer.items(path, field)
    return Comparison(leaves, comparer.objects)


def count(slots: Sequence[Slot]) -> dict[str, Counts]:
    """Sum the verdicts per path, in the contract's order."""
    counts = {field.path: Counts() for field in _SCORED}
    for slot in slots:
        counts[slot.path].add(slot.verdict)
    return counts


def by_group(counts: Mapping[str, Counts]) -> dict[str, Counts]:
    """Sum the counts of each group of fields (`people[].role` belongs to `people`)."""
    groups: dict[str, Counts] = {}
    for path, field in counts.items():
        name = BY_PATH[path].group
        groups[name] = groups.get(name, Counts()) + field
    return groups


class _Comparer:
    """One comparison under way; `objects` fills while lists are compared."""

    def __init__(self, gold: Record, predicted: Record, words: Words) -> None:
        self._predicted = predicted
        self._words = words
        self._gold = {name: self._settled(name, value) for name, value in gold.items()}
        self.objects: list[Slot] = []

    def scalar(self, path: str) -> Iterator[Slot]:
        """The slot of a field outside lists, if there is one."""
        head, _, _ = path.partition(".")
        is_whole = head == "event" and (
            is_absent(self._predicted.get(head)) or is_absent(self._gold.get(head))
        )
        wrong = Wrong(path, "", None, None, is_whole=is_whole)
        pointer = "/" + path.replace(".", "/")
        yield from self._leaf(
            wrong, options.read(_get(self._gold, path)), _get(self._predicted, path), (pointer, pointer)
        )

    def items(self, path: str, field: _ListField) -> Iterator[Slot]:
        """The slots of a list's items; what gold ignores leaves none."""
        listed = _get(self._gold, path)
        if options.read(listed).ignored:
            return
        gold, predicted = _wrapped(listed), _wrapped(_get(self._predicted, path))
        pairs = _paired(gold, predicted, field)
        for pair in pairs:
            if pair.gold is not None and not _counts(pair.gold, pair.predicted):
                continue
            yield from self._item(path, field, pair, pairs)

    def _settled(self, name: str, value: object) -> object:
        """Choose among the alternatives of `article` or `event`; a whole one may be optional or ignored."""
        if name not in {"article", "event"} or not isinstance(value, Mapping):
            return value
        choice = options.read(value)
        predicted = self._predicted.get(name)
        if choice.ignored or (choice.optional and is_absent(predicted)):
            return {"ignore": True}
        found = [one for one in choice.values if isinstance(one, Mapping)]
        answer = predicted if isinstance(predicted, Mapping) else {}
        return max(found, key=lambda one: sum(one[leaf] == answer.get(leaf) for leaf in one), default=None)

    def _item(self, path: str, field: _ListField, pair: _Pair, pairs: list[_Pair]) -> Iterator[Slot]:
        predicted: Item = pair.predicted or {}
        gold = _best_variant(pair.gold, predicted, field) if pair.gold is not None else {}
        is_double = pair.gold is None and any(
            other.gold is not None
            and other.predicted is not None
            and _is_same(_best_variant(other.gold, predicted, field), predicted, field)
            for other in pairs
        )
        slots: list[Slot] = []
        for leaf in field.leaves:
            full = f"{path}[].{leaf}" if leaf else f"{path}[]"
            wrong = Wrong(
                full,
                "",
                None,
                None,
                is_whole=pair.gold is None or pair.predicted is None,
                is_double=is_double,
                identity=predicted.get(field.identity),
                others=tuple(
                    other.gold.get(leaf) for other in pairs if other.gold is not None and other is not pair
                ),
            )
            pointers = _pointer(path, pair.predicted_index, leaf), _pointer(path, pair.gold_index, leaf)
            slots += self._leaf(wrong, options.read(gold.get(leaf)), predicted.get(leaf), pointers)
        yield from slots
        if "" not in field.leaves:
            self._note(path, field, pair, slots)

    def _note(self, path: str, field: _ListField, pair: _Pair, slots: list[Slot]) -> None:
        """Note whether the object itself was found: MIS, SPU, or what its identity is worth."""
        own = next((slot for slot in slots if _leaf(slot.path) == field.identity), None)
        if pair.gold is None or pair.predicted is None:
            verdict = "SPU" if pair.gold is None else "MIS"
        else:
            verdict = "COR"
        pointers = _pointer(path, pair.predicted_index, ""), _pointer(path, pair.gold_index, "")
        values = (own.gold, own.predicted) if own else (None, None)
        cause = own.label if own and verdict != "COR" else None
        self.objects.append(Slot(f"{path}[]", verdict, *values, cause, *pointers))

    def _leaf(
        self, wrong: Wrong, gold: Options, predicted: object, pointers: tuple[str | None, str | None]
    ) -> Iterator[Slot]:
        if gold.ignored or (is_absent(predicted) and (gold.optional or not gold.values)):
            return
        value: object = None
        if is_absent(predicted):
            verdict, value, predicted = "MIS", gold.values[0], None
        elif not gold.values:
            verdict = "SPU"
        else:
            verdict, value = self._best(wrong.path, gold, predicted)
        cause = None
        if verdict != "COR":
            cause = label(wrong._replace(verdict=verdict, gold=value, predicted=predicted), self._words)
        pointer = pointers[0] if verdict != "MIS" else None
        yield Slot(
            wrong.path, verdict, value, predicted, cause, pointer, pointers[1] if verdict != "SPU" else None
        )

    def _best(self, path: str, gold: Options, predicted: object) -> tuple[str, object]:
        """The best verdict that one of gold's answers gives, and that answer."""
        kind = BY_PATH[path].comparator
        if kind == "quote" and self._words.text and not self._words.quotes(predicted):
            return "INC", gold.values[0]
        judged = [(COMPARATORS[kind](value, predicted), value) for value in gold.values]
        return max(judged, key=lambda one: _ORDER.index(one[0]))


def _get(record: Record, path: str) -> object:
    """The value at `path`; inside what gold ignores everything is ignored."""
    value: object = record
    for name in path.split("."):
        if not isinstance(value, Mapping):
            return None
        value = value if value.get("ignore") is True else value.get(name)
    return value


def _wrapped(listed: object) -> list[Item]:
    items = listed if isinstance(listed, list) else []
    return [item if isinstance(item, Mapping) else {"": item} for item in items if not is_absent(item)]


def _pointer(path: str, index: int | None, leaf: str) -> str | None:
    if index is None:
        return None
    return f"/{path.replace('.', '/')}/{index}" + (f"/{leaf}" if leaf else "")


def _variants(item: Item) -> list[Item]:
    return _wrapped(list(options.read(item).values))


def _counts(gold: Item, predicted: Item | None) -> bool:
    """False for an item that gold ignores, and for one that may be left out and was."""
    choice = options.read(gold)
    return not choice.ignored and not (choice.optional and predicted is None)


def _paired(gold: list[Item], predicted: list[Item], field: _ListField) -> list[_Pair]:
    """Pairs in gold's order, then gold's items alone, then the prediction's."""

    def likeness(left: Item, right: Item) -> float:
        return max((field.similarity(_closest(one, right), right) for one in _variants(left)), default=0.0)

    found = matching.pair(gold, predicted, likeness)
    rows, columns = {row for row, _ in found}, {column for _, column in found}
    pairs = [_Pair(gold[row], predicted[column], row, column) for row, column in found]
    pairs += [_Pair(item, None, index, None) for index, item in enumerate(gold) if index not in rows]
    return pairs + [
        _Pair(None, item, None, index) for index, item in enumerate(predicted) if index not in columns
    ]


def _best_variant(gold: Item, predicted: Item, field: _ListField) -> Item:
    variants = _variants(gold)
    if len(variants) < 2:
        return variants[0] if variants else {}
    return max(variants, key=lambda one: field.similarity(_closest(one, predicted), predicted))


def _closest(gold: Item, predicted: Item) -> Item:
    """`gold` with one plain value for each leaf: of several right ones the predicted one."""
    if not any(isinstance(value, Mapping) for value in gold.values()):
        return gold
    plain: dict[str, object] = {}
    for name, value in gold.items():
        accepted = options.read(value).values
        answer = predicted.get(name)
        plain[name] = answer if answer in accepted else next(iter(accepted), None)
    return plain


def _is_same(gold: Item, predicted: Item, field: _ListField) -> bool:
    """True when `predicted` tells the item of `gold` once more."""
    closest = _closest(gold, predicted)
    values = closest.get(field.identity), predicted.get(field.identity)
    if any(is_absent(value) for value in values):
        return False
    return field.similarity(closest, predicted) > 0 and field.leaves[field.identity](*values) == "COR"
