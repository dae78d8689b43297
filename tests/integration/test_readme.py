"""What README.md tells readers to type works: its commands and programs run in a copy of the checkout.

A `sh` block is run line by line. Lines that set up a machine (`pip`, `git`, `cd`) are left out, `make` lines
need only name a target.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
README = ROOT / "README.md"
TEXT = README.read_text(encoding="utf-8") if README.exists() else ""
NOT_SOURCE = shutil.ignore_patterns(
    ".git", ".venv", "build", "dist", "__pycache__", ".*_cache", ".hypothesis"
)
SETS_UP = re.compile(r"(?:python3? -m )?(?:pip|venv|git|cd|source|\.|export|pipx|uv)\s")


def blocks(language: str) -> list[str]:
    """The fenced blocks of that language, without the fences."""
    return re.findall(rf"^```{language}\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


def lines() -> list[str]:
    """The lines of all sh blocks, continued ones joined, prompts and comments off."""
    joined = "\n".join(blocks("sh")).replace("\\\n", " ")
    stripped = (line.strip().removeprefix("$ ") for line in joined.splitlines())
    return [line for line in stripped if line and not line.startswith("#")]


MAKE = [line.partition("#")[0].strip() for line in lines() if line.startswith("make")]
COMMANDS = [line for line in lines() if not line.startswith("make") and not SETS_UP.match(line)]
PROGRAMS = blocks("python")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the checkout; commands find in it what the ones before them wrote."""
    copy = tmp_path_factory.mktemp("readme") / "checkout"
    shutil.copytree(ROOT, copy, ignore=NOT_SOURCE)
    return copy


def check(command: str | list[str], checkout: Path) -> None:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("EDUMUTU_", "OPENAI_"))},
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        # The command is installed from the checkout itself, its copy has to come first.
        "PYTHONPATH": str(checkout),
        # Nobody listens there: a command that asks the network fails at once.
        "HTTP_PROXY": "http://127.0.0.1:9",
        "HTTPS_PROXY": "http://127.0.0.1:9",
    }
    done = subprocess.run(
        command,
        shell=isinstance(command, str),
        cwd=checkout,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"


def test_readme_shows_how_to_install_run_and_test() -> None:
    assert {"make demo", "make test"} <= set(MAKE)
    assert any("edumutu-llm extract" in line for line in COMMANDS)


def test_no_block_of_commands_hides_under_another_name() -> None:
    assert (
        set(re.findall(r"^```(\S+)$", TEXT, re.MULTILINE)) & {"bash", "shell", "console", "zsh", "py"}
        == set()
    )


@pytest.mark.parametrize("line", MAKE)
def test_make_target_exists(line: str) -> None:
    targets = re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(line.split()[1:]) <= set(targets)


@pytest.mark.parametrize("line", COMMANDS)
def test_command_succeeds(line: str, checkout: Path) -> None:
    check(line, checkout)


@pytest.mark.parametrize("program", PROGRAMS)
def test_program_succeeds(program: str, checkout: Path) -> None:
    check([sys.executable, "-c", program], checkout)
