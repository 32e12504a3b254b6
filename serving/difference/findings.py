"""Contradictions and reports that came and went.

Belongs here: rows of two known tables as findings. Does not: counting rows of any table (rows.py). Columns that a release lacks are empty.
"""

from collections.abc import Callable
from typing import Any, TypeVar

import duckdb

from serving.difference.model import Contradiction, Listing, Report
from serving.difference.sides import AFTER, BEFORE, Pair, rows
from serving.release.contents import quoted

T = TypeVar("T")
CONTRADICTIONS = "audit.contradictions"
REPORTS = "marts.dim_report"
# Columns with their types, in the order of the fields that they become; the key first, the file third.
_CONTRADICTION = dict.fromkeys(
    ("contradiction_key", "severity", "file_name", "relation", "sentence_en", "sentence_id"), "varchar"
)
_REPORT = dict.fromkeys(("report_id", "source", "file_name"), "varchar") | {
    "published_on": "date",
    "outcome": "varchar",
    "superseded_by": "varchar",
}


def only_in(connection: duckdb.DuckDBPyConnection, pair: Pair | None, side: str, limit: int) -> Listing[Contradiction]:
    """Contradictions that only one side has, by file and sentence."""
    if pair is None or (body := _only(pair, side, "contradiction_key")) is None:
        return Listing(0, ())
    return _listing(connection, pair.columns(side, "t", _CONTRADICTION), body, limit, lambda row: Contradiction(*row))


def reports_only_in(connection: duckdb.DuckDBPyConnection, pair: Pair | None, side: str, limit: int) -> Listing[Report]:
    """Reports that only one side was built from, by their names."""
    if pair is None or (body := _only(pair, side, "report_id")) is None:
        return Listing(0, ())
    return _listing(connection, pair.columns(side, "t", _REPORT), body, limit, lambda row: Report(*row))


def reports_superseded(connection: duckdb.DuckDBPyConnection, pair: Pair | None, limit: int) -> Listing[Report]:
    """Reports of both sides that stand no longer: another one has taken their place since."""
    wanted = {"report_id", "superseded_by"}
    if pair is None or any(not wanted <= pair.types(side).keys() for side in (BEFORE, AFTER)):
        return Listing(0, ())
    body = (
        f"from {pair.address(AFTER)} as t inner join {pair.address(BEFORE)} as old on t.report_id = old.report_id"
        " where old.superseded_by is null and t.superseded_by is not null"
    )
    return _listing(connection, pair.columns(AFTER, "t", _REPORT), body, limit, lambda row: Report(*row))


def _only(pair: Pair, side: str, key: str) -> str | None:
    """The rest of a query for the rows `t` that only one side has; None if that side has no such column."""
    if key not in pair.types(side):
        return None
    other = BEFORE if side == AFTER else AFTER
    body = f"from {pair.address(side)} as t"
    if key in pair.types(other):
        body += f" anti join {pair.address(other)} as o on t.{quoted(key)} = o.{quoted(key)}"
    return body


def _listing(
    connection: duckdb.DuckDBPyConnection,
    columns: list[str],
    body: str,
    limit: int,
    made: Callable[[tuple[Any, ...]], T],
) -> Listing[T]:
    count = int(str(rows(connection, f"select count(*) {body}")[0][0]))
    if not count:
        return Listing(0, ())
    # By file, the third column, then by key, which is never the same twice.
    listed = rows(connection, f"select {', '.join(columns)} {body} order by 3, 1 limit {int(limit)}")
    return Listing(count, tuple(made(row) for row in listed))
