"""The commands `batch …`: articles by way of a provider's Batch API, at half the price, within a day."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from extractor.cli import options

app = typer.Typer(
    help="Ask about many articles at half the price: the provider answers within a day (OpenAI's Batch API).",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

State = Annotated[Path, typer.Argument(metavar="STATE", help="The folder that `batch submit` made.")]


@app.command()
def submit(  # noqa: PLR0913  # each parameter is an option
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATHS…", help="Files, folders, globs; left out to go on with a batch."),
    ] = None,
    *,
    state: Annotated[
        Path, typer.Option(metavar="FOLDER", help="Where the batch is kept; it is made if need be.")
    ],
    engine: options.Engine = None,
    model: options.Model = None,
    base_url: options.BaseUrl = None,
    prompt: options.Prompt = None,
    cache: options.Cache = None,
    budget_usd: Annotated[
        float | None,
        typer.Option(metavar="USD", help="Send nothing if it would cost more, by estimate."),
    ] = None,
    mode: Annotated[
        str | None,
        typer.Option(help="json_schema, tools or json; default: as found out before, else json_schema."),
    ] = None,
    max_requests: Annotated[
        int, typer.Option(min=1, max=50_000, help="Requests in one of the provider's batches.")
    ] = 50_000,
) -> None:
    """Write down what has to be asked, and hand it to the provider; the same command goes on after a stop."""
    from extractor.cli.provider import Submission
    from extractor.cli.provider import submit as run

    flags = {
        "engine": engine,
        "model": model,
        "base_url": base_url,
        "prompt": prompt,
        "cache": cache,
        "budget_usd": budget_usd,
    }
    raise typer.Exit(run(state, Submission(paths or [], flags, mode, max_requests)))


@app.command()
def status(
    state: State,
    *,
    output_format: Annotated[str, typer.Option("--format", help="text (default) or json.")] = "text",
) -> None:
    """Say how far the provider is."""
    from extractor.cli.provider import status as run

    raise typer.Exit(run(state, output_format))


@app.command()
def collect(  # noqa: PLR0913  # each parameter is an option
    state: State,
    *,
    wait: Annotated[bool, typer.Option("--wait", help="Look every so often until all is finished.")] = False,
    now: Annotated[
        bool, typer.Option("--now", help="Take what is there; articles without an answer fall back.")
    ] = False,
    ask_rest: Annotated[
        bool,
        typer.Option("--ask-rest", help="Ask at once, at the full price, for what is missing or not found."),
    ] = False,
    cache: options.Cache = None,
    fallback: options.Fallback = None,
    output_format: options.Format = None,
    explain: options.Explain = False,
    output: options.Output = None,
    min_confidence: options.MinConfidence = None,
    only_in_scope: options.OnlyInScope = None,
    redact_people: options.RedactPeople = None,
    budget_usd: options.BudgetUsd = None,
    strict: options.Strict = None,
) -> None:
    """Fetch the answers and write one record for each article; not finished yet is exit 4."""
    from extractor.cli.provider import Collection
    from extractor.cli.provider import collect as run

    if explain and output_format not in {None, "explain"}:
        raise typer.BadParameter(f"--explain prints text, not {output_format}; leave one of the two out")
    flags = {
        "cache": cache,
        "fallback": fallback,
        "format": "explain" if explain else output_format,
        "min_confidence": min_confidence,
        "only_in_scope": only_in_scope,
        "redact_people": redact_people,
        "budget_usd": budget_usd,
        "strict": strict,
    }
    how = Collection(output, flags, is_waiting=wait, is_now=now, is_rest_asked=ask_rest)
    raise typer.Exit(run(state, how))


@app.command()
def cancel(state: State) -> None:
    """Have nothing further answered; what is answered by then is paid for and can be collected."""
    from extractor.cli.provider import cancel as run

    raise typer.Exit(run(state))
