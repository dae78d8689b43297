"""The command `evals calibrate`: from gold to the table of probabilities and the report on it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from fnmatch import fnmatch
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from evals import gold, reliability
from evals.calibration import Tally, fit, gather
from extractor.errors import SettingsError
from extractor.knowledge.tables import Row
from extractor.pipeline import rules_version
from extractor.reconcile.calibration import TABLE

_BLOCK = re.compile(r"^```text\n.*?^```$", re.M | re.S)
_HEADER = "path,reason,raw,confidence,values,right"


class Fitted(NamedTuple):
    """The table as a file's text, where it comes from, and the report on it."""

    table: str
    origin: str
    report: str


def calibrate(folders: Sequence[Path], articles: Path | None, unseen: str) -> Fitted:
    """Fit the table on the gold of `folders`; `unseen` is a pattern of the ids that are counted.

    Raises:
        SettingsError: There is no gold, or fewer than three articles are unseen.
    """
    items = [item for folder in folders for item in gold.load(folder, articles)]
    known = {item.id for item in items if fnmatch(item.id, unseen)}
    if len(known) < 3:
        raise SettingsError(
            f"{len(known)} articles match --unseen {unseen!r}; name three or more that no rule comes from"
        )
    leaves = gather(items)
    unseen_leaves = [leaf for leaf in leaves if leaf.article in known]
    seen = Tally(leaf for leaf in leaves if leaf.article not in known)
    used = [item for item in items if item.id in known]
    origin = (
        f"rules_version: {rules_version()}; gold: {unseen}, {len(known)} of {len(items)} articles, "
        f"sha256 {gold.digest(used)[:12]}"
    )
    report = "\n".join(reliability.render(unseen_leaves, seen))
    return Fitted(_text(origin, fit(Tally(unseen_leaves), seen)), origin, report)


def in_use() -> str:
    """What the package's own table says of its origin."""
    table = files("extractor.knowledge").joinpath("data", f"{TABLE}.csv").read_text(encoding="utf-8")
    return next((line[2:] for line in table.splitlines() if line.startswith("# rules_version")), "unknown")


def show_on(page: Path, fitted: Fitted) -> None:
    """Put the report in place of the first `text` block of a Markdown page.

    Raises:
        SettingsError: The page cannot be read, or has no such block.
    """
    try:
        text = page.read_text(encoding="utf-8")
    except OSError as error:
        raise SettingsError(f"{page} cannot be read: {error.strerror}") from error
    block = _BLOCK.search(text)
    if block is None:
        raise SettingsError(f"{page} has no block that opens with ```text")
    shown = f"```text\n{fitted.origin}\n\n{fitted.report}\n```"
    page.write_text(text[: block.start()] + shown + text[block.end() :], encoding="utf-8")


def _text(origin: str, table: Sequence[Row]) -> str:
    today = datetime.now(UTC).date().isoformat()
    head = (
        f"# Source: evals calibrate, from how often values of the rules are right. Date: {today}.",
        f"# {origin}",
        "# A value of rule `reason` with a confidence from `raw` on is right with probability `confidence`.",
        "# values, right: what was counted on the unseen articles; `*` is any rule without rows of its own.",
        _HEADER,
    )
    lines = (",".join(row[name] for name in _HEADER.split(",")) for row in table)
    return "\n".join((*head, *lines)) + "\n"
