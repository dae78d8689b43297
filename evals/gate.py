"""May this change go in? Compares a candidate's report with a baseline's and says PASS or BLOCK, and why.

Four guards. 0: the two reports must be comparable at all. A: the headline fell, and not by chance. B:
critical slots (values, names, numbers, dates) were lost, where repeats or a deterministic engine make a
single slot mean something. C: the headline fell too far to ask about chance, or under the floor.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Literal, NamedTuple, TypeAlias

from evals import stats
from evals.sides import (
    PairedCounts,
    Report,
    Side,
    critical_changes,
    mismatches,
    paired_counts,
    problems_of,
    read,
    single_slots_count,
)
from evals.stats import Difference

Status: TypeAlias = Literal["PASS", "WARN", "WARN-INCONCLUSIVE", "BLOCK", "INVALID"]

EXIT_CODES: dict[Status, int] = {"PASS": 0, "WARN": 0, "WARN-INCONCLUSIVE": 0, "BLOCK": 1, "INVALID": 3}
"""By status, from harmless to worst; `strict` makes WARN-INCONCLUSIVE 1."""

_SLACK = 1e-9  # A drop of exactly the limit counts as the limit, whatever the last binary digit says.
_MAX_SLOTS = 10


@dataclass(frozen=True, slots=True)
class GateSettings:
    """The limits, as shares: 0.01 is one point of the headline.

    `max_drop` with `alpha` is guard A, `min_repeats` guard B's (for engines that are not deterministic),
    `hard_drop` and `floor` are guard C. A pass is inconclusive while the one-sided 95 % bound allows a drop
    of more than `tolerated_drop`; `strict` fails it then. Without a `floor` the baseline's own holds.
    """

    max_drop: float = 0.01
    alpha: float = 0.05
    hard_drop: float = 0.05
    floor: float | None = None
    tolerated_drop: float = 0.03
    strict: bool = False
    min_repeats: int = 5
    draws: int = 10_000
    seed: int = 0
    tests_groups: bool = True


class GroupChange(NamedTuple):
    """One field group: candidate minus baseline and Holm's p-value. It informs, it never blocks."""

    name: str
    delta: float
    p: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate decided; the figures are None where the reports cannot be compared.

    `baseline` and `candidate` are the two headlines, `low`, `high` the 95 % interval of their difference
    `delta`, `bound` its one-sided lower bound, `critical_lost` and `critical_won` slots as `article: slot`.
    """

    status: Status
    exit_code: int
    reasons: tuple[str, ...]
    n: int = 0
    baseline: float | None = None
    candidate: float | None = None
    delta: float | None = None
    low: float | None = None
    high: float | None = None
    bound: float | None = None
    p: float | None = None
    mde: float | None = None
    critical_lost: tuple[str, ...] = ()
    critical_won: tuple[str, ...] = ()
    groups: tuple[GroupChange, ...] = ()

    def to_json(self) -> dict[str, object]:
        """The same by name; each group with its own names."""
        return {**asdict(self), "groups": [group._asdict() for group in self.groups]}


class _Finding(NamedTuple):
    status: Status
    reason: str


def decide(baseline: Report, candidate: Report, *, settings: GateSettings | None = None) -> Verdict:
    """Whether the candidate may replace the baseline.

    Args:
        baseline: A report, or what `evals.baselines.bless` wrote; K repeats go through `evals.sides.pooled`.
        candidate: A report on the same gold, scored by the same scorer.
        settings: The limits; the design's own by default.

    Returns:
        A verdict with exit code 0 (pass, also with warnings), 1 (blocked) or 3 (not comparable).
    """
    settings = settings or GateSettings()
    problems = [*problems_of(baseline, "baseline"), *problems_of(candidate, "candidate")]
    if problems:
        return _invalid(problems)
    before, after = read(baseline), read(candidate)
    problems = list(mismatches(before, after))
    if problems:
        return _invalid(problems)
    rows = paired_counts(before, after)
    change = stats.compare(*rows, before.groups, draws=settings.draws, seed=settings.seed)
    if change is None:
        return _invalid(["no slot of the headline's groups was scored"])
    headlines = [stats.headline(side, before.groups) or 0.0 for side in rows]
    floor = settings.floor if settings.floor is not None else before.floor
    findings = [
        *_guard_a(change, settings),
        *_guard_b(before, after, settings),
        *_guard_c(change, headlines[1], floor=floor, hard_drop=settings.hard_drop),
    ]
    if all(finding.status != "BLOCK" for finding in findings):
        findings += _inconclusive(change, settings)
    lost, won = critical_changes(before, after)
    groups = _group_changes(rows, before.groups, settings) if settings.tests_groups else ()
    return replace(
        _verdict(findings, settings, change),
        baseline=headlines[0],
        candidate=headlines[1],
        critical_lost=lost,
        critical_won=won,
        groups=groups,
    )


def render(verdict: Verdict) -> str:
    """The verdict as lines of plain text, the status first."""
    return "\n".join(_lines(verdict))


def _verdict(findings: Sequence[_Finding], settings: GateSettings, change: Difference) -> Verdict:
    found: list[Status] = ["PASS", *(finding.status for finding in findings)]
    status = max(found, key=tuple(EXIT_CODES).index)
    fails = settings.strict and status == "WARN-INCONCLUSIVE"
    return Verdict(
        status=status,
        exit_code=1 if fails else EXIT_CODES[status],
        reasons=tuple(finding.reason for finding in findings),
        n=change.n,
        delta=change.delta,
        low=change.low,
        high=change.high,
        bound=change.bound,
        p=change.p,
        mde=change.mde,
    )


def _invalid(problems: Sequence[str]) -> Verdict:
    return Verdict("INVALID", EXIT_CODES["INVALID"], tuple(problems))


def _guard_a(change: Difference, settings: GateSettings) -> Iterator[_Finding]:
    if change.delta <= -settings.max_drop + _SLACK and change.p <= settings.alpha:
        yield _Finding(
            "BLOCK", f"A: H fell by {_points(-change.delta)} and p = {change.p:.4f} says not by chance"
        )


def _guard_b(before: Side, after: Side, settings: GateSettings) -> Iterator[_Finding]:
    """Single slots: over 300 of them, 1 % flips would block almost every single run of a model."""
    lost, won = critical_changes(before, after)
    if not lost or not all(single_slots_count(side, settings.min_repeats) for side in (before, after)):
        return
    tally = f"{len(lost)} critical slots lost, {len(won)} won"
    if len(lost) > len(won):
        yield _Finding("BLOCK", f"B: {tally}")
    else:
        yield _Finding("WARN", f"B: {tally}; look at those lost")


def _guard_c(
    change: Difference, headline: float, *, floor: float | None, hard_drop: float
) -> Iterator[_Finding]:
    if change.delta <= -hard_drop + _SLACK:
        yield _Finding(
            "BLOCK", f"C: H fell by {_points(-change.delta)}, and {_points(hard_drop)} are too many"
        )
    if floor is not None and headline < floor - _SLACK:
        yield _Finding("BLOCK", f"C: H is {headline:.4f}, under the floor of {floor:.4f}")


def _inconclusive(change: Difference, settings: GateSettings) -> Iterator[_Finding]:
    limit = settings.tolerated_drop
    if change.bound is None:
        yield _Finding("WARN-INCONCLUSIVE", "one article has no spread: a drop cannot be ruled out")
    elif change.bound < -limit - _SLACK:
        reason = f"too few articles, or too different: a drop of {_points(limit)} is not ruled out"
        yield _Finding("WARN-INCONCLUSIVE", f"{reason} (95 % bound {_signed(change.bound)})")


def _group_changes(
    rows: PairedCounts, groups: Sequence[str], settings: GateSettings
) -> tuple[GroupChange, ...]:
    changes = {
        name: stats.compare(*rows, (name,), draws=settings.draws, seed=settings.seed) for name in groups
    }
    adjusted = stats.holm({name: change.p for name, change in changes.items() if change})
    return tuple(
        GroupChange(name, change.delta, adjusted[name]) for name, change in changes.items() if change
    )


def _lines(verdict: Verdict) -> Iterator[str]:
    yield f"{verdict.status} (exit {verdict.exit_code})"
    yield from (f"  {reason}" for reason in verdict.reasons)
    if verdict.delta is None:
        return
    yield f"  H {verdict.baseline:.4f} -> {verdict.candidate:.4f} over {verdict.n} articles"
    yield f"  change {_signed(verdict.delta)} points{_uncertainty(verdict)}"
    if verdict.low == verdict.high == 0:
        yield "  no article scores otherwise than in the baseline"
    for title, slots in (("lost", verdict.critical_lost), ("won", verdict.critical_won)):
        yield from (f"  {title}: {slot}" for slot in slots[:_MAX_SLOTS])
        if len(slots) > _MAX_SLOTS:
            yield f"  {title}: and {len(slots) - _MAX_SLOTS} more"
    moved = [group for group in verdict.groups if abs(group.delta) > _SLACK]
    yield from (f"  {group.name} {_signed(group.delta)} points (Holm p = {group.p:.4f})" for group in moved)


def _uncertainty(verdict: Verdict) -> str:
    p = f", p = {verdict.p:.4f}"
    if verdict.low is None or verdict.high is None or verdict.mde is None:
        return p
    between = f", 95 % between {_signed(verdict.low)} and {_signed(verdict.high)}"
    return f"{between}{p}; detectable with 80 % power: {_points(verdict.mde)}"


def _points(share: float) -> str:
    return f"{100 * share:.2f} points"


def _signed(share: float) -> str:
    return f"{100 * share + 0.0:+.2f}"
