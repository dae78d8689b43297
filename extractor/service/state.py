"""What the parts of one running service share."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from extractor.pipeline import Extractor
from extractor.service.metrics import Metrics
from extractor.service.options import ServiceOptions
from extractor.settings import Settings

Check = Callable[[], str | None]
"""Says in one sentence why the service cannot take work; None if it can."""


@dataclass(frozen=True, slots=True)
class Service:
    """One service: made with its app, handed to every router.

    `stopping` is set when the process was told to end: what runs is finished, streams end, nothing new is
    begun. `checks` are what /readyz asks, by name.
    """

    settings: Settings
    options: ServiceOptions
    extractor: Extractor
    metrics: Metrics = field(default_factory=Metrics)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    checks: dict[str, Check] = field(default_factory=dict)
