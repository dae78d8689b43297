"""Which prediction answers which gold item: maximum-weight matching, bad pairs barred by a gate."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from rapidfuzz.distance import Indel

from evals.comparators import (
    bare_name,
    same_label,
    same_number,
    same_organization,
    same_person,
    same_regulation,
    same_unit,
    token_f1,
    tokens,
)
from extractor.canonical.units import read_unit

Item: TypeAlias = Mapping[str, object]
Similarity: TypeAlias = Callable[[Item, Item], float]

COMMON_GIVEN_NAMES = frozenset(
    "muhammad mohammad moh muh ahmad achmad abdul abd siti nur sri andi dewi".split()
)

_DIMENSIONS = {
    "people": frozenset(("orang", "siswa", "guru")),
    "schools": frozenset(("sekolah", "satuan pendidikan", "lembaga")),
    "rooms": frozenset(("kelas", "rombel", "ruang")),
    "goods": frozenset(("unit", "paket")),
    "shares": frozenset(("persen", "poin")),
    "time": frozenset(("jam", "hari", "bulan", "tahun")),
}

# Among pairings of the same weight the one with more equal leaves wins; too small to outweigh a similarity.
_PER_EQUAL_LEAF = 1e-6


def pair(gold: Sequence[Item], predicted: Sequence[Item], similarity: Similarity) -> list[tuple[int, int]]:
    """Indices `(gold, predicted)` of the pairs in the heaviest matching; similarity 0 is never paired.

    Which items are paired does not depend on the order of the lists, except between equal items.
    """
    if not gold or not predicted:
        return []
    rows = sorted(range(len(gold)), key=lambda index: _form(gold[index]))
    columns = sorted(range(len(predicted)), key=lambda index: _form(predicted[index]))
    table = {
        (left, right): _weight(gold[left], predicted[right], similarity) for left in rows for right in columns
    }
    # Most items of a runaway answer fit nothing; the matching takes cubic time, so they stay out of it.
    rows = [left for left in rows if any(table[left, right] > 0 for right in columns)]
    columns = [right for right in columns if any(table[left, right] > 0 for left in rows)]
    size = max(len(rows), len(columns))
    weights = [[0.0] * size for _ in range(size)]
    for row, left in enumerate(rows):
        weights[row][: len(columns)] = [table[left, right] for right in columns]
    chosen = enumerate(_heaviest(weights))
    return sorted((rows[row], columns[column]) for row, column in chosen if weights[row][column] > 0)


def _form(item: Item) -> str:
    return json.dumps(dict(item), sort_keys=True)


def _weight(gold: Item, predicted: Item, similarity: Similarity) -> float:
    weight = similarity(gold, predicted)
    if weight <= 0:
        return 0.0
    return weight + _PER_EQUAL_LEAF * sum(_same(gold, predicted, name) for name in gold)


def _heaviest(weights: list[list[float]]) -> list[int]:
    """The column of each row in a maximum-weight perfect matching (Kuhn 1955, potentials form, O(n³))."""
    size = len(weights)
    row_potential, column_potential = [0.0] * (size + 1), [0.0] * (size + 1)
    row_of, previous = [0] * (size + 1), [0] * (size + 1)
    for row in range(1, size + 1):
        row_of[0], column = row, 0
        slack, done = [float("inf")] * (size + 1), [False] * (size + 1)
        while row_of[column]:
            done[column] = True
            current, delta, nearest = row_of[column], float("inf"), 0
            for other in range(1, size + 1):
                if done[other]:
                    continue
                cost = -weights[current - 1][other - 1] - row_potential[current] - column_potential[other]
                if cost < slack[other]:
                    slack[other], previous[other] = cost, column
                if slack[other] < delta:
                    delta, nearest = slack[other], other
            for other in range(size + 1):
                if done[other]:
                    row_potential[row_of[other]] += delta
                    column_potential[other] -= delta
                else:
                    slack[other] -= delta
            column = nearest
        while column:
            row_of[column] = row_of[previous[column]]
            column = previous[column]
    columns = [0] * size
    for column in range(1, size + 1):
        columns[row_of[column] - 1] = column - 1
    return columns


def people(gold: Item, predicted: Item) -> float:
    """0.70 name, 0.15 role, 0.15 organization.

    The gate: a shared name token that is no common given name, or names alike letter by letter.
    """
    bare = [bare_name(item.get("name")) for item in (gold, predicted)]
    shared = set(tokens(bare[0])) & set(tokens(bare[1]))
    names = [name.casefold() for name in bare]
    if not shared - COMMON_GIVEN_NAMES and Indel.normalized_similarity(*names) < 0.90:
        return 0.0
    same = {"COR": 1.0, "PAR": 0.7, "INC": 0.4}[same_person(*bare)]
    return 0.70 * same + 0.15 * _same(gold, predicted, "role") + 0.15 * _same(gold, predicted, "organization")


def indicators(gold: Item, predicted: Item) -> float:
    """0.50 value, 0.20 unit, 0.30 subject.

    The gate: equal values, or like subjects whose units measure the same.
    """
    subject = token_f1(gold.get("subject"), predicted.get("subject"))
    value = same_number(gold.get("value"), predicted.get("value")) == "COR"
    units = gold.get("unit"), predicted.get("unit")
    if not value and not (subject >= 0.70 and dimension(units[0]) == dimension(units[1])):
        return 0.0
    unit = units[0] == units[1] or same_unit(*units) == "COR"
    return 0.50 * value + 0.20 * unit + 0.30 * subject


def dimension(unit: object) -> str | None:
    """What a unit counts: people, schools, shares …; None without a unit."""
    name = None if unit is None else read_unit(str(unit)) or str(unit)
    return next((counted for counted, units in _DIMENSIONS.items() if name in units), name)


def statements(gold: Item, predicted: Item) -> float:
    """0.80 quotation, 0.20 speaker; the gate: half of the quotation's tokens."""
    quote = token_f1(gold.get("quote"), predicted.get("quote"))
    return 0.80 * quote + 0.20 * _same(gold, predicted, "speaker") if quote >= 0.50 else 0.0


def regulations(gold: Item, predicted: Item) -> float:
    """The gate is the whole: number and year equal, better with the same kind."""
    if not (_same(gold, predicted, "number") and _same(gold, predicted, "year")):
        return 0.0
    return 1.0 if same_regulation(gold.get("kind"), predicted.get("kind")) == "COR" else 0.5


def organizations(gold: Item, predicted: Item) -> float:
    """By name; half of a name is half a match."""
    return {"COR": 1.0, "PAR": 0.5, "INC": 0.0}[same_organization(gold.get("name"), predicted.get("name"))]


def regions(gold: Item, predicted: Item) -> float:
    """By code alone."""
    return float(gold.get("code") == predicted.get("code"))


def labels(gold: Item, predicted: Item) -> float:
    """Plain values, wrapped as `{"": value}`: organizations' names."""
    return {"COR": 1.0, "PAR": 0.5, "INC": 0.0}[same_organization(gold.get(""), predicted.get(""))]


def codes(gold: Item, predicted: Item) -> float:
    """Plain values that are equal, up to case, or not: program ids, bylines."""
    return float(same_label(gold.get(""), predicted.get("")) == "COR")


def _same(gold: Item, predicted: Item, name: str) -> float:
    return float(gold.get(name) == predicted.get(name))


SIMILARITIES: dict[str, Similarity] = {
    "article.reporters": codes,
    "article.editors": codes,
    "event.parties": labels,
    "regions": regions,
    "organizations": organizations,
    "people": people,
    "programs": codes,
    "indicators": indicators,
    "regulations": regulations,
    "statements": statements,
}
"""How items of each list are paired; similarity 0 bars a pair."""
