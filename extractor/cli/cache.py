"""The commands `cache …`: how much is kept of what models answered, and how to be rid of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.plugins import Commands
from extractor.errors import SettingsError

if TYPE_CHECKING:
    from extractor.cache import Cache

app = typer.Typer(
    cls=Commands,
    help="Show, empty or prune the cache of answers and finished records.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

EXIT_FAILED = 1


@app.command()
def stats() -> None:
    """Print how much is kept: answers of models (responses) and records made of them."""
    kept = _open().stats()
    typer.echo(f"folder     {kept.folder}")
    for name, size in kept.levels.items():
        typer.echo(f"{name:<10} {size.entries:>8,} entries {size.bytes:>15,} bytes")
    if kept.trouble is not None:
        raise typer.Exit(EXIT_FAILED)


@app.command()
def clear() -> None:
    """Remove everything; answers must then be asked and paid for again. Mends a damaged cache, too."""
    typer.echo(f"removed {_open().clear():,} entries")


@app.command()
def prune(
    *,
    older_than_days: Annotated[
        float | None, typer.Option(metavar="DAYS", min=0, help="Remove what was kept before that.")
    ] = None,
    keep_model: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Remove what other models answered. Repeatable.")
    ] = None,
    keep_prompt: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Remove answers to other prompts. Repeatable.")
    ] = None,
) -> None:
    """Remove what is old, or was made with other models or prompts than those to keep."""
    if older_than_days is None and not keep_model and not keep_prompt:
        raise SettingsError("say what goes: --older-than-days, --keep-model or --keep-prompt")
    removed = _open().prune(
        older_than_days=older_than_days,
        keep_models=keep_model or (),
        keep_prompts=[_digest(name) for name in keep_prompt or ()],
    )
    typer.echo(f"removed {removed:,} entries")


def _open() -> Cache:
    from extractor.cache import Cache
    from extractor.settings import load

    return Cache.open(load().home)


def _digest(prompt: str) -> str:
    from extractor import prompts

    return prompts.load(prompt).sha256
