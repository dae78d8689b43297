"""The check of sizes finds what is too big and says where."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def check(folder: Path) -> tuple[int, str]:
    script = ROOT / "scripts" / "check_sizes.py"
    done = subprocess.run([sys.executable, script, folder], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def function(lines: int, kind: str = "def") -> str:
    return f"{kind} long():\n" + "    pass\n" * (lines - 1)


@pytest.mark.parametrize(
    ("source", "code", "message"),
    [
        pytest.param("pass\n" * 400, 0, "sizes: ok", id="400 lines"),
        pytest.param("pass\n" * 401, 1, "module.py: 401 lines", id="401 lines"),
        pytest.param(function(50), 0, "sizes: ok", id="function of 50 lines"),
        pytest.param("\n" + function(51), 1, "module.py:2: long has 51 lines", id="function of 51 lines"),
        pytest.param(function(51, "async def"), 1, "long has 51 lines", id="async function"),
        pytest.param(
            "class A:\n    def m(self):\n" + "        pass\n" * 50, 1, "m has 51 lines", id="method"
        ),
    ],
)
def test_a_module_may_have_400_lines_and_a_function_50(
    tmp_path: Path, source: str, code: int, message: str
) -> None:
    deeper = tmp_path / "room"
    deeper.mkdir()
    (deeper / "module.py").write_text(source, encoding="utf-8")
    assert check(tmp_path)[0] == code
    assert message in check(tmp_path)[1]


def test_everything_that_is_too_big_is_named(tmp_path: Path) -> None:
    (tmp_path / "one.py").write_text(function(60), encoding="utf-8")
    (tmp_path / "two.py").write_text(function(70) + "pass\n" * 400, encoding="utf-8")
    code, printed = check(tmp_path)
    assert code == 1
    assert len(printed.splitlines()) == 3
