"""What Ray finds in the environment when it is imported."""

from __future__ import annotations

import os
import sys

import pytest

from extractor.batch.ray_environment import prepare


@pytest.fixture(autouse=True)
def environment_of_the_test_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "ray", raising=False)
    for name in [name for name in os.environ if name.startswith("RAY_")]:
        monkeypatch.delenv(name)
    # What the code under test sets goes with the test, too.
    monkeypatch.setattr(os, "environ", dict(os.environ))


@pytest.mark.parametrize("is_local", [True, False])
def test_usage_statistics_are_off(is_local: bool) -> None:
    prepare(is_local=is_local)
    assert os.environ["RAY_USAGE_STATS_ENABLED"] == "0"


def test_a_cluster_of_our_own_asks_for_a_token_that_nobody_else_knows() -> None:
    tokens = set()
    for _ in range(2):
        prepare(is_local=True)
        assert os.environ["RAY_AUTH_MODE"] == "token"
        tokens.add(os.environ["RAY_AUTH_TOKEN"])
    assert {len(token) for token in tokens} == {64}
    assert len(tokens) == 2


def test_a_cluster_that_runs_keeps_its_own_way_of_asking(monkeypatch: pytest.MonkeyPatch) -> None:
    os.environ["RAY_AUTH_TOKEN"] = "theirs"
    prepare(is_local=False)
    assert os.environ["RAY_AUTH_TOKEN"] == "theirs"
    assert "RAY_AUTH_MODE" not in os.environ


def test_ray_that_is_loaded_already_would_not_read_a_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", sys)
    prepare(is_local=True)
    assert "RAY_AUTH_TOKEN" not in os.environ
