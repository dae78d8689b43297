"""The command line from outside: what goes where, what each exit code means, and who fails alone."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from extractor.cli import app
from extractor.schema.record import Record

ROOT = Path(__file__).parents[2]
SEEDS = ROOT / "seeds"
NEWS = "Rapat Mutu Digelar\n\nPALOPO – Dinas Pendidikan Kota Palopo membuka rapat mutu, Rabu (2/11/2022).\n"
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("EDUMUTU_")}


@pytest.fixture(autouse=True)
def empty_working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No settings but those of the test."""
    for name in os.environ:
        if name.startswith("EDUMUTU_"):
            monkeypatch.delenv(name)
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """A folder with every class of bad source between good ones."""
    folder = tmp_path / "mixed"
    folder.mkdir()
    (folder / "a_good.txt").write_text(NEWS, encoding="utf-8")
    (folder / "b_empty.txt").write_bytes(b"")
    (folder / "c_binary.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    (folder / "d_dangling.txt").symlink_to(folder / "gone")
    (folder / "e_large.txt").write_bytes(b"kata " * 500_000)
    (folder / "f_page.html").write_text("<html><body></body></html>", encoding="utf-8")
    lines = (json.dumps({"text": NEWS}), "{broken", json.dumps({"id": "own", "text": NEWS + "Selesai.\n"}))
    (folder / "g_lines.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (folder / "h_good.txt").write_text(NEWS, encoding="utf-8")
    return folder


MIXED = {
    "a_good": "ok",
    "b_empty": "failed",
    "c_binary": "failed",
    "d_dangling": "failed",
    "e_large": "failed",
    "f_page": "failed",
    "g_lines-1": "ok",
    "g_lines-2": "failed",
    "own": "ok",
    "h_good": "ok",
}


def call(*arguments: str | Path, stdin: bytes | str | None = None) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], input=stdin)


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "extractor", *map(str, arguments)]


def environment(**more: str) -> dict[str, str]:
    paths = [str(ROOT), *ENVIRONMENT.get("PYTHONPATH", "").split(os.pathsep)]
    return {**ENVIRONMENT, "PYTHONPATH": os.pathsep.join(filter(None, paths)), **more}


def records(output: str) -> list[Record]:
    return [Record.model_validate_json(line) for line in output.splitlines()]


def statuses(output: str) -> dict[str, str]:
    return {record.article_id: record.run.status for record in records(output) if record.run}


def test_a_folder_becomes_one_record_a_line_in_the_order_of_names() -> None:
    result = call("extract", SEEDS)
    assert result.exit_code == 0
    assert [record.article_id for record in records(result.stdout)] == sorted(
        path.stem for path in SEEDS.glob("*.txt")
    )
    assert all(status == "ok" for status in statuses(result.stdout).values())


def test_everything_but_data_goes_to_stderr() -> None:
    result = call("extract", SEEDS)
    assert result.stderr == "no model is set: rules run\n5 articles: 5 ok\n"


def test_a_bad_source_fails_alone_and_the_exit_code_is_1(mixed: Path) -> None:
    result = call("extract", mixed)
    assert result.exit_code == 1
    assert list(statuses(result.stdout).items()) == list(MIXED.items())
    assert "10 articles: 4 ok, 6 failed" in result.stderr
    assert "g_lines.jsonl: line 2 is no JSON" in result.stderr


@pytest.mark.parametrize("name", ["json", "table", "html"])
def test_failed_articles_stand_in_every_format(mixed: Path, name: str) -> None:
    result = call("extract", mixed, "--format", name)
    assert result.exit_code == 1
    assert all(article_id in result.stdout for article_id in MIXED)
    assert result.stdout.index("b_empty") < result.stdout.index("h_good")


def test_json_is_one_array_of_the_same_records(mixed: Path) -> None:
    array = json.loads(call("extract", mixed, "--format", "json").stdout)
    assert [record["article_id"] for record in array] == list(MIXED)


def test_standard_input_is_read_for_a_dash() -> None:
    result = call("extract", "-", stdin=NEWS)
    assert result.exit_code == 0
    assert statuses(result.stdout) == {"stdin": "ok"}


def test_two_articles_of_one_name_are_told_apart_with_a_warning(tmp_path: Path) -> None:
    for year in ("2021", "2022"):
        (tmp_path / year).mkdir()
        (tmp_path / year / "a.txt").write_text(NEWS + year, encoding="utf-8")
    result = call("extract", tmp_path / "2021", tmp_path / "2022")
    assert list(statuses(result.stdout)) == ["a", "a~2"]
    assert "warning: id a stands for several articles" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["extract"], "Missing argument"),
        (["extract", "nowhere.txt"], "nothing to read at 'nowhere.txt'"),
        (["extract", str(SEEDS), "*.pdf"], "nothing to read at '*.pdf'"),
        (["extract", str(SEEDS), "--engine", "llm"], "needs a model: give --model"),
        (["extract", str(SEEDS), "--engine", "hybrid"], "needs a model: give --model"),
        (["extract", str(SEEDS), "--format", "xml"], "jsonl, json, table, html"),
        (["extract", str(SEEDS), "--colour"], "No such option"),
        (["extract", str(SEEDS), "--output", "no/such/folder/out.jsonl"], "cannot write"),
        (["extract", str(SEEDS), "--output", "."], "cannot write"),
        (["extrakt"], "No such command"),
    ],
)
def test_what_the_operator_can_mend_is_exit_2_and_no_data(arguments: list[str], message: str) -> None:
    result = call(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert message in result.stderr
    assert "Traceback" not in result.stderr


def test_an_unknown_setting_is_exit_2(empty_working_directory: Path) -> None:
    (empty_working_directory / "edumutu.toml").write_text("colour = 1", encoding="utf-8")
    result = call("extract", SEEDS)
    assert result.exit_code == 2
    assert "colour" in result.stderr


def test_the_settings_file_is_read(empty_working_directory: Path) -> None:
    (empty_working_directory / "edumutu.toml").write_text('format = "json"', encoding="utf-8")
    assert len(json.loads(call("extract", SEEDS).stdout)) == 5
    assert len(records(call("extract", SEEDS, "--format", "jsonl").stdout)) == 5


def test_output_goes_to_the_file_and_leaves_nothing_else(empty_working_directory: Path) -> None:
    result = call("extract", SEEDS, "--output", "out.jsonl")
    assert (result.exit_code, result.stdout) == (0, "")
    assert os.listdir(empty_working_directory) == ["out.jsonl"]
    assert len(records((empty_working_directory / "out.jsonl").read_text(encoding="utf-8"))) == 5


def test_output_through_a_link_keeps_the_link(empty_working_directory: Path) -> None:
    (empty_working_directory / "link.jsonl").symlink_to("real.jsonl")
    assert call("extract", SEEDS, "--output", "link.jsonl").exit_code == 0
    assert (empty_working_directory / "link.jsonl").is_symlink()
    assert (empty_working_directory / "real.jsonl").is_file()


def test_output_to_a_pipe_is_written_into_it(empty_working_directory: Path) -> None:
    os.mkfifo("pipe")
    reader = os.open("pipe", os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert call("extract", "-", "--output", "pipe", stdin=NEWS).exit_code == 0
        assert json.loads(os.read(reader, 1_000_000))["article_id"] == "stdin"
    finally:
        os.close(reader)


def test_the_schema_is_the_records() -> None:
    assert json.loads(call("schema").stdout) == Record.model_json_schema()


def test_version_names_the_program() -> None:
    assert call("--version").stdout.startswith("edumutu-llm ")


def test_an_interruption_is_exit_130_and_the_old_output_stays(empty_working_directory: Path) -> None:
    old = empty_working_directory / "out.jsonl"
    old.write_text("old\n", encoding="utf-8")
    with subprocess.Popen(
        command("extract", "-", "--output", "out.jsonl"),
        env=environment(),
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        process.stdin.write(json.dumps({"text": NEWS}).encode() + b"\n")
        process.stdin.flush()
        assert process.stderr.readline() == b"no model is set: rules run\n"
        process.send_signal(signal.SIGINT)
        rest = process.stderr.read()
        process.stdin.close()
    assert process.returncode == 130
    assert b"Traceback" not in rest
    assert old.read_text(encoding="utf-8") == "old\n"
    assert os.listdir(empty_working_directory) == ["out.jsonl"]


@pytest.mark.parametrize("name", ["jsonl", "json", "table", "html"])
def test_a_reader_who_leaves_early_is_no_failure(tmp_path: Path, name: str) -> None:
    many = tmp_path / "many.jsonl"
    many.write_text("".join(json.dumps({"text": f"{NEWS}{n}"}) + "\n" for n in range(300)), encoding="utf-8")
    with subprocess.Popen(
        command("extract", many, "--format", name),
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.read(10)
        process.stdout.close()
        messages = process.stderr.read()
    assert process.returncode == 0
    assert b"Traceback" not in messages
    assert b"BrokenPipe" not in messages


def seen_on_terminal(*arguments: str | Path) -> str:
    """What the command shows on stderr when that is a terminal and stdout is not."""
    pty = pytest.importorskip("pty")
    master, slave = pty.openpty()
    shown = b""
    with subprocess.Popen(
        command(*arguments), env=environment(), stdout=subprocess.DEVNULL, stderr=slave
    ) as process:
        os.close(slave)
        # A terminal whose other side is closed is an error to read on Linux, an end on other systems.
        with suppress(OSError):
            while chunk := os.read(master, 65_536):
                shown += chunk
    os.close(master)
    assert process.returncode == 0
    return shown.decode()


def test_a_terminal_sees_a_bar_for_several_articles_and_none_for_one() -> None:
    assert "5/5" in seen_on_terminal("extract", SEEDS)
    assert "1/1" not in seen_on_terminal("extract", next(SEEDS.glob("*.txt")))


@pytest.mark.parametrize("name", ["jsonl", "table"])
def test_output_is_utf8_whatever_the_locale(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"id": "berita-é“", "text": NEWS}), encoding="utf-8")
    done = subprocess.run(
        command("extract", path, "--format", name),
        env=environment(LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0"),
        capture_output=True,
        check=True,
    )
    assert "berita-é“" in done.stdout.decode()


@pytest.fixture
def plugins(tmp_path: Path) -> dict[str, str]:
    """An environment with a package of three commands: one works, one cannot load, one is a namesake."""
    package = tmp_path / "extra-1.0.dist-info"
    package.mkdir()
    (package / "METADATA").write_text("Metadata-Version: 2.1\nName: extra\nVersion: 1.0\n", encoding="utf-8")
    (package / "entry_points.txt").write_text(
        "[edumutu_llm.commands]\n"
        "hello = extra_commands:app\n"
        "lost = extra_nowhere:app\n"
        "schema = extra_nowhere:app\n",
        encoding="utf-8",
    )
    (tmp_path / "extra_commands.py").write_text(
        "import sys, typer\n"
        "print('loaded', file=sys.stderr)\n"
        "app = typer.Typer(rich_markup_mode=None)\n"
        "@app.command()\n"
        "def hello(name: str, loud: bool = False) -> None:\n"
        "    print(name.upper() if loud else name)\n"
        "    raise typer.Exit(3)\n",
        encoding="utf-8",
    )
    return environment(PYTHONPATH=f"{tmp_path}{os.pathsep}{environment()['PYTHONPATH']}")


def outside(env: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(*arguments), env=env, capture_output=True, text=True, check=False)


def test_commands_of_other_packages_are_listed_without_loading_them(plugins: dict[str, str]) -> None:
    done = outside(plugins, "--help")
    assert "hello" in done.stdout
    assert "lost" in done.stdout
    assert done.stderr == ""


def test_a_command_of_another_package_gets_its_arguments_and_gives_its_exit_code(
    plugins: dict[str, str],
) -> None:
    done = outside(plugins, "hello", "dunia", "--loud")
    assert (done.stdout, done.stderr, done.returncode) == ("DUNIA\n", "loaded\n", 3)


def test_a_command_of_another_package_has_its_own_help(plugins: dict[str, str]) -> None:
    assert "--loud" in outside(plugins, "hello", "--help").stdout


def test_a_command_that_cannot_be_loaded_is_exit_2(plugins: dict[str, str]) -> None:
    done = outside(plugins, "lost")
    assert done.returncode == 2
    assert "'lost' cannot be loaded" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_namesake_does_not_replace_a_command(plugins: dict[str, str]) -> None:
    assert json.loads(outside(plugins, "schema").stdout) == Record.model_json_schema()


def test_help_imports_nothing_that_is_slow() -> None:
    script = (
        "import sys\n"
        "from extractor.cli import main\n"
        "sys.argv = ['edumutu-llm', '--help']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "slow = {'pydantic', 'rich', 'jinja2', 'trafilatura', 'extractor.rules', 'extractor.schema.record'}\n"
        "print(sorted(slow & set(sys.modules)), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment(), capture_output=True, text=True, check=True
    )
    assert done.stderr == "[]\n"
    assert "extract" in done.stdout
