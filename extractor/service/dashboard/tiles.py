"""The map of provinces as tiles: one size for all, so that small and crowded ones are seen, too."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from extractor.service.dashboard.scales import Shades
from extractor.service.dashboard.tables import Row, rows

STEP, SIDE = 100, 94
"""Units of the drawing from tile to tile, and along a tile's side."""


class Tile(NamedTuple):
    """One province: `x` and `y` are its upper left corner; `label` is short enough for a phone."""

    code: str
    name: str
    label: str
    x: int
    y: int
    articles: int
    shade: int


class TileMap(NamedTuple):
    """All provinces, north to south, and the drawing's size."""

    tiles: tuple[Tile, ...]
    width: int
    height: int


def tile_map(articles: Mapping[str, int], shades: Shades) -> TileMap:
    """Every province with its number of `articles`, by code."""
    tiles = tuple(
        Tile(
            row["code"],
            row["name"],
            row["label"],
            int(row["column"]) * STEP,
            int(row["row"]) * STEP,
            (count := articles.get(row["code"], 0)),
            shades.of(count),
        )
        for row in _placed()
    )
    gap = STEP - SIDE
    return TileMap(
        tiles, max(tile.x for tile in tiles) + STEP - gap, max(tile.y for tile in tiles) + STEP - gap
    )


@cache
def _placed() -> tuple[Row, ...]:
    return tuple(sorted(rows("tiles"), key=lambda row: (int(row["row"]), int(row["column"]))))
