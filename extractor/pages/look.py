"""Colours and defaults of all pages: light and dark, one hue for each part of a record."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

HUES: Mapping[str, int] = {
    "in_scope": 0,
    "article": 205,
    "event": 25,
    "summary": 60,
    "regions": 130,
    "organizations": 265,
    "people": 330,
    "programs": 170,
    "indicators": 45,
    "regulations": 290,
    "statements": 95,
}
"""The colour of what each part of a record is proved by, in degrees of the colour circle."""


@cache
def base_css() -> str:
    """The style sheet that every page begins with.

    It sets `--ground`, `--ink`, `--soft`, `--line`, `--link`, `--good`, `--bad` for light and dark, defaults
    of text, links, focus and tables, and a class `.f-PART` for each part of a record: its hue as `--hue`,
    used by `mark` and `.chip`.
    """
    hues = "".join(f".f-{name} {{ --hue: {hue}; }}\n" for name, hue in HUES.items())
    return files("extractor.pages").joinpath("static", "base.css").read_text("utf-8") + hues
