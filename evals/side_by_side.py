"""Two reports side by side, and slot by slot: what did one find that the other did not?"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from evals import gate
from evals.sides import mismatches, problems_of
from evals.sides import read as read_side
from evals.store import Stored
from evals.view import View, percent, read


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Two runs; `verdict` is that of the gate with the first as baseline, `problems` why there is none."""

    names: tuple[str, str]
    views: tuple[View, View]
    verdict: gate.Verdict
    problems: tuple[str, ...]

    def render(self) -> str:
        """Lines of plain text."""
        return "\n".join(_lines(self))

    def to_json(self) -> dict[str, object]:
        """Scores of both, and the paired difference."""
        first, second = self.views
        return {
            "runs": list(self.names),
            "h": [first.h, second.h],
            "groups": {
                before.name: [before.f1, after.f1]
                for before, after in zip(first.groups, second.groups, strict=False)
            },
            "delta": self.verdict.delta,
            "low": self.verdict.low,
            "high": self.verdict.high,
            "p": self.verdict.p,
            "mde": self.verdict.mde,
            "usage": [dict(view.usage) for view in self.views],
            "problems": list(self.problems),
        }


def side_by_side(first: Stored, second: Stored) -> SideBySide:
    """Compare two runs on the same gold; where they cannot be, `problems` says why."""
    problems = [*problems_of(first.report, first.name), *problems_of(second.report, second.name)]
    if not problems:
        problems = list(mismatches(read_side(first.report), read_side(second.report)))
    return SideBySide(
        names=(first.name, second.name),
        views=(read(first.report), read(second.report)),
        verdict=gate.decide(first.report, second.report),
        problems=tuple(problems),
    )


def changed_errors(first: Mapping[str, object], second: Mapping[str, object]) -> Iterator[str]:
    """A line for each error that only one of the reports has: `+` came with the second, `-` went."""
    before, after = _errors(first), _errors(second)
    gone, new = before - after, after - before
    lines = [(line, "-") for line in gone.elements()] + [(line, "+") for line in new.elements()]
    yield from (f"{sign} {line}" for line, sign in sorted(lines))
    yield f"{gone.total()} errors went, {new.total()} came, {(before & after).total()} stay"


def _errors(report: Mapping[str, object]) -> Counter[str]:
    return Counter(
        f"{error.article} {error.path} {error.label}: {_shown(error.gold)} | {_shown(error.predicted)}"
        for error in read(report).errors
    )


def _shown(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _lines(found: SideBySide) -> Iterator[str]:
    first, second = found.views
    wide = max(24, *map(len, found.names))
    yield f"{'':16}{found.names[0]:>{wide}}{found.names[1]:>{wide}}  change"
    yield _line("H", (first.h, second.h), wide)
    for before, after in zip(first.groups, second.groups, strict=False):
        yield _line(before.name, (before.f1, after.f1), wide)
    yield _line("all fields", (first.overall.f1, second.overall.f1), wide)
    figures = [dict(view.usage) for view in found.views]
    for name in dict.fromkeys((*figures[0], *figures[1])):
        values = [f"{figure[name]:,.6g}" if name in figure else "" for figure in figures]
        yield f"{name:16}{values[0]:>{wide}}{values[1]:>{wide}}"
    if found.problems:
        yield "not comparable:"
        yield from (f"  {problem}" for problem in found.problems)
        return
    yield from gate.render(found.verdict).splitlines()[1:]


def _line(name: str, scores: tuple[float | None, float | None], wide: int) -> str:
    before, after = scores
    change = "" if before is None or after is None else f"{100 * (after - before):+.1f}"
    return f"{name:16}{percent(before):>{wide}}{percent(after):>{wide}}  {change}"
