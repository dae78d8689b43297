"""The journals of one batch: the newest is gone on with; where that cannot be, another is begun beside it.

A journal refuses records of another version of the program or of other settings. After an upgrade a batch
must neither hang nor mix the two, so its records are made anew; answers that the cache keeps are not paid for
again. The older journals stay, as proof of what was made and paid before.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from pathlib import Path

from extractor.batch import Journal
from extractor.batch.lines import parse
from extractor.errors import SettingsError
from extractor.schema.calls import NO_USAGE, Usage

_NAME = "journal-{}"
_RUN = b',"run":'
log = logging.getLogger(__name__)


def opened(folder: Path, made_with: Mapping[str, object]) -> Journal:
    """The journal to go on with.

    Raises:
        SettingsError: None can be read or written.
    """
    found = _journals(folder)
    if found:
        try:
            return Journal(found[-1], made_with, is_resumed=True)
        except SettingsError as error:
            if isinstance(error.__cause__, OSError):
                raise
            log.warning("batch %s begins a new journal: its records were made otherwise", folder.name)
    return Journal(folder / _NAME.format(len(found) + 1), made_with)


def paid(folder: Path) -> Usage:
    """What the records in all journals of a batch took together.

    Raises:
        OSError: One of them cannot be read.
    """
    usage = NO_USAGE
    for path in _journals(folder):
        with path.open("rb") as lines:
            for line in lines:
                parsed = parse(line)
                if parsed is not None and parsed.key is not None:
                    usage = usage.plus(_usage(line))
    return usage


def size_bytes(folder: Path) -> int:
    """Of all journals of a batch together; it grows with every record.

    Raises:
        OSError: One of them cannot be looked at.
    """
    return sum(path.stat().st_size for path in _journals(folder))


def _journals(folder: Path) -> list[Path]:
    paths = folder.glob(_NAME.format("*"))
    return sorted(paths, key=lambda path: int(path.name.rpartition("-")[2]))


def _usage(line: bytes) -> Usage:
    """Of the record on a line; its `run` comes last and is read alone, which is quicker."""
    _, _, run_json = line.rstrip().rpartition(_RUN)
    run = json.loads(run_json.removesuffix(b"}"))
    return Usage(
        calls=run["calls"],
        input_tokens=run["input_tokens"],
        output_tokens=run["output_tokens"],
        cost_usd=run["cost_usd"],
    )
