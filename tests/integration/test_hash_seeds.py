"""Records do not hang on the process that makes them: Python orders its sets anew in each."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ARTICLE = ROOT / "gold/corpus/articles/d1_05.txt"
SEEDS = ("0", "1", "2", "3", "4")
MAKE = """
import sys
from extractor import Article, Extractor
record = Extractor().extract(Article("a", sys.stdin.read()))
record.run.duration_s = 0
print(record.model_dump_json())
"""


def test_a_post_with_two_holders_has_the_same_evidence_in_every_process() -> None:
    """`Bupati` in the headline is Markus, of whom the text tells in two ways which regency he heads."""
    whole = ARTICLE.read_text(encoding="utf-8")
    text = whole.replace("2026\n\nMentok,", "Kepala Dinas Pendidikan Amkkktkr Rktkkkma", 1)
    assert text != whole
    made = {
        subprocess.run(
            [sys.executable, "-c", MAKE],
            input=text,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in SEEDS
    }
    assert len(made) == 1
