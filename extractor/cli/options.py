"""Options that several commands share, each with the setting of the same name."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Engine = Annotated[
    str | None, typer.Option(help="rules, llm or hybrid; default: hybrid when a model is set, else rules.")
]
Model = Annotated[
    str | None, typer.Option(metavar="NAME", help="The model to ask; without one nothing is sent.")
]
BaseUrl = Annotated[
    str | None, typer.Option(metavar="URL", help="An OpenAI-compatible server; default: OpenAI's.")
]
Prompt = Annotated[str | None, typer.Option(metavar="NAME", help="full (default), patch, or NAME.vN.")]
Workers = Annotated[int | None, typer.Option(help="Articles under way at once; default: 8.")]
Cache = Annotated[
    bool | None, typer.Option("--cache/--no-cache", help="Keep answers and ask only once (default).")
]
Fallback = Annotated[
    bool | None,
    typer.Option("--fallback/--no-fallback", help="Let the rules' record stand when the model fails."),
]
Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        help="jsonl (default), json, csv, table, html or explain; parquet and sqlite need --output.",
    ),
]
Explain = Annotated[
    bool, typer.Option("--explain", help="Show which rule gave each value; as --format explain.")
]
Output = Annotated[
    str | None, typer.Option(metavar="FILE", help="Write to FILE, which appears when all is done.")
]
Distributed = Annotated[
    str | None,
    typer.Option(metavar="ray", help="Read with many processes; --output is a folder of Parquet files."),
]
RayAddress = Annotated[
    str | None,
    typer.Option(metavar="auto|HOST:PORT", help="A Ray cluster that runs; default: one on this machine."),
]
RayWorkers = Annotated[
    int | None, typer.Option(min=1, help="Processes that read; default: one for each CPU of the cluster.")
]
ShardSize = Annotated[
    int | None,
    typer.Option(min=1, help="Articles in each file of --distributed; default: 2000, with a model 200."),
]
MinConfidence = Annotated[
    float | None, typer.Option(metavar="0..1", help="Leave out values that are less sure than this.")
]
OnlyInScope = Annotated[
    bool | None,
    typer.Option("--only-in-scope/--all-scopes", help="Leave out articles that are not about education."),
]
RedactPeople = Annotated[
    str | None,
    typer.Option(metavar="none|private", help="Take out the names of persons who hold no public post."),
]
Journal = Annotated[
    str | None,
    typer.Option(metavar="PATH", help="Enter each finished record in PATH, so that --resume can go on."),
]
Resume = Annotated[
    bool,
    typer.Option(
        "--resume", help="Do only what the journal, or the folder of --distributed, does not hold yet."
    ),
]
BudgetUsd = Annotated[
    float | None,
    typer.Option("--budget-usd", metavar="USD", help="Ask no more once this run has cost USD (exit 4)."),
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Print what the run would ask and cost, and ask nothing.")
]
Strict = Annotated[
    bool | None, typer.Option("--strict/--no-strict", help="Count fallback records as failures (exit 1).")
]
Host = Annotated[
    str, typer.Option(help="The address to listen on; any but this machine's own needs API keys.")
]
Port = Annotated[int, typer.Option(help="0 takes a free one; it is told on stderr.")]
Records = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="What --format sqlite wrote, to be shown on the dashboard."),
]
Names = Annotated[
    list[str] | None,
    typer.Option("--name", metavar="HOST", help="A name that the service is called by; may be repeated."),
]
TrustedProxies = Annotated[
    list[str] | None,
    typer.Option(
        "--trusted-proxy", metavar="IP", help="A proxy whose X-Forwarded-For is believed; may be repeated."
    ),
]
RatePerMinute = Annotated[
    int, typer.Option(help="Requests of one key, or one address without keys; 0 for no limit.")
]
MaxBodyMb = Annotated[float, typer.Option(help="The largest body but for batches, in MB.")]
TimeoutS = Annotated[float, typer.Option(help="Seconds until an answer has to begin.")]
NewKey = Annotated[bool, typer.Option("--new-key", help="Print a new API key and its digest, and leave.")]
