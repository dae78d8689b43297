"""The commands `prompts …`: which templates there are, and what exactly a model is asked about an article.

Tokens are estimated; what a server counts stands in a record's `run`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.plugins import Commands

if TYPE_CHECKING:
    from extractor.prompts import Prompt
    from extractor.schema.calls import Message, Request
    from extractor.schema.types import Article

app = typer.Typer(
    cls=Commands,
    help="Show the prompts, and what a model is asked about an article.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
_Name = Annotated[str, typer.Argument(metavar="NAME", help="full, patch, repair, or NAME.vN.")]


@app.command("list")
def list_prompts() -> None:
    """List the templates: name, tokens of the fixed part and of the example (estimated), what it asks for."""
    from extractor import prompts

    _print(f"{'prompt':<11} {'fixed':>6} {'example':>8}  {'sha256':<12}  asks for")
    for prompt in prompts.templates():
        fixed, example = _tokens_of(prompt)
        _print(f"{prompt.id:<11} {fixed:>6} {example:>8}  {prompt.sha256[:12]}  {prompt.description}")
    typer.echo("tokens are estimates for SmolLM2's tokenizer; most others need fewer", err=True)


@app.command()
def show(name: _Name = "full") -> None:
    """Print a template as it is."""
    from extractor import prompts

    _print(prompts.load_any(name).source.rstrip("\n"))


@app.command()
def render(
    article: Annotated[str, typer.Argument(metavar="ARTICLE|-", help="A file with one or more articles.")],
    *,
    prompt: Annotated[str, typer.Option(metavar="NAME", help="full (default), patch, or NAME.vN.")] = "full",
) -> None:
    """Print what a model would be asked about an article, with its tokens (estimated); nothing is sent."""
    from extractor import articles, prompts
    from extractor.errors import ArticleError, SettingsError

    chosen = prompts.load(prompt)
    for item in articles.read([article], sys.stdin.buffer):
        if isinstance(item, ArticleError):
            raise SettingsError(str(item)) from item
        for request in _requests(chosen, item):
            _print(_rendered(chosen, item, request))


@app.command()
def diff(first: _Name, second: _Name) -> None:
    """Compare two templates line by line."""
    from difflib import unified_diff

    from extractor import prompts

    one, other = prompts.load_any(first), prompts.load_any(second)
    _print(
        "\n".join(
            unified_diff(
                one.source.splitlines(), other.source.splitlines(), _label(one), _label(other), lineterm=""
            )
        )
    )


def _requests(prompt: Prompt, article: Article) -> tuple[Request, ...]:
    from extractor import grounding, prompts, rules
    from extractor.settings import Settings
    from extractor.text import split_sentences

    draft = None
    if prompt.strategy == "patch":
        draft = prompts.shown(grounding.check(rules.extract(article), article.text).draft)
    return prompts.requests(
        prompt,
        article,
        split_sentences(article.text),
        draft=draft,
        max_output_tokens=Settings().max_output_tokens,
    )


def _rendered(prompt: Prompt, article: Article, request: Request) -> str:
    """One request: a line that sums it up, then each message under its role."""
    head = (
        f"=== {article.id}, {prompt.id}, request {request.part} of {request.parts}: {_sum(request.messages)}"
    )
    turns = (f"--- {message.role}: {_sum([message])}\n{message.content}" for message in request.messages)
    return "\n".join((head, *turns)) + "\n"


def _sum(messages: Iterable[Message]) -> str:
    from extractor.prompts import estimate_tokens

    return f"about {sum(estimate_tokens(message.content) for message in messages):,} tokens"


def _label(prompt: Prompt) -> str:
    fixed, example = _tokens_of(prompt)
    return f"{prompt.id} (about {fixed} tokens, example {example})"


def _tokens_of(prompt: Prompt) -> tuple[int, int]:
    """Tokens of the instructions with the answer's type, and of the example."""
    from extractor.prompts import estimate_tokens, examples

    example = sum(estimate_tokens(message.content) for message in examples(prompt))
    return estimate_tokens(prompt.block("instructions")), example


def _print(text: str) -> None:
    from extractor.cli.output import destination

    with destination(None) as stream:
        stream.write(text + "\n")
