"""What is missing is named by the `pip install` that brings it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from extractor.cli.app import app

RUNNER = CliRunner()


def without(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Have importing `name` fail, and what imports it be imported anew."""
    for known in [one for one in sys.modules if one.startswith((f"{name}.", "extractor.service."))]:
        monkeypatch.delitem(sys.modules, known)
    monkeypatch.setitem(sys.modules, name, None)


def test_without_fastapi_serving_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    without(monkeypatch, "fastapi")
    refused = RUNNER.invoke(app, ["serve", "--port", "0"])
    assert refused.exit_code == 2
    assert "pip install 'edumutu-llm[service]'" in refused.stderr


def test_without_the_sdk_traces_are_refused_only_if_asked_for(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")
    without(monkeypatch, "opentelemetry.sdk")
    refused = RUNNER.invoke(app, ["serve", "--port", "0"])
    assert refused.exit_code == 2
    assert "pip install 'edumutu-llm[traces]'" in refused.stderr


def test_a_new_key_needs_no_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch, "fastapi")
    assert RUNNER.invoke(app, ["serve", "--new-key"]).exit_code == 0
