"""What a release holds, as the exports need it: tables with their columns, types and comments, out of the file's catalog.

Belongs here: finding the release, opening it, its catalog, rows as a stream. Does not: any format. Names of tables and columns come from the
catalog and are quoted; values are only ever bound.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from serving.exchange.errors import ExchangeError
from serving.release import Release, current_release, list_releases
from serving.release.contents import Relation, literal, quoted, relations
from serving.release.manifest import file_sha256
from sources.settings import Settings

_PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,200}")
_ROWS_AT_ONCE = 10_000


@dataclass(frozen=True)
class Column:
    """A column with DuckDB's name of its type and its comment."""

    name: str
    data_type: str
    comment: str

    @property
    def is_number(self) -> bool:
        return self.data_type.startswith("DECIMAL")


@dataclass(frozen=True)
class Table:
    """A table of the release; its first column is its key."""

    schema: str
    name: str
    columns: tuple[Column, ...]
    comment: str

    @property
    def qualified(self) -> str:
        return f"{self.schema}.{self.name}"

    @property
    def address(self) -> str:
        return f"{quoted(self.schema)}.{quoted(self.name)}"

    @property
    def key(self) -> str:
        return self.columns[0].name

    def has(self, *names: str) -> bool:
        return set(names) <= {column.name for column in self.columns}


def chosen_release(settings: Settings, wanted: str | None) -> Release:
    """The release of that id, or the current one, its file compared with its manifest. Raises ExchangeError, ReleaseError."""
    found = list_releases(settings)
    if not found:
        raise ExchangeError(f"{settings.releases_dir}: nothing has been published yet; `cakupan run` does it")
    if wanted is None:
        release = current_release(settings)
        if release is None:
            raise ExchangeError(f"{settings.current}: no release is current; name one of `cakupan releases`")
    else:
        named = [release for release in found if release.release_id == wanted]
        if not named:
            raise ExchangeError(f"there is no release {wanted!r}; `cakupan releases` lists them")
        release = named[0]
    if file_sha256(release.database) != release.manifest.file_sha256:
        raise ExchangeError(f"{release.database}: differs from its manifest; export another release")
    return release


def opened(release: Release, settings: Settings, spill: Path) -> duckdb.DuckDBPyConnection:
    """A connection that can read this file and nothing else; what does not fit into memory goes into the folder `spill`."""
    connection = duckdb.connect(config={"memory_limit": settings.memory_limit, "temp_directory": str(spill)})
    # Attached, not opened: within one process DuckDB shares an opened file with its settings.
    connection.execute(f"attach {literal(str(release.database))} as {quoted(release.database.stem)} (read_only)")
    connection.execute(f"use {quoted(release.database.stem)}")
    connection.execute("set timezone = 'UTC'")
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")
    return connection


def tables(connection: duckdb.DuckDBPyConnection) -> list[Table]:
    """All published tables, sorted by schema and name. Raises ExchangeError for a name that could not be a file's."""
    (catalog,) = connection.execute("select current_database()").fetchall()[0]
    return [_table(relation) for relation in relations(connection, catalog)]


def _table(relation: Relation) -> Table:
    for name in (relation.schema, relation.name):
        if not _PLAIN_NAME.fullmatch(name):
            raise ExchangeError(
                f"table {relation.qualified!r}: only letters, digits and _ may be in its name; rename the model"
            )
    comments = dict(relation.column_comments)
    columns = tuple(Column(name, data_type, _words(comments.get(name))) for name, data_type in relation.columns)
    return Table(relation.schema, relation.name, columns, _words(relation.comment))


def _words(comment: str | None) -> str:
    return " ".join((comment or "").split())


def streamed(
    connection: duckdb.DuckDBPyConnection, query: str, parameters: Sequence[object] = ()
) -> Iterator[tuple[object, ...]]:
    """Rows of a query, some thousand at a time."""
    result = connection.execute(query, list(parameters))
    while rows := result.fetchmany(_ROWS_AT_ONCE):
        yield from rows
