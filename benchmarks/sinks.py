"""How fast records are written in each format, and what memory that takes.

    python benchmarks/sinks.py [--records 20000] [--format sqlite …]

Reads the seeds and the corpus by rules, writes the records again and again under other ids, each format in a
process of its own, and prints records per second, bytes per record and the highest resident memory before and
after. `filters` writes nothing: it applies all filters.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from extractor import Article, Extractor, Settings
from extractor.schema.record import Record
from extractor.sinks import FORMATS, Entry, Filters, file_writer, filtered, writer

ROOT = Path(__file__).resolve().parent.parent
EVERYTHING = Filters(min_confidence=0.9, only_in_scope=True, redact_people="private")
FORMATS_FOR_PROGRAMS = [name for name in FORMATS if name not in {"table", "html", "explain"}]


def entries(count: int) -> Iterator[Entry]:
    """So many records, no two of one id."""
    extractor = Extractor(Settings())
    paths = [*sorted(ROOT.glob("seeds/*.txt")), *sorted(ROOT.glob("gold/corpus/articles/*.txt"))]
    texts = [path.read_text(encoding="utf-8") for path in paths]
    known: list[Record] = [extractor.extract(Article(id="x", text=text)) for text in texts]
    for number in range(count):
        index = number % len(known)
        yield Entry(known[index].model_copy(update={"article_id": f"a{number}"}), texts[index])


def memory_mb() -> float:
    """The highest resident memory of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def write(name: str, source: Iterator[Entry], folder: Path) -> None:
    """Write all records in one format, or only filter them."""
    if name == "filters":
        for _ in filtered(source, EVERYTHING):
            pass
    elif to_file := file_writer(name):  # type: ignore[arg-type]
        to_file(source, str(folder / "out"))
    elif to_stream := writer(name):  # type: ignore[arg-type]
        with (folder / "out").open("w", encoding="utf-8") as stream:
            to_stream(source, stream)


def measure(name: str, count: int) -> None:
    """Print the figures of one format."""
    source = entries(count)
    first = next(source)
    before, start = memory_mb(), time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        write(name, source, Path(folder))
        seconds = time.perf_counter() - start
        size = sum(path.stat().st_size for path in Path(folder).iterdir())
    assert first.record.run is not None
    print(
        f"{name:8} {(count - 1) / seconds:8.0f} records/s  {size / count:8.0f} bytes a record  "
        f"{before:5.0f} -> {memory_mb():5.0f} MB",
        flush=True,
    )


def main() -> None:
    """Measure every format asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--records", type=int, default=20_000)
    parser.add_argument("--format", nargs="+", default=[*FORMATS_FOR_PROGRAMS, "filters"])
    parser.add_argument("--one", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        measure(arguments.one, arguments.records)
        return
    for name in arguments.format:
        command = [sys.executable, __file__, "--one", name, "--records", str(arguments.records)]
        subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
