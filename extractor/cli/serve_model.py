"""The command `serve-model`: a GGUF file behind an OpenAI-compatible server of this machine."""

from __future__ import annotations

import signal
import threading
from pathlib import Path
from types import FrameType
from typing import Any

import typer

from extractor.errors import SettingsError

HOST = "127.0.0.1"
NAME = "local"
_ERRORS_ONLY = 1


def serve(path: Path, port: int, *, context_tokens: int = 8192, parallel: int = 1) -> int:
    """Serve the model until interrupted or terminated; the server's address is printed when it is ready.

    Args:
        path: A GGUF file.
        port: 0 takes any free one.
        context_tokens: What article, prompt and answer may have together; costs memory.
        parallel: Requests answered at once, each with a context of its own.

    Raises:
        SettingsError: The extra is not installed, or the file or the port cannot be used.
    """
    ended = _asked_to_end()
    # Held by its name: the server ends with the object.
    server = start(path, port, context_tokens=context_tokens, parallel=parallel)
    url = f"{server.listening_address}/v1"
    typer.echo(url)
    typer.echo(
        f"{path.name} answers; use it with: --model {NAME} --base-url {url} (Ctrl-C ends it)", err=True
    )
    ended.wait()
    return 0


def start(path: Path, port: int = 0, *, context_tokens: int = 8192, parallel: int = 1) -> Any:
    """Start the server in this process; it runs until the object returned is deleted.

    Raises:
        SettingsError: As for `serve`.
    """
    if not path.is_file():
        raise SettingsError(f"{path} is no file; give a model in GGUF format")
    xllamacpp = _library()
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(path)
    parameters.model_alias = {NAME}
    parameters.hostnames = [HOST]
    parameters.port = port
    # The server divides its context among the requests that it answers at once.
    parameters.n_ctx = context_tokens * parallel
    parameters.n_parallel = parallel
    parameters.verbosity = _ERRORS_ONLY
    _close_to_web_pages(parameters)
    try:
        return xllamacpp.Server(parameters)
    except RuntimeError as error:
        raise SettingsError(
            f"{path} cannot be served on port {port}: it is no model that llama.cpp reads, "
            "the port is taken, or memory is short"
        ) from error


def _library() -> Any:
    try:
        import xllamacpp
    except ImportError as error:
        raise SettingsError(
            "serving a model needs the extra 'local': pip install 'edumutu-llm[local]'"
        ) from error
    return xllamacpp


def _close_to_web_pages(parameters: Any) -> None:
    """Pages open in a browser of this machine could otherwise use the server and read what it was asked."""
    parameters.cors_origins = f"http://{HOST}"
    parameters.ui = False
    parameters.endpoint_slots = False


def _asked_to_end() -> threading.Event:
    """Set on Ctrl-C, or when the process is told to end."""
    ended = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        ended.set()

    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, end)
    return ended
