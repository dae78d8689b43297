"""The commands `gold …`: start a record for labelling by hand, and check the records of a folder."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from evals.cli import EXIT_INVALID, Articles, Commands
from extractor.errors import ArticleError, SettingsError

app = typer.Typer(
    cls=Commands,
    help="Start and check hand-labelled records.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@app.command()
def new(
    article: Annotated[str, typer.Argument(metavar="ARTICLE", help="A text or HTML file.")],
    *,
    output: Annotated[Path, typer.Option(metavar="DIR", help="Folder of the new record.")] = Path("gold"),
) -> None:
    """Write an empty record of an article: its id and hash, and nulls to fill in."""
    from evals import store
    from evals.skeleton import skeleton
    from extractor import articles

    found = list(articles.read([article], sys.stdin.buffer))
    if len(found) != 1:
        raise SettingsError(f"{article} holds {len(found)} articles; give one")
    if isinstance(found[0], ArticleError):
        raise SettingsError(str(found[0]))
    path = output / f"{found[0].id}.json"
    if path.exists():
        raise SettingsError(f"{path} is there already; labels are never overwritten")
    output.mkdir(parents=True, exist_ok=True)
    store.write_json(path, skeleton(found[0]))
    typer.echo(f"wrote {path}; gold/GUIDELINES.md says how to label", err=True)


@app.command()
def validate(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of gold records.")],
    *,
    articles: Articles = None,
) -> None:
    """List what is wrong with the gold of a folder; exit 3 if anything is."""
    from evals.gold import record_paths
    from evals.validate import faults

    found = faults(folder, articles)
    for fault in found:
        typer.echo(fault)
    if found:
        raise typer.Exit(EXIT_INVALID)
    typer.echo(f"{len(record_paths(folder))} records, no faults", err=True)
