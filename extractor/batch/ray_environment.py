"""What Ray is told through the environment, which it reads when it is imported."""

from __future__ import annotations

import os
import secrets
import sys


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
