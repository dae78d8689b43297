"""`serve-model`: on this machine only, ended by a signal, and errors that say what to do."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from extractor.cli.serve_model import serve
from extractor.errors import SettingsError

LIBRARY = """
class Model:
    path = ""


class CommonParams:
    def __init__(self):
        self.model = Model()


class Server:
    def __init__(self, parameters):
        if parameters.port == 1:
            raise RuntimeError("Failed to init server")
        shown = {name: value for name, value in vars(parameters).items() if name != "model"}
        with open("asked.txt", "w") as file:
            print(parameters.model.path, shown, file=file)
        self.listening_address = f"http://{parameters.hostnames[0]}:{parameters.port}"
"""


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a stand-in for the library, which is an extra, and a file to serve."""
    (tmp_path / "xllamacpp.py").write_text(LIBRARY)
    (tmp_path / "model.gguf").write_bytes(b"GGUF")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "xllamacpp", raising=False)
    return tmp_path


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_the_address_is_printed_and_a_signal_ends_it_well(library: Path, ending: signal.Signals) -> None:
    code = (
        "import sys; sys.path.insert(0, '.'); from pathlib import Path;"
        "from extractor.cli.serve_model import serve;"
        "sys.exit(serve(Path('model.gguf'), 4321, context_tokens=4096, parallel=2))"
    )
    root = Path(__file__).parents[3]
    with subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=library,
        env={"PYTHONPATH": str(root)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        address = process.stdout.readline()
        hint = process.stderr.readline()
        process.send_signal(ending)
        assert process.wait(20) == 0

    assert address == "http://127.0.0.1:4321/v1\n"
    assert "--model local --base-url http://127.0.0.1:4321/v1" in hint
    asked = (library / "asked.txt").read_text()
    assert asked.startswith("model.gguf ")
    assert "'n_ctx': 8192, 'n_parallel': 2" in asked
    assert "'cors_origins': 'http://127.0.0.1'" in asked


def test_a_missing_file_is_told_before_anything_is_loaded(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"none\.gguf is no file"):
        serve(tmp_path / "none.gguf", 0)


def test_a_missing_extra_is_told_with_what_to_type(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xllamacpp", None)

    with pytest.raises(SettingsError, match=r"pip install 'edumutu-llm\[local\]'"):
        serve(library / "model.gguf", 0)


def test_a_server_that_does_not_start_is_told(library: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be served on port 1"):
        serve(library / "model.gguf", 1)
