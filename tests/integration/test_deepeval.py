"""`evals/test_evals.py` gives the same verdicts under pytest and under deepeval, and asks no network."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from evals import gold, run

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("deepeval") is None,
    reason="deepeval is not installed: pip install 'edumutu-llm[deepeval]'",
)

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
# Exported before the process starts: deepeval reads them when it is imported, before any conftest.py.
QUIET = {
    "DEEPEVAL_TELEMETRY_OPT_OUT": "1",
    "DEEPEVAL_DISABLE_DOTENV": "1",
    "DEEPEVAL_NO_INSPECT_PROMPT": "1",
    "CONFIDENT_OPEN_BROWSER": "0",
}
# Python runs `sitecustomize` at its start: every attempt to reach an address is written down and refused.
# Binding is none: urllib3 binds ::1 when it is imported, to learn whether this machine speaks IPv6.
GUARD = """
import os, sys

LOG = os.environ["SOCKET_LOG"]
WATCHED = {"socket.connect", "socket.sendto", "socket.sendmsg"}
RESOLVING = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"}

def guard(event, args):
    if event in RESOLVING or (event in WATCHED and not isinstance(args[1], (str, bytes, type(None)))):
        with open(LOG, "a") as log:
            log.write(f"{event} {args[-1]}\\n")
        raise OSError(f"the network is closed: {event}")

sys.addaudithook(guard)
"""


class Outcome:
    """What one runner did: exit code, verdict of each test, reasons of the failures, attempts to connect."""

    def __init__(self, code: int, junit: Path, log: Path, said: str) -> None:
        self.code = code
        self.said = said
        cases = list(ElementTree.parse(junit).iter("testcase"))
        self.verdicts = {case.get("name"): case.find("failure") is None for case in cases}
        self.reasons = {
            case.get("name"): str(failure.get("message"))
            for case in cases
            if (failure := case.find("failure")) is not None
        }
        self.attempts = log.read_text(encoding="utf-8").splitlines() if log.exists() else []


def start(folder: Path, *command: str, **environ: str) -> tuple[int, str, Path]:
    (folder / "guard").mkdir(parents=True, exist_ok=True)
    (folder / "guard" / "sitecustomize.py").write_text(GUARD, encoding="utf-8")
    log = folder / "sockets.log"
    strangers = ("EVALS_", "EDUMUTU_", "OPENAI_", "CONFIDENT_", "DEEPEVAL_", "PYTEST_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(strangers)}
    environment |= {
        **QUIET,
        "HOME": str(folder),
        "DEEPEVAL_CACHE_FOLDER": str(folder / "deepeval"),
        "PYTHONPATH": str(folder / "guard"),
        "SOCKET_LOG": str(log),
        **environ,
    }
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    return done.returncode, done.stdout + done.stderr, log


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The rules' answers to the corpus, half of them without people and one that is no JSON."""
    items = gold.load(ROOT / "gold" / "corpus")
    records = run.predict(items).records
    for record in records[::2]:
        record["people"] = []
    lines = [json.dumps(record, ensure_ascii=False) for record in records]
    lines[1] = lines[1][: len(lines[1]) // 2]
    path = tmp_path_factory.mktemp("answers") / "predictions.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def judged_by(runner: str, answers: Path, folder: Path) -> Outcome:
    # Only with sockets of their own do the runners show what they would try.
    options = (f"--junitxml={folder / 'junit.xml'}", "--force-enable-socket", "-p", "no:cacheprovider")
    commands = {
        "pytest": (sys.executable, "-m", "pytest", "evals/test_evals.py", *options),
        "deepeval": (str(BIN / "deepeval"), "test", "run", "evals/test_evals.py", *options),
    }
    environ = {"EVALS_GOLD": "gold/corpus", "EVALS_PRED": str(answers), "EVALS_MIN_F1": "0.5"}
    code, said, log = start(folder, *commands[runner], **environ)
    assert (folder / "junit.xml").exists(), said
    return Outcome(code, folder / "junit.xml", log, said)


@pytest.fixture(scope="module")
def outcomes(answers: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    return {name: judged_by(name, answers, tmp_path_factory.mktemp(name)) for name in ("pytest", "deepeval")}


def test_both_runners_give_the_same_verdicts_for_the_same_reasons(outcomes: dict[str, Outcome]) -> None:
    left, right = outcomes["pytest"], outcomes["deepeval"]
    assert set(left.verdicts.values()) == {True, False}, left.said
    assert left.verdicts == right.verdicts
    assert left.reasons == right.reasons
    assert (left.code, right.code) == (1, 1)


def test_a_group_that_falls_under_its_floor_fails_its_article(outcomes: dict[str, Outcome]) -> None:
    reason = next(reason for reason in outcomes["deepeval"].reasons.values() if "people F1" in reason)
    assert "score: 0.0, threshold: 0.5" in reason


def test_no_runner_tries_to_reach_an_address(outcomes: dict[str, Outcome]) -> None:
    assert {name: outcome.attempts for name, outcome in outcomes.items()} == {"pytest": [], "deepeval": []}


def test_nothing_is_judged_while_a_key_would_send_it_away(tmp_path: Path) -> None:
    environ = {"CONFIDENT_API_KEY": "confident_us_x", "EVALS_MIN_F1": "0"}
    command = (str(BIN / "deepeval"), "test", "run", "evals/test_evals.py", "--force-enable-socket")
    code, said, log = start(tmp_path, *command, "-p", "no:cacheprovider", **environ)
    assert code != 0
    assert "unset CONFIDENT_API_KEY" in said
    assert not log.exists()


@pytest.mark.parametrize(
    "attempt",
    [
        "socket.create_connection(('127.0.0.1', 9))",
        "socket.getaddrinfo('localhost', 80)",
        "socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', 9))",
    ],
)
def test_the_count_of_attempts_misses_none(attempt: str, tmp_path: Path) -> None:
    code, said, log = start(tmp_path, sys.executable, "-c", f"import socket\n{attempt}")
    assert code == 1
    assert "the network is closed" in said
    assert len(log.read_text(encoding="utf-8").splitlines()) == 1


def test_the_core_never_imports_deepeval() -> None:
    code = "import pkgutil, evals, importlib, sys\n" + (
        "for module in pkgutil.iter_modules(evals.__path__):\n"
        "    if module.name not in {'deepeval_metrics', 'test_evals'}:\n"
        "        importlib.import_module(f'evals.{module.name}')\n"
        "assert 'deepeval' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, timeout=120)
