"""Long runs of `extract`: memory over many articles, and how long a journal takes to be read.

    python benchmarks/long_runs.py --memory 100000      # by rules, with a journal and an output file
    python benchmarks/long_runs.py --journal 10000

`--memory` prints the memory of the process each time another tenth of its articles is done. `--journal` makes
a journal of so many records and prints how long opening it takes, and how long a resumed run that finds all
its records there takes in all, beside one that finds none.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from extractor import Article, Extractor, Settings
from extractor.batch import Journal, made_with

ROOT = Path(__file__).resolve().parent.parent
REPEAT = 5
EXTRACT = (sys.executable, "-m", "extractor", "extract")


def made(count: int) -> Iterator[Article]:
    """So many articles, each with words of its own in it."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("gold/corpus/articles/*.txt"))]
    chance = random.Random(1)
    for number in range(count):
        words = chance.choice(texts).split(" ")
        name = "".join(chance.choices("aeiukmnrst", k=8)).title()
        words[chance.randrange(len(words))] = f"Kepala Dinas Pendidikan {name} {name[::-1].title()}"
        yield Article(f"article-{number:07}", " ".join(words))


def write(path: Path, count: int) -> None:
    """A file of JSON Lines with so many articles."""
    with path.open("w", encoding="utf-8") as stream:
        for article in made(count):
            stream.write(json.dumps({"id": article.id, "text": article.text}) + "\n")


def resident_mb(process: subprocess.Popen[bytes]) -> float:
    """The memory that a process holds now."""
    status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
    (line,) = (line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024


def watch_memory(folder: Path, count: int) -> None:
    """Print the memory after each tenth of the articles."""
    write(folder / "in.jsonl", count)
    journal = folder / "run.journal"
    start_s = time.perf_counter()
    options = ("in.jsonl", "--journal", str(journal), "--output", "out.jsonl")
    with subprocess.Popen([*EXTRACT, *options], cwd=folder) as process:
        done, seen, told = 0, 0, 0
        while not journal.exists() and process.poll() is None:
            time.sleep(0.01)
        with journal.open("rb") as lines:
            while process.poll() is None:
                chunk = lines.read()
                done += chunk.count(b"\n")
                seen = done * 10 // count
                if seen > told and process.poll() is None:
                    told = seen
                    print(f"  {done:8,} articles   {resident_mb(process):7.1f} MB", flush=True)
                time.sleep(0.02)
    print(f"  {count / (time.perf_counter() - start_s):.0f} articles/s, journal and output written")


def time_journal(folder: Path, count: int) -> None:
    """Print how long a journal of so many records takes to be read."""
    path, settings = folder / "run.journal", Settings()
    with Extractor(settings) as extractor, Journal(path, made_with(settings)) as journal:
        for article in made(count):
            journal.put(article, extractor.extract(article))
    write(folder / "in.jsonl", count)
    (folder / "none.jsonl").write_text('{"text": "Rapat."}\n', encoding="utf-8")
    print(f"a journal of {count:,} records, {path.stat().st_size / 2**20:.0f} MB")
    opening = []
    for _ in range(REPEAT):
        start_s = time.perf_counter()
        Journal(path, made_with(settings), is_resumed=True).close()
        opening.append(time.perf_counter() - start_s)
    print(f"  opened in {statistics.median(opening):.3f} s (median of {REPEAT})")
    for name in ("none.jsonl", "in.jsonl"):
        options = (name, "--journal", str(path), "--resume", "--output", "out.jsonl")
        start_s = time.perf_counter()
        subprocess.run([*EXTRACT, *options], cwd=folder, check=True, stderr=subprocess.DEVNULL)
        print(f"  a resumed run of {name}: {time.perf_counter() - start_s:.2f} s")


def main() -> None:
    """Print what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--memory", type=int, default=0, metavar="ARTICLES")
    parser.add_argument("--journal", type=int, default=0, metavar="RECORDS")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if chosen.journal:
            time_journal(Path(folder), chosen.journal)
    with tempfile.TemporaryDirectory() as folder:
        if chosen.memory:
            print("memory of the process while it reads, by rules")
            watch_memory(Path(folder), chosen.memory)


if __name__ == "__main__":
    main()
