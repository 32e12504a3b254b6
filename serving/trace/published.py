"""Questions to the published file: which tables there are, which row a key means.

Belongs here: everything that is said to DuckDB for a trace. TABLE and KEY come from outside: a table's name is only ever taken
from the catalog, a key is only ever a bound parameter.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import duckdb

from serving.release import Release
from serving.trace.model import Row, TraceError

MIN_PREFIX = 6
_SHOWN_KEYS = 5


@dataclass(frozen=True)
class PublishedColumns:
    """A table of the release: its first column is its key."""

    schema: str
    name: str
    columns: tuple[str, ...]

    @property
    def qualified(self) -> str:
        return f"{self.schema}.{self.name}"

    @property
    def address(self) -> str:
        return f"{quoted(self.schema)}.{quoted(self.name)}"

    @property
    def key(self) -> str:
        return self.columns[0]


def quoted(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'


def open_release(release: Release) -> duckdb.DuckDBPyConnection:
    """A connection that can read this file and nothing else."""
    return attached(release.database)


def attached(database: Path) -> duckdb.DuckDBPyConnection:
    """A connection that can read one file and nothing else.

    Attached, not opened: within one process DuckDB shares an opened file with its settings, and these must not be forced on others.
    """
    connection = duckdb.connect()
    path = str(database).replace("'", "''")
    connection.execute(f"attach '{path}' as {quoted(database.stem)} (read_only)")
    connection.execute(f"use {quoted(database.stem)}")
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")
    return connection


def tables(connection: duckdb.DuckDBPyConnection) -> dict[str, PublishedColumns]:
    """Qualified name -> table, sorted."""
    found = connection.execute(
        """
        select table_schema, table_name, list(column_name order by ordinal_position)
        from information_schema.columns
        where table_schema in ('marts', 'audit') and table_catalog = current_database()
        group by all order by all
        """
    ).fetchall()
    return {f"{schema}.{name}": PublishedColumns(schema, name, tuple(columns)) for schema, name, columns in found}


def table_named(known: dict[str, PublishedColumns], name: str) -> PublishedColumns:
    """The table of that name, with or without its schema, in any case. Raises TraceError naming similar ones."""
    wanted = name.strip().lower()
    matches = [table for table in known.values() if wanted in (table.qualified.lower(), table.name.lower())]
    if len(matches) == 1:
        return matches[0]
    if matches:
        raise TraceError(f"{name!r} may be {' or '.join(table.qualified for table in matches)}; name the schema too")
    names = {table.name.lower(): table.qualified for table in known.values()}
    near = [names[close] for close in get_close_matches(wanted.rpartition(".")[2], names, n=3, cutoff=0.5)]
    hint = f"did you mean {' or '.join(near)}? " if near else ""
    raise TraceError(f"there is no table {name!r} in the release; {hint}there are: {', '.join(known)}")


def row_with_key(connection: duckdb.DuckDBPyConnection, table: PublishedColumns, key: str) -> Row:
    """The row with that key, or the only one whose key begins so (6 characters or more). Raises TraceError naming near keys."""
    cell = f"{quoted(table.key)}::varchar"
    source = f"from {table.address}"
    found = select(connection, f"{source} where {cell} = ? limit 2", [key])
    if not found and len(key) >= MIN_PREFIX:
        found = select(connection, f"{source} where starts_with({cell}, ?) order by {cell} limit {_SHOWN_KEYS}", [key])
    if len(found) == 1:
        return found[0]
    if found:
        keys = ", ".join(str(row[table.key]) for row in found)
        raise TraceError(f"{table.qualified} has several rows for {key!r}: {keys}; give more of the key")
    near = connection.execute(
        f"select {cell} {source} where {cell} is not null"
        f" order by jaro_winkler_similarity({cell}, ?) desc, {cell} limit 3",
        [key],
    ).fetchall()
    hint = f"the nearest: {', '.join(row[0] for row in near)}" if near else "the table is empty"
    short = f"; a part of a key needs {MIN_PREFIX} characters or more" if len(key) < MIN_PREFIX else ""
    raise TraceError(f"{table.qualified} has no row with {table.key} {key!r}{short}; {hint}")


def select(connection: duckdb.DuckDBPyConnection, query: str, parameters: Sequence[object]) -> list[Row]:
    """Rows of a query as dictionaries."""
    result = connection.execute(query, list(parameters))
    names = [column[0] for column in result.description or []]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
