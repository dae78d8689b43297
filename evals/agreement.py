"""How far do two annotators agree? Their records are scored against each other by the scorer of predictions.

What people do not agree on cannot be asked of a machine: a group below `MIN_GROUP_F1` is diagnostic only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from evals import options
from evals.gold import read_record, record_paths
from evals.metrics import Counts
from evals.slots import Comparison, Record, by_group, compare_all, count
from extractor.errors import SettingsError

GOAL_F1, GOAL_ARTICLES, MIN_GROUP_F1 = 0.90, 10, 0.80
ENUMS = ("in_scope", "event.type", "organizations[].kind", "people[].acting")


class GroupAgreement(NamedTuple):
    """Strict F1 of one field group, None where neither annotator filled a slot of it."""

    name: str
    f1: float | None
    slots: int

    @property
    def is_diagnostic(self) -> bool:
        """Too little agreement to score predictions by."""
        return self.f1 is None or self.f1 < MIN_GROUP_F1


class Alpha(NamedTuple):
    """Krippendorff's alpha of one closed set; None where all values are the same."""

    path: str
    alpha: float | None
    units: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two annotators on the articles that both labelled; `missing` were labelled by one of them."""

    articles: tuple[str, ...]
    overall: float | None
    groups: tuple[GroupAgreement, ...]
    alphas: tuple[Alpha, ...]
    missing: tuple[str, ...]

    @property
    def reaches_goal(self) -> bool:
        """At least 0.90 overall on at least ten articles."""
        return len(self.articles) >= GOAL_ARTICLES and (self.overall or 0.0) >= GOAL_F1

    def to_json(self) -> dict[str, object]:
        """The same as plain values; scores rounded to six decimals."""
        return {
            "n_articles": len(self.articles),
            "articles": list(self.articles),
            "missing": list(self.missing),
            "overall": _rounded(self.overall),
            "reaches_goal": self.reaches_goal,
            "groups": {
                group.name: {
                    "f1": _rounded(group.f1),
                    "slots": group.slots,
                    "is_diagnostic": group.is_diagnostic,
                }
                for group in self.groups
            },
            "alphas": {one.path: {"alpha": _rounded(one.alpha), "units": one.units} for one in self.alphas},
        }


def agree(first: Path, second: Path) -> Agreement:
    """Compare two folders of records, article by article.

    Which comes first matters only where records hold alternatives: the first folder's are all accepted, of
    the second's one counts.

    Raises:
        SettingsError: A folder or record cannot be read, or no article is in both.
    """
    sides = [{path.stem: path for path in record_paths(folder)} for folder in (first, second)]
    shared = sorted(sides[0].keys() & sides[1].keys())
    if not shared:
        raise SettingsError(f"no article is in both {first} and {second}; name the records alike")
    pairs = [_pair(sides[0][name], sides[1][name]) for name in shared]
    compared = [compare_all(*pair) for pair in pairs]
    counts = by_group(count([slot for comparison in compared for slot in comparison.leaves]))
    return Agreement(
        articles=tuple(shared),
        overall=sum(counts.values(), Counts()).f1,
        groups=tuple(
            GroupAgreement(name, group.f1, group.possible + group.spu) for name, group in counts.items()
        ),
        alphas=tuple(_alpha(path, pairs, compared) for path in ENUMS),
        missing=tuple(sorted(sides[0].keys() ^ sides[1].keys())),
    )


def render(agreement: Agreement) -> str:
    """The agreement as lines of plain text."""
    return "\n".join(_lines(agreement))


def krippendorff_alpha(units: Sequence[tuple[Hashable, Hashable]]) -> float | None:
    """Nominal alpha of two coders without missing values (Krippendorff 2011); None if nothing varies.

    1 is perfect agreement, 0 what chance gives.
    """
    values = Counter(value for unit in units for value in unit)
    total = values.total()
    expected = total**2 - sum(times**2 for times in values.values())
    if not expected:
        return None
    observed = 2 * sum(first != second for first, second in units)
    return 1 - (total - 1) * observed / expected


def _pair(first: Path, second: Path) -> tuple[Record, Record]:
    plain = options.plain(read_record(second))
    return read_record(first), plain if isinstance(plain, Mapping) else {}


def _alpha(path: str, pairs: Sequence[tuple[Record, Record]], compared: Sequence[Comparison]) -> Alpha:
    units = [
        unit
        for pair, comparison in zip(pairs, compared, strict=True)
        for unit in _units(path, pair, comparison)
    ]
    return Alpha(path, krippendorff_alpha(units), len(units))


def _units(
    path: str, pair: tuple[Record, Record], comparison: Comparison
) -> Iterator[tuple[Hashable, Hashable]]:
    """What both said; that a value is absent is said, too. In lists, of each item that both have."""
    name, _, leaf = path.partition("[].")
    pointers = [(f"/{path.replace('.', '/')}",) * 2]
    if leaf:
        pointers = [
            (f"{slot.gold_pointer}/{leaf}", f"{slot.pointer}/{leaf}")
            for slot in comparison.objects
            if slot.path == f"{name}[]" and slot.gold_pointer and slot.pointer
        ]
    for first, second in pointers:
        yield _at(pair[0], first), _at(pair[1], second)


def _at(record: object, pointer: str) -> Hashable:
    """The value at an RFC 6901 pointer, None where nothing is."""
    value = record
    for part in pointer.split("/")[1:]:
        if isinstance(value, list):
            value = options.one(value[int(part)])
        else:
            value = options.one(value.get(part)) if isinstance(value, Mapping) else None
    return value if isinstance(value, str | int | float | bool) else None


def _lines(agreement: Agreement) -> Iterator[str]:
    goal = "reaches" if agreement.reaches_goal else "misses"
    yield (
        f"overall {_shown(agreement.overall)} on {len(agreement.articles)} articles:"
        f" {goal} the goal of {GOAL_F1:.2f} on {GOAL_ARTICLES}"
    )
    for group in agreement.groups:
        note = "  diagnostic only" if group.is_diagnostic else ""
        yield f"  {group.name:14}{_shown(group.f1)}  {group.slots:4} slots{note}"
    for one in agreement.alphas:
        yield f"  {one.path:22}alpha {_shown(one.alpha)}  {one.units:4} units"
    if agreement.missing:
        yield f"  labelled once: {', '.join(agreement.missing)}"


def _shown(score: float | None) -> str:
    return "  n/a" if score is None else f"{score:.3f}"


def _rounded(score: float | None) -> float | None:
    return None if score is None else round(score, 6)
