"""The package as a library: five names, loaded when they are used."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import extractor
from extractor import Article, Extractor, Record, Settings

ROOT = Path(__file__).parents[2]


def test_the_public_names_are_these() -> None:
    assert extractor.__all__ == ["Article", "Extractor", "Record", "Settings", "__version__"]
    assert set(extractor.__all__) <= set(dir(extractor))
    assert all(getattr(extractor, name) is not None for name in extractor.__all__)


def test_any_other_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="'colour'"):
        extractor.colour  # noqa: B018


def test_an_article_becomes_a_record_with_evidence_inside_its_text() -> None:
    text = "Rapat Mutu Digelar\n\nPALOPO – Dinas Pendidikan Kota Palopo membuka rapat mutu, Rabu (2/11/2022)."
    record = Extractor(Settings()).extract(Article("a", text))
    assert isinstance(record, Record)
    assert record.run is not None
    assert (record.run.status, record.run.error) == ("ok", None)
    assert record.provenance
    spans = [span for leaf in record.provenance.values() for span in leaf.evidence]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)


@pytest.mark.parametrize("text", ["", " ", "😀" * 50, "\n" * 200, "“" * 300, "1.234,5 " * 100, "A. " * 200])
def test_no_text_is_too_odd_for_a_record(text: str) -> None:
    record = Extractor().extract(Article("a", text))
    assert record.run is not None
    assert (record.run.status, record.run.error) == ("ok", None)


def test_importing_the_package_imports_nothing_else_of_it() -> None:
    script = (
        "import sys, extractor\n"
        "print([name for name in sys.modules if name.startswith(('extractor.', 'pydantic'))])"
    )
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "[]\n"
