"""The reference tables (regions, offices, measures, …) as the readers see them.

They have one home, `dbt_project/seeds/`, because the warehouse's dimensions are built from the same rows. Belongs here: opening them
as plain rows. Does not: what only one reader needs (its vocabulary lies beside it).
"""

import csv
from functools import cache
from pathlib import Path

from sources.settings import PROJECT_ROOT

Row = dict[str, str]
# The six units of Jakarta are administrative, without a government of their own; as areas they are cities and a regency.
_KINDS = {"kota_administrasi": "city", "kabupaten_administrasi": "regency"}


def read_table(path: Path) -> list[Row]:
    """Rows of a CSV with one header line; empty cells are empty strings. Raises ValueError naming file and line on a ragged row."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for line, row in enumerate(rows, start=2):
        if None in row or None in row.values():
            raise ValueError(f"{path}: line {line} has another number of cells than the header")
    return rows


@cache
def seed(name: str) -> tuple[Row, ...]:
    """Rows of the seed of that name. Raises FileNotFoundError if there is none."""
    return tuple(read_table(PROJECT_ROOT / "dbt_project" / "seeds" / f"{name}.csv"))


@cache
def measures() -> dict[str, Row]:
    """Code -> row of the registry of measures."""
    return {row["measure"]: row for row in seed("measure")}


def regency_kind(row: Row) -> str:
    """Kind of area of a row of the seed regency: regency or city."""
    return _KINDS.get(row["area_kind"], row["area_kind"])


@cache
def programmes() -> frozenset[str]:
    return frozenset(row["programme_code"] for row in seed("programme"))


@cache
def segments() -> frozenset[str]:
    return frozenset(row["segment_code"] for row in seed("segment"))


@cache
def facility_types() -> frozenset[str]:
    return frozenset(row["facility_type_code"] for row in seed("facility_type"))
