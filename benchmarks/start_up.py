"""Start-up, as ratios: what `import extractor` and the command line cost beside Python and Pydantic.

    python benchmarks/start_up.py [--runs 9]

Each command runs as a fresh process, in turn; printed is the median, in milliseconds of wall time over a bare
interpreter, and the ratio of `from extractor import Extractor` to `from pydantic import BaseModel` (goal: at
most 1.5).
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time

COMMANDS = {
    "bare interpreter": [sys.executable, "-c", "pass"],
    "import extractor": [sys.executable, "-c", "import extractor"],
    "from pydantic import BaseModel": [sys.executable, "-c", "from pydantic import BaseModel"],
    "from extractor import Extractor": [sys.executable, "-c", "from extractor import Extractor"],
    "edumutu-llm --help": [sys.executable, "-m", "extractor", "--help"],
}


def wall_ms(command: list[str]) -> float:
    """Wall time of one run of `command` in milliseconds."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return (time.perf_counter() - start) * 1000


def main() -> None:
    """Run all commands in turn and print the medians."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=9)
    runs = parser.parse_args().runs
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(runs):
        for name, command in COMMANDS.items():
            times[name].append(wall_ms(command))
    median = {name: statistics.median(found) for name, found in times.items()}
    bare = median["bare interpreter"]
    for name, value in median.items():
        print(f"{name:34}{value:8.1f} ms{value - bare:9.1f} ms over bare")
    base = median["from pydantic import BaseModel"] - bare
    print(f"Extractor / BaseModel: {(median['from extractor import Extractor'] - bare) / base:.2f}")


if __name__ == "__main__":
    main()
