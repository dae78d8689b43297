"""The command `doctor`: what is configured, whether the server answers, and what one article costs.

It asks for one invented article, past the cache, so it costs what one article costs. Keys are never printed.
"""

from __future__ import annotations

import asyncio
import dataclasses
import time
from collections.abc import Sequence

import typer

from extractor import models, prompts
from extractor.models import ModelConfig, Server
from extractor.pipeline.connection import model_config
from extractor.pipeline.stages import Stages
from extractor.schema.calls import NO_USAGE, Outcome, Request, Usage
from extractor.schema.types import Article
from extractor.settings import Settings
from extractor.text import split_sentences

_WIDTH = 12
_MODES = {
    "json_schema": "json_schema: the server holds the model to a JSON schema",
    "tools": "tools: the answer comes as the arguments of a tool",
    "json": "json: the server promises JSON, its shape is checked here",
}
_ADVICE = {
    "truncated": "raise max_output_tokens, or try --prompt patch; models too small for the task often run on",
    "refused": "the server's filter may be too strict for news",
    "invalid_json": "a server that enforces a JSON schema helps, or a larger model",
    "wrong_shape": "a server that enforces a JSON schema helps, or a larger model",
    "empty": "a model that thinks first may need more max_output_tokens",
}
_TEXT = """\
Dinas Pendidikan Kota Kelapa Gading Gelar Pelatihan Guru Penggerak

KELAPA GADING, KabarUji.id – Dinas Pendidikan Kota Kelapa Gading menggelar pelatihan bagi 41 guru penggerak di
Aula SMP Negeri 3 Kelapa Gading, Rabu (2/11/2022).

Kepala Dinas Pendidikan Kota Kelapa Gading, Siti Contoh, mengatakan kegiatan itu diikuti guru dari 15 sekolah
dasar dan 4 sekolah menengah pertama. “Kami ingin mutu pembelajaran merata sampai ke pinggiran,” ujarnya.

Menurut Siti, 52 persen satuan pendidikan telah mengirimkan data rapor pendidikan, naik dari 38 persen tahun
lalu. Pelatihan yang berlangsung tiga hari itu dibiayai dana BOS sebesar Rp 120 juta.

Ketua PGRI Kota Kelapa Gading, Budi Misal, berharap pelatihan serupa diadakan setiap semester. “Guru jangan
dibiarkan belajar sendiri,” katanya. (uji)
"""


def run(settings: Settings) -> int:
    """Print what is configured and try it; the exit code is 0 if a model answers as it should or none is set.

    Raises:
        SettingsError: The prompt is unknown, or the server cannot be addressed.
    """
    _line("engine", settings.engine)
    _line("API key", "set" if settings.api_key else "not set")
    if not settings.model:
        _line("model", "not set: rules read the articles, and nothing is sent anywhere")
        return 0
    config = dataclasses.replace(model_config(settings), max_attempts=1)
    prompt = prompts.load(settings.prompt)
    _line("model", settings.model)
    _line("server", config.shown_url)
    _line("prompt", f"{prompt.id}, answers of up to {settings.max_output_tokens:,} tokens")
    _line("price", _price(config))
    return asyncio.run(_try(config, _requests(prompt, settings.max_output_tokens)))


async def _try(config: ModelConfig, requests: Sequence[Request]) -> int:
    model = models.connect(config)
    model.forget_mode()
    started_s = time.perf_counter()
    outcome, usage = Outcome("unavailable"), NO_USAGE
    try:
        for request in requests:
            outcome = await model.complete(request)
            usage = usage.plus(outcome.usage)
            if outcome.kind != "complete":
                break
        _report(outcome, usage, model, time.perf_counter() - started_s)
        if outcome.kind == "unavailable":
            await _list_models(model)
    finally:
        await model.close()
    return 0 if outcome.kind == "complete" else 1


def _report(outcome: Outcome, usage: Usage, model: Server, duration_s: float) -> None:
    if outcome.kind == "unavailable":
        _line("answer", f"none: {outcome.error}")
        return
    advice = f"; {_ADVICE[outcome.kind]}" if outcome.kind in _ADVICE else ""
    said = "complete" if outcome.error is None else f"{outcome.kind}: {outcome.error}{advice}"
    _line("answer", f"{said} ({duration_s:.1f} s)")
    _line("mode", _MODES[model.mode])
    tokens = f"{usage.input_tokens:,} input and {usage.output_tokens:,} output tokens"
    cost = f"{usage.cost_usd:.5f} USD" if usage.cost_usd else "no price known"
    _line("one article", f"of {len(_TEXT):,} characters: {tokens}, {cost}")


async def _list_models(model: Server) -> None:
    names = await model.model_names()
    if names and model.name not in names:
        more = ", …" if len(names) > 10 else ""
        _line("models", f"the server lists {', '.join(sorted(names)[:10])}{more}")


def _requests(prompt: prompts.Prompt, max_output_tokens: int) -> tuple[Request, ...]:
    article = Article("doctor", _TEXT)
    draft = prompts.shown(Stages(article).rules().draft) if prompt.strategy == "patch" else None
    return prompts.requests(
        prompt,
        article,
        tuple(split_sentences(article.text)),
        draft=draft,
        max_output_tokens=max_output_tokens,
    )


def _price(config: ModelConfig) -> str:
    known = models.price(config)
    if known is None:
        return "not known: set price_input and price_output, in US dollars for a million tokens"
    source = f"{known.source}, {known.date}" if known.date else known.source
    return (
        f"{known.input_usd:g} and {known.output_usd:g} USD for a million input and output tokens ({source})"
    )


def _line(name: str, value: str) -> None:
    typer.echo(f"{name:<{_WIDTH}} {value}")
