"""What the reader knows of words: columns and their headers, survey months. The knowledge lies in the CSV files.

Belongs here: loading them and looking words up. Does not: any decision about a cell.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from sources.reference import read_table
from sources.tables.words import normal, units

LONGEST_HEADER = 200
_FOLDER = Path(__file__).parent
_UNIT_IN_HEADER = re.compile(r"^(?P<name>.*?)\s*[(\[](?P<unit>[^)\]]*)[)\]]$")


@dataclass(frozen=True)
class Column:
    """One column that a labour-force table may have. `required`: always, never, unless_period, unless_in_headers."""

    column: str
    kind: str  # key, measure, context
    required: str
    measure: str | None
    segment: str | None
    expected_as: str


@dataclass(frozen=True)
class Header:
    """A recognised column name, with the unit that it carries in brackets, if it does (as a power of ten)."""

    column: Column
    power_of_ten: int | None = None


@cache
def columns() -> dict[str, Column]:
    """Columns by their name in this project."""
    return {
        row["column"]: Column(
            row["column"],
            row["kind"],
            row["required"],
            row["measure"] or None,
            row["segment"] or None,
            row["expected_as"],
        )
        for row in read_table(_FOLDER / "columns.csv")
    }


@cache
def _headers() -> dict[str, Column]:
    return {normal(row["header"]): columns()[row["column"]] for row in read_table(_FOLDER / "headers.csv")}


@cache
def survey_months() -> frozenset[int]:
    """Months in which there ever was a labour-force survey."""
    return frozenset(int(row["month"]) for row in read_table(_FOLDER / "survey_months.csv"))


@lru_cache(maxsize=4096)
def header_of(text: str) -> Header | None:
    """The column that a name in a header means, or None."""
    if len(text) > LONGEST_HEADER:
        return None
    name = normal(text)
    if name in _headers():
        return Header(_headers()[name])
    match = _UNIT_IN_HEADER.match(name)
    if match and match["name"] in _headers() and match["unit"].strip() in units():
        return Header(_headers()[match["name"]], units()[match["unit"].strip()])
    return None


def recognised(texts: Iterable[str]) -> set[str]:
    """Columns that are named in a line."""
    return {header.column.column for text in texts if (header := header_of(text)) is not None}
