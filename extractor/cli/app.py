"""The command `edumutu-llm`: parse, call, print. Data goes to stdout, everything else to stderr.

Whatever is slow to import is imported inside the command that needs it, so that `--help` answers at once.
Exit codes: 0 done, 1 an article failed, 2 usage or settings or nothing matched, 130 interrupted.
"""

from __future__ import annotations

import json
from typing import Annotated

import typer

from extractor.cli.plugins import Commands

app = typer.Typer(
    cls=Commands,
    help="Turn Indonesian education news into records whose every value is proved by its place in the text.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def main() -> None:
    """Run the command line and leave with its exit code."""
    app(prog_name="edumutu-llm")


def _print_version(is_wanted: bool) -> None:
    if is_wanted:
        from importlib.metadata import version

        typer.echo(f"edumutu-llm {version('edumutu-llm')}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """Hold the options that belong to no command."""


@app.command()
def extract(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATHS…|-", help="Files, folders, globs, or - for standard input.")
    ],
    *,
    engine: Annotated[str | None, typer.Option(help="What reads the articles: rules (default).")] = None,
    output_format: Annotated[
        str | None, typer.Option("--format", help="jsonl (default), json, table or html.")
    ] = None,
    output: Annotated[
        str | None, typer.Option(metavar="FILE", help="Write to FILE, which appears when all is done.")
    ] = None,
    strict: Annotated[
        bool | None, typer.Option("--strict/--no-strict", help="Count fallback records as failures (exit 1).")
    ] = None,
) -> None:
    """Read articles (text, HTML, JSON Lines) and write one record for each."""
    from extractor.cli.extracting import run
    from extractor.settings import load

    settings = load({"engine": engine, "format": output_format, "strict": strict})
    raise typer.Exit(run(paths, settings, output))


@app.command()
def schema() -> None:
    """Print the JSON Schema of a record."""
    from extractor.schema.record import Record

    typer.echo(json.dumps(Record.model_json_schema(), ensure_ascii=False, indent=2))
