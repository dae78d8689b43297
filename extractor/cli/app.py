"""The command `edumutu-llm`: parse, call, print. Data goes to stdout, everything else to stderr.

Whatever is slow to import is imported inside the command that needs it, so that `--help` answers at once.
Exit codes: 0 done, 1 an article failed, 2 usage or settings or nothing matched, 4 not finished (the budget is
used up, a provider's batch is under way), 130 interrupted.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from extractor.cli import batch, cache, options, prompts
from extractor.cli.plugins import Commands

app = typer.Typer(
    cls=Commands,
    help="Turn Indonesian education news into records whose every value is proved by its place in the text.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.add_typer(prompts.app, name="prompts")
app.add_typer(cache.app, name="cache")
app.add_typer(batch.app, name="batch")


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
    engine: options.Engine = None,
    model: options.Model = None,
    base_url: options.BaseUrl = None,
    prompt: options.Prompt = None,
    workers: options.Workers = None,
    cache: options.Cache = None,
    fallback: options.Fallback = None,
    output_format: options.Format = None,
    explain: options.Explain = False,
    output: options.Output = None,
    min_confidence: options.MinConfidence = None,
    only_in_scope: options.OnlyInScope = None,
    redact_people: options.RedactPeople = None,
    journal: options.Journal = None,
    resume: options.Resume = False,
    budget_usd: options.BudgetUsd = None,
    dry_run: options.DryRun = False,
    strict: options.Strict = None,
    distributed: options.Distributed = None,
    ray_address: options.RayAddress = None,
    ray_workers: options.RayWorkers = None,
    shard_size: options.ShardSize = None,
) -> None:
    """Read articles (text, HTML, JSON Lines) and write one record for each."""
    from extractor.cli.extracting import Job, Spread
    from extractor.cli.starting import start

    flags = {
        "engine": engine,
        "model": model,
        "base_url": base_url,
        "prompt": prompt,
        "workers": workers,
        "cache": cache,
        "fallback": fallback,
        "format": _format(output_format, explain),
        "min_confidence": min_confidence,
        "only_in_scope": only_in_scope,
        "redact_people": redact_people,
        "budget_usd": budget_usd,
        "strict": strict,
    }
    job = Job(paths, output, journal, is_resumed=resume)
    spread = Spread(distributed, ray_address, ray_workers, shard_size)
    raise typer.Exit(start(job, flags, spread, is_dry=dry_run))


def _format(name: str | None, is_explained: bool) -> str | None:
    if is_explained and name not in {None, "explain"}:
        raise typer.BadParameter(f"--explain prints text, not {name}; leave one of the two out")
    return "explain" if is_explained else name


@app.command()
def doctor(
    *,
    engine: options.Engine = None,
    model: options.Model = None,
    base_url: options.BaseUrl = None,
    prompt: options.Prompt = None,
) -> None:
    """Say what is configured, whether the model answers, and what one article costs."""
    from extractor.cli.doctor import run
    from extractor.settings import load

    flags = {"engine": engine, "model": model, "base_url": base_url, "prompt": prompt}
    raise typer.Exit(run(load(flags)))


@app.command("serve-model")
def serve_model(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="A model in GGUF format.")],
    *,
    port: Annotated[int, typer.Option(help="Port on 127.0.0.1; 0 takes a free one.")] = 8080,
    context: Annotated[int, typer.Option(help="Tokens of article, prompt and answer together.")] = 8192,
    parallel: Annotated[int, typer.Option(help="Requests answered at once.")] = 1,
) -> None:
    """Serve a model file on this machine, as an OpenAI-compatible server (extra: local)."""
    from extractor.cli.serve_model import serve

    raise typer.Exit(serve(path, port, context_tokens=context, parallel=parallel))


@app.command()
def serve(
    *,
    host: options.Host = "127.0.0.1",
    port: options.Port = 8000,
    engine: options.Engine = None,
    model: options.Model = None,
    base_url: options.BaseUrl = None,
    prompt: options.Prompt = None,
    workers: options.Workers = None,
    cache: options.Cache = None,
    min_confidence: options.MinConfidence = None,
    redact_people: options.RedactPeople = None,
    budget_usd: options.BudgetUsd = None,
    records: options.Records = None,
    name: options.Names = None,
    trusted_proxy: options.TrustedProxies = None,
    rate_per_minute: options.RatePerMinute = 6_000,
    max_body_mb: options.MaxBodyMb = 16.0,
    timeout_s: options.TimeoutS = 300.0,
    new_key: options.NewKey = False,
) -> None:
    """Answer over HTTP: articles in, records out; a dashboard for people (extra: service)."""
    from extractor.cli import serve

    if new_key:
        raise typer.Exit(serve.print_new_key())
    flags = {
        "engine": engine,
        "model": model,
        "base_url": base_url,
        "prompt": prompt,
        "workers": workers,
        "cache": cache,
        "min_confidence": min_confidence,
        "redact_people": redact_people,
        "budget_usd": budget_usd,
    }
    service = {
        "host": host,
        "port": port,
        "records": records,
        "names": frozenset(name or ()),
        "trusted_proxies": ",".join(trusted_proxy or ()),
        "rate_per_minute": rate_per_minute,
        "max_body_bytes": round(max_body_mb * 1_000_000),
        "request_timeout_s": timeout_s,
    }
    raise typer.Exit(serve.run(flags, service))


@app.command()
def query(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="What --format sqlite wrote.")],
    sql: Annotated[
        str | None,
        typer.Argument(metavar="SQL", help="One SELECT; without it the tables and views are listed."),
    ] = None,
) -> None:
    """Ask a database of records one question in SQL; nothing in it is changed."""
    from extractor.cli.query import run

    raise typer.Exit(run(path, sql))


@app.command()
def dedupe(
    records: Annotated[
        list[str],
        typer.Argument(metavar="RECORDS…|-", help="What --format jsonl wrote, or - for standard input."),
    ],
    *,
    articles: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PATH", help="The records' articles, to compare texts (extra: dedupe); may be repeated."
        ),
    ] = None,
    output_format: Annotated[str, typer.Option("--format", help="jsonl (default) or table.")] = "jsonl",
    min_sources: Annotated[int, typer.Option(min=1, help="Leave out stories of fewer articles.")] = 1,
    output: options.Output = None,
) -> None:
    """Group records that tell the same event: a story a line, with its sources and where they differ."""
    from extractor.cli.dedupe import run

    raise typer.Exit(
        run(records, articles or [], output_format=output_format, min_sources=min_sources, output=output)
    )


@app.command()
def schema() -> None:
    """Print the JSON Schema of a record."""
    from extractor.schema.record import Record

    typer.echo(json.dumps(Record.model_json_schema(), ensure_ascii=False, indent=2))
