"""What the numbers of the marts may be added over.

Belongs here: the classes and the table of columns. Does not: how marts keep tools from adding (dbt_project/macros/levels.sql).
"""

from functools import cache
from pathlib import Path

from sources.reference import read_table

MEANINGS = {
    "additive": "may be added over time and over areas of one kind",
    "semi_additive": "may be added over areas of one kind at one time, never over time or programmes",
    "non_additive": "never added",
    "not_a_measure": "a label or an order",
}


@cache
def additivity() -> dict[str, str]:
    """Column -> one of MEANINGS, for every number of the schema marts; a column means the same in every table."""
    return {row["column_name"]: row["additivity"] for row in read_table(Path(__file__).with_name("additivity.csv"))}


def semantics(column: str) -> str:
    """What a number of the marts may be added over, in words; empty for what is no measure."""
    found = additivity().get(column, "not_a_measure")
    return "" if found == "not_a_measure" else f"{found}: {MEANINGS[found]}"
