"""What the commands `batch …` do: settings, state and provider brought together, and told about."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import wraps
from pathlib import Path
from typing import NamedTuple, ParamSpec

import typer

from extractor import articles, batch, models, prompts
from extractor.batch import provider
from extractor.batch.made_with import refuse_other
from extractor.batch.provider import Answers, Limits, Standing, State
from extractor.cli import standings
from extractor.cli.extracting import EXIT_INTERRUPTED, Job
from extractor.cli.extracting import run as extract
from extractor.cli.progress import configure_logging, say
from extractor.errors import SettingsError
from extractor.models import BatchApi, Composer, UnavailableError
from extractor.pipeline import Extractor
from extractor.pipeline.arrivals import NotAsked
from extractor.pipeline.connection import connect
from extractor.settings import Settings
from extractor.settings import load as load_settings

EXIT_UNFINISHED = 4
"""As when a budget ends a run: the rest is not done, and the same command goes on with it."""

_EVERY_S = 5.0
_NOT_ASKED = "the batch did not ask about it: text or prompt have changed since; extract asks"
P = ParamSpec("P")


class Submission(NamedTuple):
    """What one call of `batch submit` is about."""

    paths: list[str]
    flags: Mapping[str, object]
    mode: str | None = None
    max_requests: int = 50_000


class Collection(NamedTuple):
    """What one call of `batch collect` is about."""

    output: str | None
    flags: Mapping[str, object]
    is_waiting: bool = False
    is_now: bool = False
    is_rest_asked: bool = False


def _resumable(command: Callable[P, int]) -> Callable[P, int]:
    """End a command in words where the provider does not answer or the operator stops it."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> int:
        configure_logging()
        try:
            return command(*args, **kwargs)
        except UnavailableError as failure:
            say(f"not finished: {failure}; the same command goes on where it stopped")
            return EXIT_UNFINISHED
        except KeyboardInterrupt:
            say("interrupted: the same command goes on where it stopped")
            return EXIT_INTERRUPTED

    return run


@_resumable
def submit(folder: Path, how: Submission) -> int:
    """Prepare, upload and create what is not there yet; returns the exit code.

    Raises:
        SettingsError: Nothing is there to read, a setting is missing, or the folder holds another batch.
    """
    if articles.STDIN in how.paths:
        raise SettingsError("a batch reads its articles again when it is collected: name files, not -")
    settings, asked_with = _begun(folder, how)
    with provider.held(folder):
        state = provider.load(folder) or provider.new(folder, how.paths, asked_with)
        _prepare(state, settings, how)
        budget_usd = settings.budget_usd
        if budget_usd is not None and _cost_usd(state, settings) > budget_usd:
            say(f"the budget of {budget_usd:g} USD does not suffice: nothing is sent")
            return EXIT_UNFINISHED
        with _api(state, settings) as api:
            if state.is_sent:
                provider.send_again(state, provider.standing(state, api))
            provider.send(state, api)
    say(f"submitted; `edumutu-llm batch collect {folder}` fetches the answers")
    return 0


@_resumable
def status(folder: Path, output_format: str) -> int:
    """Print how far every batch is; returns the exit code.

    Raises:
        SettingsError: There is no batch, or no such format.
    """
    if output_format not in {"text", "json"}:
        raise SettingsError(f"format is {output_format!r}; choose text or json")
    state, settings = _known(folder)
    with _api(state, settings) as api:
        parcels = provider.standing(state, api)
    if not state.is_sent:
        say(_not_sent(folder))
    typer.echo(
        json.dumps(standings.plain(state, parcels), indent=1)
        if output_format == "json"
        else standings.told(parcels)
    )
    return 0


@_resumable
def collect(folder: Path, how: Collection) -> int:
    """Write the record of every article of a batch; returns the exit code, as `extract` does.

    Raises:
        SettingsError: There is no batch or not all of it was submitted, or as `extract` does.
    """
    state, settings = _known(folder, how.flags)
    with provider.held(folder):
        if not state.is_sent:
            raise SettingsError(_not_sent(folder))
        with _api(state, settings) as api:
            look = standings.Look()
            parcels = provider.wait(state, api, look) if how.is_waiting else provider.standing(state, api)
            if not how.is_now and not provider.is_finished(parcels):
                say(standings.told(parcels))
                say(f"not finished yet{standings.advice(parcels, folder)}")
                return EXIT_UNFINISHED
            provider.fetch(state, api, parcels)
        return _write(state, settings, parcels, how)


@_resumable
def cancel(folder: Path) -> int:
    """Cancel every batch that is under way; returns the exit code.

    Raises:
        SettingsError: There is no batch.
    """
    state, settings = _known(folder)
    with provider.held(folder), _api(state, settings) as api:
        for parcel, seen in provider.standing(state, api):
            if seen is not None and not seen.is_ended:
                say(f"{parcel.number:04}  {api.cancel(seen.id).status}")
    return 0


def _begun(folder: Path, how: Submission) -> tuple[Settings, Mapping[str, object]]:
    """The settings of the batch that is begun or gone on with, and what it is asked with."""
    state = provider.load(folder)
    if state is None:
        return _new(folder, how)
    if how.paths and [*map(Path, how.paths)] != [*map(Path, state.paths)]:
        raise SettingsError(f"the batch in {folder} is about other articles: name another folder")
    given = {name for name, value in how.flags.items() if value is not None}
    if given & {"engine", "model", "base_url", "prompt"}:
        now = {**provider.told(load_settings(how.flags)), "dialect": state.asked_with["dialect"]}
        refuse_other(f"the batch in {folder} was", state.asked_with, now)
    return _restored(state, how.flags), state.asked_with


def _new(folder: Path, how: Submission) -> tuple[Settings, Mapping[str, object]]:
    if not how.paths:
        raise SettingsError(f"there is no batch in {folder} to go on with: say which articles it is about")
    settings = load_settings(how.flags)
    if not settings.needs_model:
        raise SettingsError("a batch asks a model: give --model NAME or set EDUMUTU_MODEL")
    articles.find(how.paths)
    asked_with = provider.told(settings, how.mode)
    config, _ = provider.config_of(asked_with, settings)
    if how.mode is None and models.recall(config) is None:
        say(
            f"'{config.name}' was never asked yet, so requests take the likeliest form: "
            "`edumutu-llm doctor` finds out with one request which it takes"
        )
    return settings, asked_with


def _known(folder: Path, flags: Mapping[str, object] | None = None) -> tuple[State, Settings]:
    state = provider.load(folder)
    if state is None:
        raise SettingsError(f"there is no batch in {folder}: `edumutu-llm batch submit` makes one")
    return state, _restored(state, flags or {})


def _not_sent(folder: Path) -> str:
    return f"not all was submitted: `edumutu-llm batch submit --state {folder}` goes on"


def _restored(state: State, flags: Mapping[str, object]) -> Settings:
    asked = {name: state.asked_with[name] for name in ("engine", "model")}
    return provider.settings_of(state.asked_with, load_settings({**flags, **asked}))


def _api(state: State, settings: Settings) -> BatchApi:
    return BatchApi(provider.config_of(state.asked_with, settings)[0])


def _prepare(state: State, settings: Settings, how: Submission) -> None:
    if not state.is_prepared:
        config, dialect = provider.config_of(state.asked_with, settings)
        items = _counted(articles.read(articles.find(state.sources), sys.stdin.buffer))
        # The connection is made and not used: it checks what a run would check.
        with Extractor(settings, model=connect(settings)) as extractor, Composer(config, dialect) as composer:
            provider.prepare(state, extractor, items, composer, limits=Limits(how.max_requests))
    requests, batches = state.requests, len(state.parcels)
    say(
        f"{state.articles} articles: {requests} request{'s' * (requests != 1)} in {batches} "
        f"batch{'es' * (batches != 1)}, {state.known} known already"
        + (f", {state.unread} cannot be read" if state.unread else "")
    )
    if requests:
        config = provider.config_of(state.asked_with, settings)[0]
        cost = f"{_cost_usd(state, settings):.4f} USD" if models.price(config) else "at no known price"
        say(f"about {state.estimate[0]:,} + {state.estimate[1]:,} tokens, {cost} as a batch")


def _cost_usd(state: State, settings: Settings) -> float:
    config = provider.config_of(state.asked_with, settings)[0]
    return models.BATCH_SHARE * models.cost_usd(config, *state.estimate)


def _write(state: State, settings: Settings, parcels: Sequence[Standing], how: Collection) -> int:
    config, dialect = provider.config_of(state.asked_with, settings)
    answer_type = prompts.load(settings.prompt).answer_type
    with Answers(state, parcels, answer_type, config, is_rest_open=how.is_rest_asked) as answers:
        model = None if how.is_rest_asked else NotAsked(config.name, _NOT_ASKED)
        _tell_odd(answers)
        plainer = models.adapted(dialect, answers.complaint) if answers.complaint else None
        if plainer is not None:
            models.remember(config, plainer)
            say("the provider does not take requests of this form; the next ones take a plainer form")
        return extract(
            Job(state.sources, how.output),
            settings,
            opened=lambda settings: Extractor(settings, model=model, arrivals=answers),
            settle=lambda extractor, ledger: _settle(answers, extractor, ledger),
        )


def _settle(answers: Answers, extractor: Extractor, ledger: batch.Ledger) -> None:
    """Keep and count the answers that no article has taken."""
    homeless = 0
    for key, arrived in answers.rest():
        extractor.keep(key, arrived)
        ledger.pay(arrived.outcome.usage)
        homeless += arrived.outcome.kind == "complete"
    if homeless:
        say(f"{homeless} answers are about articles that have changed or are gone; they stay in the cache")


def _tell_odd(answers: Answers) -> None:
    odd = answers.odd
    told = {"are broken": odd.broken, "came twice": odd.repeated, "answer nothing of ours": odd.unknown}
    if parts := [f"{many} {what}" for what, many in told.items() if many]:
        say(f"of the provider's lines {', '.join(parts)}; they are passed over")


def _counted(items: Iterable[object]) -> Iterator[object]:
    told_s = time.monotonic()
    for count, item in enumerate(items, 1):
        yield item
        if time.monotonic() - told_s >= _EVERY_S:
            told_s = time.monotonic()
            say(f"{count} articles prepared")
