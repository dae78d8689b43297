"""Starting costs little: heavy packages are imported by the command that needs them, not before."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("pydantic", "openai", "instructor", "trafilatura", "rich", "jinja2", "diskcache", "rapidfuzz")


def imported_by(code: str) -> set[str]:
    """The top-level packages in `sys.modules` after `code` has run in a fresh interpreter."""
    program = f"""
import sys
try:
    {code}
except SystemExit as end:
    assert not end.code, end.code
sys.stderr.write("\\n" + " ".join({{name.split(".")[0] for name in sys.modules}}))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(done.stderr.splitlines()[-1].split())


@pytest.fixture(scope="module")
def of_import() -> set[str]:
    return imported_by("import extractor")


@pytest.fixture(scope="module")
def of_help() -> set[str]:
    return imported_by("sys.argv = ['edumutu-llm', '--help']; from extractor.cli import main; main()")


@pytest.fixture(scope="module")
def of_rules() -> set[str]:
    return imported_by("import extractor.rules")


def test_the_probe_sees_what_is_imported() -> None:
    assert {"extractor", "pydantic"} <= imported_by("import extractor; extractor.Record")


@pytest.mark.parametrize("package", HEAVY)
def test_importing_the_package_does_not_import(of_import: set[str], package: str) -> None:
    assert "extractor" in of_import
    assert package not in of_import


@pytest.mark.parametrize("package", [name for name in HEAVY if name != "rich"])
def test_help_does_not_import(of_help: set[str], package: str) -> None:
    assert {"extractor", "typer"} <= of_help
    assert package not in of_help


@pytest.mark.parametrize("package", ["pydantic", "openai", "instructor", "trafilatura", "rich", "typer"])
def test_the_rules_do_not_import(of_rules: set[str], package: str) -> None:
    assert "extractor" in of_rules
    assert package not in of_rules


def test_the_public_names_are_loaded_when_asked_for() -> None:
    import extractor

    assert extractor.__all__ == ["Article", "Extractor", "Record", "Settings", "__version__"]
    assert {name for name in extractor.__all__ if getattr(extractor, name) is None} == set()
    with pytest.raises(AttributeError, match="Unknown"):
        extractor.Unknown  # type: ignore[attr-defined]  # noqa: B018
