"""What grounding lets through, and what it costs.

    python benchmarks/grounding.py [--repeat 20]

Grounds the pairs of `tests/made_pairs.py` and prints, by group, how many falsified claims were accepted (at
most 0.5 % may be) and how many rewritten true ones (at least 95 % must be). Then grounds, for each seed and
article of the corpus, an answer that claims all that the rules found, and prints the median processor time.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from extractor.grounding import ground
from extractor.schema.claims import Claim, Claims
from tests.made_pairs import Result, Source, Worth, answer, results, sources, total


def main() -> None:
    """Print the table and the time."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeat", type=int, default=20)
    repeat = parser.parse_args().repeat
    table = results()
    worths: tuple[Worth, ...] = ("changed", "same")
    for worth in worths:
        print(f"{worth:<9}{'pairs':>14}{'accepted':>10}")
        for (of, group), result in sorted(table.items()):
            if of == worth:
                print(_row(group, result))
        print(_row("all", total(table, worth)), end="\n\n")
    answers = [(source, answer(source)) for source in sources()]
    times = [_seconds(source, claims) for _ in range(repeat) for source, claims in answers]
    claims_each = statistics.median(sum(1 for _ in _leaves(claims)) for _, claims in answers)
    print(f"{len(answers)} articles, {claims_each:.0f} claims each (median)")
    print(f"median per answer {statistics.median(times) * 1000:.2f} ms of processor time")


def _row(name: str, result: Result) -> str:
    return f"  {name:<14}{result.pairs:>7}{result.accepted:>10}{result.rate:>9.1%}"


def _seconds(source: Source, claims: Claims) -> float:
    start = time.process_time()
    ground(claims, source.article, source.sentences, source.context)
    return time.process_time() - start


def _leaves(claims: Claim | Claims) -> Iterator[str]:
    """The words of every claim."""
    if isinstance(claims, dict):
        for part in claims.values():
            yield from _leaves(part)
    elif isinstance(claims, list):
        for item in claims:
            yield from _leaves(item)
    elif claims is not None:
        yield claims.text


if __name__ == "__main__":
    main()
