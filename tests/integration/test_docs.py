"""The commands of docs/before-you-change-a-prompt.md work: they run in a copy of the checkout."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from evals import experiment

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs" / "before-you-change-a-prompt.md"
TEXT = GUIDE.read_text(encoding="utf-8")
NOT_SOURCE = shutil.ignore_patterns(
    ".git", ".venv", "build", "dist", "__pycache__", ".*_cache", ".hypothesis", ".edumutu"
)
COMMANDS = [
    line for block in re.findall(r"^```sh\n(.*?)^```$", TEXT, re.M | re.S) for line in block.splitlines()
]


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the checkout; commands find in it what the ones before them wrote.

    Its baseline is blessed afresh: whether the committed one still holds is for the gate to say.
    """
    copy = tmp_path_factory.mktemp("guide") / "checkout"
    shutil.copytree(ROOT, copy, ignore=NOT_SOURCE)
    (copy / "evals/baselines/corpus.rules.json").unlink(missing_ok=True)
    for command in ("run --name before", "bless before --reason 'before the change'"):
        outcome = done(f"edumutu-llm evals {command}", copy)
        assert outcome.returncode == 0, outcome.stderr
    return copy


def done(command: str, checkout: Path) -> subprocess.CompletedProcess[str]:
    strangers = ("EDUMUTU_", "EVALS_", "OPENAI_")
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(strangers)},
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        # The command is installed from the checkout itself, its copy has to come first.
        "PYTHONPATH": str(checkout),
        # Nobody listens there: a command that asks the network fails at once.
        "HTTP_PROXY": "http://127.0.0.1:9",
        "HTTPS_PROXY": "http://127.0.0.1:9",
    }
    return subprocess.run(
        command,
        shell=True,
        cwd=checkout,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def outcomes(checkout: Path) -> dict[str, subprocess.CompletedProcess[str]]:
    """Every command, run in the order of the page."""
    return {command: done(command, checkout) for command in COMMANDS}


def names() -> Iterator[str]:
    for command in COMMANDS:
        found = re.fullmatch(r"edumutu-llm evals (\w+) .*", command)
        assert found, command
        yield found[1]


def test_the_page_shows_five_commands_in_the_order_of_the_work() -> None:
    assert list(names()) == ["run", "report", "compare", "gate", "bless"]


@pytest.mark.parametrize("command", COMMANDS)
def test_command_succeeds(command: str, outcomes: dict[str, subprocess.CompletedProcess[str]]) -> None:
    outcome = outcomes[command]
    assert outcome.returncode == 0, f"{command}\n{outcome.stdout}\n{outcome.stderr}"


@pytest.mark.usefixtures("outcomes")
def test_the_commands_write_what_the_page_says(checkout: Path) -> None:
    assert (checkout / ".edumutu/runs/candidate/report.json").is_file()
    assert "<mark>" in (checkout / "candidate.html").read_text(encoding="utf-8")
    blessed = (checkout / "evals/baselines/corpus.rules.json").read_text(encoding="utf-8")
    assert "Say what got better" in blessed


def test_the_matrix_of_the_page_is_one(checkout: Path) -> None:
    (matrix,) = re.findall(r"^```yaml\n(.*?)^```$", TEXT, re.M | re.S)
    (checkout / "matrix.yaml").write_text(matrix, encoding="utf-8")
    assert len(experiment.load(checkout / "matrix.yaml").cells) == 3
    (line,) = [line.strip() for line in TEXT.splitlines() if "--matrix" in line]
    outcome = done(line, checkout)
    assert outcome.returncode == 0, outcome.stderr
    assert outcome.stdout.count("refused: ") == 2
