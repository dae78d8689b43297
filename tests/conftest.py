"""Hypothesis profiles; `HYPOTHESIS_PROFILE=full` asks for ten times as many cases."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# No deadline: a slow machine is no failure; running time is asserted as ratios.
settings.register_profile("default", max_examples=1_000, deadline=None)
settings.register_profile(
    "full", max_examples=10_000, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))
