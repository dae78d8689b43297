"""Many articles against one local server: ours beside the clients that one would otherwise reach for.

    python benchmarks/throughput.py [--peers PYTHON] [--runs 5] [--articles 320] [--json FILE]

`benchmarks/README.md` says how to install the peers and what each figure means. The server answers after
50 ms, and 32 requests are under way. Each contestant runs in a process of its own, one after the other, and
all of them again; shown are medians. `--only` runs some of them.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import throughput_sample as sample

ROOT = Path(__file__).resolve().parent.parent
HERE = ROOT / "benchmarks"
IN_FLIGHT = 32
WARM_UP = 32
PATIENCE_S, HURRIED_S = 60.0, 1.0
WARM_PASSES = 10
END_S = 120.0


class Contestant(NamedTuple):
    """A row: who runs (see `throughput_clients`), under which name, and whether the server fails."""

    name: str
    client: str
    has_faults: bool = False

    @property
    def is_ours(self) -> bool:
        """Whether it runs in this environment, not in the peers'."""
        return self.client in {"cold", "warm", "rules"}


ROWS = (
    Contestant("edumutu-llm, cold", "cold"),
    Contestant("openai", "openai"),
    Contestant("instructor", "instructor"),
    Contestant("langextract, default chunks", "langextract"),
    Contestant("langextract, one chunk", "langextract-one"),
    Contestant("edumutu-llm, warm and unchanged", "warm"),
    Contestant("edumutu-llm, rules only", "rules"),
    Contestant("edumutu-llm", "cold", has_faults=True),
    Contestant("openai", "openai", has_faults=True),
    Contestant("instructor", "instructor", has_faults=True),
    Contestant("langextract, all in one call", "langextract-one", has_faults=True),
    Contestant("langextract, a call per article", "langextract-each", has_faults=True),
)


class Speaker:
    """A process that is told and answers in lines of JSON."""

    def __init__(self, *command: str) -> None:
        self._name = command[1]
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"},
        )

    def hear(self) -> dict[str, Any]:
        """Its next line."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line.strip():
            raise SystemExit(f"{self._name} ended without a word")
        return dict(json.loads(line))

    def tell(self, line: str) -> None:
        """Send it a line."""
        assert self._process.stdin is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def ask(self, line: str) -> dict[str, Any]:
        """Send it a line and take the answer."""
        self.tell(line)
        return self.hear()

    def end(self) -> None:
        """Close what it listens to, which ends it; after a while by force."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            self._process.wait(END_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


@contextmanager
def speaking(*command: str) -> Iterator[Speaker]:
    """A process that ends with the block."""
    speaker = Speaker(*command)
    try:
        yield speaker
    finally:
        speaker.end()


def jobs(count: int) -> dict[str, Any]:
    """What every client is told: articles and questions."""
    articles = list(sample.articles(WARM_UP + count))
    return {
        "warm_up": WARM_UP,
        "in_flight": IN_FLIGHT,
        "max_output_tokens": sample.MAX_OUTPUT_TOKENS,
        "articles": [(article.id, article.text) for article in articles],
        "questions": [sample.questions(article) for article in articles],
        "response_format": sample.response_format(),
        "shape": sample.shape_of_answer(),
        "guidance": sample.guidance(),
    }


def measured(
    row: Contestant, server: Speaker, job: Mapping[str, Any], *, peers: str, home: str
) -> dict[str, Any] | None:
    """What one run of one contestant took; None if it is not installed. `home` is an empty folder."""
    base_url = server.ask("start faults" if row.has_faults else "start")["base_url"]
    told = {
        **job,
        "home": home,
        "contestant": row.client,
        "base_url": base_url,
        "timeout_s": HURRIED_S if row.has_faults else PATIENCE_S,
        "passes": WARM_PASSES if row.client == "warm" else 1,
    }
    python = sys.executable if row.is_ours else peers
    with speaking(python, str(HERE / "throughput_clients.py")) as client:
        if "missing" in client.ask(json.dumps(told)):
            server.ask("stop")
            return None
        server.ask("mark")
        report = client.ask("go")
    served = server.ask("stop")
    articles = report["articles"]
    return {
        **report,
        "calls": served["requests"] / articles,
        "asked_chars": served["asked_chars"] / articles,
        "peak_in_flight": served["peak"],
        "served": served["kinds"],
    }


def medians(runs: list[dict[str, Any]]) -> dict[str, float]:
    """Figure by figure the median of all runs."""
    return {
        name: statistics.median(run[name] for run in runs)
        for name, value in runs[0].items()
        if isinstance(value, int | float)
    }


def ratios(runs: Mapping[str, list[dict[str, Any]]]) -> Iterator[str]:
    """Ours beside each peer: the median of the ratios of runs that followed each other."""
    for name in runs:
        if name.startswith("edumutu"):
            continue
        pairs = zip(runs[ROWS[0].name], runs[name], strict=True)
        each = sorted(one["articles_per_s"] / other["articles_per_s"] for one, other in pairs)
        yield f"  {statistics.median(each):5.2f} x {name} ({each[0]:.2f} to {each[-1]:.2f})"


def table(figures: Mapping[str, Mapping[str, float]], *, chars: float, has_faults: bool) -> Iterator[str]:
    """The rows as text."""
    head = f"{'':33}{'articles/s':>11}{'CPU ms':>8}{'calls':>7}{'chars sent':>12}{'peak MB':>9}"
    yield head + (f"{'usable':>9}{'by model':>10}" if has_faults else "")
    for name, row in figures.items():
        shown = f"{name:33}{row['articles_per_s']:11.1f}{row['cpu_ms']:8.2f}{row['calls']:7.2f}"
        shown += f"{row['asked_chars']:7.0f} {row['asked_chars'] / chars:3.1f}x{row['peak_mb']:9.0f}"
        if has_faults:
            shown += f"{row['usable'] / row['articles']:9.1%}{row['whole'] / row['articles']:10.1%}"
        yield shown


def main() -> None:
    """Run all, print the table, write the file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--peers", default=sys.executable, help="the peers' Python; by default this one")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--fault-runs", type=int, default=1, help="of those where the server fails")
    parser.add_argument("--articles", type=int, default=320)
    parser.add_argument("--only", action="append", choices=sorted({row.client for row in ROWS}))
    parser.add_argument("--json", type=Path, metavar="FILE")
    chosen = parser.parse_args()
    job = jobs(chosen.articles)
    texts = [text for _, text in job["articles"][WARM_UP:]]
    chars = statistics.mean(map(len, texts))
    rows = [row for row in ROWS if not chosen.only or row.client in chosen.only]
    runs: dict[bool, dict[str, list[dict[str, Any]]]] = {False: {}, True: {}}
    with speaking(sys.executable, str(HERE / "throughput_server.py"), str(len(job["articles"]))) as server:
        server.hear()
        for number in range(chosen.runs):
            for row in rows:
                if row.has_faults and number >= chosen.fault_runs:
                    continue
                with tempfile.TemporaryDirectory() as home:
                    report = measured(row, server, job, peers=chosen.peers, home=home)
                if report is not None:
                    runs[row.has_faults].setdefault(row.name, []).append(report)
                print(f"run {number + 1}: {row.name}", file=sys.stderr)
    figures = {kind: {name: medians(every) for name, every in named.items()} for kind, named in runs.items()}
    report_all(figures, runs, texts=texts, chars=chars, count=chosen.runs)
    missing = sorted({row.name for row in rows if row.name not in runs[row.has_faults]})
    if missing:
        print(f"\nnot installed: {', '.join(missing)}")
    if chosen.json:
        kinds = {"plain": runs[False], "faults": runs[True]}
        chosen.json.write_text(json.dumps({"python": platform.python_version(), **kinds}, indent=1) + "\n")


def report_all(
    figures: Mapping[bool, Mapping[str, Mapping[str, float]]],
    runs: Mapping[bool, Mapping[str, list[dict[str, Any]]]],
    *,
    texts: list[str],
    chars: float,
    count: int,
) -> None:
    """Print both tables and the ratios."""
    print(
        f"{len(texts)} articles of {chars:.0f} characters on average, 50 ms latency, {IN_FLIGHT} in flight, "
        f"medians of {count} runs; CPU, calls and characters per article"
    )
    if figures[False]:
        print("\n" + "\n".join(table(figures[False], chars=chars, has_faults=False)))
    if ROWS[0].name in figures[False]:
        print("\nours, cold, in articles per second:")
        print("\n".join(ratios(runs[False])))
    if figures[True]:
        print("\nThe server fails: 10 % are answered 503, 5 % never, 5 % cut off, 2 % refused; limit 1 s")
        print("\n".join(table(figures[True], chars=chars, has_faults=True)))


if __name__ == "__main__":
    main()
