"""`extract` over many articles with a model behind a stub server, on Ray and alone, in one empty network.

    python tests/e2e/model_on_ray.py FOLDER COUNT

Prints what the server counted after each of three runs: on Ray, on Ray once more, and in one process.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from tests import long_runs
from tests.servers.openai_stub import OpenAIStub

ON_RAY = ("--distributed", "ray", "--ray-workers", "2", "--workers", "3", "--shard-size", "40")


def main(folder: Path, count: int) -> None:
    long_runs.write(folder / "in.jsonl", count)
    runs = {"first": (*ON_RAY,), "again": (*ON_RAY,), "alone.parquet": ()}
    with OpenAIStub(long_runs.reading(count), latency_s=0.02) as stub:
        for output, options in runs.items():
            before = stub.ledger.requests
            process = long_runs.start(folder, stub, "--format", "parquet", "--output", output, *options)
            _, stderr = process.communicate()
            ledger = stub.ledger
            asked = {"requests": ledger.requests - before, "peak": ledger.peak, "code": process.returncode}
            tokens = {"input_tokens": ledger.input_tokens, "output_tokens": ledger.output_tokens}
            print(json.dumps({**asked, **tokens, "stderr": stderr}), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
