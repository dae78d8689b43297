"""Record the answers that tests replay: python -m tests.record [--base-url URL] [--model NAME]

Without a URL the annotator answers (`tests/servers/annotator.py`), which knows the gold; with one the model
there does. Recordings hold what was answered, no article and no key; a changed prompt needs new ones.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from evals import gold, run
from extractor.models import QueueModel, Recorder
from extractor.pipeline.connection import connect
from extractor.settings import Settings
from tests.servers.annotator import Annotator

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "tests" / "recorded"
ANNOTATOR, LOCAL = FOLDER / "annotator.jsonl", FOLDER / "local.jsonl"
LOCAL_LIMITS = {"max_output_tokens": 192, "timeout_s": 170.0, "workers": 1}
"""As the test of the real model sets them: they are part of what is asked."""


def main() -> None:
    """Write one recording anew."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--base-url")
    parser.add_argument("--model", default="local")
    options = parser.parse_args()
    items = gold.load(ROOT / "gold")
    if options.base_url is None:
        ANNOTATOR.unlink(missing_ok=True)
        annotator = QueueModel(Annotator((item.text, item.record) for item in items))
        settings = Settings(engine="llm", model="annotator", cache=False)
        run.predict(items, settings, Recorder(annotator, ANNOTATOR))
        return
    LOCAL.unlink(missing_ok=True)
    for engine, prompt in (("llm", "full"), ("hybrid", "patch")):
        settings = Settings(
            engine=engine,  # type: ignore[arg-type]
            prompt=prompt,
            model=options.model,
            base_url=options.base_url,
            cache=False,
            **LOCAL_LIMITS,
        )
        run.predict(items, settings, Recorder(connect(settings), LOCAL))


if __name__ == "__main__":
    main()
