"""Which cluster is meant, and what Ray is told in the environment, which it reads when it is imported."""

from __future__ import annotations

import os
import secrets
import sys
from typing import NamedTuple


class Cluster(NamedTuple):
    """Where the workers are: `address` of a running cluster (`auto`, or host:port), None for this machine.

    `workers` is how many there are; by default one for each of the cluster's CPUs.
    """

    address: str | None = None
    workers: int | None = None


def prepare(*, is_local: bool) -> None:
    """Set this process up for Ray; to be called before it is imported.

    Args:
        is_local: Whether a cluster is to be started on this machine, and not one that runs is to be used.
    """
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")
    if is_local and "ray" not in sys.modules:
        # Ray listens on all interfaces and lets whoever reaches it run code, unless it asks for a token.
        os.environ.update(RAY_AUTH_MODE="token", RAY_AUTH_TOKEN=secrets.token_hex(32))
