"""How a model is addressed, and what tokens cost."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import Any

import pytest

from extractor.errors import SettingsError
from extractor.models import ModelConfig, cost_usd, price
from extractor.models.prices import table


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"base_url": "127.0.0.1:8080/v1"},
        {"base_url": "ftp://127.0.0.1/v1"},
        {"base_url": "http://"},
        {"base_url": "http://127.0.0.1:99999/v1"},
        {"mode": "shout"},
        {"max_attempts": 0},
        {"timeout_s": 0},
        {"max_wait_s": float("nan")},
        {"api_key": "sk-kunci-é"},
    ],
)
def test_a_wrong_value_is_refused_at_once(wrong: dict[str, Any]) -> None:
    with pytest.raises(SettingsError):
        ModelConfig(**{"name": "m", **wrong})


@pytest.mark.parametrize(
    ("url", "shown", "is_local"),
    [
        (None, "https://api.openai.com/v1", False),
        ("http://user:pw@127.0.0.1:8080/v1/?key=k#x", "http://127.0.0.1:8080/v1", True),
        ("http://localhost/v1", "http://localhost/v1", True),
        ("http://[::1]:8080/v1", "http://[::1]:8080/v1", True),
        ("https://127.example.id/v1", "https://127.example.id/v1", False),
        ("https://llm.example.id/v1", "https://llm.example.id/v1", False),
    ],
)
def test_an_address_is_shown_without_its_secrets(url: str | None, shown: str, is_local: bool) -> None:
    config = ModelConfig("m", url)

    assert config.shown_url == shown
    assert config.is_local is is_local


def test_known_models_have_prices_with_source_and_date() -> None:
    assert len(table()) >= 5
    for known in table().values():
        assert 0 < known.input_usd <= known.output_usd
        assert known.source
        assert re.fullmatch(r"\d{4}-\d{2}", known.date)


@pytest.mark.parametrize(
    ("config", "cost"),
    [
        (ModelConfig("gpt-4o-mini"), 1_000 * 0.15e-6 + 500 * 0.60e-6),
        (ModelConfig("gpt-4o-mini-2024-07-18"), 1_000 * 0.15e-6 + 500 * 0.60e-6),
        (ModelConfig("gpt-4o-mini", input_price_usd=1.0, output_price_usd=2.0), 1_000e-6 + 1_000e-6),
        (ModelConfig("own", input_price_usd=1.0), 1_000e-6),
        (ModelConfig("own", input_price_usd=0.0), 0.0),
        (ModelConfig("own"), 0.0),
    ],
)
def test_cost_is_by_settings_else_by_table_else_nothing(config: ModelConfig, cost: float) -> None:
    assert cost_usd(config, 1_000, 500) == pytest.approx(cost)


def test_an_unknown_price_is_none_and_a_free_one_is_not() -> None:
    assert price(ModelConfig("own")) is None
    assert price(ModelConfig("own", input_price_usd=0.0)) is not None


def test_importing_and_connecting_imports_no_client() -> None:
    code = (
        "import sys; from extractor.models import ModelConfig, connect;"
        "connect(ModelConfig('m', 'http://127.0.0.1:9/v1'));"
        "heavy = {'openai', 'instructor', 'pydantic', 'httpx2', 'tenacity'} & set(sys.modules);"
        "sys.exit(f'imported {heavy}' if heavy else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
