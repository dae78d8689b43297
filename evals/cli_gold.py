"""The commands `gold …`: start records for labelling by hand, check them, exchange them with other tools."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from evals.cli import EXIT_FAILED, EXIT_INVALID, Articles, Commands, Only
from extractor.errors import ArticleError, SettingsError

app = typer.Typer(
    cls=Commands,
    help="Start, check and exchange hand-labelled records.",
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


@app.command("export")
def export(
    folder: Annotated[Path | None, typer.Argument(metavar="[DIR]", help="Folder of gold records.")] = None,
    *,
    articles: Articles = None,
    only: Only = "*",
    records: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Instead of gold: extracted records, to be corrected there."),
    ] = None,
    output: Annotated[
        Path, typer.Option(metavar="FILE", help="The tasks, for *Import* of a Label Studio project.")
    ] = Path("tasks.json"),
    config: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write the labelling interface that the tasks need, too."),
    ] = None,
) -> None:
    """Write gold, or extracted records, as tasks of Label Studio."""
    from evals.label_studio import exporting
    from evals.label_studio.config import labelling_config
    from evals.label_studio.writing import tasks

    if (folder is None) == (records is None):
        raise SettingsError("give a folder of gold, or --records FILE with --articles DIR")
    if records is not None and articles is None:
        raise SettingsError("--records needs the articles: give --articles DIR")
    found = (
        list(exporting.labelled(folder, articles, only))
        if folder is not None
        else list(exporting.predicted(records or Path(), articles or Path()))
    )
    content = tasks(found, are_predictions=records is not None)
    output.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    typer.echo(f"wrote {len(content)} tasks to {output}", err=True)
    if config is not None:
        config.write_text(labelling_config(), encoding="utf-8")
        typer.echo(f"wrote {config}: paste it under Settings, Labeling Interface, Code", err=True)


@app.command("import")
def import_(
    tasks: Annotated[Path, typer.Argument(metavar="FILE", help="An export of Label Studio, format JSON.")],
    *,
    gold: Annotated[Path, typer.Option(metavar="DIR", help="Folder of gold records.")],
    annotator: Annotated[
        str | None, typer.Option(metavar="NAME", help="Who labelled; default: whom the export names.")
    ] = None,
    label: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=FIELD", help="A label of your project and its field, or - for none."),
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Write passes anew that are there.")] = False,
) -> None:
    """Read what was labelled in Label Studio; exit 1 if something in it could not be used."""
    from evals.label_studio.importing import import_tasks
    from evals.label_studio.tasks import read_tasks

    pairs = [one.partition("=") for one in label or []]
    aliases = {name.strip(): field.strip() for name, _, field in pairs}
    imported = import_tasks(
        read_tasks(tasks), gold, annotator=annotator, aliases=aliases, is_replacing=replace
    )
    for note in imported.left_out:
        typer.echo(note, err=True)
    typer.echo(f"wrote {len(imported.written)} files under {gold}", err=True)
    if imported.left_out:
        raise typer.Exit(EXIT_FAILED)
