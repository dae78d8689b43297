"""The command `review`: serves the review page on this machine, for one annotator."""

from __future__ import annotations

import json
import socket
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any

import typer

from extractor.errors import ArticleError, SettingsError

app = typer.Typer(
    help="Read articles beside their records, correct them, and save gold.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

_HOST = "127.0.0.1"
_GRACE_S = 3


@app.command()
def review(  # noqa: PLR0913  # each parameter is an option
    articles: Annotated[
        list[str], typer.Argument(metavar="ARTICLES…", help="Files, folders, globs, or - for standard input.")
    ],
    *,
    gold: Annotated[Path, typer.Option(metavar="DIR", help="Folder of gold records, made when missing.")],
    annotator: Annotated[
        str, typer.Option(metavar="NAME", help="Who reviews; names the own readings' folder.")
    ],
    records: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Records to start from, as JSON Lines; default: the rules'."),
    ] = None,
    run: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="A run of `evals run` whose extra values are asked first; default: the last."
        ),
    ] = None,
    independent: Annotated[
        bool, typer.Option("--independent", help="Begin without what others settled, for a second reading.")
    ] = False,
    port: Annotated[int, typer.Option(min=0, max=65_535, help="0 takes a free one.")] = 0,
    lang: Annotated[str, typer.Option(help="Language of the page: id or en.")] = "id",
) -> None:
    """Serve the review page on 127.0.0.1 until interrupted; its address is printed."""
    from evals.review.desk import Desk
    from evals.review.page.app import create_app, require_extra
    from evals.review.page.wording import LANGUAGES

    require_extra()
    language = next((one for one in LANGUAGES if one == lang), None)
    if language is None:
        raise SettingsError(f"language {lang!r} is unknown; choose one of {', '.join(LANGUAGES)}")
    found = _articles(articles)
    report = _report(run, [article.id for article in found])
    desk = Desk(
        found,
        gold,
        annotator,
        predictions=_records(records),
        report=report,
        home=_home(),
        independent=independent,
    )
    # The first count takes a moment where there are many articles; the browser opens meanwhile.
    threading.Thread(target=desk.queue, daemon=True).start()
    _serve(create_app(desk, annotator=annotator, gold=gold, language=language), port, len(found))


def _articles(paths: list[str]) -> list[Any]:
    from extractor.articles import read

    found = []
    for item in read(paths, sys.stdin.buffer):
        if isinstance(item, ArticleError):
            typer.echo(f"left out: {item}", err=True)
        else:
            found.append(item)
    if not found:
        raise SettingsError("there is no article to review; give text, HTML or JSON Lines files")
    return found


def _records(path: Path | None) -> dict[str, dict[str, object]]:
    """The records of a JSON Lines file by article id."""
    if path is None:
        return {}
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        found = [json.loads(line) for line in lines if line.strip()]
    except (OSError, ValueError) as error:
        raise SettingsError(f"{path} cannot be read as JSON Lines: {error}") from error
    if not all(isinstance(record, dict) and "article_id" in record for record in found):
        raise SettingsError(f"{path} holds something else than records; give what `extract` wrote")
    return {str(record["article_id"]): record for record in found}


def _report(run: str | None, article_ids: list[str]) -> Mapping[str, object] | None:
    from evals import store
    from evals.review.checks.extras import last_report

    return last_report(article_ids) if run is None else store.load(run).report


def _home() -> Path:
    from evals import store

    return store.home()


def _serve(page: Any, port: int, count: int) -> None:
    import uvicorn

    try:
        listener = socket.create_server((_HOST, port))
    except OSError as error:
        raise SettingsError(f"port {port} cannot be used: {error.strerror or error}") from error
    with listener:
        address = f"http://{_HOST}:{listener.getsockname()[1]}/"
        typer.echo(f"{count} articles to review at {address} (Ctrl+C ends)", err=True)
        config = uvicorn.Config(page, log_level="warning", ws="none", timeout_graceful_shutdown=_GRACE_S)
        # Ctrl+C is how one leaves; every edit is on disk already.
        with suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listener])
