"""The wheel holds what the command needs and nothing else, and runs where no checkout is near."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from fnmatch import fnmatch
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOT_SOURCE = shutil.ignore_patterns(
    ".git", ".venv", "build", "dist", "*.egg-info", "__pycache__", ".*_cache", ".hypothesis", ".edumutu"
)
ARTICLE = "PALOPO – Dinas Pendidikan Kota Palopo menggelar rapat, Rabu (2/11/2022).\n"


def run(*command: str | Path, **options: object) -> str:
    """What the command prints; fails with what it says on stderr."""
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False, **options)  # type: ignore[call-overload]
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return str(done.stdout)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built without a network from a copy of the source: a build leaves files behind."""
    folder = tmp_path_factory.mktemp("build")
    source = folder / "source"
    shutil.copytree(ROOT, source, ignore=NOT_SOURCE)
    options = ("--no-deps", "--no-index", "--no-build-isolation", "--check-build-dependencies", "--quiet")
    run(sys.executable, "-m", "pip", "wheel", *options, "--wheel-dir", folder, source)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def names(wheel: Path) -> list[str]:
    with ZipFile(wheel) as archive:
        return archive.namelist()


@pytest.fixture(scope="module")
def place(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty folder with nothing but the wheel installed in it."""
    folder = tmp_path_factory.mktemp("installed")
    run(
        sys.executable,
        "-m",
        "pip",
        "install",
        "--no-deps",
        "--no-index",
        "--quiet",
        "--target",
        folder,
        wheel,
    )
    return folder


@pytest.fixture
def installed(place: Path) -> dict[str, str]:
    """An environment in which the installed wheel comes before the checkout."""
    return {**os.environ, "PYTHONPATH": str(place)}


@pytest.mark.parametrize("room", ["extractor", "evals"])
def test_every_module_is_in_the_wheel(names: list[str], room: str) -> None:
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / room).rglob("*.py")}
    assert modules - set(names) == set()


def test_every_table_template_and_style_sheet_is_in_the_wheel(names: list[str]) -> None:
    found = {
        str(path.relative_to(ROOT))
        for package in ("extractor", "evals")
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".py"
    }
    assert len(found) > 50
    assert found <= set(names)


def test_the_prompts_are_in_the_wheel_and_nothing_else_of_their_folder(names: list[str]) -> None:
    templates = {f"extractor/prompt_files/{path.name}" for path in (ROOT / "prompts").glob("*.v*.md")}
    assert templates
    assert {name for name in names if name.startswith("extractor/prompt_files/")} == templates


def test_the_licence_is_in_the_wheel(names: list[str]) -> None:
    assert any(fnmatch(name, "*.dist-info/**LICENSE") for name in names)


def test_nothing_but_the_two_packages_and_their_metadata_is_in_the_wheel(names: list[str]) -> None:
    roots = {name.split("/")[0] for name in names}
    assert {root for root in roots if not root.endswith(".dist-info")} == {"extractor", "evals"}
    folders = {folder for name in names for folder in name.split("/")[:-1]}
    assert folders & {"seeds", "gold", "tests"} == set()


def test_the_installed_package_is_not_the_checkout(
    place: Path, installed: dict[str, str], tmp_path: Path
) -> None:
    where = run(
        sys.executable, "-c", "import extractor; print(extractor.__file__)", cwd=tmp_path, env=installed
    )
    assert Path(where.strip()) == place / "extractor" / "__init__.py"


def test_the_installed_module_tells_its_version(installed: dict[str, str], tmp_path: Path) -> None:
    printed = run(sys.executable, "-m", "extractor", "--version", cwd=tmp_path, env=installed)
    version = run(
        sys.executable, "-c", "import extractor; print(extractor.__version__)", cwd=tmp_path, env=installed
    )
    assert version.strip() in printed.split()


def test_the_installed_script_tells_its_version(
    place: Path, installed: dict[str, str], tmp_path: Path
) -> None:
    assert "edumutu-llm" in run(place / "bin" / "edumutu-llm", "--version", cwd=tmp_path, env=installed)


def test_the_installed_package_has_its_own_prompts(
    place: Path, installed: dict[str, str], tmp_path: Path
) -> None:
    told = "from extractor import prompts\nfor one in prompts.templates(): print(one.id, one.sha256)"
    printed = run(sys.executable, "-c", told, cwd=tmp_path, env=installed).split()
    files = sorted((place / "extractor" / "prompt_files").glob("*.md"))
    wanted = [part for path in files for part in (path.stem, sha256(path.read_bytes()).hexdigest())]
    assert printed == wanted


@pytest.mark.parametrize("output_format", ["jsonl", "json", "table", "html"])
def test_the_installed_command_reads_an_article(
    installed: dict[str, str], tmp_path: Path, output_format: str
) -> None:
    (tmp_path / "berita.txt").write_text(ARTICLE, encoding="utf-8")
    command = (sys.executable, "-m", "extractor", "extract", "berita.txt", "--format", output_format)
    printed = run(*command, cwd=tmp_path, env=installed)
    assert "berita" in printed
    assert "73.73" in printed or "Kota Palopo" in printed


def test_the_record_of_the_installed_command_has_the_article_s_region(
    installed: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "berita.txt").write_text(ARTICLE, encoding="utf-8")
    record = json.loads(
        run(sys.executable, "-m", "extractor", "extract", "berita.txt", cwd=tmp_path, env=installed)
    )
    assert (record["article_id"], record["run"]["status"]) == ("berita", "ok")
    assert record["regions"] == [{"code": "73.73", "name": "Kota Palopo", "level": "city"}]
