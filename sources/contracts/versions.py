"""Versions of the raw tables: `versions.csv` has one line for each form that a table has had.

Belongs here: which version this code writes. Does not: bringing older files up to it (`sources.migrations`). A column that is added and may be empty is no
new version: what was written before has nothing in it. One that goes, is renamed, changes its type or meaning, or may not be empty, is.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from sources.reference import read_table

TABLE = Path(__file__).parent / "versions.csv"


@cache
def versions() -> Mapping[str, int]:
    """Raw table -> the version that this code reads and writes."""
    found: dict[str, int] = {}
    for row in read_table(TABLE):
        found[row["table"]] = max(int(row["version"]), found.get(row["table"], 0))
    return found
