"""How far the review's own reading goes, and how long a reviewer waits: `python benchmarks/review.py`.

Four questions on all settled records of the repository: of how many values the place is found without anyone
marking it; how often a marked place gives back the value that stands on it; in how many edits a person comes
from the rules' record to gold; and how long opening, editing and saving take.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from evals import gold
from evals.gold import GoldItem
from evals.review.contents.pointers import at, list_pointer, path_of, value_at
from evals.review.desk import Desk
from evals.review.editing.differences import differences
from evals.review.readers.evidence import located, provenance_of, rules_record
from evals.review.readers.reader import Reader
from evals.review.types import Add, Edit, EditError, Remove, Saved, Set, Sheet
from extractor.schema.fields import BY_PATH
from extractor.schema.types import Article

FOLDERS = (("gold", "seeds"), ("gold/corpus", None), ("gold/heldout", None))
_MOST_EDITS = 300


class Walk(NamedTuple):
    """One article taken from the rules' record to gold."""

    edits: int
    is_gold: bool
    is_saved: bool


class Clock:
    """Seconds by what was done."""

    def __init__(self) -> None:
        self.taken_s: dict[str, list[float]] = {}

    def timed(self, name: str, call: Callable[[], Sheet | Saved | object]) -> object:
        """What `call` gives."""
        started_s = time.perf_counter()
        try:
            return call()
        finally:
            self.taken_s.setdefault(name, []).append(time.perf_counter() - started_s)


def main() -> None:
    """Print the figures."""
    items = [item for folder, articles in FOLDERS for item in _gold(folder, articles)]
    places = [origin.spans for item in items for origin in located(item.record, _article(item)).values()]
    print(
        f"{len(items)} records, {len(places)} values, {sum(map(bool, places)) / len(places):.1%} with a place"
    )
    marked = [is_same for item in items for is_same in _marked(item)]
    print(f"{len(marked)} places marked, {sum(marked) / len(marked):.1%} give the value that stands on them")
    clock = Clock()
    walks = [_walk(item, clock) for item in items]
    edits = [walk.edits for walk in walks]
    print(
        f"from rules to gold: {sum(walk.is_gold for walk in walks)} of {len(walks)} reached, "
        f"{sum(walk.is_saved for walk in walks)} saved without marking a place; "
        f"{statistics.median(edits)} edits at the median, {max(edits)} at most"
    )
    for name, taken_s in clock.taken_s.items():
        ordered = sorted(taken_s)
        p95_s = ordered[int(len(ordered) * 0.95)]
        print(f"{name}: p50 {statistics.median(ordered) * 1000:.1f} ms, p95 {p95_s * 1000:.1f} ms")


def _gold(folder: str, articles: str | None) -> Iterator[GoldItem]:
    loaded = gold.load(Path(folder), Path(articles) if articles else None)
    return (item for item in loaded if item.text)


def _article(item: GoldItem) -> Article:
    return Article(item.id, item.text)


def _marked(item: GoldItem) -> Iterator[bool]:
    """Whether each place of the rules' record, marked by itself, gives the value that it proves."""
    record, reader = rules_record(_article(item)), Reader(_article(item))
    for pointer, origin in provenance_of(record).items():
        path, value = path_of(pointer), value_at(record, pointer)
        if BY_PATH[path].canonicaliser is None or value is None or len(origin.spans) != 1:
            continue
        read = reader.marked(path, origin.spans[0], record)
        if path not in {"regions[].name", "regions[].level"}:
            yield path in read and read[path].value == value


def _walk(item: GoldItem, clock: Clock) -> Walk:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        desk = Desk([_article(item)], home / "gold", "reader", home=home)
        sheet, count = clock.timed("open", lambda: desk.open(item.id)), 0
        while count < _MOST_EDITS:
            assert isinstance(sheet, Sheet)
            after = _next(desk, sheet, item, clock)
            if after is None:
                break
            sheet, count = after, count + 1
        assert isinstance(sheet, Sheet)
        etag, version = sheet.etag, sheet.version
        saved = clock.timed("save", lambda: desk.save(item.id, etag=etag, version=version))
        return Walk(count, not differences(sheet.record, item.record), isinstance(saved, Saved))


def _next(desk: Desk, sheet: Sheet, item: GoldItem, clock: Clock) -> Sheet | None:
    """The sheet after the next edit that brings it nearer to gold; None when there is none."""
    for edit in _edits(sheet.record, item.record):
        try:
            after = clock.timed("edit", lambda edit=edit: desk.edit(item.id, edit, version=sheet.version))  # type: ignore[misc]
        except EditError:
            continue
        assert isinstance(after, Sheet)
        return after
    return None


def _edits(mine: Mapping[str, object], theirs: Mapping[str, object]) -> Iterator[Edit]:
    for one in differences(mine, theirs):
        if not one.is_item:
            yield Set(str(one.pointer), one.theirs)
        elif one.pointer is not None:
            yield Remove(one.pointer)
        else:
            path = one.id.partition("[]|")[0]
            item = at(theirs, str(one.theirs_pointer))
            whole = isinstance(item, Mapping) and path != "regions"
            yield Add(list_pointer(path), value=item if whole else one.theirs)  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
