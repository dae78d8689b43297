"""Which way `extract` goes: one process, many, or none where only an estimate is asked for."""

from __future__ import annotations

from collections.abc import Mapping

from extractor.cli.extracting import Job, Spread, run
from extractor.errors import SettingsError
from extractor.settings import load


def start(job: Job, flags: Mapping[str, object], spread: Spread, *, is_dry: bool = False) -> int:
    """Do what one call of `extract` asks for, with the settings that `flags` set; returns the exit code.

    Raises:
        SettingsError: The options do not go together, or as `run`, `distribute` and `estimate` do.
    """
    if spread.engine is not None and spread.engine != "ray":
        raise SettingsError(f"--distributed is {spread.engine!r}; give ray")
    if spread.engine is None and spread != Spread():
        raise SettingsError("--ray-address, --ray-workers and --shard-size need --distributed ray")
    settings = load(flags)
    # Each way has imports of its own.
    if spread.engine is not None:
        from extractor.cli.distributing import distribute

        return distribute(job, settings, spread, is_dry=is_dry)
    if is_dry:
        from extractor.cli.estimating import estimate

        return estimate(job, settings)
    return run(job, settings)
