"""What tokens cost: a small table of known models, which settings override."""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from extractor.models.protocol import ModelConfig

BATCH_SHARE = 0.5
"""Of the price, what is paid for a request that is answered by a provider's batch."""

_DATE = re.compile(r"-\d{4}-\d{2}-\d{2}$")


class Price(NamedTuple):
    """US dollars for a million tokens; `date` tells when `source` said so."""

    input_usd: float
    output_usd: float
    source: str
    date: str


@cache
def table() -> dict[str, Price]:
    """The known prices by model."""
    text = files("extractor.models").joinpath("data/prices.csv").read_text(encoding="utf-8")
    return {
        row["model"]: Price(float(row["input"]), float(row["output"]), row["source"], row["date"])
        for row in csv.DictReader(text.splitlines())
    }


def price(config: ModelConfig) -> Price | None:
    """What a model's tokens cost, None where neither settings nor table say.

    Settings that give one of the two prices mean 0 by the other. A name that ends in a date is looked up
    without it, too.
    """
    if config.input_price_usd is not None or config.output_price_usd is not None:
        return Price(config.input_price_usd or 0.0, config.output_price_usd or 0.0, "settings", "")
    return table().get(config.name) or table().get(_DATE.sub("", config.name))


def cost_usd(config: ModelConfig, input_tokens: int, output_tokens: int) -> float:
    """US dollars that so many tokens cost; 0 where no price is known."""
    known = price(config)
    if known is None:
        return 0.0
    return (input_tokens * known.input_usd + output_tokens * known.output_usd) / 1_000_000
