"""Where the provinces of today lie on a map of tiles: one place for the report and the dashboards.

Belongs here: places and short names. Does not: how a tile is drawn, what it shows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sources.reference import read_table, seed

_PLACES = Path(__file__).parent / "province_tiles.csv"


@dataclass(frozen=True)
class TilePlace:
    """Column from the west and row from the north, both from 1; the name that fits onto a tile."""

    column: int
    row: int
    short_name: str


@cache
def tile_places() -> Mapping[str, TilePlace]:
    """Code of each province of today -> its tile."""
    short = {row["area_code"]: row["name_short"] for row in seed("province")}
    return {
        row["area_code"]: TilePlace(int(row["column"]), int(row["row"]), short[row["area_code"]])
        for row in read_table(_PLACES)
    }
