"""The command `extract --distributed ray`: the same records, made by many processes, in many files."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator
from contextlib import closing, suppress
from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Self

from extractor import articles, batch
from extractor.batch.manifest import Manifest
from extractor.batch.ray_environment import Cluster, prepare
from extractor.batch.shard_maker import STOP, Plan, Told
from extractor.batch.shards import Input
from extractor.batch.stop import Reason
from extractor.cli.estimating import estimate
from extractor.cli.extracting import Job, Spread, exit_code, summary
from extractor.cli.interrupts import interruptible
from extractor.cli.progress import configure_logging, progress, say
from extractor.errors import SettingsError
from extractor.pipeline import record_version
from extractor.pipeline.connection import model_config
from extractor.settings import Settings
from extractor.sinks import Filters

SHARD_SIZE = 2000
SHARD_SIZE_OF_A_MODEL = 200
"""A shard is what an interruption waits for and what a kill costs; a model takes long for each article."""

_ADDRESS = re.compile(r"auto|(?:\[[0-9a-fA-F:]+\]|[A-Za-z0-9_.-]+):[0-9]{1,5}")


def distribute(job: Job, settings: Settings, spread: Spread, *, is_dry: bool = False) -> int:
    """Write the records of all articles at the job's paths into a folder; returns the exit code.

    0 when all is well, 1 if an article failed, 130 if an interruption ended the run. If `is_dry`, only what
    it would ask and cost is printed.

    Raises:
        SettingsError: The settings ask for what cannot be distributed, nothing is there to read, the folder
            cannot be used, the extra is missing, or no cluster answers.
    """
    configure_logging()
    folder = _folder(job, settings, spread)
    if is_dry:
        return estimate(job._replace(is_resumed=False), settings)
    files = articles.find(job.paths)
    if articles.STDIN in files:
        raise SettingsError("a distributed run reads files, so that it can be resumed: save standard input")
    on_ray = load_ray(is_local=spread.address is None)
    if settings.needs_model:
        model_config(settings)  # what is missing shows before a cluster is started
    else:
        say("no model is set: rules run")
    settings = replace(settings, home=settings.home.absolute())
    filters = Filters(settings.min_confidence, settings.only_in_scope, settings.redact_people)
    size = spread.shard_size or (SHARD_SIZE_OF_A_MODEL if settings.needs_model else SHARD_SIZE)
    made_with = {**batch.made_with(settings), **filters._asdict(), "shard_size": size}
    ledger, stop = batch.Ledger(kept_in="manifest"), _FolderStop(folder)
    with interruptible(stop), Manifest(folder, made_with, is_resumed=job.is_resumed) as manifest, stop:
        plan = Plan(settings, folder, filters, manifest.header, record_version())
        given = Input(files, Path.cwd(), size, manifest.sound())
        results = on_ray.run(plan, given, Cluster(spread.address, spread.workers))
        with progress(files, ledger, is_stdout_free=True) as advance, closing(results):
            left_out = _take(results, manifest, ledger, advance)
        if stop.reason is not None:
            manifest.note(ended=stop.reason, articles=ledger.done, cost_usd=ledger.usage.cost_usd)
    say(summary(ledger, settings))
    if left_out:
        say(f"{left_out} not written: not about education")
    if stop.reason is not None:
        say("interrupted: the rest is not done; the same command with --resume does it")
    return exit_code(ledger, stop, settings)


def load_ray(*, is_local: bool) -> ModuleType:
    """The module that knows Ray, imported into a process that is set up for it.

    Raises:
        SettingsError: What it needs is not installed.
    """
    if find_spec("ray") is None or find_spec("pyarrow") is None or find_spec("duckdb") is None:
        raise SettingsError(
            "--distributed ray needs the extras 'ray' and 'columnar': pip install 'edumutu-llm[columnar,ray]'"
        )
    prepare(is_local=is_local)
    return import_module("extractor.batch.on_ray")


class _FolderStop(batch.Stop):
    """Tells all workers by a file in the folder that they share; the file goes when the run ends."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._sign = folder / STOP

    def ask(self, reason: Reason) -> None:
        super().ask(reason)
        with suppress(OSError):
            self._sign.touch()

    def __enter__(self) -> Self:
        self._sign.unlink(missing_ok=True)
        return self

    def __exit__(self, *_: object) -> None:
        self._sign.unlink(missing_ok=True)


def _take(
    results: Generator[Told], manifest: Manifest, ledger: batch.Ledger, advance: Callable[[], None]
) -> int:
    """Enter what came of each shard in the books; how many records were left out."""
    done, left_out, shards = 0, 0, -1
    for told in results:
        for line in told.said:
            say(line)
        if told.trouble is not None:
            raise SettingsError(told.trouble)
        if told.is_end:
            shards = told.number
            continue
        if told.made is not None:
            manifest.put(told.made)
        elif not told.is_kept:
            continue  # the run is to end, and it was not begun
        made = manifest.made[told.number]
        ledger.join(made.books(is_resumed=told.is_kept))
        done += 1
        left_out += made.left_out
        advance()
    if done == shards:
        manifest.finish(shards)
    return left_out


def _folder(job: Job, settings: Settings, spread: Spread) -> Path:
    """The folder that is written, if all else can be distributed, too."""
    if settings.format != "parquet":
        raise SettingsError("a distributed run writes a folder of Parquet files: give --format parquet")
    if job.output is None or (Path(job.output).exists() and not Path(job.output).is_dir()):
        raise SettingsError("a distributed run writes a folder of Parquet files: give --output DIR")
    if job.journal is not None:
        raise SettingsError("a distributed run keeps what is done in its folder: leave --journal out")
    if settings.budget_usd is not None:
        raise SettingsError(
            "a budget is counted in one process, and a distributed run has many: leave budget_usd out, ask "
            "--dry-run for the cost, and set a limit where the model is paid for"
        )
    if spread.address is not None and not _ADDRESS.fullmatch(spread.address):
        raise SettingsError(f"--ray-address is {spread.address!r}; give auto or HOST:PORT")
    return Path(job.output).absolute()
