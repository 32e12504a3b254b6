"""Figures of the fact tables that differ: where, what, when, from what to what, by which report.

Belongs here: cells of rows that differ, and the report whose figure stands there (bridge_fact_observation). Does not: matching rows (rows.py).
The table of observations is no such table: there each report's figure is a row of its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

import duckdb

from serving.difference.model import FigureChange
from serving.difference.rows import DIFFERING, ROWS
from serving.difference.sides import AFTER, BEFORE, Pair, rows
from serving.release.contents import quoted

OBSERVATIONS = "marts.fct_observation"
BRIDGE = "marts.bridge_fact_observation"
REPORTS = "marts.dim_report"
COUNTED = "a register"
KINDS = ("changed", "new", "gone")
_PLACES = (
    "measure_code",
    "area_code",
    "area_name",
    "programme_code",
    "segment_code",
    "period_key",
    "as_of_date",
    "origin",
)


@dataclass
class FigureChanges:
    """What was found so far, over all fact tables: counts, and the first of each kind."""

    limit: int
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))
    first: dict[str, list[FigureChange]] = field(default_factory=lambda: {kind: [] for kind in KINDS})

    def add(self, connection: duckdb.DuckDBPyConnection, pair: Pair) -> None:
        """Counts and lists the figures of one table, whose rows that differ lie in DIFFERING and ROWS."""
        measures = _measures(pair)
        if not measures:
            return
        conditions = _conditions(pair, measures)
        joined = _joined(pair)
        counts = ", ".join(
            " + ".join(f"count(*) filter (where {condition})" for condition in conditions[kind].values())
            for kind in KINDS
        )
        found = rows(connection, f"select {counts} from {joined}")[0]  # noqa: S608 - quoted names of the catalog
        for kind, count in zip(KINDS, found, strict=True):
            self.counts[kind] += int(str(count))
            if count and len(self.first[kind]) < self.limit:
                anywhere = " or ".join(conditions[kind].values())
                self.first[kind] += self._listed(connection, pair, measures, kind, anywhere)

    def _listed(
        self, connection: duckdb.DuckDBPyConnection, pair: Pair, measures: list[str], kind: str, anywhere: str
    ) -> list[FigureChange]:
        places = [
            f"coalesce({pair.column(AFTER, 'new', name)}, {pair.column(BEFORE, 'old', name)})" for name in _PLACES
        ]
        values = [
            pair.column(side, alias, name, "decimal(38, 6)")
            for name in measures
            for side, alias in ((BEFORE, "old"), (AFTER, "new"))
        ]
        wanted = self.limit - len(self.first[kind])
        found = rows(
            connection,
            f"select d.row_key, {', '.join([*places, *values])} from {_joined(pair)} where {anywhere}"  # noqa: S608 - as above
            f" order by 3 nulls last, 8 nulls last, 1 limit {int(wanted)}",
        )
        cells = [cell for row in found for cell in _cells(pair, measures, row) if _kind(cell) == kind]
        return cells[:wanted]


def _measures(pair: Pair) -> list[str]:
    """Columns of a fact table that are figures: what is counted of rows and reports is a whole number, what reports print a decimal."""
    if not pair.name.startswith("marts.fct_") or pair.name == OBSERVATIONS or pair.key is None:
        return []
    types = pair.types(BEFORE) | pair.types(AFTER)
    return [name for name, data_type in types.items() if data_type.startswith("DECIMAL")]


def _joined(pair: Pair) -> str:
    key = quoted(pair.key or "")
    return (
        f"{DIFFERING} as d left join {ROWS[BEFORE]} as old on old.{key} = d.row_key"
        f" left join {ROWS[AFTER]} as new on new.{key} = d.row_key"
    )


def _conditions(pair: Pair, measures: list[str]) -> dict[str, dict[str, str]]:
    """Kind -> measure -> SQL that is true where its figure differs in this way."""
    sides = {
        name: (pair.column(BEFORE, "old", name, "decimal(38, 6)"), pair.column(AFTER, "new", name, "decimal(38, 6)"))
        for name in measures
    }
    return {
        "changed": {name: f"({old} <> {new})" for name, (old, new) in sides.items()},
        "new": {name: f"({old} is null and {new} is not null)" for name, (old, new) in sides.items()},
        "gone": {name: f"({old} is not null and {new} is null)" for name, (old, new) in sides.items()},
    }


def _kind(change: FigureChange) -> str | None:
    if change.before == change.after:
        return None
    return "new" if change.before is None else "gone" if change.after is None else "changed"


def _cells(pair: Pair, measures: list[str], row: tuple[Any, ...]) -> Iterator[FigureChange]:
    key, values = row[0], row[1 + len(_PLACES) :]
    place: dict[str, str | None] = dict(zip(_PLACES, row[1 : 1 + len(_PLACES)], strict=True))
    counted = COUNTED if place["origin"] == "register" or pair.name.startswith("marts.fct_register_") else None
    for number, name in enumerate(measures):
        before: Decimal | None = values[2 * number]
        after: Decimal | None = values[2 * number + 1]
        yield FigureChange(
            pair.name,
            str(key),
            name,
            place["measure_code"],
            place["area_code"],
            place["area_name"],
            place["programme_code"],
            place["segment_code"],
            place["period_key"] or place["as_of_date"],
            before,
            after,
            None if before is None else counted,
            None if after is None else counted,
        )


def with_reports(
    connection: duckdb.DuckDBPyConnection, tables: dict[str, Pair], changes: list[FigureChange]
) -> list[FigureChange]:
    """The same figures with the file names of the reports whose figure stands, where one does."""
    keys = [change.fact_key for change in changes]
    by_side = {side: _reports(connection, tables, side, keys) for side in (BEFORE, AFTER)}
    named = []
    for change in changes:
        cell = (change.fact_table.removeprefix("marts."), change.fact_key, change.fact_column)
        before = None if change.before is None else by_side[BEFORE].get(cell, change.report_before)
        after = None if change.after is None else by_side[AFTER].get(cell, change.report_after)
        named.append(replace(change, report_before=before, report_after=after))
    return named


def _reports(
    connection: duckdb.DuckDBPyConnection, tables: dict[str, Pair], side: str, keys: list[str]
) -> dict[tuple[str, str, str], str]:
    """(fact table, key, column) -> file name of the report whose figure was chosen."""
    needed = {
        BRIDGE: {"fact_table", "fact_key", "fact_column", "role", "observation_id"},
        OBSERVATIONS: {"observation_id", "report_key"},
        REPORTS: {"report_key", "file_name"},
    }
    if not keys or any(
        name not in tables or not wanted <= tables[name].types(side).keys() for name, wanted in needed.items()
    ):
        return {}
    bridge, observations, reports = (tables[name].address(side) for name in (BRIDGE, OBSERVATIONS, REPORTS))
    found = rows(
        connection,
        f"""
        select b.fact_table, b.fact_key, b.fact_column, any_value(r.file_name order by r.file_name)
        from {bridge} as b
        inner join {observations} as o on b.observation_id = o.observation_id
        inner join {reports} as r on o.report_key = r.report_key
        where b.role = 'chosen' and list_contains(?, b.fact_key)
        group by all
        """,  # noqa: S608 - as above
        [keys],
    )
    return {(str(table), str(key), str(column)): str(name) for table, key, column, name in found}
