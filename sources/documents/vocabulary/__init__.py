"""What Cakupan knows about pages, one CSV table a kind of knowledge.

Belongs here: opening the tables. Does not: what a row does (web_report, web_metadata).
"""

from functools import cache
from pathlib import Path

from sources.reference import Row, read_table


@cache
def table(name: str) -> tuple[Row, ...]:
    """Rows of `<name>.csv` beside this module. Raises FileNotFoundError if there is none, ValueError on a ragged row."""
    return tuple(read_table(Path(__file__).with_name(f"{name}.csv")))
